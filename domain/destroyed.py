"""What is left of a destroyed record in the books (已销毁档案): its number, its 档号 and by which list it went; no title, no people, no text.

Both are made from the one event alone: live work and rebuilding give the same.
"""

from __future__ import annotations

import datetime as dt

from domain.case import Case, Phase
from domain.closing_events import DocumentOpened
from domain.destruction_events import Destroyed
from domain.facts import Fact, FactName, Facts, FactSource
from domain.holding import Holding, Origin, Standing
from domain.holding_events import USE_VERBS
from domain.ledger_line import LedgerLine
from domain.levels import Level, Retention
from domain.receipt import Incoming, Medium, Particulars, ReceiptNature

TITLE = "（已销毁）"
"""What stands in lists where the title stood."""

OUTLIVING = (*USE_VERBS, DocumentOpened.VERB)
"""What outlives a record: who read and borrowed it."""


def told(list_id: str, row: int) -> str:
    """Say where a destroyed record is found: by which list, in which row."""
    return f"已销毁，见销毁清册{list_id.rpartition('/')[2]}第{row}项"


def case_of(event: Destroyed, line: LedgerLine) -> Case:
    """Give the state of a document that was destroyed; its level stays, so that who might not know of it still may not."""
    given = event.given
    return Case(
        document_id=line.object_id,
        unit=event.unit,
        category=event.category,
        name=TITLE,
        phase=Phase.DESTROYED,
        versions=(),
        since=line.at,
        title=TITLE,
        organs=event.organs,
        facts=Facts((Fact(FactName.LEVEL, event.level, FactSource.CATALOGUE),)),
        scheme=given.scheme if given else "",
        number=event.number,
        serial=given.serial if given else 0,
        period=given.period if given else _year_of(event.dated),
        dated=event.dated,
        reason=told(event.list_id, event.row),
        compartment=event.compartment,
        readers=event.readers,
        incoming=_incoming_of(event),
    )


def holding_of(event: Destroyed, line: LedgerLine) -> Holding:
    """Give the state of a kept record that was destroyed: its place among the pieces stays taken."""
    return Holding(
        record=line.object_id,
        origin=Origin(event.origin),
        number=event.number,
        title=TITLE,
        kind="",
        organs=event.organs,
        dated=event.dated,
        level=Level(event.level),
        compartment=event.compartment,
        retention=Retention(event.retention),
        stated=False,
        pages=event.pages,
        inventory=event.tombstone,
        index=event.filed_index,
        filed_at=event.filed_at,
        year=event.year,
        given=Retention(event.retention),
        unit=event.unit,
        standing=Standing.DESTROYED,
        unit_code=event.unit_code,
        fonds=event.fonds,
        serial=event.serial,
        code=event.code,
        remark=told(event.list_id, event.row),
        verdict_on=line.at.date(),
        readers=event.readers,
    )


def _incoming_of(event: Destroyed) -> Incoming | None:
    """Give what the register of receipts still shows: its line stays, without title, people and remarks."""
    kept = event.received
    if kept is None:
        return None
    entered = Particulars(
        sender=kept.sender,
        title=TITLE,
        level=event.level,
        nature=ReceiptNature(kept.nature),
        sender_number=kept.sender_number,
        copies=kept.copies,
    )
    return Incoming(Medium(kept.medium), particulars=entered, concluded_at=kept.concluded_at)


def _year_of(day: dt.date | None) -> int:
    return day.year if day else 0
