"""Stating what a draft lacks, and answering whose next version it is (补正): the clerk's act."""

from __future__ import annotations

from collections.abc import Mapping

from domain.case import Case, Phase
from domain.document import Kind
from domain.events import FactsStated, TakenIn, Withdrawn
from domain.facts import FactName, Facts, FactSource, stated
from domain.office import Actor, Role
from office.errors import NothingToDoError, NotYourRoleError, UnfitFactError
from office.examine import current
from office.house import House
from office.record import Pen, record
from office.scope import case_for


def state_facts(
    house: House, actor: Actor, document_id: str, values: Mapping[FactName, str], *, channel: str = "desk"
) -> Case:
    """State facts that a draft lacks; with no value it says that the document is one of its own.

    Raises:
        UnfitFactError: A kind, organ or person is not one the office knows.
    """
    _waiting(house, actor, document_id)
    facts = stated(values, FactSource.CLERK)
    for fact in facts:
        _require_fit(house, fact.name, fact.value)
    record(house, lambda pen: pen.note(FactsStated(facts), document_id), actor=actor, channel=channel)
    return current(house, document_id)


def join_to(house: House, actor: Actor, document_id: str, older_id: str, *, channel: str = "desk") -> Case:
    """Say that a drop is the next version of a returned document (并入): the drop's own number of case ends."""
    case = _waiting(house, actor, document_id)
    older = case_for(house, actor, older_id)
    if older.phase not in (Phase.RETURNED, Phase.REFUSED):
        raise NothingToDoError(older_id, "并入修改稿", older.phase.value)
    newest = case.versions[-1]

    def join(pen: Pen) -> None:
        pen.note(Withdrawn(f"并入 {older_id}"), document_id)
        again = TakenIn(older.version + 1, older.category, older.unit, case.name, f"join:{document_id}", newest.files)
        pen.note(again, older_id)

    record(house, join, actor=actor, channel=channel)
    return current(house, older_id)


def _waiting(house: House, actor: Actor, document_id: str) -> Case:
    case = case_for(house, actor, document_id)
    if not actor.has(Role.CLERK):
        raise NotYourRoleError("补正要素", Role.CLERK.label)
    if case.phase is not Phase.LACKING:
        raise NothingToDoError(document_id, "补正要素", case.phase.value)
    return case


def _require_fit(house: House, name: FactName, value: str) -> None:
    if name is FactName.KIND and value not in {kind.value for kind in Kind}:
        raise UnfitFactError(name.value, value, "、".join(kind.value for kind in Kind))
    if name is FactName.ORGANS:
        for organ in Facts(stated({name: value}, FactSource.CLERK)).listed(name):
            if house.office.organ_named(organ) is None:
                raise UnfitFactError(name.value, organ, "、".join(organ.name for organ in house.office.organs))
    if name is FactName.DRAFTER and house.office.person_named(value) is None:
        raise UnfitFactError(name.value, value, "、".join(person.name for person in house.office.people))
