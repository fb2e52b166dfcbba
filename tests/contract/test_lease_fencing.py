"""Who lost the duty records nothing any more, and who is gone holds nobody up, on every database (租约与令牌)."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ground.clock import FixedClock
from office.duty import DUTY, TERM, Duty, on_duty, under
from registry.errors import LeaseLostError
from registry.registry import Registry
from registry.settings import DatabaseSettings
from tests import duty_jobs
from tests.patience import PATIENCE_S
from tests.registry_rooms import opened

AN_HOUR_S = 3600.0


@pytest.fixture
def registry(database: DatabaseSettings) -> Iterator[Registry]:
    """A registry that goes by the machine's clock, as other processes do."""
    with opened(database) as made:
        yield made


@contextmanager
def another_on_duty(term_s: float, database: DatabaseSettings, folder: Path) -> Iterator[subprocess.Popen[str]]:
    with duty_jobs.start(term_s, database, folder) as process:
        try:
            assert heard(process) == duty_jobs.ON_DUTY
            yield process
        finally:
            process.kill()


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go_on(process: subprocess.Popen[str]) -> str:
    """Let a process on duty record once more; give what came of it."""
    assert process.stdin is not None
    process.stdin.write("go on\n")
    process.stdin.flush()
    return heard(process)


def test_who_was_paused_until_a_successor_took_over_records_nothing(
    registry: Registry, database: DatabaseSettings, tmp_path: Path
) -> None:
    house = duty_jobs.books_of(registry, tmp_path)
    with another_on_duty(1.0, database, tmp_path) as paused:
        paused.send_signal(signal.SIGSTOP)
        with on_duty(house, DUTY, wait_s=PATIENCE_S) as held:
            assert held is not None
            with under(held):
                duty_jobs.take_in(house, "drop of the successor")
                paused.send_signal(signal.SIGCONT)
                came_of_it = go_on(paused)
                duty_jobs.take_in(house, "another drop of the successor")

    assert came_of_it == LeaseLostError.code
    head = registry.head()
    assert head is not None
    assert head.index == 3
    assert registry.document_for_drop("late drop") is None
    assert [line.own for line in house.ledger.lines()][-1] == head.own


def test_who_was_paused_and_had_no_successor_goes_on(
    registry: Registry, database: DatabaseSettings, tmp_path: Path
) -> None:
    with another_on_duty(0.2, database, tmp_path) as paused:
        paused.send_signal(signal.SIGSTOP)
        paused.send_signal(signal.SIGCONT)

        assert go_on(paused) == duty_jobs.RECORDED


def test_a_killed_holder_holds_nobody_up(registry: Registry, database: DatabaseSettings, tmp_path: Path) -> None:
    house = duty_jobs.books_of(registry, tmp_path)
    with another_on_duty(AN_HOUR_S, database, tmp_path) as process:
        with on_duty(house, DUTY) as before:
            assert before is None

        process.kill()
        process.wait()

        with on_duty(house, DUTY) as after:
            assert after is not None


def test_only_who_is_known_to_be_gone_loses_a_lease_that_runs(database: DatabaseSettings, clock: FixedClock) -> None:
    with opened(database, clock=clock) as registry:
        first = registry.lease(DUTY, "one", TERM)
        assert first is not None

        assert registry.lease(DUTY, "two", TERM, lambda holder: holder != "one") is None
        second = registry.lease(DUTY, "two", TERM, lambda holder: holder == "one")

        assert second is not None
        assert second.token > first.token
        assert registry.renew(first, TERM) is None


def test_a_refusal_tells_the_work_that_the_duty_is_lost(
    database: DatabaseSettings, clock: FixedClock, tmp_path: Path
) -> None:
    with opened(database, clock=clock) as registry:
        house = duty_jobs.books_of(registry, tmp_path)
        lease = registry.lease(DUTY, "one", TERM)
        assert lease is not None
        late = Duty(lease)
        clock.advance(TERM + dt.timedelta(seconds=1))
        assert registry.lease(DUTY, "two", TERM) is not None

        with under(late), pytest.raises(LeaseLostError):
            duty_jobs.take_in(house, "late drop")

        assert late.lost.is_set()
        assert registry.head() is None
        assert duty_jobs.take_in(house, "a person's act is under no duty")
