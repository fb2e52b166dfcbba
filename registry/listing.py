"""Lists (列表): scope before filter, filter before order, order before page. The narrow rows alone are read, but for the page's events."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connections
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Collate

from domain.case import Phase
from domain.intake import Category
from domain.listing import ActPage, Column, Entry, EntryPage, ListQuery, Scope
from registry import models, rows
from registry.closing import closed, closed_sql
from registry.values import TodoRow

_NUMBER = ("scheme", "period", "serial")
_NUMERIC = frozenset({"updated", "rank", "print_run", "period", "serial"})
_BRACKETS = str.maketrans(dict.fromkeys("[［(（【", "〔") | dict.fromkeys("]］)）】", "〕"))


def entries(alias: str, scope: Scope, query: ListQuery, limit: int | None, offset: int) -> EntryPage:
    """Give a page of the documents within a scope; equal ones stand by their number and id, so that no page shows one twice."""
    found = _narrowed(_within(models.Entry.objects.using(alias), scope), query)
    last = None if limit is None else offset + limit
    page = found.order_by(*_order(alias, query))[offset:last].values_list(*rows.ENTRY_COLUMNS)
    listed = tuple(map(rows.entry_of, page))
    total = len(listed) if limit is None and not offset else found.count()
    return EntryPage(total, listed)


def entry(alias: str, scope: Scope, number: str) -> Entry | None:
    """Find the document that bears a number within a scope, or nothing; of several (第3期) the one that changed last."""
    found = _within(models.Entry.objects.using(alias), scope).filter(number=number)
    columns = found.order_by("-updated").values_list(*rows.ENTRY_COLUMNS).first()
    return rows.entry_of(columns) if columns else None


def tasks(alias: str, scope: Scope, roles: Collection[str] | None, units: Collection[str]) -> tuple[TodoRow, ...]:
    """List the open steps within a scope that somebody with these roles (nothing: anybody) and units may do, the oldest first."""
    found = models.Task.objects.using(alias).filter(document__entry__rank__lte=scope.most_rank)
    found = found.filter(closed(scope, "document__entry__"))
    if scope.units is not None:
        found = found.filter(known_by(scope, "document__entry__"))
    if roles is not None:
        may = Q(pk__in=[])
        for role in roles:
            may |= Q(roles__contains=f"|{role}|")
        found = found.filter(may)
    if units:
        found = found.filter(Q(unit="") | Q(unit__in=units))
    return tuple(rows.todo_of(columns) for columns in found.order_by("index", "step").values_list(*rows.TODO_COLUMNS))


def acts(alias: str, scope: Scope, person: str, limit: int, offset: int) -> ActPage:
    """Give a page of what a person did, newest first: to documents within the scope, and to what is no document."""
    bound, bounds = closed_sql(scope, "d")
    where = f"WHERE e.actor = %s AND (d.document_id IS NULL OR d.rank <= %s{bound}"
    values: list[str | int] = [person, scope.most_rank, *bounds]
    if scope.units is not None:
        marks = ", ".join(["%s"] * len(scope.units)) or "NULL"
        asked = "".join(" OR d.asked LIKE %s ESCAPE '!'" for _ in scope.parts)
        where, values = f"{where} AND (d.unit IN ({marks}){asked})", [*values, *sorted(scope.units), *_patterns(scope)]
    source = f"FROM registry_event e LEFT JOIN registry_entry d ON d.document_id = e.object_id {where})"
    columns = ", ".join(f'e."{name}"' for name in (*rows.LINE_COLUMNS, "payload"))
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) {source}", values)
        total = cursor.fetchone()[0]
        cursor.execute(
            f'SELECT {columns} {source} ORDER BY e."index" DESC LIMIT %s OFFSET %s', [*values, limit, offset]
        )
        found = cursor.fetchall()
    read = ((rows.line_of(tuple(line)), bytes(payload)) for *line, payload in found)
    return ActPage(total, tuple((line, rows.event_of(line, payload)) for line, payload in read))


def _within(found: QuerySet[models.Entry], scope: Scope) -> QuerySet[models.Entry]:
    found = found.filter(rank__lte=scope.most_rank).filter(closed(scope))
    return found if scope.units is None else found.filter(known_by(scope))


def known_by(scope: Scope, at: str = "") -> Q:
    """Say which documents of others' units a scope holds, too: those that its people are asked to countersign."""
    known = Q(**{f"{at}unit__in": sorted(scope.units or ())})
    for one in sorted(scope.parts):
        known |= Q(**{f"{at}asked__contains": f"|{one}|"})
    return known


def _patterns(scope: Scope) -> list[str]:
    escaped = (one.replace("!", "!!").replace("%", "!%").replace("_", "!_") for one in sorted(scope.parts))
    return [f"%|{one}|%" for one in escaped]


def _narrowed(found: QuerySet[models.Entry], query: ListQuery) -> QuerySet[models.Entry]:
    if query.phases:
        found = found.filter(phase__in=[phase.value for phase in query.phases])
    if query.numbered:
        found = found.exclude(number="").filter(serial__gt=0)  # a record taken over bears a number we did not give
        found = found.exclude(document__category=Category.RECEIPT.value)  # a 收文号 stands in its own register
    if query.receipts:
        found = found.filter(document__incoming__isnull=False).exclude(phase=Phase.SENT_BACK.value)
    exact = {"scheme": query.scheme, "unit": query.unit, "kind": query.kind}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if query.organ:
        found = found.filter(organs__contains=f"|{query.organ}|")
    if query.first_day:
        found = found.filter(dated__gte=query.first_day.isoformat())
    if query.last_day:
        found = found.filter(dated__lte=query.last_day.isoformat()).exclude(dated="")
    for word in query.text.split():
        number = word.translate(_BRACKETS)
        found = found.filter(Q(title__icontains=word) | Q(number__icontains=number) | Q(document_id=word.upper()))
    return found


def _order(alias: str, query: ListQuery) -> Sequence[Any]:
    chosen = _NUMBER if query.order is Column.NUMBER else (query.order.value,)
    names = dict.fromkeys((*chosen, *(_NUMBER if query.numbered else ()), "document_id"))
    return [_by(alias, name, descending=query.descending) for name in names]


def _by(alias: str, name: str, *, descending: bool) -> Any:
    # PostgreSQL would order Chinese by the rules of its locale, SQLite orders by code point: the same list everywhere
    plain = name in _NUMERIC or connections[alias].vendor == "sqlite"
    column = F(name) if plain else Collate(F(name), "C")
    return column.desc() if descending else column.asc()
