"""The store of one secrecy level (密级库): OCFL 1.1 on disk, written so that a crash at any moment leaves only whole objects.

The format stands in docs/formats/archive.md. Objects appear by one rename and are never changed; a correction is a new version.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from archive.errors import (
    ObjectChangedError,
    ObjectDamagedError,
    ObjectDiffersError,
    ObjectNotFoundError,
    StoreUnusableError,
    told_in_words,
)
from archive.ocfl_check import Fault, FaultKind, check_object, stray_entries
from archive.ocfl_inventory import INVENTORY, parse_inventory
from archive.ocfl_layout import Layout, layout_of
from archive.ocfl_object import Note, Source, StoredObject, digest_of, digest_of_new, open_object
from archive.staging import Staging
from ground.durable import make_directory, replace_file, sync_directory
from ground.lock import exclusive, shared

DEFAULT_LAYOUT = Layout()
_WRITERS = 8
"""How many objects are written side by side."""


class Store:
    """All records of one level under ``root``; may be used by several processes at once.

    ``layout`` is what ``create`` writes down; afterwards the store itself says how it is laid out.
    """

    def __init__(self, root: Path, layout: Layout = DEFAULT_LAYOUT) -> None:
        self.root = root
        self._first_layout = layout
        self._objects = root / "objects"
        self._lock = root / "lock"
        self._staging = Staging(root / "staging", self._objects, self._place_of)

    def create(self) -> None:
        """Make the store, or finish making it; a store that is there is left as it is.

        Raises:
            StoreUnusableError: Something else stands in its place.
        """
        with told_in_words(self.root.name, self.root):
            make_directory(self._objects)
            make_directory(self._staging.folder)
            files = self._first_layout.root_files()
            if (self._objects / "0=ocfl_1.1").exists():
                return
            self._refuse_foreign_entries({name.split("/")[0] for name in files})
            for name, data in files.items():
                make_directory((self._objects / name).parent)
                replace_file(self._objects / name, data)

    def add(
        self, object_id: str, files: Mapping[str, Source], *, at: dt.datetime, message: str, actor: str
    ) -> StoredObject:
        """File a new object and give it, durable; the same id with the same files again gives what was filed.

        Raises:
            ObjectDiffersError: The id is taken by other content.
            BadFileNameError: A file's name can't stand in an object.
            ArchiveNotWritableError: Disk, space or permissions; nothing was filed.
        """
        note = Note(at, actor, message)
        self._place_of(object_id)  # a folder that is no store is told before anything is written
        with told_in_words(object_id, self.root), shared(self._lock):
            if self.find(object_id) is None and self._staging.publish_object(object_id, files, note):
                return self._need(object_id)
            self._staging.make_place_durable(object_id)  # whoever filed it may have died before the sync
            existing = self._need(object_id)
            if dict(existing.files(1)) != {name: digest_of(source) for name, source in files.items()}:
                raise ObjectDiffersError(object_id)
            return existing

    def add_version(
        self,
        object_id: str,
        changes: Mapping[str, Source],
        *,
        remove: Collection[str] = (),
        at: dt.datetime,
        message: str,
        actor: str,
        expected_head: int | None = None,
    ) -> StoredObject:
        """Add a version that holds the newest one's files with ``changes`` put in and ``remove`` left out, and give the object.

        When the newest version holds exactly that already, nothing is added.

        Raises:
            ObjectNotFoundError: No object of that id.
            ObjectChangedError: The newest version is not ``expected_head``.
            ArchiveNotWritableError: Disk, space or permissions; the version counts or it does not, never half.
        """
        with told_in_words(object_id, self.root), exclusive(self._lock):
            self._staging.finish_interrupted_work()
            return self._with_version(object_id, changes, remove, Note(at, actor, message), expected_head)

    def add_versions(self, changes: Mapping[str, tuple[Mapping[str, Source], Note]]) -> dict[str, StoredObject]:
        """Add a version to each of many objects as ``add_version`` does, side by side, since each waits for the disk; give the objects.

        Raises:
            ObjectNotFoundError: There is no object of an id.
            ArchiveNotWritableError: Disk, space or permissions; each version counts or it does not, never half.
        """
        with told_in_words(self.root.name, self.root), exclusive(self._lock):
            self._staging.finish_interrupted_work()
            with ThreadPoolExecutor(_WRITERS) as writers:
                made = writers.map(lambda one: self._with_version(one[0], one[1][0], (), one[1][1]), changes.items())
                return dict(zip(changes, made, strict=True))

    def _with_version(
        self,
        object_id: str,
        changes: Mapping[str, Source],
        remove: Collection[str],
        note: Note,
        expected_head: int | None = None,
    ) -> StoredObject:
        current = self._need(object_id)
        kept = {name: digest for name, digest in current.files().items() if name not in {*remove, *changes}}
        wanted = kept | {name: digest_of(source) for name, source in changes.items()}
        if wanted == dict(current.files()):
            return current
        if expected_head not in (None, current.head):
            raise ObjectChangedError(object_id, expected_head or 0, current.head)
        self._staging.publish_version(current, kept, changes, note)
        return self._need(object_id)

    def find(self, object_id: str) -> StoredObject | None:
        """Look an object up.

        Raises:
            ObjectDamagedError: It is there, but its inventory can't be trusted.
        """
        return open_object(self._objects / self._place_of(object_id), object_id)

    def folder_of(self, object_id: str) -> Path:
        """Give where an object lies or would lie."""
        return self._objects / self._place_of(object_id)

    def object_ids(self) -> Iterator[str]:
        """Yield the ids of all objects, in the order of their folders."""
        for folder in self._object_folders():
            yield self._id_of(folder)

    def check(self, object_id: str) -> list[Fault]:
        """Read every byte of an object again and name what is not as it was filed."""
        folder = self._objects / self._place_of(object_id)
        if not folder.is_dir():
            raise ObjectNotFoundError(object_id)
        if not check_object(folder, object_id):
            return []
        with exclusive(self._lock):  # a version may have been on its way in: look again while nobody writes
            return check_object(folder, object_id)

    def check_all(self) -> Iterator[Fault]:
        """Check every object, and that nothing stands in the store that does not belong there."""
        yield from stray_entries(self._objects, self._layout)
        for folder in self._object_folders():
            try:
                object_id = self._id_of(folder)
            except ObjectDamagedError:
                yield Fault(folder.name, INVENTORY, FaultKind.UNREADABLE)
                continue
            if folder == self._objects / self._place_of(object_id):
                yield from self.check(object_id)
            else:
                yield Fault(object_id, folder.relative_to(self._objects).as_posix(), FaultKind.MISPLACED)

    def exchange(self, object_id: str, good: Path, apart: Path) -> None:
        """Put a whole copy of an object, which lies durable in ``staging``, in the place of a damaged one; that goes to ``apart``.

        Killed between the two, the object is missing until it is done again.
        """
        with told_in_words(object_id, self.root), exclusive(self._lock):
            folder = self.folder_of(object_id)
            if folder.exists():
                make_directory(apart.parent)
                folder.rename(apart)
                sync_directory(apart.parent)
            make_directory(folder.parent)
            good.rename(folder)
            sync_directory(folder.parent)

    def bury(
        self, object_id: str, files: Mapping[str, bytes], *, at: dt.datetime, message: str, actor: str
    ) -> StoredObject:
        """Put a tombstone in the place of an object and destroy that with all its versions (销毁); doing it again changes nothing.

        Killed on the way, the old object is gone or still in its place; what was moved out of it is cleared by ``recover``.

        Raises:
            ArchiveNotWritableError: Disk, space or permissions; to be done again.
        """
        note = Note(at, actor, message)
        with told_in_words(object_id, self.root), exclusive(self._lock):
            self._staging.finish_interrupted_work()
            if not self._stands(object_id, digest_of_new(object_id, files, note)):
                self._staging.replace_object(object_id, files, note)
            self._staging.make_place_durable(object_id)
            return self._need(object_id)

    def _stands(self, object_id: str, inventory: str) -> bool:
        try:
            there = self.find(object_id)
        except ObjectDamagedError:
            return False
        return there is not None and hashlib.sha512(there.inventory.to_bytes()).hexdigest() == inventory

    def recover(self) -> None:
        """Finish or clear what interrupted writers left, alone; to be called at start."""
        with told_in_words(self.root.name, self.root), exclusive(self._lock):
            if self._staging.folder.stat().st_dev != self._objects.stat().st_dev:
                raise StoreUnusableError(self.root, "staging 与 objects 不在同一文件系统")
            self._staging.finish_interrupted_work()

    @cached_property
    def _layout(self) -> Layout:
        try:
            return layout_of(self._objects)
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise StoreUnusableError(self.root, "没有可识别的 OCFL 1.1 声明或布局") from error

    def _place_of(self, object_id: str) -> PurePosixPath:
        if not object_id:
            raise ObjectNotFoundError(object_id, "没有标识的档案")
        return self._layout.place_of(object_id)

    def _need(self, object_id: str) -> StoredObject:
        found = self.find(object_id)
        if found is None:
            raise ObjectNotFoundError(object_id)
        return found

    def _refuse_foreign_entries(self, ours: set[str]) -> None:
        foreign = {path.name for path in self._objects.iterdir()} - ours
        if any(not name.endswith(".part") for name in foreign):
            raise StoreUnusableError(self.root, f"其中已有其他内容（{min(foreign)}）")
        for name in foreign:
            (self._objects / name).unlink()

    def _object_folders(self) -> Iterator[Path]:
        pattern = "/".join(["?" * self._layout.tuple_size] * self._layout.tuples + ["*"])
        return (path for path in sorted(self._objects.glob(pattern)) if (path / "0=ocfl_object_1.1").exists())

    def _id_of(self, folder: Path) -> str:
        """Give the id of the object in a folder: its name decoded, or what its inventory says when the name is cut."""
        by_name = unquote(folder.name)
        if folder == self._objects / self._place_of(by_name):
            return by_name
        try:
            return parse_inventory((folder / INVENTORY).read_bytes()).object_id
        except (OSError, ValueError) as error:
            raise ObjectDamagedError(folder.name, "清册缺失或无法读取") from error
