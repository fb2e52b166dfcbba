"""The few statements that every event needs, written once (常用语句).

Django's query builder takes longer over them than the database does; tables and columns still come from the models.
"""

from __future__ import annotations

from functools import cache

from django.db import connections
from django.db.models import Model

from registry.models import Document, Event


def insert(alias: str, *rows: Model, skip_known: bool = False) -> None:
    """Add rows; with ``skip_known`` one whose key is there already stays as it is."""
    with connections[alias].cursor() as cursor:
        for row in rows:
            sql, names = _insertion(type(row))
            cursor.execute(
                sql + " ON CONFLICT DO NOTHING" if skip_known else sql, [getattr(row, name) for name in names]
            )


def update(alias: str, row: Document) -> bool:
    """Change a document's row; tell whether there is one."""
    sql, names = _change(type(row))
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, [*(getattr(row, name) for name in names), row.pk])
        return bool(cursor.rowcount)


def last_event(alias: str, columns: tuple[str, ...]) -> tuple[object, ...] | None:
    """Read columns of the last event."""
    return _one(alias, f'{_selection(Event, columns)} ORDER BY "index" DESC LIMIT 1', [])


def document(alias: str, columns: tuple[str, ...], document_id: str) -> tuple[object, ...] | None:
    """Read columns of a document."""
    return _one(alias, f"{_selection(Document, columns)} WHERE id = %s", [document_id])


def _one(alias: str, sql: str, values: list[str]) -> tuple[object, ...] | None:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, values)
        found: tuple[object, ...] | None = cursor.fetchone()
        return found


@cache
def _selection(kind: type[Model], columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f"SELECT {names} FROM {kind._meta.db_table}"  # noqa: S608  # names of ours, no values


@cache
def _insertion(kind: type[Model]) -> tuple[str, tuple[str, ...]]:
    names = tuple(field.attname for field in kind._meta.concrete_fields)
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {kind._meta.db_table} ({columns}) VALUES ({marks})", names  # noqa: S608


@cache
def _change(kind: type[Document]) -> tuple[str, tuple[str, ...]]:
    names = tuple(field.attname for field in kind._meta.concrete_fields if not field.primary_key)
    columns = ", ".join(f'"{name}" = %s' for name in names)
    return f"UPDATE {kind._meta.db_table} SET {columns} WHERE id = %s", names  # noqa: S608
