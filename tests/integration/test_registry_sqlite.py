from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from registry import errors, settings
from registry.registry import Registry
from registry.settings import SqliteDatabase, alias_of
from tests import making
from tests.registry_rooms import opened, recorder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "登记 registry.sqlite"


@pytest.fixture
def registry(path: Path) -> Iterator[Registry]:
    with opened(SqliteDatabase(path)) as made:
        yield made


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0), ("busy_timeout", 30_000)],
)
def test_the_file_is_opened_the_safe_way(registry: Registry, path: Path, pragma: str, value: object) -> None:
    with connections[alias_of(SqliteDatabase(path))].cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


def test_after_the_outbox_mark_every_commit_is_waited_for_again(registry: Registry, path: Path) -> None:
    recorder(registry)(making.taken_in(), "W2026-00001")

    registry.mark_flushed(1)

    assert not registry.unflushed(10)
    with connections[alias_of(SqliteDatabase(path))].cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)


def test_nobody_but_the_service_reads_the_file(registry: Registry, path: Path) -> None:
    recorder(registry)(making.taken_in(), "W2026-00001")

    for file in path.parent.glob(f"{path.name}*"):
        if not file.name.endswith(".preparing"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_a_registry_held_by_another_for_too_long_is_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BUSY_S", 0.2)
    with opened(SqliteDatabase(path)) as registry:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(errors.RegistryBusyError, match="一直被占用"):
            recorder(registry)(making.taken_in(), "W2026-00001")

        other.execute("ROLLBACK")
        other.close()
        recorder(registry)(making.taken_in(), "W2026-00001")


def test_a_full_disk_is_named_and_nothing_is_lost(registry: Registry, path: Path) -> None:
    recorder(registry)(making.taken_in(), "W2026-00001")
    with connections[alias_of(SqliteDatabase(path))].cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")

    def fill_the_disk() -> None:
        for drop in range(200):
            recorder(registry)(making.taken_in(f"drop {drop}"), f"W2026-{drop + 2:05d}")

    with pytest.raises(errors.RegistryFullError, match="磁盘已满"):
        fill_the_disk()

    registry.close_connections()
    counts = registry.counts()
    assert counts.events == counts.documents[0][1]


def test_a_file_that_is_no_database_is_named(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)

    with pytest.raises(errors.RegistryAwayError, match=path.name):
        Registry(SqliteDatabase(path)).prepare()


def test_a_document_row_that_can_not_be_read_sends_to_the_rebuilding(registry: Registry, path: Path) -> None:
    recorder(registry)(making.taken_in(), "W2026-00001")
    with connections[alias_of(SqliteDatabase(path))].cursor() as cursor:
        cursor.execute("UPDATE registry_document SET \"case\" = '{}', own = 'x'")

    with pytest.raises(errors.BrokenRowError, match="hongtou rebuild registry"):
        registry.case("W2026-00001")
