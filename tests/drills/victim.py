"""A process that works until it kills itself: ``python -m tests.drills.victim ROOT DRAFTS [PIN]``; without a pin it works to the end."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from hongtou.wiring import opened
from tests.drills.aimed import TOURS
from tests.drills.pins import set_pin
from tests.drills.whole_office import work_through


def main(root: Path, drafts: int, pin: str = "") -> None:
    logging.basicConfig(level=logging.WARNING)
    with opened(root) as house:
        for store in house.stores.values():
            store.recover()
        if pin:
            set_pin(next(known for tour in TOURS.values() for known in tour if known.name == pin))
        work_through(house, drafts)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:4])
