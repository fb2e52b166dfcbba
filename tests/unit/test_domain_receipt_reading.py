"""What the words of a piece say about itself: the title with the blanks that its senders put between their names, and no others."""

from __future__ import annotations

import pytest

from domain.receipt_reading import recognise

HEAD = "临溪县人民政府文件\n临政发〔2026〕3号\n"
TAIL = "\n各乡镇人民政府：\n现将有关事项通知如下。\n临溪县人民政府\n2026年2月27日\n"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("甲局 乙局关于开展检查的通知", "甲局 乙局关于开展检查的通知"),
        ("甲局　乙局　丙局关于开展检查的通知", "甲局 乙局 丙局关于开展检查的通知"),
        ("临溪县财政局  临溪县档案局\n关于开展检查的通知", "临溪县财政局 临溪县档案局关于开展检查的通知"),
        ("中共临溪县委 临溪县人民政府\n关于开展检查的决定", "中共临溪县委 临溪县人民政府关于开展检查的决定"),
        ("临溪县财政局\n临溪县档案局\n关于开展检查的通知", "临溪县财政局 临溪县档案局关于开展检查的通知"),
        ("  甲局 乙局关于开展\n 检查的通知  ", "甲局 乙局关于开展检查的通知"),
    ],
)
def test_a_blank_between_two_organs_stays(written: str, title: str) -> None:
    assert recognise(HEAD + written + TAIL).title == title


@pytest.mark.parametrize(
    "written",
    [
        "临溪县人民政府 关 于 开展检查的通知",
        "临 溪 县 人 民 政 府 关于开展检查的通知",
        "临溪县 人民政府关于开展检查的通知",
        "临溪县人民\n政府关于开展检查的通知",
        "临溪县人民政府关于 开展 检查的\n通知",
        "　　临溪县人民政府关于开展检查的通知　",
    ],
)
def test_a_blank_that_only_spreads_the_letters_goes(written: str) -> None:
    assert recognise(HEAD + written + TAIL).title == "临溪县人民政府关于开展检查的通知"


def test_an_organ_over_two_lines_is_one() -> None:
    found = recognise(HEAD + "临溪县人民政府\n办公室关于开展检查的通知" + TAIL)

    assert found.title == "临溪县人民政府办公室关于开展检查的通知"


def test_the_other_particulars_are_found_beside_a_title_of_two_organs() -> None:
    found = recognise(HEAD + "甲局 乙局关于开展检查的通知" + TAIL)

    assert (found.sender, found.sender_number, found.kind) == ("临溪县人民政府", "临政发〔2026〕3号", "通知")
    assert str(found.dated) == "2026-02-27"
