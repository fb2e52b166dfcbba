"""The register of receipts (收文登记簿): what came in, from whom, who has it, how far it is; on a page, in print, for a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from domain.book_events import Book
from domain.levels import Level
from domain.office import Actor
from domain.receipt_listing import ReceiptColumn, ReceiptEntry, ReceiptQuery
from office.books_taken import Format, note_taken
from office.deadlines import piece_day
from office.house import House
from office.lists import unit_name
from office.scope import scope_of
from press.tables import Cell, Sheet, comma_separated, workbook

A_PAGE = 50
TITLE = Book.RECEIPTS.chinese


@dataclass(frozen=True)
class ReceiptRow:
    """A row of the 收文登记簿; ``place`` is its place in the list as it was asked for."""

    place: int
    number: str
    received_on: dt.date
    sender: str
    sender_number: str
    title: str
    attachments: str
    copies: int
    level: str
    urgency: str
    units: str
    receiver: str
    replies: str
    due: dt.date | None
    concluded_on: dt.date | None
    filed_on: dt.date | None
    code: str
    contact: str
    where: str
    late: bool
    document_id: str


@dataclass(frozen=True)
class ReceiptHeading:
    """A column of the book (栏目): the field it shows, its heading, what it is ordered by, and its width in characters."""

    field: str
    heading: str
    order: ReceiptColumn | None
    width: int


COLUMNS = (
    ReceiptHeading("place", "顺序号", None, 7),
    ReceiptHeading("number", "收文号", ReceiptColumn.NUMBER, 16),
    ReceiptHeading("received_on", "收文日期", ReceiptColumn.RECEIVED, 11),
    ReceiptHeading("sender", "来文机关", ReceiptColumn.SENDER, 22),
    ReceiptHeading("sender_number", "来文字号", ReceiptColumn.SENDER_NUMBER, 20),
    ReceiptHeading("title", "文件标题", ReceiptColumn.TITLE, 46),
    ReceiptHeading("attachments", "附件", None, 14),
    ReceiptHeading("copies", "份数", None, 6),
    ReceiptHeading("level", "密级", None, 6),
    ReceiptHeading("urgency", "紧急程度", None, 9),
    ReceiptHeading("units", "承办单位", None, 22),
    ReceiptHeading("receiver", "签收人", None, 9),
    ReceiptHeading("contact", "联系人、电话", None, 16),
    ReceiptHeading("due", "办理时限", ReceiptColumn.DUE, 11),
    ReceiptHeading("concluded_on", "办结日期", ReceiptColumn.CONCLUDED, 11),
    ReceiptHeading("replies", "复文号", None, 18),
    ReceiptHeading("filed_on", "归卷日期", None, 11),
    ReceiptHeading("code", "归入卷号", None, 24),
    ReceiptHeading("where", "现在在哪里", None, 30),
)
"""The columns; no standard fixes them. After 《陕西档案》1996-6 and manyoumao, with 紧急程度, limits and whereabouts of ours."""


@dataclass(frozen=True)
class ReceiptBookPage:
    """A page of the book and how many rows the whole list has."""

    total: int
    rows: tuple[ReceiptRow, ...]


def receipt_book(
    house: House,
    actor: Actor,
    query: ReceiptQuery = ReceiptQuery(),  # noqa: B008 - frozen
    limit: int | None = A_PAGE,
    offset: int = 0,
) -> ReceiptBookPage:
    """List what was entered within the actor's scope; where each piece is at this moment stands in its row."""
    if query.late_on is not None:
        return _late(house, actor, query, limit, offset)
    page = house.registry.receipts(scope_of(actor), query, limit, offset)
    return ReceiptBookPage(page.total, tuple(_rows(house, page.entries, offset)))


def export_receipts(house: House, actor: Actor, query: ReceiptQuery, form: Format, channel: str = "desk") -> bytes:
    """Give the whole list as a file; with state secrets in it that is recorded before a byte goes out."""
    rows = taken(house, actor, query, form, None, channel).rows
    table = Sheet(
        f"{house.office.name}{TITLE}",
        tuple(column.heading for column in COLUMNS),
        tuple(column.width for column in COLUMNS),
        [cells_of(row) for row in rows],
    )
    return workbook(table) if form is Format.XLSX else comma_separated(table)


def taken(
    house: House, actor: Actor, query: ReceiptQuery, form: Format, limit: int | None, channel: str = "desk"
) -> ReceiptBookPage:
    """Give the rows to be printed or taken away; with state secrets among them that is recorded first."""
    page = receipt_book(house, actor, query, limit)
    restricted = (row.document_id for row in page.rows if row.level)
    note_taken(house, actor, Book.RECEIPTS, form, rows=len(page.rows), restricted=restricted, channel=channel)
    return page


def cells_of(row: ReceiptRow) -> tuple[Cell, ...]:
    """Give a row's cells in the order of ``COLUMNS``."""
    return tuple(getattr(row, column.field) for column in COLUMNS)


def receipt_years(house: House) -> tuple[int, ...]:
    """Name the years in which something was entered."""
    ours = {scheme.id for scheme in house.office.schemes if scheme.receives}
    return tuple({state.period for state in house.registry.number_states() if state.period and state.scheme in ours})


def _late(house: House, actor: Actor, query: ReceiptQuery, limit: int | None, offset: int) -> ReceiptBookPage:
    """List what is overdue: among all whose named day is over, those to whom no extension gives more time."""
    over = house.registry.receipts(scope_of(actor), query, None, 0).entries
    late = tuple(entry for entry in over if _is_late(house, entry))
    last = None if limit is None else offset + limit
    return ReceiptBookPage(len(late), tuple(_rows(house, late[offset:last], offset)))


def _is_late(house: House, entry: ReceiptEntry) -> bool:
    due = _due_of(house, entry)
    return due is not None and entry.concluded_on is None and due < house.clock.today()


def _due_of(house: House, entry: ReceiptEntry) -> dt.date | None:
    """Give the day by which a piece has to be handled, with what was granted since it was named."""
    case = house.registry.case(entry.document_id) if entry.extended and entry.due else None
    return piece_day(house, case) if case else entry.due


def _rows(house: House, entries: tuple[ReceiptEntry, ...], offset: int) -> Iterator[ReceiptRow]:
    people = {person.id: person.name for person in house.office.people}
    levels = {level.rank: level.value if level.is_state_secret else "" for level in Level}
    for place, entry in enumerate(entries, offset + 1):
        holding = house.registry.holding(entry.document_id) if entry.filed_on else None
        yield ReceiptRow(
            place=place,
            number=entry.number,
            received_on=entry.received_on,
            sender=entry.sender,
            sender_number=entry.sender_number,
            title=entry.title,
            attachments=entry.attachments,
            copies=entry.copies,
            level=levels[entry.rank],
            urgency=entry.urgency,
            units="、".join(unit_name(house, unit) for unit in entry.units),
            receiver=people.get(entry.receiver, entry.receiver),
            replies=entry.replies or ("待答复" if entry.wants_reply else ""),
            due=_due_of(house, entry),
            concluded_on=entry.concluded_on,
            filed_on=entry.filed_on,
            code=holding.code if holding else "",
            contact=entry.contact,
            where=f"在{entry.place}" if entry.place else entry.phase.value,
            late=_is_late(house, entry),
            document_id=entry.document_id,
        )
