"""A document's history in words (办理过程)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain import events as e
from domain.case import Case
from domain.ledger_line import LedgerLine
from office.closing_words import called, closing_words
from office.history_words import words
from office.house import House


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened to a document (办理记录)."""

    index: int
    at: dt.datetime
    person: str
    who: str
    what: str
    detail: str
    channel: str
    document_id: str
    title: str = ""


def history_of(house: House, case: Case) -> tuple[HistoryLine, ...]:
    """Tell what happened to a document, in order."""
    return tuple(line_of(house, case, line, event) for line, event in house.registry.history(case.document_id))


def line_of(house: House, case: Case | None, line: LedgerLine, event: e.Event) -> HistoryLine:
    """Put one event into words; without a case it is one of the books, of no document."""
    person = house.office.person(line.actor)
    what, detail = closing_words(event, lambda one: called(house, one)) or words(
        event, case.route if case else None, house.office.titles, line.object_id
    )
    who = person.name if person else "系统"
    principal = house.office.person(event.principal) if isinstance(event, e.Decided) else None
    return HistoryLine(
        index=line.index,
        at=line.at,
        person=line.actor,
        who=f"{who}（代{principal.name}）" if principal else who,
        what=what,
        detail=detail,
        channel=line.channel,
        document_id=case.document_id if case else "",
        title=(case.title or case.name) if case else "",
    )
