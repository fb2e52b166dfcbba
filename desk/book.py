"""The register of dispatch at the desk (发文登记簿): filtered, ordered, page by page; printed as a table; taken away as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import mark_safe

from desk.attachment import XLSX, attachment
from desk.paging import Asked
from desk.visit import Visit, signed_in
from desk.words import cell
from domain.document import STATUTORY_KINDS
from domain.listing import Column, ListQuery
from office import book
from office.books_taken import Format
from office.seal_register import A_PAGE, TITLE, seal_register, seal_workbook

ON_PAGE = ("number", "title", "dated", "kind", "print_run", "organs", "signer", "unit", "received", "phase")
IN_PRINT = (
    "place",
    "dated",
    "number",
    "title",
    "level",
    "print_run",
    "recipients",
    "signer",
    "unit",
    "received",
    "filed_on",
    "phase",
)
MOST_PRINTED = 3000
"""More rows than this make a page that old computers can't show: narrow it down, or take the file."""

ALL_YEARS = "all"
TYPES = {
    Format.XLSX: XLSX,
    Format.CSV: "text/csv; charset=utf-8",
}


@dataclass(frozen=True)
class _Wanted:
    """What the page asks the book for, and the year it is about, 0 for all."""

    query: ListQuery
    year: int


@signed_in("GET", "HEAD")
def register_book(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a page of the register."""
    asked = Asked.of(request, book.A_PAGE)
    wanted = _wanted(asked, visit)
    page = book.register_book(visit.house, visit.actor, wanted.query, asked.size, asked.offset)
    pager = asked.pager(page.total)
    if not page.rows and page.total:
        page = book.register_book(visit.house, visit.actor, wanted.query, asked.size, pager.first - 1)
    columns = [column for name in ON_PAGE for column in book.COLUMNS if column.field == name]
    order, descending = wanted.query.order, wanted.query.descending
    known = _choices(visit) | {
        "rows": page.rows,
        "pager": pager,
        "headings": [asked.heading(c.field, c.heading, c.order, order, descending=descending) for c in columns],
        "query": wanted.query,
        "year": wanted.year,
        "title": f"{wanted.year}年{book.TITLE}" if wanted.year else book.TITLE,
        "kept": {"sort": asked.query.get("sort", ""), "dir": asked.query.get("dir", "")},
        "print": asked.address("/register-book/print", page=""),
        "exports": [(form.value, asked.address(f"/register-book/export/{form}", page="")) for form in TYPES],
    }
    return render(request, "desk/register_book.html", known)


@signed_in("GET", "HEAD")
def seals(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a page of the register of seals (用印登记簿)."""
    asked = Asked.of(request, A_PAGE)
    page = seal_register(visit.house, visit.actor, asked.size, asked.offset)
    return render(request, "desk/seal_register.html", {"page": page, "pager": asked.pager(page.total)})


@signed_in("GET", "HEAD")
def export_seals(_: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the whole register of seals as a file."""
    return attachment(seal_workbook(visit.house, visit.actor), f"{TITLE} {visit.house.clock.today():%Y-%m-%d}.xlsx")


@signed_in("GET", "HEAD")
def print_book(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the whole list as the official table, to be printed on A4 across."""
    wanted = _wanted(Asked.of(request, book.A_PAGE), visit)
    page = book.for_print(visit.house, visit.actor, wanted.query, MOST_PRINTED)
    columns = [column for name in IN_PRINT for column in book.COLUMNS if column.field == name]
    known = {
        "body": table_body(page.rows, [column.field for column in columns]),
        "columns": columns,
        "total": page.total,
        "too_many": page.total > MOST_PRINTED,
        "most": MOST_PRINTED,
        "title": f"{wanted.year}年{book.TITLE}" if wanted.year else book.TITLE,
        "printed_on": visit.house.clock.today(),
    }
    return render(request, "desk/register_print.html", known)


@signed_in("GET", "HEAD")
def export_book(request: HttpRequest, visit: Visit, form: str) -> HttpResponse:
    """Give the whole list as a file."""
    if form not in [known.value for known in TYPES]:
        raise Http404(form)
    chosen = Format(form)
    wanted = _wanted(Asked.of(request, book.A_PAGE), visit)
    data = book.export(visit.house, visit.actor, wanted.query, chosen)
    return attachment(data, f"{f'{wanted.year}年' if wanted.year else ''}{book.TITLE}.{chosen.value}", TYPES[chosen])


def table_body(rows: Sequence[object], fields: Sequence[str]) -> str:
    """Write the table's rows: by hand, since a year has tens of thousands of cells and a template takes half a second over them."""
    lines = (
        "".join(f'<td class="c-{field}">{escape(str(cell(getattr(row, field))))}</td>' for field in fields)
        for row in rows
    )
    return mark_safe("".join(f"<tr>{line}</tr>\n" for line in lines))  # noqa: S308 - every cell was escaped above


def _wanted(asked: Asked, visit: Visit) -> _Wanted:
    year = _year(asked, visit)
    office = visit.house.office
    first, last = asked.day("from"), asked.day("to")
    if year:
        first = max(first or dt.date.min, dt.date(year, 1, 1))
        last = min(last or dt.date.max, dt.date(year, 12, 31))
    query = ListQuery(
        numbered=True,
        scheme=asked.one_of("scheme", [scheme.id for scheme in office.schemes]),
        organ=asked.one_of("organ", [organ.id for organ in office.organs]),
        unit=asked.one_of("unit", [unit.id for unit in office.units]),
        kind=asked.one_of("kind", [kind.value for kind in STATUTORY_KINDS]),
        first_day=first,
        last_day=last,
        text=asked.text("text"),
        order=asked.order(Column.NUMBER),
        descending=asked.descends(by_default=False),
    )
    return _Wanted(query, year)


def _year(asked: Asked, visit: Visit) -> int:
    """Give the year asked for; this year when none is, 0 when all are, or when days are given without a year."""
    text = asked.query.get("year", "")
    if text.isdecimal() and text.isascii() and len(text) == 4 and int(text):
        return int(text)
    return 0 if text == ALL_YEARS or asked.day("from") or asked.day("to") else visit.house.clock.today().year


def _choices(visit: Visit) -> dict[str, object]:
    office = visit.house.office
    used = book.years(visit.house)
    return {
        "years": sorted({*used, visit.house.clock.today().year}, reverse=True),
        "schemes": office.schemes,
        "organs": office.organs,
        "units": office.units,
        "kinds": [kind.value for kind in STATUTORY_KINDS],
    }
