"""``hongtou sheet 简报 --body``: a briefing's text comes from a Word draft, and what of it the page does not show is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.document import Paragraph
from domain.papers import Paper
from mailroom.errors import SecretMarkError
from office.paper_body import with_body
from press.measure import measure
from press.paper_errors import BodilessFormError
from tests.an_office import AnOffice, new_clock, opened, prepare
from tests.samples.docx_builder import plain_docx

TEXT = ("连日来，我乡抢抓农时，扎实推进春耕备耕各项工作。", "一、早谋划", "召开专题会议3次。")
BRIEFING = Paper("简报", (("简报名称", "云岭乡工作简报"), ("期号", "第5期"), ("抄送", "县政府办公室")))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AnOffice]:
    prepare(tmp_path / "office")
    with opened(tmp_path / "office", new_clock()) as office:
        yield office


def written(folder: Path, *lines: str) -> Path:
    path = folder / "简报稿.docx"
    path.write_bytes(plain_docx(lines))
    return path


def test_a_briefing_has_its_drafts_text_and_title(office: AnOffice, tmp_path: Path) -> None:
    path = written(tmp_path, "^我乡扎实推进春耕备耕工作", *TEXT)

    paper, told = with_body(office.house, BRIEFING, path)

    assert dict(paper.fields)["标题"] == "我乡扎实推进春耕备耕工作"
    assert [block.text for block in paper.blocks if isinstance(block, Paragraph)] == list(TEXT)
    assert told == ()
    page = "".join(each.text for each in measure(office.house.press.paper(paper))[0].characters)
    assert all(text in page for text in (*TEXT, "第5期", "我乡扎实推进春耕备耕工作"))
    assert "第第" not in page


def test_a_title_that_was_stated_stays_and_what_is_not_shown_is_said(office: AnOffice, tmp_path: Path) -> None:
    path = written(tmp_path, "^我乡扎实推进春耕备耕工作", *TEXT, ">云岭乡人民政府", ">2026年3月5日")
    stated = Paper(BRIEFING.form, (*BRIEFING.fields, ("标题", "春耕正当时")))

    paper, told = with_body(office.house, stated, path)

    assert [text for name, text in paper.fields if name == "标题"] == ["春耕正当时"]
    assert [line.partition("；")[0] for line in told] == [
        "文稿中的标题“我乡扎实推进春耕备耕工作”没有排入",
        "文稿中的落款“云岭乡人民政府”没有排入",
        "文稿中的日期“2026年3月5日”没有排入",
    ]


def test_a_draft_with_a_mark_is_not_read(office: AnOffice, tmp_path: Path) -> None:
    with pytest.raises(SecretMarkError):
        with_body(office.house, BRIEFING, written(tmp_path, "机密★5年", *TEXT))


def test_a_form_of_fields_takes_no_text(office: AnOffice, tmp_path: Path) -> None:
    with pytest.raises(BodilessFormError, match="有正文的是：简报"):
        with_body(office.house, Paper("桌签"), written(tmp_path, *TEXT))
