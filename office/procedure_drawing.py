"""Drawing a procedure as one SVG page (程序图): steps from top to bottom, readable on A4; no script, no fonts from outside.

Lengths are in millimetres of the page. Steps of which a document has at most one stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from domain.admitted import alternatives
from domain.condition import Condition
from domain.procedure import ForEach, Procedure, Step
from office.procedure_words import rules, when, who, whole_way, withdrawal
from office.sign import act_name

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
MARGIN, GAP, BETWEEN = 15.0, 7.0, 6.0
WIDTH, MIDDLE = PAGE_WIDTH - 2 * MARGIN, PAGE_WIDTH / 2
TITLE_SIZE, NAME_SIZE, TEXT_SIZE, LEADING = 7.0, 4.6, 3.8, 5.2
FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', SimHei, sans-serif"
INK, GREY, RED, PAPER = "#1a1a1a", "#595959", "#b3261e", "#ffffff"
LEGEND = (
    "虚线框：只有符合条件的文件才办，其余文件跳过。并排的框：一份文件至多办其中一个。没有写时限的：本程序没有规定。"
)
_NEVER_FIRST = "，。、；：）”"


@dataclass(frozen=True)
class _Box:
    """A step on the page (环节框)."""

    step: Step
    number: int
    left: float
    top: float
    width: float
    lines: tuple[str, ...]
    height: float = 0.0

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    @property
    def bottom(self) -> float:
        return self.top + self.height


def draw(procedure: Procedure) -> str:
    """Draw the procedure; the page is as high as it needs, and shrinks to A4 when it needs more."""
    about = [line for text in _about(procedure) for line in wrapped(text, WIDTH / TEXT_SIZE)]
    rows = _placed(procedure, MARGIN + TITLE_SIZE + 4 + LEADING * len(about))
    legend = wrapped(LEGEND, WIDTH / TEXT_SIZE)
    under = rows[-1][0].bottom + GAP + TEXT_SIZE
    height = under + LEADING * len(legend) + MARGIN / 2
    parts = [
        _opening(procedure, height),
        _text(procedure.name, MARGIN, MARGIN + TITLE_SIZE / 2, TITLE_SIZE, RED, bold=True),
        *_lines(about, MARGIN, MARGIN + TITLE_SIZE / 2 + 7, GREY),
        *(part for above, below in pairwise(rows) for part in _joined(above, below)),
        *(part for row in rows for box in row for part in _drawn(box)),
        *_lines(legend, MARGIN, under, GREY),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def wrapped(text: str, ems: float) -> list[str]:
    """Break a text into lines of so many Chinese characters; no line begins with a comma or a full stop."""
    lines = [""]
    for character in text:
        full = _width(lines[-1] + character) > ems
        if full and character not in _NEVER_FIRST:
            lines.append("")
        lines[-1] += character
    return lines


def _about(procedure: Procedure) -> list[str]:
    return [
        f"第{procedure.version}版，{procedure.effective_from}起。登记入：{procedure.register}。保管期限：{procedure.retention}。",
        f"适用：{when(procedure.applies) or '所有文件'}。",
        f"全程时限：{whole_way(procedure) or '本程序没有规定'}。签发前可以撤稿的：{withdrawal(procedure)}。",
        f"依据：{procedure.source}。",
    ]


def _placed(procedure: Procedure, top: float) -> list[list[_Box]]:
    rows: list[list[_Box]] = []
    number = 0
    for group in alternatives(procedure):
        width = (WIDTH - BETWEEN * (len(group) - 1)) / len(group)
        said = [_said(step, width) for step in group]
        height = 12.5 + LEADING * max(map(len, said))
        lefts = [MARGIN + place * (width + BETWEEN) for place in range(len(group))]
        rows.append(
            [
                _Box(step, number + place, left, top, width, lines, height)
                for place, (step, left, lines) in enumerate(zip(group, lefts, said, strict=True), 1)
            ]
        )
        number += len(group)
        top += height + GAP
    return rows


def _said(step: Step, width: float) -> tuple[str, ...]:
    together = step.for_each.is_of_several and not step.in_order
    many = "（同时办，都办完才往下走）" if together else ""
    texts = [
        f"办理：{who(step)}{many}",
        f"条件：{when(step.when)}" if step.when != Condition() else "",
        f"时限：{step.limit}" if step.limit and not _limit_fits(step, width) else "",
        f"另：{'；'.join(rules(step))}" if rules(step) else "",
    ]
    return tuple(line for text in texts if text for line in wrapped(text, (width - 22) / TEXT_SIZE))


def _tag(step: Step, width: float) -> str:
    return f"{act_name(step.verb)}，限{step.limit}" if step.limit and _limit_fits(step, width) else act_name(step.verb)


def _limit_fits(step: Step, width: float) -> bool:
    """Tell whether the limit has room beside the step's name."""
    tag = f"{act_name(step.verb)}，限{step.limit}"
    return _width(step.name) * NAME_SIZE + _width(tag) * TEXT_SIZE + 24 <= width


def _opening(procedure: Procedure, height: float) -> str:
    tall = max(height, 1.0)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="zh-CN" width="{PAGE_WIDTH:g}mm" '
        f'height="{min(tall, PAGE_HEIGHT):g}mm" viewBox="0 0 {PAGE_WIDTH:g} {tall:g}" font-family="{FONTS}">\n'
        f"<title>{escape(procedure.name)}</title>\n"
        f"<desc>{escape('；'.join(f'{step.name}：{who(step)}' for step in procedure.steps))}</desc>\n"
        f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    )


def _joined(above: Sequence[_Box], below: Sequence[_Box]) -> Iterator[str]:
    """Lead every box above to every box below, by way of the middle of the gap."""
    level = above[0].bottom + GAP / 2 - 1
    for box in above:
        yield _path(f"M{box.middle:g} {box.bottom:g}V{level:g}H{MIDDLE:g}")
    for box in below:
        yield _path(f"M{MIDDLE:g} {level:g}H{box.middle:g}V{box.top - 1:g}")
        yield f'<path d="M{box.middle:g} {box.top:g}l-1.5 -2.8h3z" fill="{GREY}"/>'


def _path(way: str) -> str:
    return f'<path d="{way}" fill="none" stroke="{GREY}" stroke-width="0.5"/>'


def _drawn(box: _Box) -> Iterator[str]:
    is_for_some = box.step.when != Condition() or box.step.for_each is ForEach.OTHER_UNITS
    dashes = ' stroke-dasharray="2.2 1.6"' if is_for_some else ""
    yield (
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{box.width:g}" height="{box.height:g}" rx="2" '
        f'fill="{PAPER}" stroke="{INK}" stroke-width="0.5"{dashes}/>'
    )
    yield f'<circle cx="{box.left + 8:g}" cy="{box.top + 6.6:g}" r="4" fill="{RED}"/>'
    yield _text(str(box.number), box.left + 8, box.top + 8, 3.9, PAPER, anchor="middle", bold=True)
    yield _text(box.step.name, box.left + 15, box.top + 8.2, NAME_SIZE, INK, bold=True)
    yield _text(_tag(box.step, box.width), box.left + box.width - 5, box.top + 8.2, TEXT_SIZE, RED, anchor="end")
    yield from _lines(box.lines, box.left + 15, box.top + 14.4, INK)


def _lines(lines: Sequence[str], left: float, top: float, colour: str) -> Iterator[str]:
    for place, line in enumerate(lines):
        yield _text(line, left, top + place * LEADING, TEXT_SIZE, colour)


def _text(
    text: str, left: float, base: float, size: float, colour: str, *, anchor: str = "start", bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{left:g}" y="{base:g}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{weight}>'
        f"{escape(text)}</text>"
    )


def _width(text: str) -> float:
    """Give the width of a text in Chinese characters."""
    return sum(1.0 if ord(character) > 0x2000 else 0.6 for character in text)
