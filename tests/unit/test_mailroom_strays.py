"""What is dropped beside the units' folders is said once, and stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.intake import Verdict
from mailroom.folders import MARKER
from tests.mailroom_samples import UNIT, Counter, docx

GOOD = docx("关于某事的通知")


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path)


@pytest.mark.parametrize("place", ["", "发文", "综合科", "发文/综合科"])
def test_a_stray_draft_gets_a_slip_beside_it_once_and_stays(counter: Counter, place: str) -> None:
    folder = counter.folders.drops / place
    folder.mkdir(exist_ok=True)
    path = folder / "某事.docx"
    path.write_bytes(GOOD)

    sighting = counter.sight()

    assert (sighting.answer.verdict, sighting.answer.code, sighting.unit) == (Verdict.SLIP, "HT-128", "")
    assert counter.mailroom.is_due(sighting)
    slip = counter.mailroom.answer(sighting)
    assert slip is not None
    assert slip.parent == counter.folders.root / sighting.source.folder
    assert f"投稿/发文/{UNIT}/" in slip.read_text("utf-8-sig")
    assert path.read_bytes() == GOOD
    (again,) = counter.mailroom.scan()
    assert not counter.mailroom.is_due(again)
    assert counter.mailroom.answer(again) is None
    assert len(counter.mailroom.strays()) == 1


def test_after_a_restart_the_slip_that_stands_is_the_one_slip(counter: Counter) -> None:
    (counter.folders.drops / "某事.docx").write_bytes(GOOD)
    counter.mailroom.answer(counter.sight())

    counter.mailroom = counter.open()
    counter.mailroom.answer(counter.sight())

    assert sorted(path.name for path in counter.folders.drops.glob("*.txt")) == ["某事 未收取.txt"]


def test_a_stray_that_is_still_written_waits(counter: Counter) -> None:
    (counter.folders.drops / "某事.docx").write_bytes(GOOD[:20])

    (sighting,) = counter.mailroom.scan()

    assert sighting.answer.verdict is Verdict.WAIT
    assert counter.mailroom.strays() == ("投稿/某事.docx",)


def test_a_stray_with_a_secret_name_is_not_named(counter: Counter) -> None:
    (counter.folders.drops / "机密★1年 某事.docx").write_bytes(GOOD)

    slip = counter.mailroom.answer(counter.sight())

    assert slip is not None
    assert "某事" not in slip.name + slip.read_text("utf-8-sig")
    assert counter.mailroom.strays() == ("投稿/（不记文件名）",)


def test_what_belongs_there_is_no_stray(counter: Counter) -> None:
    (counter.folders.drops / "发文" / "新科室").mkdir()
    (counter.folders.drops / ".DS_Store").write_bytes(b"x")
    (counter.folders.drops / MARKER).write_bytes(b"x")
    (counter.inbox / "某事.docx").write_bytes(GOOD)

    assert [sighting.unit for sighting in counter.scan_at_rest()] == [UNIT]
    assert counter.mailroom.strays() == ()
