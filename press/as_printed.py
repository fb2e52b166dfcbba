"""What became of a document on its pages (版面实况), so that the .docx does the same: the pitch, where the addressees went, pages before 版记."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from domain.document import OfficialDocument
from press import layout
from press.leaves import Leaf
from press.page_plan import addressee_line


@dataclass(frozen=True)
class Printed:
    """How the page came out (版面实况): ``moved`` are addressees that went to 版记 (7.3.2), ``breaks`` new pages begun before 版记.

    ``imprint_top`` is where its first rule lies, in millimetres from the page's top; 0 where it has no rules.
    """

    pitch_pt: float = layout.LINE_PITCH_PT
    moved: str = ""
    breaks: int = 0
    imprint_top: float = 0.0


def printed_as(document: OfficialDocument, pages: Sequence[Leaf], pitch_pt: float) -> Printed:
    """Look at the pages that were made of a document."""
    said = addressee_line(document)
    moved = said if said and _letters(said) not in _letters(pages[0].text) else ""
    return Printed(pitch_pt, moved, *_imprint(pages))


def _imprint(pages: Sequence[Leaf]) -> tuple[int, float]:
    """Count the pages begun for 版记 alone (nothing stands above its first rule; the page before may be blank), and say where it begins."""
    rules, others = _tops(pages[-1])
    if not rules:
        return 0, 0.0
    first = layout.PAGE_HEIGHT - max(rules) / layout.MM_PT
    if len(pages) < 2 or max(others, default=0.0) > max(rules):
        return 0, first
    return (1 if _letters(pages[-2].text) else 2), first


def _tops(page: Leaf) -> tuple[list[float], list[float]]:
    """List the upper edges of the rules of 版记, as wide as the core and low on the page, and of everything else."""
    rules: list[float] = []
    others: list[float] = []
    for piece in page.pieces:
        left, _, right, top = piece.box
        wide = abs(right - left - layout.CORE_WIDTH * layout.MM_PT) < 1
        (rules if piece.kind == pdfium.FPDF_PAGEOBJ_PATH and wide else others).append(top)
    return rules, others


def _letters(text: str) -> str:
    return "".join(text.split())
