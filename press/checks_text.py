"""Rules on the text: order of level marks, blanks left open, numbers cited, dates, punctuation (文字规则)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.document import Paragraph
from domain.findings import Severity
from press.checks_form import is_day
from press.checks_rule import Miss, Rule, Subject, at
from press.reading_headings import Label, label_of, mixes_third_marks

_CHINESE = "一二三四五六七八九"
_OPEN = re.compile(
    r"[×✕]{2,}|(?<![A-Za-z])[xX]{2,}(?![A-Za-z])|□|口{2,}|_{2,}|＿{2,}|【[\s　]*】|年[\s　]+月|月[\s　]+日|待定|待补|此处填"
)
_NUMBER = re.compile(
    r"[\u4e00-\u9fa5](?P<open>[\[［(（【﹝〖〔])(?P<y>(19|20)?\d{2})[\]］)）】﹞〗〕]\s*(?P<n>第?\s*\d+)\s*号"
)
_NUMBER_FIRST = re.compile(r"〔\d{4}〕\d+号(文件)?《")
_DATE = re.compile(r"(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_HALF_WIDTH = re.compile(r"[\u4e00-\u9fa5][,;:!?](?=[\u4e00-\u9fa5])|[\u4e00-\u9fa5]\.(?=$|[\u4e00-\u9fa5])")
_UNKNOWN = re.compile(r"[\ue000-\uf8ff\ufffd]")
_BULLET = re.compile(r"[•●■◆▪➢★\-*·]\s*[\u4e00-\u9fa5]")
_REPEALED = ("GB/T9704-1999", "GB/T9704—1999", "国家行政机关公文处理办法", "国家行政机关公文格式")


def levels_come_in_order(subject: Subject) -> Iterator[Miss]:
    """Level marks go down one step at a time; 一、 may be followed by 1. where there are two levels."""
    for part, paragraphs in subject.parts():
        above = 0
        for paragraph, label in _labelled(paragraphs):
            if label.level > above + 1 and (above, label.level) != (1, 3):
                wanted = "一、" if above == 0 else "（一）" if above == 1 else "1." if above == 2 else "（1）"
                yield Miss(at(part, paragraph), f"层次序数“{label.written}”越级", f"上一层次应当先有“{wanted}”")
            above = label.level


def numbers_run_on(subject: Subject) -> Iterator[Miss]:
    """Within a level the numbers run on from one."""
    for part, paragraphs in subject.parts():
        counts: dict[int, int] = {}
        for paragraph, label in _labelled(paragraphs):
            number, before = number_of(label), counts.get(label.level, 0)
            if number != before + 1:
                last = f"上一个是第{before}项" if before else "前面没有第一项"
                yield Miss(at(part, paragraph), f"层次序数“{label.written}”不连续，{last}", "核对序数，补上漏项或改正")
            counts = {level: count for level, count in counts.items() if level < label.level} | {label.level: number}


def third_marks_agree(subject: Subject) -> Iterator[Miss]:
    """``1.`` and ``1、`` are not mixed."""
    for part, paragraphs in subject.parts():
        if mixes_third_marks(paragraph.text for paragraph in paragraphs):
            yield Miss(part, "第三层次序数“1.”与“1、”混用", "统一写作“1.”")


def no_bullets(subject: Subject) -> Iterator[Miss]:
    """Levels are marked by numbers, not by bullets."""
    for part, paragraphs in subject.parts():
        found = [paragraph for paragraph in paragraphs if _BULLET.match(paragraph.text)]
        if found:
            yield Miss(at(part, found[0]), f"用了项目符号，共{len(found)}段", "改用“一、”“（一）”“1.”“（1）”")


def nothing_left_open(subject: Subject) -> Iterator[Miss]:
    """No blanks wait to be filled in."""
    for part, paragraphs in subject.parts():
        for paragraph in paragraphs:
            found = _OPEN.search(paragraph.text)
            if found:
                yield Miss(at(part, paragraph), f"有未填写的内容“{found[0].strip() or '空格'}”", "填写完整")


def no_page_without_text(subject: Subject) -> Iterator[Miss]:
    """此页无正文 is no way to mend a page."""
    for paragraph in subject.paragraphs():
        if "此页无正文" in paragraph.text:
            yield Miss(at("正文", paragraph), "写有“此页无正文”", "删去，由排版调整行距、字距解决")


def numbers_are_cited_right(subject: Subject) -> Iterator[Miss]:
    """A cited number has its year in full in 〔〕, and neither 第 nor a leading zero."""
    for part, paragraphs in subject.parts():
        for paragraph in paragraphs:
            for found in _NUMBER.finditer(paragraph.text):
                serial = found["n"].strip()
                if found["open"] != "〔" or len(found["y"]) != 4 or not serial.isdigit() or serial.startswith("0"):
                    yield Miss(at(part, paragraph), f"发文字号“{found[0][1:]}”书写不规范", "写成“〔2026〕5号”的样子")


def titles_come_before_numbers(subject: Subject) -> Iterator[Miss]:
    """A cited document is named by its title first, then its number."""
    for part, paragraphs in subject.parts():
        for paragraph in paragraphs:
            if _NUMBER_FIRST.search(paragraph.text):
                yield Miss(at(part, paragraph), "引用公文先写了字号、后写标题", "先引标题，后引发文字号并加圆括号")


def days_exist(subject: Subject) -> Iterator[Miss]:
    """A date in the text is a day of the calendar."""
    for part, paragraphs in subject.parts():
        for paragraph in paragraphs:
            for found in _DATE.finditer(paragraph.text):
                if not is_day(int(found["y"]), int(found["m"]), int(found["d"])):
                    yield Miss(at(part, paragraph), f"日历上没有“{found[0]}”", "核对日期")


def punctuation_is_chinese(subject: Subject) -> Iterator[Miss]:
    """Between Chinese characters stand Chinese stops."""
    for part, paragraphs in subject.parts():
        found = [paragraph for paragraph in paragraphs if _HALF_WIDTH.search(paragraph.text)]
        if found:
            yield Miss(at(part, found[0]), f"汉字之间用了半角标点，共{len(found)}段", "改用全角标点")


def characters_are_known(subject: Subject) -> Iterator[Miss]:
    """All characters have a public code."""
    for part, paragraphs in subject.parts():
        for paragraph in paragraphs:
            if _UNKNOWN.search(paragraph.text):
                yield Miss(at(part, paragraph), "有自造字或乱码，印不出来", "换成标准汉字")


def cites_what_is_in_force(subject: Subject) -> Iterator[Miss]:
    """Repealed rules on documents are not cited."""
    for part, paragraphs in subject.parts():
        for paragraph in paragraphs:
            name = next((name for name in _REPEALED if name in "".join(paragraph.text.split())), None)
            if name:
                yield Miss(at(part, paragraph), f"引用了已废止的“{name}”", "改引现行规定")


def number_of(label: Label) -> int:
    """Give a label's number, Arabic or Chinese up to 99; 0 when it can't be read."""
    if label.number.isascii():
        return int(label.number)
    tens, ten, ones = label.number.rpartition("十")
    if not ten:
        return _CHINESE.find(label.number) + 1 if len(label.number) == 1 else 0
    return (_CHINESE.find(tens) + 1 if tens else 1) * 10 + (_CHINESE.find(ones) + 1 if ones else 0)


def _labelled(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, Label]]:
    for paragraph in paragraphs:
        label = label_of(paragraph.text)
        if label is not None:
            yield paragraph, label


_W = Severity.WARNING
RULES: tuple[Rule, ...] = (
    Rule("FMT-013", "GB/T 9704-2012 7.3.3", _W, levels_come_in_order),
    Rule("FMT-013b", "GB/T 9704-2012 7.3.3", _W, numbers_run_on),
    Rule("FMT-013c", "GB/T 9704-2012 7.3.3", _W, third_marks_agree),
    Rule("FMT-013d", "GB/T 9704-2012 7.3.3", _W, no_bullets),
    Rule("TL-915", "条例第二十条（四）", _W, nothing_left_open),
    Rule("FMT-021", "GB/T 9704-2012 7.3.5.5", _W, no_page_without_text),
    Rule("FMT-024", "GB/T 9704-2012 7.2.5", _W, numbers_are_cited_right),
    Rule("FMT-025", "参考", _W, titles_come_before_numbers),
    Rule("TL-916", "条例第二十条（四）", _W, days_exist),
    Rule("FMT-026", "GB/T 15834-2011", _W, punctuation_is_chinese),
    Rule("FMT-027", "条例第十一条", _W, characters_are_known),
    Rule("FMT-023", "参考", _W, cites_what_is_in_force),
)
