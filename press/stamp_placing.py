"""Laying a filing stamp over a piece's first page (加盖归档章): where neither text nor mark stands, DA/T 22-2015 5.4.5.

It is laid over a copy; the file it is made from stays as it was signed. On a tagged page it is an artifact, no part of the text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import pikepdf
import pypdfium2
from pikepdf import Name

from press.parcel import pack, unpack

WIDTH_MM: Final = 45
HEIGHT_MM: Final = 16
_MM: Final = 72 / 25.4
_DPI: Final = 50
_AIR_MM: Final = 1
_TOPS_MM: Final = (9, 6, 12, 15, 18)
_SIDE_MM: Final = 26
_INK: Final = 245
"""Whatever is darker than this grey is text or mark."""


def put_stamp(request: bytes) -> bytes:
    """Lay a stamp over a PDF's first page. A job of the reading child; ``remark`` says why there is none."""
    _, (pdf, stamp) = unpack(request)
    try:
        place = _free_place(pdf)
        if place is None:
            return pack({"remark": "首页上端没有空白处，归档章未盖"})
        return pack({"remark": ""}, (_laid_over(pdf, stamp, place),))
    except (pikepdf.PdfError, pikepdf.PasswordError, pypdfium2.PdfiumError, RuntimeError, ValueError):
        return pack({"remark": "版式文件不能加盖归档章"})


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


def _laid_over(pdf: bytes, stamp: bytes, place: tuple[float, float]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as target, pikepdf.open(io.BytesIO(stamp)) as mark:
        page = target.pages[0]
        form = target.copy_foreign(mark.pages[0].as_form_xobject())
        name = page.add_resource(form, Name.XObject, Name.FilingStamp)  # a name drawn by lot would differ each time
        left, bottom = place
        room = pikepdf.Rectangle(left, bottom, left + WIDTH_MM * _MM, bottom + HEIGHT_MM * _MM)
        drawn = page.calc_form_xobject_placement(
            form, name, room, invert_transformations=True, allow_shrink=True, allow_expand=True
        )
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n/Artifact BMC\n" + drawn + b"\nEMC\n")
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
        image = page.render(scale=_DPI / 72, grayscale=True).to_pil()
        for x, y in _places((right - left) / _MM):
            if _is_blank(image, x, y):
                return left + x * _MM, top - (y + HEIGHT_MM) * _MM
    return None


def _places(width_mm: float) -> Iterator[tuple[float, float]]:
    sides = (width_mm - _SIDE_MM - WIDTH_MM, (width_mm - WIDTH_MM) / 2, _SIDE_MM)
    return ((x, y) for y in _TOPS_MM for x in sides if x >= 0)


def _is_blank(image: Any, x: float, y: float) -> bool:
    edges = (x - _AIR_MM, y - _AIR_MM, x + WIDTH_MM + _AIR_MM, y + HEIGHT_MM + _AIR_MM)
    box = tuple(max(0, round(edge * _DPI / 25.4)) for edge in edges)
    return bool(image.crop(box).getextrema()[0] >= _INK)
