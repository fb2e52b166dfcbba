"""The register of secret papers as its events tell it (涉密文件台账): which copies there are, who has each, what waits."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from domain.events import Event
from domain.ledger_line import LedgerLine
from domain.levels import Level
from domain.secret_events import (
    CleanUpClosed,
    CleanUpOpened,
    CopyAsked,
    CopyDecided,
    HandedOver,
    Leaving,
    Move,
    OutsiderAsked,
    OutsiderDecided,
    OutsiderDone,
    OutsiderEvent,
    OutsiderShown,
    PaperOrigin,
    SecretLeft,
    SecretMoved,
    SecretRegistered,
    StopSettled,
)


class Standing(StrEnum):
    """Where a copy is (去向)."""

    KEPT = "在库"
    OUT = "领用"
    SHOWN = "外来人员查阅"
    RETURNED = "已清退"
    DESTROYED = "已销毁"
    MISSING = "下落不明"

    @property
    def is_here(self) -> bool:
        """Tell whether the copy is the house's to answer for."""
        return self not in (Standing.RETURNED, Standing.DESTROYED)


@dataclass(frozen=True)
class SecretCopy:
    """One copy (一份): its 份号, who has it (nobody: the safe), where it lies, until when it was taken out."""

    serial: str
    standing: Standing
    holder: str
    place: str
    since: dt.date
    due: dt.date | None = None


@dataclass(frozen=True)
class SecretPaper:
    """A registered paper with its copies (一件); ``made`` is the day it was registered."""

    number: str
    origin: PaperOrigin
    day: dt.date
    issuer: str
    reference: str
    name: str
    level: Level
    term: str
    return_by: dt.date | None
    original: str
    copies: tuple[SecretCopy, ...]

    def copy(self, serial: str) -> SecretCopy | None:
        """Find a copy by its 份号."""
        return next((copy for copy in self.copies if copy.serial == serial), None)

    @property
    def here(self) -> tuple[SecretCopy, ...]:
        """List the copies that have not left the house."""
        return tuple(copy for copy in self.copies if copy.standing.is_here)

    def is_overdue(self, today: dt.date) -> bool:
        """Tell whether copies that are here should have gone back to the issuer."""
        return self.return_by is not None and self.return_by < today and bool(self.here)


@dataclass(frozen=True)
class CopyRequest:
    """A request for copies (复制申请); ``index`` is its line, ``made`` the paper that the copies became."""

    index: int
    number: str
    copies: int
    purpose: str
    person: str
    asker: str
    at: dt.datetime
    approved: bool | None = None
    approver: str = ""
    opinion: str = ""
    consent: str = ""
    made: str = ""


@dataclass(frozen=True)
class OutsiderVisit:
    """A line of the register of outsiders (外来人员查阅登记): ``index`` is the request's line, ``asked`` what was asked for."""

    index: int
    asked: OutsiderAsked
    asker: str
    at: dt.datetime
    approved: bool | None = None
    approver: str = ""
    opinion: str = ""
    shown: dt.datetime | None = None
    done: dt.datetime | None = None
    note: str = ""

    @property
    def is_under_way(self) -> bool:
        """Tell whether they have it now."""
        return self.shown is not None and self.done is None

    def may_begin_on(self, day: dt.date) -> bool:
        """Tell whether it was approved for this day and was not used."""
        return bool(self.approved) and self.shown is None and self.asked.first <= day <= self.asked.last


@dataclass(frozen=True)
class CleanUp:
    """One half-yearly clean-up (清理核对); ``closed`` is nothing while it runs."""

    half: str
    opened: dt.date
    copies: int
    overdue: int
    closed: CleanUpClosed | None = None
    closed_on: dt.date | None = None


@dataclass(frozen=True)
class Settling:
    """Who saw to a file that was stopped, when, and what was done with it (拦截处理)."""

    by: str
    at: dt.datetime
    note: str


@dataclass
class SecretBook:
    """All of it (台账) up to the ledger's line ``index``; papers in the order of registration."""

    papers: dict[str, SecretPaper] = field(default_factory=dict)
    requests: dict[int, CopyRequest] = field(default_factory=dict)
    clean_ups: dict[str, CleanUp] = field(default_factory=dict)
    visits: dict[int, OutsiderVisit] = field(default_factory=dict)
    settled: dict[int, Settling] = field(default_factory=dict)
    index: int = 0

    def copied(self) -> SecretBook:
        """Give a register of one's own, to be read on with what came since."""
        return SecretBook(
            dict(self.papers),
            dict(self.requests),
            dict(self.clean_ups),
            dict(self.visits),
            dict(self.settled),
            self.index,
        )

    def next_number(self, year: int) -> str:
        """Give the next register number of a year: ``密2026-0001``."""
        head = f"密{year}-"
        last = max((int(one.removeprefix(head)) for one in self.papers if one.startswith(head)), default=0)
        return f"{head}{last + 1:04d}"

    def held_by(self, person: str) -> tuple[tuple[SecretPaper, SecretCopy], ...]:
        """List the copies that a person has."""
        every = ((paper, copy) for paper in self.papers.values() for copy in paper.here)
        return tuple((paper, copy) for paper, copy in every if copy.holder == person)

    def holders(self) -> tuple[str, ...]:
        """Name the persons who have any."""
        every = (copy.holder for paper in self.papers.values() for copy in paper.here)
        return tuple(sorted({one for one in every if one}))


def book_of(history: Iterable[tuple[LedgerLine, Event]], before: SecretBook | None = None) -> SecretBook:
    """Read the register from its events, oldest first; ``before`` is what it was until then, and stays as it is."""
    book = before.copied() if before else SecretBook()
    for line, event in history:
        _enter(book, line, event)
        book.index = line.index
    return book


def _enter(book: SecretBook, line: LedgerLine, event: Event) -> None:
    match event:
        case SecretRegistered():
            _registered(book, event)
        case SecretMoved():
            moved = Standing.KEPT if event.how is Move.BACK else Standing.OUT
            _change(book, line, event, moved, event.receiver, event.place)
        case SecretLeft():
            left = Standing.RETURNED if event.how is Leaving.RETURNED else Standing.DESTROYED
            _change(book, line, event, left, "", event.receiver)
        case CopyAsked():
            asked = CopyRequest(
                line.index, event.number, event.copies, event.purpose, event.person, line.actor, line.at
            )
            book.requests[line.index] = asked
        case CopyDecided():
            book.requests[event.index] = dataclasses.replace(
                book.requests[event.index],
                approved=event.approved,
                approver=line.actor,
                opinion=event.opinion,
                consent=event.consent,
            )
        case CleanUpOpened():
            book.clean_ups[event.half] = CleanUp(event.half, line.at.date(), event.copies, event.overdue)
        case CleanUpClosed():
            _counted(book, line, event)
        case _ if isinstance(event, OutsiderEvent):
            _visit(book, line, event)
        case StopSettled():
            book.settled[event.index] = Settling(line.actor, line.at, event.note)
        case HandedOver() | _:
            return  # what changed hands by it stands in lines of its own


def _registered(book: SecretBook, event: SecretRegistered) -> None:
    copies = (SecretCopy(serial, Standing.KEPT, "", event.place, event.day) for serial in event.serials)
    book.papers[event.number] = SecretPaper(
        number=event.number,
        origin=event.origin,
        day=event.day,
        issuer=event.issuer,
        reference=event.reference,
        name=event.name,
        level=Level(event.level),
        term=event.term,
        return_by=event.return_by,
        original=event.original,
        copies=tuple(copies),
    )
    if event.request:
        book.requests[event.request] = dataclasses.replace(book.requests[event.request], made=event.number)


def _visit(book: SecretBook, line: LedgerLine, event: OutsiderEvent) -> None:
    if isinstance(event, OutsiderAsked):
        book.visits[line.index] = OutsiderVisit(line.index, event, line.actor, line.at)
        return
    visit = book.visits[event.index]
    match event:
        case OutsiderDecided():
            changed = dataclasses.replace(visit, approved=event.approved, approver=line.actor, opinion=event.opinion)
        case OutsiderShown():
            changed = dataclasses.replace(visit, shown=line.at)
            _lay_open(book, visit, line.at.date(), Standing.KEPT, Standing.SHOWN)
        case OutsiderDone():
            changed = dataclasses.replace(visit, done=line.at, note=event.note)
            _lay_open(book, visit, line.at.date(), Standing.SHOWN, Standing.KEPT)
    book.visits[event.index] = changed


def _lay_open(book: SecretBook, visit: OutsiderVisit, day: dt.date, was: Standing, now: Standing) -> None:
    """Have the copies of a visit with its companion, or back in their place; what is no copy of ours stays out of it."""
    asked, paper = visit.asked, book.papers.get(visit.asked.subject)
    if paper is None:
        return
    holder = asked.companion if now is Standing.SHOWN else ""
    copies = (
        SecretCopy(copy.serial, now, holder, copy.place, day)
        if copy.serial in asked.serials and copy.standing is was
        else copy
        for copy in paper.copies
    )
    book.papers[paper.number] = dataclasses.replace(paper, copies=tuple(copies))


def _change(
    book: SecretBook, line: LedgerLine, event: SecretMoved | SecretLeft, standing: Standing, holder: str, place: str
) -> None:
    due = event.due if isinstance(event, SecretMoved) else None
    paper = book.papers[event.number]
    copies = (
        SecretCopy(copy.serial, standing, holder, place or copy.place, line.at.date(), due)
        if copy.serial in event.serials
        else copy
        for copy in paper.copies
    )
    book.papers[event.number] = dataclasses.replace(paper, copies=tuple(copies))


def _counted(book: SecretBook, line: LedgerLine, event: CleanUpClosed) -> None:
    running = book.clean_ups[event.half]
    book.clean_ups[event.half] = dataclasses.replace(running, closed=event, closed_on=line.at.date())
    for name in event.missing:
        number, _, serial = name.partition("/")
        paper = book.papers[number]
        copies = (
            dataclasses.replace(copy, standing=Standing.MISSING) if copy.serial == serial else copy
            for copy in paper.copies
        )
        book.papers[number] = dataclasses.replace(paper, copies=tuple(copies))
