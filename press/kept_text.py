"""The text and the pages of a file that is taken over into the archive (入库文件): PDF or .docx, opened only in the bounded child."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pypdfium2

from press import embedded_files
from press.errors import NotWordError, PdfError
from press.reading_package import open_package
from press.reading_xml import Element, W, local_name

MOST_PAGES = 5_000
MOST_CHARACTERS = 4_000_000
PDF = b"%PDF-"
WORD = b"PK"


@dataclass(frozen=True)
class KeptText:
    """What such a file says, and its number of pages; 0 for a Word file, whose pages depend on who opens it. ``within`` names the files inside a PDF."""

    text: str
    pages: int
    within: tuple[str, ...] = ()


def read_kept(data: bytes, name: str) -> KeptText:
    """Read a file's text; the pictures of a scanned page hold none.

    Raises:
        DraftError: It is neither PDF nor .docx, encrypted, damaged, or more than we open.
    """
    if data.startswith(PDF):
        return _of_pdf(data, name)
    if data.startswith(WORD):
        return _of_word(data, name)
    raise NotWordError(name)


def _of_pdf(data: bytes, name: str) -> KeptText:
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            if opened.is_encrypted:
                raise PdfError(name, "文件已加密")
            within = embedded_files.names_in(opened, name)
            _refuse_pinned(opened, name)
        with pypdfium2.PdfDocument(data) as document:
            pages = len(document)
            if not 0 < pages <= MOST_PAGES:
                raise PdfError(name, f"共 {pages} 页（应为 1 至 {MOST_PAGES} 页）")
            return KeptText("\n".join(_page_texts(document))[:MOST_CHARACTERS], pages, within)
    except pikepdf.PasswordError as error:
        raise PdfError(name, "文件已加密") from error
    except (pikepdf.PdfError, pypdfium2.PdfiumError, RuntimeError, ValueError, TypeError, AttributeError) as error:
        raise PdfError(name, "文件已损坏") from error


def _refuse_pinned(opened: pikepdf.Pdf, name: str) -> None:
    """Refuse files that are pinned to a page, as the door does: nothing here looks through them."""
    for page in opened.pages:
        marks = page.obj.get("/Annots")
        listed = [marks[place] for place in range(len(marks))] if isinstance(marks, pikepdf.Array) else []
        if any(isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/FileAttachment" for one in listed):
            raise PdfError(name, "页面上附着文件")


def _page_texts(document: pypdfium2.PdfDocument) -> Iterator[str]:
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        yield text.get_text_bounded().replace("\r\n", "\n").replace("\x00", "")
        text.close()
        page.close()


def _of_word(data: bytes, name: str) -> KeptText:
    package = open_package(data, name)
    paragraphs = (_text_of(paragraph) for paragraph in package.tree(package.main).iter(f"{W}p"))
    return KeptText("\n".join(paragraphs)[:MOST_CHARACTERS], 0)


def _text_of(paragraph: Element) -> str:
    return "".join(_piece(element) for element in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}noBreakHyphen"))


def _piece(element: Element) -> str:
    match local_name(element):
        case "t":
            return element.text or ""
        case "noBreakHyphen":
            return "-"
        case _:
            return " "
