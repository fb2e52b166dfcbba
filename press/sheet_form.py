"""The 发文稿纸 as a Word file that drafters fill: cells with lists to choose from, and the body on the next page (发文稿纸)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from domain.document import Direction, Kind, Urgency
from domain.facts import FactName
from domain.levels import Level, Retention
from domain.undersigning import STATED
from press import layout

_OPENNESS: Final = ("主动公开", "依申请公开", "不予公开")
_ROWS: Final[tuple[tuple[FactName, ...], ...]] = (
    (FactName.ORGANS, FactName.KIND),
    (FactName.TITLE,),
    (FactName.ADDRESSEES,),
    (FactName.COPIES_TO,),
    (FactName.LEVEL, FactName.URGENCY),
    (FactName.DIRECTION, FactName.SUBJECT_TO),
    (FactName.UNIT, FactName.DRAFTER),
    (FactName.COSIGN_UNITS,),
    (FactName.PRINT_RUN, FactName.RETENTION),
)
_FOR_INK: Final = (("核稿", "会签"), ("签发",))
_WIDE: Final = frozenset({FactName.TITLE, FactName.ADDRESSEES, FactName.COPIES_TO})
_HINT: Final = (
    "有下拉箭头的栏点开选择，其余直接填写；几个机关、几个科室之间用顿号。涉及其他科室的，写明会签科室。写在稿纸上的标题、主送、抄送，正文中不必再写。"
    "正文从下一页写起。核稿、会签、签发栏由系统或有关人员填写。"
)
_ASKS: Final = "选择"
_LABEL_MM: Final = 26.0
_COLUMNS_MM: Final = (_LABEL_MM, 62.0, _LABEL_MM, layout.CORE_WIDTH - 2 * _LABEL_MM - 62.0)


@dataclass(frozen=True)
class SheetOptions:
    """What an office offers on its 发文稿纸 (稿纸选项); ``unit`` prefills 拟稿单位."""

    office: str
    organs: tuple[str, ...]
    units: tuple[str, ...]
    permitted: Level
    classes: tuple[str, ...] = ()
    unit: str = ""


def sheet_form(options: SheetOptions) -> bytes:
    """Make the form: the same options give the same text and lists."""
    document = Document()
    _set_page(document)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _type(heading.add_run(f"{options.office}发文稿纸"), "方正小标宋简体", layout.SIZE_2_PT)
    _add_table(document, options)
    break_at = document.add_paragraph()
    break_at.add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph()
    document.core_properties.title = ""
    document.core_properties.author = ""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _set_page(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(layout.TOP_MARGIN), Mm(layout.BOTTOM_MARGIN)
    section.left_margin, section.right_margin = Mm(layout.LEFT_MARGIN), Mm(layout.RIGHT_MARGIN)
    style = document.styles["Normal"]
    style.font.size = Pt(layout.SIZE_3_PT)
    style.font.name = "仿宋_GB2312"
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")


def _add_table(document: DocumentType, options: SheetOptions) -> None:
    last = (FactName.ENDING, FactName.DOCUMENT_CLASS) if options.classes else (FactName.ENDING,)
    rows = (*_ROWS, last)
    table = document.add_table(len(rows) + len(_FOR_INK) + 1, 4)
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, _COLUMNS_MM, strict=True):
        column.width = Mm(width)
    for row, names in zip(table.rows, rows, strict=False):
        _set_height(row, 16.0 if names[0] in _WIDE else 11.0)
        for cell, name in zip(_pairs(row.cells, len(names)), names, strict=True):
            _fill(*cell, name, options)
    for row, labels in zip(table.rows[len(rows) :], _FOR_INK, strict=False):
        _set_height(row, 24.0)
        for (label_cell, _), label in zip(_pairs(row.cells, len(labels)), labels, strict=True):
            _write(label_cell, label)
            label_cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
            label_cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    hint = table.rows[-1].cells[0].merge(table.rows[-1].cells[3])
    _write(hint, _HINT, size_pt=layout.SIZE_4_PT - 3.5)


def _pairs(cells: Sequence[_Cell], count: int) -> Iterable[tuple[_Cell, _Cell]]:
    """Give label and value cells; a row with one pair has its value over three columns."""
    if count == 2:
        return ((cells[0], cells[1]), (cells[2], cells[3]))
    return ((cells[0], cells[1].merge(cells[3])),)


def _fill(label_cell: _Cell, value_cell: _Cell, name: FactName, options: SheetOptions) -> None:
    _write(label_cell, name.value)
    label_cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    label_cell.vertical_alignment = value_cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    choices = _choices(name, options)
    preset = options.unit if name is FactName.UNIT else ""
    if choices:
        _xml(value_cell.paragraphs[0]).append(parse_xml(_control(name.value, choices, preset)))
    for extra in value_cell.paragraphs[1:]:  # what merging cells leaves
        _xml(extra).getparent().remove(_xml(extra))


def _choices(name: FactName, options: SheetOptions) -> tuple[str, ...]:
    levels = [level.value for level in Level if level.rank <= options.permitted.rank]
    offered: dict[FactName, tuple[str, ...]] = {
        FactName.KIND: tuple(kind.value for kind in Kind),
        FactName.ORGANS: options.organs,
        FactName.LEVEL: tuple(levels),
        FactName.URGENCY: ("无", *(urgency.value for urgency in Urgency)),
        FactName.DIRECTION: tuple(direction.value for direction in Direction),
        FactName.ENDING: tuple(ending.value for ending in STATED),
        FactName.SUBJECT_TO: _OPENNESS,
        FactName.UNIT: options.units,
        FactName.COSIGN_UNITS: options.units,
        FactName.RETENTION: tuple(retention.value for retention in Retention),
        FactName.DOCUMENT_CLASS: options.classes,
    }
    return offered.get(name, ())


def _control(tag: str, choices: Sequence[str], preset: str) -> str:
    """Give a content control: a list to choose from that also takes typed words; it asks while it is empty.

    Cells to be typed into have none: LibreOffice 7.4 writes the words of a plain text control four times when it saves.
    """
    items = "".join(f"<w:listItem w:displayText={quoteattr(one)} w:value={quoteattr(one)}/>" for one in choices)
    asks = "" if preset else "<w:showingPlcHdr/>"
    look = '<w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="28"/></w:rPr>'
    grey = '<w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:color w:val="808080"/><w:sz w:val="28"/></w:rPr>'
    text = f"<w:r>{look if preset else grey}<w:t>{preset or _ASKS}</w:t></w:r>"
    properties = f"<w:sdtPr>{look}<w:alias w:val={quoteattr(tag)}/><w:tag w:val={quoteattr(tag)}/>{asks}<w:comboBox>{items}</w:comboBox></w:sdtPr>"
    return f"<w:sdt {nsdecls('w')}>{properties}<w:sdtContent>{text}</w:sdtContent></w:sdt>"


def _write(cell: _Cell, text: str, size_pt: float = layout.SIZE_4_PT) -> None:
    _type(cell.paragraphs[0].add_run(text), "仿宋_GB2312", size_pt)


def _type(run: Any, font: str, size_pt: float) -> None:
    run.font.size = Pt(size_pt)
    run.font.name = font
    _xml(run).get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _set_height(row: Any, height_mm: float) -> None:
    row.height = Mm(height_mm)


def _xml(thing: Any) -> Any:
    return thing._element  # noqa: SLF001 - python-docx has no public way to a paragraph's or run's element
