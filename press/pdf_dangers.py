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
MOST_DRAWINGS: Final = 200_000
"""Texts, lines and pictures on one page: each costs the renderer and us half a kilobyte."""
LEAST_STEP: Final = 0.05
"""How near to one another the tiles of a pattern may stand, in points: nearer, a page takes billions of them."""
_DRAWING: Final = re.compile(rb"""(?<=[\s)\]>])(?:Tj|TJ|'|"|S|s|f\*?|F|B\*?|b\*?|Do|sh|EI)(?=[\s/\[(<]|$)""")
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
        elif found.get("/PatternType") == 1:
            _check_pattern(found)
        elif found.get("/Type") not in ("/XRef", "/ObjStm"):
            total += _size(found)
        if total > MOST_STREAMS:
            raise DangerError("内容展开后过大")
    tally = _Tally()
    for page in pdf.pages:
        tally.count(page.obj, 0)


def _check_picture(picture: pikepdf.Stream) -> None:
    width, height = _number(picture.get("/Width")), _number(picture.get("/Height"))
    if width * height > MOST_PIXELS:
        raise DangerError(f"含有 {width}×{height} 像素的图片")


def _check_pattern(pattern: pikepdf.Stream) -> None:
    matrix = pattern.get("/Matrix")
    scales = [float(matrix[place]) for place in (0, 3)] if isinstance(matrix, pikepdf.Array) and len(matrix) > 3 else []
    steps = [abs(float(pattern.get(name, 0))) for name in ("/XStep", "/YStep")]
    apart = [step * abs(scale or 1.0) for step, scale in zip(steps, scales or (1.0, 1.0), strict=True)]
    if min(apart) < LEAST_STEP and (pattern.get("/XStep") is not None or pattern.get("/YStep") is not None):
        raise DangerError("底纹图案过密")


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


@dataclass(frozen=True)
class _Load:
    """What a page or form brings about (绘制量): forms called, itself among them, and what is drawn; each as often as it is called."""

    calls: int
    drawings: int

    def __add__(self, other: _Load) -> _Load:
        """Add what a called form brings about.

        Raises:
            DangerError: It is more than a page may hold.
        """
        return _bearable(_Load(self.calls + other.calls, self.drawings + other.drawings))


def _bearable(load: _Load) -> _Load:
    if load.calls > MOST_CALLS:
        raise DangerError("内容反复自我引用")
    if load.drawings > MOST_DRAWINGS:
        raise DangerError(f"一页上的文字和图形超过 {MOST_DRAWINGS // 10_000} 万个")
    return load


_ENDLESS: Final = _Load(MOST_CALLS + 1, 0)


@dataclass
class _Tally:
    """What pages and forms bring about, each form looked at once (绘制计数)."""

    known: dict[Any, _Load] = field(default_factory=dict)

    def count(self, holder: Any, depth: int) -> _Load:
        """Count what one page or form brings about."""
        if depth > MOST_DEPTH:
            raise DangerError("内容层层嵌套")
        forms = _forms(holder)
        content = _content_of(holder)
        load = _bearable(_Load(1, len(_DRAWING.findall(content))))
        for name in _called(content) if forms else ():
            form = forms.get(name)
            if form is None:
                continue
            key = form.objgen
            if key not in self.known:
                self.known[key] = _ENDLESS  # while it is being counted: what calls itself is beyond any count
                self.known[key] = self.count(form, depth + 1)
            load += self.known[key]
        return load


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


def _called(content: bytes) -> list[str]:
    return [name.decode("latin-1") for name in _CALL.findall(content)]


def _content_of(holder: Any) -> bytes:
    contents = holder if isinstance(holder, pikepdf.Stream) else holder.get("/Contents")
    streams: list[Any] = [contents]
    if isinstance(contents, pikepdf.Array):
        streams = [contents[place] for place in range(len(contents))]
    return b"\n".join(_bytes_of(stream) for stream in streams if isinstance(stream, pikepdf.Stream))


def _bytes_of(stream: pikepdf.Stream) -> bytes:
    """Give what a stream holds; of a broken one as much as there is, since the renderer shows that."""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        raw = bytes(stream.read_raw_bytes())
    unpacking, made = zlib.decompressobj(), bytearray()
    try:
        for place in range(0, len(raw), 1 << 12):
            made += unpacking.decompress(raw[place : place + (1 << 12)], MOST_STREAM)
    except zlib.error:
        pass
    return bytes(made[:MOST_STREAM])


def _number(value: object) -> int:
    return int(value) if isinstance(value, int) else 0
