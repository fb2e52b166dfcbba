"""``python -m tests.drills.outside CASE``: what comes from outside meets a real office (来文演练): hostile PDFs, secrecy marks, two networks."""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.django_here import set_up_django
from tests.drills import placements
from tests.needs import REPOSITORY, what_lacks

NETNS = "exchange-netns"
"""Two offices in two network name spaces exchange a document."""
PDFS = "hostile-pdfs"
"""Every PDF of the generator comes in as a drop and inside an exchange package."""
MARKS = "placements-received"
"""Marks wherever they can stand are dropped in the folder of what comes in, and looked at as files of packages."""

NAMES = (NETNS, PDFS, MARKS)


def main() -> int:
    """Run a case and print what came of it: how many tries, what was wrong."""
    parser = argparse.ArgumentParser(prog="tests.drills.outside")
    parser.add_argument("case", choices=NAMES)
    case = parser.parse_args().case
    logging.disable(logging.CRITICAL)
    set_up_django()
    run = {NETNS: netns, PDFS: pdfs, MARKS: marks}[case]
    with tempfile.TemporaryDirectory(prefix="drill-") as home:
        tried, wrong, told = run(Path(home))
    sys.stdout.write(json.dumps({"cases": tried, "wrong": wrong, "told": told}, ensure_ascii=False) + "\n")
    return 1 if wrong else 0


def netns(home: Path) -> tuple[int, list[str], str]:
    """Run the acceptance test of two name spaces; where none can be made, that is what is wrong."""
    lack = what_lacks("netns")
    if lack:
        return 0, [lack], ""
    words = ["--full", "-q", "-p", "no:xdist", "-p", "no:randomly", f"--basetemp={home / 'pytest'}"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, "tests/acceptance/test_exchange_netns.py"],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    last = (done.stdout.strip().splitlines() or ["it said nothing"])[-1]
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return 1, (failed or [last]) if done.returncode else [], last


def pdfs(home: Path) -> tuple[int, list[str], str]:
    """Let every hostile PDF come in both ways; the time counts here, since nothing else runs in this process."""
    from tests.hostile.pdf_kinds import cases  # noqa: PLC0415 - brings pikepdf and typst with it
    from tests.hostile.received import live_through  # noqa: PLC0415 - brings Django with it
    from tests.hostile.run import MOST_SECONDS  # noqa: PLC0415 - same

    outcomes = live_through(tuple(cases()), home / "office")
    slow = [f"{one.case}：用了 {one.seconds:.0f} 秒" for one in outcomes if one.seconds > MOST_SECONDS]
    wrong = [*slow, *(f"{one.case}：{fault}" for one in outcomes for fault in one.faults)]
    worst, largest = max(one.seconds for one in outcomes), max(one.peak_mb for one in outcomes)
    taken = sum(not one.code for one in outcomes)
    return len(outcomes), wrong, f"收下 {taken}，拒收 {len(outcomes) - taken}；最久 {worst:.1f} s，最大 {largest} MB"


def marks(home: Path) -> tuple[int, list[str], str]:
    """Try every placement at both doors for what comes from outside."""
    (home / "receipts").mkdir()
    (home / "packages").mkdir()
    wrong = [*placements.receipts(home / "receipts"), *placements.packages(home / "packages")]
    return 4 * placements.PLACEMENTS, wrong, f"{placements.PLACEMENTS} marks and as many mentions at two doors"


if __name__ == "__main__":
    sys.exit(main())
