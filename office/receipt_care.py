"""What is done about a piece beside its steps (收文催办): urging, asking the sender, adding, taking back, answering."""

from __future__ import annotations

from domain.case import Case, Phase
from domain.events import Event
from domain.office import Actor
from domain.posts import Role
from domain.procedure import Verb
from domain.receipt import Assignment
from domain.receipt_events import Contacted, Enlarged, Replied, StepRecalled
from domain.receipt_growth import may_be_recalled, queued_key
from office.assigning import fitted
from office.errors import NothingToDoError, NotYourRoleError, OpinionMissingError
from office.examine import current
from office.house import House
from office.receipt_acts import receipt_for
from office.receipt_errors import AssignmentUnfitError, NotInstructedYetError, NotOurDocumentError, NotRecallableError
from office.record import record
from office.scope import case_for
from office.sign import where

URGE, ASK_SENDER, TELL = "催办", "联系来文机关", "告知有关单位"
ABOUT = (URGE, ASK_SENDER, TELL)
"""What a contact is about: urging those who have it (催办、催阅), asking the sender, telling others (条例 art. 24 (七))."""
CARETAKERS = (Role.CLERK, Role.DEPUTY, Role.DIRECTOR)


def contact(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    about: str,
    whom: str,
    means: str,
    words: str,
    channel: str = "desk",
) -> Case:
    """Note that somebody was urged or asked (催办登记): the chaser, or who cares for pieces in the office."""
    case = receipt_for(house, actor, document_id)
    chaser = case.incoming.chaser if case.incoming else ""
    if not (actor.has(*CARETAKERS) or actor.person == chaser):
        raise NotYourRoleError("登记催办", f"{house.office.titles(*CARETAKERS)}或催办人")
    if not (whom.strip() and words.strip()):
        raise OpinionMissingError(document_id, "催办登记")
    if case.phase not in (Phase.TO_RECEIVE, Phase.UNDER_WAY):
        raise NothingToDoError(document_id, "催办", where(case))
    event = Contacted(about if about in ABOUT else URGE, whom.strip(), means.strip() or "电话", words.strip())
    return _note(house, actor, case, event, channel)


def enlarge(
    house: House, actor: Actor, document_id: str, assignment: Assignment, *, words: str, channel: str = "desk"
) -> Case:
    """Add units and readers while it is under way (增加承办、传阅): by those who may instruct.

    Raises:
        NotInstructedYetError: The leader has not instructed yet: then they are named there.
    """
    case = receipt_for(house, actor, document_id)
    if case.phase is not Phase.UNDER_WAY or not _is_assigned(case):
        raise NotInstructedYetError(document_id)
    may = leaders_of(case)
    if not actor.has(*may):
        raise NotYourRoleError("增加承办单位和传阅人", house.office.titles(*may))
    if not words.strip():
        raise OpinionMissingError(document_id, "增加承办、传阅")
    fit = fitted(house, case, assignment)
    if fit.is_empty:
        raise AssignmentUnfitError(document_id, ["没有写明增加谁"])
    return _note(house, actor, case, Enlarged(words.strip(), fit), channel)


def recall(house: House, actor: Actor, document_id: str, *, step: str, reason: str, channel: str = "desk") -> Case:
    """Take a step back that a leader's word laid out (收回): somebody left, or it was sent wrongly."""
    case = receipt_for(house, actor, document_id)
    may = (Role.CLERK, *leaders_of(case))
    if not actor.has(*may):
        raise NotYourRoleError("收回分送", house.office.titles(*may))
    if not reason.strip():
        raise OpinionMissingError(document_id, "收回")
    if step not in recallable(case):
        raise NotRecallableError(document_id, step)
    return _note(house, actor, case, StepRecalled(step, reason.strip()), channel)


def recallable(case: Case) -> dict[str, str]:
    """Name what can be taken back now by its step: open steps that were laid out, and readers whose turn has not come."""
    if case.incoming is None or case.phase is not Phase.UNDER_WAY:
        return {}
    incoming, names = case.incoming, {one.id: one.name for one in case.incoming.names}
    opened = {
        step.key: step.name if step.unit else f"{step.name}：{step.who}"
        for step in case.open_steps()
        if may_be_recalled(case, step)
    }
    if len(incoming.units) > 2:  # with the leading unit gone, of those left nobody would lead
        opened = {key: said for key, said in opened.items() if not _leads(case, key)}
    return opened | {queued_key(one): f"传阅：{names.get(one, one)}（还没有轮到）" for one in incoming.queue}


def reply(house: House, actor: Actor, document_id: str, *, number: str, channel: str = "desk") -> Case:
    """Link the document of ours that answers a piece (答复).

    Raises:
        NotOurDocumentError: No document of ours bears the number, or it is not issued.
    """
    case = receipt_for(house, actor, document_id)
    may = (*CARETAKERS, Role.UNIT_HEAD)
    if not actor.has(*may):
        raise NotYourRoleError("登记复文", house.office.titles(*may))
    if case.phase is not Phase.UNDER_WAY:
        raise NothingToDoError(document_id, "登记复文", where(case))
    ours = case_for(house, actor, number.strip()) if number.strip() else None
    if ours is None or ours.incoming is not None or ours.issued is None:
        raise NotOurDocumentError(document_id, number.strip())
    replies = case.incoming.replies if case.incoming else ()
    if any(known.document_id == ours.document_id for known in replies):
        return case
    return _note(house, actor, case, Replied(ours.document_id, ours.number), channel)


def leaders_of(case: Case) -> tuple[str, ...]:
    """Name the posts that may instruct on a piece; where no instruction is on its way, those that propose."""
    steps = case.route.steps if case.route else ()
    for verb in (Verb.INSTRUCT, Verb.PROPOSE):
        posts = [role for step in steps if step.verb is verb and not step.asked for role in step.roles]
        if posts:
            return tuple(dict.fromkeys(posts))
    return ()


def _is_assigned(case: Case) -> bool:
    keys = case.route.keys(Verb.PROPOSE, Verb.INSTRUCT) if case.route else ()
    return all(key in case.done for key in keys)


def _leads(case: Case, key: str) -> bool:
    step = case.open_step(key)
    return (
        step is not None and step.verb is Verb.HANDLE and case.incoming is not None and step.unit == case.incoming.lead
    )


def _note(house: House, actor: Actor, case: Case, event: Event, channel: str) -> Case:
    record(house, lambda pen: pen.note(event, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)
