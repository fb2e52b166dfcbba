"""A registry made again in place: at once or not at all, on every database; the guards and the leases outlive it."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError

from domain.erasures import erasures
from domain.ledger_line import LedgerLine
from registry import errors
from registry.registry import Registry
from registry.settings import DatabaseSettings
from tests import making
from tests.registry_destroying import destroy
from tests.registry_lives import live_a_year, new_document, signed_document
from tests.registry_rooms import Record, execute, rows_of

Lines = tuple[tuple[LedgerLine, bytes], ...]


def test_a_registry_made_again_in_place_equals_the_old_one_row_for_row(
    registry: Registry, record: Record, database: DatabaseSettings
) -> None:
    live_a_year(registry, record)
    destroy(registry, "W2026-00001")
    before, lines = rows_of(database), registry.unflushed(10**6)
    assert all(before[name] for name in before), "the test must fill every table"

    assert registry.replace(lines, erasures(lines)) == len(lines)

    assert rows_of(database) == before
    assert registry.counts().unflushed == 0
    assert signed_document(registry, record, "next") == "W2026-00008"


def test_what_the_ledger_does_not_hold_is_gone(registry: Registry, record: Record) -> None:
    live_a_year(registry, record)
    lines = registry.unflushed(3)

    registry.replace(lines)

    head = registry.head()
    assert head == lines[-1][0]
    assert registry.counts().numbers == 0


@pytest.mark.parametrize("table", ["registry_event", "registry_number"])
def test_the_guards_stand_again_afterwards(
    registry: Registry, record: Record, database: DatabaseSettings, table: str
) -> None:
    live_a_year(registry, record)
    registry.replace(registry.unflushed(10**6))

    with pytest.raises(IntegrityError, match="hongtou:fixed"):
        execute(database, f"DELETE FROM {table}")  # noqa: S608 - a table of ours


def test_leases_outlive_it(registry: Registry, record: Record) -> None:
    lease = registry.lease("porter", "one", dt.timedelta(seconds=30))
    assert lease is not None
    new_document(registry)

    registry.replace(registry.unflushed(10))

    assert registry.renew(lease, dt.timedelta(seconds=30)) is not None


@pytest.mark.parametrize("after", [0, 1, 5])
def test_one_that_breaks_off_changes_nothing(
    registry: Registry, record: Record, database: DatabaseSettings, after: int
) -> None:
    live_a_year(registry, record)
    before, lines = rows_of(database), registry.unflushed(10**6)

    def breaking_off() -> Iterator[tuple[LedgerLine, bytes]]:
        yield from lines[:after]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        registry.replace(breaking_off())

    assert rows_of(database) == before
    assert signed_document(registry, record, "next") == "W2026-00008"


def test_a_damaged_ledger_replaces_nothing(registry: Registry, record: Record, database: DatabaseSettings) -> None:
    live_a_year(registry, record)
    before, lines = rows_of(database), list(registry.unflushed(10**6))
    del lines[1]

    with pytest.raises(errors.BrokenLineError, match="重建已停止"):
        registry.replace(lines)

    assert rows_of(database) == before


@pytest.mark.parametrize("moment", ["emptied", "half way", "before the commit"])
def test_one_that_is_killed_on_the_way_changes_nothing(
    registry: Registry, record: Record, database: DatabaseSettings, moment: str
) -> None:
    live_a_year(registry, record)
    before, lines = rows_of(database), registry.unflushed(10**6)
    registry.close_connections()

    worker = multiprocessing.get_context("spawn").Process(target=replace_and_die, args=(database, lines, moment))
    worker.start()
    worker.join()

    assert worker.exitcode == -signal.SIGKILL
    assert rows_of(database) == before
    assert signed_document(registry, record, "next") == "W2026-00008"


def replace_and_die(database: DatabaseSettings, lines: Lines, moment: str) -> None:
    """Make a registry again, and be killed at a moment of it; runs in a process of its own."""
    registry = Registry(database, making.DIFFERENT_PEOPLE)
    # Django has to be set up first
    from registry import emptying, rebuilding, statements  # noqa: PLC0415
    from registry.bulk_books import BulkBooks  # noqa: PLC0415

    def dying(really: Callable[..., Any]) -> Callable[..., Any]:
        def once(*arguments: Any, **options: Any) -> None:
            really(*arguments, **options)
            os.kill(os.getpid(), signal.SIGKILL)

        return once

    rebuilding._AT_ONCE = 3
    match moment:
        case "emptied":
            emptying.empty = dying(emptying.empty)
        case "half way":
            BulkBooks.write = dying(BulkBooks.write)  # type: ignore[method-assign]
        case _:
            statements.mark_flushed = dying(statements.mark_flushed)
    registry.replace(lines)
