"""One holder at a time (独占锁): an advisory lock on a file that also says who holds it.

The kernel lets go of the lock when its holder ends, however it ends; there are no stale locks to clear.
"""

from __future__ import annotations

import errno
import fcntl
import itertools
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ground.durable import write_all

LONGEST_WAIT_S = 60.0
"""How long others are waited for: whoever holds a lock longer than that is stopped, or waits for a disk that does not answer."""
_LOOKS_S = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02)
"""The pauses between looks; ``flock`` itself knows no time limit."""


@dataclass(frozen=True)
class Holder:
    """Who wrote its name into a lock file last; both are unknown (0, "") when the file can't be read."""

    pid: int
    host: str


class LockHeldError(OSError):
    """Somebody else holds the lock (已被占用)."""

    def __init__(self, path: Path, holder: Holder) -> None:
        self.path = path
        self.holder = holder
        super().__init__(errno.EDEADLK, f"is held by process {holder.pid} on {holder.host!r}", str(path))


@contextmanager
def exclusive(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock of ``path`` alone, for threads as for processes; the file stays behind.

    Raises:
        LockHeldError: Somebody else holds it, with ``wait`` still after ``LONGEST_WAIT_S``.
    """
    with _locked(path, fcntl.LOCK_EX, wait=wait) as descriptor:
        _write_holder(descriptor)
        yield


@contextmanager
def shared(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock of ``path`` together with others who share it, while nobody holds it alone.

    Raises:
        LockHeldError: Somebody holds it alone, with ``wait`` still after ``LONGEST_WAIT_S``.
    """
    with _locked(path, fcntl.LOCK_SH, wait=wait):
        yield


def holder_of(path: Path) -> Holder:
    """Read who held the lock last; whether it is still held, only taking it tells."""
    try:
        plain = json.loads(path.read_bytes())
        return Holder(int(plain["pid"]), str(plain["host"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Holder(0, "")


@contextmanager
def _locked(path: Path, kind: int, *, wait: bool) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o640)
    try:
        if not _taken(descriptor, kind, LONGEST_WAIT_S if wait else 0.0):
            raise LockHeldError(path, holder_of(path))
        yield descriptor
    finally:
        os.close(descriptor)


def _taken(descriptor: int, kind: int, patience_s: float) -> bool:
    """Take the lock, looking again until patience ends; tell whether it was taken."""
    deadline = time.monotonic() + patience_s
    for look in itertools.count():
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_LOOKS_S[min(look, len(_LOOKS_S) - 1)])
        else:
            return True
    return False


def _write_holder(descriptor: int) -> None:
    name = json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode()
    if os.pread(descriptor, len(name) + 1, 0) != name:  # most often it was ours the last time: truncating is slow
        os.ftruncate(descriptor, 0)
        write_all(descriptor, name)
