"""The store of one secrecy level (密级库): OCFL 1.1 on disk, written so that a crash at any moment leaves only whole objects.

The format stands in docs/formats/archive.md. Objects appear by one rename and are never changed; a correction is a new version.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import shutil
import uuid
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
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
from archive.ocfl_inventory import INVENTORY, SIDECAR, parse_inventory
from archive.ocfl_layout import Layout, layout_of
from archive.ocfl_object import (
    Note,
    Source,
    StoredObject,
    build_object,
    build_version,
    digest_of,
    open_object,
    write_inventory,
)
from ground.durable import make_directory, remove_tree, replace_file, sync_directory, write_new
from ground.lock import exclusive, shared

_INTENT = "intent.json"
_TAKEN = (errno.ENOTEMPTY, errno.EEXIST)
DEFAULT_LAYOUT = Layout()


class Store:
    """All records of one level under ``root``; may be used by several processes at once.

    ``layout`` is what ``create`` writes down; afterwards the store itself says how it is laid out.
    """

    def __init__(self, root: Path, layout: Layout = DEFAULT_LAYOUT) -> None:
        self.root = root
        self._first_layout = layout
        self._objects = root / "objects"
        self._staging = root / "staging"
        self._lock = root / "lock"
        self._durable_names: set[Path] = set()

    def create(self) -> None:
        """Make the store, or finish making it; a store that is there is left as it is.

        Raises:
            StoreUnusableError: Something else stands in its place.
        """
        with told_in_words(self.root.name, self.root):
            make_directory(self._objects)
            make_directory(self._staging)
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
        place = self._place_of(object_id)
        with told_in_words(object_id, self.root), shared(self._lock):
            if self.find(object_id) is None and self._build_and_publish(object_id, files, Note(at, actor, message)):
                return self._need(object_id)
            self._make_names_durable(place)  # whoever filed it may have died before the sync
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
            ObjectNotFoundError: No object of that id, or a file to be left out is not in it.
            ObjectChangedError: The newest version is not ``expected_head``.
            ArchiveNotWritableError: Disk, space or permissions; the version counts or it does not, never half.
        """
        with told_in_words(object_id, self.root), exclusive(self._lock):
            self._finish_interrupted_work()
            current = self._need(object_id)
            kept = {name: digest for name, digest in current.files().items() if name not in {*remove, *changes}}
            wanted = kept | {name: digest_of(source) for name, source in changes.items()}
            if wanted == dict(current.files()):
                return current
            if expected_head not in (None, current.head):
                raise ObjectChangedError(object_id, expected_head or 0, current.head)
            with self._workplace() as work:
                inventory = build_version(work, current.inventory, kept, changes, Note(at, actor, message))
                write_inventory(work, inventory)
                intent = {"object_id": object_id, "version": inventory.head}
                write_new(work / _INTENT, json.dumps(intent, ensure_ascii=False).encode())
                sync_directory(work)
                sync_directory(self._staging)
                if not _renamed(work / f"v{inventory.head}", current.folder / f"v{inventory.head}"):
                    raise ObjectDamagedError(object_id, f"v{inventory.head} 不在清册中而已存在")
                sync_directory(current.folder)
                _install_inventory(work, current.folder)
            return self._need(object_id)

    def find(self, object_id: str) -> StoredObject | None:
        """Look an object up.

        Raises:
            ObjectDamagedError: It is there, but its inventory can't be trusted.
        """
        return open_object(self._objects / self._place_of(object_id), object_id)

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
        yield from stray_entries(self._objects, self._layout.tuples)
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

    def recover(self) -> None:
        """Finish or clear what interrupted writers left, alone; to be called at start."""
        with told_in_words(self.root.name, self.root), exclusive(self._lock):
            if self._staging.stat().st_dev != self._objects.stat().st_dev:
                raise StoreUnusableError(self.root, "staging 与 objects 不在同一文件系统")
            self._finish_interrupted_work()

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

    @contextmanager
    def _workplace(self) -> Iterator[Path]:
        """Give an empty folder in staging; what is left in it afterwards goes, unless it is needed to finish a version."""
        work = self._staging / uuid.uuid4().hex
        work.mkdir(0o750)
        try:
            yield work
        finally:
            if not _is_half_published(work, self._objects, self._layout):
                shutil.rmtree(work, ignore_errors=True)  # what can't be removed now, recovery removes

    def _build_and_publish(self, object_id: str, files: Mapping[str, Source], note: Note) -> bool:
        """Build an object and give it its place; tell whether nobody was faster."""
        place = self._place_of(object_id)
        with self._workplace() as work:
            folder = work / place
            folder.mkdir(0o750, parents=True)
            build_object(folder, object_id, files, note)
            for above in list(place.parents)[:-1]:
                sync_directory(work / above)
            return self._publish(work, place)

    def _publish(self, work: Path, place: PurePosixPath) -> bool:
        """Rename the topmost folder of ``place`` that the store lacks into it: never is there an empty folder."""
        folder = self._objects
        for above in reversed((place, *list(place.parents)[:-1])):
            target = self._objects / above
            if not target.exists() and _renamed(work / above, target):
                sync_directory(folder)
                return True
            self._make_name_durable(target)
            folder = target
        return False

    def _make_names_durable(self, place: PurePosixPath) -> None:
        for above in (place, *list(place.parents)[:-1]):
            self._make_name_durable(self._objects / above)

    def _make_name_durable(self, folder: Path) -> None:
        """Sync a folder's entry, which a writer that died may have left unsynced; once per process is enough."""
        if folder not in self._durable_names:
            sync_directory(folder.parent)
            self._durable_names.add(folder)

    def _finish_interrupted_work(self) -> None:
        for work in sorted(self._staging.iterdir()):
            if _is_half_published(work, self._objects, self._layout):
                _install_inventory(work, self._objects / self._layout.place_of(_intent_of(work)[0]))
            remove_tree(work)

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


def _renamed(source: Path, target: Path) -> bool:
    try:
        source.rename(target)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise
    return True


def _intent_of(work: Path) -> tuple[str, int]:
    plain = json.loads((work / _INTENT).read_bytes())
    return str(plain["object_id"]), int(plain["version"])


def _is_half_published(work: Path, objects: Path, layout: Layout) -> bool:
    """Tell whether a version stands in its object already while its inventory may still wait here."""
    try:
        object_id, version = _intent_of(work)
    except (OSError, ValueError):  # no intent, or one that was never synced: nothing of it can have been published
        return False
    waiting = any((work / name).exists() for name in (INVENTORY, SIDECAR))  # a power cut may keep either rename alone
    return waiting and (objects / layout.place_of(object_id) / f"v{version}").is_dir()


def _install_inventory(work: Path, folder: Path) -> None:
    """Put the new inventory, then its sidecar, in the place of the old ones, as far as that is still to be done."""
    for name in (INVENTORY, SIDECAR):
        if (work / name).exists():
            (work / name).replace(folder / name)
    sync_directory(folder)
