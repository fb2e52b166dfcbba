"""Automatic numbering becomes text, as Word would show it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from docx import Document
from docx.oxml import parse_xml

from domain.document import Paragraph
from press.errors import UnknownNumberingError
from press.numbering_labels import chinese_number
from press.reading import SourceFile, read_draft
from tests.samples.docx_builder import NAMES, saved

LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
    ("decimalEnclosedCircle", "%5"),
    ("decimal", "%3-%6"),
)


def numbered(entries: Sequence[tuple[str, str, int]], levels: Sequence[tuple[str, str]] = LEVELS) -> bytes:
    """Make a draft of (text, list id, level); list 91 restarts list 90, list 92 starts at nine."""
    document = Document()
    root = document.part.numbering_part.element
    for place, (number, start) in enumerate((("90", 1), ("92", 9))):
        rows = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start if depth == 0 else 1}"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for depth, (kind, text) in enumerate(levels)
        )
        root.insert(place, parse_xml(f'<w:abstractNum {NAMES} w:abstractNumId="{number}">{rows}</w:abstractNum>'))
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for number, family, extra in (("90", "90", ""), ("91", "90", override), ("92", "92", "")):
        root.append(parse_xml(f'<w:num {NAMES} w:numId="{number}"><w:abstractNumId w:val="{family}"/>{extra}</w:num>'))
    for text, number, depth in entries:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        if number:
            properties.append(
                parse_xml(f'<w:numPr {NAMES}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
            )
    return saved(document)


def texts(data: bytes) -> list[str]:
    blocks = read_draft([SourceFile("稿.docx", data, "body")]).draft.blocks
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_levels_count_and_start_again_below_a_higher_one() -> None:
    entries = [("甲", "90", depth) for depth in (0, 1, 1, 2, 2, 3, 4, 4, 1, 0, 1, 2)]

    found = texts(numbered(entries))

    assert found == [
        "一、甲",
        "（一）甲",
        "（二）甲",
        "1.甲",
        "2.甲",
        "（1）甲",
        "①甲",
        "②甲",
        "（三）甲",
        "二、甲",
        "（一）甲",
        "1.甲",
    ]


def test_a_list_with_a_start_of_its_own_begins_anew_and_another_at_nine() -> None:
    entries = [
        ("甲", "90", 0),
        ("乙", "90", 0),
        ("丙", "91", 0),
        ("丁", "91", 0),
        ("戊", "92", 0),
        ("己", "92", 0),
        ("庚", "92", 0),
    ]

    found = texts(numbered(entries))

    assert [text[:-1] for text in found] == ["一、", "二、", "一、", "二、", "九、", "十、", "十一、"]


def test_a_label_can_name_two_levels() -> None:
    assert texts(numbered([("甲", "90", 2), ("乙", "90", 5)]))[1] == "1-1乙"


def test_an_empty_paragraph_in_a_list_shows_no_label() -> None:
    assert texts(numbered([("甲", "90", 0), ("", "90", 0), ("乙", "90", 0)])) == ["一、甲", "二、乙"]


def test_labels_are_not_counted_as_the_drafters_characters() -> None:
    data = numbered([("甲乙", "90", 0), ("丙", "90", 1)])

    assert read_draft([SourceFile("稿.docx", data, "body")]).draft.characters == 3


def test_a_number_format_without_a_text_form_stops_by_place() -> None:
    data = numbered([("甲", "90", 0)], [("hebrew1", "%1.")])

    with pytest.raises(UnknownNumberingError, match="第1段“甲”的自动编号格式（hebrew1）"):
        texts(data)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (103, "一百〇三"),
        (110, "一百一十"),
        (215, "二百一十五"),
    ],
)
def test_numbers_are_counted_in_chinese(number: int, text: str) -> None:
    assert chinese_number(number) == text
