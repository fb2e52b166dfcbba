"""Habits of drafters that the forty frozen drafts lack: heads set in tables, （盖章） typed, what stands below the date."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.document import Paragraph
from domain.draft import Draft
from domain.facts import FactName, settle
from press.reading import SourceFile, read_draft
from tests.samples.docx_builder import plain_docx, with_table

BODY = "近期连续降雨，部分村组积水明显，现将有关事项通知如下。"
SIGNED = (">青山镇人民政府", ">2026年4月10日")


def read(data: bytes) -> Draft:
    return read_draft([SourceFile("稿.docx", data, "body")]).draft


def typed(*lines: str) -> Draft:
    return read(plain_docx(lines))


def headed(rows: Sequence[Sequence[str]], *after: str) -> Draft:
    return read(with_table(rows, after=after))


def fact(draft: Draft, name: FactName) -> str:
    return settle(draft.facts).value(name)


def texts(draft: Draft) -> list[str]:
    return [block.text if isinstance(block, Paragraph) else "表" for block in draft.blocks]


def codes(draft: Draft) -> list[str]:
    return [finding.code for finding in draft.findings]


def test_a_head_that_is_set_in_a_table_is_read_as_a_head() -> None:
    rows = (("青山镇人民政府文件", ""), ("青政呈[2026]第05号", "签发人：王强  李明"))

    draft = headed(rows, "^关于解决敬老院改造资金的请示", "县人民政府：", "妥否，请批示。", *SIGNED)

    assert (draft.title, draft.addressees) == ("关于解决敬老院改造资金的请示", ("县人民政府",))
    assert texts(draft) == ["妥否，请批示。"]
    assert [left.what for left in draft.left_out] == [
        "起草人排的发文机关标志",
        "起草人填写的文号",
        "起草人填写的签发人",
    ]
    assert draft.left_out[0].place == "文首表格中的“青山镇人民政府文件”"


def test_title_and_addressees_in_a_table_are_found_and_a_title_broken_in_its_cell_is_one() -> None:
    rows = (("青山镇人民政府\n关于开展农村人居环境整治的通知",), ("各村民委员会：",))

    draft = headed(rows, BODY, *SIGNED)

    assert (draft.title, draft.addressees) == ("青山镇人民政府关于开展农村人居环境整治的通知", ("各村民委员会",))
    assert texts(draft) == [BODY]


@pytest.mark.parametrize("rows", [(("村名", "户数"), ("上河村", "147")), (("镇政府", "县政府"),), (("特急",), ("",))])
def test_any_other_table_at_the_top_stays_a_table(rows: Sequence[Sequence[str]]) -> None:
    draft = headed(rows, BODY, *SIGNED)

    assert texts(draft)[0] == "表"


@pytest.mark.parametrize("note", ["（盖章）", "（公章）", "(印)", "（加盖公章）"])
def test_the_word_seal_after_an_organ_is_no_part_of_its_name(note: str) -> None:
    draft = typed("^关于做好防汛工作的通知", BODY, f">青山镇人民政府{note}", ">2026年4月10日")

    assert draft.signatories == ("青山镇人民政府",)
    assert [(left.what, left.characters) for left in draft.left_out] == [("署名后的“（盖章）”字样", len(note))]


def test_an_organ_that_seals_for_another_is_not_taken_for_it() -> None:
    draft = typed("^关于做好防汛工作的通知", BODY, ">青山镇防汛办公室（代章）", ">2026年4月10日")

    assert draft.signatories == ("青山镇防汛办公室（代章）",)


def test_annexes_may_be_stated_by_one_character() -> None:
    draft = typed("^关于做好防汛工作的通知", BODY, "附：1、物资清单", "2、值班表", *SIGNED)

    assert [attachment.name for attachment in draft.attachments] == ["物资清单", "值班表"]
    assert texts(draft) == [BODY]


def test_what_typists_put_at_the_very_end_is_no_body() -> None:
    end = (
        "主题词：防汛  通知",
        "抄  报：县防汛办。",
        "青山镇党政办公室　　2026年4月10日印",
        "打字：李芳　校对：王芳　（共印60份）",
    )

    draft = typed("^关于做好防汛工作的通知", BODY, *SIGNED, *end)

    assert (texts(draft), draft.signatories, draft.copies_to) == ([BODY], ("青山镇人民政府",), ("县防汛办",))
    assert fact(draft, FactName.PRINT_RUN) == "60"
    assert [left.what for left in draft.left_out] == [
        "打字、校对人员",
        "起草人排的印发机关和印发日期",
        "主题词（2012年起不再标注）",
    ]


@pytest.mark.parametrize("lines", [1, 30])
def test_text_below_the_date_is_asked_about_however_long_it_is(lines: int) -> None:
    below = [f"第{n}处说明，请各村组对照办理。" for n in range(lines)]

    draft = typed("^关于做好防汛工作的通知", BODY, *SIGNED, *below)

    assert (draft.signatories, draft.drawn_up_on) == (("青山镇人民政府",), "2026年4月10日")
    assert texts(draft) == [BODY, *below]
    (asked,) = (finding for finding in draft.findings if finding.code == "RD-20")
    assert asked.place == "第5段“第0处说明，请各村组对照办理…”"


def test_nothing_is_asked_when_nothing_stands_below_the_date() -> None:
    assert "RD-20" not in codes(typed("^关于做好防汛工作的通知", BODY, *SIGNED, "（此件公开发布）"))


ISSUING = "^青山镇人民政府关于印发《青山镇公务用车管理办法（试行）》的通知"
ARTICLES = [f"第{n}条　各单位应当按规定使用公务用车。" for n in "一二三四五六七八九十"]


def test_the_text_that_a_notice_issues_follows_on_a_page_of_its_own_without_a_mark() -> None:
    draft = typed(ISSUING, "各村民委员会：", "现印发给你们。", *SIGNED, "^青山镇公务用车\n管理办法（试行）", *ARTICLES)

    (issued,) = draft.attachments
    assert (issued.name, issued.issued) == ("青山镇公务用车管理办法（试行）", True)
    assert [block.text for block in issued.blocks if isinstance(block, Paragraph)] == ARTICLES
    assert (texts(draft), draft.signatories) == (["现印发给你们。"], ("青山镇人民政府",))
    assert codes(draft) == ["RD-21"]


def test_a_forwarded_text_with_its_own_end_leaves_the_signature_of_who_forwards_it() -> None:
    title = "^临溪县人民政府办公室转发县应急管理局关于开展安全生产大检查的通知"
    forwarded = ("^县应急管理局", "^关于开展安全生产大检查的通知", BODY, ">县应急管理局", ">2026年3月1日")

    draft = typed(title, "各乡镇人民政府：", "现转发给你们。", ">临溪县人民政府办公室", ">2026年4月10日", *forwarded)

    assert (draft.signatories, draft.drawn_up_on) == (("临溪县人民政府办公室",), "2026年4月10日")
    (issued,) = draft.attachments
    assert (issued.name, issued.issued) == ("县应急管理局关于开展安全生产大检查的通知", True)
    assert [block.text for block in issued.blocks if isinstance(block, Paragraph)] == [
        BODY,
        "县应急管理局",
        "2026年3月1日",
    ]


def test_two_ends_of_one_draft_are_a_question() -> None:
    other = ("附送县应急管理局来文如下：", BODY, ">县应急管理局", ">2026年3月1日")

    draft = typed("^关于做好防汛工作的通知", BODY, *SIGNED, *other)

    (asked,) = (finding for finding in draft.findings if finding.code == "RD-22")
    assert asked.sentence == "正文中另有一处署名“青山镇人民政府”和日期，落款取的是文末的“县应急管理局”"


def test_annexes_of_the_issued_text_come_after_it() -> None:
    end = ("附件", "^用车审批单", "审批单内容。")

    draft = typed(ISSUING, "现印发给你们。", *SIGNED, "^青山镇公务用车管理办法（试行）", *ARTICLES, *end)

    assert [(each.name, each.issued) for each in draft.attachments] == [
        ("青山镇公务用车管理办法（试行）", True),
        ("用车审批单", False),
    ]


def test_a_text_that_is_stated_as_an_annex_stays_one() -> None:
    stated = "附件：青山镇公务用车管理办法（试行）"

    draft = typed(ISSUING, "现印发给你们。", stated, *SIGNED, "^青山镇公务用车管理办法（试行）", *ARTICLES)

    assert [(each.name, each.issued) for each in draft.attachments] == [("青山镇公务用车管理办法（试行）", False)]
