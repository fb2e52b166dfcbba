"""Marks at the doors for what comes from outside: one of each place is met by a real office, a share of all by its doors; nothing of them is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.exchange import ParcelQuery, Side
from domain.listing import EVERYTHING, ListQuery
from office.exchange import exchange
from tests.an_office import AnOffice, new_clock, opened
from tests.drills import placements
from tests.exchange_making import TheCounty, a_pdf, prepare_exchanging, sheet_of
from tests.mark_placements import CANARY, Draft, marked, spoken

HERE = 220
"""Placements tried at each door with every ``make test``; the drill tries 5,000."""
PLACES = 11


@pytest.fixture(scope="module")
def county() -> TheCounty:
    return TheCounty()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, county: TheCounty) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("marks") / "office"
    prepare_exchanging(root, county)
    with opened(root, new_clock()) as office:
        yield office


def _kept(office: AnOffice) -> tuple[int, int, int]:
    """Count what the office has: bytes of drops, bytes of packages, documents in its lists."""
    house = office.house
    listed = house.registry.entries(EVERYTHING, ListQuery()).total
    return len(list(house.staging.digests())), len(list(house.exchange.content.digests())), listed


def _sent(office: AnOffice, county: TheCounty, draft: Draft) -> tuple[str, Path]:
    package = county.package(files={"正本.pdf": a_pdf(), draft.name: draft.data})
    name = sheet_of(package).package
    folder = county.lay(office.house.root, package)
    exchange(office.house)
    return name, folder


def test_no_placement_dropped_in_the_receipts_folder_is_stored(tmp_path: Path) -> None:
    assert placements.receipts(tmp_path, HERE) == ()


def test_no_placement_in_a_file_of_a_package_passes_the_look_at_it(tmp_path: Path) -> None:
    assert placements.packages(tmp_path, HERE) == ()


@pytest.mark.parametrize("seed", range(PLACES))
def test_a_package_with_a_mark_leaves_nothing_in_the_office(office: AnOffice, county: TheCounty, seed: int) -> None:
    before, draft = _kept(office), marked(seed)

    name, folder = _sent(office, county, draft)

    parcels = office.house.registry.parcels
    assert _kept(office) == before, draft.where
    assert not [one for one in parcels(ParcelQuery(side=Side.IN)) if one.package == name]
    assert [one.sheet for one in parcels(ParcelQuery(side=Side.REFUSED)) if one.package == name] == [None]
    assert folder.exists(), "it stays where its sender's transport laid it"
    lying = county.incoming(office.house.root)
    inside = [path for path in office.house.root.rglob("*") if path.is_file() and lying not in path.parents]
    known = [path for path in inside if CANARY in path.name or CANARY.encode() in path.read_bytes()]
    assert not [*known, *(path for path in inside if path.read_bytes() == draft.data)], draft.where


def test_a_package_that_only_speaks_of_levels_is_taken_in(office: AnOffice, county: TheCounty) -> None:
    name, folder = _sent(office, county, spoken(1))

    assert not folder.exists()
    assert [one.package for one in office.house.registry.parcels(ParcelQuery(side=Side.IN)) if one.package == name]
