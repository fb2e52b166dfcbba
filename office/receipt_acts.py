"""What people do with a paper that came in (收文办理): 初审, 拟办, 批示, 承办, 传阅, 办结, each at an open step, on the desk or entered from paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.case import Case, Phase
from domain.events import Event
from domain.office import Actor
from domain.posts import person_of
from domain.procedure import RECORDS_PAPER, RouteStep, Verb
from domain.receipt import Assignment, OnPaper, name_in
from domain.receipt_events import (
    Concluded,
    FirstReviewed,
    HandledByUnit,
    Instructed,
    Proposed,
    ReadBy,
    SentBack,
)
from domain.receipt_moves import co_units_open, lacks_reply, seen_of
from office.assigning import fitted
from office.errors import NotYourRoleError, OpinionMissingError, ShownHasChangedError
from office.examine import current
from office.house import House
from office.receipt_errors import (
    AssignmentUnfitError,
    ItemsNotTickedError,
    LeadReportsLastError,
    NotAReceiptError,
    ReceiptDestroyedError,
    ReplyMissingError,
)
from office.receipt_paper import record_opinion
from office.record import record
from office.scope import case_for
from office.sign import act_name, step_of
from office.signers import signers_for
from office.signing_errors import DayUnfitError, SignerUnfitError

READ = "已阅"
NOBODY = Assignment()


@dataclass(frozen=True)
class Given:
    """What somebody writes at a step (签署): words, to whom it goes, which step, and whether it is entered from paper."""

    words: str = ""
    assignment: Assignment = NOBODY
    step: str | None = None
    seen: str | None = None
    on_paper: OnPaper | None = None


def first_review(
    house: House, actor: Actor, document_id: str, *, ticks: Sequence[str], given: Given, channel: str = "desk"
) -> Case:
    """Find a piece fit to be handled: every item has its tick (初审).

    Raises:
        ItemsNotTickedError: One has none; such a piece goes back to its sender.
    """
    case, step, seen = _at(house, actor, document_id, Verb.EXAMINE, given)
    missing = [item for item in step.items if item not in ticks]
    if missing:
        raise ItemsNotTickedError(document_id, missing)
    return _note(house, actor, case, FirstReviewed(step.key, step.items, seen, given.words.strip()), channel)


def send_back(
    house: House, actor: Actor, document_id: str, *, ticks: Sequence[str] = (), given: Given, channel: str = "desk"
) -> Case:
    """Send a piece back to its sender with the reason; ``ticks`` are the items that were fit (退文)."""
    case, step, seen = _at(house, actor, document_id, Verb.EXAMINE, given)
    if not given.words.strip():
        raise OpinionMissingError(document_id, "退回来文机关")
    failed = tuple(item for item in step.items if item not in ticks) if ticks else ()
    return _note(house, actor, case, SentBack(step.key, given.words.strip(), failed, seen), channel)


def propose(house: House, actor: Actor, document_id: str, given: Given, channel: str = "desk") -> Case:
    """Write what should be done and by whom (拟办).

    Raises:
        AssignmentUnfitError: Somebody who is named can't have it, or nobody is named though no leader comes after.
    """
    case, step, seen = _at(house, actor, document_id, Verb.PROPOSE, given)
    if not given.words.strip():
        raise OpinionMissingError(document_id, "拟办")
    assignment = fitted(house, case, given.assignment)
    leader_follows = case.route is not None and bool(case.route.keys(Verb.INSTRUCT))
    if assignment.is_empty and not leader_follows:
        raise AssignmentUnfitError(document_id, ["这件来文不送批示，请写明承办单位或传阅人"])
    return _opinion(house, actor, case, step, Proposed(step.key, given.words.strip(), assignment, seen), given, channel)


def instruct(house: House, actor: Actor, document_id: str, given: Given, channel: str = "desk") -> Case:
    """Write what is to be done and by whom (批示); each unit and reader that is named gets a step of its own.

    What is entered from paper counts when a second person has compared it with its scan, like a 拟办.
    """
    case, step, seen = _at(house, actor, document_id, Verb.INSTRUCT, given)
    if not given.words.strip():
        raise OpinionMissingError(document_id, "批示")
    assignment = fitted(house, case, given.assignment)
    event = Instructed(step.key, given.words.strip(), assignment, seen)
    return _opinion(house, actor, case, step, event, given, channel)


def handle(house: House, actor: Actor, document_id: str, given: Given, channel: str = "desk") -> Case:
    """Report what a unit did (承办反馈).

    Raises:
        LeadReportsLastError: The unit leads, and others have not reported yet.
    """
    case, step, seen = _at(house, actor, document_id, Verb.HANDLE, given)
    if not given.words.strip():
        raise OpinionMissingError(document_id, "承办反馈")
    waiting = co_units_open(case, step)
    if waiting:
        names = case.incoming.names if case.incoming else ()
        raise LeadReportsLastError(document_id, (name_in(names, one.unit) for one in waiting))
    return _note(house, actor, case, HandledByUnit(step.key, given.words.strip(), seen, given.on_paper), channel)


def read(house: House, actor: Actor, document_id: str, given: Given, channel: str = "desk") -> Case:
    """Sign and date that one has read it (传阅签字); a bare signature counts as 已阅."""
    case, step, seen = _at(house, actor, document_id, Verb.READ, given)
    return _note(house, actor, case, ReadBy(step.key, given.words.strip() or READ, seen, given.on_paper), channel)


def conclude(
    house: House, actor: Actor, document_id: str, given: Given, *, returned_copies: int = 0, channel: str = "desk"
) -> Case:
    """Say that all is done and came back, so that it is filed (办结).

    Raises:
        ReplyMissingError: Its sender asks for an answer and has none.
    """
    case, step, seen = _at(house, actor, document_id, Verb.CONCLUDE, given)
    if not given.words.strip():
        raise OpinionMissingError(document_id, "办结")
    if case.incoming is not None and lacks_reply(case.incoming):
        raise ReplyMissingError(document_id)
    event = Concluded(step.key, given.words.strip(), seen, max(returned_copies, 0))
    return _note(house, actor, case, event, channel)


ACTS: dict[Verb, Callable[..., Case]] = {
    Verb.PROPOSE: propose,
    Verb.INSTRUCT: instruct,
    Verb.HANDLE: handle,
    Verb.READ: read,
    Verb.CONCLUDE: conclude,
}
"""What is done at a step of a verb with what was written there; 初审 needs its ticks beside."""


def steps_from_paper(house: House, actor: Actor, case: Case) -> tuple[RouteStep, ...]:
    """List the open steps at which the actor may enter what somebody else wrote with a pen."""
    verbs = (Verb.PROPOSE, Verb.INSTRUCT, Verb.HANDLE, Verb.READ)
    may = actor.has(*(case.route.paper_by if case.route else RECORDS_PAPER))
    return tuple(step for step in case.open_steps() if step.verb in verbs and not case.paper(step.key)) if may else ()


def receipt_for(house: House, actor: Actor, document_id: str) -> Case:
    """Find a piece that came in within the actor's scope.

    Raises:
        NotAReceiptError: The document is none that came in.
        ReceiptDestroyedError: It was destroyed; its line in the register is left.
    """
    case = case_for(house, actor, document_id)
    if case.incoming is None:
        raise NotAReceiptError(document_id)
    if case.phase is Phase.DESTROYED:
        raise ReceiptDestroyedError(document_id, case.reason)
    return case


def _at(house: House, actor: Actor, document_id: str, verb: Verb, given: Given) -> tuple[Case, RouteStep, str]:
    """Find the open step, for the actor's own part or for what is entered from paper, and what it is about."""
    case = receipt_for(house, actor, document_id)
    seen = seen_of(case)
    if given.seen not in (None, seen):
        raise ShownHasChangedError(document_id)
    if given.on_paper is None:
        return case, step_of(house, actor, case, act_name(verb), verb=verb, key=given.step), seen
    return case, _from_paper(house, actor, case, verb, given.step, given.on_paper), seen


def _from_paper(house: House, actor: Actor, case: Case, verb: Verb, key: str | None, on_paper: OnPaper) -> RouteStep:
    may = case.route.paper_by if case.route else RECORDS_PAPER
    if not actor.has(*may):
        raise NotYourRoleError("代录", house.office.titles(*may))
    fitting = [step for step in case.open_steps() if step.verb is verb and key in (None, step.key)]
    named = [step for step in fitting if on_paper.person in map(person_of, step.roles)]
    able = [step for step in fitting if on_paper.person in {one.id for one in signers_for(house, case, step)}]
    if not (named or able):
        fit = "、".join(dict.fromkeys(one.name for step in fitting for one in signers_for(house, case, step)))
        raise SignerUnfitError(case.document_id, act_name(verb), fit)
    first, today = case.versions[0].at.date(), house.clock.today()
    if not first <= on_paper.day <= today:
        raise DayUnfitError(case.document_id, "纸面上的日期", first, today)
    return (named or able)[0]


def _opinion(
    house: House,
    actor: Actor,
    case: Case,
    step: RouteStep,
    event: Proposed | Instructed,
    given: Given,
    channel: str,
) -> Case:
    """Note an opinion that sends a piece on; one from paper waits for the second person."""
    if given.on_paper is None:
        return _note(house, actor, case, event, channel)
    words, assignment = event.words, event.assignment
    return record_opinion(house, actor, case, step, given.on_paper, words=words, assignment=assignment, channel=channel)


def _note(house: House, actor: Actor, case: Case, event: Event, channel: str) -> Case:
    record(house, lambda pen: pen.note(event, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)
