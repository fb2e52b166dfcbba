"""A list of records to be destroyed, as its events tell it (销毁清册): frozen when it is made, approved by two, witnessed by two others.

How an event changes it stands in ``domain.destruction_moves``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from domain.levels import Level

APPROVERS = 2
WITNESSES = 2
MOST_ITEMS = 500
"""More than this go into another list."""
_PREFIX = "destruction/"


class Stage(StrEnum):
    """How far a list has come (清册进度)."""

    LISTED = "待批准"
    APPROVED = "待监销"
    WITNESSED = "待销毁"
    ERASING = "销毁中"
    DESTROYED = "待监销签字"
    ATTESTED = "待归档证明"
    DONE = "已销毁"
    REFUSED = "未批准"

    @property
    def is_before(self) -> bool:
        """Tell whether nothing of it is destroyed yet, but may be."""
        return self in (Stage.LISTED, Stage.APPROVED, Stage.WITNESSED)

    @property
    def is_after(self) -> bool:
        """Tell whether its records are gone."""
        return self in (Stage.DESTROYED, Stage.ATTESTED, Stage.DONE)


class PartName(StrEnum):
    """What a person does for a list (环节); one person does one of them only."""

    LIST = "拟制清册"
    APPROVE = "批准销毁"
    WITNESS = "监销"


@dataclass(frozen=True)
class ListedItem:
    """A record on a list (清册一项), as it stood when the list was made; ``inventory`` is the digest of its object's inventory."""

    record: str
    code: str
    number: str
    title: str
    year: int
    retention: str
    expired_on: dt.date
    pages: int
    level: str
    inventory: str


@dataclass(frozen=True)
class Struck:
    """A record taken off a list before it was destroyed (抽出)."""

    record: str
    reason: str
    person: str
    at: dt.datetime


@dataclass(frozen=True)
class Part:
    """What a person did for a list, and when (经办)."""

    person: str
    at: dt.datetime
    words: str = ""


@dataclass(frozen=True)
class HoldingBackup:
    """A backup that still holds what was destroyed (仍含内容的备份); ``expires`` is the day it may be cleared, nothing when it is kept for ever."""

    target: str
    number: int
    at: dt.datetime
    expires: dt.date | None


@dataclass(frozen=True)
class DestructionList:
    """A list with all that was done about it (销毁清册). ``digest`` is that of the event that froze it: it stands in the ledger's chain.

    ``ready_on`` is the first day on which it may be witnessed and carried out, known from the last approval on. ``replayed`` tells that it
    was carried out before the office was restored from an older backup.
    """

    id: str
    digest: str
    items: tuple[ListedItem, ...]
    basis: str
    lister: Part
    wait_days: int
    stage: Stage = Stage.LISTED
    struck: tuple[Struck, ...] = ()
    approvals: tuple[Part, ...] = ()
    ready_on: dt.date | None = None
    witnesses: tuple[Part, ...] = ()
    destroyed_at: dt.datetime | None = None
    refusal: Part | None = None
    erased_at: dt.datetime | None = None
    backups: tuple[HoldingBackup, ...] = ()
    unreached: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    exchanged: tuple[str, ...] = ()
    attested: tuple[Part, ...] = ()
    replayed: bool = False

    @property
    def name(self) -> str:
        """Name it as people do: ``2026-001``."""
        return self.id.removeprefix(_PREFIX)

    @property
    def level(self) -> Level:
        """Give the highest level among its records: by it the list itself is kept."""
        return max((Level(item.level) for item in self.items), key=lambda level: level.rank)

    @property
    def left(self) -> tuple[ListedItem, ...]:
        """List what was not taken off it."""
        gone = {one.record for one in self.struck}
        return tuple(item for item in self.items if item.record not in gone)

    def row(self, record: str) -> int:
        """Give the place of a record on it, counted from 1; 0 when it is not there or was taken off."""
        if record in {one.record for one in self.struck}:
            return 0
        return next((place for place, item in enumerate(self.items, 1) if item.record == record), 0)

    @property
    def parts(self) -> tuple[tuple[str, PartName], ...]:
        """Tell who did what so far."""
        return (
            (self.lister.person, PartName.LIST),
            *((one.person, PartName.APPROVE) for one in self.approvals),
            *((one.person, PartName.WITNESS) for one in self.witnesses),
        )


def list_id(name: str) -> str:
    """Give the id under which the ledger knows a list, from ``2026-001``."""
    return f"{_PREFIX}{name}"


def is_list(object_id: str) -> bool:
    """Tell whether an object of the ledger or the archive is a list."""
    return object_id.startswith(_PREFIX)
