"""How patient the porter is: what can't move costs few runs, whatever is new is run for at once, and a restart changes nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.memory import Memory
from flows.patience import Patience, Pauses
from ground.clock import BEIJING

NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=BEIJING)
SCAN_EVERY_S = 5
PAUSES = Pauses()
STUCK = frozenset({"stuck"})
NONE: frozenset[str] = frozenset()


def runs_in_vain(memory: Memory, due: frozenset[str], since: dt.datetime, seconds: int) -> list[int]:
    """Look every few seconds, run when called for, move nothing; give the seconds at which there was a run."""
    runs = []
    for second in range(0, seconds, SCAN_EVERY_S):
        now = since + dt.timedelta(seconds=second)
        if memory.calls_for("issue", due, now):
            runs.append(second)
            memory.note_vain("issue", due, now)
    return runs


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "porter.json", PAUSES)


def test_what_is_stuck_is_tried_after_one_two_four_eight_and_then_every_fifteen_minutes(memory: Memory) -> None:
    runs = runs_in_vain(memory, STUCK, NOON, 3600)

    assert [second // 60 for second in runs] == [0, 1, 3, 7, 15, 30, 45]


def test_a_week_of_being_stuck_costs_four_runs_an_hour(memory: Memory) -> None:
    runs_in_vain(memory, STUCK, NOON, 3600)

    a_day_later = NOON + dt.timedelta(days=7)
    assert len(runs_in_vain(memory, STUCK, a_day_later, 3600)) <= 4


def test_a_porter_that_is_started_again_goes_on_waiting(memory: Memory) -> None:
    runs_in_vain(memory, STUCK, NOON, 1000)
    later = NOON + dt.timedelta(seconds=1000)

    runs = [
        second
        for second in range(0, 3600, SCAN_EVERY_S)
        if runs_in_vain(Memory(memory.path, PAUSES), STUCK, later + dt.timedelta(seconds=second), 1)
    ]

    assert len(runs) <= 4


def test_something_new_is_run_for_at_once(memory: Memory) -> None:
    runs_in_vain(memory, STUCK, NOON, 1000)
    later = NOON + dt.timedelta(seconds=1000)
    assert not memory.calls_for("issue", STUCK, later)

    assert memory.calls_for("issue", STUCK | {"new"}, later)
    assert memory.calls_for("take_in", frozenset({"drop"}), later)


def test_what_moved_leaves_the_stuck_ones_waiting(memory: Memory) -> None:
    runs_in_vain(memory, STUCK, NOON, 1000)
    later = NOON + dt.timedelta(seconds=1000)

    assert memory.calls_for("issue", STUCK | {"moves"}, later)  # runs, and "moves" is gone
    assert not memory.calls_for("issue", STUCK, later)


def test_one_stuck_thing_more_makes_the_pauses_short_again() -> None:
    patience = Patience()
    for _ in range(9):
        patience = patience.after_vain(STUCK, NOON, PAUSES)

    after = patience.after_vain(STUCK | {"another"}, NOON, PAUSES)

    assert patience.again_at == NOON + dt.timedelta(minutes=15)
    assert after.again_at == NOON + dt.timedelta(minutes=1)


def test_nothing_due_calls_for_nothing(memory: Memory) -> None:
    assert not memory.calls_for("issue", NONE, NOON)


def test_a_clock_set_back_by_a_year_keeps_nobody_waiting_for_a_year(memory: Memory) -> None:
    runs_in_vain(memory, STUCK, NOON, 1000)

    assert memory.calls_for("issue", STUCK, NOON - dt.timedelta(days=365))


def test_however_often_something_was_tried_the_pause_is_the_longest() -> None:
    assert PAUSES.after(100_000) == dt.timedelta(minutes=15)


@pytest.mark.parametrize(
    "damaged",
    ["", "{", "[]", '{"issue": 1}', '{"issue": {"tried": ["stuck"], "times": 3, "again_at": null}}', "\0\0", '"x"'],
)
def test_a_damaged_memory_is_none(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "porter.json").write_text(damaged)

    assert Memory(tmp_path / "porter.json", PAUSES).calls_for("issue", STUCK, NOON)


def test_a_memory_that_can_not_be_kept_still_serves_its_process(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "gone" / "porter.json", PAUSES)

    assert len(runs_in_vain(memory, STUCK, NOON, 3600)) == 7
