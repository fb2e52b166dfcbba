"""``python -m tests.drills [CASE …] [--shard i/n]``: run the drills and show what they hit."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.drills import cases
from tests.drills.results import Result, Results, histogram, home


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the cases asked for; 1 when something was lost, doubled or out of step."""
    parser = argparse.ArgumentParser(
        prog="tests.drills", description="Kill an office, refuse it, cut its power, tamper with it."
    )
    parser.add_argument("case", nargs="*", choices=[[], *cases.names()], help="cases to run; all of them without any")
    parser.add_argument("--shard", default="1/1", help="which part of them, such as 2/10")
    parser.add_argument("--fresh", action="store_true", help="run again what was run before")
    parser.add_argument("--folder", type=Path, default=home(), help="where results and offices lie")
    chosen = parser.parse_args(arguments)
    part, parts = (int(number) for number in chosen.shard.split("/"))
    wanted = (chosen.case or cases.names())[part - 1 :: parts]
    results = [_result(case, Results(chosen.folder), chosen.folder, fresh=chosen.fresh) for case in wanted]
    _show(results)
    return 1 if any(result.faults for result in results) else 0


def _result(case: str, results: Results, folder: Path, *, fresh: bool) -> Result:
    known = None if fresh else results.find(case)
    if known is None:
        _say(f"{case} …")
        known = cases.run(case, folder / "offices")
        results.keep(known)
    struck = f"{known.strikes} strikes" if known.strikes else f"{len(known.kills)} kills"
    _say(f"{case}: {struck}, {known.seconds:.0f} s, load {known.load:.1f}{f'; {known.told}' if known.told else ''}")
    for fault in known.faults:
        _say(f"  WRONG: {fault}")
    return known


def _show(results: Sequence[Result]) -> None:
    _say("\nkills by the phase they hit")
    for phase, count in histogram(results).items():
        _say(f"{count:4d}  {'#' * count:24s} {phase}")
    total, wrong = sum(len(result.kills) for result in results), sum(bool(result.faults) for result in results)
    strikes = sum(result.strikes for result in results)
    _say(f"{total} kills and {strikes} strikes in {len(results)} cases, {wrong} cases with faults")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
