"""The schema of a registry: made, brought up to date, checked (表结构)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from ground.lock import exclusive
from registry.errors import NewerSchemaError, OlderSchemaError
from registry.failures import place_of
from registry.routing import OURS
from registry.settings import DatabaseSettings, SqliteDatabase

_PREPARING = 4_841_701
"""The advisory lock under which one process at a time changes the schema."""


def prepare(alias: str, database: DatabaseSettings) -> None:
    """Make the tables, or bring them up to date; several processes may ask at once.

    Raises:
        NewerSchemaError: Newer software made them.
    """
    with _alone(alias, database):
        executor = _refuse_newer(alias, database)
        executor.migrate(_newest(executor))


def check(alias: str, database: DatabaseSettings) -> None:
    """See that the tables are those of this software.

    Raises:
        NewerSchemaError: Newer software made them.
        OlderSchemaError: They are not made, or not brought up to date.
    """
    if isinstance(database, SqliteDatabase) and not database.path.exists():
        raise OlderSchemaError(place_of(database))  # connecting would make an empty file
    executor = _refuse_newer(alias, database)
    if executor.migration_plan(_newest(executor)):
        raise OlderSchemaError(place_of(database))


def _refuse_newer(alias: str, database: DatabaseSettings) -> MigrationExecutor:
    executor = MigrationExecutor(connections[alias])
    applied = {name for app, name in executor.loader.applied_migrations if app == OURS}
    unknown = applied - {name for app, name in executor.loader.disk_migrations if app == OURS}
    if unknown:
        raise NewerSchemaError(place_of(database), max(unknown))
    return executor


def _newest(executor: MigrationExecutor) -> list[tuple[str, str | None]]:
    return [node for node in executor.loader.graph.leaf_nodes() if node[0] == OURS]


@contextmanager
def _alone(alias: str, database: DatabaseSettings) -> Iterator[None]:
    if isinstance(database, SqliteDatabase):
        with exclusive(database.path.with_name(f"{database.path.name}.preparing")):
            _make_private(database)
            yield
        return
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_PREPARING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_PREPARING])


def _make_private(database: SqliteDatabase) -> None:
    # what the office writes is in it: nobody but the service reads it
    os.close(os.open(database.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
