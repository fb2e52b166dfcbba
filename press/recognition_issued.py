"""The text that a notice prints or forwards, found after the date where no mark 附件 stands above it (印发、转发的文件)."""

from __future__ import annotations

import re

from press import recognition_words as words
from press.reading_xml import without_blanks
from press.recognition_state import Recognised

_ISSUES = re.compile(r"(印发|转发|批转|公布|发布|颁布|下发)")
_QUOTED = re.compile(r"《([^《》]+)》")
_MOST_TITLE_LINES = 3
_LEAST_NAME = 4


def issued_text(found: Recognised) -> tuple[int, str]:
    """Give where the text begins whose name the document's title states, and that name; 0 and nothing when there is none.

    It has to stand below a date, and its own title has to be the name in the title's 《》, or to stand in the title word for word, or to
    stand in the middle below an organ and a date.
    """
    if not _ISSUES.search(found.title):
        return 0, ""
    for index in range(found.title_end + 1, len(found.items) - 1):
        if _has_date_just_above(found, index) and (name := _named(found, index) or _centred(found, index)):
            return index, name
    return 0, ""


def _has_date_just_above(found: Recognised, index: int) -> bool:
    line = found.line(index - 1)
    date = words.DATE.search(line.text) if line is not None else None
    return line is not None and date is not None and date.end() == len(line.text.rstrip())


def _named(found: Recognised, index: int) -> str:
    """Give the name that the one, two or three lines from here are, when the title states it."""
    title = without_blanks(found.title)
    quoted = _QUOTED.findall(title)
    text = ""
    for place in range(index, index + _MOST_TITLE_LINES):
        line = found.line(place)
        if line is None:
            break
        text += without_blanks(line.text)
        bare = text.strip("《》")
        if bare in quoted or (not quoted and len(bare) >= _LEAST_NAME and bare in title and _is_whole(bare, title)):
            return bare
    return ""


def _is_whole(name: str, title: str) -> bool:
    """Tell whether a name is what the title issues and not a piece of it: 印发…的通知, 转发…的通知."""
    before, _, after = title.partition(name)
    return _ISSUES.search(before[-4:]) is not None and after.startswith("的")


def _centred(found: Recognised, index: int) -> str:
    """Give the words of the centred lines below an organ and its date, which are themselves not centred."""
    organ, date = found.line(index - 2), found.line(index - 1)
    if organ is None or date is None or date.look.is_centred or not words.is_organ(organ.text):
        return ""
    text = ""
    for place in range(index, index + _MOST_TITLE_LINES):
        line = found.line(place)
        if line is None or not line.look.is_centred or words.MARKED_ATTACHMENT.fullmatch(line.text.strip()):
            break
        text += without_blanks(line.text)
    return text.strip("《》") if len(text) >= _LEAST_NAME else ""
