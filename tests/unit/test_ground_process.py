"""A process that is gone is told from one that lives, and never the other way round."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from ground.process import identity, is_gone
from tests.needs import REPOSITORY

_TELL = "from ground.process import identity; import sys; print(identity(), flush=True); sys.stdin.read()"


@pytest.fixture
def other() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Another process, and who it says it is."""
    process = subprocess.Popen(
        [sys.executable, "-c", _TELL], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
        process.kill()


def changed(named: str, place: int, word: str) -> str:
    words = named.split()
    words[place] = word
    return " ".join(words)


def test_a_process_that_lives_is_not_gone(other: tuple[subprocess.Popen[str], str]) -> None:
    assert not is_gone(identity())
    assert not is_gone(other[1])


def test_a_process_that_was_killed_is_gone(other: tuple[subprocess.Popen[str], str]) -> None:
    process, named = other

    process.kill()
    process.wait()

    assert is_gone(named)


def test_a_number_used_again_is_told_by_the_start(other: tuple[subprocess.Popen[str], str]) -> None:
    _, named = other

    assert is_gone(changed(named, 2, "1"))


@pytest.mark.parametrize("where", ["another-boot/1/2", "?", "?12"])
def test_a_process_of_another_boot_container_or_machine_may_live(
    other: tuple[subprocess.Popen[str], str], where: str
) -> None:
    process, named = other
    process.kill()
    process.wait()

    assert not is_gone(changed(named, 3, where))


def test_a_process_whose_start_nobody_can_read_may_live() -> None:
    assert not is_gone(changed(identity(), 2, "?"))


@pytest.mark.parametrize("named", ["", "one", "host:123", "a b c d", "a -1 b c", f"a {10**20} 1 b"])
def test_what_names_no_process_is_never_gone(named: str) -> None:
    assert not is_gone(named)


def test_a_host_and_a_number_name_no_process() -> None:
    assert not is_gone(f"{socket.gethostname()}:{os.getpid()}")
