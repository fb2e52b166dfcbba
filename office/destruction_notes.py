"""Backups and what was destroyed (备份与销毁): telling every place of backups, naming those that still hold the content, and destroying again after a restore.

A backup of before holds the records until its term is over. Beside it lies a signed note; ``hongtou restore`` reads it and destroys them
again before the restored office may be opened.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from archive.backup_errors import BackupDamagedError, BackupForgedError
from archive.backup_target import BackupTarget
from archive.destruction_note import BadNoteError, DestructionNote, keep_note, notes_in
from domain.destruction import DestructionList, HoldingBackup, Stage
from domain.events import Event
from domain.keeping_events import BACKUPS, BackedUp, BackupExpired
from domain.ledger_line import LedgerLine
from ground.durable import make_directory
from office.destruction_errors import NoteForgedError
from office.house import House
from office.signing_key import signing_key
from office.witness import KEY_FOLDER


def tell(house: House, known: DestructionList) -> tuple[str, ...]:
    """Put a note of a list to every place of backups and the second place of the heads, before anything is erased; give the places that could not be reached.

    Those are told by the next backup that goes there.
    """
    key, unreached = signing_key(house), []
    carried, second = _as_carried(known), house.keeping.heads_folder(house.root)
    if second is not None:
        make_directory(second)
        keep_note(second, house.office.name, carried, key)
    for place in _places(house):
        try:
            _require_there(place)
            keep_note(place, house.office.name, carried, key, _keys_at(BackupTarget(place)))
        except OSError:
            unreached.append(str(place))
    return tuple(unreached)


def tell_again(house: House, place: Path) -> None:
    """See that a place of backups knows of all that was destroyed; called by every backup before it counts."""
    key = signing_key(house)
    for known in house.registry.destructions():
        if known.stage is Stage.ERASING or known.stage.is_after:
            keep_note(place, house.office.name, _as_carried(known), key, {*_keys_at(BackupTarget(place)), key.public})


def still_holding(house: House, known: DestructionList) -> tuple[HoldingBackup, ...]:
    """Name the backups that still hold something of a list's records: made after the first was taken in, not cleared since."""
    first = min((house.registry.erased_lines(item.record) or (0,))[0] for item in known.left)
    days = house.keeping.keep_days
    there: dict[tuple[str, int], HoldingBackup] = {}
    for line, event in house.registry.history(BACKUPS):
        if known.erased_at is not None and line.at > known.erased_at and isinstance(event, BackedUp):
            continue
        _follow(there, line, event, first, days)
    return tuple(there.values())


def notes_at(house: House, target: BackupTarget, public_key: str) -> tuple[DestructionNote, ...]:
    """Read the notes that lie with a backup and in the second place of the heads, signed by a key that signed backups there.

    Raises:
        NoteForgedError: One is not.
    """
    keys, second = _keys_at(target), house.keeping.heads_folder(house.root)
    keys |= {public_key.lower()} if public_key else set()
    keys |= {path.stem for path in (second / KEY_FOLDER).glob("*.txt")} if second else set()
    places = [target.root, *([second] if second else [])]
    try:
        found = {note.known.id: note for place in places for note in notes_in(place, keys)}
        return tuple(found[key] for key in sorted(found))
    except BadNoteError as error:
        raise NoteForgedError(error.path) from error


def _keys_at(target: BackupTarget) -> set[str]:
    """Name the keys that signed backups at a place."""
    keys = set[str]()
    for number in target.numbers():
        try:
            keys.add(target.manifest(number).public_key)
        except (BackupForgedError, BackupDamagedError):
            continue
    return keys


def _as_carried(known: DestructionList) -> DestructionList:
    """Give a list as its note has it: what came after the decision belongs to this office alone, but for who signed."""
    return dataclasses.replace(
        known,
        stage=Stage.DESTROYED,
        replayed=False,
        erased_at=None,
        backups=(),
        unreached=(),
        elsewhere=(),
        exchanged=(),
        attested=(),
    )


def _places(house: House) -> Iterator[Path]:
    """Name every folder that backups of this office ever went to, and the one they go to now."""
    known = [Path(event.target) for _, event in house.registry.history(BACKUPS) if isinstance(event, BackedUp)]
    now = house.keeping.backup_folder(house.root)
    yield from dict.fromkeys([*known, *([now.absolute()] if now else [])])


def _require_there(place: Path) -> None:
    if not (place / "backups").is_dir():
        raise TargetAwayError(place)


class TargetAwayError(OSError):
    """No backups lie where they did: the disk is away (备份处不在)."""

    def __init__(self, place: Path) -> None:
        super().__init__(f"no backups at {place}")


def _follow(there: dict[tuple[str, int], HoldingBackup], line: LedgerLine, event: Event, first: int, days: int) -> None:
    match event:
        case BackedUp() if event.index >= first:
            expires = line.at.date() + dt.timedelta(days=days) if days else None
            there[event.target, event.number] = HoldingBackup(event.target, event.number, line.at, expires)
        case BackupExpired():
            there.pop((event.target, event.number), None)
        case _:
            return
