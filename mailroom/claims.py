"""Removing what was taken in, and nothing else (移除原件).

The source is first moved, in one step, into a hidden folder beside it; only there is it compared and removed. Whatever stands in its
place by then is a new drop; whatever turns out to be something else is put back.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from domain.file_names import numbered
from domain.intake import Source, SourceFile
from ground.durable import sync_directory
from ground.kernel import rename_new
from mailroom import opening
from mailroom.folders import CLAIMED
from mailroom.names import is_ignored, to_bytes

_CHUNK_BYTES = 1 << 20
_MOST_NUMBERS = 1000


def remove(folder: Path, source: Source, digests: Sequence[str]) -> bool:
    """Remove a drop from its watched folder if it still holds the very bytes; tell whether it did.

    ``digests`` are the SHA-512 of ``source.files``, in their order.
    """
    claim = folder / CLAIMED / source.key[:16]
    claim.mkdir(parents=True, exist_ok=True)
    name = os.fsdecode(to_bytes(source.name))
    try:
        (folder / name).rename(claim / name)
    except FileNotFoundError:
        _clear(claim)
        return False
    is_same = _holds(claim, os.fsencode(name), source, digests)
    if is_same:
        _unlink(claim / name)
    else:
        _put_back(folder, claim, name)
    _clear(claim)
    sync_directory(folder)
    return is_same


def put_back_unfinished(folder: Path) -> int:
    """Put back what an interrupted removal left in the hidden folder; give how many drops."""
    count = 0
    claims = [claim for claim in (folder / CLAIMED).glob("*") if claim.is_dir() and not claim.is_symlink()]
    for claim in sorted(claims):
        for entry in sorted(claim.iterdir()):
            _put_back(folder, claim, entry.name)
            count += 1
        _clear(claim)
    if count:
        sync_directory(folder)
    return count


def _holds(claim: Path, name: bytes, source: Source, digests: Sequence[str]) -> bool:
    try:
        with opening.folder(os.fsencode(claim)) as inside:
            if not source.is_folder:
                return _is_same(name, inside, source.files[0], digests[0])
            with opening.folder(name, inside) as within:
                present = {os.fsencode(entry) for entry in os.listdir(within)}  # noqa: PTH208 - a descriptor has no Path
                expected = {to_bytes(file.name) for file in source.files}
                strangers = {entry for entry in present - expected if not _goes_along(entry, within)}
                return not strangers and all(
                    _is_same(to_bytes(file.name), within, file, digest)
                    for file, digest in zip(source.files, digests, strict=True)
                )
    except OSError:  # no longer what it was: a new drop, for the next scan to answer
        return False


def _goes_along(entry: bytes, inside: int) -> bool:
    """Tell whether an entry is a program's own file that goes with the drop; a folder may hold anything, and never goes."""
    return is_ignored(entry) and not stat.S_ISDIR(os.stat(entry, dir_fd=inside, follow_symlinks=False).st_mode)


def _is_same(name: bytes, inside: int, seen: SourceFile, digest: str) -> bool:
    with opening.regular_file(name, inside) as descriptor:
        found = os.fstat(descriptor)
        if (found.st_dev, found.st_ino, found.st_size) != (seen.device, seen.inode, seen.size_bytes):
            return False
        hasher = hashlib.sha512()
        while chunk := os.read(descriptor, _CHUNK_BYTES):
            hasher.update(chunk)
        return hasher.hexdigest() == digest


def _unlink(claimed: Path) -> None:
    if not claimed.is_dir():
        claimed.unlink()
        return
    for entry in claimed.iterdir():
        entry.unlink()
    claimed.rmdir()


def _put_back(folder: Path, claim: Path, name: str) -> None:
    """Give a drop its place again, under a numbered name when the place is taken meanwhile."""
    for number in range(1, _MOST_NUMBERS):
        try:
            rename_new(claim / name, folder / numbered(name, number))
        except FileExistsError:
            continue
        except FileNotFoundError:  # another process has put it back
            return
        return
    raise FileExistsError(f"{name} stands there {_MOST_NUMBERS} times")


def _clear(claim: Path) -> None:
    for path in (claim, claim.parent):
        try:
            path.rmdir()
        except OSError:  # something else is still being removed there
            return
