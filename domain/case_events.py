"""What each event does to a document on its way (办理推进).

``apply`` is pure: state + event → state. It refuses an event that does not fit, so that no step is skipped and none is done twice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from domain import case_asking, case_closing, case_issuing, case_sealing, case_signing
from domain.asking_events import UnitsAsked
from domain.book_events import Repealed
from domain.case import Case, MisfitError, Phase, Version
from domain.case_imported import imported
from domain.case_moves import next_version, onward, opened, require_phase, same_version, shows
from domain.closing_events import CompartmentSet, ReadersSet, WideningAsked, WideningDecided
from domain.composing import guarded
from domain.events import (
    ChangeDeclined,
    Checked,
    Confirmed,
    Corrected,
    Decided,
    Delivered,
    Event,
    Examined,
    Extended,
    FactsStated,
    Filed,
    HandedBack,
    Issued,
    Presented,
    Printed,
    Refused,
    Registered,
    Revised,
    Sealed,
    SealsPressed,
    Stuck,
    TakenIn,
    VerballyAgreed,
    Withdrawn,
)
from domain.facts import Fact, FactName, Facts, FactSource, settle
from domain.holding_events import Imported
from domain.intake import Category
from domain.ledger_line import LedgerLine
from domain.paper_events import PaperChecked, PaperRecorded
from domain.procedure import Verb
from domain.receipt_events import Contacted, Counted, PaperCame, Replied
from domain.receipt_moves import RECEIPT_MOVES, came_in, paper_came
from domain.seal_events import SealAnswered, SealRefused
from domain.transcript_moves import TRANSCRIPT_MOVES

CLOSING = (CompartmentSet, ReadersSet, WideningAsked, WideningDecided)
BESIDE = (Contacted, Replied, Counted)
QUIET = (Stuck, HandedBack, Extended, Repealed, PaperRecorded, ChangeDeclined, *CLOSING, *BESIDE)
"""Events that leave a document where it was, so that it stands there since the same time."""


def apply(case: Case | None, event: Event, line: LedgerLine) -> Case:
    """Give the document's state after ``event``, which the ledger holds in ``line``.

    Raises:
        MisfitError: The event does not fit the state, for example a decision at a step that is not open.
    """
    if case is None:
        if isinstance(event, Imported):
            return imported(event, line)
        if isinstance(event, PaperCame):
            return paper_came(event, line)
        if not isinstance(event, TakenIn):
            raise MisfitError(f"{line.object_id}: {line.verb} before it was taken in")
        return _taken_in_first(event, line)
    new = opened(_APPLIED[type(event)](case, event, line), case, line.at)
    return new if isinstance(event, QUIET) else dataclasses.replace(new, since=line.at, stuck=None)


def _taken_in_first(event: TakenIn, line: LedgerLine) -> Case:
    taken = Case(
        document_id=line.object_id,
        unit=event.unit,
        category=event.category,
        name=event.name,
        phase=Phase.TAKEN_IN,
        versions=(Version(1, event.files, line.at, line.actor, "投稿", event.marked, event.told),),
        since=line.at,
        drops=(event.drop,),
        facts=guarded(Facts(), event.marked),
    )
    return came_in(taken) if event.category == Category.RECEIPT else taken


def _taken_in_again(case: Case, event: TakenIn, line: LedgerLine) -> Case:
    require_phase(case, Phase.RETURNED, Phase.REFUSED)
    number = next_version(case, event.version)
    version = Version(number, event.files, line.at, line.actor, "退回后重新投稿", event.marked, event.told)
    return dataclasses.replace(
        case,
        phase=Phase.TAKEN_IN,
        versions=(*case.versions, version),
        name=event.name,
        drops=(*case.drops, event.drop),
        round=case.round + 1,
        done=(),
        route=None,
        facts=guarded(_levels(case), event.marked),
        confirm=(),
        declined="",
        signed_as="",
        owed=(),
        papers=(),
        signer="",
        dated=None,
        reason="",
    )


def _levels(case: Case) -> Facts:
    """Keep only the level, by which its title stays guarded until the next version is read (law 7), and what a reviewer settled."""
    kept = (FactName.LEVEL, FactName.SUBJECT_TO)
    return Facts(tuple(one for one in case.facts.known if one.name in kept or one.source is FactSource.REVIEWER))


def _refused(case: Case, event: Refused, line: LedgerLine) -> Case:
    require_phase(case, Phase.TAKEN_IN, Phase.EXAMINED)
    same_version(case, event.version)
    return dataclasses.replace(case, phase=Phase.TO_REFUSE, reason=event.sentence)


def _examined(case: Case, event: Examined, line: LedgerLine) -> Case:
    require_phase(case, Phase.TAKEN_IN)
    same_version(case, event.version)
    return dataclasses.replace(
        case,
        phase=Phase.LACKING if event.lacking or event.question else Phase.EXAMINED,
        title=event.title,
        facts=settle(_stated_by_people(case), event.facts),
        lacking=event.lacking,
        question=event.question,
        findings=event.findings,
        draft=event.draft,
    )


def _stated_by_people(case: Case) -> tuple[Fact, ...]:
    """Keep what the clerk stated and a reviewer settled; whatever an earlier text said is gone with it."""
    return tuple(fact for fact in case.facts.known if fact.source in (FactSource.REVIEWER, FactSource.CLERK))


def _facts_stated(case: Case, event: FactsStated, line: LedgerLine) -> Case:
    require_phase(case, Phase.LACKING)
    facts = settle(case.facts.known, event.facts)
    lacking = tuple(name for name in case.lacking if not facts.value(name))
    return dataclasses.replace(
        case,
        facts=facts,
        title=facts.value(FactName.TITLE) or case.title,
        lacking=lacking,
        question="",
        phase=Phase.LACKING if lacking else Phase.EXAMINED,
    )


def _presented(case: Case, event: Presented, line: LedgerLine) -> Case:
    require_phase(case, Phase.EXAMINED, Phase.UNDER_WAY, Phase.SEALED)
    same_version(case, event.version)
    route = case.route or event.route
    if route is None:
        raise MisfitError(f"{case.document_id}: presented without a route")
    if case.phase is not Phase.EXAMINED:
        case = _shown_again(case, event)
    after = dataclasses.replace(
        case,
        phase=Phase.UNDER_WAY,
        kind=event.kind,
        organs=event.organs,
        scheme=event.scheme,
        document=event.document,
        shown=event.shown,
        findings=event.findings,
        route=route,
        papers=(),
        done=case.done or (route.keys(Verb.REGISTER) if case.number else ()),  # it keeps its number for good
    )
    return onward(after)


def _shown_again(case: Case, event: Presented) -> Case:
    """Let pages of a changed renderer take the place of the old ones; whoever has signed confirms them in one act (law 5)."""
    if case.issued or shows(case, event.shown.binding()):
        raise MisfitError(f"{case.document_id}: issued, or shown like this already")
    if not case.signer:
        return case
    if case.shown is None or event.shown.content != case.shown.content:
        raise MisfitError(f"{case.document_id}: signed with another text")
    if event.shown.renderer == case.shown.renderer:
        raise MisfitError(f"{case.document_id}: the renderer is the same, the pages are not")
    return dataclasses.replace(case, confirm=tuple(key for key in case.signers if key not in case.owed), declined="")


def _known_already(case: Case, event: Imported | PaperCame, line: LedgerLine) -> Case:
    raise MisfitError(f"{case.document_id}: there is such a document already")


_APPLIED: dict[type, Callable[[Case, Any, LedgerLine], Case]] = {
    TakenIn: _taken_in_again,
    Refused: _refused,
    Examined: _examined,
    FactsStated: _facts_stated,
    Presented: _presented,
    Decided: case_signing.decided,
    PaperRecorded: case_signing.paper_recorded,
    PaperChecked: case_signing.paper_checked,
    VerballyAgreed: case_signing.verbally_agreed,
    Corrected: case_signing.corrected,
    Confirmed: case_signing.confirmed,
    ChangeDeclined: case_signing.change_declined,
    Extended: case_signing.extended,
    Revised: case_signing.revised,
    Withdrawn: case_signing.withdrawn,
    Checked: case_issuing.checked,
    Registered: case_issuing.registered,
    Sealed: case_issuing.sealed,
    SealsPressed: case_issuing.seals_pressed,
    Issued: case_issuing.issued,
    Printed: case_issuing.printed,
    Delivered: case_issuing.delivered,
    Repealed: case_issuing.repealed,
    SealRefused: case_sealing.seal_refused,
    SealAnswered: case_sealing.seal_answered,
    UnitsAsked: case_asking.units_asked,
    CompartmentSet: case_closing.compartment_set,
    ReadersSet: case_closing.readers_set,
    WideningAsked: case_closing.widening_asked,
    WideningDecided: case_closing.widening_decided,
    Filed: case_issuing.filed,
    HandedBack: case_issuing.handed_back,
    Stuck: case_issuing.stuck,
    Imported: _known_already,
    PaperCame: _known_already,
    **RECEIPT_MOVES,
    **TRANSCRIPT_MOVES,
}
