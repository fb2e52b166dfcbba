"""The cases of the whole drill, in the order in which shards take turns (场次)."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from tests.drills.aimed import TOURS
from tests.drills.at_random import Restless
from tests.drills.results import Kill, Result
from tests.drills.stage import FEW, DrillError, Stage, all_drafts
from tests.drills.tour import go_round

RANDOM_RUNS = 5
KILLS_A_RUN = 8

Drill = Callable[[Stage], tuple[Kill, ...]]


def names() -> tuple[str, ...]:
    """Name all cases."""
    return (*TOURS, *(f"random-{number}" for number in range(1, RANDOM_RUNS + 1)))


def run(case: str, folder: Path) -> Result:
    """Run a case in ``folder``, which is left for a look when something is wrong."""
    begun = time.monotonic()
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
