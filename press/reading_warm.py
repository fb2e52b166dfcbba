"""What a reading process has behind it before its first file (预热): a small draft of our own is read once, and every fork begins warm.

How types are coded and XML is searched, and what opens a picture, is made ready at the first use; without this each file's own process
makes it ready anew and forgets it: 3 ms a draft, 40 ms one with a picture.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from PIL import Image

from press.parcel import pack
from press.reading_job import read
from press.reading_xml import PACKAGE_RELATIONS, RELATIONS, WORD

_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LINES: Final = (
    "云岭乡人民政府文件",
    "云政发〔2026〕1号",
    "云岭乡人民政府关于做好防汛工作的通知",
    "各村民委员会，乡直各单位：",
    "为做好2026年防汛工作，现将有关事项通知如下。",
    "一、落实责任",
    "（一）分片包干。各村要在5月31日前完成排查，共12处。",
    "1．登记造册，见附件。",
    "附件：1.隐患点名单",
    "云岭乡人民政府",
    "2026年3月1日",
    "（联系人：张三，电话：0000000）",
    "抄送：乡人大，乡武装部。",
    "云岭乡党政办公室 2026年3月1日印发",
)


def warm_up() -> None:
    """Read the small draft, and load what opens pictures."""
    Image.preinit()
    head = {"files": [{"name": "预热.docx", "role": "body"}]}
    read(pack(head, [small_draft()]))


def small_draft() -> bytes:
    """Write a Word file with the parts and the kinds of lines that nearly every draft has."""
    cells = "".join(f"<w:tc>{_paragraph(text)}</w:tc>" for text in ("序号", "地点"))
    table = f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl>'
    body = "".join(_paragraph(line) for line in _LINES) + table + _paragraph("") + "<w:sectPr/>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _content_types())
        package.writestr("_rels/.rels", _relations(f"{RELATIONS}/officeDocument", "word/document.xml"))
        package.writestr("word/_rels/document.xml.rels", _relations(f"{RELATIONS}/styles", "styles.xml"))
        package.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
        package.writestr("word/styles.xml", f'<w:styles xmlns:w="{WORD}">{_style()}</w:styles>')
    return stream.getvalue()


def _paragraph(text: str) -> str:
    look = '<w:rPr><w:rFonts w:eastAsia="仿宋"/><w:b/><w:sz w:val="32"/></w:rPr>'
    return f'<w:p><w:pPr><w:pStyle w:val="a"/><w:jc w:val="both"/></w:pPr><w:r>{look}<w:t>{text}</w:t></w:r></w:p>'


def _style() -> str:
    return '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:sz w:val="32"/></w:rPr></w:style>'


def _relations(kind: str, target: str) -> str:
    return f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'


def _content_types() -> str:
    parts = {"document": "document.main", "styles": "styles"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts.items()
    )
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{overrides}</Types>'


warm_up()
