"""The exchanged packages' rows (交换件之行): made from their states, found, listed and counted."""

from __future__ import annotations

from django.db.models import QuerySet

from domain.canonical import canonical_bytes, parse_plain
from domain.codec import CodecError, from_plain
from domain.exchange import Parcel, ParcelQuery
from domain.ledger_line import LedgerLine
from domain.listing import Scope
from registry import models, statements
from registry.errors import BrokenRowError


def row_of(parcel: Parcel, line: LedgerLine) -> models.Parcel:
    """Make the row of a package as ``line`` left it."""
    return models.Parcel(
        id=parcel.id,
        state=canonical_bytes(parcel).decode(),
        updated=line.index,
        side=parcel.side.value,
        stage=parcel.stage.value,
        partner=parcel.partner,
        document=parcel.document,
        rank=parcel.level.rank,
        backed_up=bool(parcel.backed_up),
    )


def parcel_of(parcel_id: str, text: str) -> Parcel:
    """Read a state back.

    Raises:
        BrokenRowError: The row holds something else.
    """
    try:
        return from_plain(Parcel, parse_plain(text.encode()))
    except (CodecError, ValueError) as error:
        raise BrokenRowError(parcel_id) from error


def find(alias: str, parcel_id: str) -> Parcel | None:
    """Give a package's state, or nothing."""
    found = statements.first(alias, models.Parcel, ("state",), "WHERE id = %s", parcel_id)
    return parcel_of(parcel_id, found[0]) if found else None


def listed(alias: str, scope: Scope, query: ParcelQuery, limit: int | None, offset: int) -> tuple[Parcel, ...]:
    """List packages within a scope, the one that changed last first."""
    last = None if limit is None else offset + limit
    found = _narrowed(alias, scope, query).order_by("-updated", "id")[offset:last]
    return tuple(parcel_of(name, state) for name, state in found.values_list("id", "state"))


def count(alias: str, scope: Scope, query: ParcelQuery) -> int:
    """Count packages within a scope."""
    return _narrowed(alias, scope, query).count()


def _narrowed(alias: str, scope: Scope, query: ParcelQuery) -> QuerySet[models.Parcel]:
    found = models.Parcel.objects.using(alias).filter(rank__lte=scope.most_rank)
    if scope.units is not None:  # what is exchanged belongs to the office, not to one unit
        return found.none()
    exact = {
        "side": query.side and query.side.value,
        "partner": query.partner or None,
        "document": query.document or None,
        "backed_up": query.backed_up,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value is not None})
    return found.filter(stage__in=[stage.value for stage in query.stages]) if query.stages else found
