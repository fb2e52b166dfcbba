"""The people of the office in a process of their own: ``python -m tests.drills.people ROOT DRAFTS MARKS``; it ends when all drafts have ended."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from hongtou.wiring import opened
from tests.drills.phases import note_phases
from tests.drills.whole_office import play_through


def main(root: Path, drafts: int, marks: Path) -> None:
    logging.basicConfig(level=logging.WARNING)
    note_phases(marks)
    with opened(root) as house:
        play_through(house, drafts)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
