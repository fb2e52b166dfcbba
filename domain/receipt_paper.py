"""What is decided with a pen on a paper that came in (收文代录): 拟办 and 批示 count when a second person has compared them with the scan, as in dispatch."""

from __future__ import annotations

from domain.case import Case, MisfitError, PaperSignature
from domain.case_moves import same_version
from domain.ledger_line import LedgerLine
from domain.paper_events import PaperRecorded
from domain.procedure import RouteStep, Verb
from domain.receipt import Assignment, OnPaper
from domain.receipt_moves import directed, require_named, said, step_at

COMPARED = (Verb.PROPOSE, Verb.INSTRUCT)
"""What is compared before it counts: it says to whom a piece goes. What a unit reports and a reader signs for decides nothing, and counts at once."""


def require_recordable(case: Case, step: RouteStep, event: PaperRecorded) -> None:
    """Refuse what is no opinion that sends this very piece on, by whom the step is for."""
    same_version(case, event.version)
    step_at(case, step.key, step.verb, event.seen)
    if step.verb not in COMPARED or not event.approved or event.assignment is None:
        raise MisfitError(f"{case.document_id}: nothing is recorded from paper at {step.key}")


def counted(case: Case, step: RouteStep, paper: PaperSignature, line: LedgerLine) -> Case:
    """Let what was recorded count as if its writer had given it here, on the day that stands on the paper."""
    on_paper = OnPaper(paper.signer, paper.signed_on, paper.scan)
    require_named(case, step, line, on_paper)
    after = said(case, step, paper.opinion, line, on_paper, paper.recorder)
    return directed(after, step, paper.assignment or Assignment(), line)
