"""Laying a filing stamp over a piece's first page (加盖归档章): where neither text nor mark stands, DA/T 22-2015 5.4.5.

It is laid over a copy; the file it is made from stays as it was signed. On a tagged page it is an artifact, no part of the text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Final

import pikepdf
import pypdfium2

from press import page_figures
from press.page_figures import DPI, MM
from press.parcel import pack, unpack

WIDTH_MM: Final = 45
HEIGHT_MM: Final = 16
_AIR_MM: Final = 1
_TOPS_MM: Final = (9, 6, 12, 15, 18)
_SIDE_MM: Final = 26


def put_stamp(request: bytes) -> bytes:
    """Lay a stamp over a PDF's first page and a number over each written page. A job of the reading child; ``remark`` says what could not be laid."""
    head, (pdf, stamp, figures) = unpack(request)
    try:
        place = _free_place(pdf)
        if place is None:
            return pack({"remark": "首页上端没有空白处，归档章未盖"})
        wanted = list(page_figures.spots(pdf, head["written"]))
        made = _laid_over(pdf, stamp, place, figures, wanted)
    except (pikepdf.PdfError, pikepdf.PasswordError, pypdfium2.PdfiumError, RuntimeError, ValueError):
        return pack({"remark": "版式文件不能加盖归档章"})
    numbered = {spot.page + 1 for spot in wanted}
    left = [str(page) for page in head["written"] if page not in numbered]
    return pack({"remark": f"第{'、'.join(left)}页上角没有空白处，页码未标" if left else ""}, (made,))


def first_page_size(request: bytes) -> bytes:
    """Give the width and height of a PDF's first page in points. A job of the reading child."""
    _, (pdf,) = unpack(request)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        left, bottom, right, top = (float(edge) for edge in opened.pages[0].mediabox)
        return pack({"width": right - left, "height": top - bottom})


def put_watermark(request: bytes) -> bytes:
    """Lay a watermark over every page of a PDF. A job of the reading child."""
    _, (pdf, mark) = unpack(request)
    with pikepdf.open(io.BytesIO(pdf)) as target, pikepdf.open(io.BytesIO(mark)) as over:
        for page in target.pages:
            page.add_overlay(over.pages[0], pikepdf.Rectangle(page.trimbox))
        made = io.BytesIO()
        target.save(made, deterministic_id=True)
        return pack({}, (made.getvalue(),))


def _laid_over(
    pdf: bytes, stamp: bytes, place: tuple[float, float], figures: bytes, numbers: Sequence[page_figures.Spot]
) -> bytes:
    with (
        pikepdf.open(io.BytesIO(pdf)) as target,
        pikepdf.open(io.BytesIO(stamp)) as mark,
        pikepdf.open(io.BytesIO(figures)) as known,
    ):
        left, bottom = place
        room = pikepdf.Rectangle(left, bottom, left + WIDTH_MM * MM, bottom + HEIGHT_MM * MM)
        page_figures.lay_over(target.pages[0], target.copy_foreign(mark.pages[0].as_form_xobject()), room)
        page_figures.lay_numbers(target, known, numbers)
        made = io.BytesIO()
        target.save(
            made,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
            fix_metadata_version=False,
        )
        return made.getvalue()


def _free_place(pdf: bytes) -> tuple[float, float] | None:
    """Find where neither text nor mark stands: at the right, in the middle, at the left; give its lower left corner in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        if page.get_rotation():
            return None
        left, _, right, top = page.get_cropbox() or page.get_mediabox()
        image = page.render(scale=DPI / 72, grayscale=True).to_pil()
        for x, y in _places((right - left) / MM):
            if page_figures.is_blank(image, (x, y, x + WIDTH_MM, y + HEIGHT_MM), _AIR_MM):
                return left + x * MM, top - (y + HEIGHT_MM) * MM
    return None


def _places(width_mm: float) -> Iterator[tuple[float, float]]:
    sides = (width_mm - _SIDE_MM - WIDTH_MM, (width_mm - WIDTH_MM) / 2, _SIDE_MM)
    return ((x, y) for y in _TOPS_MM for x in sides if x >= 0)
