"""Page numbers of the .docx (页码): real fields, outside on odd and even pages, and at the side of a page that lies across (7.5, 8)."""

from __future__ import annotations

import copy
from typing import Any, Final

from docx.enum.section import WD_ORIENT
from docx.oxml.parser import parse_xml

from domain.document import Layout
from press import layout
from press.docx_parts import Indent, Shape, border, field_runs, paragraph
from press.docx_styles import NAMESPACES, SMALL

_RED: Final = "FF0000"
_TWIPS: Final = layout.MM_PT * 20
_SHAPES: Final = {
    "odd": Shape(indent=Indent(right=SMALL), align="right"),
    "even": Shape(indent=Indent(left=SMALL), align="left"),
}
_STRIP_MM: Final = 60.0


def number_pages(word: Any, kind: Layout) -> None:
    """Put ``— 1 —`` outside right on odd, left on even pages (7.5); a letter's first page has its red lines instead (10.1)."""
    section = word.sections[-1]
    _put(section, {side: _number(shape) for side, shape in _SHAPES.items()})
    if kind is Layout.LETTER:
        section.different_first_page_header_footer = True
        section.first_page_footer.is_linked_to_previous = False
        _fill(section.first_page_footer, _letter_lines())
    turned = [each for each in word.sections if each.orientation == WD_ORIENT.LANDSCAPE]
    for each in turned[:1]:
        _put(each, {side: _at_the_side(side) for side in _SHAPES})
    _share(word.element.body, turned)


def _put(section: Any, xml: dict[str, str]) -> None:
    for footer, side in ((section.footer, "odd"), (section.even_page_footer, "even")):
        footer.is_linked_to_previous = False
        _fill(footer, xml[side])


def _number(shape: Shape) -> str:
    return paragraph("PageNumber", (), shape, raw=field_runs("PAGE", "— ", " —"))


def _at_the_side(side: str) -> str:
    """Give a strip at the left of a page across, read with the leaf upright: the number keeps its place on the leaf (8).

    Turned upright the left side of such a page is the leaf's foot, its lower end the leaf's right side.
    """
    wide = layout.SIZE_4_PT / layout.MM_PT
    foot = layout.PAGE_HEIGHT - layout.TOP_MARGIN - layout.CORE_HEIGHT - layout.PAGE_NUMBER_GAP
    # The dash stands in the middle of its line.
    x = foot + wide / 2 - wide
    inset = SMALL / _TWIPS
    y = layout.LEFT_MARGIN + (layout.CORE_WIDTH - inset - _STRIP_MM if side == "odd" else inset)
    shape = Shape(
        spacing=f'<w:spacing w:line="{SMALL}" w:lineRule="exact"/>', align="right" if side == "odd" else "left"
    )
    end = paragraph("Corner", "", Shape(spacing='<w:spacing w:line="20" w:lineRule="exact"/>'))
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page" w:tblpX="{round(x * _TWIPS)}" '
        f'w:tblpY="{round(y * _TWIPS)}"/><w:tblW w:w="{SMALL}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        f'<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{SMALL}"/></w:tblGrid><w:tr><w:trPr>'
        f'<w:trHeight w:val="{round(_STRIP_MM * _TWIPS)}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{SMALL}" w:type="dxa"/>'
        f'<w:textDirection w:val="tbRl"/></w:tcPr>{_number(shape)}</w:tc></w:tr></w:tbl>'
        f"{end}"
    )


def _letter_lines() -> str:
    double = border("top", 1.0, _RED, 0, "thinThickSmallGap")
    aside = round((layout.LETTER_LINE_LENGTH - layout.CORE_WIDTH) / 2 * _TWIPS)
    return f'<w:p><w:pPr><w:pStyle w:val="Corner"/><w:pBdr>{double}</w:pBdr><w:ind w:left="-{aside}" w:right="-{aside}"/></w:pPr></w:p>'


def _share(body: Any, turned: list[Any]) -> None:
    """Give every section the page numbers of its kind: upright ones those of the last, those across those of the first across."""
    across = [each._sectPr for each in turned]  # noqa: SLF001 - python-docx has no public way to a section's XML
    for section in body.iter(body.sectPr.tag):
        kind = next((each for each in across if each is section), None)
        given = across[0] if kind is not None else body.sectPr
        if section is not given:
            for place, footer in enumerate(child for child in given if child.tag.endswith("}footerReference")):
                section.insert(place, copy.deepcopy(footer))


def _fill(footer: Any, xml: str) -> None:
    element = footer._element  # noqa: SLF001 - python-docx has no public way to set a footer's XML
    for child in list(element):
        element.remove(child)
    for child in parse_xml(f"<w:ftr {NAMESPACES}>{xml}</w:ftr>"):
        element.append(child)
