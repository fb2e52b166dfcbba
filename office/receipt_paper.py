"""拟办 and 批示 that were written with a pen on a paper that came in (收文代录): recorded with the scan, compared by a second person, as in dispatch."""

from __future__ import annotations

from domain.case import Case
from domain.intake import Role as FileRole
from domain.intake import StagedFile
from domain.office import Actor
from domain.paper_events import PaperRecorded
from domain.procedure import RouteStep
from domain.receipt import Assignment, OnPaper
from domain.receipt_moves import seen_of
from office.examine import current
from office.house import House
from office.receipt_errors import ScanMissingError
from office.record import record
from office.signing_errors import PaperWaitsError


def scanned(house: House, name: str, data: bytes) -> StagedFile:
    """Keep the scan of a sheet once the bounded child could open it (代录扫描件)."""
    house.mailroom.look_at_name(name)
    house.press.look_at_scan(data, name)
    return StagedFile(name, FileRole.SCAN, house.staging.put(data), len(data))


def record_opinion(
    house: House,
    actor: Actor,
    case: Case,
    step: RouteStep,
    on_paper: OnPaper,
    *,
    words: str,
    assignment: Assignment,
    channel: str,
) -> Case:
    """Record what somebody wrote on the paper; ``compare_paper`` lets it count.

    Raises:
        ScanMissingError: There is no scan, so nobody could compare it.
        PaperWaitsError: One was recorded already and waits to be compared.
    """
    if on_paper.scan is None:
        raise ScanMissingError(case.document_id, step.name)
    if case.paper(step.key):
        raise PaperWaitsError(case.document_id, step.name)
    recorded = PaperRecorded(
        step=step.key,
        version=case.version,
        approved=True,
        opinion=words,
        signer=on_paper.person,
        signed_on=on_paper.day,
        scan=on_paper.scan,
        binding=None,
        seen=seen_of(case),
        assignment=assignment,
    )
    record(house, lambda pen: pen.note(recorded, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)
