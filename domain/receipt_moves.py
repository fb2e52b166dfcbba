"""What each event does to a paper that came in (收文推进): pure, state + event → state; an event that does not fit is refused."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

from domain.canonical import digest_of
from domain.case import Case, MisfitError, Phase, Version
from domain.case_moves import open_step, require_phase, without_paper
from domain.composing import guarded
from domain.facts import Fact, FactName, Facts, FactSource, stated
from domain.intake import Category
from domain.ledger_line import LedgerLine
from domain.posts import person_of
from domain.procedure import RouteStep, Verb
from domain.receipt import Assignment, Contact, Incoming, Medium, OnPaper, Particulars, Remark, Reply
from domain.receipt_count import Tally
from domain.receipt_events import (
    Concluded,
    Contacted,
    Counted,
    Enlarged,
    FirstReviewed,
    HandledByUnit,
    Instructed,
    LookedThrough,
    NotReceived,
    PaperCame,
    Proposed,
    ReadBy,
    Received,
    Replied,
    SentBack,
    StepRecalled,
)
from domain.receipt_growth import assigned, recalled, without_turn


def is_receipt(case: Case) -> bool:
    """Tell whether it is a paper that came in."""
    return case.incoming is not None


def incoming_of(case: Case) -> Incoming:
    """Give what only a receipt has; refuse what is none."""
    if case.incoming is None:
        raise MisfitError(f"{case.document_id} did not come in from outside")
    return case.incoming


def seen_of(case: Case) -> str:
    """Name what an opinion on a piece is about: its files as they came (所签来文)."""
    return digest_of([file.sha512 for file in case.versions[-1].files])


def came_in(case: Case) -> Case:
    """Make what was taken in a receipt that waits to be looked through."""
    return dataclasses.replace(case, phase=Phase.ARRIVED, incoming=Incoming(Medium.ELECTRONIC))


def paper_came(event: PaperCame, line: LedgerLine) -> Case:
    """Give the state of a piece that was entered by hand; with a scan it is looked through first."""
    return Case(
        document_id=line.object_id,
        unit="",
        category=Category.RECEIPT.value,
        name=event.title,
        phase=Phase.ARRIVED if event.files else Phase.TO_RECEIVE,
        versions=(Version(1, event.files, line.at, line.actor, "纸质来文", event.marked),),
        since=line.at,
        title=event.title,
        facts=guarded(Facts(), event.marked),
        incoming=Incoming(Medium.PAPER),
    )


def _looked_through(case: Case, event: LookedThrough, line: LedgerLine) -> Case:
    require_phase(case, Phase.ARRIVED)
    incoming = dataclasses.replace(incoming_of(case), look=event.look)
    return dataclasses.replace(case, phase=Phase.TO_RECEIVE, title=event.title, incoming=incoming)


def _counted(case: Case, event: Counted, line: LedgerLine) -> Case:
    require_phase(case, Phase.TO_RECEIVE)
    tally = Tally(event.copies, event.pages, event.counted, line.actor, line.at)
    return dataclasses.replace(case, incoming=dataclasses.replace(incoming_of(case), tally=tally))


def _received(case: Case, event: Received, line: LedgerLine) -> Case:
    require_phase(case, Phase.TO_RECEIVE)
    if not event.route.keys(Verb.CONCLUDE):
        raise MisfitError(f"{case.document_id}: a way without an end")
    incoming = dataclasses.replace(
        incoming_of(case),
        particulars=event.particulars,
        receiver=line.actor,
        received_at=line.at,
        growth=event.growth,
    )
    return dataclasses.replace(
        case,
        phase=Phase.UNDER_WAY,
        title=event.particulars.title,
        kind=event.particulars.kind,
        organs=(event.organ,),
        facts=facts_of(event.particulars),
        scheme=event.scheme,
        period=event.period,
        serial=event.serial,
        number=event.number,
        dated=event.received_on,
        route=event.route,
        incoming=incoming,
    )


def facts_of(particulars: Particulars) -> Facts:
    """Give what is entered as facts, by which the house knows level, urgency and period of a record."""
    values = {
        FactName.KIND: particulars.kind,
        FactName.TITLE: particulars.title,
        FactName.URGENCY: particulars.urgency,
        FactName.LEVEL: particulars.level,
        FactName.RETENTION: particulars.retention,
    }
    facts: tuple[Fact, ...] = stated(values, FactSource.CLERK)
    return Facts(facts)


def _not_received(case: Case, event: NotReceived, line: LedgerLine) -> Case:
    if not case.is_contradicted:  # a mark was found later: it goes out again, whatever was entered
        require_phase(case, Phase.ARRIVED, Phase.TO_RECEIVE)
    return dataclasses.replace(case, phase=Phase.NOT_RECEIVED, reason=event.reason)


def _first_reviewed(case: Case, event: FirstReviewed, line: LedgerLine) -> Case:
    step = step_at(case, event.step, Verb.EXAMINE, event.seen)
    if set(event.ticks) != set(step.items):
        raise MisfitError(f"{case.document_id}: not every item of {step.key} is ticked")
    return said(case, step, event.note, line, None)


def _sent_back(case: Case, event: SentBack, line: LedgerLine) -> Case:
    step = step_at(case, event.step, Verb.EXAMINE, event.seen)
    case = said(case, step, event.reason, line, None)
    return dataclasses.replace(case, phase=Phase.SENT_BACK, reason=event.reason)


def _proposed(case: Case, event: Proposed, line: LedgerLine) -> Case:
    step = step_at(case, event.step, Verb.PROPOSE, event.seen)
    return directed(said(case, step, event.words, line, event.on_paper), step, event.assignment, line)


def _instructed(case: Case, event: Instructed, line: LedgerLine) -> Case:
    step = step_at(case, event.step, Verb.INSTRUCT, event.seen)
    require_named(case, step, line, event.on_paper)
    return directed(said(case, step, event.words, line, event.on_paper), step, event.assignment, line)


def directed(after: Case, step: RouteStep, assignment: Assignment, line: LedgerLine) -> Case:
    """Let a piece go to whom was named; a proposal that a leader still decides on is kept for that."""
    if step.verb is Verb.PROPOSE and _waits_for_leader(after):
        incoming = dataclasses.replace(incoming_of(after), proposal=assignment)
        return dataclasses.replace(after, incoming=incoming)
    return assigned(after, assignment, line.at)


def _enlarged(case: Case, event: Enlarged, line: LedgerLine) -> Case:
    require_phase(case, Phase.UNDER_WAY)
    if event.assignment.is_empty or _waits_for_leader(case):
        raise MisfitError(f"{case.document_id}: nobody to add, or not instructed yet")
    return assigned(case, event.assignment, line.at)


def _handled(case: Case, event: HandledByUnit, line: LedgerLine) -> Case:
    step = step_at(case, event.step, Verb.HANDLE, event.seen)
    if not event.words or co_units_open(case, step):
        raise MisfitError(f"{case.document_id}: nothing reported, or others have not yet")
    return said(case, step, event.words, line, event.on_paper)


def co_units_open(case: Case, step: RouteStep) -> tuple[RouteStep, ...]:
    """List what other units still have to report before the leading one does (牵头单位汇总)."""
    if case.incoming is None or step.verb is not Verb.HANDLE or step.unit != case.incoming.lead:
        return ()
    return tuple(one for one in case.open_steps() if one.verb is Verb.HANDLE and one.key != step.key)


def _read(case: Case, event: ReadBy, line: LedgerLine) -> Case:
    step = step_at(case, event.step, Verb.READ, event.seen)
    require_named(case, step, line, event.on_paper)
    after = said(case, step, event.words, line, event.on_paper)
    return without_turn(after, step.key, line.at)


def _recalled(case: Case, event: StepRecalled, line: LedgerLine) -> Case:
    require_phase(case, Phase.UNDER_WAY)
    return recalled(without_paper(case, event.step), event.step, line.at)


def _contacted(case: Case, event: Contacted, line: LedgerLine) -> Case:
    contact = Contact(event.about, event.whom, event.means, event.words, line.actor, line.at)
    incoming = incoming_of(case)
    return dataclasses.replace(case, incoming=dataclasses.replace(incoming, contacts=(*incoming.contacts, contact)))


def _replied(case: Case, event: Replied, line: LedgerLine) -> Case:
    require_phase(case, Phase.UNDER_WAY)
    incoming, reply = incoming_of(case), Reply(event.document_id, event.number)
    if reply in incoming.replies:
        raise MisfitError(f"{case.document_id}: answered with {event.number} already")
    return dataclasses.replace(case, incoming=dataclasses.replace(incoming, replies=(*incoming.replies, reply)))


def _concluded(case: Case, event: Concluded, line: LedgerLine) -> Case:
    step = step_at(case, event.step, Verb.CONCLUDE, event.seen)
    incoming = incoming_of(case)
    if lacks_reply(incoming) or event.returned_copies < 0:
        raise MisfitError(f"{case.document_id}: its sender asks for an answer")
    after = said(case, step, event.words, line, None)
    incoming = dataclasses.replace(incoming_of(after), concluded_at=line.at, returned_copies=event.returned_copies)
    return dataclasses.replace(after, phase=Phase.ISSUED, incoming=incoming)


def lacks_reply(incoming: Incoming) -> bool:
    """Tell whether the sender asks for an answer and has none (待答复)."""
    return incoming.particulars is not None and incoming.particulars.wants_reply and not incoming.replies


def step_at(case: Case, key: str, verb: Verb, seen: str) -> RouteStep:
    """Find an open step of a verb; refuse an act on other files than those that are shown."""
    step = open_step(case, key)
    if step.verb is not verb or seen != seen_of(case):
        raise MisfitError(f"{case.document_id}: {key} is no open step of {verb} for what is shown")
    return step


def require_named(case: Case, step: RouteStep, line: LedgerLine, on_paper: OnPaper | None) -> None:
    """Refuse whoever is not the person that the step names (不得横传)."""
    named = [person for person in map(person_of, step.roles) if person]
    if named and (on_paper.person if on_paper else line.actor) not in named:
        raise MisfitError(f"{case.document_id}: {step.key} is for {named[0]} alone")


def said(
    case: Case, step: RouteStep, words: str, line: LedgerLine, on_paper: OnPaper | None, recorder: str = ""
) -> Case:
    """Keep what was written and mark the step as done; it ends what was recorded from paper for the same step and not compared yet."""
    if on_paper and (on_paper.day > line.at.date() or (case.opened_at and on_paper.day < case.versions[0].at.date())):
        raise MisfitError(f"{case.document_id}: written on {on_paper.day}, which can't be")
    incoming = incoming_of(case)
    remark = Remark(
        step=step.key,
        name=step.name,
        verb=step.verb.value,
        person=on_paper.person if on_paper else line.actor,
        words=words,
        at=dt.datetime.combine(on_paper.day, line.at.timetz()) if on_paper else line.at,
        opened_at=case.open_since(step.key),
        recorder=(recorder or line.actor) if on_paper else "",
    )
    scans = (on_paper.scan,) if on_paper and on_paper.scan else ()
    kept = dataclasses.replace(incoming, remarks=(*incoming.remarks, remark), scans=(*incoming.scans, *scans))
    return dataclasses.replace(without_paper(case, step.key), done=(*case.done, step.key), incoming=kept)


def _waits_for_leader(case: Case) -> bool:
    keys = case.route.keys(Verb.INSTRUCT) if case.route else ()
    return any(key not in case.done for key in keys)


RECEIPT_MOVES: dict[type, Callable[[Case, Any, LedgerLine], Case]] = {
    LookedThrough: _looked_through,
    Counted: _counted,
    Received: _received,
    NotReceived: _not_received,
    FirstReviewed: _first_reviewed,
    SentBack: _sent_back,
    Proposed: _proposed,
    Instructed: _instructed,
    Enlarged: _enlarged,
    HandledByUnit: _handled,
    ReadBy: _read,
    StepRecalled: _recalled,
    Contacted: _contacted,
    Replied: _replied,
    Concluded: _concluded,
}
