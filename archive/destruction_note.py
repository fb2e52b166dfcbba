"""What a place of backups is told of destroyed records (销毁通知): so that who restores an older backup destroys them again before anybody sees them.

destroyed/<list>.json     one JSON object, signed like a manifest; nothing of it is ever removed
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.heads import SigningKey, signature_holds
from domain.canonical import canonical_bytes, parse_plain
from domain.codec import from_plain
from domain.destruction import DestructionList
from ground.durable import make_directory, replace_file

FORMAT = "hongtou-destroyed-1"
FOLDER = "destroyed"


@dataclass(frozen=True)
class DestructionNote:
    """A list that was carried out (销毁通知), with the office it belongs to."""

    format: str
    office: str
    known: DestructionList
    public_key: str
    signature: str = ""

    def signed_bytes(self) -> bytes:
        """Give what the signature is over."""
        return canonical_bytes(dataclasses.replace(self, signature=""))


def keep_note(
    folder: Path, office: str, known: DestructionList, key: SigningKey, trusted: Collection[str] | None = None
) -> None:
    """Write a note, durable; one that says the same and is well signed stays, by any key or by one of those that are ``trusted``."""
    path = folder / FOLDER / f"{known.name}.json"
    there = _read(path) if path.is_file() else None
    if there is not None and there.known == known and (trusted is None or there.public_key in trusted):
        return
    bare = DestructionNote(FORMAT, office, known, key.public)
    signed = dataclasses.replace(bare, signature=key.signature_of(bare.signed_bytes()))
    make_directory(path.parent)
    replace_file(path, _file_bytes(signed), 0o440)


def notes_in(folder: Path, trusted: Collection[str]) -> Iterator[DestructionNote]:
    """Yield the notes of a place, oldest list first, each with a good signature of a trusted key.

    Raises:
        BadNoteError: One is no note, or not signed by such a key.
    """
    for path in sorted((folder / FOLDER).glob("*.json")):
        note = _read(path)
        if note is None or note.public_key not in trusted or note.known.name != path.stem:
            raise BadNoteError(path)
        yield note


def _read(path: Path) -> DestructionNote | None:
    """Read a note; nothing when it is none, or not signed by the key that it names."""
    data = path.read_bytes()
    try:
        note = from_plain(DestructionNote, parse_plain(data))
    except ValueError:
        return None
    is_whole = note.format == FORMAT and data == _file_bytes(note)
    holds = is_whole and signature_holds(note.public_key, note.signature, note.signed_bytes())
    return note if holds else None


def _file_bytes(note: DestructionNote) -> bytes:
    return canonical_bytes(note) + b"\n"


class BadNoteError(Exception):
    """A file among the notes is none that can be trusted (通知不可信)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))
