"""What decisions do to a document on its way (签批推进): on the desk, on paper, by word of mouth, and after a change."""

from __future__ import annotations

import dataclasses
import datetime as dt

from domain import receipt_paper
from domain.case import Case, Decision, Extension, MisfitError, PaperSignature, Phase, VerbalConsent, Version
from domain.case_moves import done, next_version, onward, open_step, require_phase, require_shown, without_paper
from domain.events import (
    ChangeDeclined,
    Confirmed,
    Corrected,
    Decided,
    Extended,
    Nature,
    Revised,
    VerballyAgreed,
    Withdrawn,
)
from domain.ledger_line import LedgerLine
from domain.paper_events import PaperChecked, PaperRecorded
from domain.procedure import RouteStep, Verb

PAPER = "paper"
"""The channel of a decision given with pen on paper (纸质签批)."""


def decided(case: Case, event: Decided, line: LedgerLine) -> Case:
    """Take a decision; it ends what was recorded from paper for the same step and not compared yet."""
    step = open_step(case, event.step)
    require_shown(case, event.version, event.binding)
    if not step.verb.is_decision or step.on_paper:
        raise MisfitError(f"{case.document_id}: nothing is decided at {step.key}")
    decision = _decision(
        case, step, line, actor=line.actor, approved=event.approved, opinion=event.opinion, principal=event.principal
    )
    return _take(without_paper(case, step.key), step, decision)


def paper_recorded(case: Case, event: PaperRecorded, line: LedgerLine) -> Case:
    """Keep a decision on paper until a second person has compared it."""
    step = open_step(case, event.step)
    if case.incoming is not None:
        receipt_paper.require_recordable(case, step, event)
    else:
        _require_decision(case, step, event)
    if case.paper(step.key):
        raise MisfitError(f"{case.document_id}: {step.key} has a paper that waits to be compared")
    if event.signed_on > line.at.date():
        raise MisfitError(f"{case.document_id}: signed on {event.signed_on}, which is still to come")
    paper = PaperSignature(
        step.key,
        event.approved,
        event.opinion,
        event.signer,
        event.signed_on,
        event.scan,
        recorder=line.actor,
        assignment=event.assignment,
    )
    return dataclasses.replace(case, papers=(*case.papers, paper), on_paper=(*case.on_paper, paper))


def _require_decision(case: Case, step: RouteStep, event: PaperRecorded) -> None:
    """Refuse what is no decision on the pages that stand there now."""
    if event.binding is None or not (step.verb.is_decision or step.verb is Verb.CONFIRM):
        raise MisfitError(f"{case.document_id}: no decision on paper is wanted at {step.key}")
    require_shown(case, event.version, event.binding)


def paper_checked(case: Case, event: PaperChecked, line: LedgerLine) -> Case:
    """Let a recorded decision count, or drop it; never by the one who recorded it."""
    step, paper = open_step(case, event.step), case.paper(event.step)
    if paper is None or paper.recorder == line.actor:
        raise MisfitError(f"{case.document_id}: {event.step} has nothing for {line.actor} to compare")
    case = without_paper(case, step.key)
    if not event.agrees:
        return case
    if case.incoming is not None:
        return receipt_paper.counted(case, step, paper, line)
    if step.verb is Verb.CONFIRM:
        return _confirm(case, step) if paper.approved else dataclasses.replace(case, declined=paper.opinion)
    decision = _decision(case, step, line, actor=paper.signer, approved=paper.approved, opinion=paper.opinion)
    at = dt.datetime.combine(paper.signed_on, line.at.timetz())
    return _take(case, step, dataclasses.replace(decision, at=at, channel=PAPER))


def verbally_agreed(case: Case, event: VerballyAgreed, line: LedgerLine) -> Case:
    """Go on with a consent by word of mouth; the signature stays owed."""
    step = open_step(case, event.step)
    require_shown(case, event.version, event.binding)
    if not step.verbal or step.verb is not Verb.SIGN or step.key in case.owed or event.at > line.at:
        raise MisfitError(f"{case.document_id}: no verbal consent at {step.key}")
    consent = VerbalConsent(step.key, event.person, event.at, event.means, line.actor)
    case = dataclasses.replace(
        without_paper(case, step.key),
        owed=(*case.owed, step.key),
        consents=(*case.consents, consent),
        signer=event.person,
        dated=event.at.astimezone(line.at.tzinfo).date(),
    )
    return done(case, step)


def revised(case: Case, event: Revised, line: LedgerLine) -> Case:
    """Take a reviewer's text; steps of the procedure that ask for it are done anew."""
    step = open_step(case, event.step)
    if not step.verb.is_decision or case.signer:
        raise MisfitError(f"{case.document_id}: {step.key} revises nothing")
    version = Version(
        next_version(case, event.version), event.files, line.at, line.actor, event.note or f"{step.name}修改"
    )
    anew = {step.key for step in case.route.steps if step.again} if case.route else set[str]()
    return dataclasses.replace(
        case,
        phase=Phase.TAKEN_IN,
        versions=(*case.versions, version),
        papers=(),
        done=tuple(key for key in case.done if key not in anew),
    )


def corrected(case: Case, event: Corrected, line: LedgerLine) -> Case:
    """Take a change after 签发: the signers confirm wording; substance goes through every step again, with the number it may have.

    What was checked or sealed was another text: both are done again.
    """
    route = case.route
    if route is None or event.step not in [step.key for step in case.correctable()]:
        raise MisfitError(f"{case.document_id}: nothing is corrected at {event.step}")
    why = f"{event.nature.value}修改：{event.note}"
    version = Version(next_version(case, event.version), event.files, line.at, line.actor, why)
    anew = route.keys(Verb.CHECK, Verb.SEAL)
    case = dataclasses.replace(
        case,
        phase=Phase.TAKEN_IN,
        versions=(*case.versions, version),
        papers=(),
        declined="",
        done=tuple(key for key in case.done if key not in anew),
        seals=(),
        seal_images=(),
        refusal=None,
    )
    if event.nature is Nature.WORDING:
        return dataclasses.replace(
            case,
            confirm=tuple(key for key in case.signers if key not in case.owed),
            signed_as=case.signed_as or case.document,
        )
    return dataclasses.replace(
        case,
        round=case.round + 1,
        done=tuple(key for key in case.done if key in route.keys(Verb.REGISTER)),
        confirm=(),
        signed_as="",
        owed=(),
        signer="",
        dated=None,
    )


def confirmed(case: Case, event: Confirmed, line: LedgerLine) -> Case:
    """Take a signer's confirmation of what was changed."""
    step = open_step(case, event.step)
    require_shown(case, event.version, event.binding)
    if step.verb is not Verb.CONFIRM:
        raise MisfitError(f"{case.document_id}: nothing is confirmed at {step.key}")
    return _confirm(without_paper(case, step.key), step)


def change_declined(case: Case, event: ChangeDeclined, line: LedgerLine) -> Case:
    """Note that a signer does not agree to a change; it stays unconfirmed until it is changed again or they do."""
    step = open_step(case, event.step)
    require_shown(case, event.version, event.binding)
    if step.verb is not Verb.CONFIRM:
        raise MisfitError(f"{case.document_id}: nothing is confirmed at {step.key}")
    return dataclasses.replace(without_paper(case, step.key), declined=event.opinion)


def extended(case: Case, event: Extended, line: LedgerLine) -> Case:
    """Extend the limit of an open step, or of the whole way."""
    require_phase(case, Phase.UNDER_WAY)
    limit = open_step(case, event.step).limit if event.step else case.route and case.route.limit
    if limit is None or event.limit.amount < 1:
        raise MisfitError(f"{case.document_id}: no limit to extend")
    extension = Extension(event.step, event.limit, event.reason, line.actor, line.at)
    return dataclasses.replace(case, extensions=(*case.extensions, extension))


def withdrawn(case: Case, event: Withdrawn, line: LedgerLine) -> Case:
    """End a draft before 签发; one that bears a number is voided by other means."""
    require_phase(case, Phase.TAKEN_IN, Phase.LACKING, Phase.EXAMINED, Phase.UNDER_WAY)
    if case.signer or case.number:
        raise MisfitError(f"{case.document_id}: signed or numbered already")
    return dataclasses.replace(case, phase=Phase.WITHDRAWN, reason=event.reason)


def _decision(
    case: Case, step: RouteStep, line: LedgerLine, *, actor: str, approved: bool, opinion: str, principal: str = ""
) -> Decision:
    return Decision(
        step=step.key,
        name=step.name,
        verb=step.verb,
        organ=step.organ,
        actor=actor,
        approved=approved,
        opinion=opinion,
        at=line.at,
        version=case.version,
        channel=line.channel,
        round=case.round,
        principal=principal,
    )


def _take(case: Case, step: RouteStep, decision: Decision) -> Case:
    case = dataclasses.replace(case, decisions=(*case.decisions, decision))
    if not decision.approved:
        if case.number and step.key in case.owed:
            raise MisfitError(f"{case.document_id}: it bears a number; what is refused now has to be revoked")
        return dataclasses.replace(case, phase=Phase.TO_RETURN, reason=decision.opinion)
    if step.key in case.owed:  # the consent's day stays the 成文日期
        owed = tuple(key for key in case.owed if key != step.key)
        return onward(dataclasses.replace(case, owed=owed, signer=decision.actor))
    if step.verb is Verb.SIGN or (step.verb is Verb.COSIGN and case.signer and not step.asked):
        # 成文日期 of a joint document is the last signer's date (条例 art. 9)
        day = max(filter(None, (case.dated, decision.at.date())))
        signer = decision.actor if step.verb is Verb.SIGN else case.signer
        case = dataclasses.replace(case, signer=signer, dated=day)
    return done(case, step)


def _confirm(case: Case, step: RouteStep) -> Case:
    left = tuple(key for key in case.confirm if key != step.key)
    if not left:
        case = dataclasses.replace(case, declined="", signed_as="")
    return onward(dataclasses.replace(case, confirm=left))
