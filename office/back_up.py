"""Backing the office up while it works (备份): every file into pieces at the target, then one signed manifest that makes the backup count.

The order makes it consistent (``office.backup_walk``): the drops, the registry, the ledger as far as it stands then, and only after it
what its lines name. Whatever else went on meanwhile, that ledger and those files tell one story; restoring cuts it there.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from archive.backup_errors import BackupRunsError, TargetUnusableError, told_of_target
from archive.backup_manifest import FORMAT, CopiedFile, Manifest
from archive.backup_target import PIECE_BYTES, BackupTarget, Writer
from archive.heads import SigningKey
from archive.segments import Extent
from domain.keeping_events import BACKUPS, BackedUp
from domain.office import SYSTEM, Actor
from ground.lock import LockHeldError, exclusive
from office import destruction_notes
from office.backup_walk import dropped, group_of, heads, kept
from office.house import House
from office.record import record
from office.signing_key import signing_key

ACCOUNTS = "accounts.sqlite"
REGISTRY = "registry.sqlite"
BUSY = ".backup.lock"
"""Held while a backup reads: nobody clears staging or destroys a record meanwhile."""
_DATABASE_PIECE_BYTES = 64 << 10
"""A database changes here and there: in small pieces, most of it is the same from backup to backup."""
_AT_REST = dt.timedelta(seconds=2)
"""A file changed later than this before the last backup is read again, however alike it looks."""


@dataclass(frozen=True)
class BackupReport:
    """What a backup brought (备份结果); ``new_bytes`` is what the target had not yet."""

    target: str
    number: int
    at: dt.datetime
    ledger_index: int
    files: int
    size: int
    new_bytes: int
    public_key: str


def back_up(house: House, target_root: Path, *, actor: Actor = SYSTEM, channel: str = "system") -> BackupReport:
    """Write one backup of the office to a folder, best on another machine; only what the folder lacks is copied.

    Raises:
        BackupRunsError: Another backup is on its way.
        TargetUnusableError: The folder holds something else, lies in the office, or can't be written.
    """
    _refuse_inside(house, target_root)
    key = signing_key(house)
    target = BackupTarget(target_root.absolute())
    with keeping_still(house, target.root), target.writing():
        before = target.manifest() if target.numbers() else None
        with told_of_target(target.root):
            destruction_notes.tell_again(house, target.root)
            manifest, written = _copied(house, target, before, key)
    report = BackupReport(
        str(target.root),
        manifest.number,
        manifest.at,
        manifest.ledger_index,
        manifest.files,
        manifest.size,
        written,
        key.public,
    )
    done = BackedUp(
        report.target, report.number, report.ledger_index, manifest.digest, report.files, report.size, report.new_bytes
    )
    record(house, lambda pen: pen.note(done, BACKUPS), actor=actor, channel=channel)
    return report


@contextmanager
def keeping_still(house: House, place: Path | None = None) -> Iterator[None]:
    """Keep what was filed or staged from being cleared away or backed up twice, for the length of a ``with`` block.

    Raises:
        BackupRunsError: Somebody else does so now.
    """
    try:
        with exclusive(house.root / BUSY, wait=False):
            yield
    except LockHeldError as error:
        if error.path != house.root / BUSY:
            raise
        raise BackupRunsError(place or house.root) from error


def _copied(house: House, target: BackupTarget, before: Manifest | None, key: SigningKey) -> tuple[Manifest, int]:
    writer, at = Writer(target, before), house.clock.now()
    copier = _Copier(house.root, writer, before)
    for path in dropped(house.root):
        copier.file(path)
    with TemporaryDirectory(prefix=".backup-", dir=house.root) as scratch:
        has_registry = house.registry.copy_to(Path(scratch) / REGISTRY)
        house.accounts.copy_to(Path(scratch) / ACCOUNTS)
        for path in sorted(Path(scratch).iterdir()):
            copier.file(path, name=path.name)
    for path in heads(house.root):  # before the ledger: a head never names a line beyond it
        copier.file(path)
    extents = house.ledger.measured()
    for extent in extents:
        copier.segment(extent)
    for path in kept(house.root):
        copier.file(path)
    index, own = house.ledger.end_of(extents)
    manifest = Manifest(
        format=FORMAT,
        number=(before.number if before else 0) + 1,
        office=house.office.name,
        at=at,
        ledger_index=index,
        ledger_own=own,
        has_registry=has_registry,
        sheets=writer.sheets(),
        previous=before.digest if before else "",
        public_key="",
    )
    return target.keep(manifest, key), writer.new_bytes


class _Copier:
    """Copies files into pieces, but for those that look as they did at the last backup."""

    def __init__(self, root: Path, writer: Writer, before: Manifest | None) -> None:
        self._root = root
        self._writer = writer
        self._before_ns = int((before.at - _AT_REST).timestamp() * 1e9) if before else 0
        self._known: tuple[str, dict[str, CopiedFile]] = ("", {})

    def file(self, path: Path, name: str = "") -> None:
        """Copy a file; one that has vanished since is passed over."""
        relative = name or path.relative_to(self._root).as_posix()
        group = group_of(relative)
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        with os.fdopen(descriptor, "rb") as stream:
            state = os.fstat(descriptor)
            same = None if name else self._same(group, relative, state)
            piece = _DATABASE_PIECE_BYTES if name else PIECE_BYTES
            self._writer.add(group, same or self._read(stream, relative, state, piece=piece))

    def segment(self, extent: Extent) -> None:
        """Copy a segment of the ledger as far as it was measured."""
        relative = extent.path.relative_to(self._root).as_posix()
        with extent.path.open("rb") as stream:
            state = os.fstat(stream.fileno())
            self._writer.add("ledger", self._read(stream, relative, state, extent.size))

    def _same(self, group: str, relative: str, state: os.stat_result) -> CopiedFile | None:
        if self._known[0] != group:
            self._known = (group, self._writer.known(group))
        found = self._known[1].get(relative)
        looks_alike = found is not None and (found.size, found.modified_ns) == (state.st_size, state.st_mtime_ns)
        if found is None or not looks_alike or max(state.st_mtime_ns, state.st_ctime_ns) >= self._before_ns:
            return None
        return found if found.mode == state.st_mode & 0o7777 and self._writer.holds(found.pieces) else None

    def _read(
        self,
        stream: BinaryIO,
        relative: str,
        state: os.stat_result,
        at_most: int | None = None,
        piece: int = PIECE_BYTES,
    ) -> CopiedFile:
        pieces, size = [], 0
        while data := stream.read(piece if at_most is None else min(piece, at_most - size)):
            pieces.append(self._writer.put(data))
            size += len(data)
        return CopiedFile(relative, size, state.st_mode & 0o7777, state.st_mtime_ns, tuple(pieces))


def _refuse_inside(house: House, target: Path) -> None:
    place, root = target.resolve(), house.root.resolve()
    if place == root or root in place.parents or place in root.parents:
        raise TargetUnusableError(target, "它和机关文件夹在一处", "换到另一块盘或另一台机器上的文件夹")
