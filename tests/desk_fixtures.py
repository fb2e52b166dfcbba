"""Fixtures of the desk's tests; a test module imports those it needs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connections

from desk.visit import Desk
from ground.clock import BEIJING, FixedClock
from hongtou import wiring
from office.house import House
from office.office_file import parse_office
from registry.accounts import prepare_accounts
from registry.accounts_app.models import AttemptRow, PasswordRow, SessionRow, UsedRow
from tests.desk_house import Papers, new_office
from tests.desk_visitor import desk_for
from tests.screen_secrets import SETTINGS


@pytest.fixture(scope="module")
def desk_clock() -> FixedClock:
    """Stand still on a Monday morning."""
    return FixedClock(dt.datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, desk_clock: FixedClock) -> Iterator[House]:
    """Open an example office."""
    prepare_accounts()
    house = new_office(tmp_path_factory.mktemp("office"), desk_clock)
    yield house
    wiring.close_house(house)
    connections.close_all()


@pytest.fixture(autouse=True)
def nobody_inside(house: House) -> None:
    """Begin each test with no password, no session and no failed try."""
    for table in (PasswordRow, SessionRow, AttemptRow, UsedRow):
        table.objects.all().delete()


@pytest.fixture
def desk(house: House) -> Desk:
    """Open its desk."""
    return desk_for(house)


@pytest.fixture
def papers(house: House) -> Papers:
    """Have documents put into it."""
    return Papers(house)


@pytest.fixture
def safe(desk: Desk) -> Desk:
    """Open the desk of the same office with compartments, a table of copying, and people who may have what is 机密."""
    text = (desk.house.root / "office.toml").read_text("utf-8").replace('clearance = "内部"', 'clearance = "机密"')
    house = dataclasses.replace(desk.house, office=parse_office(text + SETTINGS, "office.toml"))
    return dataclasses.replace(desk, house=house)
