"""Reading an object again, every byte, and naming what is not as it was filed (核验)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from archive.ocfl_inventory import INVENTORY, SIDECAR, Inventory, parse_inventory, sidecar_of
from archive.ocfl_layout import OBJECT_DECLARATION, Layout, is_as_written


class FaultKind(StrEnum):
    """In what way something is not as it was filed."""

    MISSING = "缺失"
    CHANGED = "被改动"
    EXTRA = "多出"
    UNREADABLE = "无法读取"
    MISPLACED = "位置不符"


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was filed; ``path`` is relative to the object's folder, or to the store for no object."""

    object_id: str
    path: str
    kind: FaultKind

    def __str__(self) -> str:
        return f"{self.object_id or '档案库'}：{self.path} {self.kind}"


def check_object(folder: Path, object_id: str) -> list[Fault]:
    """Compare everything in an object's folder with its inventories; an empty list means it is whole."""
    faults = _Faults(folder, object_id)
    inventory = _check_inventory(faults, "")
    if inventory is None:
        return faults.found
    if inventory.object_id != object_id:
        faults.add("inventory.json", FaultKind.CHANGED)
    if faults.bytes_of(OBJECT_DECLARATION[0]) not in (None, OBJECT_DECLARATION[1]):
        faults.add(OBJECT_DECLARATION[0], FaultKind.CHANGED)
    for number in range(1, inventory.head + 1):
        _check_version(faults, inventory, number)
    _check_content(faults, inventory)
    _check_nothing_extra(faults, inventory)
    return faults.found


def stray_entries(objects: Path, layout: Layout) -> Iterator[Fault]:
    """Yield what stands in a storage root and is neither its own files, as they were written, nor on the way to an object."""
    files = layout.root_files()
    own = {name.split("/")[0] for name in files}
    for name, data in sorted(files.items()):
        try:
            if not is_as_written(name, (objects / name).read_bytes(), data):
                yield Fault("", name, FaultKind.CHANGED)
        except FileNotFoundError:
            yield Fault("", name, FaultKind.MISSING)
    for path in sorted(objects.iterdir()):
        if path.name not in own:
            yield from _stray_below(objects, path, layout.tuples)


def _stray_below(objects: Path, path: Path, tuples_left: int) -> Iterator[Fault]:
    if path.is_symlink() or not path.is_dir():
        yield Fault("", path.relative_to(objects).as_posix(), FaultKind.EXTRA)
    elif tuples_left == 0:
        if not (path / OBJECT_DECLARATION[0]).exists():
            yield Fault("", (path / OBJECT_DECLARATION[0]).relative_to(objects).as_posix(), FaultKind.MISSING)
    elif not (inside := sorted(path.iterdir())):
        yield Fault("", path.relative_to(objects).as_posix(), FaultKind.EXTRA)
    else:
        for entry in inside:
            yield from _stray_below(objects, entry, tuples_left - 1)


class _Faults:
    def __init__(self, folder: Path, object_id: str) -> None:
        self.folder = folder
        self.object_id = object_id
        self.found: list[Fault] = []

    def add(self, path: str, kind: FaultKind) -> None:
        self.found.append(Fault(self.object_id, path, kind))

    def bytes_of(self, path: str) -> bytes | None:
        """Give a file's bytes, or note why there are none."""
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            self.add(path, FaultKind.MISSING)
        except OSError:
            self.add(path, FaultKind.UNREADABLE)
        return None


def _check_inventory(faults: _Faults, prefix: str) -> Inventory | None:
    data, sidecar = faults.bytes_of(prefix + INVENTORY), faults.bytes_of(prefix + SIDECAR)
    if data is None:
        return None
    if sidecar is not None and sidecar != sidecar_of(data):
        faults.add(prefix + INVENTORY, FaultKind.CHANGED)
    try:
        return parse_inventory(data)
    except ValueError:
        faults.add(prefix + INVENTORY, FaultKind.UNREADABLE)
        return None


def _check_version(faults: _Faults, inventory: Inventory, number: int) -> None:
    """Check a version's own inventory: it must say what the root's says of the versions up to it."""
    own = _check_inventory(faults, f"v{number}/")
    if own is None:
        return
    says_the_same = (
        own.object_id == inventory.object_id
        and own.versions == inventory.versions[:number]
        and all(inventory.manifest.get(digest) == paths for digest, paths in own.manifest.items())
        and (number < inventory.head or own == inventory)
    )
    if not says_the_same:
        faults.add(f"v{number}/{INVENTORY}", FaultKind.CHANGED)


def _check_content(faults: _Faults, inventory: Inventory) -> None:
    for digest, paths in sorted(inventory.manifest.items()):
        for path in paths:
            _check_file(faults, path, digest)
    named = {digest for version in inventory.versions for digest in version.state.values()}
    for digest in sorted(named - inventory.manifest.keys()):
        faults.add(f"sha512:{digest}", FaultKind.MISSING)


def _check_file(faults: _Faults, path: str, digest: str) -> None:
    try:
        with (faults.folder / path).open("rb") as file:
            if hashlib.file_digest(file, "sha512").hexdigest() != digest:
                faults.add(path, FaultKind.CHANGED)
    except FileNotFoundError:
        faults.add(path, FaultKind.MISSING)
    except OSError:
        faults.add(path, FaultKind.UNREADABLE)


def _check_nothing_extra(faults: _Faults, inventory: Inventory) -> None:
    """Find files, links and empty folders that no inventory knows of."""
    files = {OBJECT_DECLARATION[0], INVENTORY, SIDECAR}
    files |= {f"v{number}/{name}" for number in range(1, inventory.head + 1) for name in (INVENTORY, SIDECAR)}
    files |= {path for paths in inventory.manifest.values() for path in paths}
    for directory, folders, names in os.walk(faults.folder):
        here = Path(directory)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in sorted((*names, *links)):
            path = (here / name).relative_to(faults.folder).as_posix()
            if path not in files or (here / name).is_symlink():
                faults.add(path, FaultKind.EXTRA)
        if not folders and not names:
            faults.add(here.relative_to(faults.folder).as_posix(), FaultKind.EXTRA)
