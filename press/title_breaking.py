"""Where a title may be broken into lines (标题回行): words stay whole, lines form a 梯形 or 菱形, GB/T 9704 clause 7.3.1.

There is no dictionary: lines break only at borders that are certain (an organ's name, ``关于``, ``的``, ``、``, a known verb), elsewhere
only when nothing else fits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final

from domain.document import KIND_WORDS

LINE_CAPACITY: Final = 19
"""Characters of 二号 on a line with a little air at both ends; 20 fill the core."""

_OPENERS: Final = "《（“‘〔〈("
_CLOSERS: Final = "》）”’〕〉)、，。：；！？,."
_FORBIDDEN: Final = 1_000
_ANYWHERE: Final = 60
_AFTER: Final[dict[str, int]] = {"、": 4, "》": 6, "，": 2, "的": 3, "和": 14, "及": 14, "与": 16, "》的": 2, "年度": 7}
_BEFORE: Final[dict[str, int]] = {
    "关于": 0, "《": 6, "和": 8, "及": 8, "与": 10, "暨": 6,
    "印发": 6, "转发": 6, "批转": 6, "进一步": 6, "切实": 6, "全面": 6, "深入": 6, "加强": 7, "做好": 7, "开展": 7, "推进": 7, "规范": 8,
    "建立": 8, "完善": 8, "落实": 8, "实施": 8, "调整": 8, "成立": 7, "召开": 7, "举办": 7, "组织": 8, "促进": 8, "提高": 8, "提升": 8,
    "贯彻": 7, "同意": 6, "请求": 6, "申请": 6, "工作": 9, "管理": 10, "情况": 9, "实施方案": 6, "实施意见": 6, "工作方案": 6, "有关": 8,
    "支持": 9, "若干": 8, "专项": 8, "问题": 10, "党政机关": 7, "城乡": 8, "全镇": 7, "全县": 7, "全市": 7, "全省": 7, "全区": 7,
}  # fmt: skip
_LEANS_ON: Final = (
    *(
        "进一步",
        "切实",
        "全面",
        "深入",
        "加强",
        "做好",
        "开展",
        "推进",
        "规范",
        "印发",
        "转发",
        "批转",
        "建立",
        "完善",
        "落实",
    ),
    *(
        "实施",
        "调整",
        "召开",
        "举办",
        "组织",
        "促进",
        "提高",
        "提升",
        "贯彻",
        "同意",
        "请求",
        "申请",
        "有关",
        "若干",
        "专项",
    ),
)
"""Words that lean on the next one: a line does not end with them if it can be helped."""

_NAMES: Final = re.compile(
    r"(?:人力资源和社会保障|自然资源和规划|住房和城乡建设|发展和改革|文化和旅游|(?:工业|经济|科技)和信息化|林业和草原|教育和体育)(?:局|厅|部|委员会|委)?|"
    r"[\u4e00-\u9fa5]{2}(?:管理|工作|组织|推进|建设|实施|落实)(?:局|委|办公室|领导小组|联席会议|指挥部|专班|中心|处|站|所|部)"
)
"""Pieces of organs' names in which a word stands that is a border elsewhere."""


def break_title(title: str, organs: Sequence[str] = ()) -> tuple[str, ...]:
    """Give the lines of a title: the draft's own lines when they fit, else the best balanced ones."""
    own = tuple(line.strip() for line in title.splitlines() if line.strip())
    if len(own) > 1 and all(_width(line) <= LINE_CAPACITY + 1 for line in own):
        return own
    return _balanced("".join(own), tuple(organs))


@lru_cache(maxsize=256)
def _balanced(title: str, organs: tuple[str, ...]) -> tuple[str, ...]:
    count = math.ceil(_width(title) / LINE_CAPACITY)
    if count <= 1:
        return (title,)
    costs = _border_costs(title, organs)
    certain = sorted(position for position, cost in costs.items() if cost < _ANYWHERE)
    possible = sorted(position for position, cost in costs.items() if cost < _FORBIDDEN)
    for lines, borders in ((count, certain), (count + 1, certain), (count, possible), (count + 1, possible)):
        found = _best(title, lines, borders, costs)
        if found:
            return found
    return (title,)


def _best(title: str, count: int, borders: Sequence[int], costs: dict[int, int]) -> tuple[str, ...] | None:
    if len(borders) > 40:  # keeps the search small; such a title has certain borders anyway
        borders = borders[:: -(-len(borders) // 40)]
    best: tuple[float, tuple[str, ...]] | None = None
    for cut in combinations(borders, count - 1):
        places = (0, *cut, len(title))
        lines = tuple(title[a:b].strip() for a, b in pairwise(places))  # a blank between two organs stays above
        widths = [_width(line) for line in lines]
        if max(widths) > LINE_CAPACITY + 1 or min(widths) < 2:
            continue
        cost = sum(costs[place] for place in cut) + _shape_cost(widths)
        if best is None or cost < best[0]:
            best = (cost, lines)
    return best[1] if best else None


def _shape_cost(widths: list[float]) -> float:
    """Prefer growing, shrinking or diamond lines; punish equal ones, hourglasses, and one very short line."""
    mean = sum(widths) / len(widths)
    spread = sum(abs(width - mean) for width in widths) / len(widths)
    peak = widths.index(max(widths))
    rising, falling = widths[: peak + 1], widths[peak:]
    orderly = all(a < b for a, b in pairwise(rising)) and all(a > b for a, b in pairwise(falling))
    cramped = 6 if max(widths) > LINE_CAPACITY else 0
    return cramped + spread * 1.5 + (0 if orderly else 8) + (6 if min(widths) < mean * 0.35 else 0)


def _border_costs(title: str, organs: tuple[str, ...]) -> dict[int, int]:
    costs = {position: _cost(title, position) for position in range(1, len(title))}
    for name in _NAMES.finditer(title):
        for position in range(name.start() + 1, name.end()):
            costs[position] = max(costs[position], _ANYWHERE + 20)
    for organ in organs:
        for match in re.finditer(re.escape(organ), title):
            for position in range(match.start() + 1, match.end()):
                costs[position] = max(costs.get(position, 0), _ANYWHERE + 20)
            if match.end() in costs:
                costs[match.end()] = min(costs[match.end()], 1)
    return costs


def _cost(title: str, position: int) -> int:
    before, after = title[:position], title[position:]
    if after[0] in _CLOSERS or before[-1] in _OPENERS or _joined(before[-1], after[0]):
        return _FORBIDDEN
    if before.endswith("的") and after.startswith(KIND_WORDS) and len(after) <= 4:
        return 9  # …的 / 通知 is allowed, a line of two characters is judged by the shape
    if after.startswith(KIND_WORDS) and len(after) <= 4:
        return _ANYWHERE
    cost = min(
        (value for mark, value in _AFTER.items() if before.endswith(mark)),
        default=_ANYWHERE,
    )
    cost = min([cost, *(value for mark, value in _BEFORE.items() if after.startswith(mark))])
    if re.match(r"\d{4}年", after):
        cost = min(cost, 8)
    if after[0] == "的" or after.startswith("年度"):
        return _FORBIDDEN
    if before.endswith("关于"):
        return 20
    if before.endswith(_LEANS_ON) and after[0] != "《":
        cost += 20  # the word belongs to what follows it
    inside_book = before.count("《") > before.count("》")
    return min(cost + 12, _FORBIDDEN - 1) if inside_book else cost


def _joined(left: str, right: str) -> bool:
    return (
        (left.isascii() and left.isalnum()) and ((right.isascii() and right.isalnum()) or right in "%年月日号")
    ) or left in "第—"


def _width(line: str) -> float:
    """Give the width in characters: an ASCII character of a bold face takes a little more than half."""
    return sum(0.6 if character.isascii() else 1 for character in line)
