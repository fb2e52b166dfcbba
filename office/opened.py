"""Reading what not everybody may know of (阅读登记): noted before the first byte goes out, once a day for each person and thing."""

from __future__ import annotations

from domain.case import Case
from domain.catalogue import GENERAL
from domain.closing_events import DocumentOpened
from domain.composing import level_of
from domain.office import Actor
from office.house import House
from office.record import record


def is_restricted(case: Case) -> bool:
    """Tell whether readings are noted: of a state secret, of what is in a compartment, of what has a reading list."""
    return level_of(case.facts).is_state_secret or case.compartment != GENERAL or bool(case.readers)


def note_opened(house: House, actor: Actor, case: Case, what: str, channel: str = "desk") -> None:
    """Note that somebody opens a restricted document, unless they did so today."""
    if not is_restricted(case):
        return
    today = house.clock.today()
    known = any(
        isinstance(event, DocumentOpened) and (line.actor, event.what, line.at.date()) == (actor.person, what, today)
        for line, event in house.registry.history(case.document_id)
    )
    if not known:
        record(house, lambda pen: pen.note(DocumentOpened(what), case.document_id), actor=actor, channel=channel)
