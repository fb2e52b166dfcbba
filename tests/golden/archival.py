"""What a PDF must have to be kept for ever (归档版式要求): ISO 19005-3, looked at with pikepdf and fontTools, not with what wrote it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont


def faults_of_archival(pdf: bytes) -> list[str]:
    """Name what an archive would refuse."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [*_of_file(opened), *(fault for font in _fonts(opened) for fault in _of_font(font))]


def _of_file(pdf: pikepdf.Pdf) -> Iterator[str]:
    meta = pdf.open_metadata()
    if (meta.get("pdfaid:part"), meta.get("pdfaid:conformance")) != ("3", "A"):  # 6.6.4
        yield "没有声明 PDF/A-3a"
    if "/OutputIntents" not in pdf.Root:  # 6.2.3
        yield "没有输出意图"
    if pdf.is_encrypted or "/ID" not in pdf.trailer:  # 6.1.3
        yield "加密或没有文件标识"
    if (
        not pdf.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked") or "/StructTreeRoot" not in pdf.Root
    ):  # level A
        yield "没有结构标签"
    if str(pdf.Root.get("/Lang", "")) not in ("zh", "zh-CN", "zh-cn"):  # 6.7.4
        yield f"没有标明语言（{pdf.Root.get('/Lang')}）"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    seen = set()
    for page in pdf.pages:
        for font in _named(_named(page, "/Resources"), "/Font").values():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield font


def _named(parent: Any, name: str) -> Any:
    return parent.get(name) or pikepdf.Dictionary()


def _of_font(font: Any) -> Iterator[str]:
    name = str(font["/BaseFont"])
    if "/ToUnicode" not in font:  # 6.2.11.7
        yield f"{name} 没有文字对照"
    descendant = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
    descriptor = descendant["/FontDescriptor"]
    stream = next((descriptor[key] for key in ("/FontFile3", "/FontFile2", "/FontFile") if key in descriptor), None)
    if stream is None:  # 6.2.11.4
        yield f"{name} 没有内嵌"
        return
    stated, own = dict(_stated_widths(descendant["/W"])), _own_widths(stream)
    wrong = [glyph for glyph, width in stated.items() if glyph in own and abs(own[glyph] - width) > 1]
    if wrong or not set(stated) & set(own):  # 6.2.11.5
        yield f"{name} 的字宽与字体不符：{wrong[:5]}"


def _stated_widths(array: Any) -> Iterator[tuple[int, float]]:
    """Read a /W array: ``c [w w …]`` or ``first last w`` (ISO 32000-1, 9.7.4.3)."""
    items = list(array)
    while items:
        first, following = int(items.pop(0)), items.pop(0)
        if isinstance(following, pikepdf.Array):
            yield from ((first + place, float(width)) for place, width in enumerate(following))
        else:
            width = float(items.pop(0))
            yield from ((glyph, width) for glyph in range(first, int(following) + 1))


def _own_widths(stream: Any) -> dict[int, float]:
    """Give the widths the embedded font program states, in thousandths of an em, by glyph (a subset's glyph is its CID)."""
    data = bytes(stream.read_bytes())
    if data[:4] in (b"OTTO", b"\x00\x01\x00\x00", b"true"):
        font = TTFont(io.BytesIO(data))
        scale = 1000 / font["head"].unitsPerEm
        names = font.getGlyphOrder()
        return {place: font["hmtx"][name][0] * scale for place, name in enumerate(names)}
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    top = fonts[0]
    widths: dict[int, float] = {}
    matrix = top.rawDict.get("FontMatrix", [0.001])[0] or 0.001
    for place, name in enumerate(top.charset):
        charstring, select = top.CharStrings.getItemAndSelector(name)
        private = top.FDArray[select].Private if select is not None else top.Private
        charstring.decompile()
        width = _width_of(charstring, private)
        glyph = int(name[3:]) if name.startswith("cid") else place
        widths[glyph] = width * matrix * 1000
    return widths


def _width_of(charstring: Any, private: Any) -> float:
    from fontTools.misc.psCharStrings import T2WidthExtractor  # noqa: PLC0415 - brings no types

    extractor = T2WidthExtractor(
        getattr(private, "Subrs", []), charstring.globalSubrs, private.nominalWidthX, private.defaultWidthX
    )
    extractor.execute(charstring)
    return float(extractor.width)
