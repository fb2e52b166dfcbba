"""Signatures on paper (代录, 纸质签批): a clerk records what stands on the paper with its scan; it counts when a second person has compared them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import PurePath

from domain.canonical import digest_of
from domain.case import Case, PaperSignature, Phase
from domain.file_names import safe_name
from domain.intake import Role as FileRole
from domain.intake import StagedFile
from domain.office import Actor
from domain.pages import Binding
from domain.paper_events import PaperChecked, PaperRecorded
from domain.procedure import RECORDS_PAPER, RouteStep, Verb
from office.archived import record_of
from office.errors import NothingToDoError, NotYourRoleError, OpinionMissingError, SamePersonError, UnknownDocumentError
from office.examine import current
from office.house import House
from office.opened import note_opened
from office.record import record
from office.scope import case_for
from office.sign import AGREED, require_not_barred, require_shown, where
from office.signers import signers_for
from office.signing_errors import DayUnfitError, PaperWaitsError, SignerUnfitError

SCANS = "签批"
"""The folder of a record in which the scans lie."""


@dataclass(frozen=True)
class Written:
    """What stands on the paper (纸面所载): ``signer`` is a person's id, or the name of who signs for an organ elsewhere."""

    approved: bool
    opinion: str
    signer: str
    signed_on: dt.date


def record_on_paper(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    step: str,
    written: Written,
    name: str,
    scan: bytes,
    binding: Binding,
    channel: str = "desk",
) -> Case:
    """Record a decision that was given with pen on paper; ``name`` and ``scan`` are the scanned sheet.

    Raises:
        SignerUnfitError: The signer may not do this step.
        DayUnfitError: The paper was signed before this version came in, or is dated in the future.
        DraftError: The scan can't be taken.
    """
    case = case_for(house, actor, document_id)
    _require_role(house, actor, case.route.paper_by if case.route else RECORDS_PAPER, "代录")
    at = _step_for_paper(case, step)
    require_shown(house, case, binding)
    if case.paper(at.key):
        raise PaperWaitsError(case.document_id, at.name)
    written = _checked(house, case, at, written)
    staged = _staged(house, name, scan)
    recorded = PaperRecorded(
        step=at.key,
        version=case.version,
        approved=written.approved,
        opinion=written.opinion,
        signer=written.signer,
        signed_on=written.signed_on,
        scan=staged,
        binding=binding,
    )
    record(house, lambda pen: pen.note(recorded, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def compare_paper(
    house: House, actor: Actor, document_id: str, *, step: str, agrees: bool, note: str = "", channel: str = "desk"
) -> Case:
    """Say, as a second person, whether what was recorded is what stands on the scan (核对代录).

    Raises:
        SamePersonError: The one who recorded it compares it, or the signer drafted the document.
    """
    case = case_for(house, actor, document_id)
    paper, at = case.paper(step), case.open_step(step)
    _require_role(house, actor, case.route.compare_by if case.route else (), "核对代录")
    if paper is None or at is None:
        raise NothingToDoError(case.document_id, "核对代录", where(case))
    if paper.recorder == actor.person:
        raise SamePersonError(case.document_id, "核对代录", "代录人")
    if not agrees and not note.strip():
        raise OpinionMissingError(case.document_id, "不一致的核对")
    barred = require_not_barred(house, case, at.verb, paper.signer) if agrees and paper.approved else ""
    checked = PaperChecked(at.key, agrees, note.strip(), barred)
    record(house, lambda pen: pen.note(checked, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def steps_for_paper(case: Case) -> tuple[RouteStep, ...]:
    """List the open steps whose decision may be recorded from paper now."""
    if case.phase is not Phase.UNDER_WAY:
        return ()
    return tuple(step for step in case.open_steps() if _is_signed(step) and not case.paper(step.key))


def check_code(binding: Binding) -> str:
    """Give the few characters by which a printed sheet is known to belong to this text and these pages (校核码)."""
    return digest_of(binding)[:8].upper()


def scan_pages(house: House, case: Case, paper: PaperSignature) -> int:
    """Give the number of pages of a recorded scan."""
    return house.press.look_at_scan(_scan_bytes(house, case, paper), paper.scan.name)


def scan_page(house: House, actor: Actor, document_id: str, digest: str, page: int) -> bytes:
    """Give the PNG of one page of a scan that was recorded for a document."""
    case = case_for(house, actor, document_id)
    paper = next((paper for paper in case.on_paper if paper.scan.sha512 == digest), None)
    if paper is None:
        raise UnknownDocumentError(f"{document_id} 扫描件")
    note_opened(house, actor, case, "扫描件")
    return house.press.scan_page(_scan_bytes(house, case, paper), page)


def scan_name(case: Case, place: int) -> str:
    """Name a scan in the record: the order in which it was recorded, its step, the ending of its file."""
    paper = case.on_paper[place]
    step = case.route.step(paper.step) if case.route else None
    ending = PurePath(paper.scan.name).suffix.lower()
    return f"{SCANS}/{safe_name(f'{place + 1:02d} {step.name if step else paper.step}{ending}')}"


def _scan_bytes(house: House, case: Case, paper: PaperSignature) -> bytes:
    if house.staging.holds(paper.scan.sha512) or case.filed is None:
        return house.staging.read(paper.scan.sha512)
    place = case.on_paper.index(paper)
    return record_of(house, case).read(scan_name(case, place))


def _staged(house: House, name: str, scan: bytes) -> StagedFile:
    """Keep a scan once the bounded child could open it."""
    house.mailroom.look_at_name(name)
    house.press.look_at_scan(scan, name)
    return StagedFile(name, FileRole.SCAN, house.staging.put(scan), len(scan))


def _step_for_paper(case: Case, key: str) -> RouteStep:
    step = case.open_step(key)
    if case.phase is not Phase.UNDER_WAY or step is None or not _is_signed(step):
        raise NothingToDoError(case.document_id, "代录", where(case))
    return step


def _is_signed(step: RouteStep) -> bool:
    return step.verb.is_decision or step.verb is Verb.CONFIRM


def _checked(house: House, case: Case, step: RouteStep, written: Written) -> Written:
    """Give what stands on the paper with the signer's id; a bare signature counts as 同意 (条例 art. 22)."""
    signer = _signer(house, case, step, written.signer.strip())
    if written.approved:
        require_not_barred(house, case, step.verb, signer)
    elif not written.opinion.strip():
        raise OpinionMissingError(case.document_id, "退回")
    first, today = case.versions[-1].at.astimezone(house.clock.now().tzinfo).date(), house.clock.today()
    if not first <= written.signed_on <= today:
        raise DayUnfitError(case.document_id, "纸面上的签批日期", first, today)
    return Written(written.approved, written.opinion.strip() or AGREED, signer, written.signed_on)


def _signer(house: House, case: Case, step: RouteStep, named: str) -> str:
    if step.on_paper:
        if not named:
            raise SignerUnfitError(case.document_id, step.name, "")
        return named
    fit = signers_for(house, case, step)
    found = [person.id for person in fit if named in (person.id, person.name)]
    if len(found) != 1:
        raise SignerUnfitError(case.document_id, step.name, "、".join(person.name for person in fit))
    return found[0]


def _require_role(house: House, actor: Actor, roles: tuple[str, ...], act: str) -> None:
    if not actor.has(*roles):
        raise NotYourRoleError(act, house.office.titles(*roles))
