"""Scans of signed paper (签批扫描件): PDF, PNG or JPEG, opened only in the bounded child; people see the PNG made there, never the file."""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image, ImageOps

from press.errors import ScanError
from press.page_images import page_image
from press.reading_attachments import check_pdf
from press.reading_pictures import read_picture

MOST_PAGES = 20
WIDTH_PX = 1200
READING_DPI = 200
READING_SIDE_PX = 2400
_PDF = b"%PDF-"


def look_at(data: bytes, name: str) -> int:
    """Give a scan's number of pages.

    Raises:
        ScanError: It is too long.
        DraftError: It is none of the three kinds, encrypted, cut off or too large.
    """
    if not data.startswith(_PDF):
        read_picture(data, name, "扫描件")
        return 1
    pages = check_pdf(data, name).pages
    if pages > MOST_PAGES:
        raise ScanError(name, f"共 {pages} 页，最多 {MOST_PAGES} 页")
    return pages


def picture_to_read(data: bytes, page: int) -> bytes:
    """Give one page as a PNG for a program that reads words: at 200 dpi, the longer side at most ``READING_SIDE_PX``.

    Raises:
        ScanError: There is no such page.
    """
    if data.startswith(_PDF):
        shown = _drawn(data, page)
    else:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            shown = ImageOps.exif_transpose(image).convert("RGB")
        shown.thumbnail((READING_SIDE_PX, READING_SIDE_PX))
    made = io.BytesIO()
    shown.save(made, "PNG", compress_level=1)
    return made.getvalue()


def _drawn(pdf: bytes, page: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= page <= len(document):
            raise ScanError("", f"没有第 {page} 页")
        leaf = document[page - 1]
        scale = min(READING_DPI / 72, READING_SIDE_PX / max(leaf.get_size()))
        image: Image.Image = leaf.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
        return image.copy()


def picture_of(data: bytes, page: int) -> bytes:
    """Give one page of a scan as a PNG of our own making, counted from 1.

    Raises:
        ScanError: There is no such page.
    """
    if data.startswith(_PDF):
        try:
            return page_image(data, page)
        except IndexError as error:
            raise ScanError("", f"没有第 {page} 页") from error
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
        shown = image.convert("RGB")
    shown.thumbnail((WIDTH_PX, WIDTH_PX * 2))
    made = io.BytesIO()
    shown.save(made, "PNG")
    return made.getvalue()
