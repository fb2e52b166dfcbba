"""Document numbers in any writing (发文字号): 滨政发〔2024〕12号 = 滨政发[2024]12 = 滨政发 2024 12号."""

from __future__ import annotations

import re

from indexer.folding import comparable

_CODE = r"(?P<code>[^\W\d_](?:[^\W_]*[^\W\d_])?)"
_OPEN, _CLOSE = r"[〔\[［(（【〈<{]", r"[〕\]］)）】〉>}]"
_YEAR, _SERIAL = r"(?P<year>\d{4})", r"(?P<serial>\d{1,6})"
_BRACKETED = rf"{_CODE}\s*{_OPEN}\s*{_YEAR}\s*年?\s*{_CLOSE}\s*第?\s*{_SERIAL}\s*号?"
# Without brackets only 号 at the end tells a number from three words.
_SPACED = rf"(?P<code>[^\W\d_]+)\s*{_YEAR}\s+第?\s*{_SERIAL}\s*号"
_WRITINGS = tuple(re.compile(rf"{writing}(?=\s|$)") for writing in (_BRACKETED, _SPACED))
_STEM = re.compile(rf"{_CODE}\s*{_OPEN}?\s*{_YEAR}\s*{_CLOSE}?$")
_BLANKS = re.compile(r"\s+")


def number_at(written: str, start: int) -> tuple[str, int] | None:
    """Read a whole document number that begins at ``start``; give its key and where it ends."""
    for writing in _WRITINGS:
        if found := writing.match(written, start):
            return _key(found), found.end()
    return None


def whole_number(written: str) -> str | None:
    """Give the key of what is a document number with code, year and serial, or nothing."""
    trimmed = written.strip()
    found = number_at(trimmed, 0)
    return found[0] if found and found[1] == len(trimmed) else None


def number_key(number: str) -> str:
    """Give the one form in which numbers are compared, 滨政发[2024]12号; what is not code, year and serial only loses its blanks."""
    return whole_number(number) or _BLANKS.sub("", comparable(number))


def number_prefix(written: str) -> str:
    """Give the beginning of the keys that a written beginning means: 滨政发 2024 means 滨政发[2024]."""
    stem = _STEM.match(written.strip())
    return f"{comparable(stem['code'])}[{int(stem['year']):04}]" if stem else _BLANKS.sub("", comparable(written))


def _key(found: re.Match[str]) -> str:
    return f"{comparable(found['code'])}[{int(found['year']):04}]{int(found['serial'])}号"
