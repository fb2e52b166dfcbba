"""What can be mended in a text without asking anyone (可自动改正): each mend replaces signs by others and changes no word's meaning.

The same table finds (checks) and mends (``hongtou check --fix``), so that what is mended is exactly what was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_HAN: Final = r"[\u4e00-\u9fff]"
_WIDE: Final = str.maketrans(",;:!?()", "，；：！？（）")
_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_WORDS: Final = {
    "部暑": "部署", "布署": "部署", "帐户": "账户", "帐目": "账目", "做为": "作为", "既使": "即使", "按装": "安装", "幅射": "辐射",
    "松驰": "松弛", "气慨": "气概", "粗旷": "粗犷", "竟争": "竞争", "震憾": "震撼", "一如继往": "一如既往", "再接再励": "再接再厉",
    "迫不急待": "迫不及待", "走头无路": "走投无路", "针贬": "针砭", "不径而走": "不胫而走", "渡过难关": "度过难关", "重迭": "重叠",
    "安份守己": "安分守己", "穿流不息": "川流不息", "甘败下风": "甘拜下风", "烩炙人口": "脍炙人口", "谈笑风声": "谈笑风生", "编篡": "编纂",
    "坐阵": "坐镇", "亲睐": "青睐", "鼎立相助": "鼎力相助", "一愁莫展": "一筹莫展", "蜇伏": "蛰伏", "水笼头": "水龙头", "座落": "坐落",
}  # fmt: skip


@dataclass(frozen=True)
class Mend:
    """A kind of mend (改正): its rule's code, its clause, what is wrong, and how it reads afterwards."""

    code: str
    clause: str
    wrong: str
    pattern: re.Pattern[str]
    mended: Callable[[re.Match[str]], str]


@dataclass(frozen=True)
class Change:
    """One mend in one text (一处改正): from where to where, what stands there after it."""

    code: str
    start: int
    end: int
    text: str


MENDS: Final = (
    Mend("FMT-026", "GB/T 15834-2011", "汉字之间用了半角标点", re.compile(rf"(?<={_HAN})[,;:!?](?=[\u4e00-\u9fff“《（]|$)"), lambda found: found[0].translate(_WIDE)),
    Mend("FMT-026b", "GB/T 15834-2011", "句末用了半角句点", re.compile(rf"(?<={_HAN})\.(?=$|{_HAN})"), lambda _: "。"),
    Mend("FMT-026c", "GB/T 15834-2011", "汉字旁用了半角括号", re.compile(rf"\((?=[^()（）]{{0,40}}\))(?=[^()]*{_HAN})|(?<={_HAN})\((?=[^()]*\))"), lambda _: "（"),
    Mend("FMT-026d", "GB/T 15834-2011", "标点重复", re.compile(r"([，；、：])\1+|(?<!。)(。)。(?!。)"), lambda found: found[1] or found[2]),
    Mend("FMT-024b", "GB/T 9704-2012 7.2.5", "年份没有用六角括号", re.compile(rf"(?<={_HAN})[\[［【﹝〖]((?:19|20)\d{{2}})[\]］】﹞〗](?=第?\d+号)"), lambda found: f"〔{found[1]}〕"),
    Mend("FMT-024c", "GB/T 9704-2012 7.2.5", "发文序号编了虚位或加了“第”字", re.compile(r"(?<=[〕\]］】﹞〗])(?:第0*|0+)(?=[1-9]\d*号)"), lambda _: ""),
    Mend("FMT-013e", "GB/T 15834-2011", "带括号的序数后加了标点", re.compile(r"^(（[一二三四五六七八九十\d]+）)[、，.．]"), lambda found: found[1]),
    Mend("FMT-013f", "GB/T 15834-2011", "“一”后没有用顿号", re.compile(r"^([一二三四五六七八九十]{1,3})[.．,，](?=\D)"), lambda found: f"{found[1]}、"),
    Mend("FMT-031", "GB/T 15835-2011", "用了全角数字", re.compile(r"[０-９]+"), lambda found: found[0].translate(_DIGITS)),
    Mend("FMT-031b", "GB/T 15835-2011", "月、日编了虚位", re.compile(r"(?<=年)0([1-9])月|(?<=月)0([1-9])日"), lambda found: f"{found[1]}月" if found[1] else f"{found[2]}日"),
    Mend("FMT-032", "条例第二十条（四）", "汉字之间有多余的空格", re.compile(r"(?<=[\u4e00-\u9fff，。；：、])[ \u00a0\u2002\u2003]+(?=[\u4e00-\u9fff])"), lambda _: ""),
    Mend("FMT-033", "参考", "有错别字", re.compile("|".join(sorted(_WORDS, key=len, reverse=True))), lambda found: _WORDS[found[0]]),
    Mend("FMT-033b", "参考", "时间点用了“截止”", re.compile(r"(?<![\u4e00-\u9fff])截止(?=(?:目前|\d{4}年|\d{1,2}月|本月|年底|月底|今年|去年))"), lambda _: "截至"),
    Mend("FMT-034", "GB/T 15834-2011", "用了三个句号的省略号", re.compile(r"。{3,}|\.{3,}(?=$|[\u4e00-\u9fff”])"), lambda _: "……"),
)  # fmt: skip


@lru_cache(maxsize=1024)
def changes_in(text: str) -> tuple[Change, ...]:
    """Give what would be mended in a text, from left to right, nothing twice; kept, for each rule asks anew."""
    return tuple(sorted(_changes(text), key=lambda change: change.start))


def _changes(text: str) -> Iterator[Change]:
    found = sorted(
        (
            Change(mend.code, match.start(), match.end(), mend.mended(match))
            for mend in MENDS
            for match in mend.pattern.finditer(text)
        ),
        key=lambda change: (change.start, -change.end),
    )
    reached = 0
    for change in found:
        if change.start >= reached and text[change.start : change.end] != change.text:
            reached = change.end
            yield change
            if change.code == "FMT-026c":
                closing = text.find(")", change.end)
                if closing >= 0:
                    reached = closing + 1 if closing == change.end else reached
                    yield Change(change.code, closing, closing + 1, "）")


def mended(text: str) -> str:
    """Give a text with everything mended."""
    parts, place = [], 0
    for change in changes_in(text):
        if change.start >= place:
            parts += [text[place : change.start], change.text]
            place = change.end
    return "".join(parts) + text[place:]
