"""How far the catalogue has come (目录进度): written after every index, so that the indexes hold at least what it says."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from domain.canonical import canonical_bytes, parse_plain
from domain.codec import CodecError, from_plain
from ground.durable import replace_file
from indexer.folding import AS_WRITTEN, Writing
from indexer.layout import FORMAT

_NAME = "stamp.json"
_PRIVATE = 0o600
DISTRUSTED = -1
"""The format of a catalogue in which something could not be read: it counts as empty until it is cleared."""


@dataclass(frozen=True)
class Stamp:
    """The ledger's position, the layout's version, how texts are compared, and the index folders that belong to it."""

    position: int = 0
    format: int = FORMAT
    shelves: tuple[str, ...] = ()
    writing: str = AS_WRITTEN.name


def read_stamp(folder: Path, writing: Writing = AS_WRITTEN) -> Stamp | None:
    """Read the stamp; a catalogue without one is at position 0, one that can't be read or is of another layout has none."""
    try:
        stamp = from_plain(Stamp, parse_plain((folder / _NAME).read_bytes()))
    except FileNotFoundError:
        return Stamp(writing=writing.name)
    except (ValueError, CodecError):
        return None
    return stamp if (stamp.format, stamp.writing) == (FORMAT, writing.name) else None


def write_stamp(folder: Path, stamp: Stamp) -> None:
    """Write the stamp in one durable step."""
    replace_file(folder / _NAME, canonical_bytes(stamp), _PRIVATE)


Written = tuple[int, int, int]
"""What tells one writing of the stamp from another."""


def written(folder: Path) -> Written | None:
    """Tell which writing of the stamp lies there, without reading it; nothing where there is none."""
    try:
        seen = os.stat(f"{folder}/{_NAME}")  # noqa: PTH116 - runs before every search
    except FileNotFoundError:
        return None
    return seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns
