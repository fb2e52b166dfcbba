"""Child processes: whatever a job does, we get an answer or a named error, and nothing is left running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ground.child import (
    ChildCrashedError,
    ChildJobError,
    ChildMemoryError,
    ChildPool,
    ChildReplyTooLargeError,
    ChildStartError,
    ChildTimeoutError,
    ForkingChild,
    Limits,
    ResidentChild,
)
from tests.patience import PATIENCE_S, is_gone, wait_until

JOBS = "tests.unit.ground_jobs"
HOUSE = Path(__file__).parents[2]


@pytest.fixture
def forking() -> Iterator[ForkingChild]:
    with ForkingChild([JOBS], Limits(address_space_bytes=1 << 30, cpu_s=20)) as child:
        yield child


@pytest.fixture
def resident() -> Iterator[ResidentChild]:
    with ResidentChild([JOBS], Limits(address_space_bytes=1 << 30, cpu_s=20)) as child:
        yield child


@pytest.fixture(params=["forking", "resident"])
def child(request: pytest.FixtureRequest) -> ForkingChild | ResidentChild:
    made: ForkingChild | ResidentChild = request.getfixturevalue(request.param)
    return made


def test_a_job_answers(child: ForkingChild) -> None:
    assert child.call(f"{JOBS}:reverse", "红头".encode()) == "红头".encode()[::-1]


def test_an_empty_request_gets_an_empty_answer(child: ForkingChild) -> None:
    assert child.call(f"{JOBS}:reverse", b"") == b""


def test_a_forking_child_remembers_nothing(forking: ForkingChild) -> None:
    answers = [forking.call(f"{JOBS}:count_calls", b"") for _ in range(3)]

    assert answers == [b"1", b"1", b"1"]


def test_a_resident_child_remembers_until_its_life_is_over() -> None:
    with ResidentChild([JOBS], jobs_per_life=2) as child:
        answers = [child.call(f"{JOBS}:count_calls", b"") for _ in range(5)]

    assert answers == [b"1", b"2", b"1", b"2", b"1"]


def test_an_endless_loop_is_stopped_by_the_wall_clock(child: ForkingChild) -> None:
    with pytest.raises(ChildTimeoutError) as caught:
        child.call(f"{JOBS}:loop_for_ever", b"", timeout_s=0.3)

    assert caught.value.which == "wall"
    assert child.call(f"{JOBS}:reverse", b"ab") == b"ba"


@pytest.mark.parametrize("kind", [ForkingChild, ResidentChild])
def test_an_endless_loop_is_stopped_by_its_cpu_time(kind: type[ForkingChild]) -> None:
    with kind([JOBS], Limits(cpu_s=1)) as child, pytest.raises(ChildTimeoutError) as caught:
        child.call(f"{JOBS}:loop_for_ever", b"")

    assert caught.value.which == "cpu"


def test_what_a_late_job_started_is_stopped_too(child: ForkingChild, tmp_path: Path) -> None:
    note, timeout_s = tmp_path / "pid", 1.0

    while not (note.exists() and note.read_text()):  # a busy machine may need longer to get that far
        with pytest.raises(ChildTimeoutError):
            child.call(f"{JOBS}:leave_a_sleeper", bytes(note), timeout_s)
        timeout_s *= 2

    assert_gone(int(note.read_text()))


def test_a_memory_bomb_is_refused_its_memory(child: ForkingChild) -> None:
    with pytest.raises(ChildMemoryError):
        child.call(f"{JOBS}:eat_memory", b"")

    assert child.call(f"{JOBS}:reverse", b"ab") == b"ba"


def test_a_death_by_signal_is_named_with_its_last_words(child: ForkingChild) -> None:
    with pytest.raises(ChildCrashedError, match="SIGUSR1: last words") as caught:
        child.call(f"{JOBS}:kill_itself", str(int(signal.SIGUSR1)).encode())

    assert caught.value.signal == signal.SIGUSR1
    assert child.call(f"{JOBS}:reverse", b"ab") == b"ba"


def test_a_segmentation_fault_is_a_crash(child: ForkingChild) -> None:
    with pytest.raises(ChildCrashedError, match="SIGSEGV"):
        child.call(f"{JOBS}:read_null", b"")


def test_an_early_exit_is_a_crash_with_its_code(child: ForkingChild) -> None:
    with pytest.raises(ChildCrashedError) as caught:
        child.call(f"{JOBS}:exit_with", b"0")

    assert caught.value.exit_code == 0


def test_an_exception_comes_back_by_name_and_content(child: ForkingChild) -> None:
    with pytest.raises(ChildJobError) as caught:
        child.call(f"{JOBS}:complain", "附件".encode())

    assert caught.value.kind == f"{JOBS}.DraftBadlyMadeError"
    assert caught.value.payload["args"] == ["附件有误", 7]
    assert caught.value.payload["fields"] == {"place": "附件"}
    assert "complain" in caught.value.trace


def test_a_job_cannot_leave_by_the_back_door(child: ForkingChild) -> None:
    with pytest.raises(ChildJobError, match="SystemExit"):
        child.call(f"{JOBS}:leave_by_exit", b"")


def test_a_huge_answer_arrives_whole(child: ForkingChild) -> None:
    assert len(child.call(f"{JOBS}:answer_long", b"100000000")) == 100_000_000


def test_a_huge_request_arrives_whole(child: ForkingChild) -> None:
    assert child.call(f"{JOBS}:reverse", b"a" * 50_000_000 + b"b")[:1] == b"b"


def test_an_answer_over_the_limit_is_refused() -> None:
    with ForkingChild([JOBS], Limits(reply_bytes=1000)) as child:
        with pytest.raises(ChildReplyTooLargeError, match="1001 bytes"):
            child.call(f"{JOBS}:answer_long", b"1001")

        assert len(child.call(f"{JOBS}:answer_long", b"1000")) == 1000


def test_a_talkative_library_does_not_block_its_job(child: ForkingChild) -> None:
    assert child.call(f"{JOBS}:chatter", b"") == b"done"


def test_a_file_over_the_limit_is_refused() -> None:
    with ForkingChild([JOBS], Limits(file_size_bytes=4096)) as child, pytest.raises(ChildJobError, match="OSError"):
        child.call(f"{JOBS}:write_file", b"5000")


def test_the_environment_holds_no_secrets(child: ForkingChild, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "opensesame")

    names = child.call(f"{JOBS}:tell_environment", b"").decode().split()

    assert "DATABASE_PASSWORD" not in names


def test_a_job_cannot_reach_the_network_when_it_is_cut(child: ForkingChild) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}".encode()

        if child.network_is_cut:
            with pytest.raises(ChildJobError, match=r"OSError|ConnectionRefused|TimeoutError"):
                child.call(f"{JOBS}:reach_out", address)
        else:
            assert child.call(f"{JOBS}:reach_out", address) == b"connected"


def test_a_module_that_is_not_there_is_told_at_the_start() -> None:
    with pytest.raises(ChildStartError, match="no_such_module"):
        ForkingChild(["no_such_module"]).start()


def test_a_resident_that_died_between_two_jobs_is_begun_anew(resident: ResidentChild) -> None:
    pid = int(resident.call(f"{JOBS}:tell_pid", b""))
    os.kill(pid, signal.SIGKILL)
    assert_gone(pid)

    assert int(resident.call(f"{JOBS}:tell_pid", b"")) != pid


def test_threads_take_turns(child: ForkingChild) -> None:
    answers: list[bytes] = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(child.call(f"{JOBS}:reverse", b"%d!" % n))) for n in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == sorted(b"!%d" % n for n in range(8))


def test_the_end_of_the_thread_that_started_a_child_does_not_end_it(resident: ResidentChild) -> None:
    starter = threading.Thread(target=resident.start)
    starter.start()
    starter.join()
    pid = resident.call(f"{JOBS}:tell_pid", b"")

    time.sleep(0.2)

    assert resident.call(f"{JOBS}:tell_pid", b"") == pid


def test_a_pool_works_side_by_side(tmp_path: Path) -> None:
    pool, answers = ChildPool([ForkingChild([JOBS]) for _ in range(2)]), list[bytes]()
    here, there = str(tmp_path / "here"), str(tmp_path / "there")
    threads = [
        threading.Thread(target=lambda pair=pair: answers.append(pool.call(f"{JOBS}:meet", "\n".join(pair).encode())))
        for pair in ((here, there), (there, here))
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [b"met", b"met"]
    pool.close()


@pytest.mark.parametrize("kind", ["ForkingChild", "ResidentChild"])
def test_killing_us_leaves_no_child(kind: str, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = f"from ground.child import {kind} as C; C(['{JOBS}']).call('{JOBS}:write_pid_and_sleep', {bytes(note)!r})"
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=HOUSE)
    worker = pid_in(note)
    supervisor = parent_of(worker)

    parent.kill()
    parent.wait()

    assert_gone(worker)
    assert_gone(supervisor)


def test_killing_the_supervisor_ends_its_worker_and_is_told(child: ForkingChild, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    errors: list[ChildCrashedError] = []

    def call() -> None:
        try:
            child.call(f"{JOBS}:write_pid_and_sleep", bytes(note))
        except ChildCrashedError as error:
            errors.append(error)

    calling = threading.Thread(target=call)
    calling.start()
    worker = pid_in(note)
    os.kill(parent_of(worker), signal.SIGKILL)
    calling.join(PATIENCE_S)

    assert [error.signal for error in errors] == [signal.SIGKILL]
    assert_gone(worker)
    assert child.call(f"{JOBS}:reverse", b"ab") == b"ba"


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def pid_in(note: Path) -> int:
    wait_until(lambda: note.exists() and note.read_text(), "the job says its number")
    return int(note.read_text())


def assert_gone(pid: int) -> None:
    wait_until(lambda: is_gone(pid), f"{pid} is gone")
