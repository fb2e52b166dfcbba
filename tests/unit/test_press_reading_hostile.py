"""Files that are no drafts, or not only: each gets its one clear sentence."""

from __future__ import annotations

import warnings

import pytest

from press.errors import (
    CommentError,
    DamagedDraftError,
    DraftError,
    EmptyFileError,
    ForbiddenContentError,
    NotWordError,
    OldWordError,
    OversizedDraftError,
    PictureError,
    StrictWordError,
    SuspiciousPackageError,
    TrackedChangeError,
    UncarriedContentError,
)
from press.reading import SourceFile, read_draft
from tests.samples.docx_builder import NAMES, plain_docx, png, rewritten, with_picture

GOOD = plain_docx()
DOCUMENT = "word/document.xml"


def read(data: bytes) -> None:
    read_draft([SourceFile("稿.docx", data, "body")])


def changed(part: str, old: bytes, new: bytes) -> bytes:
    return rewritten(GOOD, lambda name, data: data.replace(old, new, 1) if name == part else data)


def doubled() -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return rewritten(GOOD, twice=DOCUMENT)


def locked() -> bytes:
    data = bytearray(GOOD)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def cropped() -> bytes:
    crop = b'<a:srcRect l="10000"/><a:stretch>'
    return rewritten(with_picture(png(20, 20)), lambda n, d: d.replace(b"<a:stretch>", crop) if n == DOCUMENT else d)


def outside(kind: str) -> bytes:
    relation = (
        f'<Relationship Id="rOut" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        'Target="http://192.0.2.1/x" TargetMode="External"/></Relationships>'
    )
    return changed("word/_rels/document.xml.rels", b"</Relationships>", relation.encode())


DTD = b'?>\n<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
FILES: dict[str, tuple[bytes, type[DraftError], str]] = {
    "zero bytes": (b"", EmptyFileError, "空"),
    "not a package": (b"\0" * 1000, NotWordError, "不是 .docx"),
    "old or locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OldWordError, "密码"),
    "cut in half": (GOOD[: len(GOOD) // 2], DamagedDraftError, "不完整"),
    "a package of another kind": (
        rewritten(GOOD, lambda n, d: b"" if n == "_rels/.rels" else d),
        DamagedDraftError,
        "损坏",
    ),
    "strict": (
        rewritten(
            GOOD,
            lambda _, d: d.replace(
                b"http://schemas.openxmlformats.org/officeDocument", b"http://purl.oclc.org/ooxml/officeDocument"
            ),
        ),
        StrictWordError,
        "严格",
    ),
    "entities": (changed(DOCUMENT, b"?>", DTD), SuspiciousPackageError, "文档类型"),
    "entities in UTF-16": (
        rewritten(
            GOOD,
            lambda n, d: DTD.join(d.split(b"?>", 1)).decode().replace("UTF-8", "UTF-16").encode("utf-16")
            if n == DOCUMENT
            else d,
        ),
        SuspiciousPackageError,
        "文档类型",
    ),
    "too many members": (rewritten(GOOD, extra={f"x/{n}": b"" for n in range(2001)}), OversizedDraftError, "2000"),
    "a bomb": (rewritten(GOOD, extra={"word/x.bin": b" " * (40 << 20)}), SuspiciousPackageError, "压缩比"),
    "a part too large": (rewritten(GOOD, extra={"word/x.bin": b" " * (65 << 20)}), OversizedDraftError, "64 MB"),
    "too many elements": (
        changed(DOCUMENT, b"<w:body>", b"<w:body>" + b"<w:p/>" * 2_000_001),
        SuspiciousPackageError,
        "压缩比",
    ),
    "a member twice": (doubled(), SuspiciousPackageError, "重复"),
    "a locked member": (locked(), SuspiciousPackageError, "加了密"),
    "a cropped picture": (cropped(), UncarriedContentError, "裁剪过的图片"),
    "a way out": (rewritten(GOOD, extra={"../../PWNED": b"x"}), SuspiciousPackageError, "包外"),
    "a way out the other way": (rewritten(GOOD, extra={"word\\..\\x": b"x"}), SuspiciousPackageError, "包外"),
    "macros": (rewritten(GOOD, extra={"word/vbaProject.bin": b"x"}), ForbiddenContentError, "宏"),
    "macros by type": (
        changed(
            "[Content_Types].xml",
            b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"vnd.ms-word.document.macroEnabled.main+xml",
        ),
        ForbiddenContentError,
        "宏",
    ),
    "ActiveX": (rewritten(GOOD, extra={"word/activeX/activeX1.bin": b"x"}), ForbiddenContentError, "ActiveX"),
    "OLE": (rewritten(GOOD, extra={"word/embeddings/oleObject1.bin": b"x"}), ForbiddenContentError, "OLE"),
    "a template elsewhere": (outside("attachedTemplate"), ForbiddenContentError, "外部模板"),
    "a picture elsewhere": (outside("image"), ForbiddenContentError, "外部的图片"),
    "nested too deep": (
        changed(DOCUMENT, b"<w:body>", b"<w:body>" + b"<w:sdt><w:sdtContent>" * 3000),
        DamagedDraftError,
        "损坏",
    ),
    "a picture too large": (with_picture(png(8000, 8000)), PictureError, "8000×8000"),
    "a picture cut off": (
        rewritten(with_picture(png(200, 200)), lambda n, d: d[:60] if "media/" in n else d),
        PictureError,
        "残缺",
    ),
    "an EMF": (
        rewritten(with_picture(png(20, 20)), lambda n, d: b"\x01\0\0\0" + b"\0" * 90 if "media/" in n else d),
        PictureError,
        "EMF",
    ),
    "a GIF": (
        rewritten(with_picture(png(20, 20)), lambda n, d: b"GIF89a" + b"\0" * 90 if "media/" in n else d),
        PictureError,
        "GIF",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_no_draft_is_refused_by_name(case: str) -> None:
    data, kind, words = FILES[case]

    with pytest.raises(kind, match=words) as caught:
        read(data)

    assert "【稿.docx】" in str(caught.value)
    assert "请" in str(caught.value)


RUN = "<w:r><w:t>正文</w:t></w:r>"
BOX = "<w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent>"
CONTENT: dict[str, tuple[str, type[DraftError], str]] = {
    "insertion": (
        f'<w:p><w:ins w:author="张三" w:id="1">{RUN}</w:ins></w:p>',
        TrackedChangeError,
        "“张三”的修订（插入）",
    ),
    "deletion": (
        '<w:p><w:del w:author="李四" w:id="1"><w:r><w:delText>删</w:delText></w:r></w:del></w:p>',
        TrackedChangeError,
        "李四",
    ),
    "deleted mark": (
        f'<w:p><w:pPr><w:rPr><w:del w:author="王五" w:id="1"/></w:rPr></w:pPr>{RUN}</w:p>',
        TrackedChangeError,
        "王五",
    ),
    "comment": (f'<w:p><w:commentRangeStart w:id="0"/>{RUN}</w:p>', CommentError, "批注"),
    "text box in a table": (
        f"<w:tbl><w:tr><w:tc><w:p>{RUN}<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r></w:p></w:tc></w:tr></w:tbl>",
        UncarriedContentError,
        "文本框",
    ),
    "text box whose copy says something else": (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict>{BOX.replace('框内', '框外')}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        UncarriedContentError,
        "文本框",
    ),
    "text boxes in a group": (
        f'<w:p>{RUN}<w:r><w:drawing><g:wgp xmlns:g="urn:group"><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></g:wgp></w:drawing></w:r></w:p>',
        UncarriedContentError,
        "组合图形",
    ),
    "arrow with words": (
        f'<w:p>{RUN}<w:r><w:drawing><wps:wsp><a:prstGeom prst="rightArrow"/><wps:txbx>{BOX}</wps:txbx></wps:wsp></w:drawing></w:r></w:p>',
        UncarriedContentError,
        "文本框",
    ),
    "text box with a table in it": (
        "<w:p><w:r><w:pict><v:textbox><w:txbxContent><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/></w:txbxContent></v:textbox></w:pict></w:r></w:p>",
        UncarriedContentError,
        "文本框",
    ),
    "SmartArt": (
        "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><dgm:relIds/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
        UncarriedContentError,
        "SmartArt",
    ),
    "OLE": ("<w:p><w:r><w:object/></w:r></w:p>", UncarriedContentError, "OLE"),
    "equation": ("<w:p><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>", UncarriedContentError, "公式"),
    "note that is not there": (
        f'<w:p>{RUN}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        DamagedDraftError,
        "footnotes",
    ),
    "hidden text": ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>", UncarriedContentError, "隐藏文字"),
    "struck text": ("<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>删</w:t></w:r></w:p>", UncarriedContentError, "删除线"),
    "raised letters": (
        '<w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>注</w:t></w:r></w:p>',
        UncarriedContentError,
        "上标或下标“注”",
    ),
    "symbol": ('<w:p><w:r><w:sym w:font="Webdings" w:char="F0FE"/></w:r></w:p>', UncarriedContentError, "符号字体"),
    "ruby": ("<w:p><w:r><w:ruby/></w:r></w:p>", UncarriedContentError, "注音"),
    "tables nested too deep": (
        f"{'<w:tbl><w:tr><w:tc>' * 6}<w:p>{RUN}</w:p>{'</w:tc></w:tr></w:tbl>' * 6}",
        UncarriedContentError,
        "第1个表格第1行第1格有套了 3 层以上的表格",
    ),
    "outside block": ('<w:altChunk r:id="x"/>', UncarriedContentError, "外部内容块"),
    "something new": ("<w:p><w:r><w:hologram/></w:r></w:p>", UncarriedContentError, "hologram"),
}


@pytest.mark.parametrize("case", CONTENT)
def test_content_that_cannot_be_carried_stops_by_name_and_place(case: str) -> None:
    xml, kind, words = CONTENT[case]
    data = plain_docx(raw=[xml])

    with pytest.raises(kind) as caught:
        read(data)

    assert words in str(caught.value)
    assert "第" in str(caught.value) or kind is DamagedDraftError


def test_namespaces_of_the_cases_are_declared() -> None:
    assert all(f"xmlns:{prefix}=" in NAMES for prefix in ("w", "mc", "m", "v", "wps", "dgm"))
