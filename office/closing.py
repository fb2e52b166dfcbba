"""Who may know of a document, bounded by its clerk and widened by a leader (专管范围、阅文范围)."""

from __future__ import annotations

from collections.abc import Sequence

from domain.case import Case, Widening
from domain.catalogue import GENERAL
from domain.closing_events import CompartmentSet, ReadersSet, WideningAsked, WideningDecided
from domain.composing import level_of
from domain.office import Actor
from domain.posts import Role
from office.errors import NotYourRoleError, OpinionMissingError, SamePersonError
from office.examine import current
from office.house import House
from office.record import Pen, record
from office.scope import case_for, without_sight
from office.secret_errors import ClosingUnfitError, NoRequestError, NotClearedError, UnseenStepError

CLOSERS = (Role.CLERK,)
"""Who puts a document into a compartment and lays down who may read it: the clerk who receives and opens it."""
WIDENERS = (Role.DIRECTOR, Role.LEADER, Role.SECRETARY, Role.HEAD)
"""Who lets more people read it."""


def set_compartment(
    house: House, actor: Actor, document_id: str, compartment: str, reason: str, *, channel: str = "desk"
) -> Case:
    """Put a document into a compartment of the office's, by id or name; ``general`` takes it out.

    Raises:
        ClosingUnfitError: There is no such compartment, or the actor may not know of it.
        UnseenStepError: A step that is still to come would be left to people who may not see it.
    """
    case = _closable(house, actor, document_id, "归入专管范围", reason)
    found = house.office.compartment(compartment)
    chosen = found.id if found else compartment
    if chosen not in actor.compartments or chosen == case.compartment:
        known = "、".join(one.name for one in house.office.compartments if one.id in actor.compartments)
        mend = f"可选：general（一般）{f'、{known}' if known else ''}；新的范围由系统管理员写进 office.toml 的 [[compartment]]"
        raise ClosingUnfitError(document_id, f"“{compartment}”不是您能归入的专管范围，或者已在其中", mend)
    _require_seen(house, case, chosen, case.readers)
    done = CompartmentSet(chosen, reason.strip())
    record(house, lambda pen: pen.note(done, case.document_id), actor=actor, channel=channel)
    return _off_its_shelf(house, case)


def set_readers(
    house: House, actor: Actor, document_id: str, people: Sequence[str], reason: str, *, channel: str = "desk"
) -> Case:
    """Lay down who alone may read a document; the clerk who does stands on it, too. Nobody named lifts the list.

    It lays down a first list or cuts one back (清理); who is not on a list that stands comes on it by approval only.

    Raises:
        ClosingUnfitError: Somebody is none of ours, or is not on the list that stands.
        NotClearedError: Somebody's clearance is too low.
        UnseenStepError: A step that is still to come would be left to people who may not see it.
    """
    case = _closable(house, actor, document_id, "划定阅文范围", reason)
    named = _people(house, case, people)
    readers = tuple(sorted({*named, actor.person})) if named else ()
    added = [person for person in readers if case.readers and person not in case.readers]
    if added or (case.readers and not readers):
        raise ClosingUnfitError(document_id, "已有阅文范围，只能缩小，不能直接扩大或取消", "用“申请扩大阅文范围”报批")
    _require_seen(house, case, case.compartment, readers)
    _require_widener(house, case, readers)
    done = ReadersSet(readers, reason.strip())
    record(house, lambda pen: pen.note(done, case.document_id), actor=actor, channel=channel)
    return _off_its_shelf(house, case)


def ask_widening(
    house: House, actor: Actor, document_id: str, people: Sequence[str], reason: str, *, channel: str = "desk"
) -> Case:
    """Ask that more people may read a document; whoever may read it may ask.

    Raises:
        ClosingUnfitError: There is no list to widen, or it names nobody new.
    """
    case = case_for(house, actor, document_id)
    _require_words(document_id, "申请扩大阅文范围", reason)
    named = tuple(person for person in _people(house, case, people) if person not in case.readers)
    if not case.readers or not named:
        raise ClosingUnfitError(document_id, "没有阅文范围可以扩大，或者这些人已在其中", "核对文件和人员")
    asked = WideningAsked(named, reason.strip())
    record(house, lambda pen: pen.note(asked, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def decide_widening(
    house: House,
    actor: Actor,
    document_id: str,
    index: int,
    *,
    approved: bool,
    opinion: str = "",
    channel: str = "desk",
) -> Case:
    """Approve or refuse a request for more readers; nobody decides their own.

    Raises:
        NotYourRoleError: It is no leader's.
        NoRequestError: No such request waits.
        SamePersonError: It is the actor's own request.
    """
    case = case_for(house, actor, document_id)
    if not actor.has(*WIDENERS):
        raise NotYourRoleError("审批扩大阅文范围", house.office.titles(*WIDENERS))
    if not approved:
        _require_words(document_id, "不同意扩大阅文范围", opinion)

    def decide(pen: Pen) -> None:
        waiting = _request(pen.books.case(case.document_id) or case, index)
        if waiting.asker == actor.person:
            raise SamePersonError(document_id, "审批扩大阅文范围", "申请人")
        pen.note(WideningDecided(index, approved, opinion.strip()), case.document_id)

    record(house, decide, actor=actor, channel=channel)
    return current(house, case.document_id)


def _off_its_shelf(house: House, case: Case) -> Case:
    """Take the record's card out of the catalogue at once; the porter puts it where it belongs now. Who is outside finds it no more."""
    if case.filed is not None:
        house.catalogue.remove([case.document_id], house.catalogue.position())
    return current(house, case.document_id)


def _request(case: Case, index: int) -> Widening:
    found = next((one for one in case.widenings if one.index == index), None)
    if found is None:
        raise NoRequestError(case.document_id, "扩大阅文范围申请")
    return found


def _closable(house: House, actor: Actor, document_id: str, what: str, reason: str) -> Case:
    case = case_for(house, actor, document_id)
    if not actor.has(*CLOSERS):
        raise NotYourRoleError(what, house.office.titles(*CLOSERS))
    _require_words(document_id, what, reason)
    return case


def _people(house: House, case: Case, named: Sequence[str]) -> tuple[str, ...]:
    """Give the ids of people named by id or name, each cleared for the document's level."""
    found = []
    for name in named:
        person = house.office.person(name) or house.office.person_named(name)
        if person is None:
            raise ClosingUnfitError(case.document_id, f"“{name}”不是本机关人员，或有同名的人", "从人员名单中选")
        level = level_of(case.facts)
        if person.clearance.rank < level.rank:
            raise NotClearedError(case.document_id, person.name, person.clearance.value, level.value)
        found.append(person.id)
    return tuple(dict.fromkeys(found))


def _require_words(document_id: str, what: str, reason: str) -> None:
    if not reason.strip():
        raise OpinionMissingError(document_id, what)


def _require_widener(house: House, case: Case, readers: Sequence[str]) -> None:
    """See that somebody on the list may let others in; a leader who may not know of a document can't be asked about it."""
    actors = [actor for one in house.office.accounts if (actor := house.office.actor(one.login))]
    if readers and not any(actor.person in readers and actor.has(*WIDENERS) for actor in actors):
        mend = f"把能审批扩大范围的同志（{house.office.titles(*WIDENERS)}）列入至少一名"
        raise ClosingUnfitError(case.document_id, "阅文范围中没有能审批扩大范围的人", mend)


def _require_seen(house: House, case: Case, compartment: str, readers: Sequence[str]) -> None:
    blind = without_sight(house.office, case, compartment, readers)
    if blind:
        raise UnseenStepError(case.document_id, "、".join(step.name for step in blind))


def compartment_name(house: House, compartment: str) -> str:
    """Name a compartment; nothing for the general one."""
    if compartment == GENERAL:
        return ""
    found = house.office.compartment(compartment)
    return found.name if found else compartment
