"""Which files of an office go into a backup, and in which order (备份范围).

What is dropped is read before the ledger, everything that the ledger may name after it: a line that is in the backup never names
what is not. Left out is what is made again from the rest: the index, Prefect's database, unfinished work, locks; and the key
that signs, so that nobody who holds the backup can sign another.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ground.durable import PART_SUFFIX
from mailroom.folders import DROPS

LEDGER = "ledger"
ARCHIVE = "archive"
SIGNING_KEY = "证书/台账签名.key"
RESTORING = ".restoring"
"""Stands in an office's folder while it is being restored: such a one is not opened."""
BEYOND = "恢复时多出"
"""The folder into which a restore puts what the backup held beyond its ledger."""
_LEFT_OUT = frozenset({"index", "prefect", LEDGER, DROPS})
_LEFT_OUT_ENDINGS = (".lock", ".preparing", ".log", RESTORING)
_DATABASES = ("registry.sqlite", "accounts.sqlite")
_BY_TWO = frozenset({"payloads", "staging"})


def dropped(root: Path) -> Iterator[Path]:
    """Yield the files in the watched folders."""
    return _files(root / DROPS)


def heads(root: Path) -> Iterator[Path]:
    """Yield the signed heads beside the ledger."""
    return _files(root / LEDGER / "heads")


def kept(root: Path) -> Iterator[Path]:
    """Yield all other files that belong into a backup, but for databases and the ledger's own."""
    for entry in sorted(root.iterdir()):
        if entry.name in _LEFT_OUT or entry.name.startswith(_DATABASES):
            continue
        if entry.name == ARCHIVE:
            for level in sorted(entry.iterdir()):
                yield from _files(level / "objects")
        elif entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        elif not entry.name.endswith(_LEFT_OUT_ENDINGS) and _is_file(entry):
            yield entry


def group_of(path: str) -> str:
    """Name the sheet on which a file is listed: small ones, so that most are the same from backup to backup."""
    parts = path.split("/")
    if parts[0] == ARCHIVE:
        return "/".join(parts[:4]) if len(parts) > 4 else "/".join(parts[:3])
    if parts[0] in _BY_TWO:
        return "/".join(parts[:2])
    return parts[0] if len(parts) > 1 else ""


def _files(folder: Path) -> Iterator[Path]:
    """Yield the regular files below a folder, in order; what vanishes meanwhile is passed over, a link is not followed."""
    for directory, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(directory, name)
            if _belongs(path) and _is_file(path):
                yield path


def _belongs(path: Path) -> bool:
    is_unfinished = path.name.startswith(".") and path.name.endswith(PART_SUFFIX)
    return not is_unfinished and not path.as_posix().endswith("/" + SIGNING_KEY)


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False
