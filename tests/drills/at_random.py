"""Kills at random moments (随机): a running office, its people, and somebody who kills any or all of its processes."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.drills.phases import IDLE, phase_of
from tests.drills.results import Kill
from tests.drills.stage import DrillError, Stage
from tests.patience import PATIENCE_S

IDLE_TOO = 0.005
"""How likely a look, ten a second, is followed by a kill although nobody is at work."""
VICTIMS = (
    "porter",
    "porter",
    "porter",
    "people",
    "people",
    "supervisor",
    "server",
    "desk",
    "schedules",
    "press",
    "all",
)
AFTER_S = (1.5, 8.0)
"""How long after the porter started, or after the last kill."""
WITHIN_S = 1800.0
"""What takes longer than this on any machine hangs."""


class Restless:
    """An office whose supervisor and people are started again whenever they are gone, as an operator would."""

    def __init__(self, stage: Stage, seed: str) -> None:
        self._stage = stage
        self._chance = random.Random(seed)  # noqa: S311 - a drill is to be repeated, not guessed
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._people: subprocess.Popen[bytes] | None = None
        self._kills: list[Kill] = []

    def live_through(self, kills: int) -> tuple[Kill, ...]:
        """Kill so many times, with more drafts dropped after each, let the work come to its end, and give the kills."""
        lots = [self._stage.drafts[number :: kills + 1] for number in range(kills + 1)]
        self._stage.drop(lots[0])
        next_kill, deadline = 0.0, time.monotonic() + WITHIN_S
        try:
            while self._keep_running():
                now = time.monotonic()
                if now > deadline:
                    raise DrillError(f"the work did not come to its end; see {self._stage.root}")
                if not self._processes().get("porter"):
                    next_kill = now + self._chance.uniform(
                        *AFTER_S
                    )  # an office that is only starting has nothing to lose
                elif len(self._kills) < kills and now >= next_kill and self._is_the_moment():
                    if not self._kill(self._chance.choice(VICTIMS)):
                        continue
                    next_kill = now + self._chance.uniform(*AFTER_S)
                    self._stage.drop(lots[len(self._kills)])
                time.sleep(0.1)
        finally:
            self._end()
        return tuple(self._kills)

    def _keep_running(self) -> bool:
        """Start what is not there; tell whether the people have still to do."""
        stage = self._stage
        if self._supervisor is None or self._supervisor.poll() is not None:
            self._supervisor = stage.start("-m", "tests.drills.office_up", "up", str(stage.root))
        if self._people is not None and self._people.poll() == 0:
            return False
        if self._people is None or self._people.poll() is not None:
            words = (str(stage.root), str(len(stage.drafts)), str(stage.marks))
            self._people = stage.start("-m", "tests.drills.people", *words)
        return True

    def _is_the_moment(self) -> bool:
        """Tell whether somebody is at work; now and then an idle moment will do (a killed porter's lease runs for seconds)."""
        there = self._processes()
        working = [pid for name in ("people", "porter") for pid in there.get(name, [])]
        return self._chance.random() < IDLE_TOO or any(
            phase_of(self._stage.marks, pid) not in {"", IDLE} for pid in working
        )

    def _kill(self, victim: str) -> bool:
        """Stop a victim, see what it was doing and kill it; who is not there at the moment is another's turn."""
        there = self._processes()
        pids = [pid for pids in there.values() for pid in pids] if victim == "all" else there.get(victim, [])
        if not pids:
            return False
        working = [pid for name in ("people", "porter") for pid in there.get(name, [])]
        for pid in {*pids, *working}:
            _signal(pid, signal.SIGSTOP)
        phases = [phase_of(self._stage.marks, pid) for pid in working if victim != "people" or pid in pids]
        for pid in pids:
            _signal(pid, signal.SIGKILL)
        for pid in working:
            _signal(pid, signal.SIGCONT)
        self._kills.append(Kill(victim, next((phase for phase in phases if phase not in {"", IDLE}), IDLE)))
        return True

    def _processes(self) -> dict[str, list[int]]:
        """Find the living processes by name."""
        found: dict[str, list[int]] = {"supervisor": [self._supervisor.pid]} if self._supervisor else {}
        if self._people is not None and self._people.poll() is None:
            found["people"] = [self._people.pid]
        for pid in self._below(found.get("supervisor", [])):
            found.setdefault(_name_of(pid), []).append(pid)
        return found

    def _below(self, pids: list[int]) -> Iterator[int]:
        for pid in pids:
            children = _children_of(pid)
            yield from children
            yield from self._below(children)

    def _end(self) -> None:
        for process in (self._people, self._supervisor):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in (self._people, self._supervisor):
            if process is not None:
                process.wait(PATIENCE_S)


def _children_of(pid: int) -> list[int]:
    children: list[int] = []
    with contextlib.suppress(OSError):  # the process ended meanwhile
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):  # or one of its threads
                children += [int(child) for child in (task / "children").read_text().split()]
    return children


def _name_of(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return "gone"
    for name in ("porter", "schedules", "desk", "server"):
        if name in words:
            return name
    return "press" if "ground.zygote" in words else "other"


def _signal(pid: int, sign: int) -> None:
    try:
        os.kill(pid, sign)
    except ProcessLookupError:
        return  # it ended by itself
