"""Measures of page and head (幅面、版头、标题): clauses 5, 7.2, 7.3.1, 7.3.2 and 10."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from domain.conformance import Reading
from press import layout
from press.measure import Line
from press.page_anatomy import CORE_LEFT, CORE_RIGHT, CORE_TOP, NUMBER, Anatomy, bare, em_box, is_red
from press.readings import ERROR, WARNING, between, fact, length

_GB: Final = "GB/T 9704-2012 "
_LINE: Final = layout.LINE_PITCH_PT / layout.MM_PT
_CENTRE: Final = CORE_LEFT + layout.CORE_WIDTH / 2
_STANDARD_NUMBER: Final = re.compile(r"[\u4e00-\u9fffA-Z]{2,20}〔(19|20)\d{2}〕[1-9]\d*号")
_MARK_TOPS: Final = {
    "信函格式": (layout.LETTER_MARK_TOP, "10.1"),
    "命令格式": (layout.ORDER_MARK_TOP, "10.2"),
    "纪要格式": (layout.MARK_TOP, "10.3"),
    "文件格式": (layout.MARK_TOP, "7.2.4"),
}


def paper(anatomy: Anatomy) -> Iterator[Reading]:
    """A4, 5.1."""
    for number, page in enumerate(anatomy.pages, 1):
        sides = sorted((page.width, page.height))
        agrees = abs(sides[0] - layout.PAGE_WIDTH) <= 0.5 and abs(sides[1] - layout.PAGE_HEIGHT) <= 0.5
        if number == 1 or not agrees:
            shown = f"{page.width:.1f}×{page.height:.1f} mm"
            yield fact("FMT-001", f"{_GB}5.1", ERROR, number, "幅面", "210×297 mm", shown, agrees=agrees)


def mark(anatomy: Anatomy) -> Iterator[Reading]:
    """发文机关标志: place, colour, middle (7.2.4, 10)."""
    if not anatomy.mark:
        return
    top, clause = _MARK_TOPS[anatomy.layout]
    characters = [each for line in anatomy.mark for each in line.characters]
    ink_top = min(each.ink.top for each in characters)
    left, right = min(each.ink.left for each in characters), max(each.ink.right for each in characters)
    yield length("FMT-005", _GB + clause, ERROR, 1, "发文机关标志上边缘距页面上边", top, ink_top, 1.5)
    reds = sorted({each.color for each in characters})
    agrees = all(is_red(color) for color in reds)
    yield fact("FMT-006", _GB + clause, ERROR, 1, "发文机关标志颜色", "红色", "、".join(reds), agrees=agrees)
    yield length("FMT-006b", _GB + clause, ERROR, 1, "发文机关标志中线", _CENTRE, (left + right) / 2, 2.0)
    yield fact(
        "FMT-006c", f"{_GB}5.2.1", WARNING, 1, "发文机关标志左右", f"{CORE_LEFT:g}～{CORE_RIGHT:g} mm",
        f"{left:.1f}～{right:.1f} mm", agrees=left >= CORE_LEFT - 1 and right <= CORE_RIGHT + 1,
    )  # fmt: skip


def number(anatomy: Anatomy) -> Iterator[Reading]:
    """发文字号: form, place, size (7.2.5, 10.1)."""
    line = anatomy.number
    if line is None:
        return
    said = NUMBER.search(bare(line))
    if said and anatomy.layout in ("文件格式", "信函格式"):
        agrees = bool(_STANDARD_NUMBER.fullmatch(said[0]))
        yield fact("FMT-024", f"{_GB}7.2.5", ERROR, 1, "发文字号写法", "机关代字〔年份〕序号号", said[0], agrees=agrees)
    yield between("FMT-007d", f"{_GB}5.2.2", WARNING, 1, "发文字号字号", 15.5, 16.5, _size(line), "磅")
    if anatomy.layout == "信函格式":
        yield length("FMT-105", f"{_GB}10.1", ERROR, 1, "发文字号右边", CORE_RIGHT, line.right, 1.5)
        return
    if anatomy.mark:
        blank = (em_box(line).top - max(each.ink.bottom for row in anatomy.mark for each in row.characters)) / _LINE
        if "签发人" not in bare(line) or len(anatomy.mark) == 1:
            yield between(
                "FMT-007", f"{_GB}7.2.5", ERROR, 1, "发文字号上空", 1.6, 2.9 + _approver_lines(anatomy), blank, "行"
            )
    if "签发人" in bare(line):
        indent = layout.CHARACTER_PT / layout.MM_PT
        yield length("FMT-008", f"{_GB}7.2.5", ERROR, 1, "上行文发文字号左边", CORE_LEFT + indent, line.left, 1.0)
        yield length("FMT-008b", f"{_GB}7.2.6", ERROR, 1, "签发人右边", CORE_RIGHT - indent, line.right, 1.5)
    elif anatomy.layout == "文件格式" and not _has_approver(anatomy):
        yield length("FMT-007b", f"{_GB}7.2.5", ERROR, 1, "发文字号中线", _CENTRE, (line.left + line.right) / 2, 2.0)


def red_line(anatomy: Anatomy) -> Iterator[Reading]:
    """红色分隔线 (7.2.7), and the double lines of a letter (10.1)."""
    if anatomy.layout == "信函格式":
        yield from _double_lines(anatomy)
        return
    for rule in anatomy.red_rules[:1]:
        yield length("FMT-007c", f"{_GB}7.2.7", ERROR, 1, "红色分隔线长", layout.CORE_WIDTH, rule.box.width, 1.5)
        yield length("FMT-007e", f"{_GB}7.2.7", ERROR, 1, "红色分隔线左端", CORE_LEFT, rule.box.left, 1.0)
        above = [line for line in anatomy.first_lines if line.baseline < rule.box.top]
        if above and anatomy.number is not None:  # before 登记 there is nothing to measure from
            gap = rule.box.top - em_box(above[-1]).bottom
            yield length("FMT-007f", f"{_GB}7.2.7", ERROR, 1, "红色分隔线距发文字号", layout.RED_LINE_GAP, gap, 1.0)


def _double_lines(anatomy: Anatomy) -> Iterator[Reading]:
    rules = anatomy.red_rules
    for rule in rules[:1] + rules[-1:]:
        yield length("FMT-101", f"{_GB}10.1", ERROR, 1, "红色双线长", layout.LETTER_LINE_LENGTH, rule.box.width, 1.5)
    if rules and anatomy.mark:
        gap = rules[0].box.top - max(each.ink.bottom for line in anatomy.mark for each in line.characters)
        yield length("FMT-102", f"{_GB}10.1", ERROR, 1, "首条双线距发文机关标志", layout.LETTER_LINE_GAP, gap, 1.5)
    if len(rules) > 1:
        foot = layout.PAGE_HEIGHT - rules[-1].box.bottom
        yield length(
            "FMT-103", f"{_GB}10.1", ERROR, 1, "第二条双线距页面下边", layout.LETTER_LINE_FROM_BOTTOM, foot, 1.5
        )
    if len(rules) >= 4:
        thick = [rule.box.height for rule in rules[:2] + rules[-2:]]
        agrees = thick[0] > thick[1] and thick[2] < thick[3]
        shown = "、".join(f"{each:.2f}" for each in thick) + " mm"
        yield fact("FMT-104", f"{_GB}10.1", ERROR, 1, "双线粗细", "上线上粗下细，下线上细下粗", shown, agrees=agrees)


def title(anatomy: Anatomy) -> Iterator[Reading]:
    """标题 (7.3.1): size, middle, two blank lines below the red line."""
    if not anatomy.title:
        return
    first = anatomy.title[0]
    yield between("FMT-010", f"{_GB}7.3.1", ERROR, 1, "标题字号", 21.5, 22.5, _size(first), "磅")
    for line in anatomy.title:
        left, right = line.characters[0].ink.left, line.characters[-1].ink.right
        if abs((left + right) / 2 - _CENTRE) > 2:
            yield length("FMT-010b", f"{_GB}7.3.1", ERROR, 1, "标题中线", _CENTRE, (left + right) / 2, 2.0)
    if anatomy.layout in ("文件格式", "纪要格式") and anatomy.red_rules:
        blank = (em_box(first).top - anatomy.red_rules[0].box.bottom) / _LINE
        yield between("FMT-010c", f"{_GB}7.3.1", ERROR, 1, "标题上空", 1.7, 2.6, blank, "行")
    lengths = [len(line.characters) for line in anatomy.title]
    if len(lengths) >= 3 and len(set(lengths)) == 1:
        yield fact("FMT-011", f"{_GB}7.3.1", WARNING, 1, "标题排列", "梯形或菱形", "长方形", agrees=False)


def addressees(anatomy: Anatomy) -> Iterator[Reading]:
    """主送机关 (7.3.2): one blank line below the title, flush left."""
    if not anatomy.addressees or not anatomy.title:
        return
    blank = (em_box(anatomy.addressees[0]).top - em_box(anatomy.title[-1]).bottom) / _LINE
    yield between("FMT-012b", f"{_GB}7.3.2", ERROR, 1, "主送机关上空", 0.7, 1.7, blank, "行")
    for line in anatomy.addressees:
        yield length("FMT-012c", f"{_GB}7.3.2", ERROR, 1, "主送机关左边", CORE_LEFT, line.left, 1.0)


def corner(anatomy: Anatomy) -> Iterator[Reading]:
    """份号, 密级, 紧急程度 (7.2.1 to 7.2.3): flush left, in their order, from the core's first line on."""
    if anatomy.layout == "信函格式" or not anatomy.mark:
        return
    top = em_box(anatomy.mark[0]).top
    lines = [line for line in anatomy.first_lines if em_box(line).bottom < top + 2 and line.left < CORE_LEFT + 20]
    ranks = [rank for rank in (_rank(bare(line)) for line in lines) if rank]
    if not ranks:
        return
    shown = "、".join(bare(line) for line in lines)
    yield fact(
        "FMT-004", f"{_GB}7.2.1～7.2.3", ERROR, 1, "份号、密级、紧急程度的顺序", "份号、密级和保密期限、紧急程度", shown,
        agrees=ranks == sorted(ranks),
    )  # fmt: skip
    yield length("FMT-004b", f"{_GB}7.2.1", ERROR, 1, "首行上边", CORE_TOP, em_box(lines[0]).top, 1.5)
    for line in lines:
        yield length("FMT-004c", f"{_GB}7.2.1～7.2.3", ERROR, 1, f"“{bare(line)}”左边", CORE_LEFT, line.left, 1.0)


def _rank(text: str) -> int:
    if text.isdigit():
        return 1
    if text.startswith(("绝密", "机密", "秘密")):
        return 2
    return 3 if text in ("特急", "加急", "特提", "平急") else 0


def _size(line: Line) -> float:
    return line.characters[0].size_pt


def _has_approver(anatomy: Anatomy) -> bool:
    return any("签发人" in bare(line) for line in anatomy.first_lines)


def _approver_lines(anatomy: Anatomy) -> int:
    """Count the lines of approvers above the number's own."""
    if anatomy.number is None or not _has_approver(anatomy):
        return 0
    low = max(each.ink.bottom for line in anatomy.mark for each in line.characters)
    return len([line for line in anatomy.first_lines if low < line.baseline < anatomy.number.baseline - 1])


MEASURES: Final[tuple[Callable[[Anatomy], Iterator[Reading]], ...]] = (
    paper, corner, mark, number, red_line, title, addressees,
)  # fmt: skip
