"""Numbers of copies as people write them (份数): ``30``, ``30份``, ``共印三十份``."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {
    character: value
    for value, both in enumerate(("〇零", "一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for character in both
}
_DIGITS["两"] = 2
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_WRITTEN = re.compile(
    rf"(?:共|印|制|发|数|[::]|\s)*(?P<count>[0-9]+|[{''.join((*_DIGITS, *_UNITS))}]+)\s*(?:份|份整)?[。.]?"
)
MOST_COPIES = 100_000


def count_in(text: str) -> int | None:
    """Read how many copies are meant, or nothing: no number, 0, or more than anybody prints."""
    found = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    written = found["count"]
    count = int(written) if written.isdecimal() and written.isascii() else _chinese(written)
    return count if count is not None and 1 <= count <= MOST_COPIES else None


def _chinese(written: str) -> int | None:
    if not any(character in _UNITS for character in written):
        return int("".join(str(_DIGITS[character]) for character in written))
    total, last_unit = 0, 10_000
    for digits, sign in re.findall(rf"([{''.join(_DIGITS)}]*)([{''.join(_UNITS)}]|$)", written):
        digit = digits.lstrip("〇零")
        unit = _UNITS.get(sign, 1)
        if not (digits or sign):
            continue
        is_short = digit == digits and unit * 10 < last_unit < 10_000  # 一百二 is 120 to one and 102 to another
        if len(digit) > 1 or unit >= last_unit or is_short:
            return None
        total += unit * (_DIGITS[digit] if digit else 1 if sign else 0)
        last_unit = unit
    return total
