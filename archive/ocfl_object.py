"""One OCFL object: building a version durably, and reading what was stored (档案对象)."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ObjectDamagedError, ObjectNotFoundError
from archive.ocfl_inventory import INVENTORY, SIDECAR, Inventory, Version, parse_inventory, sidecar_agrees, sidecar_of
from archive.ocfl_layout import OBJECT_DECLARATION, checked_name
from ground.durable import create_new, sync_directory, write_all, write_new

Source = bytes | Path
"""Where a file's bytes come from: themselves, or a file to be copied."""

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Note:
    """Who made a version when, and why."""

    at: dt.datetime
    actor: str
    message: str


@dataclass(frozen=True)
class StoredObject:
    """An object as it stood when it was looked up; it does not see versions added later."""

    object_id: str
    folder: Path
    inventory: Inventory

    @property
    def head(self) -> int:
        """Give the number of the newest version."""
        return self.inventory.head

    def files(self, version: int | None = None) -> Mapping[str, str]:
        """Give the SHA-512 digests of a version's files by name, of the newest version without a number."""
        return self._version(version).state

    def note(self, version: int | None = None) -> Note:
        """Tell who made a version when, and why."""
        found = self._version(version)
        return Note(found.created, found.actor, found.message)

    def path_of(self, name: str, version: int | None = None) -> Path:
        """Give where a file's bytes lie; whoever reads them there checks nothing."""
        digest = self.files(version).get(name)
        if digest is None:
            raise ObjectNotFoundError(self.object_id, f"文件“{name}”")
        return self.folder / self.inventory.manifest[digest][0]

    def read(self, name: str, version: int | None = None) -> bytes:
        """Give a file's bytes, checked against the inventory.

        Raises:
            ObjectNotFoundError: No such version or file.
            ObjectDamagedError: The bytes are gone or not those that were filed.
        """
        path = self.path_of(name, version)
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise ObjectDamagedError(self.object_id, f"文件“{name}”缺失") from error
        except OSError as error:
            raise _unreadable(error, self.object_id, f"文件“{name}”") from error
        if hashlib.sha512(data).hexdigest() != self.files(version)[name]:
            raise ObjectDamagedError(self.object_id, f"文件“{name}”被改动")
        return data

    def _version(self, number: int | None) -> Version:
        found = self.inventory.version(number)
        if found is None:
            raise ObjectNotFoundError(self.object_id, f"第{number}版")
        return found


def open_object(folder: Path, object_id: str) -> StoredObject | None:
    """Read an object's inventory, checked against its sidecar; nothing when there is no such folder.

    Raises:
        ObjectDamagedError: The inventory is not what was written.
    """
    try:
        data = (folder / INVENTORY).read_bytes()
        sidecar = (folder / SIDECAR).read_bytes()
    except FileNotFoundError as error:
        if not folder.exists():
            return None
        raise ObjectDamagedError(object_id, "缺少清册或其校验文件") from error
    except OSError as error:
        raise _unreadable(error, object_id, "清册") from error
    try:
        inventory = parse_inventory(data)
    except ValueError as error:
        raise ObjectDamagedError(object_id, "清册无法读取") from error
    if inventory.object_id != object_id:
        raise ObjectDamagedError(object_id, f"清册写的是另一件（{inventory.object_id}）")
    if not (sidecar_agrees(sidecar, data) or _version_vouches(folder / f"v{inventory.head}", data)):
        raise ObjectDamagedError(object_id, "清册与其校验文件不符")
    return StoredObject(object_id, folder, inventory)


def _unreadable(error: OSError, object_id: str, what: str) -> Exception:
    """Give what to raise: a disk that can't read its sectors has lost the bytes, a missing permission has not."""
    return ObjectDamagedError(object_id, f"{what}无法从磁盘读出") if error.errno == errno.EIO else error


def _version_vouches(folder: Path, inventory: bytes) -> bool:
    """Tell whether the version's own copy agrees: so it is between the two renames of a new version."""
    try:
        return (folder / INVENTORY).read_bytes() == inventory and sidecar_agrees(
            (folder / SIDECAR).read_bytes(), inventory
        )
    except FileNotFoundError:
        return False


def build_object(folder: Path, object_id: str, files: Mapping[str, Source], note: Note) -> Inventory:
    """Write a whole new object into ``folder``, which must exist and be empty, durable up to and including itself."""
    inventory = build_version(folder, Inventory(object_id, {}, ()), {}, files, note)
    write_inventory(folder, inventory)
    write_new(folder / OBJECT_DECLARATION[0], OBJECT_DECLARATION[1])
    sync_directory(folder)
    return inventory


def digest_of_new(object_id: str, files: Mapping[str, bytes], note: Note) -> str:
    """Give the SHA-512 digest of the inventory that a new object of such files would have."""
    manifest: dict[str, tuple[str, ...]] = {}
    state: dict[str, str] = {}
    for name, data in sorted(files.items()):
        state[name] = digest_of(data)
        manifest.setdefault(state[name], (f"v1/content/{checked_name(name)}",))
    made = Version(note.at.replace(microsecond=0), note.message, note.actor, state)
    return hashlib.sha512(Inventory(object_id, manifest, (made,)).to_bytes()).hexdigest()


def build_version(
    folder: Path, before: Inventory, kept: Mapping[str, str], files: Mapping[str, Source], note: Note
) -> Inventory:
    """Write the next version's folder into ``folder``, durable but for its entry there, and give the new inventory.

    ``kept`` are the names and digests taken over from earlier versions, ``files`` what is new or changed.
    """
    number = before.head + 1
    manifest = dict(before.manifest)
    state = dict(kept)
    version = folder / f"v{number}"
    version.mkdir(0o750)
    for name, source in sorted(files.items()):
        content_path = f"v{number}/content/{checked_name(name)}"
        state[name] = _store_once(folder, content_path, source, manifest)
    made = Version(note.at.replace(microsecond=0), note.message, note.actor, state)
    inventory = Inventory(before.object_id, manifest, (*before.versions, made))
    write_inventory(version, inventory)
    for directory, _, _ in os.walk(version, topdown=False):
        sync_directory(Path(directory))
    return inventory


def write_inventory(folder: Path, inventory: Inventory) -> None:
    """Write inventory and sidecar where none stand yet; the caller syncs the folder."""
    data = inventory.to_bytes()
    write_new(folder / INVENTORY, data)
    write_new(folder / SIDECAR, sidecar_of(data))


def digest_of(source: Source) -> str:
    """Give the SHA-512 digest of what would be stored."""
    if isinstance(source, bytes):
        return hashlib.sha512(source).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest()


def _store_once(folder: Path, content_path: str, source: Source, manifest: dict[str, tuple[str, ...]]) -> str:
    """Store the bytes under ``content_path`` unless the object has them already, and give their digest."""
    digest = digest_of(source)
    if digest in manifest:
        return digest
    target = folder / content_path
    target.parent.mkdir(0o750, parents=True, exist_ok=True)
    if isinstance(source, bytes):
        write_new(target, source)
    else:
        digest = _copy(source, target)  # what was copied counts, should the file have changed since
    manifest[digest] = (*manifest.get(digest, ()), content_path)
    return digest


def _copy(source: Path, target: Path) -> str:
    hasher = hashlib.sha512()
    with source.open("rb", buffering=0) as file:

        def fill(descriptor: int) -> None:
            while chunk := file.read(_CHUNK_BYTES):
                hasher.update(chunk)
                write_all(descriptor, chunk)

        create_new(target, fill)
    return hasher.hexdigest()
