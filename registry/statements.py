"""The few statements that every event needs, written once (常用语句).

Django's query builder takes longer over them than the database does; tables and columns still come from the models.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connections, transaction

from registry.models import (
    Act,
    Decision,
    Destruction,
    Document,
    Drop,
    Entry,
    Holding,
    Incoming,
    Parcel,
    Row,
    Task,
    Version,
)


def insert(alias: str, *rows: Row, skip_known: bool = False) -> None:
    """Add rows; with ``skip_known`` one whose key is there already stays as it is."""
    with connections[alias].cursor() as cursor:
        for row in rows:
            sql, names = _insertion(type(row))
            cursor.execute(
                sql + " ON CONFLICT DO NOTHING" if skip_known else sql, [getattr(row, name) for name in names]
            )


def update(alias: str, *rows: Destruction | Document | Entry | Holding | Parcel | Incoming) -> None:
    """Change rows of documents, kept records, lists or exchanged packages."""
    with connections[alias].cursor() as cursor:
        for row in rows:
            sql, names = _change(type(row))
            cursor.execute(sql, [*(getattr(row, name) for name in names), row.pk])


def delete_tasks(alias: str, document_id: str, steps: Collection[str]) -> None:
    """Take the tasks of some steps of a document away."""
    with connections[alias].cursor() as cursor:
        for step in steps:
            cursor.execute("DELETE FROM registry_task WHERE document_id = %s AND step = %s", [document_id, step])


def delete_of_document(alias: str, document_id: str) -> None:
    """Take away a document's versions, decisions, acts, tasks, drops and its entry among the receipts."""
    with connections[alias].cursor() as cursor:
        for kind in (Version, Decision, Act, Task, Drop, Incoming):
            cursor.execute(f"DELETE FROM {_table(kind)} WHERE document_id = %s", [document_id])  # noqa: S608  # a table of ours


def empty_payloads(alias: str) -> int:
    """Empty the payloads of the lines that were noted as erased; give how many were not empty yet."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            'UPDATE registry_event SET payload = %s WHERE length(payload) > 0 AND "index" IN'
            ' (SELECT "index" FROM registry_erasedline)',
            [b""],
        )
        return int(cursor.rowcount)


def select(
    alias: str, kind: type[Row], columns: tuple[str, ...], rest: str, *values: str | int
) -> list[tuple[Any, ...]]:
    """Read columns of the rows that the ``rest`` of the statement asks for."""
    with connections[alias].cursor() as cursor:
        cursor.execute(f"{_selection(kind, columns)} {rest}", values)
        return list(cursor.fetchall())


def first(
    alias: str, kind: type[Row], columns: tuple[str, ...], rest: str, *values: str | int
) -> tuple[Any, ...] | None:
    """Read columns of one row, or nothing."""
    return next(iter(select(alias, kind, columns, rest, *values)), None)


def set_counter(alias: str, scheme: str, period: int, last: int) -> None:
    """Move a series on, or begin it."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_counter (scheme, period, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (scheme, period) DO UPDATE SET last = excluded.last",
            [scheme, period, last],
        )


def mark_flushed(alias: str, up_to: int) -> None:
    """Move the mark of the outbox on, never back."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_flushed (id, up_to) VALUES (1, %s)"
            " ON CONFLICT (id) DO UPDATE SET up_to = excluded.up_to WHERE excluded.up_to > registry_flushed.up_to",
            [up_to],
        )


@contextmanager
def unsynced(alias: str) -> Iterator[None]:
    """Commit what the block writes without waiting for the disk; only outside a transaction. The next ordinary commit syncs it, too."""
    connection = connections[alias]
    if connection.vendor == "postgresql":
        with transaction.atomic(using=alias):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit TO OFF")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous = FULL")


@cache
def columns_of(kind: type[Row]) -> tuple[str, ...]:
    """Name a table's columns in the order of its fields."""
    return tuple(field.attname for field in kind._meta.concrete_fields)  # noqa: SLF001  # Django's documented way to ask


def _table(kind: type[Row]) -> str:
    return kind._meta.db_table  # noqa: SLF001  # Django's documented way to ask


@cache
def _selection(kind: type[Row], columns: tuple[str, ...]) -> str:
    return f"SELECT {_quoted(columns)} FROM {_table(kind)}"  # noqa: S608  # names of ours, no values


@cache
def _insertion(kind: type[Row]) -> tuple[str, tuple[str, ...]]:
    names = columns_of(kind)
    marks = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {_table(kind)} ({_quoted(names)}) VALUES ({marks})", names  # noqa: S608  # names of ours, no values


@cache
def _change(kind: type[Row]) -> tuple[str, tuple[str, ...]]:
    key = kind._meta.pk.attname  # noqa: SLF001  # Django's documented way to ask
    names = tuple(name for name in columns_of(kind) if name != key)
    changes = ", ".join(f'"{name}" = %s' for name in names)
    return f"UPDATE {_table(kind)} SET {changes} WHERE {key} = %s", names  # noqa: S608  # names of ours, no values


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
