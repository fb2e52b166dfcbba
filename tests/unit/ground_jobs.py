"""Jobs for the tests of child processes: each does one thing that a hostile file might make our code do."""

from __future__ import annotations

import ctypes
import itertools
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_calls = itertools.count(1)


class DraftBadlyMadeError(ValueError):
    """An error with a field of its own."""

    def __init__(self, place: str, page: int) -> None:
        self.place = place
        super().__init__(f"{place}有误", page)


def reverse(request: bytes) -> bytes:
    return request[::-1]


def count_calls(request: bytes) -> bytes:
    return str(next(_calls)).encode()


def tell_pid(request: bytes) -> bytes:
    return str(os.getpid()).encode()


def tell_parent(request: bytes) -> bytes:
    return str(os.getppid()).encode()


def tell_environment(request: bytes) -> bytes:
    return "\n".join(os.environ).encode()


def meet(request: bytes) -> bytes:
    """Come, and wait for somebody else to come."""
    mine, other = (Path(place) for place in request.decode().split("\n"))
    mine.touch()
    while not other.exists():
        time.sleep(0.01)
    return b"met"


def write_pid_and_sleep(request: bytes) -> bytes:
    Path(os.fsdecode(request)).write_text(str(os.getpid()))
    time.sleep(300)
    return b""


def loop_for_ever(request: bytes) -> bytes:
    while True:
        pass


def leave_a_sleeper(request: bytes) -> bytes:
    process = subprocess.Popen(["sleep", "300"])
    Path(os.fsdecode(request)).write_text(str(process.pid))
    while True:
        time.sleep(1)


def eat_memory(request: bytes) -> bytes:
    kept = []
    while True:
        kept.append(bytearray(64 << 20))


def answer_long(request: bytes) -> bytes:
    return b"x" * int(request)


def chatter(request: bytes) -> bytes:
    for _ in range(20_000):
        sys.stderr.write("libpng warning: nothing to see here\n")
    return b"done"


def kill_itself(request: bytes) -> bytes:
    sys.stderr.write("last words")
    sys.stderr.flush()
    os.kill(os.getpid(), int(request))
    time.sleep(10)
    return b""


def read_null(request: bytes) -> bytes:
    return ctypes.string_at(0)


def exit_with(request: bytes) -> bytes:
    os._exit(int(request))


def leave_by_exit(request: bytes) -> bytes:
    raise SystemExit(3)


def complain(request: bytes) -> bytes:
    raise DraftBadlyMadeError(request.decode(), 7)


def reach_out(request: bytes) -> bytes:
    host, port = request.decode().split(":")
    with socket.create_connection((host, int(port)), timeout=2):
        return b"connected"


def write_file(request: bytes) -> bytes:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with tempfile.TemporaryFile() as file:
        file.write(b"x" * int(request))
    return b"written"
