"""The walk through word/document.xml: from its elements to lines, tables and pictures, nothing passed over unnamed (逐项读取)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.draft import LeftOut
from domain.findings import Finding, Severity
from press import inventory
from press.errors import UncarriedContentError, UnknownNumberingError
from press.numbering_labels import NumberFormatError, NumberingLabels
from press.reading_items import Item, Line, PictureItem, TableItem, place_of
from press.reading_notes import KINDS as NOTES
from press.reading_notes import LEAD, Notes
from press.reading_package import Package
from press.reading_pictures import read_picture, vml_size
from press.reading_signs import field_sign, symbol_of
from press.reading_styles import Look, StyleSheet
from press.reading_tables import (
    MOST_COLUMNS,
    RawCell,
    is_going_on,
    rows_of,
    span_of,
    table_from,
    widths_of,
    with_true_merges,
)
from press.reading_xml import (
    DRAWING,
    NO_WIDTH,
    PICTURE,
    PLACED,
    RELATIONS,
    VML,
    Element,
    W,
    characters_of,
    is_on,
    local_name,
    value_at,
)

_BLANKS = " \t　\xa0 "
_MOST_NESTED = 3
_VML_CROPS = ("cropleft", "cropright", "croptop", "cropbottom")
_PLAIN_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LINE_SHAPES = frozenset({"line", "straightConnector1"})


@dataclass
class Walk:
    """A walk through one document (读取过程); ``items`` and ``left_out`` grow as it goes."""

    package: Package
    styles: StyleSheet
    labels: NumberingLabels
    items: list[Item] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _added: int = 0
    _paragraphs: int = 0
    _tables: int = 0
    _where: str = ""
    _unfilled: list[int] = field(default_factory=list)
    _style: str = ""

    def __post_init__(self) -> None:
        self.notes = Notes(self.package)

    def add_notes(self) -> None:
        """Add the notes that the text refers to as paragraphs at its end."""
        for mark, note in self.notes.used:
            lead = LEAD + mark
            for paragraph in note.iterfind(f"{W}p"):
                lead = self._note_lines(paragraph, lead)
            stranger = next((element for element in note if local_name(element) not in {"p", *inventory.SILENT}), None)
            if stranger is not None:
                raise inventory.stop_at(stranger, f"注{mark}", self.package)
        for called, note in self.notes.unused():
            if characters := inventory.characters_in(note):
                self.left_out.append(LeftOut(f"正文没有引用的{called}", called, characters))

    def _note_lines(self, paragraph: Element, lead: str) -> str:
        self._where = f"{lead}“{inventory.text_in(paragraph)[:14]}”"
        for piece in self._pieces(paragraph):
            if isinstance(piece, PictureItem):
                raise UncarriedContentError(self.package.subject, "注释中的图片", self._where)
            for line in _lines(piece):
                self._paragraphs += 1
                self.items.append(Line(lead + line, self._paragraphs, Look(), lead))
                lead = ""
        return lead

    def block(self, parent: Element) -> None:
        """Read the blocks inside a body or a wrapper."""
        for element in parent:
            name = local_name(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name == "sdt":
                self._control(element)
            elif name in inventory.TRANSPARENT:
                self.block(element)
            elif name not in inventory.SILENT:
                raise inventory.stop_at(element, self._after(), self.package)

    def _after(self) -> str:
        last = next((item for item in reversed(self.items) if isinstance(item, Line)), None)
        return f"{last.place}之后" if last else "文首"

    def _control(self, element: Element) -> None:
        gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is not None and gallery.get(f"{W}val") == "Table of Contents":
            self.left_out.append(LeftOut("目录", self._after(), inventory.characters_in(element)))
        elif not self._is_unfilled(element):
            self.block(element)

    def _is_unfilled(self, control: Element) -> bool:
        """Leave out the words with which a content control asks to be filled (占位文字)."""
        if local_name(control) != "sdt" or not is_on(control.find(f"{W}sdtPr"), "showingPlcHdr"):
            return False
        self._unfilled.append(inventory.characters_in(control))
        return True

    def tell_unfilled(self) -> None:
        """Tell in one line what stood in controls that nobody filled."""
        if sum(self._unfilled):
            what = f"未填写的内容控件中的提示文字（{len(self._unfilled)}处）"
            self.left_out.append(LeftOut(what, "全文", sum(self._unfilled)))

    def _paragraph(self, element: Element) -> None:
        text = inventory.text_in(element)
        number = self._paragraphs + 1
        self._where = place_of(number, text) if text.strip() else self._after()
        before = self._added
        pieces = self._pieces(element)
        added = self._added - before
        look = self.styles.look(element.find(f"{W}pPr"), _first_run(element))
        label = self._label(element) if any(isinstance(piece, PictureItem) or piece.strip() for piece in pieces) else ""
        for piece in pieces:
            if isinstance(piece, PictureItem):
                self.items.append(piece)
                continue
            for line in _lines(piece):
                self._paragraphs = number
                self.items.append(Line(label + line, number, look, label, added))
                label, added = "", 0

    def _label(self, element: Element) -> str:
        try:
            return self.labels.label(element.find(f"{W}pPr"))
        except NumberFormatError as error:
            raise UnknownNumberingError(self.package.subject, str(error), self._where) from error

    def _pieces(self, element: Element) -> list[str | PictureItem]:
        properties = element.find(f"{W}pPr")
        changed = inventory.change_in(None if properties is None else properties.find(f"{W}rPr"))
        if changed is not None:
            raise inventory.stop_at(changed, self._where, self.package)
        if properties is not None and _floats(properties) and inventory.text_in(element).strip():
            raise UncarriedContentError(self.package.subject, "图文框", self._where)
        self._style = self.styles.style_of(properties)
        pieces: list[str | PictureItem] = [""]
        for piece in self._inline(element):
            if isinstance(piece, str) and isinstance(pieces[-1], str):
                pieces[-1] += piece
            else:
                pieces.append(piece)
        return pieces

    def _inline(self, parent: Element) -> Iterator[str | PictureItem]:
        for element in parent:
            name = local_name(element)
            if name == "r":
                yield from self._run(element)
            elif name in inventory.TRANSPARENT or (name == "sdt" and not self._is_unfilled(element)):
                yield from self._inline(element)
            elif name == "sdt":
                continue
            elif name not in inventory.SILENT:
                raise inventory.stop_at(element, self._where, self.package)

    def _run(self, run: Element) -> Iterator[str | PictureItem]:
        looks = run.find(f"{W}rPr")
        what = self.styles.hides(self._style, looks) if inventory.characters_in(run) else ""
        if what:
            raise UncarriedContentError(self.package.subject, what, self._where)
        for element in run:
            match local_name(element):
                case "t":
                    yield self._text(element, looks)
                case name if name in _PLAIN_SIGNS:
                    yield _PLAIN_SIGNS[name]
                case "sym":
                    yield self._symbol(element)
                case "fldChar":
                    yield self._adding(field_sign(element))
                case name if name in NOTES:
                    yield self._adding(self.notes.refer(element))
                case "drawing" | "pict" | "AlternateContent":
                    yield from self._drawing(element)
                case name if name not in inventory.SILENT:
                    raise inventory.stop_at(element, self._where, self.package)

    def _adding(self, shown: str) -> str:
        """Count what the page shows and the file holds in no run of text."""
        self._added += characters_of(shown)
        return shown

    def _symbol(self, element: Element) -> str:
        shown = symbol_of(element)
        if not shown:
            raise inventory.stop_at(element, self._where, self.package)
        return shown

    def _text(self, element: Element, looks: Element | None) -> str:
        raised = inventory.raised(element.text or "", value_at(looks, "vertAlign"))
        if raised is None:
            raise UncarriedContentError(self.package.subject, f"上标或下标“{element.text}”", self._where)
        return raised

    def _drawing(self, element: Element) -> Iterator[PictureItem]:
        stop = next((found for found in element.iter() if _stops(found)), None)
        if stop is not None:
            raise inventory.stop_at(stop, self._where, self.package)
        pictures = list(element.iter(f"{{{PICTURE}}}pic"))
        old = [] if pictures else list(element.iter(f"{{{VML}}}imagedata"))
        if len(pictures) == 1:
            yield self._picture(element, pictures[0])
        elif len(old) == 1:
            yield self._old_picture(old[0])
        elif _is_line(element):
            self.left_out.append(LeftOut("线条", self._where, 0))
        else:
            raise UncarriedContentError(self.package.subject, "自选图形或组合图形", self._where)

    def _picture(self, drawing: Element, picture: Element) -> PictureItem:
        blip = picture.find(f".//{{{DRAWING}}}blip")
        relation_id = "" if blip is None else blip.get(f"{{{RELATIONS}}}embed", "")
        relation = self.package.relations(self.package.main).get(relation_id)
        changed = inventory.picture_changes(picture)
        if changed:
            raise UncarriedContentError(self.package.subject, changed, self._where)
        if drawing.find(f".//{{{PLACED}}}anchor") is not None:
            self.left_out.append(LeftOut("图片的浮动位置（改为随文排列）", self._where, 0))
        if relation is None:
            raise UncarriedContentError(self.package.subject, "没有数据的图片", self._where)
        data = self.package.read(relation.target)
        extent = drawing.find(f".//{{{PLACED}}}extent")
        size = None if extent is None else (_emu(extent.get("cx")), _emu(extent.get("cy")))
        return PictureItem(read_picture(data, self.package.subject, self._where, size), data, self._where)

    def _old_picture(self, image: Element) -> PictureItem:
        """Read a picture the way Word 2003 and WPS keep it (v:imagedata)."""
        relation = self.package.relations(self.package.main).get(image.get(f"{{{RELATIONS}}}id", ""))
        shape = image.getparent()
        if relation is None or shape is None:
            raise UncarriedContentError(self.package.subject, "没有数据的图片", self._where)
        style = shape.get("style", "")
        if any(image.get(name, "0") not in {"0", ""} for name in _VML_CROPS) or "rotation" in style or "flip" in style:
            raise UncarriedContentError(self.package.subject, "裁剪或旋转过的图片", self._where)
        data = self.package.read(relation.target)
        return PictureItem(read_picture(data, self.package.subject, self._where, vml_size(style)), data, self._where)

    def _table(self, element: Element) -> None:
        self._tables += 1
        number = self._tables
        rows = [
            (row, [self._cell(cell, number, across, down) for across, cell in enumerate(rows_of(row, "tc"), start=1)])
            for down, row in enumerate(rows_of(element, "tr"), start=1)
        ]
        rows = with_true_merges(rows)
        hidden = sum(characters_of(cell.text) - cell.labels for _, cells in rows for cell in cells if cell.goes_on)
        if hidden:
            self.left_out.append(LeftOut("合并单元格中被遮住的文字", f"第{number}个表格", hidden))
        labels = sum(cell.labels for _, cells in rows for cell in cells if not cell.goes_on)
        table = table_from(rows, widths_of(element))
        if len(table.widths) > MOST_COLUMNS:
            raise UncarriedContentError(self.package.subject, f"超过 {MOST_COLUMNS} 列的表格", f"第{number}个表格")
        if table.rows:
            self.items.append(TableItem(table, number, labels))
        else:
            self.left_out.append(LeftOut("没有文字的表格", f"第{number}个表格", 0))

    def _cell(self, element: Element, table: int, across: int, down: int) -> RawCell:
        return self._cell_at(element, f"第{table}个表格第{down}行第{across}格", 0)

    def _cell_at(self, element: Element, where: str, depth: int) -> RawCell:
        lines: list[str] = []
        labels = 0
        changed = inventory.change_in(element.find(f"{W}tcPr"))
        if changed is None:
            row = element.getparent()
            changed = inventory.change_in(None if row is None else row.find(f"{W}trPr"))
        if changed is not None:
            raise inventory.stop_at(changed, where, self.package)
        for paragraph in self._cell_paragraphs(element, where):
            self._where = where
            if local_name(paragraph) == "tbl":
                for inner in self._nested(paragraph, where, depth + 1):
                    lines.append(inner.text)
                    labels += inner.labels
                continue
            before = self._added
            pieces = self._pieces(paragraph)
            labels += self._added - before
            if any(isinstance(piece, PictureItem) for piece in pieces):
                raise UncarriedContentError(self.package.subject, "表格中的图片", where)
            found = list(_lines("".join(piece for piece in pieces if isinstance(piece, str))))
            label = self._label(paragraph) if found else ""
            labels += characters_of(label)
            lines += [label + found[0], *found[1:]] if found else []
        return RawCell("\n".join(lines), span_of(element), is_going_on(element), labels)

    def _nested(self, table: Element, where: str, depth: int) -> Iterator[RawCell]:
        """Give a table inside a cell as lines of that cell, a row each (嵌套表格)."""
        if depth > _MOST_NESTED:
            raise UncarriedContentError(self.package.subject, f"套了 {_MOST_NESTED} 层以上的表格", where)
        for row in rows_of(table, "tr"):
            cells = [self._cell_at(cell, where, depth) for cell in rows_of(row, "tc")]
            hidden = sum(characters_of(cell.text) - cell.labels for cell in cells if cell.goes_on)
            if hidden:
                self.left_out.append(LeftOut("合并单元格中被遮住的文字", where, hidden))
            shown = [cell for cell in cells if not cell.goes_on]
            text = "　".join(cell.text.replace("\n", "　") for cell in shown if cell.text)
            if text:
                yield RawCell(text, 1, goes_on=False, labels=sum(cell.labels for cell in shown))
        sentence = "单元格中套着表格，已改为文字，一行一段"
        self.findings.append(
            Finding("RD-16", "", Severity.WARNING, where, sentence, "请核对这一格，必要时在原稿上改为合并单元格")
        )

    def _cell_paragraphs(self, parent: Element, where: str) -> Iterator[Element]:
        for element in parent:
            name = local_name(element)
            if name in {"p", "tbl"}:
                yield element
            elif name in inventory.TRANSPARENT or (name == "sdt" and not self._is_unfilled(element)):
                yield from self._cell_paragraphs(element, where)
            elif name == "sdt":
                continue
            elif name not in inventory.SILENT:
                raise inventory.stop_at(element, where, self.package)


def _first_run(paragraph: Element) -> Element | None:
    runs = (run for run in paragraph.iter(f"{W}r") if inventory.text_in(run).strip())
    first = next(runs, None)
    return None if first is None else first.find(f"{W}rPr")


def _lines(piece: str) -> Iterator[str]:
    for line in piece.translate(NO_WIDTH).split("\n"):
        clean = line.strip(_BLANKS).replace("\t", "　")
        if clean:
            yield clean


def _emu(text: str | None) -> int:
    return int(text) if text and len(text) <= 9 and text.isascii() and text.isdigit() else 0


def _stops(element: Element) -> bool:
    return isinstance(element.tag, str) and not inventory.name_of(element).startswith("不能识别")


def _is_line(element: Element) -> bool:
    shapes = [found for found in element.iter() if local_name(found) in {"wsp", "line", "shape", "rect", "oval"}]
    geometries = [found.get("prst") for found in element.iter(f"{{{DRAWING}}}prstGeom")]
    vector = [local_name(shape) for shape in shapes if local_name(shape) != "wsp"]
    return bool(shapes) and all(kind in _LINE_SHAPES for kind in geometries) and all(kind == "line" for kind in vector)


def _floats(properties: Element) -> bool:
    """Tell whether a paragraph stands in a frame (图文框) whose place in the text is unknown; 版记 of our own stands at the end as it should."""
    style = properties.find(f"{W}pStyle")
    ours = style is not None and style.get(f"{W}val") == "Imprint"
    return properties.find(f"{W}framePr") is not None and not ours
