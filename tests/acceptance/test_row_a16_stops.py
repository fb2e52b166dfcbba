"""Row A16: what is stopped at the door reaches the 安全保密员, who says what was done with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from office.care import rebuild_registry
from office.errors import NotYourRoleError
from office.notices import Place, notices
from office.secret_errors import NoStopError, SecretUnfitError
from office.stopped import settle_stop, stopped_files
from tests.an_office import AnOffice, new_clock, opened, prepare
from tests.receipts_office import drop
from tests.samples.docx_builder import plain_docx

SECRET = plain_docx(("机密★10年", "^关于某项工作的通知", "各乡镇：", "　　请遵照执行。"))
NAME = "某项工作.docx"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AnOffice]:
    prepare(tmp_path / "office")
    with opened(tmp_path / "office", new_clock()) as office:
        drop(office, NAME, SECRET)
        office.work()
        yield office


def told(office: AnOffice, login: str) -> list[str]:
    return [one.words for one in notices(office.house, office.actor(login)) if one.place is Place.STOPS]


def test_the_keeper_of_secrets_is_told_where_it_lies_and_nothing_of_what_it_is(office: AnOffice) -> None:
    """「a hit above the installation's level stays in its folder, nothing but its hash is recorded, the 保密员 is told」."""
    assert (office.house.mailroom.folders.drops / "收文" / NAME).read_bytes() == SECRET

    for login in ("security", "clerk"):
        (words,) = told(office, login)
        assert "收文" in words
        assert "机密" in words
        assert "某项" not in words
    assert told(office, "leader") == []
    assert told(office, "drafter") == []


def test_it_stands_there_until_somebody_says_what_was_done(office: AnOffice) -> None:
    security = office.actor("security")
    (line,) = stopped_files(office.house, security)
    office.work()
    assert len(told(office, "security")) == 1, "the same file is one stop"

    with pytest.raises(SecretUnfitError, match="处理情况"):
        settle_stop(office.house, security, line.stop.index, "  ")
    settle_stop(office.house, security, line.stop.index, "原件已取走")

    assert told(office, "security") == []
    assert told(office, "clerk") == []
    (after,) = stopped_files(office.house, office.actor("clerk"))
    assert (after.settled and after.settled.note, after.by) == ("原件已取走", "陈立")
    with pytest.raises(NoStopError):
        settle_stop(office.house, security, line.stop.index, "再来一次")
    with pytest.raises(NoStopError):
        settle_stop(office.house, security, 999, "没有这一号")


def test_only_who_keeps_the_secret_papers_sees_and_settles(office: AnOffice) -> None:
    index = stopped_files(office.house, office.actor("clerk"))[0].stop.index
    for login in ("drafter", "leader", "archivist"):
        with pytest.raises(NotYourRoleError):
            stopped_files(office.house, office.actor(login))
        with pytest.raises(NotYourRoleError):
            settle_stop(office.house, office.actor(login), index, "原件已取走")


def test_the_ledger_brings_it_back(office: AnOffice) -> None:
    clerk = office.actor("clerk")
    settle_stop(office.house, clerk, stopped_files(office.house, clerk)[0].stop.index, "原件已取走")
    before = stopped_files(office.house, clerk)

    rebuild_registry(office.house)

    assert stopped_files(office.house, clerk) == before
