"""The everyday papers as pages: every form is set, rows run on over pages with their head, and what does not fit is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.papers import Paper
from press.fonts import FontShelf, standard_folders
from press.forms import columns_of, fields_of, forms
from press.measure import Page, measure
from press.paper_errors import DraftedPaperError, UnknownFieldError, UnknownFormError, WrongRowError
from press.typeset import Typesetter
from tests.press_documents import SENTENCE, long_body

ASKED_FOR = {
    *("简报", "桌签", "签到表", "文件处理签", "传阅单"),
    *("归档文件目录", "归档文件目录封面", "备考表", "介绍信"),
    *("档案销毁清册", "档案销毁证明", "发文稿纸"),
}


@pytest.fixture(scope="module")
def typesetter() -> Iterator[Typesetter]:
    machine = Typesetter(FontShelf(standard_folders()))
    yield machine
    machine.close()


def test_there_is_a_form_for_every_everyday_paper() -> None:
    assert set(forms()) == ASKED_FOR
    assert all(form["source"] for form in forms().values())


@pytest.mark.parametrize("form", sorted(ASKED_FOR))
def test_every_form_is_set_with_every_field_it_offers(typesetter: Typesetter, form: str) -> None:
    fields = tuple((name, f"甲{name}乙") for name in fields_of(form))
    row = (tuple(f"格{place}" for place, _ in enumerate(columns_of(form))),) if columns_of(form) else ()

    pages = _pages(typesetter, Paper(form, fields, row, long_body()))

    printed = "".join(line.text for page in pages for line in page.lines())
    assert all(f"甲{name}乙" in printed or form == "桌签" for name, _ in fields)
    assert all(cell in printed for cell in (row[0] if row else ()))


@pytest.mark.parametrize(
    ("form", "fields", "said"),
    [
        ("简报", {"期号": "第5期", "印数": "30份"}, ("第5期", "（共印30份）")),
        ("简报", {"期号": "5", "印数": "30"}, ("第5期", "（共印30份）")),
        (
            "介绍信",
            {"人数": "2人", "事由": "联系项目", "有效天数": "7天"},
            ("等2人前往", "等2名同志", "联系项目，", "期7天）"),
        ),
        (
            "介绍信",
            {"人数": "2", "事由": "系统建设", "有效天数": "7"},
            ("等2人前往", "等2名同志", "联系系统建设，", "期7天）"),
        ),
    ],
)
def test_what_the_form_says_itself_is_not_said_twice(
    typesetter: Typesetter, form: str, fields: dict[str, str], said: tuple[str, ...]
) -> None:
    printed = "".join(
        line.text for page in _pages(typesetter, Paper(form, tuple(fields.items()))) for line in page.lines()
    )

    assert [each for each in said if each not in printed] == []


@pytest.mark.parametrize("name", ["讲话", "年度工作总结"])
def test_what_is_drafted_and_approved_is_no_form(typesetter: Typesetter, name: str) -> None:
    with pytest.raises(DraftedPaperError, match="文种选“材料”"):
        typesetter.typeset_paper(Paper(name), {})


@pytest.mark.parametrize("form", sorted(ASKED_FOR))
def test_an_empty_form_is_one_page_to_be_filled_in_by_hand(typesetter: Typesetter, form: str) -> None:
    assert len(_pages(typesetter, Paper(form))) == 1


def test_a_long_list_repeats_its_head_and_loses_no_row(typesetter: Typesetter) -> None:
    rows = tuple(
        (
            str(n),
            f"Z109-WS·2026-Y-BGS-{n:04}",
            f"云政发〔2026〕{n}号",
            "云岭乡人民政府",
            SENTENCE[:40],
            "20260305",
            "",
            "4",
            "",
        )
        for n in range(1, 61)
    )
    pages = _pages(typesetter, Paper("归档文件目录", (("年度", "2026"),), rows))

    assert (pages[0].width, pages[0].height) == pytest.approx((297, 210), abs=0.1)
    assert all(any("责任者" in line.text for line in page.lines()) for page in pages)
    text = "".join(line.text for page in pages for line in page.lines())
    assert all(f"〔2026〕{n}号" in text for n in range(1, 61))
    assert f"第1页共{len(pages)}页" in text


def test_rows_for_the_pen_never_begin_another_page(typesetter: Typesetter) -> None:
    rows = tuple(_listed(n, "无版式文件，未盖归档章") for n in range(1, 6))

    (page,) = _pages(typesetter, Paper("归档文件目录", (("年度", "2026"),), rows))
    (signed,) = _pages(typesetter, Paper("签到表", (), tuple((str(n), "财政所" * 9, "", "", "") for n in range(1, 6))))

    assert "第1页共1页" in "".join(line.text for line in page.lines())
    assert "6" in [line.text for line in signed.lines()], "as many as there is room for are left to be filled in"


def test_another_pieces_code_stays_within_the_remarks(typesetter: Typesetter) -> None:
    (page,) = _pages(typesetter, Paper("归档文件目录", (), (_listed(1, "参见B027-WS·2026-D30-ZFB-0123"),)))

    assert max(line.right for line in page.lines()) < 297 - 20


def _listed(n: int, remark: str) -> tuple[str, ...]:
    code, number = f"B027-WS·2026-D30-ZFB-{n:04}", f"云政发〔2026〕{n}号"
    return (str(n), code, number, "云岭乡人民政府", SENTENCE[:40], "20260305", "内部", "4", remark)


def test_a_field_the_form_does_not_have_is_named(typesetter: Typesetter) -> None:
    with pytest.raises(UnknownFieldError, match="没有“盒子”这一栏.*盒号"):
        typesetter.typeset_paper(Paper("备考表", (("盒子", "1"),)), {})
    with pytest.raises(UnknownFormError, match="没有名为“请柬”的文书格式.*备考表"):
        typesetter.typeset_paper(Paper("请柬"), {})
    with pytest.raises(WrongRowError, match="第1行有2格，表有5栏"):
        typesetter.typeset_paper(Paper("签到表", (), (("1", "财政所"),)), {})


def test_the_same_paper_gives_the_same_bytes(typesetter: Typesetter) -> None:
    paper = Paper("备考表", (("盒号", "3"),))

    assert (
        typesetter.typeset_paper(paper, {}, archival=True).pdf == typesetter.typeset_paper(paper, {}, archival=True).pdf
    )


def _pages(typesetter: Typesetter, paper: Paper) -> tuple[Page, ...]:
    return measure(typesetter.typeset_paper(paper, {}, archival=True).pdf)
