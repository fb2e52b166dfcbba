"""The head of the .docx (版头): corner lines, mark, number, red line, title and addressees, one function per format (7.2, 10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from domain.document import Direction, Layout, OfficialDocument
from press import layout
from press.docx_parts import CORE_TWIPS, Run, Shape, blank, border, borderless_table, paragraph, row, tab
from press.docx_styles import ZI
from press.page_plan import PageOptions, addressee_line, corner_lines, date_text, mark_lines
from press.title_breaking import break_title

_PITCH_MM: Final = layout.LINE_PITCH_PT / layout.MM_PT
_RED: Final = "FF0000"


def head(document: OfficialDocument, options: PageOptions) -> Iterator[str]:
    """Give the paragraphs from the corner lines down to the addressees, in the document's format (版头)."""
    corner = corner_lines(document) if document.layout is not Layout.LETTER else []
    for role, text in corner:
        yield paragraph("Corner", [Run(text, role)])
    yield from _mark(document, len(corner))
    yield from {
        Layout.DOCUMENT: _document_head,
        Layout.LETTER: _letter_head,
        Layout.ORDER: _order_head,
        Layout.MINUTES: _minutes_head,
        Layout.PLAIN: _plain_head,
    }[document.layout](document, document.filled.number or options.number_blank)
    if document.layout is not Layout.ORDER:
        for line in break_title(document.title, document.organs):
            yield paragraph("Title", line)
        yield blank()
    if document.addressees:
        yield paragraph("Addressees", addressee_line(document))


def _mark(document: OfficialDocument, lines_above: int) -> Iterator[str]:
    tops = {Layout.LETTER: layout.LETTER_MARK_TOP, Layout.ORDER: layout.ORDER_MARK_TOP}
    names, suffix = mark_lines(document)
    size = layout.MARK_JOINT_SIZE_PT if len(names) > 1 else layout.MARK_SIZE_PT
    line = round(size * 1.2)
    # The characters stand in the middle of their line. Word can't begin above the frame, where a letter's mark would stand.
    above = (tops.get(document.layout, layout.MARK_TOP) - layout.FRAME_TOP - lines_above * _PITCH_MM) * layout.MM_PT - (
        line - size
    ) / 2
    room = max(0, round(above * 20))
    if len(names) > 1:
        yield paragraph("Corner", "", Shape(spacing=f'<w:spacing w:line="{room}" w:lineRule="exact"/>'))
        yield _joint_mark(names, suffix, size, line)
        return
    for name in names:
        squeeze = min(100, int(layout.CORE_WIDTH * layout.MM_PT / (size * len(name)) * 100))
        spacing = f'<w:spacing w:before="{room}" w:line="{line * 20}" w:lineRule="exact"/>'
        yield paragraph("Mark", [Run(name, size_pt=size, squeeze=squeeze)], Shape(spacing=spacing))


def _joint_mark(names: Sequence[str], suffix: str, size: float, line: int) -> str:
    """Stack the organs' names, each spread to the same width, with 文件 right of them in the middle (7.2.4)."""
    longest = max(len(name) for name in names)
    room = layout.CORE_WIDTH * layout.MM_PT * (0.78 if suffix else 1)
    squeeze = min(100, int(room / (size * longest) * 100))
    left = min(CORE_TWIPS, round(size * longest * squeeze / 100 * 20) + 60)
    right = min(CORE_TWIPS - left, round(size * 1.35 * len(suffix) * 20) + 60) if suffix else 0
    spread = Shape(spacing=f'<w:spacing w:line="{line * 20}" w:lineRule="exact"/>', align="distribute")
    rows = []
    for place, name in enumerate(names):
        cells = [(left, "", paragraph("Mark", [Run(name, size_pt=size, squeeze=squeeze)], spread))]
        if suffix:
            merge = '<w:vMerge w:val="restart"/>' if place == 0 else "<w:vMerge/>"
            words = [Run(suffix, size_pt=size * 1.35, squeeze=squeeze)] if place == 0 else []
            cells.append(
                (right, merge, paragraph("Mark", words, Shape(spacing='<w:spacing w:line="240" w:lineRule="auto"/>')))
            )
        rows.append(row(cells))
    return borderless_table([left, right] if suffix else [left], rows)


def _document_head(document: OfficialDocument, number: str) -> Iterator[str]:
    yield blank(2)
    gap = layout.RED_LINE_GAP * layout.MM_PT - layout.LINE_AIR * layout.MM_PT
    red_line = border("bottom", layout.RED_LINE_THICKNESS, _RED, gap)
    if document.direction is Direction.UP:
        yield from _approver_lines(document, number, red_line)
    else:
        yield paragraph("Number", number, Shape(borders=red_line))
    yield blank(2)


def _approver_lines(document: OfficialDocument, number: str, red_line: str) -> Iterator[str]:
    """Two approvers a line; the number stands left on the last line (7.2.6). The line runs the core's width: no indent here."""
    pairs = [document.approvers[place : place + 2] for place in range(0, len(document.approvers), 2)] or [()]
    stop = tab(CORE_TWIPS - ZI)
    for place, pair in enumerate(pairs):
        last = place == len(pairs) - 1
        label = ("签发人：" if pair else "") if place == 0 else "　　　　"
        runs = [Run(f"　{number}\t{label}" if last else f"\t{label}"), Run("　".join(pair), "kaiti")]
        yield paragraph("Corner", runs, Shape(tabs=stop, borders=red_line if last else ""))


def _letter_head(document: OfficialDocument, number: str) -> Iterator[str]:
    aside = round((layout.LETTER_LINE_LENGTH - layout.CORE_WIDTH) / 2 * layout.MM_PT * 20)
    double = border("top", 1.0, _RED, 0, "thickThinSmallGap")
    yield (
        f'<w:p><w:pPr><w:pStyle w:val="Corner"/><w:pBdr>{double}</w:pBdr><w:spacing w:before="{round(layout.LETTER_LINE_GAP * layout.MM_PT * 20)}" '
        f'w:line="160" w:lineRule="exact"/><w:ind w:left="-{aside}" w:right="-{aside}"/></w:pPr></w:p>'
    )
    corner = corner_lines(document) or [["", ""]]
    for place, (role, text) in enumerate(corner):
        runs = [Run(text, role), Run("\t" + number)] if place == 0 else [Run(text, role)]
        yield paragraph("Corner", runs, Shape(tabs=tab(CORE_TWIPS)))
    yield blank(2)


def _order_head(_: OfficialDocument, number: str) -> Iterator[str]:
    yield blank(2)
    yield paragraph("Number", number)
    yield blank(2)


def _plain_head(_: OfficialDocument, __: str) -> Iterator[str]:
    yield blank(1)


def _minutes_head(document: OfficialDocument, number: str) -> Iterator[str]:
    yield blank(2)
    yield paragraph("Number", number)
    gap = layout.RED_LINE_GAP * layout.MM_PT - layout.LINE_AIR * layout.MM_PT
    line = f"　{document.organs[0] if document.organs else ''}\t{date_text(document.filled.dated)}　"
    yield paragraph(
        "Corner", line, Shape(borders=border("bottom", layout.RED_LINE_THICKNESS, _RED, gap), tabs=tab(CORE_TWIPS))
    )
    yield blank(2)
