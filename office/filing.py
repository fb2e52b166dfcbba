"""Filing an issued document (归档): one OCFL object with original, issued papers, metadata and the record of its decisions."""

from __future__ import annotations

import hashlib

from archive.ocfl_object import StoredObject
from domain.canonical import canonical_bytes, sm3_hex
from domain.case import Case
from domain.composing import level_of
from domain.document import Kind
from domain.events import (
    Checked,
    Decided,
    Delivered,
    Event,
    Extended,
    Filed,
    Issued,
    Printed,
)
from domain.facts import FactName
from domain.file_names import free_name, safe_name
from domain.ledger_line import LedgerLine
from domain.levels import Level, Retention
from domain.paper_events import PaperChecked, PaperRecorded
from office.archived import archive_id
from office.dispatch_sheet import SHEET_FILE, sheet_pages
from office.examine import current
from office.house import House
from office.paper import scan_name
from office.record import record
from office.staged import document_of

ISSUED_PDF = "正本.pdf"
ISSUED_DOCX = "正本.docx"
RECORD = "元数据.json"
PROCESS = "办理过程.json"
TEXT = "正文.txt"
AFTER_ISSUE = (Decided, PaperRecorded, PaperChecked, Checked, Printed, Delivered, Extended)
"""What people do after the papers are issued and before they are filed; none of it can happen later."""


def file_record(house: House, case: Case) -> Case:
    """Put an issued document into the archive and record it; done twice it is one object."""
    level, retention = level_of(case.facts), retention_of(house, case)
    filed = store_record(house, case, level, retention, contents(house, case, level, retention))
    record(house, lambda pen: pen.note(filed, case.document_id))
    return current(house, case.document_id)


def store_record(house: House, case: Case, level: Level, retention: Retention, files: dict[str, bytes]) -> Filed:
    """Put the files of a record into the archive, and give the fact to be recorded."""
    stored = house.stores[level].add(
        archive_id(case.document_id), files, at=case.since, message=f"归档 {case.number or case.title}", actor="系统"
    )
    return Filed(
        level=level.value,
        compartment=case.compartment,
        retention=retention.value,
        inventory=inventory_digest(stored),
        files=tuple(sorted(files)),
    )


def inventory_digest(stored: StoredObject) -> str:
    """Give the SHA-512 digest of an object's inventory, over which the ledger holds its hand."""
    return hashlib.sha512((stored.folder / "inventory.json").read_bytes()).hexdigest()


def contents(house: House, case: Case, level: Level, retention: Retention) -> dict[str, bytes]:
    """Give the files of a record by their logical names: 正本, 发文稿纸, 定稿 and every earlier draft, metadata and process."""
    if case.issued is None:
        raise LookupError(f"{case.document_id} is not issued")
    files = {
        ISSUED_PDF: house.staging.read(case.issued.pdf),
        ISSUED_DOCX: house.staging.read(case.issued.docx),
        TEXT: document_of(house, case).plain_text().encode(),
        PROCESS: canonical_bytes(process_of(house, case)),
        SHEET_FILE: sheet_pages(house, case),
    }
    for version in case.versions:
        for file in version.files:
            name = free_name(f"原稿/第{version.number}稿/{safe_name(file.name)}", files)
            files[name] = house.staging.read(file.sha512)
    for place, paper in enumerate(case.on_paper):
        files[scan_name(case, place)] = house.staging.read(paper.scan.sha512)
    files[RECORD] = canonical_bytes(metadata(house, case, level, retention, files))
    return files


def metadata(
    house: House, case: Case, level: Level, retention: Retention, files: dict[str, bytes]
) -> dict[str, object]:
    """Describe the record and every file with its SM3 digest (元数据)."""
    organs = [organ.name for name in case.organs if (organ := house.office.organ_named(name))]
    signer = house.office.person(case.signer)
    unit = house.office.unit_named(case.unit)
    return {
        "format": "hongtou-record-1",
        "document_id": case.document_id,
        "number": case.number,
        "title": case.title,
        "kind": case.kind,
        **_class_of(case),
        "organs": organs,
        "unit": unit.name if unit else case.unit,
        "signer": signer.name if signer else case.signer,
        "dated": case.dated.isoformat() if case.dated else "",
        "level": level.value,
        "retention": retention.value,
        "pages": case.issued.pages if case.issued else 0,
        **_page_starts_of(case),
        "renderer": case.issued.renderer if case.issued else "",
        "files": {name: {"size_bytes": len(data), "sm3": sm3_hex(data)} for name, data in sorted(files.items())},
    }


def _class_of(case: Case) -> dict[str, object]:
    """State the class of a paper (材料), which has no kind among the fifteen that would tell what it is."""
    return {"class": case.facts.value(FactName.DOCUMENT_CLASS)} if case.kind == Kind.PAPER else {}


def _page_starts_of(case: Case) -> dict[str, object]:
    """State where the pages begin in the text, as it was seen when they were made."""
    starts = case.issued.page_starts if case.issued else None
    return {} if starts is None else {"page_starts": list(starts)}


def process_of(house: House, case: Case) -> list[dict[str, object]]:
    """Tell what happened to the document until it was ready to be filed, as the ledger has it (办理过程).

    Payload digests lead back to the ledger. After it was issued only what people did belongs to it (补签, printing, receipts): what failed
    since, or what became of its force, may come between two tries, and filing once more gives the same record.
    """
    history = house.registry.history(case.document_id)
    issued = max((line.index for line, event in history if isinstance(event, Issued)), default=0)
    told = (one for one in history if one[0].index <= issued or isinstance(one[1], AFTER_ISSUE))
    return [entry_of(house, line, event) for line, event in told]


def entry_of(house: House, line: LedgerLine, event: Event) -> dict[str, object]:
    """Give one line of the process as it is kept with a record."""
    return {
        "index": line.index,
        "at": line.at.isoformat(),
        "actor": line.actor,
        "name": person.name if (person := house.office.person(line.actor)) else line.actor,
        "channel": line.channel,
        "verb": line.verb,
        "payload_sha256": line.payload_sha256,
        "event": event,
    }


def retention_of(house: House, case: Case) -> Retention:
    """Give the retention period: as the drafter or clerk stated it, else as the procedure says."""
    stated = case.facts.value(FactName.RETENTION)
    for period in Retention:
        if stated == period.value:
            return period
    procedure = next((p for p in house.procedures if case.route and p.id == case.route.procedure), None)
    return Retention(procedure.retention) if procedure else Retention.PERMANENT
