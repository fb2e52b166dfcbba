"""What each event does to a document on its way (办理推进).

``apply`` is pure: state + event → state. It refuses an event that does not fit, so that no step is skipped and none is done twice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from domain.case import Case, Decision, MisfitError, Phase, Version, hand_back_key
from domain.events import (
    Decided,
    Event,
    Examined,
    FactsStated,
    Filed,
    HandedBack,
    Issued,
    Presented,
    Refused,
    Registered,
    Revised,
    Sealed,
    Stuck,
    TakenIn,
    Withdrawn,
)
from domain.facts import Fact, FactName, Facts, FactSource, settle
from domain.ledger_line import LedgerLine
from domain.pages import Binding
from domain.procedure import RouteStep, Verb

AFTER_HAND_BACK = {Phase.FILED: Phase.DONE, Phase.TO_RETURN: Phase.RETURNED, Phase.TO_REFUSE: Phase.REFUSED}


def apply(case: Case | None, event: Event, line: LedgerLine) -> Case:
    """Give the document's state after ``event``, which the ledger holds in ``line``.

    Raises:
        MisfitError: The event does not fit the state, for example a decision at a step that is not open.
    """
    if case is None:
        if not isinstance(event, TakenIn):
            raise MisfitError(f"{line.object_id}: {line.verb} before it was taken in")
        return _taken_in_first(event, line)
    new = _APPLIED[type(event)](case, event, line)
    return new if isinstance(event, Stuck | HandedBack) else dataclasses.replace(new, since=line.at, stuck=None)


def _taken_in_first(event: TakenIn, line: LedgerLine) -> Case:
    return Case(
        document_id=line.object_id,
        unit=event.unit,
        category=event.category,
        name=event.name,
        phase=Phase.TAKEN_IN,
        versions=(Version(1, event.files, line.at, line.actor, "投稿"),),
        since=line.at,
        drops=(event.drop,),
    )


def _taken_in_again(case: Case, event: TakenIn, line: LedgerLine) -> Case:
    _require(case, Phase.RETURNED, Phase.REFUSED)
    version = Version(_next(case, event.version), event.files, line.at, line.actor, "退回后重新投稿")
    return dataclasses.replace(
        case,
        phase=Phase.TAKEN_IN,
        versions=(*case.versions, version),
        name=event.name,
        drops=(*case.drops, event.drop),
        round=case.round + 1,
        done=(),
        route=None,
        facts=_levels(case),
        signer="",
        dated=None,
        reason="",
    )


def _levels(case: Case) -> Facts:
    """Keep only the level, by which its title stays guarded until the next version is read (law 7)."""
    return Facts(tuple(fact for fact in case.facts.known if fact.name in (FactName.LEVEL, FactName.SUBJECT_TO)))


def _refused(case: Case, event: Refused, line: LedgerLine) -> Case:
    _require(case, Phase.TAKEN_IN, Phase.EXAMINED)
    _same_version(case, event.version)
    return dataclasses.replace(case, phase=Phase.TO_REFUSE, reason=event.sentence)


def _examined(case: Case, event: Examined, line: LedgerLine) -> Case:
    _require(case, Phase.TAKEN_IN)
    _same_version(case, event.version)
    return dataclasses.replace(
        case,
        phase=Phase.LACKING if event.lacking or event.question else Phase.EXAMINED,
        title=event.title,
        facts=settle(_stated_by_clerk(case), event.facts),
        lacking=event.lacking,
        question=event.question,
        findings=event.findings,
        draft=event.draft,
    )


def _stated_by_clerk(case: Case) -> tuple[Fact, ...]:
    """Keep what the clerk stated; whatever an earlier text said is gone with it."""
    return tuple(fact for fact in case.facts.known if fact.source is FactSource.CLERK)


def _facts_stated(case: Case, event: FactsStated, line: LedgerLine) -> Case:
    _require(case, Phase.LACKING)
    facts = settle(case.facts.known, event.facts)
    return dataclasses.replace(
        case,
        facts=facts,
        title=facts.value(FactName.TITLE) or case.title,
        lacking=facts.lacking(),
        question="",
        phase=Phase.LACKING if facts.lacking() else Phase.EXAMINED,
    )


def _presented(case: Case, event: Presented, line: LedgerLine) -> Case:
    _require(case, Phase.EXAMINED, Phase.UNDER_WAY)
    _same_version(case, event.version)
    if case.phase is Phase.UNDER_WAY and (case.signer or _shows(case, event.shown.binding())):
        raise MisfitError(f"{case.document_id}: signed, or shown like this already")
    if case.route is None and event.route is None:
        raise MisfitError(f"{case.document_id}: presented without a route")
    return dataclasses.replace(
        case,
        phase=Phase.UNDER_WAY,
        kind=event.kind,
        organs=event.organs,
        scheme=event.scheme,
        document=event.document,
        shown=event.shown,
        findings=event.findings,
        route=case.route or event.route,
    )


def _decided(case: Case, event: Decided, line: LedgerLine) -> Case:
    step = _open(case, event.step)
    _same_version(case, event.version)
    if not step.verb.is_decision or not _shows(case, event.binding):
        raise MisfitError(f"{case.document_id}: the decision does not bind what is shown")
    decision = Decision(
        step=step.key,
        name=step.name,
        verb=step.verb,
        organ=step.organ,
        actor=line.actor,
        approved=event.approved,
        opinion=event.opinion,
        at=line.at,
        version=event.version,
        channel=line.channel,
        round=case.round,
    )
    case = dataclasses.replace(case, decisions=(*case.decisions, decision))
    if not event.approved:
        return dataclasses.replace(case, phase=Phase.TO_RETURN, reason=event.opinion)
    case = _done(case, step)
    if step.verb is Verb.SIGN or (step.verb is Verb.COSIGN and case.signer):
        # 成文日期 of a joint document is the last signer's date (条例 art. 9)
        return dataclasses.replace(
            case, signer=line.actor if step.verb is Verb.SIGN else case.signer, dated=line.at.date()
        )
    return case


def _revised(case: Case, event: Revised, line: LedgerLine) -> Case:
    step = _open(case, event.step)
    if not step.verb.is_decision or case.signer:
        raise MisfitError(f"{case.document_id}: {step.key} revises nothing")
    version = Version(_next(case, event.version), event.files, line.at, line.actor, event.note or f"{step.name}修改")
    return dataclasses.replace(case, phase=Phase.TAKEN_IN, versions=(*case.versions, version))


def _withdrawn(case: Case, event: Withdrawn, line: LedgerLine) -> Case:
    _require(case, Phase.TAKEN_IN, Phase.LACKING, Phase.EXAMINED, Phase.UNDER_WAY)
    if case.signer:
        raise MisfitError(f"{case.document_id}: signed already")
    return dataclasses.replace(case, phase=Phase.WITHDRAWN, reason=event.reason)


def _registered(case: Case, event: Registered, line: LedgerLine) -> Case:
    step = _open(case, event.step)
    if step.verb is not Verb.REGISTER or not case.signer or case.number:
        raise MisfitError(f"{case.document_id}: not to be registered now")
    return dataclasses.replace(
        _done(case, step),
        number=event.number,
        serial=event.serial,
        period=event.period,
        dated=event.dated,
        printed_on=event.printed_on,
        print_run=event.print_run,
    )


def _sealed(case: Case, event: Sealed, line: LedgerLine) -> Case:
    step = _open(case, event.step)
    if step.verb is not Verb.SEAL or not case.number or not _shows(case, event.binding):
        raise MisfitError(f"{case.document_id}: not to be sealed now")
    return dataclasses.replace(_done(case, step), seals=event.organs)


def _issued(case: Case, event: Issued, line: LedgerLine) -> Case:
    _require(case, Phase.SEALED)
    return dataclasses.replace(case, phase=Phase.ISSUED, issued=event, document=event.document)


def _filed(case: Case, event: Filed, line: LedgerLine) -> Case:
    _require(case, Phase.ISSUED)
    return dataclasses.replace(case, phase=Phase.FILED, filed=event)


def _handed_back(case: Case, event: HandedBack, line: LedgerLine) -> Case:
    key = hand_back_key(event.place, event.version, event.reason)
    if key in case.handed_back:
        raise MisfitError(f"{case.document_id}: {key} was handed back before")
    return dataclasses.replace(
        case, handed_back=(*case.handed_back, key), phase=AFTER_HAND_BACK.get(case.phase, case.phase)
    )


def _stuck(case: Case, event: Stuck, line: LedgerLine) -> Case:
    return dataclasses.replace(case, stuck=event)


def _done(case: Case, step: RouteStep) -> Case:
    case = dataclasses.replace(case, done=(*case.done, step.key))
    return case if case.open_steps() else dataclasses.replace(case, phase=Phase.SEALED)


def _shows(case: Case, binding: Binding) -> bool:
    return case.shown is not None and case.shown.binding() == binding


def _require(case: Case, *phases: Phase) -> None:
    if case.phase not in phases:
        raise MisfitError(f"{case.document_id} is {case.phase.value}, not {'/'.join(phase.value for phase in phases)}")


def _same_version(case: Case, version: int) -> None:
    if version != case.version:
        raise MisfitError(f"{case.document_id}: version {version} is not the newest, {case.version}")


def _next(case: Case, version: int) -> int:
    if version != case.version + 1:
        raise MisfitError(f"{case.document_id}: version {version} does not follow {case.version}")
    return version


def _open(case: Case, key: str) -> RouteStep:
    step = case.open_step(key)
    if step is None:
        raise MisfitError(f"{case.document_id}: {key} is not open")
    return step


_APPLIED: dict[type, Callable[[Case, Any, LedgerLine], Case]] = {
    TakenIn: _taken_in_again,
    Refused: _refused,
    Examined: _examined,
    FactsStated: _facts_stated,
    Presented: _presented,
    Decided: _decided,
    Revised: _revised,
    Withdrawn: _withdrawn,
    Registered: _registered,
    Sealed: _sealed,
    Issued: _issued,
    Filed: _filed,
    HandedBack: _handed_back,
    Stuck: _stuck,
}
