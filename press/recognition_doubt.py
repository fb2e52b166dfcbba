"""What the top of a draft leaves in doubt: a title without a kind, day and organ under a title, addressees typed otherwise (文首存疑)."""

from __future__ import annotations

import re

from domain.findings import Severity
from press import recognition_words as words
from press.reading_headings import label_of
from press.reading_items import Line
from press.reading_xml import without_blanks
from press.recognition_state import Recognised
from press.sheet import listed, parts_of

_LARGE_PT = 18.0
_MOST_LINES = 4
_TITLE_LENGTHS = range(6, 81)
_SENTENCE_MARKS = "。！？；：，!?;:,"
_DAY_LINE = re.compile(rf"[（(]?[^（）()0-9]{{0,4}}(?P<day>{words.DATE.pattern})[^（）()。]{{0,40}}[)）]?")
_GREETING = re.compile(r"^(各位|同志|尊敬|女士|朋友)")
_LONGEST_LINE_OF_ADDRESSEES = 120


def bare_title_end(found: Recognised, start: int) -> int:
    """Give the index after lines that stand out as a title though they name no kind, such as a plan's or a speech's, or 0."""
    first = found.line(start)
    if first is None or not _stands_out(first):
        return 0
    text, end = "", start
    while end < start + _MOST_LINES and (line := found.line(end)) is not None and _is_alike(line, first):
        text += without_blanks(line.text)
        end += 1
    is_title = len(text) in _TITLE_LENGTHS and not words.is_organ(text) and words.MARK.fullmatch(text) is None
    return end if is_title and text.count("《") == text.count("》") else 0


def note_day_and_organ_below_title(found: Recognised) -> None:
    """Note the day and the organ that stand in lines of their own under a title; the lines stay where they are (题注)."""
    organ = ""
    for index in range(found.title_end, found.title_end + 3) if found.title else ():
        line = found.line(index)
        if line is None or not line.look.is_centred:
            return
        day = _DAY_LINE.fullmatch(line.text)
        if day is not None:
            found.drawn_up_on = day["day"]
            found.mark_organs = found.mark_organs or ((organ,) if organ else ())
            return
        organ = without_blanks(line.text) if words.is_organ(line.text) else ""


def ask_about_addressees(found: Recognised, line: Line, text: str) -> None:
    """Ask about a line under the title that reads like addressees but can't be taken for them."""
    if (
        not found.title
        or len(text) > _LONGEST_LINE_OF_ADDRESSEES
        or line.look.is_right
        or line.look.is_centred
        or _GREETING.match(text)
    ):
        return
    names = parts_of(listed(text))
    is_open = text.endswith(("：", ":"))
    if is_open and len(text) <= 30 and not re.search(r"[。；！？，,]|如下|[现将就]", text):
        sentence = f"标题下的“{text}”像主送机关，但没有认出机关名称"
    elif not is_open and text[-1] not in _SENTENCE_MARKS and names and all(map(_is_plain_addressee, names)):
        sentence = f"标题下的“{text}”像主送机关，但没有以冒号结尾，未作主送机关"
    else:
        return
    found.find(
        "RD-13",
        Severity.WARNING,
        line.place,
        sentence,
        "由经办补正主送，或在行末补上冒号后重投",
        "GB/T 9704-2012 7.3.2",
    )


def _is_plain_addressee(name: str) -> bool:
    return words.is_addressee(name) and label_of(name) is None


def _stands_out(line: Line) -> bool:
    text = without_blanks(line.text)
    is_large = line.look.is_title or (line.look.is_centred and line.look.size_pt >= _LARGE_PT)
    return is_large and not any(sign in text for sign in _SENTENCE_MARKS) and label_of(text) is None


def _is_alike(line: Line, first: Line) -> bool:
    if line is first:
        return True
    same_size = abs(line.look.size_pt - first.look.size_pt) < 1
    is_day = words.DATE.search(line.text) is not None and line.text.startswith(("（", "("))
    return _stands_out(line) and same_size and not is_day
