"""Filing a piece that came in (收文归档): the piece as it came, what everybody wrote on it as the typeset 文件处理签, and how it was handled."""

from __future__ import annotations

import itertools
from pathlib import PurePath

from domain.canonical import canonical_bytes, sm3_hex
from domain.case import Case
from domain.codec import to_plain
from domain.composing import level_of
from domain.events import Stuck
from domain.file_names import free_name, safe_name
from domain.levels import Level, Retention
from domain.receipt import Incoming
from domain.transcript_moves import OPEN
from office.examine import current
from office.filing import ISSUED_DOCX, ISSUED_PDF, PROCESS, RECORD, TEXT, entry_of, retention_of, store_record
from office.house import House
from office.paper import SCANS, scan_name
from office.reading_files import body_to_edit
from office.receipt_errors import NotAReceiptError
from office.receipt_sheet import CIRCULATION_FILE, SHEET_FILE, circulation_paper, sheet_paper
from office.record import record
from office.transcript import TRANSCRIPT, lines_of, words_of


def file_receipt(house: House, case: Case) -> Case:
    """Put a concluded piece into the archive and record it; done twice it is one object."""
    level, retention = level_of(case.facts), retention_of(house, case)
    filed = store_record(house, case, level, retention, contents(house, case, level, retention))
    record(house, lambda pen: pen.note(filed, case.document_id))
    return current(house, case.document_id)


def waits_for_transcript(house: House, case: Case) -> bool:
    """Tell whether a piece is not filed yet: its pages are still to be read here, or a mark on it is to be judged."""
    if case.is_contradicted:
        return True
    unread = case.incoming.unread if case.incoming and case.phase in OPEN else ()
    return bool(unread) and bool(house.press.transcriber())


def contents(house: House, case: Case, level: Level, retention: Retention) -> dict[str, bytes]:
    """Give the files of a record by their logical names: the piece, its pages, 文件处理签, 传阅单, signed sheets, metadata, process."""
    incoming = _incoming(case)
    files = {
        TEXT: _text(house, case, incoming),
        PROCESS: canonical_bytes(_process_of(house, case)),
        SHEET_FILE: house.press.paper(sheet_paper(house, case)),
    }
    if incoming.said("read"):
        files[CIRCULATION_FILE] = house.press.paper(circulation_paper(house, case))
    if incoming.transcript:
        files[TRANSCRIPT] = canonical_bytes(_transcript(house, case, incoming))
    files |= _pages(house, case, incoming)
    for file in case.versions[-1].files:
        files[free_name(f"原稿/第1稿/{safe_name(file.name)}", files)] = house.staging.read(file.sha512)
    files |= _scans(house, case, incoming, files)
    files[RECORD] = canonical_bytes(_metadata(house, case, incoming, level, retention, files))
    return files


def _scans(house: House, case: Case, incoming: Incoming, taken: dict[str, bytes]) -> dict[str, bytes]:
    """Give the sheets that were written on: those that were compared, void ones too, then what counted at once."""
    found = {scan_name(case, place): house.staging.read(one.scan.sha512) for place, one in enumerate(case.on_paper)}
    compared = {paper.scan.sha512 for paper in case.on_paper}
    others = (scan for scan in incoming.scans if scan.sha512 not in compared)
    for place, scan in enumerate(others, len(case.on_paper) + 1):
        name = f"{SCANS}/{place:02d}{PurePath(scan.name).suffix.lower()}"
        found[free_name(name, taken | found)] = house.staging.read(scan.sha512)
    return found


def _text(house: House, case: Case, incoming: Incoming) -> bytes:
    """Give the words of the piece, what was read on its scans after them; where it has none, what was entered about it, so that it is found by that."""
    read = house.staging.read(incoming.look.text).decode() if incoming.look and incoming.look.text else ""
    words = [read] if read.strip() else []
    words += [words_of(house, page) for page in incoming.transcript]
    if any(part.strip() for part in words) or incoming.particulars is None:
        return "\n".join(words).encode()
    entered = incoming.particulars
    return f"{case.title}\n{entered.sender}\n{entered.sender_number}\n{entered.note}".encode()


def _starts(house: House, incoming: Incoming) -> list[int] | None:
    """Tell where in the text, blanks not counted, the second page and those after it begin, if every page was read by a machine."""
    pages = [page.page for page in incoming.transcript]
    look = incoming.look
    if look is None or pages != list(range(1, look.pages + 1)):
        return None
    if look.text and house.staging.read(look.text).strip():
        return None
    lengths = ["".join(words_of(house, page).split()) for page in incoming.transcript]
    return list(itertools.accumulate(len(part) for part in lengths))[:-1]


def _transcript(house: House, case: Case, incoming: Incoming) -> dict[str, object]:
    """Write down what the machine read, line by line with its certainty, and what a person put in its place (识别文字)."""
    return {
        "format": "hongtou-transcript-1",
        "document_id": case.document_id,
        "pages": [
            {
                "page": page.page,
                "engine": page.engine,
                "trouble": page.trouble,
                "text": words_of(house, page),
                "corrected_by": page.corrected_by,
                "corrected_at": page.corrected_at.isoformat() if page.corrected_at else "",
                "lines": to_plain(lines_of(house, page.lines).lines) if page.lines else [],
            }
            for page in incoming.transcript
        ],
    }


def _pages(house: House, case: Case, incoming: Incoming) -> dict[str, bytes]:
    """Give what is shown of it: its own PDF, or the Word file with the pages drawn from it; nothing for paper without a scan."""
    look, files = incoming.look, case.versions[-1].files
    found: dict[str, bytes] = {}
    if look is not None and look.pdf and (data := house.staging.read(look.pdf)).startswith(b"%PDF-"):
        found[ISSUED_PDF] = data
    name, body = body_to_edit(files) if files else ("", None)
    if body is not None and name.lower().endswith(".docx"):
        found[ISSUED_DOCX] = house.staging.read(body.sha512)
    return found


def _metadata(
    house: House, case: Case, incoming: Incoming, level: Level, retention: Retention, files: dict[str, bytes]
) -> dict[str, object]:
    entered = incoming.particulars
    if entered is None:
        raise NotAReceiptError(case.document_id)
    receiver = house.office.person(incoming.receiver)
    return {
        "format": "hongtou-record-1",
        "flow": "receipt",
        "document_id": case.document_id,
        "number": entered.sender_number or case.number,  # by which it is cited and looked for
        "receipt_number": case.number,
        "title": case.title,
        "kind": case.kind,
        "organs": [entered.sender],
        "unit": _unit(house, case.unit),
        "units": [unit.name for one in incoming.units if (unit := house.office.unit_named(one))],
        "signer": "",
        "received_by": receiver.name if receiver else incoming.receiver,
        "received_on": case.dated.isoformat() if case.dated else "",
        "dated": entered.dated.isoformat() if entered.dated else "",
        "concluded_at": incoming.concluded_at.isoformat() if incoming.concluded_at else "",
        "replies": [reply.number for reply in incoming.replies],
        "medium": incoming.medium.value,
        "copies": entered.copies,
        "level": level.value,
        "retention": retention.value,
        "pages": incoming.look.pages if incoming.look else 0,
        "pages_without_text": list(incoming.look.blind) if incoming.look else [],
        "pages_read_by_machine": [page.page for page in incoming.transcript if page.lines],
        "pages_checked": [page.page for page in incoming.transcript if page.is_checked],
        **({"page_starts": starts} if (starts := _starts(house, incoming)) is not None else {}),
        "files": {name: {"size_bytes": len(data), "sm3": sm3_hex(data)} for name, data in sorted(files.items())},
    }


def _process_of(house: House, case: Case) -> list[dict[str, object]]:
    """Tell what happened to the piece until it was concluded, as the ledger has it; what failed since changes nothing."""
    history = house.registry.history(case.document_id)
    return [entry_of(house, line, event) for line, event in history if not isinstance(event, Stuck)]


def _unit(house: House, unit_id: str) -> str:
    unit = house.office.unit_named(unit_id) if unit_id else None
    return unit.name if unit else unit_id


def _incoming(case: Case) -> Incoming:
    if case.incoming is None:
        raise NotAReceiptError(case.document_id)
    return case.incoming
