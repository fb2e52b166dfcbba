"""Where objects and versions are made, and how they get their place (整理台): all that must survive a crash in the middle.

A new object appears by one rename; a new version by the rename of its folder, after which its inventory only waits to be installed.
"""

from __future__ import annotations

import errno
import json
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from archive.errors import ObjectDamagedError
from archive.ocfl_inventory import INVENTORY, SIDECAR
from archive.ocfl_object import Note, Source, StoredObject, build_object, build_version, write_inventory
from ground.durable import make_directory, remove_tree, sync_directory, write_new
from ground.wiping import wipe_tree

_INTENT = "intent.json"
_OLD = "old"
_TAKEN = (errno.ENOTEMPTY, errno.EEXIST)


class Staging:
    """The folder beside ``objects``, on the same file system, where work stands that is not finished.

    Whoever calls holds the store's lock: shared to publish an object, alone for all else.
    """

    def __init__(self, folder: Path, objects: Path, place_of: Callable[[str], PurePosixPath]) -> None:
        self.folder = folder
        self._objects = objects
        self._place_of = place_of
        self._durable_names: set[Path] = set()

    def publish_object(self, object_id: str, files: Mapping[str, Source], note: Note) -> bool:
        """Build an object and give it its place, durable; tell whether nobody was faster."""
        place = self._place_of(object_id)
        with self._workplace() as work:
            folder = work / place
            folder.mkdir(0o750, parents=True)
            build_object(folder, object_id, files, note)
            for above in _folders_above(place):
                sync_directory(work / above)
            return self._rename_in(work, place)

    def publish_version(
        self, current: StoredObject, kept: Mapping[str, str], changes: Mapping[str, Source], note: Note
    ) -> None:
        """Build the next version of an object and add it, durable; once its folder has its place, recovery would finish the rest."""
        with self._workplace() as work:
            inventory = build_version(work, current.inventory, kept, changes, note)
            write_inventory(work, inventory)
            intent = {"object_id": current.object_id, "version": inventory.head}
            write_new(work / _INTENT, json.dumps(intent, ensure_ascii=False).encode())
            sync_directory(work)
            sync_directory(self.folder)
            if not _renamed(work / f"v{inventory.head}", current.folder / f"v{inventory.head}"):
                raise ObjectDamagedError(current.object_id, f"v{inventory.head} 不在清册中而已存在")
            sync_directory(current.folder)
            _install_inventory(work, current.folder)

    def replace_object(self, object_id: str, files: Mapping[str, Source], note: Note) -> None:
        """Build an object and put it in the place of another, which is written over and removed."""
        place = self._place_of(object_id)
        target = self._objects / place
        with self._workplace() as work:
            (work / "new").mkdir(0o750)
            build_object(work / "new", object_id, files, note)
            sync_directory(work)
            sync_directory(self.folder)
            make_directory(target.parent)
            if target.exists():
                target.rename(work / _OLD)
            (work / "new").rename(target)
            sync_directory(target.parent)
            wipe_tree(work / _OLD)

    def make_place_durable(self, object_id: str) -> None:
        """Sync the folders on the way to an object that somebody else put there."""
        place = self._place_of(object_id)
        for above in (place, *_folders_above(place)):
            self._make_name_durable(self._objects / above)

    def finish_interrupted_work(self) -> None:
        """Install the inventories of versions that have their place, and clear everything else away."""
        for work in sorted(self.folder.iterdir()):
            if self._is_half_published(work):
                _install_inventory(work, self._objects / self._place_of(_intent_of(work)[0]))
            wipe_tree(work / _OLD)  # an object that is destroyed
            remove_tree(work)

    @contextmanager
    def _workplace(self) -> Iterator[Path]:
        """Give an empty folder; what is left in it afterwards goes, unless it is needed to finish a version."""
        work = self.folder / uuid.uuid4().hex
        work.mkdir(0o750)
        try:
            yield work
        finally:
            if not self._is_half_published(work):
                shutil.rmtree(work, ignore_errors=True)  # what can't be removed now, recovery removes

    def _rename_in(self, work: Path, place: PurePosixPath) -> bool:
        """Rename the topmost folder of ``place`` that the store lacks into it: never is there an empty folder."""
        for above in reversed((place, *_folders_above(place))):
            target = self._objects / above
            if not target.exists() and _renamed(work / above, target):
                sync_directory(target.parent)
                return True
            self._make_name_durable(target)
        return False

    def _make_name_durable(self, folder: Path) -> None:
        """Sync a folder's entry, which a writer that died may have left unsynced; once per process is enough."""
        if folder not in self._durable_names:
            sync_directory(folder.parent)
            self._durable_names.add(folder)

    def _is_half_published(self, work: Path) -> bool:
        """Tell whether a version stands in its object already while its inventory may still wait here."""
        try:
            object_id, version = _intent_of(work)
        except (OSError, ValueError):  # no intent, or one that was never synced: nothing of it can have been published
            return False
        waiting = any(
            (work / name).exists() for name in (INVENTORY, SIDECAR)
        )  # a power cut may keep either rename alone
        return waiting and (self._objects / self._place_of(object_id) / f"v{version}").is_dir()


def _folders_above(place: PurePosixPath) -> list[PurePosixPath]:
    return list(place.parents)[:-1]


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


def _install_inventory(work: Path, folder: Path) -> None:
    """Put the new inventory, then its sidecar, in the place of the old ones, as far as that is still to be done."""
    for name in (INVENTORY, SIDECAR):
        if (work / name).exists():
            (work / name).replace(folder / name)
    sync_directory(folder)
