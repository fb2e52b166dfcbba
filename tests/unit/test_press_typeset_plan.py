"""The words of a page: marks, corner lines, dates, what each font role is asked for."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from domain.document import Filled, Kind, Layout, Paragraph, SecrecyMark, Urgency
from domain.levels import Level
from press.page_plan import (
    PageOptions,
    addressee_line,
    bracketed,
    copies_line,
    corner_lines,
    date_text,
    mark_lines,
    plan,
    texts_by_role,
)
from press.parcel import pack, unpack
from tests.press_documents import ORGAN, notice


@pytest.mark.parametrize(
    ("mark", "names", "suffix"),
    [
        ("甲局文件", ["甲局文件"], ""),
        ("甲局\n乙局文件", ["甲局", "乙局"], "文件"),
        ("甲局\n乙局\n文件", ["甲局", "乙局"], "文件"),
        ("甲局乙局文件", ["甲局", "乙局"], "文件"),
        ("甲局、乙局文件", ["甲局", "乙局"], "文件"),
        ("甲局\n乙局", ["甲局", "乙局"], ""),
    ],
)
def test_a_mark_of_several_organs_is_stacked(mark: str, names: list[str], suffix: str) -> None:
    document = dataclasses.replace(notice(), organs=("甲局", "乙局"), mark=mark)

    assert mark_lines(document) == (names, suffix)


def test_a_classified_page_keeps_the_line_of_its_serial_free() -> None:
    document = dataclasses.replace(notice(), secrecy=SecrecyMark(Level.SECRET, "6个月"), urgency=Urgency.PROMPT)

    assert corner_lines(document) == [["fangsong", ""], ["heiti", "秘密★6个月"], ["heiti", "加　急"]]


def test_dates_have_no_leading_noughts() -> None:
    assert date_text(dt.date(2026, 3, 1)) == "2026年3月1日"  # 7.3.5.4
    assert date_text(None) == ""


def test_marks_at_the_end_of_lists_are_put_once() -> None:
    document = dataclasses.replace(notice(), addressees=("甲局", "乙局："), copies_to=("丙局", "丁局。"))

    assert addressee_line(document) == "甲局、乙局："
    assert copies_line(document) == "丙局，丁局。"
    assert bracketed("此件公开发布") == "（此件公开发布）"
    assert bracketed("（此件公开发布）") == "（此件公开发布）"


def test_a_seal_is_printed_only_for_an_organ_that_has_sealed() -> None:
    images = {ORGAN: "seal-0.png"}

    assert plan(notice(), PageOptions(), images, {})["seals"] == ["seal-0.png"]
    assert plan(notice(filled=Filled()), PageOptions(), images, {})["seals"] == [""]


def test_the_number_place_shows_the_blank_it_is_given() -> None:
    blank = PageOptions(number_blank="云政发〔　　〕　号")

    assert plan(notice(filled=Filled()), blank, {}, {})["number"] == "云政发〔　　〕　号"
    assert plan(notice(), blank, {}, {})["number"] == "云政发〔2026〕12号"


def test_every_heading_is_asked_of_its_own_font() -> None:
    document = notice((Paragraph("一、甲", 1), Paragraph("（一）乙", 2), Paragraph("1.丙", 3)))

    texts = texts_by_role(plan(document, PageOptions(), {}, {}), document)

    assert "甲" in texts["heiti"]
    assert "乙" in texts["kaiti"]
    assert "丙" in texts["fangsong"]


def test_a_parcel_comes_back_as_it_was() -> None:
    assert unpack(pack({"a": "中"}, [b"", b"\n{}", b"x"])) == ({"a": "中"}, (b"", b"\n{}", b"x"))


def test_what_stands_below_a_papers_title_is_set_there_and_lost_nowhere() -> None:
    paper = dataclasses.replace(
        notice(), kind=Kind.PAPER, layout=Layout.PLAIN, mark="", subtitle=("（2026年3月2日）", "云岭乡乡长　郑远")
    )

    words = plan(paper, PageOptions(), {}, {})

    assert words["subtitle"] == ["（2026年3月2日）", "云岭乡乡长　郑远"]
    assert "郑远" in texts_by_role(words, paper)["kaiti"]
    assert "郑远" in paper.plain_text()
