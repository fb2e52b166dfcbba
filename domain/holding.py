"""A record that is kept, as its events tell it (在档件): what it is, where it stands, how long it stays, who has it.

How an event changes it stands in ``domain.holding_moves``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from domain.codec import later
from domain.holding_events import StartRule, Verdict
from domain.levels import Level, Retention
from domain.retention import expiry


class Origin(StrEnum):
    """Where a record came from (来源)."""

    DISPATCH = "发文"
    IMPORT = "接收"
    RECEIPT = "收文"


class Standing(StrEnum):
    """How far a record has come in the filing of its year (整理状态)."""

    OPEN = "待整理"
    LEFT_OUT = "不归档"
    NUMBERED = "已编号"
    KEPT = "已归卷"
    """Its object has the version that bears its 档号."""
    DESTROYED = "已销毁"
    """A tombstone stands in its place."""


@dataclass(frozen=True)
class Hold:
    """Why a record must stay, whatever its time says (冻结); ``index`` is its line in the ledger."""

    index: int
    reason: str
    owner: str
    at: dt.datetime


@dataclass(frozen=True)
class Opinion:
    """What a member of the appraisal group said (鉴定意见)."""

    person: str
    verdict: Verdict
    retention: str
    reason: str
    at: dt.datetime


@dataclass(frozen=True)
class Loan:
    """Who has the record, and until when (借出)."""

    borrower: str
    purpose: str
    due: dt.date
    lender: str
    at: dt.datetime


@dataclass(frozen=True)
class Holding:
    """A kept record with all that is known of it beside its content (在档件).

    ``organs`` are organs' ids where they are ours, else their names. ``inventory`` is the digest of its object's inventory, ``version`` the
    object's newest version, ``index`` the ledger line that filed it. ``stated`` tells whether somebody named ``retention`` for this very record; ``given`` is the period it
    came with. ``decided``, ``unit_code`` and ``year`` are as the archivist left them. ``fonds`` to ``rule`` are empty until it has its
    place. ``verdict`` is what the appraisal decided last, on ``verdict_on``. ``failed`` and
    ``unchecked`` are codes of the four-property checks. ``readers`` may read it, if any are named. ``after`` is the record it was placed after. ``box`` is 0 until it lies in one.
    """

    record: str
    origin: Origin
    number: str
    title: str
    kind: str
    organs: tuple[str, ...]
    dated: dt.date | None
    level: Level
    compartment: str
    retention: Retention
    stated: bool
    pages: int
    inventory: str
    index: int
    filed_at: dt.datetime
    year: int
    given: Retention
    unit: str = ""
    version: int = 1
    standing: Standing = Standing.OPEN
    decided: bool = False
    unit_code: str = ""
    reason: str = ""
    fonds: str = ""
    serial: int = 0
    code: str = ""
    rule: str = ""
    start: StartRule = StartRule.NEXT_YEAR
    stamped: bool = False
    remark: str = ""
    holds: tuple[Hold, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    verdict: Verdict | None = None
    verdict_reason: str = ""
    verdict_on: dt.date | None = None
    loan: Loan | None = None
    procedure: str = ""
    arranged_at: dt.datetime | None = None
    failed: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    readers: tuple[str, ...] = later(())
    written: int = later(0)
    after: str = later("")
    box: int = later(0)
    boxed_by: str = later("")
    boxed_on: dt.date | None = later(None)
    home: str = later("")
    """The organ of ours that a paper from outside came to (收文机关); its ``organs`` are those who wrote it."""

    @property
    def numbered_pages(self) -> int:
        """Give its 页数: the pages with text or pictures, DA/T 22-2015; all of them where nobody has looked yet."""
        return self.written or self.pages

    @property
    def formed(self) -> int:
        """Give the year in which it was formed, by its date of signing; it is filed with ``year``, mostly the same."""
        return self.dated.year if self.dated else self.filed_at.year

    @property
    def expires(self) -> dt.date | None:
        """Give the first day on which its time is over, or nothing for 永久 and for what was destroyed."""
        return (
            None if self.standing is Standing.DESTROYED else expiry(self.retention, self.year, self.dated, self.start)
        )

    @property
    def is_destroyed(self) -> bool:
        """Tell whether only a tombstone is left of it."""
        return self.standing is Standing.DESTROYED

    def is_over(self, today: dt.date) -> bool:
        """Tell whether its time is over, whatever holds there are."""
        return self.expires is not None and today >= self.expires

    def may_be_destroyed(self, today: dt.date) -> bool:
        """Tell whether destruction may begin or go on: its time is over, it was decided, no hold stands, nobody has it."""
        return self.is_over(today) and self.verdict is Verdict.DESTROY and not self.holds and self.loan is None
