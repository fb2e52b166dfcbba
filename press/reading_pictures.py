"""Pictures inside and beside a draft: PNG and JPEG of bounded size, decoded once to see that they are whole (图片)."""

from __future__ import annotations

import hashlib
import io
import re
import warnings

from PIL import Image, UnidentifiedImageError

from domain.document import Picture
from press.errors import PictureError

MOST_PIXELS = 40_000_000
_MM_PER_EMU = 1 / 36_000
_MM_PER_INCH = 25.4
_USUAL_DPI = 96.0
_EMU_PER = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000, "px": 9_525}
_VML_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([0-9.]{1,9})(pt|in|cm|mm|px)")
_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
_SIGNATURES = (
    (b"GIF8", "GIF 格式"),
    (b"BM", "BMP 格式"),
    (b"\xd7\xcd\xc6\x9a", "WMF 图元文件"),
    (b"\x01\x00\x09\x00", "WMF 图元文件"),
    (b"\x02\x00\x09\x00", "WMF 图元文件"),
    (b"\x01\x00\x00\x00", "EMF 图元文件"),
    (b"II*\x00", "TIFF 格式"),
    (b"MM\x00*", "TIFF 格式"),
)


def digest_of_bytes(data: bytes) -> str:
    """Give the SHA-512 digest that names bytes in the document model."""
    return hashlib.sha512(data).hexdigest()


def read_picture(data: bytes, subject: str, place: str, size_emu: tuple[int, int] | None = None) -> Picture:
    """Judge a picture's bytes and describe it; without ``size_emu`` its own resolution gives the size on the page.

    Raises:
        PictureError: It is not PNG or JPEG, has too many pixels, or its bytes are cut off.
    """
    with warnings.catch_warnings(), _opened(data, subject, place) as image:
        warnings.simplefilter("ignore")
        media_type = _TYPES.get(image.format or "")
        if media_type is None:
            raise PictureError(subject, f"{image.format} 格式", place)
        if image.width * image.height > MOST_PIXELS:
            raise PictureError(subject, f"{image.width}×{image.height} 像素，过大", place)
        _decode(image, subject, place)
        width, height = _size_mm(image, size_emu)
    return Picture(digest_of_bytes(data), media_type, width, height)


def vml_size(style: str) -> tuple[int, int] | None:
    """Read a shape's size out of its VML style, in EMU; nothing when it states none we know."""
    stated = {name: (float(number), unit) for name, number, unit in _VML_LENGTH.findall(style)}
    sizes = [int(stated[name][0] * _EMU_PER[stated[name][1]]) for name in ("width", "height") if name in stated]
    return (sizes[0], sizes[1]) if len(sizes) == 2 else None


def _opened(data: bytes, subject: str, place: str) -> Image.Image:
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise PictureError(subject, what, place)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a picture over Pillow's own limit is judged by ours
            return Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
    except Image.DecompressionBombError as error:
        raise PictureError(subject, "像素过多", place) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PictureError(subject, "不是 PNG 或 JPEG", place) from error


def _decode(image: Image.Image, subject: str, place: str) -> None:
    try:
        image.load()
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise PictureError(subject, "图片数据残缺", place) from error


def _size_mm(image: Image.Image, size_emu: tuple[int, int] | None) -> tuple[float, float]:
    if size_emu is not None and min(size_emu) > 0:
        return round(size_emu[0] * _MM_PER_EMU, 2), round(size_emu[1] * _MM_PER_EMU, 2)
    stated = image.info.get("dpi", (_USUAL_DPI, _USUAL_DPI))
    across, down = (float(dpi) if float(dpi) >= 1 else _USUAL_DPI for dpi in stated)
    return round(image.width / across * _MM_PER_INCH, 2), round(image.height / down * _MM_PER_INCH, 2)
