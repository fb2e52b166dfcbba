"""What a run costs (计量): processor time of a process with all its children, time per stage, and memory of the whole tree."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
_KB = 1024
_MOST_BYTES = 1 << 16


@dataclass
class Cost:
    """Wall and processor time (用时)."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    calls: int = 0

    def add(self, wall_s: float, cpu_s: float) -> None:
        """Add some of both."""
        self.wall_s += wall_s
        self.cpu_s += cpu_s


def descendants(pid: int, left_out: int = 0) -> list[int]:
    """List the processes below ``pid``, without the tree of ``left_out``."""
    found = []
    with suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - runs at every change of stage
            for child in _text(f"/proc/{pid}/task/{task}/children").split():
                if int(child) != left_out:
                    found += [int(child), *descendants(int(child), left_out)]
    return found


def tree_cpu_s(pid: int, left_out: int = 0) -> float:
    """Give the processor time of a process, of those below it, and of those below that have ended."""
    return sum(_cpu_s(each) for each in (pid, *descendants(pid, left_out)))


def tree_pss_mb(pid: int) -> float:
    """Give the memory of a process and those below it, shared pages counted once."""
    return sum(_pss_kb(each) for each in (pid, *descendants(pid))) / _KB


def _cpu_s(pid: int) -> float:
    fields = _text(f"/proc/{pid}/stat").rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) * _TICK_S


def _pss_kb(pid: int) -> int:
    lines = _text(f"/proc/{pid}/smaps_rollup").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _text(path: str) -> str:
    """Read a file of ``/proc``; plain calls, since what the meter itself takes is counted in the run."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return ""
    try:
        return os.read(descriptor, _MOST_BYTES).decode("utf-8", "replace")
    except OSError:  # the process ended meanwhile
        return ""
    finally:
        os.close(descriptor)


@dataclass
class Stages:
    """Charges time to the innermost stage that is open (分段计时); one thread works at a time.

    Processor time is that of the thread; a stage that works in child processes also gets theirs.
    """

    left_out: int = 0
    spent: dict[str, Cost] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _wall: float = 0.0
    _cpu: float = 0.0

    @contextmanager
    def stage(self, name: str, *, in_children: bool = False) -> Iterator[None]:
        """Charge what happens inside to ``name``."""
        self._turn()
        self._open.append(name)
        self.spent.setdefault(name, Cost()).calls += 1
        before = self._children() if in_children else 0.0
        try:
            yield
        finally:
            if in_children:
                self.spent[name].add(0.0, self._children() - before)
            self._turn()
            self._open.pop()

    def watch(self, owner: Any, method: str, name: str, *, in_children: bool = False) -> None:
        """Have every call of ``owner.method`` charged to ``name``."""
        original: Callable[..., Any] = getattr(owner, method)

        def timed(*arguments: Any, **named: Any) -> Any:
            with self.stage(name, in_children=in_children):
                return original(*arguments, **named)

        setattr(owner, method, timed)

    @property
    def innermost(self) -> str:
        """Name the stage that is open."""
        return self._open[-1] if self._open else ""

    def _turn(self) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        if self._open:
            self.spent[self._open[-1]].add(wall - self._wall, cpu - self._cpu)
        self._wall, self._cpu = wall, cpu

    def _children(self) -> float:
        return sum(_cpu_s(pid) for pid in descendants(os.getpid(), self.left_out)) + sum(os.times()[2:4])


class Memory(threading.Thread):
    """Watches how much memory a tree of processes takes at most, from outside of it (内存)."""

    def __init__(self, pid: int, every_s: float = 0.5) -> None:
        super().__init__(daemon=True)
        self.peak_mb = 0.0
        self._pid = pid
        self._every_s = every_s
        self._ends = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._ends.wait(self._every_s):
            self.peak_mb = max(self.peak_mb, tree_pss_mb(self._pid))

    def stop(self) -> None:
        """Look no more."""
        self._ends.set()
        self.join()
