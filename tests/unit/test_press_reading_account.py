"""Nothing is lost: the file's characters are those of the draft and those reported left out."""

from __future__ import annotations

from collections import Counter

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from domain.document import Paragraph, Picture, Table
from domain.draft import Draft
from domain.facts import FactSource
from press import inventory
from press.errors import LostTextError
from press.reading import SourceFile, read_draft
from press.reading_xml import Element, without_blanks
from tests.samples.docx_builder import NOTICE, plain_docx, rewritten, saved, with_table

WORDS = "云岭乡防汛抗旱救灾物资调度会议精神落实责任保障群众"
_PHRASES = st.text(WORDS, min_size=1, max_size=60)
_LABELS = st.sampled_from(["", "", "", "一、", "（一）", "(二)", "1.", "1、", "（1）", "①", "　　", "\t", "第一条　"])
_ENDS = st.sampled_from(["", "。", "：", "；", "。各村要落实。", "\n手动换行后的半句。", " 夹空格", "　"])
_LINES = st.builds(lambda label, phrase, end: label + phrase + end, _LABELS, _PHRASES, _ENDS)


def draft_of(data: bytes) -> Draft:
    return read_draft([SourceFile("稿.docx", data, "body")]).draft


def model_text(draft: Draft) -> str:
    parts = [draft.title, *draft.addressees, *draft.signatories, draft.drawn_up_on, draft.note, *draft.copies_to]
    parts += [text for pair in draft.attendees for text in pair]
    blocks = [*draft.blocks, *(block for item in draft.attachments for block in item.blocks)]
    parts += [attachment.name for attachment in draft.attachments]
    parts += [fact.value for fact in draft.facts if fact.source is FactSource.SHEET]
    for block in blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Table):
            parts += [block.caption, *(cell.text for row in block.rows for cell in row)]
        elif isinstance(block, Picture):
            parts.append(block.caption)
    return without_blanks("".join(parts))


def han(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign in WORDS)


@given(st.lists(_LINES, min_size=1, max_size=25), st.booleans(), st.booleans())
def test_every_character_typed_is_in_the_draft(lines: list[str], has_head: bool, has_tail: bool) -> None:  # noqa: FBT001
    typed = [*(NOTICE[:4] if has_head else ()), *lines, *(NOTICE[-3:] if has_tail else ())]

    draft = draft_of(plain_docx(typed))

    left_out = sum(left.characters for left in draft.left_out)
    there = without_blanks("".join(line.lstrip("^>") for line in typed))
    assert draft.characters == len(there)
    if left_out == 0:
        assert han(model_text(draft)) == han(there)


@given(st.lists(st.lists(_PHRASES, min_size=3, max_size=3), min_size=1, max_size=6))
def test_every_character_of_a_table_is_in_the_draft(rows: list[list[str]]) -> None:
    draft = draft_of(with_table(rows, before=["前面的话。"], after=[]))

    assert han(model_text(draft)) == han("".join("".join(row) for row in rows) + "前面的话。")


def test_headers_and_footers_are_reported_left_out() -> None:
    document = Document()
    document.add_paragraph("正文。")
    document.sections[0].header.paragraphs[0].text = "云岭乡内部资料"
    document.sections[0].footer.paragraphs[0].text = "第1页"

    draft = draft_of(saved(document))

    assert {(left.what, left.place, left.characters) for left in draft.left_out} == {
        ("页眉", "页眉“云岭乡内部资料”", 7),
        ("页脚", "页脚“第1页”", 3),
    }
    assert draft.characters == 3 + 7 + 3


def test_a_table_of_contents_is_reported_left_out() -> None:
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent><w:p><w:r><w:t>目录一</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )

    draft = draft_of(plain_docx(["正文。"], raw=[contents]))

    assert [(left.what, left.characters) for left in draft.left_out] == [("目录", 3)]


def test_text_in_wrappers_and_fields_is_carried() -> None:
    wrapped = (
        "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>标记</w:t></w:r></w:smartTag>"
        '<w:fldSimple w:instr="DATE"><w:r><w:t>域</w:t></w:r></w:fldSimple>'
        "<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:t>甲</w:t><w:noBreakHyphen/><w:t>乙</w:t></w:r></w:p>"
    )

    draft = draft_of(plain_docx([], raw=[wrapped]))

    assert draft.blocks == (Paragraph("链接标记域控件甲-乙"),)


def test_raised_digits_stay_raised() -> None:
    run = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'

    draft = draft_of(plain_docx([], raw=[f"<w:p><w:r><w:t>500m</w:t></w:r>{run}</w:p>"]))

    assert draft.blocks == (Paragraph("500m²"),)


def test_merged_cells_are_counted_once_and_hidden_text_reported() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    table = (
        "<w:tbl><w:tblGrid><w:gridCol w:w='1000'/><w:gridCol w:w='2000'/><w:gridCol w:w='3000'/></w:tblGrid>"
        "<w:tr>"
        + cell("甲", "<w:vMerge w:val='restart'/>")
        + cell("乙", "<w:gridSpan w:val='2'/>")
        + "</w:tr>"
        + "<w:tr>"
        + cell("藏", "<w:vMerge/>")
        + cell("丙")
        + cell("丁")
        + "</w:tr></w:tbl>"
    )

    draft = draft_of(plain_docx([], raw=[table]))

    (found,) = draft.blocks
    assert isinstance(found, Table)
    assert [[(c.text, c.columns, c.rows) for c in row] for row in found.rows] == [
        [("甲", 1, 2), ("乙", 2, 1)],
        [("丙", 1, 1), ("丁", 1, 1)],
    ]
    assert found.widths == (1000.0, 2000.0, 3000.0)
    assert [(left.what, left.characters) for left in draft.left_out] == [("合并单元格中被遮住的文字", 1)]


def test_an_account_that_does_not_balance_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def one_more(root: Element) -> int:
        return counted(root) + 1

    counted = inventory.characters_in
    monkeypatch.setattr(inventory, "characters_in", one_more)

    with pytest.raises(LostTextError, match="只读出"):
        draft_of(plain_docx())


def test_comments_part_without_comments_in_the_text_does_no_harm() -> None:
    data = rewritten(plain_docx(), extra={"word/comments.xml": b"<x/>"})

    assert draft_of(data).title.endswith("通知")
