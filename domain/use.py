"""What the register of use is asked for (利用登记簿查询)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class UseQuery:
    """Which readings, loans and returns (利用登记簿查询): between two days, both included, and of one record; what is empty narrows nothing."""

    first: dt.date | None = None
    last: dt.date | None = None
    record: str = ""

    @property
    def following(self) -> dt.date:
        """Give the day after the last one."""
        if self.last is None or self.last == dt.date.max:
            return dt.date.max
        return self.last + dt.timedelta(days=1)
