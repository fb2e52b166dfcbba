"""One document on its way, as its events tell it (在办件): the state that every row and page about it is made from.

``apply`` is pure: state + event → state. It refuses an event that does not fit, so that no step is skipped and none is done twice.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

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
from domain.facts import Facts, FactName, settle
from domain.findings import Finding
from domain.intake import StagedFile
from domain.ledger_line import LedgerLine
from domain.pages import Shown
from domain.procedure import Route, RouteStep, Verb


class Phase(StrEnum):
    """Where a document is (办理阶段): waiting for us or for people, or at one of its ends."""

    TAKEN_IN = "待审读"
    LACKING = "待补正"
    EXAMINED = "待呈批"
    UNDER_WAY = "办理中"
    SEALED = "待印发"
    ISSUED = "待归档"
    FILED = "待回送"
    DONE = "已办结"
    TO_RETURN = "待退回"
    RETURNED = "已退回"
    TO_REFUSE = "待退稿"
    REFUSED = "已退稿"
    WITHDRAWN = "已撤稿"


MACHINE_PHASES = (
    Phase.TAKEN_IN,
    Phase.EXAMINED,
    Phase.SEALED,
    Phase.ISSUED,
    Phase.FILED,
    Phase.TO_RETURN,
    Phase.TO_REFUSE,
)
"""The phases in which the next act is ours, not a person's."""

AFTER_HAND_BACK = {Phase.FILED: Phase.DONE, Phase.TO_RETURN: Phase.RETURNED, Phase.TO_REFUSE: Phase.REFUSED}

IN_FLIGHT = (*MACHINE_PHASES, Phase.LACKING, Phase.UNDER_WAY)


class MisfitError(ValueError):
    """An event does not fit the state of its document (时机不符)."""


@dataclass(frozen=True)
class Version:
    """One version of the text (稿次), counted from 1."""

    number: int
    files: tuple[StagedFile, ...]
    at: dt.datetime
    actor: str
    why: str


@dataclass(frozen=True)
class Decision:
    """One decision at a step (签批意见)."""

    step: str
    name: str
    verb: Verb
    organ: str
    actor: str
    approved: bool
    opinion: str
    at: dt.datetime
    version: int
    channel: str
    round: int


@dataclass(frozen=True)
class Case:
    """A document with all that is known of it (在办件). Times carry their offset; persons are named by id."""

    document_id: str
    unit: str
    category: str
    name: str
    phase: Phase
    versions: tuple[Version, ...]
    since: dt.datetime
    drops: tuple[str, ...] = ()
    round: int = 1
    title: str = ""
    kind: str = ""
    organs: tuple[str, ...] = ()
    scheme: str = ""
    facts: Facts = Facts()
    lacking: tuple[FactName, ...] = ()
    question: str = ""
    findings: tuple[Finding, ...] = ()
    draft: str = ""
    document: str = ""
    shown: Shown | None = None
    route: Route | None = None
    done: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    signer: str = ""
    number: str = ""
    serial: int = 0
    period: int = 0
    dated: dt.date | None = None
    printed_on: dt.date | None = None
    print_run: int = 0
    seals: tuple[str, ...] = ()
    issued: Issued | None = None
    filed: Filed | None = None
    handed_back: tuple[str, ...] = ()
    reason: str = ""
    stuck: Stuck | None = None

    @property
    def version(self) -> int:
        """Give the number of the newest version."""
        return self.versions[-1].number

    def open_steps(self) -> tuple[RouteStep, ...]:
        """List the steps that a person may do now."""
        if self.phase is not Phase.UNDER_WAY or self.route is None:
            return ()
        return self.route.open_steps(frozenset(self.done))

    def open_step(self, key: str) -> RouteStep | None:
        """Find a step that is open now by its key."""
        return next((step for step in self.open_steps() if step.key == key), None)

    @property
    def drafter(self) -> str:
        """Give the drafter as the facts state it, or an empty string."""
        return self.facts.value(FactName.DRAFTER)

    @property
    def is_in_flight(self) -> bool:
        """Tell whether somebody still has to act on it."""
        return self.phase in IN_FLIGHT


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
        facts=Facts(),
        reason="",
    )


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
        facts=settle(case.facts.known, event.facts),
        lacking=event.lacking,
        question=event.question,
        findings=event.findings,
        draft=event.draft,
    )


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
    if not step.verb.is_decision or case.shown is None or event.binding != case.shown.binding():
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
        return dataclasses.replace(case, signer=line.actor if step.verb is Verb.SIGN else case.signer, dated=line.at.date())
    return case


def _revised(case: Case, event: Revised, line: LedgerLine) -> Case:
    step = _open(case, event.step)
    if not step.verb.is_decision:
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
    if step.verb is not Verb.SEAL or not case.number:
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
    return dataclasses.replace(
        case, handed_back=(*case.handed_back, key), phase=AFTER_HAND_BACK.get(case.phase, case.phase)
    )


def _stuck(case: Case, event: Stuck, line: LedgerLine) -> Case:
    return dataclasses.replace(case, stuck=event)


def hand_back_key(place: str, version: int, reason: str) -> str:
    """Name one handing back, so that it is done once (回送标识)."""
    return f"{place}/{version}/{reason}"


def _done(case: Case, step: RouteStep) -> Case:
    case = dataclasses.replace(case, done=(*case.done, step.key))
    assert case.route is not None
    finished = not case.route.open_steps(frozenset(case.done))
    return dataclasses.replace(case, phase=Phase.SEALED) if finished else case


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
