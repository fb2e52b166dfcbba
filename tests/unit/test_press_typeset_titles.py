"""Titles break at word borders into a 梯形 or 菱形 (GB/T 9704-2012 7.3.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.title_breaking import break_title

ORGAN = "云溪镇人民政府"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于做好防汛工作的通知", ("关于做好防汛工作的通知",)),
        (f"{ORGAN}关于做好防汛工作的通知", (f"{ORGAN}关于做好防汛工作的通知",)),
        (f"{ORGAN}关于商请支持综合治理项目的函", (ORGAN, "关于商请支持综合治理项目的函")),
        ("第一行标题\n第二行更长的标题", ("第一行标题", "第二行更长的标题")),
        (
            f"{ORGAN}关于印发《云溪镇公务用车管理办法（试行）》的通知",
            (f"{ORGAN}关于印发", "《云溪镇公务用车管理办法（试行）》的通知"),
        ),
    ],
)
def test_a_title_is_broken_as_a_clerk_would(title: str, lines: tuple[str, ...]) -> None:
    assert break_title(title, (ORGAN,)) == lines


@pytest.mark.parametrize(
    "title",
    [
        f"{ORGAN}关于进一步规范党政机关公文格式工作的通知",
        f"{ORGAN}关于申请拨付云溪河堤防应急除险加固工程专项资金的请示",
        f"{ORGAN}关于印发《云溪镇2026年防汛抗旱应急预案》的通知",
        "示例市教育局示例市财政局关于下达2026年义务教育薄弱环节改善与能力提升补助资金的通知",
    ],
)
def test_no_line_breaks_a_name_a_number_or_begins_with_a_mark(title: str) -> None:
    organs = (ORGAN, "示例市教育局", "示例市财政局")
    lines = break_title(title, organs)

    assert "".join(lines) == title
    assert 2 <= len(lines) <= 4
    for line in lines:
        assert sum(0.5 if character.isascii() else 1 for character in line) <= 20
        assert line[0] not in "》、的）"
        assert line[-1] not in "《（"
    for whole in (*organs, "2026年", "通知", "请示"):
        assert whole not in title or any(whole in line for line in lines)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("临溪县人民政府办公室关于转发县应急管理局等部门临溪县防汛抗旱应急预案的通知", "县应急管理局"),
        ("青山镇人民政府关于商请县住房和城乡建设局支持集镇污水管网改造工程的函", "住房和城乡建设局"),
        ("青山镇人民政府关于报送县委组织部基层组织建设年度考核自评材料的报告", "县委组织部"),
        ("青山镇人民政府关于配合县人力资源和社会保障局做好就业帮扶工作的通知", "人力资源和社会保障局"),
    ],
)
def test_an_organ_that_the_office_does_not_know_is_not_broken_either(title: str, name: str) -> None:
    lines = break_title(title, ("青山镇人民政府", "临溪县人民政府办公室"))

    assert len(lines) > 1
    assert any(name in line for line in lines), lines


@given(st.text(alphabet="关于的通知《》、甲乙丙丁2026年", min_size=1, max_size=70))
def test_breaking_never_loses_a_character(title: str) -> None:
    assert "".join(break_title(title)) == title


def test_lines_of_equal_length_are_avoided_when_there_is_a_choice() -> None:
    lines = break_title("关于进一步做好全镇森林草原防灭火工作和地质灾害防治工作的紧急通知")

    assert len({len(line) for line in lines}) > 1


def test_no_line_begins_or_ends_with_the_blank_between_two_organs() -> None:
    title = "中共云岭乡委员会　云岭乡人民政府关于桐子坳村第2片区做好2027年元旦春节期间有关工作的通知"

    lines = break_title(title, ("中共云岭乡委员会", "云岭乡人民政府"))

    assert len(lines) > 1
    assert [line for line in lines if line != line.strip()] == []
    assert "".join("".join(lines).split()) == "".join(title.split())
