"""Rules on figures, units and marks in the text (数字、计量单位、标点规则): GB/T 15835, GB 3100, GB/T 15834."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.findings import Severity
from press.checks_rule import Miss, Rule, Subject, at

_W, _N = Severity.WARNING, Severity.NOTE


@dataclass(frozen=True)
class Pattern:
    """What must not stand in the text (不当写法), and what it is told with."""

    found: re.Pattern[str]
    wrong: str
    mend: str

    def __call__(self, subject: Subject) -> Iterator[Miss]:
        """Yield the first place in the body and in each attachment."""
        for part, paragraphs in subject.parts():
            for paragraph in paragraphs:
                found = self.found.search(paragraph.text)
                if found:
                    yield Miss(at(part, paragraph), f"{self.wrong}（“{found[0]}”）", self.mend)
                    break


def _never(found: str, wrong: str, mend: str) -> Pattern:
    return Pattern(re.compile(found), wrong, mend)


YEAR_IN_FULL = _never(r"(?<![\d０-９.])([2-9]\d)年(?=度|\d{1,2}月|初|底|末)", "年份写得不全", "写全四位，如“2026年”")
DATE_IN_WORDS = _never(
    r"(?<![\d.])(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}(?![\d.])", "日期用点或横线分隔", "写成“2026年3月5日”的样子"
)
YEAR_IN_FIGURES = _never(r"[一二][〇○零九][〇○零一二三四五六七八九]{2}年", "公历年份用了汉字", "改用阿拉伯数字")
PERCENT_AT_BOTH_ENDS = _never(
    r"\d+(?:\.\d+)?[-~～—－至]\d+(?:\.\d+)?%", "百分数范围只写了一个百分号", "写成“10%～20%”的样子"
)
ESTIMATE_IN_WORDS = _never(
    r"(?<!\d)[1-9]、[1-9](个|名|天|年|月|人|次|项|万|千|百|十)", "概数用了阿拉伯数字", "改用汉字且不加顿号，如“三四个”"
)
LEGAL_UNITS = _never(
    r"\d\s*(公分|公尺|公升|立升|华里|市里|市斤|市尺|英寸|英尺|加仑|马力|达因|千瓦小时(?!）))",
    "用了非法定计量单位",
    "改用法定计量单位",
)
CHINESE_QUOTES = _never(r"[\u4e00-\u9fff][\"'][\u4e00-\u9fff]|^[\"'][\u4e00-\u9fff]", "用了半角引号", "改用“”")
ETC_ONCE = _never(r"等等?……|……等", "“等”与省略号并用", "只用一个")
ABOUT_ONCE = _never(r"(约|大约|近)\s*\d+[^，。；]{0,6}(左右|上下|多)", "“约”与“左右”之类重复", "只用一个")
NO_FALL_BY_TIMES = _never(r"(降低|减少|下降|缩短)(了)?\s*\d+(\.\d+)?\s*倍", "减少用了倍数", "改用百分数或分数")


def marks_come_in_pairs(subject: Subject) -> Iterator[Miss]:
    """Quotation marks, title marks and brackets come in pairs."""
    for part, paragraphs in subject.parts():
        for paragraph in paragraphs:
            wrong = next(
                (pair for pair in ("“”", "《》", "（）", "〔〕") if not _is_paired(paragraph.text, pair)), None
            )
            if wrong:
                yield Miss(at(part, paragraph), f"“{wrong}”不成对", "补全")
                break


def _is_paired(text: str, pair: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == pair[0]) - (character == pair[1])
        if depth < 0:
            # 1） and （1） both mark a level; a lone closing bracket after a figure is no fault.
            return pair == "（）" and bool(re.match(r"^\d+）", text))
    return depth == 0


_FIGURES: tuple[tuple[str, str, Severity, Callable[[Subject], Iterator[Miss]]], ...] = (
    ("FMT-031c", "GB/T 15835-2011", _W, YEAR_IN_FULL),
    ("FMT-031d", "GB/T 9704-2012 7.3.5.4", _W, DATE_IN_WORDS),
    ("FMT-031e", "GB/T 15835-2011", _N, YEAR_IN_FIGURES),
    ("FMT-031f", "GB/T 15835-2011", _N, PERCENT_AT_BOTH_ENDS),
    ("FMT-031g", "GB/T 15835-2011", _N, ESTIMATE_IN_WORDS),
    ("FMT-035", "GB 3100-93", _W, LEGAL_UNITS),
    ("FMT-036", "GB/T 15834-2011", _W, CHINESE_QUOTES),
    ("FMT-036b", "GB/T 15834-2011", _W, marks_come_in_pairs),
    ("FMT-036c", "GB/T 15834-2011", _N, ETC_ONCE),
    ("FMT-037", "参考", _N, ABOUT_ONCE),
    ("FMT-037b", "参考", _N, NO_FALL_BY_TIMES),
)
RULES: tuple[Rule, ...] = tuple(Rule(code, clause, severity, test) for code, clause, severity, test in _FIGURES)
