"""Looking into a PDF or a picture before it is taken in: its words for the search for marks, what in it can't be looked at (开检)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from domain.intake import LookedInto
from press.errors import PdfError
from press.reading_attachments import check_pdf
from press.reading_pictures import read_picture

PDF: Final = b"%PDF-"
_PLAIN_MARKS: Final = ("/Link", "/Popup", "/Widget")
_MOST_NOTES: Final = 2_000
MOST_CHARACTERS: Final = 2_000_000
_LARGEST_SIDE_PT: Final = 3_400.0
"""A little over A0; a page that says it is larger is no paper, and would take a gigabyte to draw."""
_TELLING_SHARE: Final = 0.5
"""A picture that covers more of a page than this may be a scan with a mark in it."""


def look_into(data: bytes, name: str) -> LookedInto:
    """Give what a PDF or a picture says.

    Raises:
        DraftError: It is neither, damaged, encrypted, or holds what is not taken in.
    """
    if not data.startswith(PDF):
        read_picture(data, name, "附件")
        return LookedInto(1, blind=(1,))
    checked = check_pdf(data, name, may_hold_files=True)
    texts, blind = [], []
    with pypdfium2.PdfDocument(data) as document:
        for number, (text, is_blind) in enumerate(_pages(document, name), start=1):
            texts.append(text)
            if is_blind:
                blind.append(number)
    if sum(map(len, texts)) > MOST_CHARACTERS:
        raise PdfError(name, f"文字超过 {MOST_CHARACTERS // 10_000} 万字")
    with pikepdf.open(io.BytesIO(data)) as opened:
        written, drawn = _marks_on_pages(opened)
        return LookedInto(
            checked.pages,
            (*_properties(opened), *written, *checked.within),
            tuple(texts),
            tuple(sorted({*blind, *drawn})),
            checked.within,
        )


def _pages(document: pypdfium2.PdfDocument, name: str) -> Iterator[tuple[str, bool]]:
    for number in range(len(document)):
        page = document[number]
        try:
            width, height = page.get_size()
            if max(width, height) > _LARGEST_SIDE_PT:
                raise PdfError(name, f"第 {number + 1} 页的尺寸异常")
            words = page.get_textpage()
            text = words.get_text_bounded().replace("\r\n", "\n").replace("\x00", "")
            words.close()
            yield text, _is_blind(page, text, width * height)
        finally:
            page.close()


def _is_blind(page: pypdfium2.PdfPage, text: str, area: float) -> bool:
    """Tell whether a page shows something that is no text: a page without a word that is not empty, or a picture over most of it."""
    objects = list(page.get_objects(max_depth=2))
    if objects and not text.strip():
        return True
    pictures = (found for found in objects if found.type == pdfium.FPDF_PAGEOBJ_IMAGE)
    return any(_area(found) > _TELLING_SHARE * area for found in pictures)


def _area(found: pypdfium2.PdfObject) -> float:
    left, bottom, right, top = found.get_bounds()
    return float(abs(right - left) * abs(top - bottom))


def _marks_on_pages(opened: pikepdf.Pdf) -> tuple[list[str], list[int]]:
    """Give the words of notes and form fields, which are no text of the page, and the pages where something is drawn as a note."""
    written: list[str] = []
    drawn: list[int] = []
    for number, page in enumerate(opened.pages, start=1):
        marks = page.obj.get("/Annots")
        listed = [marks[place] for place in range(len(marks))] if isinstance(marks, pikepdf.Array) else []
        for mark in listed:
            if not isinstance(mark, pikepdf.Dictionary):
                continue
            stated = (mark.get(key) for key in ("/Contents", "/V"))
            written += [str(value) for value in stated if isinstance(value, pikepdf.String)]
            if mark.get("/Subtype") not in _PLAIN_MARKS and number not in drawn:
                drawn.append(number)
    return written[:_MOST_NOTES], drawn


def _properties(opened: pikepdf.Pdf) -> tuple[str, ...]:
    stated = [str(value) for value in opened.docinfo.values()] if opened.trailer.get("/Info") is not None else []
    return tuple(value for value in stated if value.strip())[:50]
