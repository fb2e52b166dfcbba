"""How long a record is kept (保管期限): from when it counts, when its time is over, which of two is longer. Dates are the office's own."""

from __future__ import annotations

import datetime as dt

from domain.holding_events import StartRule
from domain.levels import Retention


def expiry(retention: Retention, year: int, dated: dt.date | None, start: StartRule) -> dt.date | None:
    """Give the first day on which a record's time is over (到期日), or nothing for 永久.

    By the usual rule the time counts from the 1st of January after ``year``; counted from the day itself, a 29th of February without
    its like ends on the 1st of March, never a day early.
    """
    if retention.years is None:
        return None
    if start is StartRule.NEXT_YEAR or dated is None:
        return dt.date(year + 1 + retention.years, 1, 1)
    try:
        return dated.replace(year=dated.year + retention.years)
    except ValueError:
        return dt.date(dated.year + retention.years, 3, 1)


def is_longer(one: Retention, other: Retention) -> bool:
    """Tell whether one period is longer than the other."""
    return _length(one) > _length(other)


def longest(*periods: Retention) -> Retention:
    """Give the longest: on doubt between two the longer one is taken (就长不就短)."""
    return max(periods, key=_length)


def _length(retention: Retention) -> float:
    return float("inf") if retention.years is None else retention.years
