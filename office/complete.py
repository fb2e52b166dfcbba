"""Stating what a draft lacks, and answering whose next version it is (补正): the clerk's act."""

from __future__ import annotations

from collections.abc import Mapping

from domain.asked_units import NOBODY
from domain.case import Case, Phase
from domain.composing import level_of
from domain.counts import count_in
from domain.document import Kind
from domain.events import FactsStated, TakenIn, Withdrawn
from domain.facts import Fact, FactName, Facts, FactSource, settle, stated
from domain.office import Actor
from domain.paper_classes import class_fault, kind_by_class, lacking_class, paper_classes
from domain.posts import Role
from domain.undersigning import STATED
from office.asked_facts import units_fault
from office.asking_errors import AskingUnfitError
from office.errors import (
    NothingToDoError,
    NotYourRoleError,
    OtherUnitError,
    SignedAlreadyError,
    UncountableError,
    UnfitFactError,
)
from office.examine import current
from office.house import House
from office.questions import HANDED_BACK, asked_about
from office.record import Pen, record
from office.scope import case_for
from office.secret_errors import AbovePermittedError

MAY_BE_WITHDRAWN = (Phase.TAKEN_IN, Phase.LACKING, Phase.EXAMINED, Phase.UNDER_WAY)


def state_facts(
    house: House, actor: Actor, document_id: str, values: Mapping[FactName, str], *, channel: str = "desk"
) -> Case:
    """State facts that a draft lacks; with no value it says that the document is one of its own.

    Raises:
        UnfitFactError: A kind, organ or person is not one the office knows.
        UncountableError: The print run is not a number of copies.
        AskingUnfitError: A unit that is to countersign is none, or has nobody to sign.
    """
    case = _waiting(house, actor, document_id)
    facts = stated(_counted(values), FactSource.CLERK)
    for fact in facts:
        _require_fit(house, fact)
    facts = (*facts, *_by_class(house, case, facts))
    record(house, lambda pen: pen.note(FactsStated(facts), document_id), actor=actor, channel=channel)
    return current(house, document_id)


def join_to(house: House, actor: Actor, document_id: str, older_id: str, *, channel: str = "desk") -> Case:
    """Say that a drop is another text of a document the house has, and give the document that goes on.

    A returned document takes the drop as its next version (并入); the drop's own case ends. A running one, when the clerk was asked
    about it, is withdrawn and the drop goes its way from the start in its place (代替): nobody's signature passes to a new text.

    Raises:
        OtherUnitError: The two are of different units.
        SignedAlreadyError: The running document is signed.
        NothingToDoError: It neither waits for its next version nor is the running one that was asked about.
    """
    case = _waiting(house, actor, document_id)
    older = case_for(house, actor, older_id)
    if older.unit != case.unit:
        raise OtherUnitError(older.document_id)

    def settle(pen: Pen) -> str:
        now = pen.books.case(older.document_id) or older
        if now.phase in HANDED_BACK:
            return _join(pen, case, now)
        if now.phase in MAY_BE_WITHDRAWN and asked_about(case.question) == now.document_id:
            return _replace(pen, case, now)
        raise NothingToDoError(older_id, "并入修改稿", now.phase.value)

    return current(house, record(house, settle, actor=actor, channel=channel))


def _join(pen: Pen, case: Case, older: Case) -> str:
    pen.note(Withdrawn(f"并入 {older.document_id}"), case.document_id)
    drop, newest = f"join:{case.document_id}", case.versions[-1]
    again = TakenIn(older.version + 1, older.category, older.unit, case.name, drop, newest.files, marked=newest.marked)
    pen.note(again, older.document_id)
    return older.document_id


def _replace(pen: Pen, case: Case, older: Case) -> str:
    if older.signer:
        raise SignedAlreadyError(older.document_id)
    pen.note(Withdrawn(f"由新稿 {case.document_id} 代替"), older.document_id)
    pen.note(FactsStated(()), case.document_id)
    return case.document_id


def _waiting(house: House, actor: Actor, document_id: str) -> Case:
    case = case_for(house, actor, document_id)
    if not actor.has(Role.CLERK):
        raise NotYourRoleError("补正要素", house.office.titles(Role.CLERK))
    if case.phase is not Phase.LACKING:
        raise NothingToDoError(document_id, "补正要素", case.phase.value)
    return case


def _counted(values: Mapping[FactName, str]) -> dict[FactName, str]:
    """Write the print run in figures, so that 登记 offers what is meant: ``三十份`` becomes ``30``."""
    written = values.get(FactName.PRINT_RUN, "").strip()
    if not written:
        return dict(values)
    count = count_in(written)
    if count is None:
        raise UncountableError(FactName.PRINT_RUN.value, written)
    return dict(values) | {FactName.PRINT_RUN: str(count)}


def _by_class(house: House, case: Case, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Give the kind that a stated class says by itself; a paper is of one of the classes that have a way."""
    settled = settle(case.facts.known, facts)
    derived = kind_by_class(settled, house.procedures)
    settled = settle(settled.known, derived)
    name = FactName.DOCUMENT_CLASS
    unknown = any(fact.name is name and class_fault(settled, fact, house.procedures) for fact in settled.known)
    classes = paper_classes(house.procedures)
    if classes and (unknown or lacking_class(settled)):
        raise UnfitFactError(name.value, settled.value(name), "、".join(classes))
    return derived


def require_permitted(house: House, value: str) -> None:
    """Refuse a level above what may be stored here; the door saw no mark, so a person has to."""
    level, permitted = level_of(Facts(stated({FactName.LEVEL: value}, FactSource.CLERK))), house.office.permitted_level
    if level.rank > permitted.rank:
        raise AbovePermittedError(FactName.LEVEL.value, level.value, permitted.value)


def _require_fit(house: House, fact: Fact) -> None:
    name, value = fact.name, fact.value
    if name is FactName.LEVEL:
        require_permitted(house, value)
    if name is FactName.KIND and value not in {kind.value for kind in Kind}:
        raise UnfitFactError(name.value, value, "、".join(kind.value for kind in Kind))
    if name is FactName.ORGANS:
        for organ in Facts(stated({name: value}, FactSource.CLERK)).listed(name):
            if house.office.organ_named(organ) is None:
                raise UnfitFactError(name.value, organ, "、".join(organ.name for organ in house.office.organs))
    if name is FactName.ENDING and value not in {ending.value for ending in STATED}:
        raise UnfitFactError(name.value, value, "、".join(ending.value for ending in STATED))
    if name is FactName.COSIGN_UNITS and (fault := units_fault(house.office, house.procedures, fact)):
        raise AskingUnfitError("", fault, "、".join((*(unit.name for unit in house.office.units), NOBODY)))
    if name is FactName.DRAFTER and house.office.person_named(value) is None:
        raise UnfitFactError(name.value, value, "、".join(map(house.office.person_label, house.office.people)))
