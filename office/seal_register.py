"""The register of seals on documents (用印登记簿): which document bears which seals, who approved it, who pressed them and when (A12, S3.七)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.book_events import Book
from domain.events import Event, Sealed, SealsPressed
from domain.ledger_line import LedgerLine
from domain.levels import Level
from domain.listing import Column, Entry, ListQuery
from domain.office import Actor
from domain.seal_events import SealRefused
from office.books_taken import Format, note_taken
from office.house import House
from office.scope import scope_of
from office.signers import signer_name
from press.tables import Cell, Sheet, workbook

A_PAGE = 50
TITLE = Book.SEALS.chinese
_COLUMNS = (
    ("发文字号", 20),
    ("文件标题", 46),
    ("密级", 6),
    ("批准（签发）", 12),
    ("签发日期", 11),
    ("份数", 6),
    ("印章", 24),
    ("用印人", 9),
    ("用印时间", 17),
    ("曾退回", 30),
)
"""Headings and widths in characters."""
_LEVELS = {level.rank: level.value if level.is_state_secret else "" for level in Level}


@dataclass(frozen=True)
class SealLine:
    """One line of the register (用印一笔): ``approver`` signed the document off, which is the approval; ``keeper`` and ``at`` stay empty before it is sealed."""

    document_id: str
    number: str
    title: str
    level: str
    approver: str
    dated: dt.date | None
    copies: int
    seals: str
    keeper: str
    at: dt.datetime | None
    refused: tuple[str, ...]


@dataclass(frozen=True)
class SealPage:
    """A page of the register, the last number first, and how many lines there are in all."""

    total: int
    lines: tuple[SealLine, ...]


def seal_register(house: House, actor: Actor, limit: int | None = A_PAGE, offset: int = 0) -> SealPage:
    """Give a page of the register within the actor's scope: every numbered document, sealed or waiting for it."""
    query = ListQuery(numbered=True, order=Column.NUMBER, descending=True)
    page = house.registry.entries(scope_of(actor), query, limit, offset)
    return SealPage(page.total, tuple(_line(house, entry) for entry in page.entries))


def seal_workbook(house: House, actor: Actor, channel: str = "desk") -> bytes:
    """Give the whole register as .xlsx, the first number first; with state secrets in it that is recorded before a byte goes out."""
    lines = seal_register(house, actor, limit=None).lines[::-1]
    restricted = (line.document_id for line in lines if line.level)
    note_taken(house, actor, Book.SEALS, Format.XLSX, rows=len(lines), restricted=restricted, channel=channel)
    headings, widths = zip(*_COLUMNS, strict=True)
    return workbook(Sheet(f"{house.office.name}{TITLE}", headings, widths, [_cells(line) for line in lines]))


def _cells(line: SealLine) -> tuple[Cell, ...]:
    return (
        line.number,
        line.title,
        line.level,
        line.approver,
        line.dated,
        line.copies,
        line.seals,
        line.keeper,
        f"{line.at:%Y-%m-%d %H:%M}" if line.at else "",
        "；".join(line.refused),
    )


def _line(house: House, entry: Entry) -> SealLine:
    history = house.registry.history(entry.document_id)
    pressed = _last_pressed(history)
    organs = {organ.id: organ.name for organ in house.office.organs}
    sealed = _organs_of(pressed[1]) if pressed else ()
    return SealLine(
        document_id=entry.document_id,
        number=entry.number,
        title=entry.title,
        level=_LEVELS[entry.rank],
        approver=signer_name(house, entry.signer),
        dated=entry.dated,
        copies=entry.print_run,
        seals="、".join(organs.get(organ, organ) for organ in sealed),
        keeper=signer_name(house, pressed[0].actor) if pressed else "",
        at=pressed[0].at if pressed else None,
        refused=tuple(event.opinion for _, event in history if isinstance(event, SealRefused)),
    )


def _last_pressed(history: tuple[tuple[LedgerLine, Event], ...]) -> tuple[LedgerLine, Sealed | SealsPressed] | None:
    """Give the pressing that counts: a document whose text was corrected is sealed again."""
    made = [(line, event) for line, event in history if isinstance(event, Sealed | SealsPressed)]
    return made[-1] if made else None


def _organs_of(event: Sealed | SealsPressed) -> tuple[str, ...]:
    """Name the organs whose seals were pressed."""
    return tuple(seal.organ for seal in event.seals) if isinstance(event, SealsPressed) else event.organs
