"""``python -m tests.drills.crash CASE [--part i/n] [--at-most N]``: one case of the crash drill, in a process of its own; prints JSON.

A case is ``crash-<kind>-<scenario>``, or ``crash-mutants``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import islice

from tests.django_here import set_up_django


def set_up() -> None:
    """Import all that a case needs, and hold no connection open: from here on there are only forks."""
    set_up_django()
    from django.db import connections  # noqa: PLC0415 - Django is set up by now

    import registry.engine  # noqa: F401, PLC0415
    from registry.accounts import prepare_accounts  # noqa: PLC0415
    from tests.drills.crash import mutants, scenarios, strikes  # noqa: F401, PLC0415

    prepare_accounts()
    connections.close_all()


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.drills.crash")
    parser.add_argument("case")
    parser.add_argument("--part", default="1/1", help="which part of the case, such as 2/10")
    parser.add_argument("--at-most", type=int, default=None, help="so many strikes at most")
    chosen = parser.parse_args()
    set_up()
    from tests.drills.crash import mutants, strikes  # noqa: PLC0415 - after Django
    from tests.drills.crash.scenarios import SCENARIOS  # noqa: PLC0415

    part, parts = (int(number) for number in chosen.part.split("/"))
    if chosen.case == "crash-mutants":
        survivors = mutants.hunt(part, parts)
        sys.stdout.write(
            json.dumps({"cases": len(mutants.MUTANTS[part - 1 :: parts]), "wrong": survivors}, ensure_ascii=False)
            + "\n"
        )
        return 1 if survivors else 0
    _, kind, name = chosen.case.split("-", 2)
    total = strikes.Tally()
    with strikes.ground(SCENARIOS[name]) as here:
        tallies: Iterator[strikes.Tally] = strikes.KINDS[kind](here, part, parts)
        for tally in islice(tallies, chosen.at_most):
            total += tally
    sys.stdout.write(
        json.dumps(
            {"cases": total.cases, "missed": total.missed, "told": total.told, "wrong": total.wrong}, ensure_ascii=False
        )
        + "\n"
    )
    return 1 if total.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
