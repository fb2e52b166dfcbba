"""What stands on which page of a PDF that we made (页面文字): where a page begins in the record's text, and where on it a character stands.

Texts are compared without blanks, for a page breaks lines where the text does not.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

_CHUNK = 16
"""Characters by which a page's beginning is found in the text: enough to be no other place."""
_SHORTEST = 5
_FURTHEST = 80
"""How far into a page it is looked for: a running head or a table's heading may stand above."""

Spot = tuple[str, float, float, float, float]
"""A character and its box as shares of the page: left, top, right, bottom."""


def page_starts(pdf: bytes, text: str) -> tuple[int, ...]:
    """Tell where in ``text`` the pages of a PDF begin, as ``starts_among`` does; no more of them are read than it takes."""
    with pypdfium2.PdfDocument(pdf) as document:
        return starts_among(len(document), lambda number: _text(document, number), text)


def starts_among(pages: int, text_of: Callable[[int], str], text: str) -> tuple[int, ...]:
    """Tell where in ``text`` the second page and those after it begin, as long as it goes on; its blanks are not counted.

    A page whose beginning is not found in the text, a blank one say, begins where the page after it does.
    """
    wanted = "".join(text.split())
    starts: list[int | None] = []
    at = 0
    for number in range(1, pages):
        page = _plain(text_of(number))
        if number == 1 and not _goes_on(page, wanted) and _reaches_end(_plain(text_of(0)), wanted):
            break  # the first page is read only where the second leaves it open: reading one takes milliseconds
        found = _found(page, wanted, at)
        at = at if found is None else found
        starts.append(found)
        if _reaches_end(page, wanted):
            break
    return _filled(starts, len(wanted))


def _filled(starts: list[int | None], end: int) -> tuple[int, ...]:
    filled: list[int] = []
    for start in reversed(starts):
        filled.append(start if start is not None else filled[-1] if filled else end)
    return tuple(reversed(filled))


def page_words(pdf: bytes, number: int) -> tuple[tuple[str, ...], tuple[Spot, ...]]:
    """Give the text of every page, and each character of one of them with its place, blanks left out.

    Raises:
        IndexError: There is no such page.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        texts = tuple(_text(document, place) for place in range(len(document)))
        return texts, tuple(_spots(document, number - 1))


def _text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text = page.get_textpage()
    try:
        return str(text.get_text_range())
    finally:
        text.close()
        page.close()


def _plain(text: str) -> str:
    return "".join(text.split())


def _goes_on(page: str, wanted: str) -> bool:
    """Tell whether a page bears so much of the text that it can be nothing else."""
    return any(page[start : start + _CHUNK] in wanted for start in _looked_at(page))


def _looked_at(page: str) -> range:
    return range(0, min(_FURTHEST, len(page) - _CHUNK), _CHUNK // 2)


def _found(page: str, wanted: str, after: int) -> int | None:
    chunks = [(start, _CHUNK) for start in _looked_at(page)]
    # A page of a line or two goes on with what is not in the text, such as the date.
    for start, length in [*chunks, (0, _CHUNK // 2), (0, _SHORTEST)]:
        chunk = page[start : start + length]
        place = wanted.find(chunk, after) if len(chunk) >= _SHORTEST else -1
        if place >= 0:
            return max(place - start, after)
    return None


def _reaches_end(page: str, wanted: str) -> bool:
    """Tell whether the end of the text stands on a page: what follows are blank pages and the imprint (版记)."""
    return wanted[-_CHUNK:] in page


def _spots(document: pypdfium2.PdfDocument, number: int) -> Iterator[Spot]:
    page = document[number]
    text = page.get_textpage()
    try:
        width, height = page.get_size()
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for index in range(text.count_chars()):
            character = chr(pdfium.FPDFText_GetUnicode(text, index))
            if character.isspace() or pdfium.FPDFText_IsGenerated(text, index):
                continue
            pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            yield (
                character,
                left.value / width,
                1 - top.value / height,
                right.value / width,
                1 - bottom.value / height,
            )
    finally:
        text.close()
        page.close()
