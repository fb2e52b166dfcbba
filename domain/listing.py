"""What a list asks of the registry and what it gets (列表查询): scope first, then filter, order and page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from domain.case import Phase
from domain.events import Event
from domain.ledger_line import LedgerLine
from domain.levels import Level


@dataclass(frozen=True)
class Scope:
    """What somebody may know of (知悉范围): documents up to a level's rank, of some units or (nothing) of all.

    ``parts`` are what they do for units that are asked to countersign others' documents: such a document they may know of, too.
    Of ``compartments`` (nothing: of all) only, and what has a reading list only when ``person`` (nobody: the house itself) stands on it.
    """

    most_rank: int
    units: frozenset[str] | None = None
    parts: frozenset[str] = frozenset()
    compartments: frozenset[str] | None = None
    person: str = ""


def part(unit: str, post: str) -> str:
    """Write down a part that a post has in documents that a unit is asked to countersign (会签)."""
    return f"{unit}/{post}"


NOTHING = Scope(-1)
"""The scope of somebody who may know of no document."""

EVERYTHING = Scope(max(level.rank for level in Level))
"""The scope of the house itself."""


class Column(StrEnum):
    """What a list can be ordered by (排序列)."""

    UPDATED = "updated"
    TITLE = "title"
    NUMBER = "number"
    KIND = "kind"
    UNIT = "unit"
    PHASE = "phase"
    DATED = "dated"
    SIGNER = "signer"
    ORGANS = "organs"
    PRINT_RUN = "print_run"
    URGENCY = "urgency"
    LEVEL = "rank"
    RECIPIENTS = "recipients"
    FILED = "filed_on"


@dataclass(frozen=True)
class ListQuery:
    """Which documents, in which order (查询条件); what is empty narrows nothing.

    With ``receipts`` only what came in and was entered, but for what went back to its sender. ``first_day`` and ``last_day`` bound the 成文日期, both included. Every word of ``text`` must stand in the title or
    the number, or be the id.
    """

    phases: tuple[Phase, ...] = ()
    numbered: bool = False
    receipts: bool = False
    scheme: str = ""
    organ: str = ""
    unit: str = ""
    kind: str = ""
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    text: str = ""
    order: Column = Column.UPDATED
    descending: bool = True


@dataclass(frozen=True)
class Entry:
    """A document as lists show it (列表项): codes and ids, no words of the office's settings.

    ``place`` names the open steps with their roles, ``since`` is when it came there; ``index`` is the ledger line that changed it last.
    ``received`` of ``to_receive`` recipients have signed for it.
    """

    document_id: str
    index: int
    since: dt.datetime
    phase: Phase
    place: str
    unit: str
    kind: str
    title: str
    number: str
    rank: int
    urgency: str
    scheme: str
    period: int
    serial: int
    dated: dt.date | None
    organs: tuple[str, ...]
    signer: str
    print_run: int
    recipients: str
    to_receive: int
    received: int
    filed_on: dt.date | None
    repealed: str


@dataclass(frozen=True)
class EntryPage:
    """A page of a list and how many entries the whole list has."""

    total: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ActPage:
    """A page of somebody's acts, newest first, and how many they are in all."""

    total: int
    lines: tuple[tuple[LedgerLine, Event], ...]
