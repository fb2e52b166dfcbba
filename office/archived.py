"""Filed records in the archive (在档记录): the one place that knows under which id and level a record lies."""

from __future__ import annotations

import hashlib

from archive.ocfl_object import StoredObject
from domain.case import Case
from domain.levels import Level
from office.errors import UnknownDocumentError
from office.house import House

_URN = "urn:hongtou:"


def archive_id(document_id: str) -> str:
    """Give the id of a document's object in the archive: a URN, as OCFL 1.1 §3.5.1 asks."""
    return _URN + document_id


def document_of_archive(object_id: str) -> str:
    """Give the document's id from its object's."""
    return object_id.removeprefix(_URN)


def find_record(house: House, document_id: str, level: Level) -> StoredObject | None:
    """Find a record on its level's root, or nothing."""
    store = house.stores.get(level)
    return store.find(archive_id(document_id)) if store else None


def record_of(house: House, case: Case) -> StoredObject:
    """Give the record of a filed document.

    Raises:
        UnknownDocumentError: It was not filed, or is not there any more.
    """
    stored = find_record(house, case.document_id, Level(case.filed.level)) if case.filed else None
    if stored is None:
        raise UnknownDocumentError(case.document_id)
    return stored


def digest_at(stored: StoredObject, version: int) -> str:
    """Give the SHA-512 digest of an object's inventory as it stood with a version: a copy of it lies beside the version."""
    return hashlib.sha512((stored.folder / f"v{version}" / "inventory.json").read_bytes()).hexdigest()
