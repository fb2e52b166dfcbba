"""Copying a SQLite file while others write to it (联机复制): the copy is one moment of it, whole and in one file."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path


def copy_database(source: Path, target: Path) -> None:
    """Copy ``source`` to ``target``, which must not exist; nobody who reads or writes the source is held up.

    Raises:
        FileExistsError: ``target`` is taken.
        OSError: The source can't be read, or the target not be written.
    """
    if target.exists():
        raise FileExistsError(str(target))
    try:
        _copy(source, target)
    except sqlite3.Error as error:
        raise OSError(errno.EIO, str(error), str(source)) from error
    target.chmod(0o600)


def _copy(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=30)) as there,
        closing(sqlite3.connect(target)) as copy,
    ):
        there.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # so that the copy needs no second file beside it
