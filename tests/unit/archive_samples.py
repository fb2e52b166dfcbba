"""What the archive's tests file, and the outside judge they bring it before."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

from ocfl import StorageRoot

from archive.ocfl_layout import Layout
from archive.store import Store
from ground.clock import BEIJING

AT = dt.datetime(2026, 11, 22, 9, 30, 15, tzinfo=BEIJING)
FILES = {
    "original.docx": b"PK the draft",
    "issued.docx": b"PK the issued document",
    "record.pdf": b"%PDF-1.7 " + b"x" * 1000,
    "metadata.json": '{"title": "关于做好防汛工作的通知"}'.encode(),
    "附件/1 名单.docx": b"PK the list",
}
OBJECT_ID = "urn:hongtou:record:2026-000001"


def make_store(root: Path, layout: Layout | None = None) -> Store:
    store = Store(root) if layout is None else Store(root, layout)
    store.create()
    return store


def assert_valid_for_others(store: Store) -> None:
    """Have ocfl-py validate the whole storage root, objects, digests and warnings included."""
    everything = logging.getLogger()
    before = everything.level
    everything.setLevel(logging.ERROR)
    root = StorageRoot(root=str(store.root / "objects"), spec_version="1.1")

    try:
        valid = root.validate(validate_objects=True, check_digests=True, log_warnings=True)
    finally:
        everything.setLevel(before)

    assert (valid, root.num_objects, root.errors) == (True, root.good_objects, [])
    assert root.num_objects == len(list(store.object_ids()))
