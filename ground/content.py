"""A folder of files named by what they hold (按内容命名的文件夹): ``<root>/<aa>/<digest>``, SHA-512 unless told otherwise.

A name is there only when its bytes are durable, so whoever holds a digest from ``put`` can rely on it after any crash.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, TypeVar

from ground.durable import (
    PART_SUFFIX,
    create_new,
    make_directory,
    part_beside,
    sync_directory,
    write_all,
    write_new,
)
from ground.wiping import wipe_file

T = TypeVar("T")

_CHUNK_BYTES = 1 << 20
_WRITERS = 8
_SIDE_BY_SIDE = 256
"""From so many pieces on they are written side by side."""


class ContentDamagedError(OSError):
    """A file does not hold the bytes its name promises (内容受损)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} does not hold the bytes its name promises; restore it from a copy")


class ContentFolder:
    """Files kept under the digest of their bytes; ``algorithm`` is a name that ``hashlib`` knows."""

    def __init__(self, root: Path, algorithm: str = "sha512") -> None:
        self.root = root
        self._algorithm = algorithm
        self._form = re.compile(rf"[0-9a-f]{{{hashlib.new(algorithm).digest_size * 2}}}")

    def put(self, data: bytes) -> str:
        """Keep ``data`` durably and give its digest; the same bytes again change nothing."""
        return self.put_all([data])[0]

    def put_all(self, pieces: Sequence[bytes]) -> list[str]:
        """Keep several pieces durably, syncing each folder once, and give their digests."""
        digests = [self._digest_of(data) for data in pieces]
        _to_each(self._keep, dict(zip(digests, pieces, strict=True)).items())
        _to_each(_make_durable, {self.path(digest).parent for digest in digests})
        return digests

    def _keep(self, piece: tuple[str, bytes]) -> None:
        digest, data = piece
        if self._holds_whole(digest):
            os.utime(self.path(digest))  # young again: whoever clears what is old leaves it to its new owner
            return
        make_directory(self.path(digest).parent)
        part = self._new_part()
        write_new(part, data)
        part.replace(self.path(digest))

    def put_file(self, stream: BinaryIO) -> str:
        """Keep what is left to read of ``stream`` durably, chunk by chunk, and give its digest."""
        make_directory(self.root)
        hasher = hashlib.new(self._algorithm)

        def copy(descriptor: int) -> None:
            while chunk := stream.read(_CHUNK_BYTES):
                hasher.update(chunk)
                write_all(descriptor, chunk)

        part = self._new_part()
        create_new(part, copy)
        digest = hasher.hexdigest()
        target = self.path(digest)
        make_directory(target.parent)
        part.replace(target)
        sync_directory(target.parent)
        return digest

    def path(self, digest: str) -> Path:
        """Give where the bytes of ``digest`` stand, held or not.

        Raises:
            ValueError: ``digest`` is not such a digest in lower-case hex digits.
        """
        if not self._form.fullmatch(digest):
            raise ValueError(f"{digest!r} is not a {self._algorithm} digest")
        return self.root / digest[:2] / digest

    def read(self, digest: str) -> bytes:
        """Give the bytes of ``digest``.

        Raises:
            FileNotFoundError: Nothing of that digest is held.
            ContentDamagedError: The file holds other bytes.
        """
        path = self.path(digest)
        data = path.read_bytes()
        if self._digest_of(data) != digest:
            raise ContentDamagedError(path)
        return data

    def holds(self, digest: str) -> bool:
        """Tell whether a file of that digest stands there, without reading it."""
        return self.path(digest).is_file()

    def digests(self) -> Iterator[str]:
        """Yield the digests held, sorted."""
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/*")):
            if self._form.fullmatch(path.name):
                yield path.name

    def discard(self, digest: str) -> None:
        """Remove the bytes of ``digest`` for good; a digest that is not held is fine."""
        path = self.path(digest)
        if path.parent.is_dir():
            path.unlink(missing_ok=True)
            sync_directory(path.parent)

    def destroy(self, digest: str) -> None:
        """Write over the bytes of ``digest`` and remove them; a digest that is not held is fine."""
        path = self.path(digest)
        if path.parent.is_dir():
            wipe_file(path)
            sync_directory(path.parent)

    def clear_unfinished(self) -> int:
        """Remove what interrupted writers left, give how many; only while nobody writes."""
        left = list(self.root.glob(f".*{PART_SUFFIX}"))
        for path in left:
            path.unlink()
        return len(left)

    def _new_part(self) -> Path:
        return part_beside(self.root / "incoming")  # all in one folder, so that what is left over is found at once

    def _digest_of(self, data: bytes) -> str:
        return hashlib.new(self._algorithm, data).hexdigest()

    def _holds_whole(self, digest: str) -> bool:
        """Tell whether the right bytes stand there: put() must not trust a damaged file, its source may go next."""
        try:
            self.read(digest)
        except (FileNotFoundError, ContentDamagedError):
            return False
        return True


def _make_durable(folder: Path) -> None:
    make_directory(folder)
    sync_directory(folder)


def _to_each(act: Callable[[T], None], items: Collection[T]) -> None:
    """Do one act to each of several; to many side by side, since each waits for the disk and not for the others."""
    if len(items) < _SIDE_BY_SIDE:
        for item in items:
            act(item)
        return
    with ThreadPoolExecutor(_WRITERS) as writers:
        list(writers.map(act, items))
