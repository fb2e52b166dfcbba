"""The cases of the crash, numbers, tamper and year drills (打击场次): each in a process of its own, which forks or harms and prints what came of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from tests.drills import outside
from tests.drills.results import Result
from tests.needs import REPOSITORY

SCENARIOS = ("take-in", "numbers", "filing", "backup", "rebuild", "import", "year", "destruction", "exchange")
POWER_PARTS = 4
MUTANT_PARTS = 4
TAMPER_PARTS = 4
MOST_SAID = 20

LONG = (
    *(f"crash-{kind}-{name}" for kind in ("kill", "refuse", "twice") for name in SCENARIOS),
    *(f"crash-power-{name}.{part}of{POWER_PARTS}" for name in SCENARIOS for part in range(1, POWER_PARTS + 1)),
    *(f"crash-mutants.{part}of{MUTANT_PARTS}" for part in range(1, MUTANT_PARTS + 1)),
    *(f"tamper.{part}of{TAMPER_PARTS}" for part in range(1, TAMPER_PARTS + 1)),
    "number-series",
    "number-series-postgres",
    "year-under-fire",
    *outside.NAMES,
)
SHORT = (
    "crash-kill-numbers.short",
    "tamper.short",
    "crash-power-numbers.short",
    "number-series.short",
    "crash-refuse-numbers.short",
    "crash-kill-destruction.short",
    "crash-kill-exchange.short",
)
"""What CI runs beside a tour; each some seconds."""
_AT_MOST = {
    "crash-kill-numbers": 8,
    "crash-power-numbers": 12,
    "crash-refuse-numbers": 8,
    "crash-kill-destruction": 6,
    "crash-kill-exchange": 6,
}


def in_turns(first: Sequence[str], long: Sequence[str], short: Sequence[str]) -> Iterator[str]:
    """Put a short case in each thirteenth place, so that they are one shard of thirteen."""
    quick, slow = iter([*first, *short]), iter(long)
    for place in range(len(first) + len(long) + len(short)):
        one = next(quick, None) if place % 13 == 0 else None
        one = one or next(slow, None) or next(quick, None)
        assert one is not None
        yield one


def run(case: str) -> Result:
    """Run a case."""
    begun = time.monotonic()
    name, _, part = case.partition(".")
    words = ["--part", part.replace("of", "/")] if part and part != "short" else []
    if part == "short":
        words = ["--at-most", str(_AT_MOST.get(name, 0))] if name in _AT_MOST else ["--short"]
    done = subprocess.run(
        [sys.executable, "-m", _module_of(name), name, *words],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds, load = round(time.monotonic() - begun, 1), round(os.getloadavg()[0], 1)
    try:
        found = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return Result(case, (), (f"it ended with {done.returncode}: {said}",), seconds, load)
    wrong = tuple(found["wrong"][:MOST_SAID])
    return Result(case, (), wrong, seconds, load, strikes=found["cases"], told=found.get("told", ""))


def _module_of(name: str) -> str:
    if name in outside.NAMES:
        return "tests.drills.outside"
    if name.startswith("crash"):
        return "tests.drills.crash"
    return "tests.drills.year" if name == "year-under-fire" else "tests.drills.harms"
