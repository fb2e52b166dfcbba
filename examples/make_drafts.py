# ruff: noqa: INP001 - a script beside its data, not a package
r"""Make the drafts of ``examples/drafts`` from the prose of ``examples/prose``, looking the way people's Word files look.

Run ``python examples/make_drafts.py [FOLDER]``; the same prose always gives the same bytes. A line of prose is ``label|text``:
题 title (``\\`` a manual line break) · 送 addressees · 文 body · 一 二 三 四 typed headings · 自1 自2 auto-numbered ones · 附 attachment
note · 署 signature · 日 date · 注 note · 抄 copies · 席 attendees · 密 secrecy mark · 急 urgency · 表题 表 图 table and picture ·
稿 a row of the 发文稿纸 · 貌 which of the four ways of (mis)formatting is used.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from PIL import Image, ImageDraw

HERE = Path(__file__).resolve().parent
MADE_AT = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
TRUNCATED = "关于组织参加全县健康知识讲座的通知"

NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum>"""
NUMBER = f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'


@dataclass(frozen=True)
class Look:
    """One person's way of using Word; fonts take turns from paragraph to paragraph."""

    fonts: tuple[str, ...]
    title_font: str
    size_pt: float
    indent: str
    margins_cm: tuple[float, float]
    line_pt: float | None


LOOKS = {
    "a": Look(("宋体",), "黑体", 14, "　　", (2.54, 3.18), None),
    "b": Look(("仿宋", "仿宋_GB2312"), "宋体", 16, "style", (2.54, 2.54), 28),
    "c": Look(("仿宋_GB2312", "宋体", "等线"), "方正小标宋简体", 15, "    ", (3.0, 2.8), None),
    "d": Look(("微软雅黑", "宋体"), "微软雅黑", 12, "　　", (2.0, 2.0), 24),
}


class Typist:
    """Types prose into one Word file."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.fonts = itertools.cycle(look.fonts)
        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin = section.bottom_margin = Cm(look.margins_cm[0])
        section.left_margin = section.right_margin = Cm(look.margins_cm[1])
        numbering = self.document.part.numbering_part.element
        numbering.insert(0, parse_xml(NUMBERING))
        numbering.append(parse_xml(NUMBER))

    def type_lines(self, lines: list[tuple[str, str]]) -> None:
        """Type every line; rows of a table are gathered first."""
        for label, group in itertools.groupby(lines, key=lambda line: line[0]):
            texts = [text for _, text in group]
            if label in ("表", "稿"):
                self.table([text.split("|") for text in texts])
            else:
                for place, text in enumerate(texts):
                    self.line(label, text, first=place == 0)

    def line(self, label: str, text: str, *, first: bool) -> None:
        """Type one line the way its label asks for."""
        match label:
            case "题":
                self.title(text)
            case "密" | "急":
                self.words(text, "黑体", 16)
            case "送":
                self.words(text, next(self.fonts), self.look.size_pt)
            case "署" | "日":
                self.ending(text)
            case "自1" | "自2":
                self.numbered(text, int(label[1]) - 1)
            case "一" | "二":
                self.body(text, "黑体" if label == "一" else "楷体", bold=label == "二" and self.look.size_pt > 14)
            case "附":
                self.body(("附件：" if first else "　　　") + text, next(self.fonts))
            case "抄":
                self.words(f"抄送：{text}", "宋体", 14)
            case "表题" | "图":
                self.caption(label, text)
            case _:
                self.body(text, next(self.fonts))

    def title(self, text: str) -> None:
        """Type the title in one paragraph with manual breaks (or, for one person, with paragraphs and blanks)."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for place, part in enumerate(text.split("\\")):
            run = self.run(paragraph, part, self.look.title_font, 22, bold=True)
            if place < text.count("\\"):
                run.add_break()
        if self.look.size_pt > 12:
            self.document.add_paragraph()

    def body(self, text: str, font: str, *, bold: bool = False) -> None:
        """Type a paragraph, indented by a style, by full-width blanks or by the space bar."""
        indent = "" if self.look.indent == "style" else self.look.indent
        paragraph = self.words(indent + text, font, self.look.size_pt, bold=bold)
        if self.look.indent == "style":
            paragraph.paragraph_format.first_line_indent = Pt(self.look.size_pt * 2)

    def numbered(self, text: str, level: int) -> None:
        """Type a heading and leave its number to Word."""
        paragraph = self.words(text, "黑体" if level == 0 else "楷体", self.look.size_pt)
        paragraph.paragraph_format.first_line_indent = Pt(self.look.size_pt * 2)
        properties: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - python-docx has no public way
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = 90

    def ending(self, text: str) -> None:
        """Type the signature or the date, pushed to the right by alignment or by blanks."""
        if self.look.indent == "    ":
            self.words("　" * (24 - len(text) // 2) + text, "宋体", self.look.size_pt)
        else:
            self.words(text + "　　", next(self.fonts), self.look.size_pt).alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def caption(self, label: str, text: str) -> None:
        """Type a caption; a picture's comes below it."""
        if label == "图":
            picture = self.document.add_paragraph()
            picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
            picture.add_run().add_picture(io.BytesIO(chart()), width=Cm(13))
        self.words(text, "黑体", 11).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def table(self, rows: list[list[str]]) -> None:
        """Draw a table; short rows give their last cell the width that is left."""
        columns = max(len(row) for row in rows)
        table = self.document.add_table(len(rows), columns, style="Table Grid")
        for row, cells in zip(rows, table.rows, strict=True):
            for text, cell in zip(row, cells.cells, strict=False):
                self.run(cell.paragraphs[0], text, "宋体", 10.5)
            if len(row) < columns:
                cells.cells[len(row) - 1].merge(cells.cells[columns - 1])
        self.document.add_paragraph()

    def words(self, text: str, font: str, size_pt: float, *, bold: bool = False) -> Any:
        """Type a paragraph in which digits have a Western font of their own, each a run of its own, as Word does it."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        if self.look.line_pt:
            paragraph.paragraph_format.line_spacing = Pt(self.look.line_pt)
        for part in re.split(r"([0-9.%]+)", text):
            if part:
                self.run(paragraph, part, font, size_pt, bold=bold)
        return paragraph

    def run(self, paragraph: Any, text: str, font: str, size_pt: float, *, bold: bool = False) -> Any:
        """Type a run of one font."""
        run = paragraph.add_run(text)
        run.font.name = "Times New Roman"
        run.font.size = Pt(size_pt)
        run.font.bold = bold or None
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 - same
        if text[:1].isdigit():  # Word leaves such marks of its proofing tools everywhere
            paragraph._p.append(OxmlElement("w:proofErr", {qn("w:type"): "gramEnd"}))  # noqa: SLF001 - same
        return run

    def save(self) -> bytes:
        """Give the file's bytes with fixed dates, inside and in the ZIP directory."""
        core = self.document.core_properties
        core.author, core.last_modified_by, core.title, core.comments = "Administrator", "lenovo", "", ""
        core.created = core.modified = MADE_AT.replace(tzinfo=None)
        saved = io.BytesIO()
        self.document.save(saved)
        return with_fixed_dates(saved.getvalue())


def with_fixed_dates(data: bytes) -> bytes:
    """Pack a ZIP file again so that no wall clock shows."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, MADE_AT.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return packed.getvalue()


def chart() -> bytes:
    """Draw the bar chart of three quarters as a PNG; without letters, so that no font matters."""
    image = Image.new("RGB", (780, 420), "white")
    pen = ImageDraw.Draw(image)
    for y in range(60, 361, 60):
        pen.line((70, y, 740, y), fill=(217, 217, 217), width=1)
    for place, value in enumerate((0.71, 0.98, 1.18)):
        left = 140 + place * 210
        pen.rectangle((left, 360 - round(value * 240), left + 110, 360), fill=(79, 129, 189))
    pen.line((70, 40, 70, 360), fill="black", width=2)
    pen.line((70, 360, 740, 360), fill="black", width=2)
    saved = io.BytesIO()
    image.save(saved, "PNG")
    return saved.getvalue()


def read_prose(path: Path) -> list[tuple[str, str]]:
    """Read labelled lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, _, text in (line.partition("|") for line in lines)]


def make(path: Path) -> bytes:
    """Make one Word file from one file of prose."""
    (_, look), *lines = read_prose(path)
    typist = Typist(LOOKS[look])
    typist.type_lines(lines)
    data = typist.save()
    return data[: len(data) * 3 // 5] if path.stem == TRUNCATED else data


def make_all(target: Path) -> Iterator[Path]:
    """Make every draft below ``target`` and yield its path."""
    for prose in sorted((HERE / "prose").rglob("*.txt")):
        draft = target / prose.relative_to(HERE / "prose").with_suffix(".docx")
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(make(prose))
        yield draft


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "drafts"
    for made in make_all(where):
        sys.stdout.write(f"{made}\n")
