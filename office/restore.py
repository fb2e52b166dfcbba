"""Making an office anew from a backup (恢复): its files into an empty folder, its books cut to the ledger that the backup holds.

Whatever goes wrong, the folder bears a mark and is not opened until a restore has come to its end. An office that stands there and
knows no more than the backup is set aside whole, never overwritten.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from archive.backup_errors import BackupDamagedError, NoBackupError
from archive.backup_manifest import CopiedFile, Manifest
from archive.backup_target import BackupTarget
from archive.ledger import Ledger
from archive.mending import back_to
from archive.ocfl_inventory import INVENTORY, SIDECAR, parse_inventory
from domain.keeping_events import RESTORES, Restored
from domain.ledger_line import LedgerLine, parse_line
from domain.office import SYSTEM, Actor
from ground.durable import make_directory, replace_file, sync_directory
from ground.lock import LockHeldError, exclusive
from office import destruction_notes
from office.archived import document_of_archive
from office.backup_walk import BEYOND, LEDGER, RESTORING
from office.care import rebuild_index, verify
from office.destroying import destroy_again
from office.house import House
from office.record import record
from office.recorded import recorded
from office.restore_errors import (
    HalfRestoredError,
    LongerLedgerError,
    NotEmptyFolderError,
    OfficeRunsError,
    OtherStoryError,
    RestoredFaultyError,
)

RUNNING = ".up.lock"
"""Held by whoever runs the office."""


@dataclass(frozen=True)
class RestoreReport:
    """What restoring brought (恢复结果); ``set_aside`` was in the backup beyond its ledger, ``old_office`` is where the former one lies."""

    folder: str
    number: int
    backed_up_at: dt.datetime
    ledger_index: int
    public_key: str
    files: int
    records: int
    set_aside: tuple[str, ...]
    old_office: str


def find_backup(place: Path, public_key: str = "") -> tuple[BackupTarget, Manifest]:
    """Find a backup by its target's folder (the newest one there) or by its manifest's file, its signature checked.

    Raises:
        NoBackupError: There is none.
        BackupForgedError: It is not signed, or by another key.
    """
    place = place.absolute()
    if place.suffix == ".json" and place.parent.name == "backups" and place.stem.isdecimal():
        target = BackupTarget(place.parent.parent)
        return target, target.manifest(int(place.stem), public_key)
    if not (place / "backups").is_dir():
        raise NoBackupError(place)
    target = BackupTarget(place)
    return target, target.manifest(None, public_key)


def require_whole(folder: Path) -> None:
    """See that the office in a folder is not half restored.

    Raises:
        HalfRestoredError: It is.
    """
    if (folder / RESTORING).exists():
        raise HalfRestoredError(folder)


def restore_files(target: BackupTarget, manifest: Manifest, folder: Path) -> str:
    """Write all files of a backup into a folder; give where the office that stood there was put, mostly nothing.

    Raises:
        BackupDamagedError: A piece is gone or changed; the folder is left marked as unfinished.
        LongerLedgerError: The office in the folder knows more.
        NotEmptyFolderError: Something else lies there.
    """
    sheets = [target.files(sheet) for sheet in manifest.sheets]
    for file in (file for files in sheets for file in files):
        _require_inside(target, file)
    aside = _make_room(target, manifest, folder)
    make_directory(folder, 0o755)
    replace_file(folder / RESTORING, manifest.digest.encode())
    for files in sheets:
        for file in files:
            _write(target, file, folder)
    os.sync()
    return aside


def settle(house: House, target: BackupTarget, manifest: Manifest, *, actor: Actor = SYSTEM) -> tuple[str, ...]:
    """Bring a restored office in order: what its ledger does not know is put aside, the index is made, all is verified, and it is noted.

    What was destroyed since the backup is destroyed again first.

    Raises:
        NoteForgedError: What the place of backups says of destroyed records can't be trusted.
        RestoredFaultyError: What was restored is not what was backed up.
    """
    aside = tuple(_cut_to_ledger(house))
    destroy_again(house, destruction_notes.notes_at(house, target, manifest.public_key))
    rebuild_index(house)
    report = verify(house, with_heads=False)  # those of days after the backup know more than it
    head = house.registry.head()
    faults = list(report.faults)
    if head is None or head.index < manifest.ledger_index:
        faults.append(f"台账只到第{head.index if head else 0}号，备份时到第{manifest.ledger_index}号")
    if faults:
        raise RestoredFaultyError(house.root, faults)
    done = Restored(
        target=str(target.root),
        number=manifest.number,
        index=manifest.ledger_index,
        manifest=manifest.digest,
        backed_up_at=manifest.at,
        restored_on=house.clock.today(),
        set_aside=aside,
    )
    record(house, lambda pen: pen.note(done, RESTORES), actor=actor, channel="restore")
    return aside


def finish(folder: Path) -> None:
    """Take the mark away: from here on the office may be opened."""
    (folder / RESTORING).unlink()
    sync_directory(folder)


def _require_inside(target: BackupTarget, file: CopiedFile) -> None:
    path = PurePosixPath(file.path)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise BackupDamagedError(str(target.root), f"文件名“{file.path}”指向外面")


def _make_room(target: BackupTarget, manifest: Manifest, folder: Path) -> str:
    """See that the folder is free, setting aside an office that knows no more than the backup; give where it lies now."""
    if not folder.exists() or not any(folder.iterdir()):
        return ""
    if (folder / RESTORING).exists():
        shutil.rmtree(folder)  # nothing but what a restore has begun
        return ""
    if not (folder / "office.toml").is_file() or not (folder / "ledger").is_dir():
        raise NotEmptyFolderError(folder)
    try:
        with exclusive(folder / RUNNING, wait=False):
            _require_shorter(target, manifest, folder)
            return str(_set_aside(folder, f"恢复前-台账到第{_reached(folder)}号"))
    except LockHeldError as error:
        raise OfficeRunsError(folder) from error


def _require_shorter(target: BackupTarget, manifest: Manifest, folder: Path) -> None:
    there = Ledger(folder / "ledger", folder / "payloads").head()
    if there is None:
        return
    if there.index > manifest.ledger_index:
        raise LongerLedgerError(folder, there.index, manifest.ledger_index)
    if not any(line == there for line in _ledger_lines(target, manifest)):
        raise OtherStoryError(folder, there.index)


def _ledger_lines(target: BackupTarget, manifest: Manifest) -> Iterator[LedgerLine]:
    """Yield the lines of the ledger in a backup."""
    for sheet in manifest.sheets:
        for file in target.files(sheet) if sheet.group == LEDGER else ():
            if file.path.endswith(".jsonl"):
                data = b"".join(target.piece(piece, f"文件 {file.path} ") for piece in file.pieces)
                yield from (parse_line(line) for line in data.splitlines())


def _reached(folder: Path) -> int:
    head = Ledger(folder / "ledger", folder / "payloads").head()
    return head.index if head else 0


def _set_aside(folder: Path, why: str) -> Path:
    for count in range(1, 1000):
        place = folder.with_name(f"{folder.name}.{why}{f'（{count}）' if count > 1 else ''}")
        if not place.exists():
            folder.rename(place)
            sync_directory(folder.parent)
            return place
    raise NotEmptyFolderError(folder)


def _write(target: BackupTarget, file: CopiedFile, folder: Path) -> None:
    path = folder / file.path
    path.parent.mkdir(0o750, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, file.mode | 0o200)
    with os.fdopen(descriptor, "wb") as out:
        for piece in file.pieces:
            out.write(target.piece(piece, f"文件 {file.path} "))
        if out.tell() != file.size:
            raise BackupDamagedError(str(target.root), f"文件 {file.path} 的长度不对")
    path.chmod(file.mode)
    os.utime(path, ns=(file.modified_ns, file.modified_ns))


def _cut_to_ledger(house: House) -> Iterator[str]:
    """Put aside what was filed while the backup was written, beyond its ledger: it will be filed again; say what that was."""
    known = recorded(house)
    for level, store in house.stores.items():
        for object_id in list(store.object_ids()):
            record_id, folder = document_of_archive(object_id), store.folder_of(object_id)
            entry = known.get(record_id)
            if entry is None or entry.level is not level:
                _put_aside(folder, house.root / BEYOND / level.slug / folder.name)
                yield f"{level.value} {record_id}"
            elif not _stands_at(folder, entry.inventory) and back_to(folder, entry.inventory):
                yield f"{level.value} {record_id} 较新的版本"


def _put_aside(folder: Path, place: Path) -> None:
    make_directory(place.parent)
    folder.rename(place)
    if not any(folder.parent.iterdir()):
        folder.parent.rmdir()
    sync_directory(place.parent)


def _stands_at(folder: Path, inventory: str) -> bool:
    """Tell whether an object's newest version is the one with this inventory, with nothing begun beyond it."""
    try:
        data, sidecar = (folder / INVENTORY).read_bytes(), (folder / SIDECAR).read_text("utf-8")
    except FileNotFoundError:
        return False
    versions = len(list(folder.glob("v*")))
    return (
        sidecar.startswith(inventory)
        and hashlib.sha512(data).hexdigest() == inventory
        and versions == parse_inventory(data).head
    )
