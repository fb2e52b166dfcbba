"""Checking a piece before it is bound (四性检测): its object, its metadata and its content against one another and the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.ocfl_check import FaultKind
from archive.ocfl_object import StoredObject
from domain.canonical import parse_plain
from domain.four_properties import (
    CONTENT,
    ELECTRONIC,
    FIXITY,
    FORMAT,
    LINKED,
    PROCESS,
    READABLE,
    SURPLUS,
    Check,
    Outcome,
    faults_of,
    outcome,
)
from domain.holding import Holding, Origin
from office.archived import archive_id, digest_at
from office.filing import PROCESS as PROCESS_FILE
from office.filing import RECORD
from office.house import House

_MAGIC = {"pdf": b"%PDF-", "docx": b"PK"}


def check_piece(house: House, holding: Holding, stored: StoredObject, *, stamp_remark: str | None) -> Outcome:
    """Check a piece; ``stamp_remark`` is what came of rendering its first page to stamp it, nothing when it has no pages."""
    files = {name: stored.read(name, holding.version) for name in stored.files(holding.version) if name != RECORD}
    said = parse_plain(stored.read(RECORD, holding.version))["files"]
    failed = [*faults_of(holding), *_of_object(house, holding, stored), *_of_content(files, said)]
    unchecked = [READABLE] if stamp_remark is None else []
    if stamp_remark and "不能" in stamp_remark:
        failed.append(READABLE)
    if holding.origin is Origin.IMPORT:
        unchecked.append(PROCESS)
    elif PROCESS_FILE not in files:
        failed.append(PROCESS)
    return outcome(failed, unchecked)


def _of_object(house: House, holding: Holding, stored: StoredObject) -> list[Check]:
    kinds = {fault.kind for fault in house.stores[holding.level].check(archive_id(holding.record))}
    is_changed = bool(kinds - {FaultKind.EXTRA}) or digest_at(stored, holding.version) != holding.inventory
    return [*([FIXITY] if is_changed else []), *([SURPLUS] if FaultKind.EXTRA in kinds else [])]


def _of_content(files: Mapping[str, bytes], said: Mapping[str, Any]) -> list[Check]:
    wrong = {
        ELECTRONIC: any(name not in said or said[name]["size_bytes"] != len(data) for name, data in files.items()),
        LINKED: bool(said.keys() - files.keys()),
        CONTENT: not any(files.values()),
        FORMAT: any(
            not data.startswith(_MAGIC.get(name.rpartition(".")[2].lower(), b"")) for name, data in files.items()
        ),
    }
    return [check for check, is_wrong in wrong.items() if is_wrong]
