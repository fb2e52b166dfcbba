"""The tombstone of a destroyed record (销毁标记): one small file in its place in the archive, for whoever looks for it there in fifty years."""

from __future__ import annotations

import datetime as dt

from archive.ocfl_object import Note, digest_of_new
from domain.canonical import canonical_bytes
from domain.destruction import DestructionList
from office.archived import archive_id

TOMBSTONE = "销毁.json"
FORMAT = "hongtou-tombstone-1"
ACTOR = "系统"


def tombstone_of(known: DestructionList, record: str) -> dict[str, bytes]:
    """Give the files of a record's tombstone: what it was filed as, by which list it went and who decided; no title, no text."""
    row = known.row(record)
    item = known.items[row - 1]
    said = {
        "format": FORMAT,
        "说明": f"本件已销毁，见销毁清册 {known.name} 第{row}项；清册永久保存在本档案库中。",
        "record": item.record,
        "number": item.number,
        "code": item.code,
        "level": item.level,
        "retention": item.retention,
        "expired_on": item.expired_on,
        "destroyed_at": _moment(known),
        "list": known.id,
        "list_sha256": known.digest,
        "row": row,
        "inventory_sha512": item.inventory,
        "approved_by": [{"person": one.person, "at": one.at} for one in known.approvals],
        "witnessed_by": [{"person": one.person, "at": one.at} for one in known.witnesses],
    }
    return {TOMBSTONE: canonical_bytes(said)}


def note_of(known: DestructionList, record: str) -> Note:
    """Say who put the tombstone, when and why."""
    return Note(_moment(known), ACTOR, f"销毁 清册{known.name}第{known.row(record)}项")


def inventory_of(known: DestructionList, record: str) -> str:
    """Give the digest of the inventory that the tombstone's object has, before it is made."""
    return digest_of_new(archive_id(record), tombstone_of(known, record), note_of(known, record))


def _moment(known: DestructionList) -> dt.datetime:
    if known.destroyed_at is None:
        raise LookupError(f"{known.id} is not carried out")
    return known.destroyed_at
