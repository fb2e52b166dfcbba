"""Measures of the text (正文): core, lines, characters, indents, line-start rules, colour, signature: clauses 5.2, 7.3.3, 7.3.5."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from domain.conformance import Reading
from press import layout
from press.measure import Line, Page
from press.page_anatomy import (
    CORE_BOTTOM,
    CORE_LEFT,
    CORE_RIGHT,
    CORE_TOP,
    Anatomy,
    bare,
    characters_on,
    em_box,
    is_black,
    is_red,
)
from press.readings import ERROR, WARNING, between, fact, length

_GB: Final = "GB/T 9704-2012 "
_ZI: Final = layout.CHARACTER_PT / layout.MM_PT
NOT_AT_START: Final = "，。、；：？！）》”’」』〕】…,.;:?!)%℃"
NOT_AT_END: Final = "（《“‘「『〔【("
_STANDARD_DATE: Final = re.compile(r"\d{4}年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日")


def margins(anatomy: Anatomy) -> Iterator[Reading]:
    """天头, 订口, 版心 (5.2.1): where the text of continued pages lies."""
    for number, page in enumerate(anatomy.pages[1:], 2):
        lines = [line for line in anatomy.core_lines(page) if line not in anatomy.imprint]
        if lines:
            top = em_box(lines[0]).top
            if number == 2 or abs(top - CORE_TOP) > 1.5:
                yield length("FMT-002", f"{_GB}5.2.1", ERROR, number, "天头（首行字上边）", CORE_TOP, top, 1.5)
            break
    lefts = [line.left for page in anatomy.pages for line in anatomy.core_lines(page)]
    if lefts:
        yield length("FMT-002b", f"{_GB}5.2.1", ERROR, 0, "订口（最左的字）", CORE_LEFT, min(lefts), 1.0)
    rights = [
        line.right
        for page in anatomy.pages
        for line in anatomy.core_lines(page)
        if line.characters[-1].text not in NOT_AT_START
    ]
    if rights:
        most = max(rights)
        yield fact(
            "FMT-002c", f"{_GB}5.2.1", WARNING, 0, "版心右边", f"不超过 {CORE_RIGHT:g} mm", f"{most:.1f} mm",
            agrees=most <= CORE_RIGHT + 1,
        )  # fmt: skip
    low = max((em_box(line).bottom for page in anatomy.pages for line in anatomy.core_lines(page)), default=0.0)
    yield fact(
        "FMT-002d", f"{_GB}5.2.1", WARNING, 0, "版心下边", f"不超过 {CORE_BOTTOM:g} mm", f"{low:.1f} mm",
        agrees=low <= CORE_BOTTOM + 1.5,
    )  # fmt: skip


def grid(anatomy: Anatomy) -> Iterator[Reading]:
    """22 lines of 28 characters (5.2.3), which 'may be adjusted': a warning only."""
    pages = anatomy.full_pages
    if pages:
        lines = max(len(anatomy.core_lines(page)) for _, page in pages)
        yield between("FMT-020", f"{_GB}5.2.3", WARNING, pages[0][0], "每面行数", 22, 22, lines, "行")
    every = [line for page in anatomy.pages for line in anatomy.core_lines(page) if 14.5 <= _size(line) <= 17.5]
    full = [line for line in every if CORE_RIGHT - 8 < line.right < CORE_RIGHT + 1.5]
    count = characters_on(full)
    if count:
        yield between("FMT-020b", f"{_GB}5.2.3", WARNING, 0, "每行字数", 28, 28, count, "字")
    pitches = [
        round((lower.baseline - upper.baseline) * layout.MM_PT, 1)
        for _, page in pages
        for upper, lower in pairwise(anatomy.core_lines(page))
    ]
    if pitches:
        usual = Counter(pitches).most_common(1)[0][0]
        yield between("FMT-020c", f"{_GB}5.2.3", WARNING, pages[0][0], "行距", 28, 30, usual, "磅")


def text_on_page_one(anatomy: Anatomy) -> Iterator[Reading]:
    """Page one shows body text (7.3.3)."""
    if anatomy.mark or anatomy.title:
        found = len([line for line in anatomy.text if _size(line) < 17.6])
        yield fact("FMT-012", f"{_GB}7.3.3", ERROR, 1, "首页正文", "有正文", f"{found}行", agrees=found > 0)


def body_type(anatomy: Anatomy) -> Iterator[Reading]:
    """正文 in 三号 (5.2.2), paragraphs indented by two characters (7.3.3)."""
    lines = [line for line in anatomy.text if 10 <= _size(line) < 17.6]
    if not lines:
        return
    usual = Counter(round(_size(line), 1) for line in lines).most_common(1)[0][0]
    yield between("FMT-010d", f"{_GB}5.2.2", ERROR, 1, "正文字号", 15.5, 16.5, usual, "磅")
    indents = [line.left - CORE_LEFT for line in lines if CORE_LEFT + 3 < line.left < CORE_LEFT + 25]
    if indents:
        wrong = [indent for indent in indents if abs(indent - 2 * _ZI) > 1.5]
        shown = wrong[0] if wrong else indents[0]
        yield length("FMT-012d", f"{_GB}7.3.3", ERROR, 1, "段首缩进（两字）", round(2 * _ZI, 1), shown, 1.5)


def line_ends(anatomy: Anatomy) -> Iterator[Reading]:
    """No mark at a line's start or end that must not stand there (GB/T 15834)."""
    for name, wrong in (("行首", _bad(anatomy, 0, NOT_AT_START)), ("行末", _bad(anatomy, -1, NOT_AT_END))):
        page, text = wrong[0] if wrong else (0, "")
        shown = f"{len(wrong)}处，如“{text}”" if wrong else "无"
        yield fact(
            f"FMT-028{'' if name == '行首' else 'b'}", "GB/T 15834-2011 5.1", ERROR, page, f"{name}标点", f"无不得居{name}的标点",
            shown, agrees=not wrong,
        )  # fmt: skip


def _bad(anatomy: Anatomy, place: int, marks: str) -> list[tuple[int, str]]:
    return [
        (number, bare(line)[:12])
        for number, page in enumerate(anatomy.pages, 1)
        for line in anatomy.core_lines(page)
        if 13 <= _size(line) <= 17.5 and len(line.characters) > 3 and line.characters[place].text in marks
    ]


def colours(anatomy: Anatomy) -> Iterator[Reading]:
    """Text is black; red only in the mark (5.2.4)."""
    odd: list[tuple[int, str]] = []
    for number, page in enumerate(anatomy.pages, 1):
        mark = {id(each) for line in anatomy.mark for each in line.characters} if number == 1 else set()
        odd += [
            (number, each.color)
            for each in page.characters
            if not is_black(each.color) and id(each) not in mark and not (number == 1 and is_red(each.color))
        ]
    shown = "黑色" if not odd else f"{len(odd)}个字符为 {odd[0][1]}"
    yield fact("FMT-029", f"{_GB}5.2.4", ERROR, odd[0][0] if odd else 0, "文字颜色", "黑色", shown, agrees=not odd)


def dated(anatomy: Anatomy) -> Iterator[Reading]:
    """成文日期 (7.3.5.4) and its place below 署名 (7.3.5.1, 7.3.5.2)."""
    if anatomy.dated is None:
        return
    number, line = anatomy.dated
    said = bare(line)
    agrees = bool(_STANDARD_DATE.fullmatch(said))
    yield fact("FMT-015", f"{_GB}7.3.5.4", ERROR, number, "成文日期写法", "2026年3月5日", said, agrees=agrees)
    name = _name_above(anatomy.pages[number - 1], line)
    if name is None:
        return
    right = (CORE_RIGHT - line.right) / _ZI
    sealed = bool(anatomy.pages[number - 1].images) or abs(right - 4) < 0.6
    if sealed:
        yield between("FMT-015c", f"{_GB}7.3.5.1", ERROR, number, "成文日期右空", 3.5, 4.5, right, "字")
    else:
        offset = (line.left - name.left) / _ZI
        yield between(
            "FMT-015d", f"{_GB}7.3.5.2", WARNING, number, "成文日期首字比署名首字右移", 1.7, 2.3, offset, "字"
        )


def no_text_page(anatomy: Anatomy) -> Iterator[Reading]:
    """此页无正文 mends no page (7.3.5.5)."""
    for number, page in enumerate(anatomy.pages, 1):
        if any("此页无正文" in bare(line) for line in page.lines()):
            yield fact("FMT-021", f"{_GB}7.3.5.5", WARNING, number, "页面", "不标“此页无正文”", "有", agrees=False)


def _name_above(page: Page, dated_line: Line) -> Line | None:
    above = [line for line in page.lines() if line.baseline < dated_line.baseline - 2]
    name = above[-1] if above else None
    near = name is not None and dated_line.baseline - name.baseline < 14 and name.left > CORE_LEFT + 20
    return name if near else None


def _size(line: Line) -> float:
    return line.characters[0].size_pt


MEASURES: Final[tuple[Callable[[Anatomy], Iterator[Reading]], ...]] = (
    margins, grid, text_on_page_one, body_type, line_ends, colours, dated, no_text_page,
)  # fmt: skip
