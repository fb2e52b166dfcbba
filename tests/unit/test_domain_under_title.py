"""What stands below the title of a speech or a summary: taken there with its day, never torn out of the text."""

from __future__ import annotations

import pytest

from domain.composing import compose
from domain.document import OfficialDocument, Paragraph
from domain.draft import Draft
from domain.facts import FactName, Facts, FactSource, stated
from office.office_file import load_office
from tests.needs import REPOSITORY

OFFICE = load_office(REPOSITORY / "templates" / "profiles" / "example" / "office.toml")


def composed(*lines: str, kind: str = "材料") -> OfficialDocument:
    blocks = tuple(Paragraph(line) for line in lines)
    draft = Draft("标题", (), blocks, (), "", "", (), (), (), (), (), (), 0)
    facts = {FactName.KIND: kind, FactName.ORGANS: "云岭乡人民政府", FactName.TITLE: "标题"}
    return compose(draft, Facts(stated(facts, FactSource.SHEET)), OFFICE)


@pytest.mark.parametrize(
    "under",
    [
        ("（2026年3月2日）",),
        ("（2026年3月2日）", "云岭乡乡长　郑远"),
        ("云岭乡党政办公室", "2026年3月"),
    ],
)
def test_the_day_and_who_stands_with_it_go_below_the_title_and_the_greeting_follows(under: tuple[str, ...]) -> None:
    speech = composed(*under, "同志们：", "今天召开会议。")

    assert speech.subtitle == under
    assert speech.addressees == ("同志们",)
    assert [block.text for block in speech.blocks if isinstance(block, Paragraph)] == ["今天召开会议。"]


@pytest.mark.parametrize(
    "lines",
    [
        ("基本情况", "一年来，做了工作。"),
        ("（2026年3月2日）的会议之后，", "做了工作。"),
        ("做了工作。", "2026年3月2日"),
    ],
)
def test_short_lines_without_a_day_stay_in_the_text(lines: tuple[str, ...]) -> None:
    summary = composed(*lines)

    assert summary.subtitle == ()
    assert summary.blocks[0] == Paragraph(lines[0])


def test_an_official_document_has_nothing_below_its_title() -> None:
    assert composed("（2026年3月2日）", "各单位要落实责任。", kind="通知").subtitle == ()
