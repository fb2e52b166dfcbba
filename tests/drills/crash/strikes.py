"""Striking a scenario (打击): each changing syscall killed or refused once, recovery struck in turn, the power cut at every moment."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.disk import Recording, State
from tests.drills.crash import scenarios, server, traces
from tests.drills.crash.read_once import read_once
from tests.drills.crash.scenario import OFFICE, Scenario
from tests.drills.crash.traces import Point

Break = Callable[[], None]


def nothing() -> None:
    """Break nothing."""


class UndisturbedError(Exception):
    """An act ends wrongly though nothing struck it; ``runs`` tells whether it ran to its end at all."""

    def __init__(self, what: str, *, runs: bool) -> None:
        self.runs = runs
        super().__init__(what)


@dataclass
class Tally:
    """What striking brought (计数): cases, those that missed their point, and what was wrong in which."""

    cases: int = 0
    missed: int = 0
    told: int = 0
    wrong: list[str] = field(default_factory=list)

    def __iadd__(self, other: Tally) -> Self:
        self.cases += other.cases
        self.missed += other.missed
        self.told += other.told
        self.wrong += other.wrong
        return self


@dataclass(frozen=True)
class Ground:
    """A scenario with its template and the place where its cases happen (场地)."""

    scenario: Scenario
    template: Path
    place: Path
    break_it: Break = nothing

    def strike(self, *strace: str, before: Callable[[], None] | None = None) -> server.Ended:
        """Do the act in a fork, seen or struck by strace."""
        return server.run(scenarios.begin(self.scenario, self.place, self.break_it), strace, before)

    def judge(self, promised: tuple[str, ...], *strace: str) -> server.Ended:
        """Bring the office up again in a fork and have it judged."""
        return server.run(scenarios.look(self.scenario, self.place, promised, self.break_it), strace)

    def fresh(self) -> None:
        scenarios.fresh(self.template, self.place)


@contextmanager
def ground(scenario: Scenario, break_it: Break = nothing) -> Iterator[Ground]:
    """Prepare a scenario in memory, where the machine has such a place."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="hongtou-crash-", dir=memory if memory.is_dir() else None) as work:
        template, place = Path(work) / "template", Path(work) / "case"
        made = server.run(lambda: lambda _: scenarios.prepare(scenario, place))
        if made.trace or made.told:
            raise RuntimeError(made.trace or made.told)
        with read_once(place / OFFICE):
            place.rename(template)  # what an office wrote down of its place is true of each case
            yield Ground(scenario, template, place, break_it)


def points_of(here: Ground) -> list[Point]:
    """List where the act may be struck, in an order that is no order, so that the first few are a sample of all."""
    trace = here.place.parent / "trace"
    here.fresh()
    ended = here.strike(*traces.LOOK, "-o", str(trace))
    _require_good(here, ended)
    found = traces.points(trace, here.place)
    random.Random(5).shuffle(found)  # noqa: S311 - repeatable on purpose
    return found


def kill(here: Ground, part: int = 1, parts: int = 1) -> Iterator[Tally]:
    """Kill the act at the entry of each syscall that changes the disk."""
    for point in points_of(here)[part - 1 :: parts]:
        here.fresh()
        ended = here.strike(*_inject(point, "signal=KILL"), "-o", "/dev/null")
        yield _judged(here, f"killed at {point}", ended, hit=ended.was_killed)


def refuse(here: Ground, part: int = 1, parts: int = 1) -> Iterator[Tally]:
    """Let each such syscall fail once, with EIO and with ENOSPC."""
    found = [
        (point, code)
        for point in points_of(here)
        for code in (("EIO",) if point.call in ("fsync", "fdatasync") else ("EIO", "ENOSPC"))
    ]
    for point, code in found[part - 1 :: parts]:
        here.fresh()
        ended = here.strike(*_inject(point, f"error={code}"), "-o", "/dev/null")
        tally = _judged(here, f"{code} at {point}", ended, hit=True)
        if ended.trace:
            tally.wrong.append(f"{code} at {point}: no sentence but a trace: {ended.trace.splitlines()[-1]}")
        tally.told += bool(ended.told)
        yield tally


def kill_twice(here: Ground, part: int = 1, parts: int = 1) -> Iterator[Tally]:
    """Kill the act, kill what brings the office up again, and bring it up: as often as there are points."""
    points = points_of(here)
    for number in range(part, len(points) + 1, parts):
        dice = random.Random(number)  # noqa: S311 - repeatable on purpose
        first, second = dice.choice(points), dice.choice(points)
        here.fresh()
        struck = here.strike(*_inject(first, "signal=KILL"), "-o", "/dev/null")
        point = Point(second.call, dice.randint(1, second.number), "")
        again = here.judge(struck.promised, *_inject(point, "signal=KILL"), "-o", "/dev/null")
        what = f"killed at {first}, then at {point.call} {point.number}"
        yield _judged(here, what, struck, hit=struck.was_killed and again.was_killed)


def cut_power(here: Ground, part: int = 1, parts: int = 1) -> Iterator[Tally]:
    """Cut the power at every moment: what was not synced is lost, moved, torn or garbage; the office is brought up from each such disk."""
    trace, base = here.place.parent / "trace", here.place.parent / "base"
    here.fresh()
    shutil.rmtree(base, ignore_errors=True)
    ended = here.strike(*traces.LOOK, "-o", str(trace), before=lambda: _copy(here.place, base))
    left = _files(here.place)
    _require_good(here, ended)
    story = traces.recording(trace, here.place, base)
    if unseen := left ^ story.files():
        raise UndisturbedError(f"the model of the disk is blind to {sorted(unseen)[:3]}", runs=False)
    states = list(story.states())
    random.Random(7).shuffle(states)  # noqa: S311 - repeatable on purpose
    for state in states[part - 1 :: parts]:
        yield _after_cut(here, story, state)


KINDS: dict[str, Callable[[Ground, int, int], Iterator[Tally]]] = {
    "kill": kill,
    "refuse": refuse,
    "twice": kill_twice,
    "power": cut_power,
}


def _after_cut(here: Ground, story: Recording, state: State) -> Tally:
    shutil.rmtree(here.place, ignore_errors=True)
    story.build(state, here.place)
    for path in here.place.rglob("*-shm"):
        path.unlink()
    looked = here.judge(state.acknowledged)
    return Tally(1, wrong=_wrong(f"power cut at {state.name}", looked))


def _judged(here: Ground, what: str, ended: server.Ended, *, hit: bool) -> Tally:
    looked = here.judge(ended.promised)
    return Tally(int(hit), int(not hit), wrong=_wrong(what, looked))


def _wrong(what: str, looked: server.Ended) -> list[str]:
    if looked.trace or looked.told:
        return [f"{what}: it does not come up: {looked.told or looked.trace.splitlines()[-1]}"]
    if looked.result is None:
        return [f"{what}: the judging itself died"]
    return [f"{what}: {wrong}" for wrong in looked.result]


def _inject(point: Point, how: str) -> tuple[str, ...]:
    return "-e", f"trace={point.call}", "-e", f"inject={point.call}:{how}:when={point.number}"


def _require_good(here: Ground, ended: server.Ended) -> None:
    looked = here.judge(ended.promised)
    if ended.trace or ended.told or looked.result != []:
        raise UndisturbedError(f"{here.scenario.name}: {ended.trace or ended.told or looked}", runs=not ended.trace)


def _files(folder: Path) -> set[str]:
    """Name the files of a folder, but for what SQLite keeps in memory."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name for name in found if not name.endswith("-shm")}


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("*-shm"))
