"""``python -m tests.drills.harms tamper|number-series|number-series-postgres [--part i/n] [--short]``: a case of the tamper or numbers drill.

It prints JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.drills.crash.__main__ import set_up

POSTGRES = "number-series-postgres"
MUTATIONS = 100_000
SHORT_MUTATIONS = 150
NUMBERS, KILLS = 100_000, 1_000
SHORT_NUMBERS, SHORT_KILLS = 80, 8


def main() -> int:
    """Run the case; 1 when something went unnoticed or wrong."""
    parser = argparse.ArgumentParser(prog="tests.drills.harms")
    parser.add_argument("case", choices=("tamper", "number-series", POSTGRES))
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--times", type=int, default=None, help="so many mutations or numbers")
    chosen = parser.parse_args()
    set_up()
    memory = Path("/dev/shm")  # nothing of tampering needs a disk; promises do
    in_memory = chosen.case == "tamper" and memory.is_dir()
    with tempfile.TemporaryDirectory(dir=memory if in_memory else None) as work:
        found = _tamper(Path(work), chosen) if chosen.case == "tamper" else _numbers(Path(work), chosen)
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 1 if found["wrong"] else 0


def _tamper(work: Path, chosen: argparse.Namespace) -> dict[str, object]:
    from tests.drills import tamper  # noqa: PLC0415 - Django is set up by now

    part, parts = (int(number) for number in chosen.part.split("/"))
    mutations = chosen.times or (SHORT_MUTATIONS if chosen.short else MUTATIONS // parts)
    done, unnoticed = tamper.drill(work, mutations, seed=part)
    told = "、".join(f"{kind} {count}" for kind, count in sorted(done.items()))
    return {"cases": done.total(), "wrong": unnoticed, "told": told}


def _numbers(work: Path, chosen: argparse.Namespace) -> dict[str, object]:
    from tests import postgres  # noqa: PLC0415 - Django is set up by now
    from tests.drills import numbers  # noqa: PLC0415 - same

    count = chosen.times or (SHORT_NUMBERS if chosen.short else NUMBERS)
    kills = SHORT_KILLS if chosen.short else KILLS * count // NUMBERS
    if chosen.case == POSTGRES:
        with postgres.server(synced=True) as running:
            brought = numbers.drill(work / "office", count, kills, database=running.database())
    else:
        brought = numbers.drill(work / "office", count, kills)
    told = f"{brought.numbers} numbers, {brought.kills} kills, {brought.rate:.0f} a second"
    return {"cases": brought.kills, "wrong": list(brought.faults), "told": told}


if __name__ == "__main__":
    sys.exit(main())
