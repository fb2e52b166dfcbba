"""Patience with what does not move (再试): the same things that were tried in vain are tried again only after a pause that grows.

Whatever is new is run for at once: a drop, a document that a person moved on, something that was put right by hand. Every run leaves
rows in Prefect's database; so what can't move bounds them, not how often the porter looks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Pauses:
    """How long to wait before the same is tried again (间隔): ``first_s``, then twice as long each time, ``longest_s`` at most."""

    first_s: float = 60.0
    longest_s: float = 900.0

    def after(self, times: int) -> dt.timedelta:
        """Give the pause after so many runs in vain."""
        doublings = min(times - 1, 32)  # enough for any two settings, and far from where a float ends
        return dt.timedelta(seconds=min(self.first_s * 2**doublings, self.longest_s))


@dataclass(frozen=True)
class Patience:
    """What the last runs in vain saw, how many they were, and when the same may be tried again (等待再试)."""

    tried: frozenset[str] = frozenset()
    times: int = 0
    again_at: dt.datetime | None = None

    def calls_for(self, due: frozenset[str], now: dt.datetime, pauses: Pauses) -> bool:
        """Tell whether a run is worth while: something due was not tried in vain yet, or the pause is over."""
        if not due:
            return False
        return bool(due - self.tried) or not self._waits(now, pauses)

    def after_vain(self, due: frozenset[str], now: dt.datetime, pauses: Pauses) -> Patience:
        """Give the patience after a run that moved nothing of what was due; with something new among it the pause is short again."""
        times = 1 if due - self.tried else self.times + 1
        return Patience(tried=due, times=times, again_at=now + pauses.after(times))

    def _waits(self, now: dt.datetime, pauses: Pauses) -> bool:
        if self.again_at is None:
            return False
        left = self.again_at - now
        # more than the longest pause is left only when the clock was set back, or the setting was made shorter
        return dt.timedelta(0) < left <= dt.timedelta(seconds=pauses.longest_s)
