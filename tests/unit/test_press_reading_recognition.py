"""What a draft is recognised to say; every miss leaves the text where it stood."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from docx import Document

from domain.document import Paragraph, Picture, Table
from domain.draft import Draft
from domain.facts import FactName, FactSource, settle
from domain.findings import Severity
from press.reading import SourceFile, read_draft
from press.recognition_words import is_organ, kind_of
from tests.samples.docx_builder import NOTICE, plain_docx, png, saved, with_picture, with_table


def draft_of(data: bytes) -> Draft:
    return read_draft([SourceFile("稿.docx", data, "body")]).draft


def read(*lines: str) -> Draft:
    return draft_of(plain_docx(lines))


def fact(draft: Draft, name: FactName) -> str:
    return settle(draft.facts).value(name)


def paragraphs(draft: Draft) -> list[Paragraph]:
    return [block for block in draft.blocks if isinstance(block, Paragraph)]


def codes(draft: Draft) -> list[str]:
    return [finding.code for finding in draft.findings]


def test_a_notice_is_taken_apart() -> None:
    draft = read(*NOTICE)

    assert draft.title == "云岭乡人民政府关于做好防汛工作的通知"
    assert draft.addressees == ("各村（居）民委员会", "乡直各单位")
    assert (draft.signatories, draft.drawn_up_on, draft.note) == (("云岭乡人民政府",), "2026年5月6日", "此件公开发布")
    assert [(block.level, block.lead, block.text) for block in paragraphs(draft)] == [
        (0, 0, "现将有关事项通知如下："),
        (1, 0, "一、总体要求"),
        (0, 0, "坚持安全第一。"),
        (2, 8, "（一）加强领导。各单位要落实责任。"),
        (0, 0, "特此通知。"),
    ]
    assert {name: fact(draft, name) for name in (FactName.KIND, FactName.ORGANS)} == {
        FactName.KIND: "通知",
        FactName.ORGANS: "云岭乡人民政府",
    }


def test_a_title_broken_by_hand_is_one_title() -> None:
    draft = read("^云岭乡人民政府\n关于印发《云岭乡防汛抗旱\n应急预案》的通知", *NOTICE[2:])

    assert draft.title == "云岭乡人民政府关于印发《云岭乡防汛抗旱应急预案》的通知"


def test_a_title_ends_where_its_kind_stands_though_a_line_before_ends_with_one_too() -> None:
    draft = read("^关于转发县防汛办防汛工作通知", "^的函", *NOTICE[2:])

    assert draft.title == "关于转发县防汛办防汛工作通知的函"


def test_a_draft_without_a_title_states_none() -> None:
    draft = read("前期各村报来的情况已经汇总。", "请再核一遍。")

    assert (draft.title, settle(draft.facts).known) == ("", ())
    assert [block.text for block in paragraphs(draft)] == ["前期各村报来的情况已经汇总。", "请再核一遍。"]


def test_a_body_line_that_ends_with_a_kind_is_no_title() -> None:
    assert read("各单位要认真贯彻通知", "现就有关事项说明。").title == ""


def test_two_kinds_run_together_are_a_question() -> None:
    assert kind_of("关于解决资金的请示报告") is None


def test_a_line_that_only_announces_is_no_addressee() -> None:
    draft = read("^关于做好防汛工作的通知", "现将有关事项通知如下：", "坚持安全第一。")

    assert draft.addressees == ()
    assert paragraphs(draft)[0].text == "现将有关事项通知如下："


def test_a_list_is_not_parted_inside_brackets() -> None:
    draft = read(*NOTICE[:2], "各党支部、村（居）委会，各办（站、所）：", "正文。")

    assert draft.addressees == ("各党支部", "村（居）委会", "各办（站、所）")


def test_people_in_a_hall_are_no_addressees() -> None:
    assert read("^云岭乡2026年政府工作报告", "各位代表：", "现在报告工作。").addressees == ()


def test_the_number_of_an_order_is_the_clerks() -> None:
    draft = read("^云岭乡人民政府令", "第3号", "现予公布。")

    assert (fact(draft, FactName.KIND), codes(draft)) == ("命令", ["RD-03"])
    assert [block.text for block in paragraphs(draft)] == ["现予公布。"]


@pytest.mark.parametrize(
    ("typed", "written", "level"),
    [
        ("㈠总体要求", "（一）总体要求", 2),
        ("⒈加强领导", "1.加强领导", 3),
        ("⑵ 明确分工", "（2）明确分工", 4),
        ("一、总体要求", "一、总体要求", 1),
        ("一 、总体要求", "一、总体要求", 1),
        ("一.总体要求", "一、总体要求", 1),
        ("(一)加强领导", "（一）加强领导", 2),
        ("（一）、加强领导", "（一）加强领导", 2),
        ("（一） 加强领导", "（一）加强领导", 2),
        ("1.明确责任", "1.明确责任", 3),
        ("1、明确责任", "1.明确责任", 3),
        ("１．明确责任", "1.明确责任", 3),
        ("(1)核实数据", "（1）核实数据", 4),
        ("（１）核实数据", "（1）核实数据", 4),
        ("①核实数据", "①核实数据", 0),
        ("1.5万元以下的", "1.5万元以下的", 0),
        ("2026年是关键之年", "2026年是关键之年", 0),
        ("（一定要落实）", "（一定要落实）", 0),
    ],
)
def test_labels_of_every_habit_are_read_and_written_as_the_standard_has_them(
    typed: str, written: str, level: int
) -> None:
    draft = read("第一段正文。", typed, "后面的正文。")

    assert (paragraphs(draft)[1].text, paragraphs(draft)[1].level) == (written, level)


def test_a_changed_label_is_told() -> None:
    draft = read("第一段正文。", "(一)加强领导", "正文。", "(二)落实责任", "正文。")

    notes = [finding for finding in draft.findings if finding.code == "RD-01"]
    assert [(note.severity, note.sentence) for note in notes] == [
        (Severity.NOTE, "层次序数的写法“(×)”已改为“（×）”，共2处")
    ]


def test_third_marks_that_may_mean_two_levels_stay_as_typed() -> None:
    draft = read("1.明确责任", "1、乡镇负责", "2、村负责")

    assert [block.text for block in paragraphs(draft)] == ["1.明确责任", "1、乡镇负责", "2、村负责"]


def test_numbered_sentences_side_by_side_look_alike() -> None:
    draft = read(
        "一、要求",
        "（一）及时报送。",
        "（二）各单位要在月底之前，将材料汇总，经负责人签字，报党政办公室。",
        "（三）材料一式两份，一并报送。",
    )

    assert [block.level for block in paragraphs(draft)] == [1, 0, 0, 0]


def test_marks_typed_at_the_top_are_taken_out_and_told() -> None:
    draft = read("000123", "机密★1年", "特急", "云岭乡人民政府文件", "云政发〔2026〕12号　　签发人：陈国梁", *NOTICE)

    assert draft.title == "云岭乡人民政府关于做好防汛工作的通知"
    assert (fact(draft, FactName.LEVEL), fact(draft, FactName.URGENCY)) == ("机密★1年", "特急")
    assert [left.what for left in draft.left_out] == ["起草人填写的份号", "起草人排的发文机关标志", "起草人填写的文号"]
    assert [code for code in codes(draft) if code != "RD-06"] == ["RD-03", "RD-05"]


def test_a_number_left_open_is_a_note_only() -> None:
    draft = read("云政发〔2026〕　号", *NOTICE)

    assert [finding.severity for finding in draft.findings if finding.code == "RD-03"] == [Severity.NOTE]


def test_a_telegrams_urgency_is_no_fact() -> None:
    draft = read("平急", *NOTICE)

    assert fact(draft, FactName.URGENCY) == ""
    assert "RD-04" in codes(draft)


def test_two_organs_sign_side_by_side_or_below_one_another() -> None:
    beside = read(*NOTICE[:8], ">中共云岭乡委员会　　云岭乡人民政府", ">2026年5月6日")
    below = read(*NOTICE[:8], ">中共云岭乡委员会", ">云岭乡人民政府", ">2026年5月6日")

    assert beside.signatories == below.signatories == ("中共云岭乡委员会", "云岭乡人民政府")


def test_mark_and_signature_that_differ_are_a_question() -> None:
    draft = read("云岭乡人民政府文件", *NOTICE[:8], ">石桥镇人民政府", ">2026年5月6日")

    assert fact(draft, FactName.ORGANS) == ""
    assert "RD-08" in codes(draft)


def test_copies_and_imprint_are_taken_from_the_end() -> None:
    draft = read(*NOTICE, "抄送：县委办公室，县人民政府办公室。", "云岭乡党政办公室　　2026年5月6日印发", "共印35份")

    assert draft.copies_to == ("县委办公室", "县人民政府办公室")
    assert fact(draft, FactName.PRINT_RUN) == "35"
    assert [left.what for left in draft.left_out] == ["起草人排的印发机关和印发日期"]
    assert draft.note == "此件公开发布"


def test_minutes_name_who_was_there() -> None:
    draft = read(
        "^云岭乡人民政府乡长办公会议纪要",
        "第3期",
        "云岭乡党政办公室　　2026年5月6日",
        "2026年5月5日，乡长主持召开会议。",
        "出席：陈国梁、林晓峰",
        "请假：谢志刚",
        "列席人员：赵立冬",
    )

    assert draft.attendees == (("出席", "陈国梁、林晓峰"), ("请假", "谢志刚"), ("列席", "赵立冬"))
    assert (draft.drawn_up_on, fact(draft, FactName.ORGANS)) == ("2026年5月6日", "云岭乡党政办公室")
    assert [block.text for block in paragraphs(draft)] == ["2026年5月5日，乡长主持召开会议。"]


def test_a_sheet_on_top_gives_facts_and_is_no_body() -> None:
    rows = (
        ("文种", "通知", "紧急程度", "□特急 ☑加急"),
        ("发文机关", "云岭乡人民政府", "密级", "无"),
        ("标 题", "关于做好防汛工作的通知", "印数", "35份"),
        ("拟稿人：李文博", "", "签发", "陈国梁"),
    )

    draft = draft_of(with_table(rows, before=["云岭乡发文稿纸"]))

    sheet = {known.name: known.value for known in draft.facts if known.source is FactSource.SHEET}
    assert sheet == {
        FactName.KIND: "通知",
        FactName.URGENCY: "加急",
        FactName.ORGANS: "云岭乡人民政府",
        FactName.TITLE: "关于做好防汛工作的通知",
        FactName.PRINT_RUN: "35",
        FactName.DRAFTER: "李文博",
    }
    assert not any(isinstance(block, Table) for block in draft.blocks)
    assert [(left.what, left.characters) for left in draft.left_out] == [
        ("发文稿纸中未作要素的栏目", 5),
        ("发文稿纸的题头", 7),
    ]


def test_a_sheets_impossible_value_is_a_question() -> None:
    rows = (("文种", "公函"), ("发文机关", "云岭乡人民政府"), ("密级", "普密"), ("拟稿人", "李文博"))

    draft = draft_of(with_table(rows))

    assert {known.name for known in draft.facts if known.source is FactSource.SHEET} == {
        FactName.ORGANS,
        FactName.DRAFTER,
    }
    assert codes(draft).count("RD-02") == 2


def test_an_ordinary_table_stays_with_its_caption() -> None:
    draft = draft_of(
        with_table((("村名", "户数"), ("云河村", "147")), before=["前文。", "表1　基本情况"], after=["后文。"])
    )

    table = draft.blocks[1]
    assert isinstance(table, Table)
    assert (table.caption, [cell.text for cell in table.rows[1]]) == ("表1　基本情况", ["云河村", "147"])


def test_a_picture_comes_with_size_caption_and_bytes() -> None:
    data = png(600, 300)

    result = read_draft([SourceFile("稿.docx", with_picture(data, "图1　位置图"), "body")])

    picture = result.draft.blocks[1]
    assert isinstance(picture, Picture)
    assert (picture.width_mm, picture.height_mm, picture.caption) == (60.0, 30.0, "图1　位置图")
    assert result.pictures == {picture.digest: data}


@pytest.mark.parametrize(
    "name", ["云岭乡人民政府", "中共云岭乡委员会", "临溪县财政局", "县委办公室", "各村（居）民委员会"]
)
def test_organs_are_known_by_their_names(name: str) -> None:
    assert is_organ(name)


@pytest.mark.parametrize(
    "text", ["特此通知", "一、加强领导小组", "现将情况报告如下：", "2026年5月6日", "请各单位", "妥否，请批示。"]
)
def test_what_only_sounds_like_an_organ_is_none(text: str) -> None:
    assert not is_organ(text)


def test_one_sequence_of_lines_gives_one_draft() -> None:
    lines: Sequence[str] = NOTICE

    assert read(*lines) == read(*lines)


def test_a_facts_list_is_not_parted_inside_brackets_either() -> None:
    draft = read(*NOTICE[:2], "各党支部，各办（站、所）：", "正文。")

    assert settle(draft.facts).listed(FactName.ADDRESSEES) == draft.addressees == ("各党支部", "各办（站、所）")


def test_a_bold_line_without_a_number_is_asked_about() -> None:
    document = Document()
    for text, is_bold in (("工作目标", True), ("各村要落实责任。", False), ("工作措施", True), ("请认真办理。", True)):
        document.add_paragraph().add_run(text).bold = is_bold

    draft = read_draft([SourceFile("稿.docx", saved(document), "body")]).draft

    (asked,) = (finding for finding in draft.findings if finding.code == "RD-17")
    assert (asked.place, asked.sentence) == ("第1段“工作目标”", "加粗的短行等2处像小标题，但没有层次序数，已按正文排")
