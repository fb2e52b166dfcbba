"""Attachments: in files of their own or at the end of the body, held against 附件说明."""

from __future__ import annotations

import io

import pikepdf
import pytest

from domain.document import Attachment, Paragraph, Picture
from domain.draft import Draft
from press.errors import AttachmentTypeError, BodyCountError, PdfError
from press.reading import ReadDraft, SourceFile, read_draft
from press.reading_attachments import name_in_file
from tests.samples.docx_builder import NOTICE, plain_docx, png

WITH_TWO = (*NOTICE[:8], "附件：1．防汛值班表", "　　　2. 物资清单。", *NOTICE[8:])


def pdf(pages: int = 2, password: str = "") -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        made.save(target, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return target.getvalue()


def read(*others: tuple[str, bytes], lines: tuple[str, ...] = WITH_TWO) -> ReadDraft:
    body = SourceFile("正文.docx", plain_docx(lines), "body")
    return read_draft([body, *(SourceFile(name, data, "attachment") for name, data in others)])


def codes(draft: Draft) -> list[str]:
    return [finding.code for finding in draft.findings if finding.code != "RD-06"]


def test_files_find_their_names_in_the_statement() -> None:
    table = plain_docx(["附件1", "^防汛值班表", "（一）乡级。", "表内文字。"])
    document = pdf()

    result = read(("附件2 清单.pdf", document), ("附件1 值班表.docx", table))

    first, second = result.draft.attachments
    assert first.name == "防汛值班表"
    assert [block.text for block in first.blocks if isinstance(block, Paragraph)] == ["（一）乡级。", "表内文字。"]
    assert (second.name, second.blocks) == ("物资清单。", ())
    assert result.pictures[second.pdf_digest] == document
    assert codes(result.draft) == ["RD-12"]  # 清单 is not 物资清单


def test_a_picture_is_an_attachment_too() -> None:
    data = png(300, 200)

    result = read(("附件1.png", data), ("附件2.pdf", pdf()))

    picture = result.draft.attachments[0].blocks[0]
    assert isinstance(picture, Picture)
    assert result.pictures[picture.digest] == data


def test_an_attachment_that_did_not_come_is_told() -> None:
    result = read(("附件1.pdf", pdf()))

    assert result.draft.attachments[1] == Attachment("物资清单。")
    assert codes(result.draft) == ["RD-10"]


def test_an_attachment_nobody_stated_is_told() -> None:
    result = read(("会议议程.pdf", pdf()), lines=NOTICE)

    assert [attachment.name for attachment in result.draft.attachments] == ["会议议程"]
    assert codes(result.draft) == ["RD-11"]


def test_attachments_at_the_end_of_the_body_are_split_off() -> None:
    lines = (*WITH_TWO, "附件1", "^防汛值班表", "乡级每日两人。", "附件2", "^物资清单", "编织袋一千条。")

    draft = read(lines=lines).draft

    assert [attachment.name for attachment in draft.attachments] == ["防汛值班表", "物资清单。"]
    assert [block.text for block in draft.attachments[0].blocks if isinstance(block, Paragraph)] == ["乡级每日两人。"]
    assert draft.signatories == ("云岭乡人民政府",)
    assert draft.note == "此件公开发布"
    assert not any(isinstance(block, Paragraph) and "附件" in block.text for block in draft.blocks)


def test_one_attachment_needs_no_number() -> None:
    draft = read(("附件.pdf", pdf()), lines=(*NOTICE[:8], "附件：防汛值班表", *NOTICE[8:])).draft

    assert draft.attachments[0].name == "防汛值班表"
    assert draft.attachments[0].pdf_digest


@pytest.mark.parametrize(
    ("data", "words"),
    [(pdf(1, "x"), "加密"), (pdf()[:200], "损坏"), (b"%PDF-1.7\n", "损坏"), (pdf(501), "501 页")],
    ids=["encrypted", "cut off", "empty", "too long"],
)
def test_a_pdf_that_cannot_be_bound_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(PdfError, match=words):
        read(("附件1.pdf", data))


def test_other_types_are_refused_by_name() -> None:
    with pytest.raises(AttachmentTypeError, match=r"报表\.xlsx"):
        read(("报表.xlsx", b"PK"))


def test_two_bodies_are_a_question() -> None:
    body = SourceFile("甲.docx", plain_docx(), "body")

    with pytest.raises(BodyCountError, match=r"甲\.docx、乙\.docx"):
        read_draft([body, SourceFile("乙.docx", plain_docx(), "body")])


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("附件1 值班表", (1, "值班表")),
        ("附件2：物资清单", (2, "物资清单")),
        ("附件二、清单", (2, "清单")),
        ("附件1.值班表", (1, "值班表")),
        ("1.值班表", (1, "值班表")),
        ("附件", (0, "")),
        ("附件3", (3, "")),
        ("2026年计划", (0, "2026年计划")),
        ("会议议程", (0, "会议议程")),
    ],
)
def test_a_files_name_tells_number_and_name(stem: str, expected: tuple[int, str]) -> None:
    assert name_in_file(stem) == expected
