"""Destroying records: nothing of what they said is left anywhere, all that must be known stays known, and the books can be made again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from domain.case import Phase
from domain.destroyed import TITLE as GONE
from domain.destruction import Stage
from domain.holding import Standing
from domain.use import UseQuery
from office import care, lending, retention
from office.archived import archive_id
from office.importing import import_catalogue
from office.lending import Reader
from office.search import search
from office.tombstone import TOMBSTONE
from office.use_register import use_register
from office.views import view_document
from tests import destroying as acts
from tests.an_office import AnOffice, a_title, new_clock, opened, prepare


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare an office once; each test has a copy."""
    root = tmp_path_factory.mktemp("empty") / "office"
    prepare(root)
    return root


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Iterator[AnOffice]:
    with opened(Path(shutil.copytree(empty, tmp_path / "office")), new_clock()) as office:
        yield office


@pytest.fixture
def due(office: AnOffice, tmp_path: Path) -> AnOffice:
    """Keep three records of 2014: two to be destroyed, one of them beside, and one that stays."""
    acts.take_over(
        office,
        tmp_path,
        acts.old_record(),
        acts.old_record("OTHER", title="关于另一件事的通知", text="另一件。"),
        acts.old_record("STAYS", title="关于留下来的通知", text="留下来的内容。", retention="永久"),
    )
    acts.decide(office, "OLD", "OTHER")
    return office


def test_of_a_destroyed_record_nothing_is_left_but_that_it_was(due: AnOffice) -> None:
    root = due.house.root
    assert acts.places_of(root, acts.PHRASE)

    known = acts.carried_out(due)

    assert known.stage is Stage.DESTROYED
    connections.close_all()
    assert acts.places_of(root, acts.PHRASE) == []
    titled = acts.places_of(root, acts.TITLE)
    assert titled
    assert all("destruction" in place or "payloads" in place or "registry" in place for place in titled)
    case = due.house.registry.case("OLD")
    assert case is not None
    assert (case.phase, case.title) == (Phase.DESTROYED, GONE)
    assert search(due.house, due.actor("archivist"), "防汛值班").total == 0
    assert care.verify(due.house).faults == ()


def test_the_books_are_made_again_row_for_row(due: AnOffice) -> None:
    acts.attested(due, acts.carried_out(due).name)
    before = rows_of(due)

    care.rebuild_registry(due.house)
    care.rebuild_index(due.house)

    assert rows_of(due) == before
    assert care.verify(due.house).faults == ()
    assert search(due.house, due.actor("archivist"), "防汛值班").total == 0
    assert search(due.house, due.actor("archivist"), "留下来").total == 1


def rows_of(office: AnOffice) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(office.house.root / "registry.sqlite") as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables = [name for name in names if name.startswith("registry_")]
        return {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}  # noqa: S608


def test_a_numbered_document_keeps_its_number_and_its_place_for_good(office: AnOffice) -> None:
    first, second = office.filed(a_title("秋粮")), office.filed(a_title("冬种"))
    acts.make_due(office, first.document_id)

    acts.carried_out(office, first.document_id)

    house = office.house
    gone = house.registry.case(first.document_id)
    assert gone is not None
    assert (gone.number, gone.title, gone.phase) == (first.number, GONE, Phase.DESTROYED)
    assert [number.serial for number in house.registry.numbers()] == [first.serial, second.serial]
    view = view_document(house, office.actor("archivist"), first.document_id)
    assert view.where == "已销毁，见销毁清册2037-001第1项"
    before = rows_of(office)
    care.rebuild_registry(house)
    assert rows_of(office) == before
    assert care.verify(house).faults == ()
    assert office.filed(a_title()).period == 2037


def test_what_was_staged_and_handed_back_goes_too_but_for_what_the_unit_changed(office: AnOffice) -> None:
    filed = office.filed(a_title("秋粮"))
    pdf, docx, *slip = (path for path in office.back("办结") if "秋粮" in path.name or "秋粮" in path.parent.name)
    docx.write_bytes(docx.read_bytes() + b" ")
    staged = set(office.house.staging.digests())
    acts.make_due(office, filed.document_id)

    known = acts.carried_out(office, filed.document_id)

    assert staged
    assert set(office.house.staging.digests()) & staged == set()
    assert (pdf.exists(), docx.exists(), [path.exists() for path in slip]) == (False, True, [False] * len(slip))
    assert known.elsewhere == (docx.relative_to(office.house.root).as_posix(),)


def test_a_payload_that_others_share_stays_for_them(due: AnOffice) -> None:
    retention.hold(due.house, due.actor("archivist"), ["OLD", "STAYS"], "同一理由", "县司法局")
    holding = due.house.registry.holding("OLD")
    assert holding is not None
    retention.lift(due.house, due.actor("archivist"), "OLD", holding.holds[0].index, "已结")

    acts.carried_out(due, "OLD")

    stays = due.house.registry.holding("STAYS")
    assert stays is not None
    assert [hold.reason for hold in stays.holds] == ["同一理由"]
    care.rebuild_registry(due.house)
    assert care.verify(due.house).faults == ()


def test_the_tombstone_names_the_list_and_no_title(due: AnOffice) -> None:
    known = acts.carried_out(due, "OLD")

    holding = due.house.registry.holding("OLD")
    assert holding is not None
    stored = due.house.stores[holding.level].find(archive_id("OLD"))
    assert stored is not None
    assert list(stored.files()) == [TOMBSTONE]
    said = stored.read(TOMBSTONE).decode()
    assert known.digest in said
    assert acts.TITLE not in said
    assert (holding.standing, holding.remark) == (Standing.DESTROYED, "已销毁，见销毁清册2026-001第1项")


def test_a_restored_row_of_the_same_catalogue_is_not_taken_over_again(due: AnOffice, tmp_path: Path) -> None:
    acts.carried_out(due, "OLD")
    path = tmp_path / "目录.jsonl"

    report = import_catalogue(due.house, path)

    assert report.imported == 0
    assert [refused.id for refused in report.refused] == ["OLD"]
    assert acts.places_of(due.house.root, acts.PHRASE) == []


def test_the_register_of_use_outlives_the_record(due: AnOffice) -> None:
    archivist = due.actor("archivist")
    lending.note_reading(due.house, archivist, ["OLD"], Reader("李四", "核对数字"), copies=2)

    acts.carried_out(due, "OLD")

    care.rebuild_registry(due.house)
    (line,) = use_register(due.house, archivist, UseQuery()).lines
    assert (line.reader, line.purpose, line.title) == ("李四", "核对数字", GONE)
    assert care.verify(due.house).faults == ()
