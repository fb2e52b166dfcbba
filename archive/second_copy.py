"""Putting a damaged object back from a backup (由备份恢复一件): the damaged one is set apart whole, the good one takes its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from archive.backup_errors import BackupDamagedError
from archive.backup_manifest import CopiedFile
from archive.backup_target import BackupTarget
from archive.ocfl_check import check_object
from archive.ocfl_inventory import INVENTORY
from ground.durable import make_directory, remove_tree, sync_directory, write_new


def copies_of(target: BackupTarget, root_name: str) -> Iterator[tuple[int, list[CopiedFile]]]:
    """Yield the backups that hold the object's folder, newest first, with its files; ``root_name`` is its path in the office."""
    group = "/".join(root_name.split("/")[:4])
    seen: set[str] = set()
    for number in reversed(target.numbers()):
        for sheet in target.manifest(number).sheets:
            if sheet.group == group and sheet.piece not in seen:
                seen.add(sheet.piece)
                files = [file for file in target.files(sheet) if file.path.startswith(root_name + "/")]
                if files:
                    yield number, files


def fetch(
    target: BackupTarget, files: list[CopiedFile], root_name: str, place: Path, object_id: str, inventory: str
) -> bool:
    """Write an object's copy to ``place``, durable, and tell whether it is whole and the one whose inventory has the digest."""
    remove_tree(place)
    make_directory(place)
    for file in files:
        path = place / PurePosixPath(file.path).relative_to(root_name)
        make_directory(path.parent)
        try:
            write_new(path, b"".join(target.piece(piece, f"文件 {file.path} ") for piece in file.pieces))
        except BackupDamagedError:
            return False
    for folder in sorted({path.parent for path in place.rglob("*")}, reverse=True):
        sync_directory(folder)
    is_it = hashlib.sha512((place / INVENTORY).read_bytes()).hexdigest() == inventory
    return is_it and not check_object(place, object_id)
