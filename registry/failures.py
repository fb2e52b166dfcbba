"""Django's and the driver's errors in our words (数据库故障)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django import db
from django.db import connections

from domain.errors import HongtouError
from registry.errors import GuardError, RegistryAwayError, RegistryBusyError, RegistryFullError
from registry.settings import DatabaseSettings, SqliteDatabase

_FLOOR_BYTES = 1 << 20
"""With less than this left, an I/O error of SQLite is a full disk in disguise (4 of 34 failures when measured)."""


@contextmanager
def spoken(alias: str, database: DatabaseSettings) -> Iterator[None]:
    """Turn a failure of the database into an error with a sentence; the thread's connection is opened anew afterwards.

    Raises:
        GuardError: The database refused a change that no rule of ours had caught.
        RegistryBusyError: Others held it for too long.
        RegistryFullError: The disk is full.
        RegistryAwayError: It can't be reached, opened or written.
    """
    try:
        yield
    except db.IntegrityError as error:
        raise GuardError(place_of(database)) from error
    except (db.DatabaseError, db.InterfaceError) as error:
        connections[alias].close()
        raise _said(error, database) from error


def place_of(database: DatabaseSettings) -> str:
    """Name a database for a reader: the file's name or the server's."""
    return database.path.name if isinstance(database, SqliteDatabase) else f"{database.host}/{database.name}"


def _said(error: Exception, database: DatabaseSettings) -> HongtouError:
    text = str(error).lower()
    place = place_of(database)
    if "full" in text or "no space" in text or _is_full(database):
        return RegistryFullError(place)
    if "locked" in text or "lock timeout" in text:
        return RegistryBusyError(place)
    return RegistryAwayError(place)


def _is_full(database: DatabaseSettings) -> bool:
    folder: Path | None = database.path.parent if isinstance(database, SqliteDatabase) else None
    try:
        return folder is not None and shutil.disk_usage(folder).free < _FLOOR_BYTES
    except OSError:
        return False
