"""What a list of kept records is asked for (在档查询)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.holding import Origin, Standing
from domain.holding_events import Verdict


@dataclass(frozen=True)
class HoldingQuery:
    """Which kept records (查询条件); what is empty or nothing narrows nothing.

    ``year`` is the one it is filed with, ``formed`` that of its date. ``over_by`` asks for those whose time is over on that day, ``over_after`` for those
    whose time is over later than a day, ``decided`` for those that are, or are not, to be transferred or destroyed, ``opinions`` for those on which so many (from, to)
    gave an opinion. ``due_by`` asks for those lent that are to be back by that day. ``after`` is the record after which a list in the order of ids goes on.
    """

    year: int | None = None
    formed: int | None = None
    origin: Origin | None = None
    numbered: bool | None = None
    standings: tuple[Standing, ...] = ()
    over_by: dt.date | None = None
    over_after: dt.date | None = None
    decided: bool | None = None
    opinions: tuple[int, int] | None = None
    verdict: Verdict | None = None
    held: bool | None = None
    lent: bool | None = None
    due_by: dt.date | None = None
    after: str = ""
    by_code: bool = False
    by_end: bool = False
    """Those whose time is over first come first."""
