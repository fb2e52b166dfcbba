"""The desk's longer lists (列表): documents, one's own log, what is overdue by unit; a page at a time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.paging import Asked
from desk.visit import Visit, signed_in
from domain.case import Phase
from domain.document import Kind
from domain.listing import Column, ListQuery
from office import deadlines as times
from office import lists

DOCUMENT_COLUMNS: tuple[tuple[str, str, Column | None], ...] = (
    ("title", "文件", Column.TITLE),
    ("number", "发文字号", Column.NUMBER),
    ("kind", "文种", Column.KIND),
    ("unit", "来自", Column.UNIT),
    ("phase", "阶段", Column.PHASE),
    ("where", "现在", None),
    ("since", "更新", Column.UPDATED),
)
SHOWN_DUE = 200
"""How many steps the page of deadlines lists one by one; the table above it counts all."""


@signed_in("GET", "HEAD")
def documents(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the documents within scope, by phase, unit and words if they are asked for (文件)."""
    asked = Asked.of(request, lists.A_PAGE)
    phase = next((phase for phase in Phase if phase.value == asked.query.get("phase")), None)
    order, descending = asked.order(Column.UPDATED), asked.descends(by_default=True)
    query = ListQuery(
        phases=(phase,) if phase else (),
        unit=asked.one_of("unit", [unit.id for unit in visit.house.office.units]),
        kind=asked.one_of("kind", [kind.value for kind in Kind]),
        text=asked.text("text"),
        order=order,
        descending=descending,
    )
    page = lists.documents(visit.house, visit.actor, query, asked.size, asked.offset)
    pager = asked.pager(page.total)
    if not page.rows and page.total:
        page = lists.documents(visit.house, visit.actor, query, asked.size, pager.first - 1)
    known = {
        "rows": page.rows,
        "pager": pager,
        "headings": [asked.heading(*each, now=order, descending=descending) for each in DOCUMENT_COLUMNS],
        "phase": phase,
        "phases": [(one.value, asked.address(phase=one.value, page=""), one is phase) for one in Phase],
        "all_phases": asked.address(phase="", page=""),
        "query": query,
        "units": visit.house.office.units,
        "kinds": [kind.value for kind in Kind],
    }
    return render(request, "desk/documents.html", known)


@signed_in("GET", "HEAD")
def my_log(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what the person did, newest first (我的记录)."""
    asked = Asked.of(request, lists.A_PAGE)
    page = lists.my_log(visit.house, visit.actor, asked.size, asked.offset)
    pager = asked.pager(page.total)
    if not page.lines and page.total:
        page = lists.my_log(visit.house, visit.actor, asked.size, pager.first - 1)
    return render(request, "desk/log.html", {"lines": page.lines, "pager": pager})


@signed_in("GET", "HEAD")
def deadlines(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what is due, overdue and extended, by unit and step by step (时限)."""
    rows = times.due_rows(visit.house, visit.actor)
    unit = next((unit for unit in visit.house.office.units if unit.id == request.GET.get("unit", "")), None)
    pressing = [row for row in rows if row.extended or row.due_today or (row.due and row.due.overdue)]
    listed = [row for row in pressing if unit is None or row.unit == unit.id]
    known = {
        "units": times.by_unit(visit.house, rows),
        "rows": [(row, lists.unit_name(visit.house, row.unit)) for row in listed[:SHOWN_DUE]],
        "listed": len(listed),
        "unit": unit,
    }
    return render(request, "desk/deadlines.html", known)
