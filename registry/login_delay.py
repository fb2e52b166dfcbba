"""How long somebody waits after failed log-ins (登录延时): longer each time, but nobody can lock another one out for good.

The pair of account and address waits longest; the account alone at most a minute, whoever tries it from elsewhere.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

FORGOTTEN_AFTER = dt.timedelta(days=1)
LONGEST = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Delay:
    """A curve of waiting (延时): ``free`` tries without one, then one second doubled each time up to ``longest``."""

    of_account: bool
    of_address: bool
    free: int
    longest: dt.timedelta

    @property
    def by_address_only(self) -> bool:
        """Tell whether it counts an address against all accounts."""
        return not self.of_account

    def key(self, login: str, address: str) -> str:
        """Name what is counted."""
        return f"{login if self.of_account else '*'}\n{address if self.of_address else '*'}"

    def after(self, failures: int) -> dt.timedelta:
        """Give the waiting time after so many failures in a row."""
        if failures <= self.free:
            return dt.timedelta()
        return min(dt.timedelta(seconds=2 ** min(failures - self.free - 1, 20)), self.longest)


DELAYS = (
    Delay(of_account=True, of_address=True, free=3, longest=LONGEST),
    Delay(of_account=True, of_address=False, free=10, longest=dt.timedelta(minutes=1)),
    Delay(of_account=False, of_address=True, free=20, longest=LONGEST),
)
