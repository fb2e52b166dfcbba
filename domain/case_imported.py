"""A record that was taken over from an existing archive (接收), as a document that is done: so it is listed, shown and found like ours."""

from __future__ import annotations

from domain.case import Case, Phase, Version
from domain.document import Kind
from domain.events import Filed
from domain.facts import Fact, FactName, Facts, FactSource
from domain.holding_events import Imported
from domain.ledger_line import LedgerLine

CATEGORY = "接收档案"


def kind_in(title: str) -> str:
    """Give the 文种 a title ends with, or nothing."""
    return next((kind.value for kind in Kind if title.rstrip("）)》 ").endswith(kind.value)), "")


def imported(event: Imported, line: LedgerLine) -> Case:
    """Give the state of a record that was taken over; it goes no way of ours."""
    values = (
        (FactName.TITLE, event.title),
        (FactName.ORGANS, event.organ),
        (FactName.LEVEL, event.level),
        (FactName.RETENTION, event.retention),
    )
    return Case(
        document_id=line.object_id,
        unit="",
        category=CATEGORY,
        name=event.title,
        phase=Phase.DONE,
        versions=(Version(1, (), line.at, line.actor, CATEGORY),),
        since=line.at,
        title=event.title,
        kind=kind_in(event.title),
        organs=(event.organ,),
        facts=Facts(tuple(Fact(name, value, FactSource.CATALOGUE) for name, value in values)),
        number=event.number,
        period=event.dated.year,
        dated=event.dated,
        compartment=event.compartment,
        filed=Filed(event.level, event.compartment, event.retention, event.inventory, event.files),
    )
