"""The conformance report: what it says of our own pages, and that every kind of wrong page is noticed."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable, Iterator

import pytest

from domain.conformance import Conformance, Reading
from domain.document import Kind, Layout, Paragraph
from domain.findings import Severity
from ground.content import ContentFolder
from press import layout, rendered_word
from press.conformance import judged
from press.converting import Converter
from press.docx_writer import write
from press.errors import DraftError
from press.fonts import FontShelf, standard_folders
from press.leaf_turning import as_bound
from press.measure import Box, Character, Page, Rule, measure
from press.page_plan import PageOptions
from press.press import Press
from press.typeset import Typesetter
from tests.press_documents import HAN, ORGAN, notice, seal_png


@pytest.fixture(scope="module")
def typesetter() -> Iterator[Typesetter]:
    machine = Typesetter(FontShelf(standard_folders()))
    yield machine
    machine.close()


@pytest.fixture
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Converter, "can_render", lambda _: False)


@pytest.fixture(scope="module")
def pages(typesetter: Typesetter) -> tuple[Page, ...]:
    return measure(typesetter.typeset(notice(), {}, seals={ORGAN: seal_png()}).pdf)


def test_our_own_page_agrees_in_every_reading(pages: tuple[Page, ...]) -> None:
    report = judged(pages)

    assert report.failed() == ()
    assert report.layout == "文件格式"
    assert len({reading.code for reading in report.readings}) >= 30
    assert all(reading.clause and reading.standard and reading.measured for reading in report.readings)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda page: _moved(page, 0, 3), "FMT-005"),
        (lambda page: _moved(page, 3, 0), "FMT-002b"),
        (lambda page: _recoloured(page, "#0000ff"), "FMT-029"),
        (lambda page: _resized(page, 16, 14), "FMT-010d"),
        (lambda page: _resized(page, 22, 18), "FMT-010"),
        (lambda page: dataclasses.replace(page, width=215.9, height=279.4), "FMT-001"),
        (lambda page: _ruled(page, 150.0), "FMT-007c"),
        (lambda page: _retold(page, "〔", "["), "FMT-024"),
        (lambda page: _retold(page, "—", "-"), "FMT-017b"),
        (lambda page: _without_text(page, 170.0), "FMT-012"),
    ],
)
def test_a_wrong_page_is_noticed(pages: tuple[Page, ...], spoil: Callable[[Page], Page], code: str) -> None:
    spoiled = judged((spoil(pages[0]), *pages[1:]))

    assert code in {reading.code for reading in spoiled.failed()}


def test_a_finding_names_page_element_and_both_values(pages: tuple[Page, ...]) -> None:
    (reading,) = [each for each in judged((_ruled(pages[0], 150.0), *pages[1:])).failed() if each.code == "FMT-007c"]

    finding = reading.finding()

    assert finding.severity is Severity.ERROR
    assert finding.place == "第1页 红色分隔线长"
    assert finding.sentence == "红色分隔线长：实测150.0 mm，标准为156 mm"
    assert finding.clause == "GB/T 9704-2012 7.2.7"


def test_an_imprint_off_the_core_bottom_is_noticed(pages: tuple[Page, ...]) -> None:
    raised = dataclasses.replace(pages[-1], rules=tuple(_lowered(rule, -10) for rule in pages[-1].rules))

    assert "FMT-018b" in {reading.code for reading in judged((*pages[:-1], raised)).failed()}


def test_a_letter_is_known_by_its_double_lines(typesetter: Typesetter) -> None:
    letter = dataclasses.replace(notice((Paragraph(HAN * 20),)), kind=Kind.LETTER, layout=Layout.LETTER, mark=ORGAN)

    report = judged(measure(typesetter.typeset(letter, {}, seals={ORGAN: seal_png()}).pdf))

    assert report.layout == "信函格式"
    assert report.failed() == ()
    assert {"FMT-101", "FMT-102", "FMT-103", "FMT-104", "FMT-105"} <= {reading.code for reading in report.readings}


def test_a_page_without_text_is_said_to_be_a_scan() -> None:
    assert judged((Page(210, 297, (), ()),)) == Conformance(
        "未识别", 1, (), ("各页没有文字，像是扫描件，无法量取版面",)
    )


def test_where_word_and_page_speak_of_the_same_the_page_is_the_truth() -> None:
    def reading(code: str, measured: str) -> Reading:
        return Reading(code, "", Severity.ERROR, 1, "幅面", "210", measured, "", agrees=False)

    stated = Conformance("Word 文档", 0, (reading("FMT-001", "stated"), reading("FMT-010d", "stated")))
    rendered = Conformance("文件格式", 2, (reading("FMT-001", "rendered"),))

    both = rendered_word.joined(stated, rendered)

    assert [(each.code, each.measured) for each in both.readings] == [("FMT-001", "rendered"), ("FMT-010d", "stated")]
    assert (both.layout, both.pages) == ("文件格式", 2)


def test_a_page_across_is_measured_as_it_lies_in_the_leaf() -> None:
    dash = Character("—", Box(27.0, 174.0, 27.4, 178.9), 27.2, 174.0, 14, "#000000", turned=True)

    turned = as_bound(Page(297, 210, (dash,), ()))

    assert (turned.width, turned.height) == (210, 297)
    assert turned.characters[0].ink == Box(174.0, 269.6, 178.9, 270.0)
    assert not turned.characters[0].turned


@pytest.mark.usefixtures("without_libreoffice")
def test_word_files_and_pdfs_are_measured_in_the_child_and_nothing_else_is(
    tmp_path_factory: pytest.TempPathFactory, typesetter: Typesetter
) -> None:
    with Press(ContentFolder(tmp_path_factory.mktemp("content")), standard_folders()) as press:
        pdf = press.measure(typesetter.typeset(notice(), {}, archival=True).pdf, "通知.pdf")
        word = press.measure(write(notice(), {}, PageOptions()), "通知.docx")

        assert pdf.failed() == ()
        assert any(reading.code == "FMT-030" for reading in pdf.readings)
        assert word.failed() == ()
        assert len(word.readings) >= 8
        assert word.remarks == (rendered_word.NOT_RENDERED,)
        for broken in (b"MZ\x90", b"%PDF-1.7 broken", b"PK\x03\x04 broken"):
            with pytest.raises(DraftError):
                press.measure(broken, "坏文件")


@pytest.mark.usefixtures("without_libreoffice")
def test_a_word_file_with_other_measures_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    from docx import Document  # noqa: PLC0415 - only this test needs Word's own template
    from docx.shared import Pt  # noqa: PLC0415

    word = Document()
    word.add_paragraph(HAN).runs[0].font.size = Pt(12)
    stream = io.BytesIO()
    word.save(stream)
    with Press(ContentFolder(tmp_path_factory.mktemp("content")), standard_folders()) as press:
        report = press.measure(stream.getvalue(), "他处.docx")

    assert {"FMT-001", "FMT-002", "FMT-002b", "FMT-010d", "FMT-017", "FMT-020c"} <= {
        each.code for each in report.failed()
    }


def _moved(page: Page, right: float, down: float) -> Page:
    def moved(each: Character) -> Character:
        ink = Box(each.ink.left + right, each.ink.top + down, each.ink.right + right, each.ink.bottom + down)
        return dataclasses.replace(each, ink=ink, origin_left=each.origin_left + right, baseline=each.baseline + down)

    # To the left for a side, so that the leftmost character leaves the core.
    shifted = tuple(moved(each) for each in page.characters) if right == 0 else _pushed_left(page, right)
    return dataclasses.replace(page, characters=shifted)


def _pushed_left(page: Page, by: float) -> tuple[Character, ...]:
    return tuple(dataclasses.replace(each, origin_left=each.origin_left - by) for each in page.characters)


def _recoloured(page: Page, color: str) -> Page:
    changed = [dataclasses.replace(each, color=color) if each.color == "#000000" else each for each in page.characters]
    return dataclasses.replace(page, characters=tuple(changed))


def _resized(page: Page, size: float, to: float) -> Page:
    changed = [
        dataclasses.replace(each, size_pt=to) if abs(each.size_pt - size) < 0.1 else each for each in page.characters
    ]
    return dataclasses.replace(page, characters=tuple(changed))


def _ruled(page: Page, width: float) -> Page:
    rules = [
        dataclasses.replace(rule, box=dataclasses.replace(rule.box, right=rule.box.left + width))
        if rule.box.width > 150 and rule.box.top < 200
        else rule
        for rule in page.rules
    ]
    return dataclasses.replace(page, rules=tuple(rules))


def _retold(page: Page, old: str, new: str) -> Page:
    changed = [dataclasses.replace(each, text=new) if each.text == old else each for each in page.characters]
    return dataclasses.replace(page, characters=tuple(changed))


def _without_text(page: Page, below: float) -> Page:
    kept = [each for each in page.characters if each.baseline < below or each.baseline > layout.PAGE_HEIGHT - 32]
    return dataclasses.replace(page, characters=tuple(kept))


def _lowered(rule: Rule, by: float) -> Rule:
    box = rule.box
    return dataclasses.replace(rule, box=Box(box.left, box.top + by, box.right, box.bottom + by))
