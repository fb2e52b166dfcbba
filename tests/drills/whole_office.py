"""Everybody and everything in one process (全员): people and sweeps take turns until every draft has come to its end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from domain.case import Phase
from hongtou import players
from mailroom.folders import MARKER
from office.advance import advance
from office.house import House

ENDED = (Phase.DONE, Phase.LACKING, Phase.RETURNED, Phase.REFUSED, Phase.WITHDRAWN)
PAUSE_S = 0.3
IDLE_ROUNDS = 1000
"""After so many looks in a row that found nothing to do, what has not ended does not end."""


class StuckError(Exception):
    """There is nothing left to do, and yet not every draft has ended."""


def work_through(house: House, drafts: int) -> None:
    """Sweep and play until all drafts have ended.

    Raises:
        StuckError: Some never do.
    """
    idle = 0
    while not has_ended(house, drafts):
        moved = len(advance(house)) + sum(1 for _ in players.play(house))
        idle = 0 if moved else idle + 1
        if idle > IDLE_ROUNDS:
            raise StuckError([(case.title, case.phase.value) for case in house.registry.cases()])
        if not moved:
            time.sleep(PAUSE_S)
    rest()


def play_through(house: House, drafts: int) -> None:
    """Play the people until all drafts have ended; the sweeps are other processes' work."""
    while not has_ended(house, drafts):
        if not sum(1 for _ in players.play(house)):
            time.sleep(PAUSE_S)


def rest() -> None:
    """Have nothing to do."""


def has_ended(house: House, drafts: int) -> bool:
    """Tell whether every draft became a case that ended, or its drafter was told why not."""
    cases, head = house.registry.cases(), house.registry.head()
    told = slips(house.root)
    left = [path for path in waiting(house.root) if path.name not in {MARKER}]
    return (
        len(cases) + len(told) >= drafts
        and len(left) <= len(told)
        and all(case.phase in ENDED for case in cases)
        and not any(case.phase is Phase.LACKING and not case.handed_back for case in cases)
        and head is not None
        and house.catalogue.position() >= head.index
    )


def slips(root: Path) -> Sequence[Path]:
    """List what tells drafters that a draft was not taken in."""
    return sorted((root / "退回").glob("*/*未收取*.txt"))


def waiting(root: Path) -> Sequence[Path]:
    """List what lies in the watched folders."""
    return sorted(path for path in (root / "投稿" / "发文").glob("*/*") if not path.name.startswith("."))
