"""What reading a scan, correcting its words and judging a mark among them do to a piece (文字识别推进): pure, state + event → state."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from domain.case import Case, MisfitError, Phase
from domain.case_moves import require_phase
from domain.facts import Fact, FactName, Facts, FactSource
from domain.ledger_line import LedgerLine
from domain.receipt import Incoming
from domain.receipt_events import LevelJudged, PageTranscribed, TranscriptCorrected
from domain.transcript import PageTranscript

OPEN = (Phase.UNDER_WAY, Phase.ISSUED)
"""The phases in which the words of a scan may still change: its level is stated, and it is not filed."""


def _transcribed(case: Case, event: PageTranscribed, line: LedgerLine) -> Case:
    incoming = _open(case)
    if event.read.page not in incoming.unread:
        raise MisfitError(f"{case.document_id}: page {event.read.page} has text, or was read before")
    pages = sorted((*incoming.transcript, event.read), key=lambda one: one.page)
    return _with(case, incoming, tuple(pages))


def _corrected(case: Case, event: TranscriptCorrected, line: LedgerLine) -> Case:
    incoming = _open(case)
    before = incoming.transcribed(event.page)
    if before is None:
        if event.page not in incoming.unread:
            raise MisfitError(f"{case.document_id}: page {event.page} is no page without text")
        before = PageTranscript(event.page)
    after = dataclasses.replace(
        before,
        text=event.text,
        marked=event.marked,
        corrected_by=line.actor,
        corrected_at=line.at,
    )
    others = [one for one in incoming.transcript if one.page != event.page]
    if event.marked != before.marked:
        answered = tuple(page for page in incoming.answered_marks if page != event.page)
        incoming = dataclasses.replace(incoming, answered_marks=answered)
    return _with(case, incoming, tuple(sorted((*others, after), key=lambda one: one.page)))


def _judged(case: Case, event: LevelJudged, line: LedgerLine) -> Case:
    incoming = _open(case)
    if incoming.particulars is None or incoming.contradicted != event.found:
        raise MisfitError(f"{case.document_id}: no mark says {event.found}")
    marked = tuple(one.page for one in incoming.transcript if one.marked)
    particulars = dataclasses.replace(incoming.particulars, level=event.level)
    judged = dataclasses.replace(incoming, particulars=particulars, answered_marks=marked)
    others = (fact for fact in case.facts.known if fact.name is not FactName.LEVEL)
    facts = Facts((*others, Fact(FactName.LEVEL, event.level, FactSource.CLERK)))
    return dataclasses.replace(case, facts=facts, incoming=judged)


def _open(case: Case) -> Incoming:
    require_phase(case, *OPEN)
    if case.incoming is None:
        raise MisfitError(f"{case.document_id} did not come in from outside")
    return case.incoming


def _with(case: Case, incoming: Incoming, pages: tuple[PageTranscript, ...]) -> Case:
    return dataclasses.replace(case, incoming=dataclasses.replace(incoming, transcript=pages))


TRANSCRIPT_MOVES: dict[type, Callable[[Case, Any, LedgerLine], Case]] = {
    PageTranscribed: _transcribed,
    TranscriptCorrected: _corrected,
    LevelJudged: _judged,
}
