"""The texts of PDFs attached to a document, and on which pages of the issued paper they stand (附件文字). For the bounded child only."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2

from press.errors import PdfError
from press.looking_into import MOST_CHARACTERS

_CHUNK = 16
"""Characters by which a page is known again: enough to be no other place."""
_KNOWN_BY = 0.5
"""The share of a page's chunks that the page of the paper must hold: the body may quote a line of an attachment."""
_INVISIBLE = ("Cc", "Cf", "Cs")


@dataclass(frozen=True)
class AttachedText:
    """The text of an attached PDF, a page each, and the page of the issued paper on which the first of them stands; 0 where that is not known."""

    pages: tuple[str, ...]
    first: int


def attached_texts(issued: bytes, attached: Sequence[bytes], name: str) -> tuple[AttachedText, ...]:
    """Read the attached PDFs of an issued paper, whatever the order in which they are bound in; a page without text gives an empty one.

    Raises:
        PdfError: One can't be read.
    """
    try:
        paper = [_dense(text) for text in _texts(issued)]
        found = []
        for data in attached:
            pages = _texts(data)
            if sum(map(len, pages)) > MOST_CHARACTERS:
                raise PdfError(name, f"附件文字超过 {MOST_CHARACTERS // 10_000} 万字")
            first = _placed([_dense(page) for page in pages], paper)
            if first:
                paper[first : first + len(pages)] = [""] * len(pages)  # the same PDF twice lies in two places
            found.append(AttachedText(tuple(pages), first + 1 if first else 0))
    except pypdfium2.PdfiumError as error:
        raise PdfError(name, "文件已损坏") from error
    return tuple(found)


def _texts(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return list(_pages(document))


def _pages(document: pypdfium2.PdfDocument) -> Iterator[str]:
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        yield _visible(text.get_text_bounded().replace("\r\n", "\n"))
        text.close()
        page.close()


def _visible(text: str) -> str:
    return "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _INVISIBLE)


def _dense(text: str) -> str:
    return "".join(text.split())


def _placed(pages: Sequence[str], paper: Sequence[str]) -> int:
    """Give where in the paper the pages begin, which stand there one after the other; 0 where none of them is known again."""
    for first in range(1, len(paper) - len(pages) + 1):
        if any(page and _is_on(page, paper[first + place]) for place, page in enumerate(pages)):
            return first
    return 0


def _is_on(page: str, paper: str) -> bool:
    chunks = [page[start : start + _CHUNK] for start in range(0, max(len(page) - _CHUNK + 1, 1), _CHUNK // 2)]
    return sum(chunk in paper for chunk in chunks) > len(chunks) * _KNOWN_BY
