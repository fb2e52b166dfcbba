"""Opening what strangers dropped (安全打开): never through a link, never waiting for a FIFO, only regular files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

from domain.intake import SourceFile
from mailroom.names import to_text

_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
_FOLDER = os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC
_CHUNK_BYTES = 1 << 20


class NotRegularError(OSError):
    """What was opened is no regular file."""


class ChangedError(OSError):
    """The file is not, or no longer, the one that was seen."""


@contextmanager
def folder(path: bytes, inside: int | None = None) -> Iterator[int]:
    """Open a folder; its descriptor stays the same folder whatever its name becomes."""
    descriptor = os.open(path, _FOLDER if inside is not None else _FOLDER & ~os.O_NOFOLLOW, dir_fd=inside)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def regular_file(name: bytes, inside: int) -> Iterator[int]:
    """Open a regular file of the folder ``inside`` for reading.

    Raises:
        NotRegularError: It is something else; a link raises ``OSError`` with ``ELOOP``.
    """
    descriptor = os.open(name, _FILE, dir_fd=inside)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotRegularError
        yield descriptor
    finally:
        os.close(descriptor)


def source_file(name: bytes, status: os.stat_result) -> SourceFile:
    """Note what a file is known again by."""
    return SourceFile(
        to_text(name), status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
    )


def read_unchanged(descriptor: int, seen: SourceFile) -> bytes:
    """Read a file that was seen before, once, into memory.

    Raises:
        ChangedError: It differs from what was seen, before or after reading.
    """
    name = seen.name.encode()
    if not _is_same(descriptor, seen):
        raise ChangedError(name)
    data = bytearray()
    while len(data) <= seen.size_bytes and (chunk := os.read(descriptor, _CHUNK_BYTES)):
        data += chunk
    if len(data) != seen.size_bytes or not _is_same(descriptor, seen):
        raise ChangedError(name)
    return bytes(data)


def _is_same(descriptor: int, seen: SourceFile) -> bool:
    found = os.fstat(descriptor)
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns) == (
        seen.device,
        seen.inode,
        seen.size_bytes,
        seen.modified_ns,
        seen.changed_ns,
    )
