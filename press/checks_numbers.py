"""Rules on figures, units and marks in the text (数字、计量单位、标点规则): GB/T 15835, GB 3100, GB/T 15834."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from domain.findings import Severity
from press.checks_rule import Miss, Rule, Subject, at

_SHORT_YEAR = re.compile(r"(?<![\d０-９.])([2-9]\d)年(?=度|\d{1,2}月|初|底|末)")
_DOTTED_DATE = re.compile(r"(?<![\d.])(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}(?![\d.])")
_CHINESE_YEAR = re.compile(r"[一二][〇○零九][〇○零一二三四五六七八九]{2}年")
_PERCENT_RANGE = re.compile(r"\d+(?:\.\d+)?[-~～—－至]\d+(?:\.\d+)?%")
_OLD_UNITS = re.compile(r"\d\s*(公分|公尺|公升|立升|华里|市里|市斤|市尺|英寸|英尺|加仑|马力|达因|千瓦小时(?!）))")
_FUZZY = re.compile(r"(?<!\d)[1-9]、[1-9](个|名|天|年|月|人|次|项|万|千|百|十)")
_HALF_QUOTES = re.compile(r"[\u4e00-\u9fff][\"'][\u4e00-\u9fff]|^[\"'][\u4e00-\u9fff]")
_ETC_TWICE = re.compile(r"等等?……|……等")
_RANGE_WORD = re.compile(r"(约|大约|近)\s*\d+[^，。；]{0,6}(左右|上下|多)")
_MORE_THAN_ONE_REDUCTION = re.compile(r"(降低|减少|下降|缩短)(了)?\s*\d+(\.\d+)?\s*倍")


def years_are_whole(subject: Subject) -> Iterator[Miss]:
    """A year has four digits."""
    yield from _first_of(subject, _SHORT_YEAR, "年份写得不全", "写全四位，如“2026年”")


def dates_are_in_words(subject: Subject) -> Iterator[Miss]:
    """A date is year, month and day in words."""
    yield from _first_of(subject, _DOTTED_DATE, "日期用点或横线分隔", "写成“2026年3月5日”的样子")


def years_are_arabic(subject: Subject) -> Iterator[Miss]:
    """A year of our calendar is in Arabic digits."""
    yield from _first_of(subject, _CHINESE_YEAR, "公历年份用了汉字", "改用阿拉伯数字")


def percent_on_both_ends(subject: Subject) -> Iterator[Miss]:
    """A range of percentages has its sign on both ends."""
    yield from _first_of(subject, _PERCENT_RANGE, "百分数范围只写了一个百分号", "写成“10%～20%”的样子")


def units_are_legal(subject: Subject) -> Iterator[Miss]:
    """Units are the legal ones."""
    yield from _first_of(subject, _OLD_UNITS, "用了非法定计量单位", "改用法定计量单位")


def fuzzy_numbers_are_in_words(subject: Subject) -> Iterator[Miss]:
    """Neighbouring figures that stand for an estimate are in words, without a mark between."""
    yield from _first_of(subject, _FUZZY, "概数用了阿拉伯数字", "改用汉字且不加顿号，如“三四个”")


def quotes_are_chinese(subject: Subject) -> Iterator[Miss]:
    """Quotation marks are Chinese ones."""
    yield from _first_of(subject, _HALF_QUOTES, "用了半角引号", "改用“”")


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


def ellipsis_stands_alone(subject: Subject) -> Iterator[Miss]:
    """Either 等 or an ellipsis."""
    yield from _first_of(subject, _ETC_TWICE, "“等”与省略号并用", "只用一个")


def about_is_said_once(subject: Subject) -> Iterator[Miss]:
    """Either 约 or 左右."""
    yield from _first_of(subject, _RANGE_WORD, "“约”与“左右”之类重复", "只用一个")


def nothing_falls_by_times(subject: Subject) -> Iterator[Miss]:
    """What falls does not fall by times itself."""
    yield from _first_of(subject, _MORE_THAN_ONE_REDUCTION, "减少用了倍数", "改用百分数或分数")


def _first_of(subject: Subject, pattern: re.Pattern[str], wrong: str, mend: str) -> Iterator[Miss]:
    for part, paragraphs in subject.parts():
        for paragraph in paragraphs:
            found = pattern.search(paragraph.text)
            if found:
                yield Miss(at(part, paragraph), f"{wrong}（“{found[0]}”）", mend)
                break


def _is_paired(text: str, pair: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == pair[0]) - (character == pair[1])
        if depth < 0:
            # 1） and （1） both mark a level; a lone closing bracket after a figure is no fault.
            return pair == "（）" and bool(re.match(r"^\d+）", text))
    return depth == 0


_W, _N = Severity.WARNING, Severity.NOTE
_Test = Callable[[Subject], Iterator[Miss]]
_FIGURES: tuple[tuple[str, str, Severity, _Test], ...] = (
    ("FMT-031c", "GB/T 15835-2011", _W, years_are_whole),
    ("FMT-031d", "GB/T 9704-2012 7.3.5.4", _W, dates_are_in_words),
    ("FMT-031e", "GB/T 15835-2011", _N, years_are_arabic),
    ("FMT-031f", "GB/T 15835-2011", _N, percent_on_both_ends),
    ("FMT-031g", "GB/T 15835-2011", _N, fuzzy_numbers_are_in_words),
    ("FMT-035", "GB 3100-93", _W, units_are_legal),
    ("FMT-036", "GB/T 15834-2011", _W, quotes_are_chinese),
    ("FMT-036b", "GB/T 15834-2011", _W, marks_come_in_pairs),
    ("FMT-036c", "GB/T 15834-2011", _N, ellipsis_stands_alone),
    ("FMT-037", "参考", _N, about_is_said_once),
    ("FMT-037b", "参考", _N, nothing_falls_by_times),
)
RULES: tuple[Rule, ...] = tuple(Rule(code, clause, severity, test) for code, clause, severity, test in _FIGURES)
