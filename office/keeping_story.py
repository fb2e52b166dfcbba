"""What was done lately for what is kept, in words (保管记录): backups, drills, rounds of fixity, restores, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.keeping_events import BACKUPS, DRILLS, FIXITY, KEYS, RESTORES
from office.history_words import words
from office.house import House

A_PAGE = 30


@dataclass(frozen=True)
class KeepingRow:
    """One thing that was done (保管一笔)."""

    at: dt.datetime
    what: str
    detail: str


def story(house: House, limit: int = A_PAGE) -> tuple[KeepingRow, ...]:
    """List what was done lately, newest first."""
    history = [
        entry for name in (BACKUPS, DRILLS, FIXITY, KEYS, RESTORES) for entry in house.registry.history(name)[-limit:]
    ]
    history.sort(key=lambda entry: entry[0].index, reverse=True)
    return tuple(KeepingRow(line.at, *words(event, None)) for line, event in history[:limit])
