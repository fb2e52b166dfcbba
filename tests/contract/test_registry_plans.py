"""What PostgreSQL reads to answer what is asked most often: the lines in question, not the whole book."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from registry.registry import Registry
from registry.settings import PostgresDatabase, alias_of
from tests import making

DOCUMENTS = 400


@pytest.mark.postgres
@pytest.mark.parametrize("make_database", ["postgresql"], indirect=True)
def test_lines_that_wait_for_the_ledger_are_found_without_reading_the_book(
    registry: Registry, database: PostgresDatabase
) -> None:
    with registry.transaction() as transaction:

        def note(event: Any, document: str, actor: str) -> Any:
            return transaction.append(event, document, actor, "test", making.MONDAY)

        for number in range(1, DOCUMENTS + 1):
            making.to_signed(note, f"W2026-{number:05d}", f"drop {number}")
    connection = connections[alias_of(database)]
    with CaptureQueriesContext(connection) as asked:
        waiting = registry.unflushed(500)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked.captured_queries[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert len(waiting) == 500
    assert "Index Scan using registry_event_pkey" in plan or "Bitmap Index Scan on registry_event_pkey" in plan
    assert "Seq Scan on registry_event" not in plan
