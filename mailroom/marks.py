"""The words of secrecy marks (密级标志), as 保密法 and GB/T 9704 7.2.2 write them and as people type them.

Before looking, text is folded: invisible characters go, full-width forms become plain (NFKC), 密 has one form.
"""

from __future__ import annotations

import re
import unicodedata

from domain.levels import Level

WORDS = {
    "绝密": Level.TOP_SECRET,
    "机密": Level.CONFIDENTIAL,
    "秘密": Level.SECRET,
}
_STARS = "★☆✩✪✫✬✭✮✯✰⭐⋆∗*⁎٭✱✲✳✴✵✶✷✸✹🌟﹡"
_GAP = r"[\s·.．\-—_]*"
_LEVEL = r"(?P<level>绝\s*密|机\s*密|秘\s*密)"
_YEARS = r"(?:[0-9]{1,3}|[一二三四五六七八九十百]{1,4})"
_DATE = r"[0-9]{4}\s*年\s*[0-9]{1,2}\s*月(?:\s*[0-9]{1,2}\s*日)?"
_PERIOD = rf"(?:{_DATE}|{_YEARS}\s*(?:年|个?\s*月)|长\s*期)"
_STARRED = re.compile(rf"{_LEVEL}\s*级?\s*[{_STARS}]")
_LABELLED = re.compile(
    rf"(?:密\s*级|秘\s*密\s*等\s*级|保\s*密\s*等\s*级)(?:\s*和\s*保\s*密\s*期\s*限)?\s*[::]\s*{_LEVEL}"
)
_ALONE = re.compile(rf"{_LEVEL}\s*级?(?:{_GAP}{_PERIOD})?")
_BRACKETED = re.compile(rf"[\[(【〔<《{{]\s*{_LEVEL}\s*级?(?:{_GAP}{_PERIOD})?\s*[\])】〕>》}}]")
_PREFIXED = re.compile(rf"^\s*{_LEVEL}\s*级?\s*(?:{_GAP}{_PERIOD})?(?=$|[\s_\-—·.+])")
_SUFFIXED = re.compile(rf"[\s_\-—·+]{_LEVEL}\s*级?\s*(?:{_GAP}{_PERIOD})?\s*(?=$|\.)")
_BESIDE = re.compile(
    r"特\s*急|加\s*急|平\s*急|特\s*提|急\s*件|份\s*号|№|[Nn][Oo]\.?|[0-9]{4,}|[\[\]()【】〔〕<>《》:;,、|/\s]"
)
_OWN_LINE_CHARACTERS = 30
_MENTION = re.compile(_LEVEL)
_TRADITIONAL = str.maketrans({"絕": "绝", "機": "机", "祕": "秘", "級": "级", "長": "长", "個": "个"})


def folded(text: str) -> str:
    """Fold text so that one spelling of a mark is left."""
    visible = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFKC", visible).translate(_TRADITIONAL)


def may_hold_mark(text: str) -> bool:
    """Tell cheaply whether a closer look is worth while; ``text`` need not be folded."""
    return "密" in text


def starred(line: str) -> Level | None:
    """Find ``机密★…`` anywhere in folded text, blanks and line breaks between its parts allowed (星标)."""
    return _highest(_STARRED, line)


def labelled(line: str) -> Level | None:
    """Find ``密级：机密`` in folded text (密级栏)."""
    return _highest(_LABELLED, line)


def own_line(line: str) -> Level | None:
    """Tell whether a folded line is nothing but ``机密★…`` or ``密级：机密`` with its period or condition: no prose."""
    text = line.strip()
    if len(text) > _OWN_LINE_CHARACTERS or text.endswith(("。", ";", ",")):
        return None
    return starred(text) if _STARRED.match(text) else labelled(text) if _LABELLED.match(text) else None


def alone(line: str) -> Level | None:
    """Tell whether a folded line is nothing but a level, with or without period, urgency, serial number or brackets."""
    whole = _ALONE.fullmatch(line.strip())
    if whole:
        return _level(whole)
    rest = _BESIDE.sub("", line) if len(line) < 40 else ""
    return _level(_ALONE.fullmatch(rest)) if rest else None


def standing(line: str) -> Level | None:
    """Find a mark in a line that is a place for marks: a title block, a header, a text box."""
    return starred(line) or labelled(line) or alone(line)


def in_name(name: str) -> Level | None:
    """Find a mark in a folded file name or property: starred, labelled, in brackets, or set apart at its start or end."""
    for pattern in (_STARRED, _LABELLED, _BRACKETED, _PREFIXED, _SUFFIXED):
        if found := pattern.search(name):
            return _level(found)
    return alone(name)


def mentions(line: str) -> bool:
    """Tell whether a folded line speaks of a level at all."""
    return _MENTION.search(line) is not None


def _highest(pattern: re.Pattern[str], line: str) -> Level | None:
    found = (_level(match) for match in pattern.finditer(line))
    return max((level for level in found if level), key=lambda level: level.rank, default=None)


def _level(found: re.Match[str] | None) -> Level | None:
    return None if found is None else WORDS[re.sub(r"\s", "", found["level"])]
