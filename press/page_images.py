"""Images of the pages, made once beside the PDF (版面图): small PNGs for the desk, by pdfium.

A page of black, grey and red is kept exactly in 256 colours: a pixel of it has green = blue, so its colour is (red, green) in 16 steps
each. A page with pictures or other colours is kept as it is: looking for 256 colours that suit it costs four times as much as writing
it whole.
"""

from __future__ import annotations

import ctypes
import io
import math
import zlib
from functools import lru_cache
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

IMAGE_DPI: Final = 100

_STEPS: Final = [round(level * 255 / 15) for level in range(16)]
_RED_LEVEL: Final = [round(value * 15 / 255) << 4 for value in range(256)]
_GREEN_LEVEL: Final = [round(value * 15 / 255) for value in range(256)]
_GREY_LEVEL: Final = [red + green for red, green in zip(_RED_LEVEL, _GREEN_LEVEL, strict=True)]
_PALETTE: Final = [part for red in _STEPS for green in _STEPS for part in (red, green, green)]
_GREY, _RED, _ANY = range(3)
"""What colours a page holds: no hue, none but red, any."""


def page_images(pdf: bytes) -> tuple[bytes, ...]:
    """Give one PNG per page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(_image(document, number) for number in range(len(document)))


def page_image(pdf: bytes, page: int) -> bytes:
    """Give the PNG of one page, counted from 1.

    Raises:
        IndexError: There is no such page.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= page <= len(document):
            raise IndexError(page)
        return _image(document, page - 1)


def _image(document: pypdfium2.PdfDocument, number: int) -> bytes:
    page = document[number]
    try:
        if not pdfium.FPDFPage_CountObjects(page) and not pdfium.FPDFPage_GetAnnotCount(page):
            return _blank(page.get_size())
        return _drawn(page)
    finally:
        page.close()


def _drawn(page: pypdfium2.PdfPage) -> bytes:
    colours = _colours(page)
    bitmap = page.render(scale=IMAGE_DPI / 72, rev_byteorder=True, grayscale=colours == _GREY)
    image = bitmap.to_pil()  # one channel, or three with red first; its bytes may be the bitmap's
    png = _packed(image if colours == _ANY else _with_palette(image))
    bitmap.close()
    return png


@lru_cache(maxsize=4)
def _blank(size: tuple[float, float]) -> bytes:
    """Draw the page that is left blank before 版记, the same in every document."""
    width, height = (math.ceil(side * IMAGE_DPI / 72) for side in size)
    return _packed(_with_palette(Image.new("L", (width, height), 255)))


def _packed(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_type=zlib.Z_RLE)  # as small as the best here, in a sixth of the time
    return stream.getvalue()


def _colours(page: pypdfium2.PdfPage) -> int:
    """Tell what colours the objects of a page have: most pages are text without colour, and cost a third less."""
    count = pdfium.FPDFPage_CountObjects(page)
    return max((_colours_of(pdfium.FPDFPage_GetObject(page, place)) for place in range(count)), default=_GREY)


def _colours_of(item: Any) -> int:
    if pdfium.FPDFPageObj_GetType(item) not in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH):
        return _ANY
    found = _GREY
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for color_of in (pdfium.FPDFPageObj_GetFillColor, pdfium.FPDFPageObj_GetStrokeColor):
        if color_of(item, red, green, blue, alpha) and not red.value == green.value == blue.value:
            found = max(found, _RED if green.value == blue.value <= red.value else _ANY)
    return found


def _with_palette(image: Image.Image) -> Image.Image:
    if image.mode == "L":
        indexed = image.point(_GREY_LEVEL)
    else:
        red, green = image.getchannel("R"), image.getchannel("G")
        indexed = ImageChops.add(red.point(_RED_LEVEL), green.point(_GREEN_LEVEL))
    indexed.putpalette(_PALETTE)
    return indexed
