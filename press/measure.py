"""What a rendered page really looks like, in millimetres from its top left corner (版面测量): the rendered page is the truth (law 10).

Characters with their ink, lines of text, rules with their colour; read from the PDF by pdfium.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from press.layout import MM_PT

_EM_TOP = 0.88
"""How far above its baseline the em box of a Chinese character begins, in parts of its size."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the page (区域)."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Give the width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Give the height."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Character:
    """A character as printed (字符): its ink, where it stands on its line, its size, its colour as ``#rrggbb``, its font's name.

    ``turned`` is one that does not stand upright, as in a table across (横排).
    """

    text: str
    ink: Box
    origin_left: float
    baseline: float
    size_pt: float
    color: str
    font: str = ""
    turned: bool = False

    @property
    def em_top(self) -> float:
        """Give the top of the character's em box (字面上边)."""
        return self.baseline - _EM_TOP * self.size_pt / MM_PT

    @property
    def em_bottom(self) -> float:
        """Give the bottom of the character's em box (字面下边)."""
        return self.baseline + (1 - _EM_TOP) * self.size_pt / MM_PT


@dataclass(frozen=True)
class Line:
    """Characters on one baseline, left to right (行)."""

    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        """Give the line's text."""
        return "".join(character.text for character in self.characters)

    @property
    def baseline(self) -> float:
        """Give where the line stands."""
        return self.characters[0].baseline

    @property
    def left(self) -> float:
        """Give where the first character's place begins."""
        return self.characters[0].origin_left

    @property
    def right(self) -> float:
        """Give where the last character's place ends, for a full-width character."""
        last = self.characters[-1]
        return max(last.ink.right, last.origin_left + (last.size_pt / MM_PT if not last.text.isascii() else 0))


@dataclass(frozen=True)
class Rule:
    """A filled rectangle, such as a red line (线)."""

    box: Box
    color: str


@dataclass(frozen=True)
class Page:
    """One measured page (页面)."""

    width: float
    height: float
    characters: tuple[Character, ...]
    rules: tuple[Rule, ...]
    images: tuple[Box, ...] = ()

    def lines(self) -> tuple[Line, ...]:
        """Give the lines of text from top to bottom."""
        rows: dict[int, list[Character]] = {}
        for character in sorted(self.characters, key=lambda each: each.baseline):
            row = next((key for key in reversed(rows) if abs(key / 100 - character.baseline) < _SAME_LINE), None)
            rows.setdefault(round(character.baseline * 100) if row is None else row, []).append(character)
        return tuple(Line(tuple(sorted(row, key=lambda each: each.origin_left))) for _, row in sorted(rows.items()))

    def line(self, text: str) -> Line:
        """Give the first line that holds ``text``."""
        return next(line for line in self.lines() if text in line.text.replace(" ", ""))

    def red_rules(self) -> tuple[Rule, ...]:
        """Give the red lines from top to bottom."""
        return tuple(rule for rule in sorted(self.rules, key=lambda each: each.box.top) if rule.color == "#ff0000")


_SAME_LINE = 0.5
_LONGEST_FONT_NAME = 128
_TURNED = 0.1


def line_pitches(lines: tuple[Line, ...]) -> tuple[float, ...]:
    """Give the distances of following lines."""
    return tuple(lower.baseline - upper.baseline for upper, lower in pairwise(lines))


def measure(pdf: bytes) -> tuple[Page, ...]:
    """Measure every page of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(_page(document, number) for number in range(len(document)))


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    page = document[number]
    try:
        width, height = page.get_size()
        return Page(
            width / MM_PT,
            height / MM_PT,
            tuple(_characters(page, height)),
            tuple(_rules(page, height)),
            tuple(_images(page, height)),
        )
    finally:
        page.close()


def _characters(page: pypdfium2.PdfPage, height: float) -> Iterator[Character]:
    text = page.get_textpage()
    try:
        for index in range(text.count_chars()):
            character = chr(pdfium.FPDFText_GetUnicode(text, index))
            if not character.isspace() and not pdfium.FPDFText_IsGenerated(text, index):
                yield _character(text, index, character, height)
    finally:
        text.close()


def _character(text: pypdfium2.PdfTextPage, index: int, character: str, height: float) -> Character:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text, index, red, green, blue, alpha)
    return Character(
        text=character,
        ink=_box(left.value, bottom.value, right.value, top.value, height),
        origin_left=x.value / MM_PT,
        baseline=(height - y.value) / MM_PT,
        size_pt=pdfium.FPDFText_GetFontSize(text, index),
        color=_color(red.value, green.value, blue.value),
        font=_font(text, index),
        turned=abs(pdfium.FPDFText_GetCharAngle(text, index)) > _TURNED,
    )


def _font(text: pypdfium2.PdfTextPage, index: int) -> str:
    buffer = ctypes.create_string_buffer(_LONGEST_FONT_NAME)
    length = pdfium.FPDFText_GetFontInfo(text, index, buffer, _LONGEST_FONT_NAME, None)
    return buffer.raw[: max(0, min(length, _LONGEST_FONT_NAME) - 1)].decode("utf-8", "replace")


def _rules(page: pypdfium2.PdfPage, height: float) -> Iterator[Rule]:
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        color_of = pdfium.FPDFPageObj_GetFillColor if fill.value else pdfium.FPDFPageObj_GetStrokeColor
        color_of(item, red, green, blue, alpha)
        left, bottom, right, top = item.get_bounds()
        box = _box(left, bottom, right, top, height)
        yield Rule(box if fill.value else _line_of(item, box), _color(red.value, green.value, blue.value))


def _line_of(item: pypdfium2.PdfObject, box: Box) -> Box:
    """Give what a drawn line covers: its bounds as pdfium states them are wider than its stroke."""
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(item, width)
    half, middle = width.value / MM_PT / 2, (box.top + box.bottom) / 2
    if box.width < box.height:
        return box
    over = max(0.0, box.height / 2 - half)
    return Box(box.left + over, middle - half, box.right - over, middle + half)


def _images(page: pypdfium2.PdfPage, height: float) -> Iterator[Box]:
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = item.get_bounds()
        yield _box(left, bottom, right, top, height)


def _box(left: float, bottom: float, right: float, top: float, height: float) -> Box:
    return Box(left / MM_PT, (height - top) / MM_PT, right / MM_PT, (height - bottom) / MM_PT)


def _color(red: int, green: int, blue: int) -> str:
    return f"#{red:02x}{green:02x}{blue:02x}"
