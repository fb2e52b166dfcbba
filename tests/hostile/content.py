"""Hostile .docx files whose XML is at fault: entities, depth, size, loops in styles and lists, tables without end (坏文)."""

from __future__ import annotations

import random

from tests.hostile.packages import DOCUMENT, GOOD, Maker, added, changed
from tests.samples.docx_builder import NAMES, plain_docx, rewritten

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BODY = b"<w:body>"
_LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
_DIRECT = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_OUTSIDE = '<!DOCTYPE w SYSTEM "http://192.0.2.1/x.dtd">'
_LONG = '<!DOCTYPE w [<!ENTITY x "' + "长" * 200_000 + '">]>'


def before_root(declaration: str, use: str = "", part: str = DOCUMENT) -> bytes:
    """Put a declaration before a part's root, and words that use it into the body."""

    def change(name: str, data: bytes) -> bytes:
        if name != part:
            return data
        head, _, rest = data.partition(b"?>")
        text = f"<w:p><w:r><w:t>{use}</w:t></w:r></w:p>".encode() if use else b""
        return head + b"?>" + declaration.encode() + rest.replace(_BODY, _BODY + text, 1)

    return rewritten(GOOD, change)


def in_utf_16(declaration: str) -> bytes:
    """Hide a declaration from a search for ASCII."""

    def change(name: str, data: bytes) -> bytes:
        if name != DOCUMENT:
            return data
        text = data.decode().replace("UTF-8", "UTF-16").replace("?>", "?>" + declaration, 1)
        return text.encode("utf-16")

    return rewritten(GOOD, change)


def body(xml: str) -> bytes:
    """Put raw XML first into the body."""
    return changed(DOCUMENT, _BODY, _BODY + xml.encode())


def whole(xml: bytes) -> bytes:
    """Put bytes in the place of the whole document part."""
    return rewritten(GOOD, lambda name, data: xml if name == DOCUMENT else data)


def styles(xml: str, used: str) -> bytes:
    """Add styles, and a paragraph that uses one."""
    docx = body(f'<w:p><w:pPr><w:pStyle w:val="{used}"/></w:pPr><w:r><w:t>某段</w:t></w:r></w:p>')
    return changed("word/styles.xml", b"</w:styles>", xml.encode() + b"</w:styles>", docx)


def lists(xml: str, number: int = 77, level: int = 0) -> bytes:
    """Put lists in the place of the numbering part, and a paragraph that is in one."""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    docx = body(f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>某项</w:t></w:r></w:p>")
    numbering = f'<w:numbering xmlns:w="{W}">{xml}</w:numbering>'.encode()
    return rewritten(docx, lambda name, data: numbering if name == "word/numbering.xml" else data)


def _table(rows: int, columns: int, cell: str = "<w:p><w:r><w:t>格</w:t></w:r></w:p>") -> str:
    row = "<w:tr>" + f"<w:tc>{cell}</w:tc>" * columns + "</w:tr>"
    return "<w:tbl><w:tblPr/>" + row * rows + "</w:tbl>"


def _random_paragraphs(count: int) -> str:
    draw = random.Random(7)  # noqa: S311 - only noise
    return "".join(
        f'<w:p w:rsidR="{draw.getrandbits(32):08X}"><w:r><w:t>{draw.getrandbits(96):x}</w:t></w:r></w:p>'
        for _ in range(count)
    )


def _style(name: str, base: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="{base}"/></w:style>'
    )


def _list(levels: str, extra: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="1">{extra}{levels}</w:abstractNum><w:num w:numId="77"><w:abstractNumId w:val="1"/></w:num>'


def _level(text: str = "%1、", kind: str = "chineseCounting", start: str = "1", depth: int = 0) -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'


_TEXT = "<w:r><w:t>字</w:t></w:r>"
CASES: dict[str, Maker] = {
    "实体：十亿个哈": lambda: before_root(_LAUGHS, "&j;"),
    "实体：样式部件中": lambda: before_root(_LAUGHS, part="word/styles.xml"),
    "实体：编号部件中": lambda: before_root(_LAUGHS, part="word/numbering.xml"),
    "实体：属性部件中": lambda: before_root(_LAUGHS, part="docProps/core.xml"),
    "实体：读本机文件": lambda: before_root(_DIRECT, "&x;"),
    "实体：UTF-16 中藏着": lambda: in_utf_16(_DIRECT),
    "实体：平方膨胀": lambda: before_root(_LONG, "&x;" * 2000),
    "文档类型：外部": lambda: before_root(_OUTSIDE),
    "文档类型：关系部件中": lambda: before_root(_OUTSIDE, part="word/_rels/document.xml.rels"),
    "文档类型：类型表中": lambda: before_root(_OUTSIDE, part="[Content_Types].xml"),
    "篇幅：五百万个空段": lambda: body("<w:p/>" * 5_000_000),
    "篇幅：三十万个各不相同的段": lambda: body(_random_paragraphs(300_000)),
    "篇幅：一个一千二百万字的段": lambda: body(f"<w:p><w:r><w:t>{'长' * 12_000_000}</w:t></w:r></w:p>"),
    "篇幅：一段二十万个运行": lambda: body(f"<w:p>{_TEXT * 200_000}</w:p>"),
    "篇幅：一百万个换行": lambda: body("<w:p><w:r>" + "<w:t>行</w:t><w:br/>" * 400_000 + "</w:r></w:p>"),
    "篇幅：十兆属性": lambda: body(f'<w:p w:x="{"长" * 4_000_000}"/>'),
    "篇幅：十万个命名空间": lambda: body("<w:p " + " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(100_000)) + "/>"),
    "篇幅：巨型注释": lambda: body("<!--" + "-x" * 10_000_000 + "-->"),
    "篇幅：巨型 CDATA": lambda: body("<w:p><w:r><w:t><![CDATA[" + "x" * 15_000_000 + "]]></w:t></w:r></w:p>"),
    "嵌套：三千层": lambda: body("<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000),
    "嵌套：二百层控件": lambda: body(
        "<w:sdt><w:sdtContent>" * 110 + f"<w:p>{_TEXT}</w:p>" + "</w:sdtContent></w:sdt>" * 110
    ),
    "嵌套：六十层表": lambda: body("<w:tbl><w:tr><w:tc>" * 60 + f"<w:p>{_TEXT}</w:p>" + "</w:tc></w:tr></w:tbl>" * 60),
    "嵌套：二百层超链接": lambda: body("<w:p>" + "<w:hyperlink>" * 200 + _TEXT + "</w:hyperlink>" * 200 + "</w:p>"),
    "嵌套：修订套修订": lambda: body(
        "<w:p>" + '<w:ins w:author="甲" w:id="1">' * 200 + _TEXT + "</w:ins>" * 200 + "</w:p>"
    ),
    "样式：自己基于自己": lambda: styles(_style("Loop", "Loop"), "Loop"),
    "样式：两个互相基于": lambda: styles(_style("A", "B") + _style("B", "A"), "A"),
    "样式：五千层链": lambda: styles("".join(_style(f"S{n}", f"S{n + 1}") for n in range(5000)), "S0"),
    "编号：样式链自指": lambda: lists(_list(_level(), '<w:numStyleLink w:val="Loop"/>')),
    "编号：一万个占位符": lambda: lists(_list(_level("%1" * 10_000))),
    "编号：起点十亿": lambda: lists(_list(_level(start="999999999"))),
    "编号：负起点": lambda: lists(_list(_level(start="-5"))),
    "编号：没有的级别": lambda: lists(_list(_level()), level=999_999),
    "编号：没有的列表": lambda: lists(_list(_level()), number=424_242),
    "编号：不认识的格式": lambda: lists(_list(_level(kind="hindiVowels"))),
    "编号：起点不是数": lambda: lists(_list(_level(start="x" * 100))),
    "表格：十万列": lambda: body(_table(1, 100_000)),
    "表格：两万行": lambda: body(_table(20_000, 3)),
    "表格：跨一亿列": lambda: body(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    ),
    "表格：缩进九十万列": lambda: body(
        '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="900000"/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    ),
    "表格：只有续行": lambda: body(_table(50, 3, "<w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>续</w:t></w:r></w:p>")),
    "表格：空表": lambda: body("<w:tbl/><w:tbl><w:tr/></w:tbl>"),
    "脚注：部件不在": lambda: body('<w:p><w:r><w:footnoteReference w:id="7"/></w:r></w:p>'),
    "批注：部件不在": lambda: body('<w:p><w:r><w:commentReference w:id="7"/></w:r></w:p>'),
    "图片：关系不在": lambda: plain_docx(
        raw=[
            '<w:p><w:r><w:pict><v:shape><v:imagedata r:id="rNone"/></v:shape></w:pict></w:r></w:p>',
        ]
    ),
    "文本：不是 XML": lambda: whole(b"just words"),
    "文本：空部件": lambda: whole(b""),
    "文本：没有正文": lambda: whole(f"<w:document {NAMES}/>".encode()),
    "文本：坏的 UTF-8": lambda: whole(b"<w:document>\xff\xfe\xfa</w:document>"),
    "文本：UTF-7": lambda: whole(b'<?xml version="1.0" encoding="UTF-7"?><w:document/>'),
    "文本：编码不存在": lambda: whole(b'<?xml version="1.0" encoding="x-none"?><w:document/>'),
    "文本：空字符": lambda: changed(DOCUMENT, b"<w:t>", b"<w:t>\0"),
    "文本：没见过的元素": lambda: body("<w:p><w:r><w:hologram/></w:r></w:p>"),
    "文本：处理指令": lambda: body("<?php system('id'); ?>" * 10_000),
    "文本：百万个方向符": lambda: body(f"<w:p><w:r><w:t>{chr(0x202E) * 1_000_000}字</w:t></w:r></w:p>"),
    "属性：自定义属性十万条": lambda: added(
        "docProps/custom.xml",
        (
            "<Properties>" + "".join(f'<property name="p{n}">x</property>' for n in range(100_000)) + "</Properties>"
        ).encode(),
    ),
}
