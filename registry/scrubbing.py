"""Making a database's files anew, so that nothing of what was deleted is left in them (清除残留).

SQLite keeps old bytes in free pages and in the write-ahead log, PostgreSQL keeps them in dead rows. What PostgreSQL's own log still holds
goes with the administrator's term for it.
"""

from __future__ import annotations

import time

from django.apps import apps
from django.db import OperationalError, connections

from registry.routing import OURS
from registry.settings import BUSY_S

_PAUSE_S = 0.05


def scrub(alias: str) -> None:
    """Make the files anew; outside a transaction.

    Raises:
        OperationalError: Others read or write for too long.
    """
    if connections[alias].vendor == "sqlite":
        _empty_log(alias)
        _run(alias, "VACUUM")
        _empty_log(alias)
    else:
        for model in apps.get_app_config(OURS).get_models():
            _run(alias, f'VACUUM FULL "{model._meta.db_table}"')  # noqa: SLF001  # Django's documented way to ask


def _empty_log(alias: str) -> None:
    """Bring the write-ahead log into the file and cut it to nothing; readers elsewhere may hold that up for a moment."""
    deadline = time.monotonic() + BUSY_S
    while True:
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, *_ = cursor.fetchone()
        if not busy:
            return
        if time.monotonic() > deadline:
            raise OperationalError("database is locked: the write-ahead log can't be emptied")
        time.sleep(_PAUSE_S)


def _run(alias: str, statement: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)
