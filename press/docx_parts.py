"""Pieces of the .docx as XML text (文档片段): paragraphs, runs, tables; children in the schema's order by construction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from domain.document import Cell, Table
from press import layout
from press.docx_styles import FOOTER_MM, fonts_xml

CORE_TWIPS = round(layout.CORE_WIDTH * layout.MM_PT * 20)


@dataclass(frozen=True)
class Indent:
    """Indents of a paragraph in twips (缩进)."""

    left: int = 0
    right: int = 0
    first: int = 0
    hanging: int = 0

    def xml(self) -> str:
        """Give ``w:ind``, or nothing."""
        stated = {"left": self.left, "right": self.right, "firstLine": self.first, "hanging": self.hanging}
        # Sides are always said: an indent that is left out stays the style's.
        written = " ".join(
            f'w:{name}="{value}"' for name, value in stated.items() if value or name in ("left", "right")
        )
        # The style's indent in characters would win over ours in twips.
        return f'<w:ind w:firstLineChars="0" w:rightChars="0" {written}/>' if any(stated.values()) else ""


NO_INDENT = Indent()


@dataclass(frozen=True)
class Run:
    """Text in one type (文字): ``role`` empty takes the style's font, ``squeeze`` is the width in percent."""

    text: str
    role: str = ""
    size_pt: float = 0
    squeeze: int = 100

    def xml(self) -> str:
        """Give ``w:r``."""
        size = (
            f'<w:sz w:val="{round(self.size_pt * 2)}"/><w:szCs w:val="{round(self.size_pt * 2)}"/>'
            if self.size_pt
            else ""
        )
        squeeze = f'<w:w w:val="{self.squeeze}"/>' if self.squeeze != 100 else ""
        properties = (fonts_xml(self.role) if self.role else "") + squeeze + size
        wrapped = f"<w:rPr>{properties}</w:rPr>" if properties else ""
        return f"<w:r>{wrapped}{_text_xml(self.text)}</w:r>"


@dataclass(frozen=True)
class Shape:
    """What a paragraph states beside its style (段落格式), each the XML of its property or empty."""

    keep_next: bool = False
    page_break_before: bool = False
    frame: str = ""
    borders: str = ""
    shading: str = ""
    tabs: str = ""
    spacing: str = ""
    indent: Indent = field(default=NO_INDENT)
    align: str = ""


PLAIN = Shape()


def paragraph(style: str, runs: Sequence[Run] | str = (), shape: Shape = PLAIN, raw: str = "") -> str:
    """Give ``w:p``; ``raw`` is XML of runs that are ready."""
    listed = [Run(runs)] if isinstance(runs, str) and runs else list(runs)
    texts = "".join(run.xml() for run in listed if isinstance(run, Run))
    borders = f"<w:pBdr>{shape.borders}</w:pBdr>" if shape.borders else ""
    shading = f'<w:shd w:val="clear" w:color="auto" w:fill="{shape.shading}"/>' if shape.shading else ""
    tabs = f"<w:tabs>{shape.tabs}</w:tabs>" if shape.tabs else ""
    align = f'<w:jc w:val="{shape.align}"/>' if shape.align else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if shape.keep_next else ""}'
        f"{'<w:pageBreakBefore/>' if shape.page_break_before else ''}{shape.frame}{borders}{shading}{tabs}{shape.spacing}{shape.indent.xml()}{align}</w:pPr>"
        f"{texts}{raw}</w:p>"
    )


def blank(lines: int = 1, *, keep_next: bool = False) -> str:
    """Give blank lines (空行)."""
    return paragraph("Corner", "", Shape(keep_next=keep_next)) * lines


def row(cells: Sequence[tuple[int, str, str]], height: int = 0) -> str:
    """Give a table row of (width, merging, paragraph) that never breaks over pages, at least ``height`` twips high."""
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}<w:vAlign w:val="center"/></w:tcPr>{text}</w:tc>'
        for width, merge, text in cells
    )
    least = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}</w:trPr>{written}</w:tr>"


def borderless_table(widths: Sequence[int], rows: Sequence[str]) -> str:
    """Give a centred table without lines, cells without margins."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def border(side: str, thickness_mm: float, color: str = "000000", space_pt: float = 0, kind: str = "single") -> str:
    """Give one border line; Word counts thickness in eighths of a point."""
    return f'<w:{side} w:val="{kind}" w:sz="{round(thickness_mm * layout.MM_PT * 8)}" w:space="{round(space_pt)}" w:color="{color}"/>'


def tab(position: int, kind: str = "right") -> str:
    """Give a tab stop at ``position`` twips."""
    return f'<w:tab w:val="{kind}" w:pos="{position}"/>'


def field_runs(code: str, before: str, after: str) -> str:
    """Give the runs of a field with text around it, such as the page number (域)."""
    return (
        f'{Run(before).xml()}<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{Run("1").xml()}<w:r><w:fldChar w:fldCharType="end"/></w:r>{Run(after).xml()}'
    )


def parting() -> str:
    """Give a thin empty paragraph, without which two tables would grow together."""
    return paragraph("Corner", "", Shape(spacing='<w:spacing w:line="120" w:lineRule="exact"/>'))


def section_end(*, across: bool) -> str:
    """Give the paragraph that ends a section, upright or across (横排); text before it stands on pages of this kind."""
    width, height = (layout.PAGE_HEIGHT, layout.PAGE_WIDTH) if across else (layout.PAGE_WIDTH, layout.PAGE_HEIGHT)
    turned = ' w:orient="landscape"' if across else ""
    # Turned by a quarter, the page's left side is the head of the table: the binding margin is at the top (8).
    top, right, bottom, left = (
        (layout.LEFT_MARGIN, layout.FRAME_TOP, layout.RIGHT_MARGIN, layout.BOTTOM_MARGIN)
        if across
        else (layout.FRAME_TOP, layout.RIGHT_MARGIN, layout.FRAME_BOTTOM, layout.LEFT_MARGIN)
    )
    sides = {
        "top": top,
        "right": right,
        "bottom": bottom,
        "left": left,
        "header": 15,
        "footer": 10 if across else FOOTER_MM,
    }
    margins = " ".join(f'w:{name}="{_twips(value)}"' for name, value in sides.items())
    return (
        '<w:p><w:pPr><w:pStyle w:val="Corner"/><w:spacing w:line="20" w:lineRule="exact"/><w:sectPr><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{_twips(width)}" w:h="{_twips(height)}"{turned}/><w:pgMar {margins} w:gutter="0"/></w:sectPr></w:pPr></w:p>'
    )


def _twips(length_mm: float) -> int:
    return round(length_mm * layout.MM_PT * 20)


_CELL_MARGINS = (
    "<w:tblCellMar>"
    + "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 50), ("left", 60), ("bottom", 50), ("right", 60))
    )
    + "</w:tblCellMar>"
)


def table(item: Table, width_mm: float = layout.CORE_WIDTH) -> str:
    """Give ``w:tbl`` of a table: heads repeat on each page, rows are at least a line high, never exact (exact rows cut text off)."""
    total = sum(item.widths)
    widths = [round(_twips(width_mm) * width / total) for width in item.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    lines = "".join(border(side, 0.18) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    rows = "".join(_row(row, widths, head=place < item.header_rows) for place, row in enumerate(_places(item)))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{lines}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{_CELL_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


@dataclass(frozen=True)
class _Place:
    column: int
    cell: Cell
    continued: bool


def _places(item: Table) -> Iterator[list[_Place]]:
    """Give each row's cells with their columns, those that run on from above included."""
    running: dict[int, tuple[Cell, int]] = {}
    for row in item.rows:
        places: list[_Place] = []
        column, left = 0, list(row)
        while left or column in running:
            if column in running:
                cell, rest = running.pop(column)
                places.append(_Place(column, cell, continued=True))
            else:
                cell, rest = left[0], left[0].rows
                left.pop(0)
                places.append(_Place(column, cell, continued=False))
            if rest > 1:
                running[column] = (cell, rest - 1)
            column += cell.columns
            if not left and column not in running:
                column = min((other for other in running if other > column), default=column)
        # What runs on below was put back under the same keys while this row was laid out, never looked at twice.
        yield places


def _row(places: Sequence[_Place], widths: Sequence[int], *, head: bool) -> str:
    cells = "".join(_cell(place, widths, head=head) for place in places)
    repeat = "<w:tblHeader/>" if head else ""
    height = round(layout.LINE_PITCH_PT * 20)
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeat}</w:trPr>{cells}</w:tr>'
    )


def _cell(place: _Place, widths: Sequence[int], *, head: bool) -> str:
    cell = place.cell
    width = sum(widths[place.column : place.column + cell.columns])
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = (
        f"<w:vMerge{'' if place.continued else chr(32) + 'w:val=' + chr(34) + 'restart' + chr(34)}/>"
        if cell.rows > 1
        else ""
    )
    text = "" if place.continued else cell.text
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph('TableHead' if head else 'TableText', text)}</w:tc>"
    )


def _text_xml(text: str) -> str:
    parts = []
    for place, line in enumerate(text.split("\n")):
        if place:
            parts.append("<w:br/>")
        pieces = line.split("\t")
        parts.append(
            "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in pieces)
        )
    return "".join(parts)
