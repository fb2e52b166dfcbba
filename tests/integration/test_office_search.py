"""Searching in an office: the page of a hit with its words marked, a catalogue that mends itself, nothing of what lies outside the scope."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hongtou.wiring import open_house
from indexer.errors import DamagedIndexError
from office import search as finding
from office.errors import UnknownDocumentError
from office.search import Asked, behind, found_page, search
from tests.an_office import AnOffice, a_draft, new_clock, opened, prepare

LONG = "各村要组织力量巡查沟渠，发现险情立即上报。" * 30
LAST = "稻谷晾晒以晴为先，村民赵六负责看守2号晒场。"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as office:
        office.filed("关于晾晒工作的通知", a_draft("关于晾晒工作的通知", body=LONG + LAST))
        yield office


def test_a_hit_says_on_which_page_it_stands_and_that_page_is_opened_with_the_words_marked(office: AnOffice) -> None:
    archivist = office.actor("archivist")
    (hit,) = search(office.house, archivist, "以晴为先").hits

    shown = found_page(office.house, archivist, hit.object_id, "以晴为先 赵六", hit.page)

    assert (hit.why, hit.page) == ("正文", 2)
    assert (shown.page, shown.pages) == (2, (2,))
    assert len(shown.marks) >= 2
    for mark in shown.marks:
        assert 0.1 < mark.left < mark.left + mark.width < 0.95
        assert 0.05 < mark.top < mark.top + mark.height < 0.95
        assert 0.01 < mark.height < 0.04
    widths = sorted(round(mark.width / (4 * 0.0255)) for mark in shown.marks)
    assert widths[-1] >= 1  # four characters beside each other are about a tenth of the line


def test_without_a_page_asked_for_the_first_with_a_match_is_shown(office: AnOffice) -> None:
    archivist = office.actor("archivist")
    (hit,) = search(office.house, archivist, "以晴为先").hits

    assert found_page(office.house, archivist, hit.object_id, "巡查沟渠", 0).pages == (1, 2)
    assert found_page(office.house, archivist, hit.object_id, "巡查沟渠", 0).page == 1
    assert found_page(office.house, archivist, hit.object_id, "以晴为先", 99).page == 2
    assert found_page(office.house, archivist, hit.object_id, "没有的词", 0).marks == ()


def test_a_page_outside_the_scope_is_not_there(office: AnOffice) -> None:
    (hit,) = search(office.house, office.actor("archivist"), "以晴为先").hits

    with pytest.raises(UnknownDocumentError):
        found_page(office.house, office.actor("admin"), hit.object_id, "以晴为先", 1)


def test_how_far_the_catalogue_is_behind_counts_only_what_the_reader_may_know(office: AnOffice) -> None:
    house, archivist, outsider = office.house, office.actor("archivist"), office.actor("admin")
    house.catalogue.clear()

    assert behind(house, archivist, search(house, archivist, "通知")) == 1
    assert behind(house, outsider, search(house, outsider, "通知")) == 0

    office.work()
    assert behind(house, archivist, search(house, archivist, "通知")) == 0


@pytest.mark.parametrize("pattern", ["*.seg", "*.toc"])
def test_a_damaged_catalogue_is_filled_again_by_the_next_sweep(office: AnOffice, pattern: str) -> None:
    archivist, root = office.actor("archivist"), office.house.root
    before = search(office.house, archivist, "以晴为先")
    for file in (root / "index").rglob(pattern):
        data = file.read_bytes()  # the open map keeps the old file
        file.unlink()
        file.write_bytes(data[: len(data) // 2])

    close_and_sweep(root)

    assert search(office.house, archivist, "以晴为先") == before


def close_and_sweep(root: Path) -> None:
    house = open_house(root, clock=new_clock())
    try:
        actor = house.office.actor("archivist")
        assert actor is not None
        with pytest.raises(DamagedIndexError):
            search(house, actor, "以晴为先")
        AnOffice(house, new_clock()).work()
        assert search(house, actor, "以晴为先").total == 1
    finally:
        house.press.close()
        house.mailroom.close()


def test_what_whoosh_can_not_read_makes_the_position_0_so_that_the_sweep_comes(office: AnOffice) -> None:
    house, archivist = office.house, office.actor("archivist")
    assert house.catalogue.position() > 0

    house.catalogue._distrust()  # type: ignore[attr-defined]  # as a search does that meets a fault inside a segment

    assert house.catalogue.position() == 0
    office.work()
    assert house.catalogue.position() > 0
    assert search(house, archivist, "以晴为先").total == 1


def test_an_office_may_search_traditional_characters_as_simplified_ones(
    office: AnOffice, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert search(office.house, office.actor("archivist"), "晾曬工作").total == 0
    file = office.house.root / "office.toml"
    old = file.read_text("utf-8")
    file.write_text(old.replace("[office]\n", "[office]\nsearch_traditional = true\n", 1), "utf-8")

    house = open_house(office.house.root, clock=new_clock())
    try:
        both = AnOffice(house, new_clock())
        both.work()
        (hit,) = search(house, both.actor("archivist"), "晾曬工作").hits
        assert ("晾晒工作", True) in hit.snippet
        assert search(house, both.actor("archivist"), "標題:晾晒").total == 1
    finally:
        house.press.close()
        house.mailroom.close()
        file.write_text(old, "utf-8")
    office.work()


def test_the_list_of_hits_is_a_workbook(office: AnOffice) -> None:
    made = finding.export(office.house, office.actor("archivist"), Asked("以晴为先"))

    assert made.startswith(b"PK")
    assert len(made) > 3000


def test_index_files_are_for_the_office_alone(office: AnOffice) -> None:
    folder = office.house.root / "index"

    assert {path.stat().st_mode & 0o077 for path in [folder, *folder.iterdir()] if path.is_dir()} == {0}
    assert os.access(folder, os.X_OK)
