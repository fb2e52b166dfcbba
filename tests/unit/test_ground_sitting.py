"""Several looks at one file in one process: it serves that file only, and ends with it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from ground.child import ChildCrashedError, ForkingChild
from tests.patience import is_gone

JOBS = "tests.unit.ground_jobs"
PID = f"{JOBS}:tell_pid"
COUNT = f"{JOBS}:count_calls"


@pytest.fixture
def child() -> Iterator[ForkingChild]:
    with ForkingChild([JOBS]) as started:
        yield started


def test_the_jobs_of_a_sitting_are_done_by_one_process(child: ForkingChild) -> None:
    with child.sitting() as sitting:
        counts = [sitting.call(COUNT, b"") for _ in range(3)]

    assert counts == [b"1", b"2", b"3"]


def test_the_process_ends_with_its_sitting(child: ForkingChild) -> None:
    with child.sitting() as sitting:
        pid = int(sitting.call(PID, b""))
        assert not is_gone(pid)

    assert is_gone(pid)


def test_no_process_serves_two_sittings(child: ForkingChild) -> None:
    with child.sitting() as first, child.sitting() as second:
        pids = [one.call(PID, b"") for one in (first, second, first, second)]

    assert len(set(pids)) == 4


def test_a_job_of_its_own_never_meets_the_process_of_a_sitting(child: ForkingChild) -> None:
    with child.sitting() as sitting:
        counts = [sitting.call(COUNT, b""), child.call(COUNT, b""), child.call(COUNT, b""), sitting.call(COUNT, b"")]

    assert counts == [b"1", b"1", b"1", b"1"]


def test_a_sitting_goes_on_in_a_new_process_when_its_own_has_crashed(child: ForkingChild) -> None:
    with child.sitting() as sitting:
        with pytest.raises(ChildCrashedError):
            sitting.call(f"{JOBS}:read_null", b"")
        count = sitting.call(COUNT, b"")

    assert count == b"1"


def test_a_sitting_without_a_job_starts_nothing(child: ForkingChild) -> None:
    with child.sitting():
        pass

    assert child.call(COUNT, b"") == b"1"


def test_a_sitting_ends_quietly_when_its_supervisor_is_gone(child: ForkingChild) -> None:
    with child.sitting() as sitting:
        supervisor = int(sitting.call(f"{JOBS}:tell_parent", b""))
        os.kill(supervisor, signal.SIGKILL)

    assert child.call(COUNT, b"") == b"1"
