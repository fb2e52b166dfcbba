"""Making the final papers (印发): rendered again with what 登记 and 用印 filled in, and compared, piece by piece, with the pages that were signed."""

from __future__ import annotations

import dataclasses

from domain.case import Case
from domain.document import Filled, OfficialDocument
from domain.events import Issued
from domain.office import Organ
from domain.pages import Shown
from office.errors import SealImageMissingError, SignedTextDiffersError
from office.examine import current
from office.house import House
from office.present import needs_showing_again, show_again
from office.reading_files import body_to_edit
from office.record import record
from office.seal import seal_image
from office.staged import document_of, keep


def issue(house: House, case: Case) -> Case:
    """Typeset the final .docx and PDF/A of a sealed document and record them; made by another renderer, it is shown again first (law 5).

    Raises:
        SignedTextDiffersError: The text is not what was signed; nothing is issued (复核, 条例 art. 25).
        PagesDifferError: More differs on the pages than what was filled in since they were shown; nothing is issued.
    """
    if needs_showing_again(house, case):
        return show_again(house, case)
    document = filled_document(house, case)
    shown = require_text_as_signed(case, document)
    source_name, body = body_to_edit(case.versions[-1].files)
    pages = house.press.issue(
        document,
        source_digest=body.sha512,
        source_name=source_name,
        metadata=metadata_of(case),
        seals=_seals(house, case),
        shown=shown.pdf,
    )
    issued = Issued(
        pages.docx, pages.pdf, pages.pages, pages.renderer, keep(house, document), page_starts=pages.page_starts
    )
    record(house, lambda pen: pen.note(issued, case.document_id))
    return current(house, case.document_id)


def filled_document(house: House, case: Case) -> OfficialDocument:
    """Give the document with what 登记 and 用印 filled in."""
    filled = Filled(number=case.number, dated=case.dated, printed_on=case.printed_on, seals=case.seals)
    return dataclasses.replace(document_of(house, case), filled=filled)


def require_as_signed(house: House, case: Case, document: OfficialDocument) -> None:
    """Check that text, pages and renderer are those of the last decision: render the signed part again and compare (复核)."""
    shown = require_text_as_signed(case, document)
    again = house.press.proof(document.signed_part())
    if again != shown.proof():
        what = "排版程序或字体在签发后有变化" if again.renderer != shown.renderer else "版面与签发时不一致"
        raise SignedTextDiffersError(case.document_id, what)


def require_text_as_signed(case: Case, document: OfficialDocument) -> Shown:
    """Check that the text is that of the last decision, and give the pages that were shown for it."""
    if case.shown is None or document.content_digest() != case.shown.content:
        raise SignedTextDiffersError(case.document_id, "文字与签发时不一致")
    return case.shown


def metadata_of(case: Case) -> dict[str, str]:
    """Give the metadata that the PDF carries (元数据)."""
    return {
        "documentId": case.document_id,
        "number": case.number,
        "title": case.title,
        "kind": case.kind,
        "dated": case.dated.isoformat() if case.dated else "",
        "contentDigest": case.shown.content if case.shown else "",
    }


def _seals(house: House, case: Case) -> dict[str, bytes]:
    if case.seal_images:
        return {seal.organ: house.staging.read(seal.image) for seal in case.seal_images}
    return {
        name: seal_image(house, _organ(house, name)).read_bytes() for name in case.seals
    }  # sealed before images were bound


def _organ(house: House, name: str) -> Organ:
    organ = house.office.organ_named(name)
    if organ is None:  # renamed in office.toml since it was sealed: never issue without a seal that was pressed
        raise SealImageMissingError(name, str(house.seals))
    return organ
