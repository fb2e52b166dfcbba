"""Drawing a plain seal or signature stamp for an example office (示例印模、示例签名章). Real ones are scanned, not drawn."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

DIAMETER_MM: Final = 42
_PIXELS: Final = 1000
_STAMP_PIXELS: Final = 400
_RED: Final = (214, 0, 0, 255)
_ARC: Final = math.radians(230)


def draw_seal(organ: str, font: Path) -> bytes:
    """Give a transparent PNG of a round red seal, 42 mm across, with the organ's name set on the upper arc."""
    seal = Image.new("RGBA", (_PIXELS, _PIXELS), (0, 0, 0, 0))
    pen = ImageDraw.Draw(seal)
    middle, radius = _PIXELS / 2, _PIXELS / 2 - 14
    box = (middle - radius, middle - radius, middle + radius, middle + radius)
    pen.ellipse(box, outline=_RED, width=26)
    pen.polygon(_star(middle, _PIXELS * 0.15), fill=_RED)
    _set_on_arc(seal, organ, ImageFont.truetype(str(font), int(_PIXELS * 0.115)), radius * 0.79)
    made = io.BytesIO()
    seal.save(made, "PNG", dpi=(_PIXELS / DIAMETER_MM * 25.4, _PIXELS / DIAMETER_MM * 25.4))
    return made.getvalue()


def draw_stamp(name: str, font: Path) -> bytes:
    """Give a transparent PNG of a name in red handwriting, as a signature stamp shows it."""
    stamp = Image.new("RGBA", (_STAMP_PIXELS * len(name), _STAMP_PIXELS), (0, 0, 0, 0))
    written = ImageFont.truetype(str(font), int(_STAMP_PIXELS * 0.86))
    middle = (stamp.width / 2, stamp.height / 2)
    ImageDraw.Draw(stamp).text(middle, name, font=written, fill=_RED, anchor="mm")
    made = io.BytesIO()
    stamp.save(made, "PNG")
    return made.getvalue()


def _star(middle: float, size: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        angle = math.pi * corner / 5 - math.pi / 2
        reach = size if corner % 2 == 0 else size * 0.382
        points.append((middle + reach * math.cos(angle), middle + reach * math.sin(angle)))
    return points


def _set_on_arc(seal: Image.Image, text: str, font: ImageFont.FreeTypeFont, radius: float) -> None:
    step = _ARC / max(len(text) - 1, 1)
    for place, character in enumerate(text):
        angle = place * step - _ARC / 2
        glyph = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((100, 100), character, font=font, fill=_RED, anchor="mm")
        turned = glyph.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        x = _PIXELS / 2 + radius * math.sin(angle)
        y = _PIXELS / 2 - radius * math.cos(angle)
        seal.alpha_composite(turned, (round(x - 100), round(y - 100)))
