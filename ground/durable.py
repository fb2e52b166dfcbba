"""Writing files so that they survive a power cut (落盘).

A file is durable after its own fsync *and* the fsync of the folder that names it. A failed fsync is never tried again on
the same descriptor: the kernel may have dropped the pages, so the step is to be done again from its source.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

from ground.kernel import rename_new

PART_SUFFIX = ".part"
"""How the name of an unfinished file ends; whoever finds one after a crash may remove it."""

_durable_names: set[Path] = set()
_NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte, however often the kernel takes only a part."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def write_new(path: Path, data: bytes, mode: int = 0o640) -> None:
    """Write a file that must not exist yet and fsync it; the caller fsyncs the folder.

    A file that could not be written whole is removed again.

    Raises:
        FileExistsError: Something of that name stands there, a symbolic link included.
    """
    create_new(path, lambda descriptor: write_all(descriptor, data), mode)


def create_new(path: Path, fill: Callable[[int], None], mode: int = 0o640) -> None:
    """Create a file, let ``fill`` write into its descriptor, fsync it; the caller fsyncs the folder."""
    descriptor = os.open(path, _NEW_FILE, mode)
    try:
        fill(descriptor)
        os.fsync(descriptor)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)


def replace_file(path: Path, data: bytes, mode: int = 0o640) -> None:
    """Put ``data`` in the place of ``path`` in one step: a reader sees the old file or the new one, never a mixture."""
    part = part_beside(path)
    write_new(part, data, mode)
    try:
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def part_beside(path: Path) -> Path:
    """Name an unfinished file beside ``path`` that no other process uses."""
    return path.with_name(f".{path.name[:80]}.{uuid.uuid4().hex}{PART_SUFFIX}")


def sync_directory(path: Path) -> None:
    """Make the names inside a folder durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_directory(path: Path, mode: int = 0o750) -> None:
    """Make a folder with its parents, each durable; one that is there already is made durable once per process.

    A process that died may have made the folder without living to sync its name; the folders above it are durable, since each
    is synced before anything is made in it.
    """
    if path.is_dir():
        _make_name_durable(path)
        return
    make_directory(path.parent, mode)
    try:
        path.mkdir(mode)
    except FileExistsError:
        if not path.is_dir():
            raise
    sync_directory(path.parent)
    _durable_names.add(path)


def _make_name_durable(path: Path) -> None:
    if path not in _durable_names:
        with contextlib.suppress(PermissionError):  # a folder above that we may not read was not made by us
            sync_directory(path.parent)
        _durable_names.add(path)


def publish(source: Path, target: Path) -> None:
    """Give a finished file or folder its lasting name with one rename on the same file system.

    What stands inside ``source`` must be durable before.

    Raises:
        FileExistsError: ``target`` is taken.
    """
    rename_new(source, target)
    sync_directory(target.parent)
    if source.parent != target.parent:
        sync_directory(source.parent)


def publish_folder(
    place: Path, files: Mapping[str, bytes], *, mode: int = 0o750, file_mode: int = 0o640, replace: bool = False
) -> None:
    """Let a folder with these files appear whole, with one rename; with ``replace`` what lies there goes just before.

    Raises:
        FileExistsError: ``place`` is taken, and is not to be replaced.
    """
    part = part_beside(place)
    part.mkdir(mode)
    try:
        for name, data in files.items():
            write_new(part / name, data, file_mode)
        sync_directory(part)
        if replace:
            remove_tree(place)
        publish(part, place)
    except BaseException:
        remove_tree(part)
        raise


def remove_file(path: Path) -> None:
    """Remove a file for good; a missing one is fine."""
    path.unlink(missing_ok=True)
    sync_directory(path.parent)


def remove_tree(path: Path) -> None:
    """Remove a folder and all it holds for good; a missing one is fine, a symbolic link is never followed."""
    if not os.path.lexists(path):
        return
    if path.is_symlink() or not path.is_dir():
        path.unlink()
    else:
        shutil.rmtree(path)
    sync_directory(path.parent)
