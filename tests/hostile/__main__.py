"""``python -m tests.hostile [CASE …]``: drop hostile files at a real counter and show what became of each."""

from __future__ import annotations

import sys

from tests.hostile.run import MOST_SECONDS, cases, live_through


def main() -> int:
    """Run the cases named, or all; 1 when one was not survived."""
    asked = sys.argv[1:]
    names = [name for name in cases() if not asked or any(word in name for word in asked)]
    outcomes = live_through(names)
    for one in outcomes:
        _say(f"{one.seconds:6.2f} s {one.peak_mb:5d} MB  {one.code or '收下':7s} {one.case}  {one.sentence[:90]}")
        for fault in one.faults:
            _say(f"        错：{fault}")
    wrong = [one for one in outcomes if one.faults or one.seconds > MOST_SECONDS]
    refused = sum(bool(one.code) for one in outcomes)
    _say(f"{len(outcomes)} 例：拒收 {refused}，收下 {len(outcomes) - refused}；不合格 {len(wrong)}")
    _say(f"最久 {max(one.seconds for one in outcomes):.1f} s，最大 {max(one.peak_mb for one in outcomes)} MB")
    return 1 if wrong else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
