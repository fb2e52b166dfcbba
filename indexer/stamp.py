"""How far the catalogue has come (目录进度): written after every index, so that the indexes hold at least what it says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from domain.canonical import canonical_bytes, parse_plain
from domain.codec import CodecError, from_plain
from ground.durable import replace_file
from indexer.layout import FORMAT

_NAME = "stamp.json"
_PRIVATE = 0o600


@dataclass(frozen=True)
class Stamp:
    """The ledger's position, the layout's version, and the index folders that belong to it."""

    position: int = 0
    format: int = FORMAT
    shelves: tuple[str, ...] = ()


def read_stamp(folder: Path) -> Stamp | None:
    """Read the stamp; a catalogue without one is at position 0, one that can't be read or is of another layout has none."""
    try:
        stamp = from_plain(Stamp, parse_plain((folder / _NAME).read_bytes()))
    except FileNotFoundError:
        return Stamp()
    except (ValueError, CodecError):
        return None
    return stamp if stamp.format == FORMAT else None


def write_stamp(folder: Path, stamp: Stamp) -> None:
    """Write the stamp in one durable step."""
    replace_file(folder / _NAME, canonical_bytes(stamp), _PRIVATE)
