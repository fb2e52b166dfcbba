"""The filing of last year by the clock: what is open is named, the archivist hears of it once a week, and the machine numbers only where it may."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from ground.clock import BEIJING, FixedClock
from mailroom.post import WAITING, Post, PostSettings
from office.notices import notices
from office.year_account import year_report
from office.year_sweep import year_sweep
from tests.an_office import AnOffice, a_sheet, new_clock, opened, prepare

JANUARY = dt.datetime(2027, 1, 4, 7, 30, tzinfo=BEIJING)


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep one plain document of 2026 and one in doubt."""
    root = tmp_path_factory.mktemp("filed") / "office"
    prepare(root)
    with opened(root, new_clock()) as office:
        for title, kind in (("关于防汛工作的通知", "通知"), ("关于拨付经费的请示", "请示")):
            office.filed(title, a_sheet(title, kind=kind))
    return root


@pytest.fixture
def office(filed: Path, tmp_path: Path) -> Iterator[AnOffice]:
    """Open a copy of that office in January."""
    with opened(Path(shutil.copytree(filed, tmp_path / "office")), FixedClock(JANUARY)) as office:
        yield office


def test_open_pieces_are_named_and_nothing_is_numbered_unless_the_office_says_so(office: AnOffice) -> None:
    rows = year_sweep(office.house)

    assert [row.title for row in rows] == ["关于防汛工作的通知", "关于拨付经费的请示"]
    assert year_report(office.house, 2026).pieces == ()


def test_where_the_office_lets_it_the_machine_numbers_what_is_plain(office: AnOffice) -> None:
    path = office.house.root / "office.toml"
    path.write_text(path.read_text("utf-8").replace("[archive]", "[archive]\nunattended = true"), "utf-8")

    rows = year_sweep(office.house)

    assert [row.title for row in rows] == ["关于拨付经费的请示"]
    assert [piece.title for piece in year_report(office.house, 2026).pieces] == ["关于防汛工作的通知"]
    assert (office.house.root / "归档" / "2026" / "归档文件目录.xlsx").is_file()


def test_the_archivist_is_written_to_once_a_week_without_a_title(office: AnOffice, tmp_path: Path) -> None:
    people = tuple(dataclasses.replace(person, mail="someone@example.org") for person in office.house.office.people)
    post = Post(tmp_path / "outbox", PostSettings(host="localhost", sender="office@example.org"))
    house = dataclasses.replace(office.house, post=post, office=dataclasses.replace(office.house.office, people=people))

    for _ in range(6):
        year_sweep(house)
        office.clock.advance(days=1)
    assert len(letters(tmp_path)) == 1
    office.clock.advance(days=2)
    year_sweep(house)

    first, second = letters(tmp_path)
    assert "2026年度" in first
    assert "9月30日" in first
    assert not any(word in text for text in (first, second) for word in ("防汛", "经费"))


def test_a_year_that_was_not_finished_is_not_forgotten_with_the_next(office: AnOffice, tmp_path: Path) -> None:
    office.clock.advance(days=365)
    people = tuple(dataclasses.replace(person, mail="someone@example.org") for person in office.house.office.people)
    post = Post(tmp_path / "outbox", PostSettings(host="localhost", sender="office@example.org"))
    house = dataclasses.replace(office.house, post=post, office=dataclasses.replace(office.house.office, people=people))

    rows = year_sweep(house)

    assert [(row.act, row.result) for row in rows] == [("2026年度归档", "2件没有编档号")]
    assert "以前年度还有2件没有编档号（2026年度2件）" in letters(tmp_path)[0]
    told = notices(house, office.actor("archivist"))
    assert [(one.words, one.subject, one.is_problem) for one in told] == [
        ("以前年度还有2件没有编档号（2026年度2件）。", "2026", True)
    ]
    assert notices(house, office.actor("clerk")) == ()


def letters(folder: Path) -> list[str]:
    files = sorted((folder / "outbox" / WAITING).iterdir())
    messages = [message_from_bytes(path.read_bytes(), policy=default) for path in files]
    return [message["subject"] + message.get_content() for message in messages]
