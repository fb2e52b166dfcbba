"""Mending a draft's .docx (自动改正): signs in its text are replaced, nothing else of the file changes.

A change may lie across runs of different looks; each character keeps the run it stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from lxml import etree

from domain.findings import Mended
from press.drafting_properties import rewritten
from press.mends import Change, changes_in
from press.reading_package import open_package

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_AROUND: Final = 6


def mend_docx(docx: bytes, subject: str) -> tuple[bytes, tuple[Mended, ...]]:
    """Give the .docx with everything mended that can be, and the list of it; the same bytes when there is nothing.

    Raises:
        DraftError: It is not a .docx that we would read.
    """
    package = open_package(docx, subject)
    document = package.tree(package.main)
    done: list[Mended] = []
    for number, paragraph in enumerate(document.iter(f"{_W}p"), 1):
        texts = [text for text in paragraph.iter(f"{_W}t") if _owner(text) is paragraph and text.text]
        whole = "".join(text.text or "" for text in texts)
        changes = changes_in(whole)
        if changes:
            _write(texts, whole, changes)
            done += [_said(change, number, whole) for change in changes]
    if not done:
        return docx, ()
    xml = etree.tostring(document, xml_declaration=True, encoding="UTF-8", standalone=True)
    return rewritten(docx, {package.main: xml}), tuple(done)


def _owner(text: Any) -> Any:
    """Give the paragraph a text belongs to: one in a text box is not its outer paragraph's."""
    return next(ancestor for ancestor in text.iterancestors() if ancestor.tag == f"{_W}p")


def _write(texts: list[Any], whole: str, changes: Sequence[Change]) -> None:
    signs = list(whole)
    for change in changes:
        signs[change.start] = change.text
        signs[change.start + 1 : change.end] = [""] * (change.end - change.start - 1)
    place = 0
    for text in texts:
        length = len(text.text)
        text.text = "".join(signs[place : place + length])
        text.set(_SPACE, "preserve")
        place += length


def _said(change: Change, number: int, whole: str) -> Mended:
    before, after = whole[max(0, change.start - _AROUND) : change.start], whole[change.end : change.end + _AROUND]
    was = before + whole[change.start : change.end] + after
    return Mended(change.code, f"第{number}段", was, before + change.text + after)
