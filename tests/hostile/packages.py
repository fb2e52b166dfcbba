"""Hostile .docx files whose package is at fault: bombs, names, doubles, locks, macros, other files under the name (坏包)."""

from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

from tests.samples.docx_builder import plain_docx, png, rewritten, with_picture

GOOD = plain_docx()
DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
Maker = Callable[[], bytes]


def changed(part: str, old: bytes, new: bytes, docx: bytes = GOOD) -> bytes:
    """Give a package with one piece of one part exchanged."""
    return rewritten(docx, lambda name, data: data.replace(old, new, 1) if name == part else data)


def added(name: str, data: bytes = b"x") -> bytes:
    """Give the good package with a member more."""
    return rewritten(GOOD, extra={name: data})


def outside(kind: str, target: str = "http://192.0.2.1/x") -> bytes:
    """Give a package with a relationship that leads out of it."""
    relation = (
        f'<Relationship Id="rOut" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    return changed(RELATIONS, b"</Relationships>", relation.encode())


def noise(size: int, seed: int = 1) -> bytes:
    """Give bytes without order, the same every time."""
    return random.Random(seed).randbytes(size)  # noqa: S311 - only noise


def doubled(name: str = DOCUMENT) -> bytes:
    """Give a package with one member twice."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return rewritten(GOOD, twice=name)


def _flagged(offset: int, value: int, *, local: bool = False) -> bytes:
    """Give the good package with a field of its first directory entry (or local header) overwritten."""
    data = bytearray(GOOD)
    at = data.index(b"PK\x03\x04" if local else b"PK\x01\x02") + offset
    struct.pack_into("<H", data, at, value)
    return bytes(data)


def _overlapping() -> bytes:
    """Let a thousand directory entries point to the same ten megabytes: small, and ten gigabytes unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = packer.compress(b"\0" * (10 << 20)) + packer.flush()
    crc = zlib.crc32(b"\0" * (10 << 20))
    name = b"k"
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(kernel), 10 << 20, len(name), 0) + name
    directory = b""
    for n in range(1000):
        entry = f"word/f{n}".encode()
        head = struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(kernel), 10 << 20, len(entry), 0, 0, 0, 0, 0, 0
        )
        directory += head + entry
    start = len(local) + len(kernel)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1000, 1000, len(directory), start, 0)
    return local + kernel + directory + end


def _strict() -> bytes:
    return rewritten(
        GOOD,
        lambda _, data: data.replace(
            b"http://schemas.openxmlformats.org/officeDocument", b"http://purl.oclc.org/ooxml/officeDocument"
        ),
    )


def _picture(data: bytes) -> bytes:
    return rewritten(with_picture(png(20, 20)), lambda name, old: data if "media/" in name else old)


def _lying_png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return png(20, 20)[:8] + chunk + png(20, 20)[33:]


def _png_with(kind: bytes, data: bytes) -> bytes:
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    good = png(20, 20)
    return good[:33] + chunk + good[33:]


def _zip_of(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def _old_office(text: str = "EncryptedPackage") -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + text.encode("utf-16-le") + bytes(3000)


BOMB = zlib.compress(b"\0" * (60 << 20), 9)
CASES: dict[str, Maker] = {
    "炸弹：正文部件600MB空格": lambda: changed(DOCUMENT, b"<w:body>", b"<w:body>" + b" " * (90 << 20)),
    "炸弹：媒体部件": lambda: added("word/media/x.bin", b"\0" * (120 << 20)),
    "炸弹：一千个目录项指向同一数据": _overlapping,
    "炸弹：六万个部件": lambda: rewritten(GOOD, extra={f"x/{n}": b"" for n in range(60_000)}),
    "炸弹：包中包": lambda: added("word/inner.docx", _zip_of({"a": b"\0" * (30 << 20)})),
    "部件：同名两个正文": doubled,
    "部件：大小写同名": lambda: added("WORD/Document.xml"),
    "部件：类型表两份": lambda: doubled("[Content_Types].xml"),
    "路径：上级目录": lambda: added("../../PWNED"),
    "路径：绝对": lambda: added("/etc/PWNED"),
    "路径：盘符": lambda: added("C:/PWNED"),
    "路径：反斜线": lambda: added("word\\..\\..\\PWNED"),
    "路径：两千字长名": lambda: added("word/" + "长" * 2000),
    "路径：换行与方向符": lambda: added("word/a\n\u202egpj.exe"),
    "加密：目录标记": lambda: _flagged(8, 1),
    "加密：整包": _old_office,
    "加密：未知压缩法": lambda: _flagged(10, 99),
    "残缺：一半": lambda: GOOD[: len(GOOD) // 2],
    "残缺：无目录": lambda: GOOD[: GOOD.index(b"PK\x01\x02")],
    "残缺：校验和不符": lambda: GOOD.replace(GOOD[60:64], b"\xff\xff\xff\xff", 1),
    "残缺：尾部多出一兆": lambda: GOOD + noise(1 << 20),
    "残缺：目录与本地头不同名": lambda: GOOD.replace(b"PK\x03\x04", b"PK\x03\x05", 1),
    "宏：vbaProject": lambda: added("word/vbaProject.bin"),
    "宏：按类型": lambda: changed("[Content_Types].xml", _MAIN, b"vnd.ms-word.document.macroEnabled.main+xml"),
    "宏：模板类型": lambda: changed(
        "[Content_Types].xml", _MAIN, b"vnd.ms-word.template.macroEnabledTemplate.main+xml"
    ),
    "控件：ActiveX": lambda: added("word/activeX/activeX1.bin"),
    "对象：OLE": lambda: added("word/embeddings/oleObject1.bin", _old_office("Package")),
    "对象：工具栏": lambda: added("word/attachedToolbars.bin"),
    "外链：模板": lambda: outside("attachedTemplate"),
    "外链：图片": lambda: outside("image"),
    "外链：共享盘图片": lambda: outside("image", "file://192.0.2.1/share/x.png"),
    "外链：对象": lambda: outside("oleObject"),
    "外链：框架": lambda: outside("frame"),
    "外链：子文档": lambda: outside("subDocument"),
    "外链：外部块": lambda: outside("aFChunk"),
    "外链：邮件合并": lambda: outside("mailMergeSource"),
    "外链：超链接": lambda: outside("hyperlink"),
    "外链：十万条": lambda: changed(
        RELATIONS,
        b"</Relationships>",
        "".join(
            f'<Relationship Id="q{n}" Type="{_OFFICE}/hyperlink" Target="http://192.0.2.1/{n}" TargetMode="External"/>'
            for n in range(100_000)
        ).encode()
        + b"</Relationships>",
    ),
    "关系：正文指向自己的上级": lambda: changed("_rels/.rels", b"word/document.xml", b"../../etc/passwd"),
    "关系：正文指向样式": lambda: changed("_rels/.rels", b"word/document.xml", b"word/styles.xml"),
    "严格格式": _strict,
    "改名：空文件": lambda: b"",
    "改名：一个字节": lambda: b"P",
    "改名：只有包头": lambda: b"PK\x03\x04",
    "改名：全零": lambda: bytes(1 << 20),
    "改名：乱字节": lambda: noise(1 << 20),
    "改名：PDF": lambda: b"%PDF-1.7\n" + noise(5000) + b"\n%%EOF",
    "改名：可执行文件": lambda: b"MZ" + noise(5000),
    "改名：ELF": lambda: b"\x7fELF" + noise(5000),
    "改名：网页": lambda: b"<html><script>alert(1)</script></html>",
    "改名：RTF": lambda: b"{\\rtf1 x}",
    "改名：tar.gz": lambda: b"\x1f\x8b\x08" + noise(5000),
    "改名：别的压缩包": lambda: _zip_of({"readme.txt": b"x"}),
    "改名：xlsx": lambda: _zip_of(
        {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>", "xl/workbook.xml": b"<workbook/>"}
    ),
    "改名：odt": lambda: _zip_of({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
    "改名：图片": lambda: png(50, 50),
    "图片：60000×60000": lambda: with_picture(png(60_000, 60_000)),
    "图片：谎报尺寸": lambda: _picture(_lying_png(65_000, 65_000)),
    "图片：零尺寸": lambda: _picture(_lying_png(0, 0)),
    "图片：残缺": lambda: _picture(png(500, 500)[:60]),
    "图片：文字块炸弹": lambda: _picture(_png_with(b"zTXt", b"k\0\0" + BOMB)),
    "图片：色彩块炸弹": lambda: _picture(_png_with(b"iCCP", b"k\0\0" + BOMB)),
    "图片：GIF": lambda: _picture(b"GIF89a" + noise(500)),
    "图片：EMF": lambda: _picture(b"\x01\0\0\0" + bytes(36) + b" EMF" + noise(500)),
    "图片：WMF": lambda: _picture(b"\xd7\xcd\xc6\x9a" + noise(500)),
    "图片：TIFF": lambda: _picture(b"II*\0" + noise(500)),
    "图片：SVG": lambda: _picture(b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    "图片：乱字节": lambda: _picture(noise(5000)),
}
