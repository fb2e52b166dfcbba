"""The register of receipts (收文登记簿): its rows, what is asked of them, and whether a sender's number was entered before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Collate

from domain.case import Case, Phase
from domain.listing import Scope
from domain.receipt import number_key, sender_key
from domain.receipt_listing import ReceiptEntry, ReceiptPage, ReceiptQuery
from registry import statements
from registry.closing import closed
from registry.listing import known_by
from registry.models import Incoming
from registry.storable import storable

_OWN = (
    *("sender", "sender_number", "attachments", "copies", "serials", "nature", "medium", "units", "receiver", "chaser"),
    *("contact", "due", "replies", "wants_reply", "received_on", "concluded_on"),
)
_OF_ENTRY = (
    "number",
    "scheme",
    "period",
    "serial",
    "title",
    "kind",
    "rank",
    "urgency",
    "filed_on",
    "phase",
    "place",
    "extended",
)
_COLUMNS = ("document_id", *_OWN, *(f"document__entry__{name}" for name in _OF_ENTRY))
_ENDED = (Phase.SENT_BACK.value, Phase.ISSUED.value, Phase.FILED.value, Phase.DONE.value, Phase.DESTROYED.value)


def row_of(case: Case) -> Incoming | None:
    """Make the row of a piece that is entered; nothing for what is no receipt or not signed for."""
    incoming = case.incoming
    if incoming is None or incoming.particulars is None:
        return None
    entered = incoming.particulars
    return Incoming(
        document_id=case.document_id,
        sender=storable(entered.sender),
        sender_key=storable(sender_key(entered.sender)),
        sender_number=storable(entered.sender_number),
        number_key=storable(number_key(entered.sender_number)),
        received_on=_day(case.dated),
        copies=entered.copies,
        serials=storable(entered.serials),
        attachments=storable(entered.attachments),
        nature=entered.nature.value,
        medium=incoming.medium.value,
        contact=storable(entered.contact),
        wants_reply=entered.wants_reply,
        units=f"|{'|'.join(incoming.units)}|" if incoming.units else "",
        receiver=incoming.receiver,
        chaser=incoming.chaser,
        due=_day(incoming.due),
        replies=storable("、".join(reply.number for reply in incoming.replies)),
        concluded_on=_day(incoming.concluded_at.date() if incoming.concluded_at else None),
    )


def same(alias: str, sender: str, number: str) -> tuple[str, ...]:
    """List the documents that were entered under the same number of the same sender (重复来文)."""
    if not number_key(number):
        return ()
    rest = "WHERE number_key = %s AND sender_key = %s ORDER BY document_id"
    found = statements.select(alias, Incoming, ("document_id",), rest, number_key(number), sender_key(sender))
    return tuple(str(row[0]) for row in found)


def page(alias: str, scope: Scope, query: ReceiptQuery, limit: int | None, offset: int) -> ReceiptPage:
    """Give a page of the register: scope before filter, filter before order, order before page."""
    found = _narrowed(_within(Incoming.objects.using(alias), scope), query)
    last = None if limit is None else offset + limit
    rows = found.order_by(*_order(alias, query))[offset:last].values_list(*_COLUMNS)
    entries = tuple(map(_entry, rows))
    total = len(entries) if limit is None and not offset else found.count()
    return ReceiptPage(total, entries)


def _within(found: QuerySet[Incoming], scope: Scope) -> QuerySet[Incoming]:
    found = found.filter(document__entry__rank__lte=scope.most_rank).filter(closed(scope, "document__entry__"))
    return found if scope.units is None else found.filter(known_by(scope, "document__entry__"))


def _narrowed(found: QuerySet[Incoming], query: ReceiptQuery) -> QuerySet[Incoming]:
    if query.scheme:
        found = found.filter(document__entry__scheme=query.scheme)
    if query.unit:
        found = found.filter(units__contains=f"|{query.unit}|")
    if query.sender:
        found = found.filter(sender_key__contains=sender_key(query.sender))
    if query.first_day:
        found = found.filter(received_on__gte=query.first_day.isoformat())
    if query.last_day:
        found = found.filter(received_on__lte=query.last_day.isoformat())
    if query.open_only or query.late_on:
        found = found.exclude(document__entry__phase__in=_ENDED)
    if query.late_on:
        found = found.exclude(due="").filter(due__lt=query.late_on.isoformat())
    for word in query.text.split():
        in_numbers = Q(number_key__contains=number_key(word)) | Q(document__entry__number__contains=word)
        in_words = Q(document__entry__title__icontains=word) | Q(sender__icontains=word)
        found = found.filter(in_numbers | in_words | Q(document_id=word.upper()))
    return found


def _order(alias: str, query: ReceiptQuery) -> Sequence[Any]:
    entry = "document__entry__"
    numbers = (f"{entry}scheme", f"{entry}period", f"{entry}serial")
    of_entry = {"title": (f"{entry}title",), "serial": numbers}
    chosen = of_entry.get(query.order.value, (query.order.value,))
    names = dict.fromkeys((*chosen, *numbers, "document_id"))
    return [_by(alias, name, descending=query.descending) for name in names]


def _by(alias: str, name: str, *, descending: bool) -> Any:
    plain = name.endswith(("period", "serial")) or connections[alias].vendor == "sqlite"
    column = F(name) if plain else Collate(F(name), "C")  # the same order on every database, see registry.listing
    return column.desc() if descending else column.asc()


def _entry(columns: tuple[Any, ...]) -> ReceiptEntry:
    known = {name.removeprefix("document__entry__"): value for name, value in zip(_COLUMNS, columns, strict=True)}
    known |= {
        "received_on": dt.date.fromisoformat(known["received_on"]),
        "units": tuple(part for part in known["units"].split("|") if part),
        "due": _day_of(known["due"]),
        "concluded_on": _day_of(known["concluded_on"]),
        "filed_on": _day_of(known["filed_on"]),
        "wants_reply": bool(known["wants_reply"]),
        "extended": bool(known["extended"]),
        "phase": Phase(known["phase"]),
    }
    return ReceiptEntry(**known)


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _day_of(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
