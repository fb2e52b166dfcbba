"""What was dropped beside the units' folders (放错位置): into ``投稿/`` or ``投稿/发文/`` itself, or into a folder of no unit.

It is never opened and never taken in: nobody can tell whose it is. The slip that says so is put beside it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from domain.intake import Category, Source
from mailroom import opening
from mailroom.drops import Drop, look
from mailroom.folders import DROPS, Folders
from mailroom.names import is_ignored, is_unfinished, to_text

SLIP = "{} 未收取.txt"
_SLIP_MARK = "未收取".encode()


def looked_through(folders: Folders) -> tuple[tuple[str, frozenset[bytes]], ...]:
    """Name the folders in which nothing should be dropped, each with the names that belong there."""
    units = frozenset(os.fsencode(unit) for unit in folders.units)
    ours = frozenset(os.fsencode(str(category)) for category in Category)
    return (DROPS, ours), (f"{DROPS}/{Category.DISPATCH}", units)


def strays_in(folders: Folders, name: str, belonging: frozenset[bytes]) -> Iterator[tuple[bytes, Drop]]:
    """Yield what does not belong into a folder; an empty folder is nobody's drop yet.

    Raises:
        OSError: The folder is not there, or can't be listed; the units' folders in it say so themselves.
    """
    with opening.folder(os.fsencode(folders.root / name)) as inside:
        names = frozenset(os.fsencode(entry) for entry in os.listdir(inside))  # noqa: PTH208 - a descriptor has no Path
        for entry in sorted(names - belonging):
            if is_ignored(entry) or is_unfinished(entry) or _is_slip(entry):
                continue
            try:
                drop = look(name, entry, inside, names)
                is_folder = stat.S_ISDIR(os.stat(entry, dir_fd=inside, follow_symlinks=False).st_mode)
            except FileNotFoundError:  # taken away since the folder was listed
                continue
            except OSError:
                drop, is_folder = Drop(Source(name, to_text(entry), False, ()), False, None), False
            if drop.source.files or drop.trouble is not None or not is_folder:
                yield entry, drop


def _is_slip(entry: bytes) -> bool:
    return entry.endswith(b".txt") and _SLIP_MARK in entry
