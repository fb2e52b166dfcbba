"""The page numbers of a filed piece (编页), DA/T 22-2015 6.3: each page with text or picture from 1, on the outer upper corner, where nothing stands.

They are laid over the copy that bears the filing stamp, together with it; a blank page gets none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pikepdf
import pypdfium2
from pikepdf import Name
from pypdfium2 import raw

from press.parcel import pack, unpack

WIDTH_MM: Final = 12
HEIGHT_MM: Final = 6
MM: Final = 72 / 25.4
DPI: Final = 50
INK: Final = 245
"""Whatever is darker than this grey is text or mark."""
_SIDE_MM: Final = 10
_TOPS_MM: Final = (10, 6, 14)
_STRIP_MM: Final = 22
_AIR_MM: Final = 0.5


@dataclass(frozen=True)
class Spot:
    """Where a page's number goes (页码位置): the page from 0, its number, the lower left corner in points."""

    page: int
    number: int
    left: float
    bottom: float


def written_pages(request: bytes) -> bytes:
    """Give the pages of several PDFs that hold text or pictures, counted from 1; none of one that can't be read. A job of the reading child."""
    _, parts = unpack(request)
    return pack({"written": [_written(pdf) for pdf in parts]})


def spots(pdf: bytes, written: Sequence[int]) -> Iterator[Spot]:
    """Find a place for the number of each written page that has one: on a front page at the right, on a back page at the left."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(written, 1):
            place = _place(document[page - 1], is_front=page % 2 == 1)
            if place is not None:
                yield Spot(page - 1, number, *place)


def lay_numbers(target: pikepdf.Pdf, figures: pikepdf.Pdf, wanted: Sequence[Spot]) -> None:
    """Lay the numbers over their pages; on a tagged page they are artifacts, no part of the text."""
    for spot in wanted:
        page = target.pages[spot.page]
        form = target.copy_foreign(figures.pages[spot.number - 1].as_form_xobject())
        right, top = spot.left + WIDTH_MM * MM, spot.bottom + HEIGHT_MM * MM
        lay_over(page, form, pikepdf.Rectangle(spot.left, spot.bottom, right, top))


def lay_over(page: pikepdf.Page, form: pikepdf.Object, room: pikepdf.Rectangle) -> None:
    """Draw a form on a page into a room, outside whatever the page's own content left set."""
    name = page.add_resource(form, Name.XObject)
    drawn = page.calc_form_xobject_placement(
        form, name, room, invert_transformations=True, allow_shrink=True, allow_expand=True
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n/Artifact BMC\n" + drawn + b"\nEMC\n")


def _written(pdf: bytes) -> list[int]:
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            return [number + 1 for number in range(len(document)) if _holds_something(document[number])]
    except (pypdfium2.PdfiumError, RuntimeError, ValueError):
        return []


def _holds_something(page: pypdfium2.PdfPage) -> bool:
    return bool(raw.FPDFPage_CountObjects(page) > 0)


def _place(page: pypdfium2.PdfPage, *, is_front: bool) -> tuple[float, float] | None:
    if page.get_rotation():
        return None
    left, bottom, right, top = page.get_cropbox() or page.get_mediabox()
    width_mm = (right - left) / MM
    strip = max(0.0, (top - bottom) - _STRIP_MM * MM)
    image = page.render(scale=DPI / 72, crop=(0, strip, 0, 0), grayscale=True).to_pil()
    x = width_mm - _SIDE_MM - WIDTH_MM if is_front else _SIDE_MM
    for y in _TOPS_MM:
        if is_blank(image, (x, y, x + WIDTH_MM, y + HEIGHT_MM), _AIR_MM):
            return left + x * MM, top - (y + HEIGHT_MM) * MM
    return None


def is_blank(image: Any, edges: tuple[float, float, float, float], air_mm: float) -> bool:
    """Tell whether nothing stands on a part of a page's picture, given in millimetres from its upper left corner."""
    left, top, right, bottom = edges
    box = (left - air_mm, top - air_mm, right + air_mm, bottom + air_mm)
    return bool(image.crop(tuple(max(0, round(edge * DPI / 25.4)) for edge in box)).getextrema()[0] >= INK)
