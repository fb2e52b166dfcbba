"""Clearing staging of what is safely in the archive (清理暂存): only what no document on its way refers to, and nothing young."""

from __future__ import annotations

import dataclasses
import datetime as dt

from archive.backup_errors import BackupRunsError
from domain.case import Case, Phase
from domain.document import OfficialDocument, Picture
from domain.draft import Draft
from domain.receipt import Incoming
from office.back_up import keeping_still
from office.house import House
from office.staged import document_of, draft_of

YOUNG = dt.timedelta(days=1)
"""What was staged this lately may belong to an act that is not recorded yet."""


def tidy(house: House) -> int:
    """Discard staged files that only documents already done referred to; give their number, 0 while a backup reads."""
    try:
        with keeping_still(house):
            return _tidy(house)
    except BackupRunsError:
        return 0


def _tidy(house: House) -> int:
    kept = needed(house)
    before = (house.clock.now() - YOUNG).timestamp()
    left = [digest for digest in house.staging.digests() if digest not in kept]
    old = [digest for digest in left if house.staging.path(digest).stat().st_mtime < before]
    for digest in old:
        house.staging.discard(digest)
    return len(old)


def needed(house: House) -> set[str]:
    """Name all staged files that documents on their way refer to."""
    ended = (Phase.DONE, Phase.DESTROYED)
    found: set[str] = set()
    for case in house.registry.cases(phases=[phase for phase in Phase if phase not in ended]):
        found |= referred(house, case)
    return found


def referred(house: House, case: Case) -> set[str]:
    """Name the staged files that a document refers to."""
    named = {file.sha512 for version in case.versions for file in version.files}
    named |= {case.draft, case.document, case.signed_as}
    named |= {paper.scan.sha512 for paper in case.on_paper} | {seal.image for seal in case.seal_images}
    if case.incoming:
        named |= _of_receipt(case.incoming)
    if case.shown:
        named |= {case.shown.pdf, *case.shown.pages}
    if case.issued:
        named |= {case.issued.docx, case.issued.pdf, case.issued.document}
    return (named | _carried(house, case)) - {""}


def _of_receipt(incoming: Incoming) -> set[str]:
    look = incoming.look
    read = {digest for page in incoming.transcript for digest in (page.lines, page.text)}
    return {scan.sha512 for scan in incoming.scans} | read | ({look.pdf, look.text} if look else set())


def _carried(house: House, case: Case) -> set[str]:
    """Name the pictures and PDFs that a draft or document carries."""
    sources: list[Draft | OfficialDocument] = [draft_of(house, case)] if case.draft else []
    named = (name for name in (case.document, case.signed_as) if name)
    sources += [document_of(house, dataclasses.replace(case, document=name)) for name in named]
    carried: set[str] = set()
    for source in sources:
        blocks = [*source.blocks, *(block for attachment in source.attachments for block in attachment.blocks)]
        carried |= {block.digest for block in blocks if isinstance(block, Picture)}
        carried |= {attachment.pdf_digest for attachment in source.attachments}
    return carried
