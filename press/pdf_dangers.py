"""What in a PDF would take all memory or time when a page is drawn (PDF 隐患): streams that swell, forms that call forms, giant pictures.

Looked for before the renderer sees the file: it ends itself, or takes gigabytes, on such pages.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

MOST_STREAM: Final = 32 << 20
MOST_STREAMS: Final = 192 << 20
MOST_PIXELS: Final = 64_000_000
MOST_CALLS: Final = 20_000
MOST_DEPTH: Final = 30
MOST_OBJECTS: Final = 300_000
_CALL: Final = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_SWELLING: Final = ("/LZWDecode", "/RunLengthDecode")
_PLAIN: Final = ("/ASCII85Decode", "/ASCIIHexDecode")
_PICTURE_CODES: Final = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")


class DangerError(ValueError):
    """What is dangerous, in Chinese (隐患)."""


def check(pdf: pikepdf.Pdf) -> None:
    """Look through every object of an opened PDF.

    Raises:
        DangerError: It holds something that must not be drawn.
    """
    if len(pdf.objects) > MOST_OBJECTS:
        raise DangerError(f"内部对象超过 {MOST_OBJECTS // 10_000} 万个")
    total = 0
    for found in pdf.objects:
        if not isinstance(found, pikepdf.Stream):
            continue
        if found.get("/Subtype") == "/Image":
            _check_picture(found)
        elif found.get("/Type") not in ("/XRef", "/ObjStm"):
            total += _size(found)
        if total > MOST_STREAMS:
            raise DangerError("内容展开后过大")
    calls = _Calls()
    for page in pdf.pages:
        calls.count(page.obj, 0)


def _check_picture(picture: pikepdf.Stream) -> None:
    width, height = _number(picture.get("/Width")), _number(picture.get("/Height"))
    if width * height > MOST_PIXELS:
        raise DangerError(f"含有 {width}×{height} 像素的图片")


def _size(stream: pikepdf.Stream) -> int:
    """Give how long a stream is when unpacked, never unpacking more than the limit at once."""
    data = bytes(stream.read_raw_bytes())
    for name in _filters(stream):
        if name in _SWELLING and len(data) > 1 << 20:
            raise DangerError("内容用少见的方式压缩且过大")
        if name in (*_PLAIN, *_SWELLING, *_PICTURE_CODES, "/Crypt"):
            return len(data)
        if name == "/FlateDecode":
            data = _inflated(data)
    return len(data)


def _filters(stream: pikepdf.Stream) -> list[str]:
    stated = stream.get("/Filter")
    if stated is None:
        return []
    return [str(name) for name in stated] if isinstance(stated, pikepdf.Array) else [str(stated)]


def _inflated(data: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        made = unpacking.decompress(data, MOST_STREAM + 1)
    except zlib.error:  # the renderer shows as much of it as there is
        return data
    if len(made) > MOST_STREAM:
        raise DangerError("内容压缩比异常")
    return made


@dataclass
class _Calls:
    """How often forms would be drawn in all (调用计数)."""

    known: dict[Any, int] = field(default_factory=dict)
    total: int = 0

    def count(self, holder: Any, depth: int) -> int:
        """Count the drawings that one page or form brings about."""
        if depth > MOST_DEPTH:
            raise DangerError("内容层层嵌套")
        forms = _forms(holder)
        count = 1
        for name in _called(holder) if forms else ():
            form = forms.get(name)
            if form is None:
                continue
            key = form.objgen
            if key not in self.known:
                self.known[key] = (
                    MOST_CALLS + 1
                )  # while it is being counted: a form that calls itself is beyond any count
                self.known[key] = self.count(form, depth + 1)
            count += self.known[key]
            if count > MOST_CALLS:
                raise DangerError("内容反复自我引用")
        return count


def _forms(holder: Any) -> dict[str, Any]:
    resources = holder.get("/Resources")
    named = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(named, pikepdf.Dictionary):
        return {}
    return {
        str(name)[1:]: form
        for name, form in named.items()
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form"
    }


def _called(holder: Any) -> list[str]:
    contents = holder if isinstance(holder, pikepdf.Stream) else holder.get("/Contents")
    streams: list[Any] = [contents]
    if isinstance(contents, pikepdf.Array):
        streams = [contents[place] for place in range(len(contents))]
    names: list[str] = []
    for stream in streams:
        if isinstance(stream, pikepdf.Stream):
            names += [name.decode("latin-1") for name in _CALL.findall(bytes(stream.read_bytes()))]
    return names


def _number(value: object) -> int:
    return int(value) if isinstance(value, int) else 0
