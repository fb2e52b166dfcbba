"""The pages of the other kinds measured on the PDF: 上行文, joint issue, 函, 令, 纪要, attachments, tables and pictures."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
from collections.abc import Iterator

import pytest
from PIL import Image

from domain.document import (
    Attachment,
    Cell,
    Direction,
    Filled,
    Kind,
    Layout,
    OfficialDocument,
    Paragraph,
    Picture,
    SecrecyMark,
    Table,
    Urgency,
)
from domain.levels import Level
from press.fonts import FontShelf, standard_folders
from press.measure import Character, Line, Page, measure
from press.typeset import Typesetter
from press.typeset_errors import MissingGlyphError, PageDoesNotFitError, UnusablePictureError
from tests.press_documents import HAN, SENTENCE, notice, seal_png

LEFT, RIGHT, BOTTOM = 28.0, 184.0, 262.0
ZI = 156.0 / 28
SHORT = (Paragraph("现将有关情况报告如下："), Paragraph(SENTENCE), Paragraph("妥否，请批示。"))


@pytest.fixture(scope="module")
def typesetter() -> Iterator[Typesetter]:
    machine = Typesetter(FontShelf(standard_folders()))
    yield machine
    machine.close()


def test_upward_the_number_stands_left_and_the_approver_right(typesetter: Typesetter) -> None:
    request = dataclasses.replace(notice(SHORT), kind=Kind.REQUEST, direction=Direction.UP, approvers=("赵明远",))
    page = _pages(typesetter, request)[0]
    line = page.line("签发人")

    assert line.text == "云政发〔2026〕12号签发人：赵明远"  # 7.2.6
    assert line.left == pytest.approx(LEFT + ZI, abs=0.3)
    assert line.right == pytest.approx(RIGHT - ZI, abs=0.3)
    assert page.red_rules()[0].box.top - line.characters[0].em_bottom == pytest.approx(4, abs=0.5)  # 7.2.7


def test_three_approvers_take_two_lines_and_the_number_the_last(typesetter: Typesetter) -> None:
    names = ("赵明远", "钱小伟", "孙丽华")
    report = dataclasses.replace(notice(SHORT), kind=Kind.REPORT, direction=Direction.UP, approvers=names)
    page = _pages(typesetter, report)[0]
    first, last = page.line("签发人"), page.line("孙丽华")

    assert first.text == "签发人：赵明远钱小伟"
    assert last.text == "云政发〔2026〕12号孙丽华"
    assert _place(last, "孙") == pytest.approx(_place(first, "赵"), abs=0.3)  # aligned under the first name


def test_corner_lines_stand_in_their_order(typesetter: Typesetter) -> None:
    filled = Filled(number="云政发〔2026〕1号", copy_serial="000012")
    secret = dataclasses.replace(
        notice(SHORT, filled=filled), secrecy=SecrecyMark(Level.CONFIDENTIAL, "1年"), urgency=Urgency.EXTRA
    )
    lines = _pages(typesetter, secret)[0].lines()

    assert [line.text for line in lines[:3]] == ["000012", "机密★1年", "特急"]  # 7.2.1 to 7.2.3
    assert lines[0].characters[0].em_top == pytest.approx(37, abs=1)
    assert {round(line.left, 1) for line in lines[:3]} == {LEFT}


def test_a_joint_mark_is_stacked_with_its_suffix_in_the_middle(typesetter: Typesetter) -> None:
    page = _pages(typesetter, _joint())[0]
    red = [character for character in page.characters if character.color == "#ff0000"]
    names = [character for character in red if character.text not in "文件"]
    suffix = [character for character in red if character.text in "文件"]

    assert "".join(character.text for character in names).startswith("示例市教育局")
    assert min(character.ink.top for character in red) == pytest.approx(72, abs=0.6)  # 7.2.4
    assert min(character.ink.left for character in suffix) > max(character.ink.right for character in names)
    assert _middle(suffix) == pytest.approx(_middle(names), abs=1.5)


def test_joint_seals_stand_side_by_side_and_never_touch(typesetter: Typesetter) -> None:
    joint = _joint()
    pages = measure(typesetter.typeset(joint, {}, seals=dict.fromkeys(joint.organs, seal_png())).pdf)
    page = next(page for page in pages if page.images)
    seals = sorted(page.images, key=lambda box: box.left)

    assert len(seals) == 2
    assert seals[1].left - seals[0].right > 1  # 7.3.5.1
    assert seals[0].left >= LEFT
    assert seals[1].right <= RIGHT
    dated = page.line("2026年3月1日")
    assert seals[1].left < dated.left < dated.right < seals[1].right


def test_a_letter_has_its_mark_at_30_mm_and_two_double_lines(typesetter: Typesetter) -> None:
    letter = dataclasses.replace(
        notice((Paragraph(HAN * 20),)), kind=Kind.LETTER, layout=Layout.LETTER, mark="云溪镇人民政府", note=""
    )
    pages = _pages(typesetter, letter)
    rules = pages[0].red_rules()
    mark = pages[0].line("云溪镇人民政府")

    assert min(character.ink.top for character in mark.characters) == pytest.approx(30, abs=0.5)  # 10.1
    assert [round(rule.box.width) for rule in rules] == [170] * 4
    assert rules[0].box.top - max(character.ink.bottom for character in mark.characters) == pytest.approx(4, abs=0.6)
    assert rules[0].box.height > rules[1].box.height
    assert rules[2].box.height < rules[3].box.height
    assert rules[3].box.bottom == pytest.approx(277, abs=0.3)
    assert pages[0].line("云政发").right == pytest.approx(RIGHT, abs=0.5)
    assert not any(line.text == "—1—" for line in pages[0].lines())
    assert any(line.text == "—2—" for line in pages[1].lines())
    assert "印发" not in "".join(line.text for line in pages[-1].lines())


def test_an_order_has_its_mark_at_57_mm(typesetter: Typesetter) -> None:
    order = dataclasses.replace(
        notice(SHORT, filled=Filled(number="第18号")), kind=Kind.ORDER, layout=Layout.ORDER, mark="示例市人民政府令"
    )
    page = _pages(typesetter, order)[0]

    mark = page.line("示例市人民政府令")
    assert min(character.ink.top for character in mark.characters) == pytest.approx(57, abs=0.5)  # 10.2
    assert page.line("第18号").baseline > mark.baseline


def test_minutes_name_issue_organ_date_and_attendees(typesetter: Typesetter) -> None:
    minutes = dataclasses.replace(
        notice(SHORT, filled=Filled(number="第7期", dated=dt.date(2026, 5, 6))),
        kind=Kind.MINUTES,
        layout=Layout.MINUTES,
        mark="云溪镇人民政府镇长办公会议纪要",
        signatories=(),
        attendees=(("出席", "赵明远、钱小伟"), ("列席", "韩梅")),
    )
    lines = [line.text for page in _pages(typesetter, minutes) for line in page.lines()]

    assert "第7期" in lines
    assert "云溪镇人民政府2026年5月6日" in lines
    assert "出席：赵明远、钱小伟" in lines  # 10.3
    assert "列席：韩梅" in lines


def test_attachments_begin_on_new_pages_and_are_listed(typesetter: Typesetter) -> None:
    attachments = (
        Attachment("统计表", (Paragraph("统计表"), Paragraph("按月填报。"))),
        Attachment("联络员名单", (Paragraph("另行通知。"),)),
    )
    pages = _pages(typesetter, dataclasses.replace(notice(SHORT), attachments=attachments))
    first, second = (next(page for page in pages if page.lines()[0].text == f"附件{place}") for place in (1, 2))

    assert [line.text for line in first.lines()[:3]] == ["附件1", "统计表", "按月填报。"]  # 7.3.7, title once
    assert first.lines()[1].characters[0].size_pt == pytest.approx(22, abs=0.1)
    assert second.lines()[1].text == "联络员名单"
    assert any("附件：1.统计表" in line.text for page in pages for line in page.lines())  # 7.3.4
    assert any(line.text == "2.联络员名单" for page in pages for line in page.lines())


def test_an_attachment_without_content_is_only_listed(typesetter: Typesetter) -> None:
    pages = _pages(typesetter, dataclasses.replace(notice(SHORT), attachments=(Attachment("图纸一套"),)))
    lines = [line.text for page in pages for line in page.lines()]

    assert "附件：图纸一套" in lines
    assert "附件" not in lines


def test_a_title_line_is_never_wider_than_the_core(typesetter: Typesetter) -> None:
    title = "关于ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZ的通知\n续行"
    page = _pages(typesetter, notice(SHORT, title=title))[0]
    lines = [line for line in page.lines() if "ABC" in line.text]

    assert len(lines) == 1
    assert lines[0].characters[0].ink.left >= LEFT - 0.2
    assert lines[0].characters[-1].ink.right <= RIGHT + 0.2


def test_a_long_table_repeats_its_head_and_a_picture_keeps_its_size(typesetter: Typesetter) -> None:
    rows = (tuple(Cell(text) for text in ("序号", "单位")), *[(Cell(str(n)), Cell(f"第{n}村")) for n in range(60)])
    stream = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(stream, "PNG")
    digest = hashlib.sha512(stream.getvalue()).hexdigest()
    blocks = (Paragraph("情况如下："), Table(rows, (1, 2)), Picture(digest, "image/png", 80, 40, "图1"))
    document = dataclasses.replace(notice(), blocks=blocks)

    pages = measure(typesetter.typeset(document, {digest: stream.getvalue()}).pdf)

    heads = [page for page in pages if any(line.text == "序号单位" for line in page.lines())]
    assert len(heads) >= 3
    text = "".join(line.text for page in pages for line in page.lines())
    assert all(f"第{n}村" in text for n in range(60))
    (picture,) = [box for page in pages for box in page.images]
    assert (picture.width, picture.height) == pytest.approx((80, 40), abs=0.2)


def test_a_rare_character_is_lent_by_a_named_family(typesetter: Typesetter) -> None:
    typeset = typesetter.typeset(notice((Paragraph("联系人：龚䶮。"),)), {}, archival=True)

    assert any("䶮" in characters for _, characters in typeset.fonts.lent)
    assert any("“䶮”用" in sentence for sentence in typeset.fonts.sentences())
    assert "龚䶮" in "".join(line.text for page in measure(typeset.pdf) for line in page.lines())


def test_a_character_no_font_holds_is_named(typesetter: Typesetter) -> None:
    with pytest.raises(MissingGlyphError, match=r"U\+E123.*字体"):
        typesetter.typeset(notice((Paragraph("造字\ue123。"),)), {})


def test_a_head_that_fills_page_one_is_refused(typesetter: Typesetter) -> None:
    with pytest.raises(PageDoesNotFitError, match="首页"):
        typesetter.typeset(notice(SHORT, title="\n".join(["关于规范公文格式的"] * 30)), {})


def test_words_that_look_like_markup_are_printed_as_they_are(typesetter: Typesetter) -> None:
    text = '#panic("x") $a$ *b* _c_ <d> @e `f` \\ // // /* */ [g] = h'
    pages = _pages(typesetter, notice((Paragraph("说明："), Paragraph(text))))

    printed = "".join(line.text for page in pages for line in page.lines())
    assert "".join(text.split()) in printed


def test_a_seal_that_is_no_image_is_refused(typesetter: Typesetter) -> None:
    with pytest.raises(UnusablePictureError, match="印章"):
        typesetter.typeset(notice(), {}, seals={"云溪镇人民政府": b"MZ\x00"})


def test_neither_pictures_nor_seals_stay_in_the_typesetters_folder(typesetter: Typesetter) -> None:
    typesetter.typeset(notice(), {}, seals={"云溪镇人民政府": seal_png()})

    assert {path.suffix for path in typesetter.folder.iterdir()} == {".typ"}


def _joint() -> OfficialDocument:
    organs = ("示例市教育局", "示例市财政局")
    return dataclasses.replace(
        notice(SHORT, filled=Filled("示教〔2026〕3号", dt.date(2026, 3, 1), dt.date(2026, 3, 2), "", organs)),
        organs=organs,
        signatories=organs,
        mark="示例市教育局\n示例市财政局文件",
    )


def _pages(typesetter: Typesetter, document: OfficialDocument) -> tuple[Page, ...]:
    return measure(typesetter.typeset(document, {}, archival=True).pdf)


def _place(line: Line, character: str) -> float:
    return next(each.origin_left for each in line.characters if each.text == character)


def _middle(characters: list[Character]) -> float:
    return (min(each.ink.top for each in characters) + max(each.ink.bottom for each in characters)) / 2
