"""Drafts made on the spot: python-docx for the ordinary, raw WordprocessingML for what Word can do besides."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)
NOTICE = (
    "^云岭乡人民政府",
    "^关于做好防汛工作的通知",
    "各村（居）民委员会，乡直各单位：",
    "　　现将有关事项通知如下：",
    "　　一、总体要求",
    "　　坚持安全第一。",
    "　　（一）加强领导。各单位要落实责任。",
    "　　特此通知。",
    ">云岭乡人民政府",
    ">2026年5月6日",
    "（此件公开发布）",
)


def plain_docx(lines: Sequence[str] = NOTICE, *, raw: Sequence[str] = ()) -> bytes:
    """Make a .docx: ``^`` centres a line at 22 pt, ``>`` sets it right, ``\\n`` is a manual break; ``raw`` goes last."""
    document = Document()
    for line in lines:
        paragraph = document.add_paragraph()
        mark, text = (line[0], line[1:]) if line[:1] in {"^", ">"} else ("", line)
        run = paragraph.add_run(text)
        if mark == "^":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run.font.size = Pt(22)
        elif mark == ">":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for xml in raw:
        element = parse_xml(re.sub(r"^<[\w:]+", lambda tag: f"{tag[0]} {NAMES}", xml))
        document.element.body.insert(len(document.element.body) - 1, element)
    return saved(document)


def saved(document: object) -> bytes:
    """Give a python-docx document's bytes."""
    target = io.BytesIO()
    document.save(target)  # type: ignore[attr-defined]
    return target.getvalue()


def with_table(rows: Sequence[Sequence[str]], *, before: Sequence[str] = (), after: Sequence[str] = NOTICE) -> bytes:
    """Make a .docx with a table between two runs of plain lines."""
    document = Document()
    for line in before:
        document.add_paragraph(line)
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for line in after:
        paragraph = document.add_paragraph(line.lstrip("^>"))
        if line.startswith("^"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if line.startswith(">"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return saved(document)


def with_picture(data: bytes, caption: str = "") -> bytes:
    """Make a .docx with a picture of 60 by 30 mm."""
    document = Document()
    document.add_paragraph("附图如下。")
    document.add_picture(io.BytesIO(data), Mm(60), Mm(30))
    if caption:
        document.add_paragraph(caption)
    return saved(document)


def rewritten(
    docx: bytes,
    change: Callable[[str, bytes], bytes] | None = None,
    extra: Mapping[str, bytes] | None = None,
    *,
    twice: str = "",
) -> bytes:
    """Give the package with its parts passed through ``change``, ``extra`` members added, one member written ``twice``."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(name, data) if change else data)
        for name, data in (extra or {}).items():
            new.writestr(name, data)
        if twice:
            new.writestr(twice, old.read(twice))
    return target.getvalue()


def png(width: int, height: int) -> bytes:
    """Make a white 1-bit PNG of any size in little memory."""
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
