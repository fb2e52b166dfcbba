"""The register of dispatch (发文登记簿): what was given a number, as a clerk's book has it: on a page, in print, for a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from domain.book_events import Book
from domain.levels import Level
from domain.listing import Column, Entry, ListQuery
from domain.office import Actor
from office.books_taken import Format, note_taken
from office.house import House
from office.lists import unit_name
from office.scope import scope_of
from press.tables import Cell, Sheet, comma_separated, workbook

A_PAGE = 50
TITLE = Book.DISPATCH.chinese


@dataclass(frozen=True)
class BookRow:
    """A row of the 发文登记簿; ``place`` is its place in the whole list as it was asked for (顺序号)."""

    place: int
    number: str
    title: str
    kind: str
    dated: dt.date | None
    level: str
    urgency: str
    print_run: int
    recipients: str
    received: str
    signer: str
    unit: str
    organs: str
    filed_on: dt.date | None
    phase: str
    document_id: str


@dataclass(frozen=True)
class BookColumn:
    """A column of the book (栏目): the field it shows, its heading, what it is ordered by, and its width in characters."""

    field: str
    heading: str
    order: Column | None
    width: int


COLUMNS = (
    BookColumn("place", "顺序号", None, 7),
    BookColumn("dated", "发文日期", Column.DATED, 11),
    BookColumn("number", "发文字号", Column.NUMBER, 20),
    BookColumn("title", "文件标题", Column.TITLE, 46),
    BookColumn("kind", "文种", Column.KIND, 6),
    BookColumn("level", "密级", Column.LEVEL, 6),
    BookColumn("urgency", "紧急程度", Column.URGENCY, 9),
    BookColumn("print_run", "份数", Column.PRINT_RUN, 6),
    BookColumn("organs", "发文机关", Column.ORGANS, 22),
    BookColumn("recipients", "发往机关", Column.RECIPIENTS, 24),
    BookColumn("signer", "签发人", Column.SIGNER, 9),
    BookColumn("unit", "拟稿部门", Column.UNIT, 16),
    BookColumn("received", "签收", None, 8),
    BookColumn("filed_on", "归档日期", Column.FILED, 11),
    BookColumn("phase", "状态", Column.PHASE, 9),
)
"""The columns; no standard fixes them. After 《陕西档案》1996-6 and laowenmi.com, with 紧急程度 and 状态 of ours."""


@dataclass(frozen=True)
class BookPage:
    """A page of the book and how many rows the whole list has."""

    total: int
    rows: tuple[BookRow, ...]


def register_book(
    house: House, actor: Actor, query: ListQuery | None = None, limit: int | None = A_PAGE, offset: int = 0
) -> BookPage:
    """List the registered documents within the actor's scope; unless asked otherwise by series and serial."""
    asked = query or ListQuery(numbered=True, order=Column.NUMBER, descending=False)
    page = house.registry.entries(scope_of(actor), _numbered(asked), limit, offset)
    return BookPage(page.total, tuple(_rows(house, page.entries, offset)))


def export(house: House, actor: Actor, query: ListQuery, form: Format, channel: str = "desk") -> bytes:
    """Give the whole list that the query asks for as a file; with state secrets in it that is recorded before a byte goes out."""
    rows = _taken(house, actor, query, form, None, channel).rows
    table = Sheet(
        f"{house.office.name}{TITLE}",
        tuple(column.heading for column in COLUMNS),
        tuple(column.width for column in COLUMNS),
        [cells_of(row) for row in rows],
    )
    return workbook(table) if form is Format.XLSX else comma_separated(table)


def for_print(house: House, actor: Actor, query: ListQuery, at_most: int, channel: str = "desk") -> BookPage:
    """Give the rows to be printed, and how many there are in all; with state secrets among them that is recorded first."""
    return _taken(house, actor, query, Format.PRINT, at_most, channel)


def cells_of(row: BookRow) -> tuple[Cell, ...]:
    """Give a row's cells in the order of ``COLUMNS``."""
    return tuple(getattr(row, column.field) for column in COLUMNS)


def _taken(house: House, actor: Actor, query: ListQuery, form: Format, limit: int | None, channel: str) -> BookPage:
    page = register_book(house, actor, query, limit)
    restricted = (row.document_id for row in page.rows if row.level)
    note_taken(house, actor, Book.DISPATCH, form, rows=len(page.rows), restricted=restricted, channel=channel)
    return page


def _numbered(query: ListQuery) -> ListQuery:
    return query if query.numbered else ListQuery(**vars(query) | {"numbered": True})


def _rows(house: House, entries: tuple[Entry, ...], offset: int) -> Iterator[BookRow]:
    people = {person.id: person.name for person in house.office.people}
    organs = {organ.id: organ.name for organ in house.office.organs}
    levels = {level.rank: level.value if level.is_state_secret else "" for level in Level}
    units = {unit: unit_name(house, unit) for unit in {entry.unit for entry in entries}}
    for place, entry in enumerate(entries, offset + 1):
        yield BookRow(
            place=place,
            number=entry.number,
            title=entry.title,
            kind=entry.kind,
            dated=entry.dated,
            level=levels[entry.rank],
            urgency=entry.urgency,
            print_run=entry.print_run,
            recipients=entry.recipients,
            received=f"{entry.received}/{entry.to_receive}" if entry.to_receive else "",
            signer=people.get(entry.signer, entry.signer),
            unit=units[entry.unit],
            organs="、".join(organs.get(organ, organ) for organ in entry.organs),
            filed_on=entry.filed_on,
            phase=entry.repealed or entry.phase.value,
            document_id=entry.document_id,
        )


def years(house: House) -> tuple[int, ...]:
    """Name the years in which numbers were given."""
    return tuple({state.period for state in house.registry.number_states() if state.period})
