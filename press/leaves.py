"""What lies on the pages of a PDF that we made (页面要素): each piece of text, rule and picture with its place, and the page's text.

Opening a page costs milliseconds, its pieces next to nothing: who wants several things of the same pages reads its leaves once.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the page's lower left corner, rounded to a hundredth."""

_NAME_ROOM: Final = 256
_SUBSET_MARK: Final = 7
"""``ABCDEF+``: which characters of a font a file carries says nothing about the font."""


@dataclass(frozen=True)
class Piece:
    """One object of a page (页面对象): ``text`` has no blanks and is empty for what is no text; ``colour`` is what fills it, 0 to 255 each."""

    kind: int
    box: Box
    colour: tuple[int, int, int]
    text: str = ""
    font: str = ""
    size: float = 0.0


@dataclass(frozen=True)
class Leaf:
    """One page (页面): its pieces in the order they are painted, and its whole text as a reader copies it."""

    pieces: tuple[Piece, ...]
    text: str


def leaves(pdf: bytes) -> tuple[Leaf, ...]:
    """Read every page of a PDF that we made."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(_leaf(document, number) for number in range(len(document)))


def _leaf(document: pypdfium2.PdfDocument, number: int) -> Leaf:
    page = document[number]
    text = page.get_textpage()
    try:
        count = pdfium.FPDFPage_CountObjects(page)
        pieces = tuple(_piece(pdfium.FPDFPage_GetObject(page, place), text) for place in range(count))
        return Leaf(pieces, str(text.get_text_range()))
    finally:
        text.close()
        page.close()


def _piece(item: Any, text: Any) -> Piece:
    kind = pdfium.FPDFPageObj_GetType(item)
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *sides)
    left, bottom, right, top = (round(side.value, 2) for side in sides)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    plain = Piece(kind, (left, bottom, right, top), (red.value, green.value, blue.value))
    return plain if kind != pdfium.FPDF_PAGEOBJ_TEXT else _with_text(plain, item, text)


def _with_text(plain: Piece, item: Any, text: Any) -> Piece:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(item, size)
    said = "".join(_said(item, text).split())
    return Piece(plain.kind, plain.box, plain.colour, said, _font(item), round(size.value, 2))


def _said(item: Any, text: Any) -> str:
    units = pdfium.FPDFTextObj_GetText(item, text, None, 0)
    buffer = (ctypes.c_ushort * units)()
    pdfium.FPDFTextObj_GetText(item, text, buffer, units)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def _font(item: Any) -> str:
    buffer = ctypes.create_string_buffer(_NAME_ROOM)
    pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(item), buffer, _NAME_ROOM)
    name = buffer.value.decode()
    return name[_SUBSET_MARK:] if name[_SUBSET_MARK - 1 : _SUBSET_MARK] == "+" else name
