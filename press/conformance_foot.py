"""Measures of the foot (页码、版记、附件): clauses 7.3.7, 7.4 and 7.5."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from domain.conformance import Reading
from press import layout
from press.measure import Line
from press.page_anatomy import CORE_BOTTOM, CORE_LEFT, CORE_RIGHT, CORE_TOP, PAGE_NUMBER, Anatomy, bare, em_box
from press.readings import ERROR, WARNING, between, fact, length

_GB: Final = "GB/T 9704-2012 "
_ZI: Final = layout.CHARACTER_PT / layout.MM_PT


def page_numbers(anatomy: Anatomy) -> Iterator[Reading]:
    """页码 (7.5): a dash each side, 四号, 7 mm below the core, outside; none on a letter's first page (10.1)."""
    seen: set[str] = set()
    for number, page in enumerate(anatomy.pages, 1):
        line = anatomy.page_number(page)
        if anatomy.layout == "信函格式" and number == 1:
            yield fact(
                "FMT-017", f"{_GB}10.1", ERROR, 1, "信函首页页码", "不显示", "有" if line else "无", agrees=line is None
            )
        elif line is not None:
            for reading in _page_number(line, number):
                # Each page that is wrong, but once what is right everywhere.
                if not reading.agrees or reading.code + str(number % 2) not in seen:
                    seen.add(reading.code + str(number % 2))
                    yield reading
        elif page.characters and not _before_imprint(anatomy, number):
            yield fact("FMT-017e", f"{_GB}7.5", ERROR, number, "页码", "有", "无", agrees=False)


def _page_number(line: Line, number: int) -> Iterator[Reading]:
    said = bare(line)
    found = PAGE_NUMBER.fullmatch(said)
    agrees = said == f"—{number}—" or (found is not None and said == f"—{found[1]}—")
    yield fact("FMT-017b", f"{_GB}7.5", ERROR, number, "页码写法", "— 1 —", line.text, agrees=agrees)
    yield between("FMT-017c", f"{_GB}7.5", ERROR, number, "页码字号", 13.5, 14.5, line.characters[0].size_pt, "磅")
    dash = line.characters[0]
    if agrees:
        top = CORE_BOTTOM + layout.PAGE_NUMBER_GAP
        yield length("FMT-017d", f"{_GB}7.5", ERROR, number, "页码一字线上边", top, dash.ink.top, 1.0)
    if number % 2:
        yield length(
            "FMT-017f", f"{_GB}7.5", ERROR, number, "单页码右边", CORE_RIGHT - _ZI, line.characters[-1].ink.right, 2.0
        )
    else:
        yield length("FMT-017g", f"{_GB}7.5", ERROR, number, "双页码左边", CORE_LEFT + _ZI, dash.ink.left, 2.0)


def _before_imprint(anatomy: Anatomy, number: int) -> bool:
    """Tell whether a page is 版记's after a blank one: neither bears a number."""
    count = len(anatomy.pages)
    return number == count and count > 1 and not anatomy.pages[-2].characters


def imprint(anatomy: Anatomy) -> Iterator[Reading]:
    """版记 (7.4): rules, place, size, 抄送 and 印发."""
    rules, page = anatomy.imprint_rules, len(anatomy.pages)
    if not rules:
        return
    widest = max(rules, key=lambda rule: abs(rule.box.width - layout.CORE_WIDTH))
    yield length("FMT-018", f"{_GB}7.4.1", ERROR, page, "版记分隔线长", layout.CORE_WIDTH, widest.box.width, 1.5)
    yield length(
        "FMT-018b", f"{_GB}7.4.1", ERROR, page, "版记末条分隔线（版心下边）", CORE_BOTTOM, rules[-1].box.bottom, 1.5
    )
    for name, rule in (("首条", rules[0]), ("末条", rules[-1])):
        yield length(
            "FMT-018c", f"{_GB}7.4.1", WARNING, page, f"版记{name}分隔线粗", layout.RULE_THICK, rule.box.height, 0.1
        )
    for rule in rules[1:-1]:
        yield length(
            "FMT-018d", f"{_GB}7.4.1", WARNING, page, "版记中间分隔线粗", layout.RULE_THIN, rule.box.height, 0.1
        )
    yield fact(
        "FMT-022", f"{_GB}7.4.1（面）", WARNING, page, "版记所在面", "双数面", f"第{page}面", agrees=page % 2 == 0
    )
    yield from _imprint_lines(anatomy, page)


def _imprint_lines(anatomy: Anatomy, page: int) -> Iterator[Reading]:
    for line in anatomy.imprint:
        if not 13.5 <= line.characters[0].size_pt <= 14.5:
            yield between(
                "FMT-019", f"{_GB}7.4.2", ERROR, page, "版记字号", 13.5, 14.5, line.characters[0].size_pt, "磅"
            )
    said = "".join(bare(line) for line in anatomy.imprint)
    if "抄送：" in said:
        copies = said.split("抄送：", 1)[1]
        ends = "。" in copies
        yield fact("FMT-019b", f"{_GB}7.4.2", ERROR, page, "抄送末尾", "句号", "有" if ends else "无", agrees=ends)
        first = next(line for line in anatomy.imprint if "抄送：" in bare(line))
        side = CORE_LEFT + layout.SIZE_4_PT / layout.MM_PT
        yield length("FMT-019c", f"{_GB}7.4.2", ERROR, page, "抄送左边（左空一字）", round(side, 1), first.left, 1.5)
    last = anatomy.imprint[-1] if anatomy.imprint else None
    if last is not None:
        agrees = bare(last).endswith("印发")
        yield fact("FMT-019d", f"{_GB}7.4.3", ERROR, page, "印发日期后", "“印发”二字", bare(last)[-8:], agrees=agrees)


def attachments(anatomy: Anatomy) -> Iterator[Reading]:
    """附件 (7.3.7): the mark at the top left of its first page, the title on the third line."""
    for number, page in enumerate(anatomy.pages[1:], 2):
        lines = anatomy.core_lines(page)
        if lines and _is_label(bare(lines[0])):
            yield length("FMT-014c", f"{_GB}7.3.7", ERROR, number, "附件标识左边", CORE_LEFT, lines[0].left, 1.0)
            yield length("FMT-014d", f"{_GB}7.3.7", ERROR, number, "附件标识上边", CORE_TOP, em_box(lines[0]).top, 1.5)
        elif any(_is_label(bare(line)) for line in lines[1:]):
            yield fact("FMT-014e", f"{_GB}7.3.7", ERROR, number, "附件", "另面编排", "接排", agrees=False)


def _is_label(text: str) -> bool:
    return text == "附件" or (text.startswith("附件") and text[2:].isdigit())


MEASURES: Final[tuple[Callable[[Anatomy], Iterator[Reading]], ...]] = (page_numbers, imprint, attachments)
