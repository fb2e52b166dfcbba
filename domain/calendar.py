"""Working days and deadlines (工作日与时限): each limit keeps its unit, and a year without its notice is never guessed silently."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.procedure import Limit, LimitUnit

END_OF_DAY = dt.time(23, 59, 59)


@dataclass(frozen=True)
class Due:
    """When something is due (到期时间); ``provisional`` (暂定) when it reaches into a year whose notice is not loaded."""

    at: dt.datetime
    provisional: bool = False

    def is_overdue(self, now: dt.datetime) -> bool:
        """Tell whether the time has run out."""
        return now > self.at

    def left(self, now: dt.datetime) -> str:
        """Say in words how much time is left (剩余时间)."""
        words = _left_words(self.at, now)
        return f"{words}（暂定）" if self.provisional else words


@dataclass(frozen=True)
class Calendar:
    """The days on which the office works (工作日历): weekdays but for holidays, and make-up days (调休上班)."""

    holidays: frozenset[dt.date]
    makeup_days: frozenset[dt.date]
    years: frozenset[int]

    def knows(self, year: int) -> bool:
        """Tell whether the year's notice is loaded."""
        return year in self.years

    def is_working_day(self, day: dt.date) -> bool:
        """Tell whether the office works on ``day``; for an unknown year, by the weekday alone."""
        return day in self.makeup_days or (day.weekday() < 5 and day not in self.holidays)

    def due(self, since: dt.datetime, limit: Limit) -> Due:
        """Give the time by which what came at ``since`` is due; days count from the day after and end at midnight."""
        if limit.unit is LimitUnit.HOURS:
            return self._due(since + dt.timedelta(hours=limit.amount))
        if limit.unit is LimitUnit.DAYS:
            return self._due(self._midnight(since, since.date() + dt.timedelta(days=limit.amount)))
        day, left, guessed = since.date(), limit.amount, False
        while left:
            day += dt.timedelta(days=1)
            left -= self.is_working_day(day)
            guessed = guessed or not self.knows(day.year)
        return Due(self._midnight(since, day), guessed)

    def by(self, day: dt.date, like: dt.datetime) -> Due:
        """Give the end of a day that somebody named, in the time zone of ``like``; nothing was counted, so nothing is provisional."""
        return Due(self._midnight(like, day))

    def _due(self, at: dt.datetime) -> Due:
        return Due(at, provisional=not self.knows(at.year))

    @staticmethod
    def _midnight(since: dt.datetime, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, END_OF_DAY, since.tzinfo)


def _left_words(at: dt.datetime, now: dt.datetime) -> str:
    if now > at:
        days = (now.date() - at.date()).days
        return f"已超期{days}天" if days else "已超期"
    days = (at.date() - now.date()).days
    return f"还剩{days}天" if days else "今天到期"
