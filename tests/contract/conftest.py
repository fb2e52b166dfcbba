"""The registries of the contract: one empty registry on every database (登记处约定)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ground.clock import FixedClock
from registry.registry import Registry
from registry.settings import DatabaseSettings, SqliteDatabase
from tests import postgres
from tests.registry_rooms import Record, opened, recorder


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def make_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], DatabaseSettings]:
    names = iter(range(100))
    if request.param == "sqlite":
        return lambda: SqliteDatabase(tmp_path / f"registry{next(names)}.sqlite")
    running: postgres.Server = request.getfixturevalue("server")
    return running.database


@pytest.fixture
def database(make_database: Callable[[], DatabaseSettings]) -> DatabaseSettings:
    return make_database()


@pytest.fixture
def registry(database: DatabaseSettings, clock: FixedClock) -> Iterator[Registry]:
    with opened(database, clock=clock) as made:
        yield made


@pytest.fixture
def record(registry: Registry) -> Record:
    return recorder(registry)
