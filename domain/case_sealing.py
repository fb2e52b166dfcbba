"""What the keeper's refusal does to a document on its way (用印推进): back to the clerk, and to the keeper again."""

from __future__ import annotations

import dataclasses

from domain.case import Case, MisfitError, SealRefusal
from domain.case_moves import open_step, require_shown
from domain.ledger_line import LedgerLine
from domain.procedure import Verb
from domain.seal_events import SealAnswered, SealRefused


def seal_refused(case: Case, event: SealRefused, line: LedgerLine) -> Case:
    """Give a document that is not sealed back to the clerk."""
    step = open_step(case, event.step)
    require_shown(case, event.version, event.binding)
    if step.verb is not Verb.SEAL or not event.opinion:
        raise MisfitError(f"{case.document_id}: nothing is refused at {step.key}")
    refusal = SealRefusal(step.key, event.opinion, line.actor, line.at)
    return dataclasses.replace(case, refusal=refusal)


def seal_answered(case: Case, event: SealAnswered, line: LedgerLine) -> Case:
    """Bring a document to the keeper again; what was refused is not sealed by the clerk's word."""
    step = open_step(case, event.step)
    if step.verb is not Verb.ANSWER or event.version != case.version or not event.note:
        raise MisfitError(f"{case.document_id}: nothing is answered at {step.key}")
    return dataclasses.replace(case, refusal=None)
