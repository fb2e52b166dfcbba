"""The kept records' rows (在档件之行): made from their states, found, listed and counted."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Collate

from domain.canonical import canonical_bytes, parse_plain
from domain.codec import CodecError, from_plain
from domain.holding import Holding
from domain.holding_events import Verdict
from domain.holding_listing import HoldingQuery
from domain.ledger_line import LedgerLine
from domain.listing import Scope
from domain.piece_code import Series
from registry import models, statements
from registry.closing import closed
from registry.errors import BrokenRowError
from registry.rows import between_bars


def row_of(holding: Holding, line: LedgerLine) -> models.Holding:
    """Make the row of a kept record as ``line`` left it."""
    series = Series(holding.fonds, holding.year, holding.retention, holding.unit_code)
    expires = holding.expires
    return models.Holding(
        record=holding.record,
        state=canonical_bytes(holding).decode(),
        updated=line.index,
        year=holding.year,
        formed=holding.formed,
        origin=holding.origin.value,
        numbered=bool(holding.number),
        standing=holding.standing.value,
        series=holding.code.rpartition("-")[0] if holding.serial else series.head if holding.fonds else "",
        serial=holding.serial,
        code=holding.code,
        rank=holding.level.rank,
        unit=holding.unit,
        expires=expires.isoformat() if expires else "",
        verdict=holding.verdict.value if holding.verdict else "",
        held=bool(holding.holds),
        lent_until=holding.loan.due.isoformat() if holding.loan else "",
        opinions=len(holding.opinions),
        compartment=holding.compartment,
        readers=between_bars(holding.readers),
    )


def holding_of(record: str, text: str) -> Holding:
    """Read a state back.

    Raises:
        BrokenRowError: The row holds something else.
    """
    try:
        return from_plain(Holding, parse_plain(text.encode()))
    except (CodecError, ValueError) as error:
        raise BrokenRowError(record) from error


def find(alias: str, record: str) -> Holding | None:
    """Give a kept record's state, or nothing."""
    found = statements.first(alias, models.Holding, ("state",), "WHERE record = %s", record)
    return holding_of(record, found[0]) if found else None


def find_by_code(alias: str, code: str) -> Holding | None:
    """Find the record that bears a 档号, or nothing."""
    found = statements.first(alias, models.Holding, ("record", "state"), "WHERE code = %s", code) if code else None
    return holding_of(*found) if found else None


def last_serial(alias: str, series: str) -> int:
    """Give the last 件号 of a series, 0 when it has none."""
    found = models.Holding.objects.using(alias).filter(series=series).aggregate(last=Max("serial"))["last"]
    return int(found or 0)


def code_taken(alias: str, code: str) -> bool:
    """Tell whether a record bears the 档号."""
    return models.Holding.objects.using(alias).filter(code=code).exclude(code="").exists()


def years(alias: str) -> tuple[int, ...]:
    """Name the years that records are filed with."""
    return tuple(models.Holding.objects.using(alias).values_list("year", flat=True).distinct().order_by("year"))


def listed(alias: str, scope: Scope, query: HoldingQuery, limit: int | None, offset: int) -> tuple[Holding, ...]:
    """List kept records within a scope."""
    last = None if limit is None else offset + limit
    names = ("series", "serial", "record") if query.by_code else ("record",)
    names = ("expires", *names) if query.by_end else names
    found = _narrowed(alias, scope, query).order_by(*(_by(alias, name) for name in names))[offset:last]
    return tuple(holding_of(record, state) for record, state in found.values_list("record", "state"))


def shelves(alias: str, scope: Scope) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Name the compartments with reading lists that records within a scope have, each once."""
    found = models.Holding.objects.using(alias).filter(rank__lte=scope.most_rank).filter(closed(scope))
    rows = found.exclude(readers="").values_list("compartment", "readers").distinct().order_by("compartment", "readers")
    return tuple((compartment, tuple(readers.strip("|").split("|"))) for compartment, readers in rows)


def count(alias: str, scope: Scope, query: HoldingQuery) -> int:
    """Count kept records within a scope."""
    return _narrowed(alias, scope, query).count()


def _narrowed(alias: str, scope: Scope, query: HoldingQuery) -> QuerySet[models.Holding]:
    found = models.Holding.objects.using(alias).filter(rank__lte=scope.most_rank).filter(closed(scope))
    if scope.units is not None:
        found = found.filter(unit__in=sorted(scope.units))
    exact = {
        "year": query.year,
        "formed": query.formed,
        "origin": query.origin and query.origin.value,
        "verdict": query.verdict and query.verdict.value,
        "held": query.held,
        "numbered": query.numbered,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value is not None})
    if query.standings:
        found = found.filter(standing__in=[standing.value for standing in query.standings])
    return _after(alias, _lent(_ending(found, query), query), query.after)


def _ending(found: QuerySet[models.Holding], query: HoldingQuery) -> QuerySet[models.Holding]:
    if query.over_by:
        found = found.exclude(expires="").filter(expires__lte=query.over_by.isoformat())
    if query.over_after:
        found = found.filter(expires__gt=query.over_after.isoformat())
    if query.decided is not None:
        ends = Q(verdict__in=[Verdict.TRANSFER.value, Verdict.DESTROY.value])
        found = found.filter(ends if query.decided else ~ends)
    return found.filter(opinions__range=query.opinions) if query.opinions else found


def _lent(found: QuerySet[models.Holding], query: HoldingQuery) -> QuerySet[models.Holding]:
    if query.due_by:
        found = found.exclude(lent_until="").filter(lent_until__lte=query.due_by.isoformat())
    if query.lent is not None:
        found = found.exclude(lent_until="") if query.lent else found.filter(lent_until="")
    return found


def _after(alias: str, found: QuerySet[models.Holding], record: str) -> QuerySet[models.Holding]:
    if not record:
        return found
    return found.annotate(place=_plain(alias, "record")).filter(place__gt=record)


def _by(alias: str, name: str) -> Any:
    return F(name).asc() if name == "serial" else _plain(alias, name).asc()


def _plain(alias: str, name: str) -> Any:
    # PostgreSQL would order Chinese by the rules of its locale, SQLite orders by code point: the same list everywhere
    return F(name) if connections[alias].vendor == "sqlite" else Collate(F(name), "C")
