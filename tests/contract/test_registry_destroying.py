"""What a registry leaves of a destroyed record, on each kind of database: its number, its line, and nothing that was in it."""

from __future__ import annotations

import pytest

from domain.case import Phase
from domain.destruction import Stage
from domain.destruction_events import Erased
from domain.erasures import erasures
from domain.holding_events import Lent
from registry.errors import BrokenLineError, MisfitHereError, NumberTakenError
from registry.registry import Registry
from registry.settings import DatabaseSettings
from tests import making
from tests.making import CLERK, registered
from tests.registry_destroying import LIST, destroy, destroyed
from tests.registry_lives import new_document, new_id, signed_document
from tests.registry_rooms import Record, execute, recorder, rows_of


@pytest.fixture
def documents(registry: Registry, record: Record) -> tuple[str, str]:
    """File two documents, the first of which is destroyed."""
    first, second = "", ""
    for serial, drop in ((1, "one"), (2, "two")):
        first, second = second, new_id(registry)
        making.to_filed(record, second, serial, drop)
    destroy(registry, first)
    return first, second


def test_only_its_number_and_its_place_are_left(
    registry: Registry, database: DatabaseSettings, documents: tuple[str, str]
) -> None:
    gone = registry.case(documents[0])

    assert gone is not None
    assert (gone.phase, gone.title, gone.versions) == (Phase.DESTROYED, "（已销毁）", ())
    assert [number.serial for number in registry.numbers()] == [1, 2]
    rows = rows_of(database)
    for table in ("Version", "Decision", "Act", "Drop"):
        assert documents[0] not in str(rows[table])
        assert documents[1] in str(rows[table])
    told = {type(event) for _, event in registry.history(documents[0])}
    assert {Erased, Lent} < told
    known = registry.destruction(LIST)
    assert known is not None
    assert known.stage is Stage.DESTROYED


def test_numbers_and_ids_go_on_where_they_were_after_a_rebuild(
    registry: Registry, database: DatabaseSettings, documents: tuple[str, str]
) -> None:
    before, lines = rows_of(database), registry.unflushed(10**6)

    assert registry.replace(lines, erasures(lines)) == len(lines)

    assert rows_of(database) == before
    assert registry.next_serial(making.SCHEME, making.YEAR) == 3
    later = recorder(registry, making.MONDAY.replace(year=2071))
    assert signed_document(registry, later, "next") == "W2026-00003"


def test_an_empty_payload_that_no_destruction_names_stops_a_rebuild(
    registry: Registry, documents: tuple[str, str]
) -> None:
    lines = registry.unflushed(10**6)

    with pytest.raises(BrokenLineError):
        registry.replace(lines)


def test_the_same_drop_is_a_new_document_after_its_record_was_destroyed(
    registry: Registry, documents: tuple[str, str]
) -> None:
    assert new_document(registry, "one") not in documents


@pytest.mark.parametrize(
    "sql",
    [
        'UPDATE registry_event SET payload = \'\' WHERE "index" = (SELECT MAX("index") FROM registry_event)',
        "UPDATE registry_erasedline SET record = 'another'",
        "DELETE FROM registry_erasedline",
        "UPDATE registry_destructionpart SET person = 'another'",
        "DELETE FROM registry_destructionpart",
        f"INSERT INTO registry_destructionpart (list, person, part) VALUES ('{LIST}', 'leader', '监销')",  # noqa: S608
    ],
)
def test_the_database_itself_keeps_what_was_destroyed_and_by_whom(
    registry: Registry, database: DatabaseSettings, documents: tuple[str, str], sql: str
) -> None:
    from django.db import IntegrityError  # noqa: PLC0415  # Django has to be set up first

    with pytest.raises(IntegrityError):
        execute(database, sql)


def test_a_record_that_is_not_due_is_destroyed_by_no_list(registry: Registry, documents: tuple[str, str]) -> None:
    with pytest.raises(MisfitHereError):
        recorder(registry)(destroyed(registry, documents[1]), documents[1])


def test_a_number_is_not_given_a_second_time(registry: Registry, documents: tuple[str, str]) -> None:
    later = recorder(registry, making.MONDAY.replace(year=2071))
    document = signed_document(registry, later, "again")

    with pytest.raises(NumberTakenError):
        later(registered(1), document, CLERK)
