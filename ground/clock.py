"""The clock of the house (时钟): business time is Beijing time and always comes in as an argument."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

BEIJING = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
"""The one business time zone (北京时间): +08:00 without summer time since 1992."""


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> dt.datetime:
        """Give the moment, with its +08:00 offset."""
        ...

    def today(self) -> dt.date:
        """Give the business day, the date in Beijing."""
        ...


class SystemClock:
    """The machine's own clock, read in Beijing time whatever the machine's zone is."""

    def now(self) -> dt.datetime:
        """Give the moment, with its +08:00 offset."""
        return dt.datetime.now(BEIJING)

    def today(self) -> dt.date:
        """Give the business day, the date in Beijing."""
        return self.now().date()


class FixedClock:
    """A clock that stands still until it is told to go on, for tests and replays."""

    def __init__(self, at: dt.datetime) -> None:
        if at.tzinfo is None:
            raise ValueError(f"{at!r} has no offset; give an aware datetime")
        self._at = at.astimezone(BEIJING)

    def now(self) -> dt.datetime:
        """Give the moment, with its +08:00 offset."""
        return self._at

    def today(self) -> dt.date:
        """Give the business day, the date in Beijing."""
        return self._at.date()

    def advance(self, by: dt.timedelta | None = None, **units: float) -> dt.datetime:
        """Go on by ``by`` or by keyword units (``days=1, hours=2``) and give the new moment."""
        self._at += dt.timedelta(**units) if by is None else by
        return self._at
