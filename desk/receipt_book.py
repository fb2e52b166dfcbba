"""The register of receipts at the desk (收文登记簿): filtered, ordered, page by page; printed as a table; taken away as a file."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from desk.attachment import attachment
from desk.book import TYPES, table_body
from desk.paging import Asked
from desk.visit import Visit, signed_in
from domain.receipt_listing import ReceiptColumn, ReceiptQuery
from office import receipt_book as book
from office.books_taken import Format

ON_PAGE = ("number", "received_on", "sender", "sender_number", "title", "units", "due", "where")
IN_PRINT = (
    *("place", "number", "received_on", "sender", "sender_number", "title", "copies", "level", "units", "receiver"),
    *("replies", "concluded_on", "filed_on", "code"),
)
MOST_PRINTED = 3000
ALL_YEARS = "all"


@signed_in("GET", "HEAD")
def receipt_book(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a page of the register."""
    asked = Asked.of(request, book.A_PAGE)
    year, query = _wanted(asked, visit)
    page = book.receipt_book(visit.house, visit.actor, query, asked.size, asked.offset)
    pager = asked.pager(page.total)
    if not page.rows and page.total:
        page = book.receipt_book(visit.house, visit.actor, query, asked.size, pager.first - 1)
    columns = [column for name in ON_PAGE for column in book.COLUMNS if column.field == name]
    known = {
        "rows": page.rows,
        "pager": pager,
        "headings": [
            asked.heading(c.field, c.heading, c.order, query.order, descending=query.descending) for c in columns
        ],
        "query": query,
        "year": year,
        "years": sorted({*book.receipt_years(visit.house), visit.house.clock.today().year}, reverse=True),
        "units": visit.house.office.units,
        "title": f"{year}年{book.TITLE}" if year else book.TITLE,
        "kept": {"sort": asked.query.get("sort", ""), "dir": asked.query.get("dir", "")},
        "print": asked.address("/receipt-book/print", page=""),
        "exports": [(form.value, asked.address(f"/receipt-book/export/{form}", page="")) for form in TYPES],
    }
    return render(request, "desk/receipt_book.html", known)


@signed_in("GET", "HEAD")
def print_receipts(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the whole list as the official table, to be printed on A4 across."""
    year, query = _wanted(Asked.of(request, book.A_PAGE), visit)
    page = book.taken(visit.house, visit.actor, query, Format.PRINT, MOST_PRINTED)
    columns = [column for name in IN_PRINT for column in book.COLUMNS if column.field == name]
    known = {
        "body": table_body(page.rows, [column.field for column in columns]),
        "columns": columns,
        "total": page.total,
        "too_many": page.total > MOST_PRINTED,
        "most": MOST_PRINTED,
        "title": f"{year}年{book.TITLE}" if year else book.TITLE,
        "back": "/receipt-book",
        "printed_on": visit.house.clock.today(),
    }
    return render(request, "desk/register_print.html", known)


@signed_in("GET", "HEAD")
def export_receipts(request: HttpRequest, visit: Visit, form: str) -> HttpResponse:
    """Give the whole list as a file."""
    if form not in [known.value for known in TYPES]:
        raise Http404(form)
    chosen = Format(form)
    year, query = _wanted(Asked.of(request, book.A_PAGE), visit)
    data = book.export_receipts(visit.house, visit.actor, query, chosen)
    return attachment(data, f"{f'{year}年' if year else ''}{book.TITLE}.{chosen.value}", TYPES[chosen])


def _wanted(asked: Asked, visit: Visit) -> tuple[int, ReceiptQuery]:
    text = asked.query.get("year", "")
    today = visit.house.clock.today()
    is_year = text.isdecimal() and text.isascii() and len(text) == 4 and int(text) > 0
    year = int(text) if is_year else 0 if text == ALL_YEARS else today.year
    order = next((one for one in ReceiptColumn if one.value == asked.query.get("sort")), ReceiptColumn.NUMBER)
    show = asked.query.get("show", "")
    query = ReceiptQuery(
        unit=asked.one_of("unit", [unit.id for unit in visit.house.office.units]),
        sender=asked.text("sender"),
        first_day=dt.date(year, 1, 1) if year else None,
        last_day=dt.date(year, 12, 31) if year else None,
        text=asked.text("text"),
        open_only=show == "open",
        late_on=today if show == "late" else None,
        order=order,
        descending=asked.descends(by_default=False),
    )
    return year, query
