"""Registries for tests: one on each kind of database, and what may be asked of their tables from outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django.apps import apps
from django.db import connections, transaction

from domain.events import Event
from domain.ledger_line import LedgerLine
from registry.registry import Registry
from registry.settings import DatabaseSettings, alias_of
from tests import making

OWN_LIFE = {"Lease", "Flushed"}
"""Tables that are no projection of events."""


@contextmanager
def opened(database: DatabaseSettings, **more: Any) -> Iterator[Registry]:
    """Make and prepare a registry; its connection is closed afterwards."""
    registry = Registry(database, more.pop("different_people", making.DIFFERENT_PEOPLE), **more)
    registry.prepare()
    try:
        yield registry
    finally:
        registry.close_connections()


class Record(Protocol):
    """Records an event of an object by a person."""

    def __call__(self, event: Event, object_id: str, actor: str = "system") -> LedgerLine: ...


def recorder(registry: Registry, at: dt.datetime = making.MONDAY) -> Record:
    """Record each event in a transaction of its own."""

    def record(event: Event, object_id: str, actor: str = "system") -> LedgerLine:
        with registry.transaction() as books:
            return books.append(event, object_id, actor, "test", at)

    return record


def rows_of(database: DatabaseSettings) -> dict[str, list[tuple[Any, ...]]]:
    """Read all rows of all projections and of the events."""
    alias = alias_of(database)
    return {
        model.__name__: sorted(
            tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
            for row in model._default_manager.using(alias).values_list()
        )
        for model in apps.get_app_config("registry").get_models()
        if model.__name__ not in OWN_LIFE
    }


def execute(database: DatabaseSettings, sql: str) -> None:
    """Do what somebody with a database tool would do."""
    with transaction.atomic(using=alias_of(database)), connections[alias_of(database)].cursor() as cursor:
        cursor.execute(sql)


def assert_whole(registry: Registry) -> list[LedgerLine]:
    """See that the chain has no gap and that every payload is the one its line names."""
    before = None
    lines = []
    for line, payload in registry.unflushed(10**9):
        assert line.follows(before)
        assert line.own_holds()
        assert making.payload_matches(line, payload)
        before = line
        lines.append(line)
    return lines
