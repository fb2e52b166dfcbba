"""Where on a filed scan the words stand that a machine read (命中位置): each character's place, worked out from its line's box."""

from __future__ import annotations

from archive.ocfl_object import StoredObject
from domain.canonical import parse_plain
from domain.codec import from_plain
from domain.transcript import ReadLine
from office.transcript import TRANSCRIPT
from press.page_texts import Spot

_WHOLE = 1000
KeptPages = dict[int, tuple[str, tuple[ReadLine, ...]]]
"""Of each page its words as they count, and the machine's lines."""


def kept_pages(stored: StoredObject) -> KeptPages:
    """Read what was read on the pages of a record; nothing where it is no scan."""
    if TRANSCRIPT not in stored.files():
        return {}
    pages = parse_plain(stored.read(TRANSCRIPT))["pages"]
    return {one["page"]: (one["text"], tuple(from_plain(ReadLine, line) for line in one["lines"])) for one in pages}


def spots_of(words: str, lines: tuple[ReadLine, ...]) -> tuple[Spot, ...]:
    """Give each character with its place, as shares of the page: left, top, right, bottom.

    A corrected line stands where the machine's stands; where a person changed the number of lines, no place is known.
    """
    written = [line for line in words.split("\n") if line.strip()]
    if len(written) != len(lines):
        return ()
    return tuple(
        spot for text, line in zip(written, lines, strict=True) for spot in _of_line("".join(text.split()), line)
    )


def _of_line(text: str, line: ReadLine) -> list[Spot]:
    width = (line.right - line.left) / _WHOLE / max(len(text), 1)
    left, top, bottom = line.left / _WHOLE, line.top / _WHOLE, line.bottom / _WHOLE
    return [(each, left + width * place, top, left + width * (place + 1), bottom) for place, each in enumerate(text)]
