"""Who may know of a document, in words (知悉范围用语)."""

from __future__ import annotations

from collections.abc import Callable

from domain import closing_events as c
from domain import events as e
from domain.catalogue import GENERAL
from office.house import House
from office.secret_words import secret_words


def closing_words(event: e.Event, name: Callable[[str], str] = str) -> tuple[str, str] | None:
    """Say what was narrowed, widened or opened; nothing for other events. ``name`` gives the name of a person's or compartment's id."""
    match event:
        case c.CompartmentSet():
            into = event.compartment != GENERAL
            return (
                ("归入专管范围", f"{name(event.compartment)}；{event.reason}")
                if into
                else ("移出专管范围", event.reason)
            )
        case c.ReadersSet(readers, reason):
            return ("划定阅文范围", f"{_listed(readers, name)}；{reason}") if readers else ("取消阅文范围", reason)
        case c.WideningAsked(people, reason):
            return "申请扩大阅文范围", f"{_listed(people, name)}；{reason}"
        case c.WideningDecided():
            return f"{'同意' if event.approved else '不同意'}扩大阅文范围", event.opinion
        case c.DocumentOpened():
            return "打开阅读", event.what
        case _:
            return secret_words(event, name)


def called(house: House, one: str) -> str:
    """Name a person or a compartment as the office does; who is no longer in its settings by their id."""
    person = house.office.person(one)
    if person is not None:
        return house.office.person_label(person)
    compartment = house.office.compartment(one)
    return compartment.name if compartment else one


def _listed(people: tuple[str, ...], name: Callable[[str], str]) -> str:
    return "、".join(map(name, people))
