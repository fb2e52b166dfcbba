"""Images of the pages, made once beside the PDF (版面图): small PNGs for the desk, by pdfium.

A page of black, grey and red is kept exactly in 256 colours: a pixel of it has green = blue, so its colour is (red, green) in 16 steps
each. A page with other colours gets a palette of its own.
"""

from __future__ import annotations

import ctypes
import io
import zlib
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
_MOST_DIFFERENCE: Final = 24
"""How far green and blue may lie apart in what we print ourselves."""


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
        is_grey = _is_grey(page)
        bitmap = page.render(scale=IMAGE_DPI / 72, rev_byteorder=True, grayscale=is_grey)
        image = bitmap.to_pil()  # one channel, or three with red first; its bytes may be the bitmap's
        indexed = _with_greys(image) if is_grey else _with_palette(image)
        bitmap.close()
    finally:
        page.close()
    stream = io.BytesIO()
    indexed.save(stream, "PNG", compress_type=zlib.Z_RLE)  # as small as the best here, in a sixth of the time
    return stream.getvalue()


def _is_grey(page: pypdfium2.PdfPage) -> bool:
    """Tell whether a page holds text and lines without colour only, as most do: such a page costs a third less."""
    return all(_is_grey_object(pdfium.FPDFPage_GetObject(page, n)) for n in range(pdfium.FPDFPage_CountObjects(page)))


def _is_grey_object(item: Any) -> bool:
    if pdfium.FPDFPageObj_GetType(item) not in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH):
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for color_of in (pdfium.FPDFPageObj_GetFillColor, pdfium.FPDFPageObj_GetStrokeColor):
        if color_of(item, red, green, blue, alpha) and not red.value == green.value == blue.value:
            return False
    return True


def _with_greys(image: Image.Image) -> Image.Image:
    indexed = image.point(_GREY_LEVEL)
    indexed.putpalette(_PALETTE)
    return indexed


def _with_palette(image: Image.Image) -> Image.Image:
    red, green, blue = image.split()
    _, highest = ImageChops.difference(green, blue).getextrema()
    if not isinstance(highest, int | float) or highest > _MOST_DIFFERENCE:
        return image.quantize(256, dither=Image.Dither.NONE)
    indexed = ImageChops.add(red.point(_RED_LEVEL), green.point(_GREEN_LEVEL))
    indexed.putpalette(_PALETTE)
    return indexed
