"""Hostile PDFs, and other files, as attachments (坏附件)."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pikepdf
import typst

from tests.hostile.packages import BOMB, Maker, noise
from tests.samples.docx_builder import png


def good() -> bytes:
    """Give a PDF that is all right."""
    return typst.compile(b"#set page(width: 200pt, height: 200pt)\nwords", format="pdf")


def changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Give a good PDF after a change to its objects."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(good())) as pdf:
        change(pdf)
        pdf.save(target)
    return target.getvalue()


def raw(objects: dict[int, bytes], root: int = 1) -> bytes:
    """Write a PDF from bare objects."""
    data, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % (number, places[number]) for number in sorted(objects))
    start = len(data)
    head = b"xref\n0 1\n0000000000 65535 f \n"
    end = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, root, start)
    return data + head + table + end


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """Write a stream object."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (extra, len(data), data)


def page(
    content: bytes, resources: bytes = b"", box: bytes = b"[0 0 200 200]", more: dict[int, bytes] | None = None
) -> bytes:
    """Write a PDF of one page."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources<<%s>>>>" % (box, resources),
        4: content if content.startswith(b"<<") else stream(content),
    }
    return raw(objects | (more or {}))


def _form(calls: bytes, resources: bytes) -> bytes:
    return stream(calls, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<%s>>>>" % resources)


def _doubling(depth: int) -> bytes:
    forms = {10 + n: _form(b"/F Do /F Do", b"/F %d 0 R" % (11 + n)) for n in range(depth)}
    forms[10 + depth] = _form(b"0 0 m 9 9 l S", b"")
    return page(b"/F Do", b"/XObject<</F 10 0 R>>", more=forms)


def _action(pdf: pikepdf.Pdf, kind: str) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(kind), JS="app.alert(1)", F="cmd.exe")


def _embedded(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["x.exe"] = b"MZ"


def _mark(pdf: pikepdf.Pdf, kind: str) -> None:
    mark = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=[0, 0, 9, 9])
    pdf.pages[0].Annots = pikepdf.Array([mark])


def _locked() -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(good())) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))
    return target.getvalue()


def _many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(count))
    pages = {10 + n: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>" for n in range(count)}
    return raw({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)} | pages)


def _huge_image() -> bytes:
    image = stream(
        zlib.compress(b"\0" * 1000),
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode",
    )
    return page(b"200 0 0 200 0 0 cm /I Do", b"/XObject<</I 10 0 R>>", more={10: image})


def _jpeg_head(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return (
        b"\xff\xd8\xff\xc0"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xda\x00\x08\x01\x01\x00\x00?\x00"
        + noise(200)
        + b"\xff\xd9"
    )


_DEEP = b"[" * 200_000 + b"]" * 200_000
CASES: dict[str, tuple[str, Maker]] = {
    "PDF：残缺": ("附件1.pdf", lambda: good()[:300] + b"%%EOF"),
    "PDF：乱字节": ("附件1.pdf", lambda: b"%PDF-1.7\n" + noise(4000) + b"%%EOF"),
    "PDF：没有索引": ("附件1.pdf", lambda: good().replace(b"startxref", b"startxxxx")),
    "PDF：页树成环": (
        "附件1.pdf",
        lambda: raw({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"}),
    ),
    "PDF：没有页": (
        "附件1.pdf",
        lambda: raw({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"}),
    ),
    "PDF：谎报一亿页": (
        "附件1.pdf",
        lambda: raw({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 100000000>>"}),
    ),
    "PDF：五千页": ("附件1.pdf", lambda: _many_pages(5000)),
    "PDF：二十万层数组": (
        "附件1.pdf",
        lambda: raw({1: b"<</Type/Catalog/Pages 2 0 R/X %s>>" % _DEEP, 2: b"<</Type/Pages/Kids[]/Count 0>>"}),
    ),
    "PDF：二百兆内容流": (
        "附件1.pdf",
        lambda: page(stream(zlib.compress(b"0 0 m 9 9 l S " * (14 << 20), 9), b"/Filter/FlateDecode")),
    ),
    "PDF：双重压缩炸弹": (
        "附件1.pdf",
        lambda: page(stream(zlib.compress(BOMB, 9), b"/Filter[/FlateDecode/FlateDecode]")),
    ),
    "PDF：表单自己画自己": (
        "附件1.pdf",
        lambda: page(b"/F Do", b"/XObject<</F 10 0 R>>", more={10: _form(b"/F Do", b"/F 10 0 R")}),
    ),
    "PDF：二的三十次方": ("附件1.pdf", lambda: _doubling(30)),
    "PDF：巨幅页面": ("附件1.pdf", lambda: page(b"0 0 m 9 9 l S", box=b"[0 0 14400 14400]")),
    "PDF：负的页面": ("附件1.pdf", lambda: page(b"0 0 m 9 9 l S", box=b"[0 0 -5 -5]")),
    "PDF：无穷大的页面": ("附件1.pdf", lambda: page(b"0 0 m 9 9 l S", box=b"[0 0 1e38 1e38]")),
    "PDF：六万见方的图": ("附件1.pdf", _huge_image),
    "PDF：加密": ("附件1.pdf", _locked),
    "PDF：打开即运行脚本": ("附件1.pdf", lambda: changed(lambda pdf: _action(pdf, "/JavaScript"))),
    "PDF：打开即启动程序": ("附件1.pdf", lambda: changed(lambda pdf: _action(pdf, "/Launch"))),
    "PDF：内嵌程序": ("附件1.pdf", lambda: changed(_embedded)),
    "PDF：内嵌文件批注": ("附件1.pdf", lambda: changed(lambda pdf: _mark(pdf, "/FileAttachment"))),
    "PDF：富媒体": ("附件1.pdf", lambda: changed(lambda pdf: _mark(pdf, "/RichMedia"))),
    "PDF：其实是 Word": ("附件1.pdf", lambda: b"PK\x03\x04" + noise(500)),
    "图片附件：四万见方": ("附件1（不涉密）.png", lambda: png(40_000, 40_000)),
    "图片附件：谎报尺寸的 JPEG": ("附件1（不涉密）.jpg", lambda: _jpeg_head(65_000, 65_000)),
    "图片附件：没有声明": ("附件1.png", lambda: png(50, 50)),
    "图片附件：其实是程序": ("附件1（不涉密）.png", lambda: b"MZ" + noise(500)),
    "附件：可执行文件": ("附件1.exe", lambda: b"MZ" + noise(500)),
    "附件：RTF 十万层": ("附件1.rtf", lambda: b"{\\rtf1 " + b"{" * 100_000 + b"x" + b"}" * 100_001),
    "附件：RTF 带对象": ("附件1.rtf", lambda: b"{\\rtf1 {\\object\\objemb{\\*\\objdata 0105000002000000}}}"),
    "附件：假 .doc": ("附件1.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(20_000)),
}
