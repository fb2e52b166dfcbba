"""The cases of the whole drill, in the order in which shards take turns (场次)."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from tests.drills import placements, struck
from tests.drills.aimed import TOURS
from tests.drills.at_random import Restless
from tests.drills.results import Kill, Result
from tests.drills.stage import FEW, DrillError, Stage, all_drafts
from tests.drills.tour import go_round
from tests.hostile.run import MOST_SECONDS, live_through
from tests.hostile.run import cases as hostile_cases

RANDOM_RUNS = 5
KILLS_A_RUN = 8
HOSTILE = "hostile"
"""Nobody is killed here: every hostile file of the generator is dropped at a counter."""
SEARCH = "search"
"""The catalogue alone: ground truth, scopes, killed writers."""

PLACED = "placements"
"""Nobody is killed here, either: marks wherever they can stand are dropped at a counter."""

RESTARTS = (*TOURS, *(f"random-{number}" for number in range(1, RANDOM_RUNS + 1)))


def names() -> tuple[str, ...]:
    """Name all cases; each thirteenth, from the first on, is short: shard 1/13 is what CI runs."""
    return tuple(struck.in_turns(["tour-1"], [*RESTARTS[1:], HOSTILE, SEARCH, PLACED, *struck.LONG], struck.SHORT))


def run(case: str, folder: Path) -> Result:
    """Run a case in ``folder``, which is left for a look when something is wrong."""
    if case in (*struck.LONG, *struck.SHORT):
        return struck.run(case)
    begun = time.monotonic()
    if case == HOSTILE:
        return Result(case, (), _hostile(), round(time.monotonic() - begun, 1), round(os.getloadavg()[0], 1))
    if case == SEARCH:
        return _search(folder / case, begun)
    if case == PLACED:
        return _placed(folder / case, begun)
    stage = Stage(folder / case, FEW if case in TOURS else all_drafts())
    kills: tuple[Kill, ...] = ()
    try:
        stage.prepare(with_drafts=case in TOURS)
        kills = go_round(stage, TOURS[case]) if case in TOURS else Restless(stage, case).live_through(KILLS_A_RUN)
        faults = stage.inspect()
    except DrillError as error:
        faults = [str(error)]
    if not faults:
        shutil.rmtree(stage.folder)
    return Result(case, kills, tuple(faults), round(time.monotonic() - begun, 1), round(os.getloadavg()[0], 1))


def _search(folder: Path, begun: float) -> Result:
    from tests.drills import searching  # noqa: PLC0415 - brings the bench and the contract suite with it

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    kills, faults = searching.drill(folder)
    shutil.rmtree(folder)
    return Result(SEARCH, kills, faults, round(time.monotonic() - begun, 1), round(os.getloadavg()[0], 1))


def _placed(folder: Path, begun: float) -> Result:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    faults = placements.drill(folder)
    shutil.rmtree(folder)
    return Result(PLACED, (), faults, round(time.monotonic() - begun, 1), round(os.getloadavg()[0], 1))


def _hostile() -> tuple[str, ...]:
    """Drop every hostile file and name what was not survived within the limits."""
    outcomes = live_through(tuple(hostile_cases()))
    slow = [f"{one.case}：用了 {one.seconds:.0f} 秒" for one in outcomes if one.seconds > MOST_SECONDS]
    return (*slow, *(f"{one.case}：{fault}" for one in outcomes for fault in one.faults))
