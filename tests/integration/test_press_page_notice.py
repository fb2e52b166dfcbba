"""The page of a 通知 (下行文, 文件格式) measured on the PDF, against figures stated here with their clause of GB/T 9704-2012."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import pairwise

import pytest

from domain.document import Filled, Paragraph
from press.fonts import FontShelf, standard_folders
from press.measure import Line, Page, line_pitches, measure
from press.page_plan import PageOptions
from press.typeset import Typesetter
from tests.press_documents import HAN, ISSUED, ORGAN, notice, seal_png

LEFT, RIGHT, TOP, BOTTOM = 28.0, 28.0 + 156.0, 37.0, 37.0 + 225.0  # 5.2.1
CENTRE = LEFT + 156.0 / 2
ZI = 156.0 / 28  # 3.1 一字; 5.2.3 twenty-eight to a line
LINE = 225.0 / 22  # about a line, 5.2.3


@pytest.fixture(scope="module")
def typesetter() -> Iterator[Typesetter]:
    machine = Typesetter(FontShelf(standard_folders()))
    yield machine
    machine.close()


@pytest.fixture(scope="module")
def pages(typesetter: Typesetter) -> tuple[Page, ...]:
    return measure(typesetter.typeset(notice(), {}, seals={ORGAN: seal_png()}).pdf)


def test_the_paper_is_a4(pages: tuple[Page, ...]) -> None:
    assert len(pages) >= 3
    for page in pages:  # 5.1
        assert (page.width, page.height) == pytest.approx((210.0, 297.0), abs=0.1)


def test_text_keeps_the_margins_on_every_page(pages: tuple[Page, ...]) -> None:
    for page in pages:  # 5.2.1: 天头 37 ± 1, 订口 28 ± 1, 版心 156 × 225
        for line in _core_lines(page):
            assert line.left >= LEFT - 0.2
            assert line.right <= RIGHT + 1
            assert line.characters[0].em_top >= TOP - 1
            assert line.characters[0].em_bottom <= BOTTOM + 1


def test_page_two_holds_22_lines_of_28_characters(pages: tuple[Page, ...]) -> None:
    lines = _core_lines(pages[1])

    assert [len(line.characters) for line in lines] == [28] * 22  # 5.2.3
    assert lines[0].characters[0].em_top == pytest.approx(TOP, abs=1)
    assert lines[-1].characters[0].em_bottom == pytest.approx(BOTTOM, abs=1)
    assert {round(line.left, 1) for line in lines} == {LEFT}
    assert lines[5].right == pytest.approx(RIGHT, abs=0.3)
    assert max(line_pitches(lines)) - min(line_pitches(lines)) < 0.05


def test_the_mark_stands_72_mm_from_the_top_red_and_centred(pages: tuple[Page, ...]) -> None:
    mark = pages[0].line(f"{ORGAN}文件")

    assert _ink_top(mark) == pytest.approx(37 + 35, abs=0.5)  # 7.2.4
    assert {character.color for character in mark.characters} == {"#ff0000"}
    assert _ink_middle(mark) == pytest.approx(CENTRE, abs=0.5)
    assert mark.characters[0].ink.left >= LEFT - 0.2
    assert mark.characters[-1].ink.right <= RIGHT + 0.2


def test_the_number_stands_two_lines_below_the_mark_and_centred(pages: tuple[Page, ...]) -> None:
    mark, number = pages[0].line(f"{ORGAN}文件"), pages[0].line(ISSUED.number)
    gap = number.characters[0].em_top - max(character.ink.bottom for character in mark.characters)

    assert 2 * LINE - 0.5 <= gap < 3 * LINE - 5  # 7.2.5: two blank lines, a third would not fit
    assert _ink_middle(number) == pytest.approx(CENTRE, abs=1)
    assert number.characters[0].size_pt == pytest.approx(16, abs=0.1)


def test_the_red_line_runs_4_mm_below_the_number(pages: tuple[Page, ...]) -> None:
    number = pages[0].line(ISSUED.number)
    (red_line,) = pages[0].red_rules()

    assert red_line.box.top - number.characters[0].em_bottom == pytest.approx(4.0, abs=0.5)  # 7.2.7
    assert red_line.box.width == pytest.approx(156.0, abs=0.3)
    assert red_line.box.left == pytest.approx(LEFT, abs=0.3)


def test_the_title_is_centred_two_lines_below_the_red_line(pages: tuple[Page, ...]) -> None:
    title = [
        line for line in pages[0].lines() if line.characters[0].size_pt == pytest.approx(22, abs=0.1)
    ]  # 7.3.1 二号
    gap = title[0].characters[0].em_top - pages[0].red_rules()[0].box.bottom

    assert "".join(line.text for line in title) == notice().title
    assert 2 * LINE - 0.5 <= gap < 3 * LINE
    for line in title:
        assert _ink_middle(line) == pytest.approx(CENTRE, abs=1)
    assert title[0].text.endswith(ORGAN) or "关于" in title[0].text


def test_addressees_stand_one_line_below_the_title_flush_left(pages: tuple[Page, ...]) -> None:
    title = [line for line in pages[0].lines() if line.characters[0].size_pt == pytest.approx(22, abs=0.1)][-1]
    addressees = pages[0].line("各村民委员会、镇直各单位：")  # 7.3.2
    gap = addressees.characters[0].em_top - title.characters[0].em_bottom

    assert LINE - 0.5 <= gap < 2 * LINE
    assert addressees.left == pytest.approx(LEFT, abs=0.3)


def test_page_one_shows_body_text_with_two_characters_of_indent(pages: tuple[Page, ...]) -> None:
    body = pages[0].line("现将有关事项通知如下")  # 7.3.3

    assert body.left == pytest.approx(LEFT + 2 * ZI, abs=0.3)


def test_headings_are_in_hei_kai_and_fangsong(typesetter: Typesetter) -> None:
    words = typesetter.typeset(notice(), {}).fonts

    assert {role for role, _ in words.families} >= {"heiti", "kaiti", "fangsong", "xiaobiaosong", "songti"}  # 7.3.3


def test_page_numbers_stand_outside_7_mm_below_the_core(pages: tuple[Page, ...]) -> None:
    for number, page in enumerate(pages, 1):
        line = next(line for line in page.lines() if line.text == f"—{number}—")
        dash, dash_end = line.characters[0], line.characters[-1]

        assert dash.ink.top == pytest.approx(BOTTOM + 7, abs=0.5)  # 7.5
        assert dash.size_pt == pytest.approx(14, abs=0.1)
        if number % 2:
            assert dash_end.ink.right == pytest.approx(RIGHT - ZI, abs=1)
        else:
            assert dash.ink.left == pytest.approx(LEFT + ZI, abs=1)


def test_the_imprint_lies_on_the_core_bottom_of_the_last_even_page(pages: tuple[Page, ...]) -> None:
    rules = sorted((rule for rule in pages[-1].rules if rule.box.height < 1), key=lambda rule: rule.box.top)

    assert len(pages) % 2 == 0  # 1.13-b
    assert [round(rule.box.height, 2) for rule in rules] == [0.35, 0.25, 0.35]  # 7.4.1
    assert rules[-1].box.bottom == pytest.approx(BOTTOM, abs=0.2)
    assert {round(rule.box.width) for rule in rules} == {156}
    copies = pages[-1].line("抄送：")
    assert copies.text == "抄送：镇党委各部门，镇人大办公室。"  # 7.4.2
    assert copies.left == pytest.approx(LEFT + 14 / 72 * 25.4, abs=0.3)
    assert pages[-1].line("印发").text.endswith("2026年11月22日印发")  # 7.4.3


def test_the_date_is_four_characters_in_and_the_name_centred_over_it(pages: tuple[Page, ...]) -> None:
    page = next(page for page in pages if any(line.text == "2026年11月20日" for line in page.lines()))
    dated, name = page.line("2026年11月20日"), page.line(ORGAN)

    assert dated.right == pytest.approx(RIGHT - 4 * ZI, abs=0.5)  # 7.3.5.1
    assert (name.left + name.right) / 2 == pytest.approx((dated.left + dated.right) / 2, abs=1.5)


def test_the_seal_is_42_mm_and_presses_name_and_date(pages: tuple[Page, ...]) -> None:
    page = next(page for page in pages if page.images)
    (seal,) = page.images
    name, dated = page.line(ORGAN), page.line("2026年11月20日")
    above = [line for line in page.lines() if line.baseline < name.baseline - 1][-1]

    assert (seal.width, seal.height) == pytest.approx((42, 42), abs=0.3)
    assert (seal.left + seal.right) / 2 == pytest.approx(_ink_middle(name), abs=1)
    middle = (seal.top + seal.bottom) / 2
    assert (
        middle < (name.characters[0].em_top + dated.characters[0].em_bottom) / 2 < middle + 6
    )  # slightly below the centre
    assert 0 <= seal.top - above.characters[0].em_bottom <= LINE + 0.5  # 7.3.5.1: within a line of the text


def test_before_registration_everything_else_stands_where_it_will_stand(typesetter: Typesetter) -> None:
    shown = measure(typesetter.typeset(notice(filled=Filled()), {}).pdf)
    issued = measure(typesetter.typeset(notice(), {}).pdf)

    filled_in = {ISSUED.number, "2026年11月20日"}
    for before, after in zip(shown, issued, strict=True):
        kept = [_where(line) for line in after.lines() if line.text not in filled_in and "印发" not in line.text]
        assert [_where(line) for line in before.lines() if "印发" not in line.text] == kept


def test_addressees_that_would_push_the_text_off_page_one_go_to_the_imprint(typesetter: Typesetter) -> None:
    many = tuple(f"示例市第{number}街道办事处" for number in range(30))
    pages = measure(typesetter.typeset(notice(addressees=many), {}).pdf)

    assert "现将有关事项通知如下" in _text(pages[0])
    assert "主送：示例市第0街道办事处" in _text(pages[-1])  # 7.3.2
    rules = [rule for rule in pages[-1].rules if rule.box.height < 1]
    assert len(rules) == 3  # 7.4.2: no line between 主送 and 抄送


def test_an_imprint_taller_than_a_page_loses_nothing(typesetter: Typesetter) -> None:
    many = tuple(f"示例市第{number}街道办事处" for number in range(90))
    pages = measure(typesetter.typeset(notice(addressees=many), {}).pdf)

    text = "".join(line.text for page in pages for line in _core_lines(page))
    assert all(f"第{number}街道办事处" in text for number in range(90))
    for page in pages:
        assert all(low.baseline - high.baseline > 4 for high, low in pairwise(page.lines()))


@pytest.mark.parametrize("sentences", range(1, 9))
def test_no_signature_stands_on_a_page_of_its_own(typesetter: Typesetter, sentences: int) -> None:
    body = (Paragraph("现将有关事项通知如下："), Paragraph(HAN * 12), *[Paragraph(HAN)] * 3, Paragraph(HAN * sentences))
    pages = measure(typesetter.typeset(notice(body), {}).pdf)

    page = next(page for page in pages if any(line.text == "2026年11月20日" for line in page.lines()))
    assert set(page.lines()[0].text) <= set(HAN)  # 7.3.5.5
    assert HAN * sentences in "".join(line.text for page in pages for line in _core_lines(page))


def test_unsealed_the_date_begins_two_characters_right_of_the_name(typesetter: Typesetter) -> None:
    pages = measure(typesetter.typeset(notice(), {}, options=PageOptions(sealed=False)).pdf)
    page = next(page for page in pages if any(line.text == "2026年11月20日" for line in page.lines()))
    name, dated = page.line(ORGAN), page.line("2026年11月20日")

    assert dated.left - name.left == pytest.approx(2 * ZI, abs=0.3)  # 7.3.5.2
    assert max(name.right, dated.right) <= RIGHT - 2 * ZI + 0.5


def test_the_same_document_gives_the_same_bytes(typesetter: Typesetter) -> None:
    other = Typesetter(FontShelf(standard_folders()))

    first = typesetter.typeset(notice(), {}, archival=True).pdf

    assert other.typeset(notice(), {}, archival=True).pdf == first
    assert typesetter.typeset(dataclasses.replace(notice(), note="另有说明"), {}, archival=True).pdf != first
    other.close()


def _core_lines(page: Page) -> tuple[Line, ...]:
    return tuple(line for line in page.lines() if line.baseline < BOTTOM + 3)


def _ink_top(line: Line) -> float:
    return min(character.ink.top for character in line.characters)


def _ink_middle(line: Line) -> float:
    return (line.characters[0].ink.left + line.characters[-1].ink.right) / 2


def _where(line: Line) -> tuple[str, float, float]:
    return line.text, round(line.left, 1), round(line.baseline, 1)


def _text(page: Page) -> str:
    return "".join(line.text for line in page.lines())
