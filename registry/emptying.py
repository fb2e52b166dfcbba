"""Emptying the tables inside a transaction (清空): the guards step aside for it and are back before anybody else sees the database."""

from __future__ import annotations

from collections.abc import Collection

from django.apps import apps
from django.db import connections

from registry.routing import OURS


def empty(alias: str, *, but: Collection[str] = ()) -> None:
    """Empty all tables but those of the models named; whoever is killed before the commit has changed nothing."""
    tables = [
        model._meta.db_table  # noqa: SLF001  # Django's documented way to ask
        for model in apps.get_app_config(OURS).get_models()
        if model.__name__ not in but
    ]
    if connections[alias].vendor == "sqlite":
        _empty_sqlite(alias, tables)
    else:
        _empty_postgresql(alias, tables)


def _empty_sqlite(alias: str, tables: Collection[str]) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for table in tables:  # foreign keys are looked at when the transaction ends
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608  # a table of ours
        for _, sql in guards:
            cursor.execute(sql)


def _empty_postgresql(alias: str, tables: Collection[str]) -> None:
    with connections[alias].cursor() as cursor:
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables))
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
