"""The head of the .docx (版头): corner lines, mark, number, red line, title and addressees, one function per format (7.2, 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.document import Direction, Layout, OfficialDocument
from press import layout
from press.docx_parts import CORE_TWIPS, Run, Shape, blank, border, borderless_table, paragraph, row, tab
from press.docx_styles import ZI
from press.formats import format_of
from press.mark_size import mark_air
from press.page_plan import PageOptions, addressee_line, corner_lines, date_text, shown_mark, title_lines

_PITCH_MM: Final = layout.LINE_PITCH_PT / layout.MM_PT
_RED: Final = "FF0000"


@dataclass(frozen=True)
class _Place:
    """What a part of the head is made of (版头要素): the document, its number, and whether the red line follows."""

    document: OfficialDocument
    number: str
    ruled: bool


def head(document: OfficialDocument, options: PageOptions) -> Iterator[str]:
    """Give the paragraphs from the corner lines down to the addressees, in the order of the document's format (版头)."""
    parts = format_of(document.layout).head
    number = document.filled.number or options.number_blank
    for part, following in zip(parts, (*parts[1:], ""), strict=True):
        if part.startswith("blank "):
            yield blank(int(part.removeprefix("blank ")))
        else:
            yield from _PARTS[part](_Place(document, number, following == "red-line"))
    if document.addressees:
        yield paragraph("Addressees", addressee_line(document))


def _corner(place: _Place) -> Iterator[str]:
    for role, text in corner_lines(place.document):
        yield paragraph("Corner", [Run(text, role)])


def _title(place: _Place) -> Iterator[str]:
    for line in title_lines(place.document):
        yield paragraph("Title", line)


def _subtitle(place: _Place) -> Iterator[str]:
    for line in place.document.subtitle:
        yield paragraph("Number", [Run(line, "kaiti")])


def _mark(place: _Place) -> Iterator[str]:
    document = place.document
    form = format_of(document.layout)
    names, suffix, size = shown_mark(document)
    lines_above = len(corner_lines(document)) if "corner" in form.head else 0
    line = round(size * (1 + (mark_air(names) if len(names) > 1 else 0.2)))
    # The characters stand in the middle of their line. Word can't begin above the frame, where a letter's mark would stand.
    above = (form.mark_top - layout.FRAME_TOP - lines_above * _PITCH_MM) * layout.MM_PT - (line - size) / 2
    room = max(0, round(above * 20))
    if len(names) > 1:
        yield paragraph("Corner", "", Shape(spacing=f'<w:spacing w:line="{max(20, room)}" w:lineRule="exact"/>'))
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
    right = min(CORE_TWIPS - left, round(size * layout.MARK_SUFFIX_RATIO * len(suffix) * 20) + 60) if suffix else 0
    spread = Shape(spacing=f'<w:spacing w:line="{line * 20}" w:lineRule="exact"/>', align="distribute")
    rows = []
    for place, name in enumerate(names):
        cells = [(left, "", paragraph("Mark", [Run(name, size_pt=size, squeeze=squeeze)], spread))]
        if suffix:
            merge = '<w:vMerge w:val="restart"/>' if place == 0 else "<w:vMerge/>"
            words = [Run(suffix, size_pt=size * layout.MARK_SUFFIX_RATIO, squeeze=squeeze)] if place == 0 else []
            cells.append(
                (right, merge, paragraph("Mark", words, Shape(spacing='<w:spacing w:line="240" w:lineRule="auto"/>')))
            )
        rows.append(row(cells))
    return borderless_table([left, right] if suffix else [left], rows)


def _number(place: _Place) -> Iterator[str]:
    document, red_line = place.document, _red_line() if place.ruled else ""
    if document.direction is Direction.UP and document.layout is Layout.DOCUMENT:
        yield from _approver_lines(document, place.number, red_line)
    else:
        yield paragraph("Number", place.number, Shape(borders=red_line))


def _red_line() -> str:
    gap = (layout.RED_LINE_GAP - layout.LINE_AIR) * layout.MM_PT
    return border("bottom", layout.RED_LINE_THICKNESS, _RED, gap)


def _approver_lines(document: OfficialDocument, number: str, red_line: str) -> Iterator[str]:
    """Two approvers a line; the number stands left on the last line (7.2.6). The line runs the core's width: no indent here."""
    pairs = [document.approvers[place : place + 2] for place in range(0, len(document.approvers), 2)] or [()]
    stop = tab(CORE_TWIPS - ZI)
    for place, pair in enumerate(pairs):
        last = place == len(pairs) - 1
        label = ("签发人：" if pair else "") if place == 0 else "　　　　"
        runs = [Run(f"　{number}\t{label}" if last else f"\t{label}"), Run("　".join(pair), "kaiti")]
        yield paragraph("Corner", runs, Shape(tabs=stop, borders=red_line if last else ""))


def _double_lines(_: _Place) -> Iterator[str]:
    aside = round((layout.LETTER_LINE_LENGTH - layout.CORE_WIDTH) / 2 * layout.MM_PT * 20)
    double = border("top", 1.0, _RED, 0, "thickThinSmallGap")
    yield (
        f'<w:p><w:pPr><w:pStyle w:val="Corner"/><w:pBdr>{double}</w:pBdr><w:spacing w:before="{round(layout.LETTER_LINE_GAP * layout.MM_PT * 20)}" '
        f'w:line="160" w:lineRule="exact"/><w:ind w:left="-{aside}" w:right="-{aside}"/></w:pPr></w:p>'
    )


def _corner_and_number(place: _Place) -> Iterator[str]:
    corner = corner_lines(place.document) or [["", ""]]
    for line, (role, text) in enumerate(corner):
        runs = [Run(text, role), Run("\t" + place.number)] if line == 0 else [Run(text, role)]
        yield paragraph("Corner", runs, Shape(tabs=tab(CORE_TWIPS)))


def _organ_and_date(place: _Place) -> Iterator[str]:
    document = place.document
    line = f"　{document.organs[0] if document.organs else ''}\t{date_text(document.filled.dated)}　"
    yield paragraph("Corner", line, Shape(borders=_red_line() if place.ruled else "", tabs=tab(CORE_TWIPS)))


def _drawn_already(_: _Place) -> Iterator[str]:
    """The red line is the lower border of the paragraph above it."""
    yield from ()


_PARTS: Final[Mapping[str, Callable[[_Place], Iterator[str]]]] = {
    "corner": _corner,
    "corner-lines": _corner,
    "corner-and-number": _corner_and_number,
    "mark": _mark,
    "number": _number,
    "organ-and-date": _organ_and_date,
    "red-line": _drawn_already,
    "double-lines": _double_lines,
    "title": _title,
    "subtitle": _subtitle,
}
