"""The register of use (利用登记簿): readings, loans and returns of kept records within a scope, newest first."""

from __future__ import annotations

from django.db import connections

from domain.holding_events import USE_VERBS
from domain.listing import ActPage, Scope
from domain.use import UseQuery
from registry import rows
from registry.closing import closed_sql

_VERBS = ", ".join(f"'{verb}'" for verb in sorted(USE_VERBS))
"""Written out, not bound: only so does a database know that the index of these verbs serves."""


def uses(alias: str, scope: Scope, query: UseQuery, limit: int | None, offset: int) -> ActPage:
    """Give a page of the register."""
    source, values = _source(scope, query)
    columns = ", ".join(f'e."{name}"' for name in (*rows.LINE_COLUMNS, "payload"))
    paging = "" if limit is None else " LIMIT %s OFFSET %s"
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) {source}", values)
        total = cursor.fetchone()[0]
        cursor.execute(
            f'SELECT {columns} {source} ORDER BY e."index" DESC{paging}',
            values if limit is None else [*values, limit, offset],
        )
        found = cursor.fetchall()
    read = ((rows.line_of(tuple(line)), bytes(payload)) for *line, payload in found)
    return ActPage(total, tuple((line, rows.event_of(line, payload)) for line, payload in read))


def _source(scope: Scope, query: UseQuery) -> tuple[str, list[str | int]]:
    bound, bounds = closed_sql(scope, "h")
    where = f"e.verb IN ({_VERBS}) AND h.rank <= %s{bound}"
    values: list[str | int] = [scope.most_rank, *bounds]
    asked: list[tuple[str, str]] = []
    if query.first:
        asked.append(("e.at >= %s", query.first.isoformat()))
    if query.last:
        asked.append(("e.at < %s", query.following.isoformat()))
    if query.record:
        asked.append(("e.object_id = %s", query.record))
    where = " AND ".join((where, *(condition for condition, _ in asked)))
    known: list[str | int] = [*values, *(value for _, value in asked)]
    if scope.units is not None:
        where = f"{where} AND h.unit IN ({', '.join(['%s'] * len(scope.units)) or 'NULL'})"
        known += sorted(scope.units)
    return f"FROM registry_event e JOIN registry_holding h ON h.record = e.object_id WHERE {where}", known
