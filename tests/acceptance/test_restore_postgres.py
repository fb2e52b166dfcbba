"""An office with its registry in PostgreSQL: backed up, all of it gone, restored into an empty database, and never over one that knows more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from domain.case import Phase
from domain.holding_listing import HoldingQuery
from ground.clock import FixedClock
from hongtou.restoring import restore
from office import care
from office.back_up import BackupReport, back_up
from office.numbers_lock import confirm_numbers
from office.restore_drill import drill_restore
from office.restore_errors import LongerDatabaseError
from registry.settings import PostgresDatabase
from tests import an_office, postgres
from tests.an_office import AnOffice, a_title

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        yield running


@pytest.fixture
def database(server: postgres.Server) -> PostgresDatabase:
    return server.database()


@pytest.fixture
def root(tmp_path: Path, database: PostgresDatabase) -> Path:
    folder = tmp_path / "office"
    told = {"kind": "postgresql", "name": database.name, "host": database.host, "user": database.user}
    an_office.prepare(folder, "\n[database]\n" + "".join(f'{name} = "{value}"\n' for name, value in told.items()))
    assert not (folder / "registry.sqlite").exists()
    return folder


def backed_up(office: AnOffice, target: Path) -> BackupReport:
    office.filed(a_title())
    return back_up(office.house, target)


def story(office: AnOffice) -> tuple[object, ...]:
    registry = office.house.registry
    return registry.cases(), registry.numbers(), registry.tasks(None), registry.holdings(HoldingQuery())


def test_everything_comes_back_into_an_empty_database(
    server: postgres.Server, database: PostgresDatabase, root: Path, tmp_path: Path, clock: FixedClock
) -> None:
    with an_office.opened(root, clock) as office:
        to_number = office.signed(a_title())
        backed_up(office, tmp_path / "backup")
        before = story(office)
    connections.close_all()
    shutil.rmtree(root)
    server.renew(database)

    restore(tmp_path / "backup", root, clock=clock)

    with an_office.opened(root, clock) as office:
        assert story(office) == before
        assert care.verify(office.house).faults == ()
        clerk, year = office.actor("clerk"), clock.today().year
        confirm_numbers(office.house, clerk, "government", period=year, highest=1, reason="核对纸质登记簿")
        assert office.register(to_number).serial == 2
        office.seal(to_number)
        office.work()
        assert office.case(to_number).phase is Phase.DONE
    connections.close_all()


def test_a_database_that_knows_more_than_the_backup_is_not_touched(
    server: postgres.Server, database: PostgresDatabase, root: Path, tmp_path: Path, clock: FixedClock
) -> None:
    with an_office.opened(root, clock) as office:
        backed_up(office, tmp_path / "backup")
        later = office.take_in(a_title())
        head = office.house.registry.head()
    shutil.move(root, tmp_path / "lost")

    with pytest.raises(LongerDatabaseError, match="数据库没有动"):
        restore(tmp_path / "backup", root, clock=clock)

    shutil.rmtree(root)
    shutil.move(tmp_path / "lost", root)
    with an_office.opened(root, clock) as office:
        assert office.house.registry.head() == head
        assert office.case(later).document_id == later
    connections.close_all()
    shutil.rmtree(root)
    server.renew(database)
    restore(tmp_path / "backup", root, clock=clock)
    with an_office.opened(root, clock) as office:
        assert office.house.registry.case(later) is None
    connections.close_all()


def test_a_drill_beside_the_running_office_leaves_its_database_alone(
    root: Path, tmp_path: Path, clock: FixedClock
) -> None:
    with an_office.opened(root, clock) as office:
        backed_up(office, tmp_path / "backup")
        before = story(office)

        drilled = drill_restore(office.house, tmp_path / "backup", tmp_path)

        assert drilled.faults == ()
        assert drilled.records == 1
        assert story(office) == before
    connections.close_all()
