"""Small PDFs for tests, as a scanner would make them: pictures without a word of text (扫描样例)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from press.fonts import standard_folders


def scanned_pdf(name: str, pages: int = 1) -> bytes:
    """Make a PDF of pictures; another ``name`` gives other bytes."""
    shade = hashlib.sha256(name.encode()).digest()[0]
    pictures = [Image.new("L", (420, 594), 100 + (shade + number) % 150) for number in range(pages)]
    made = io.BytesIO()
    pictures[0].save(made, "PDF", save_all=True, append_images=pictures[1:], resolution=50)
    return made.getvalue()


def typed_scan(pages: Sequence[Sequence[str]], dpi: int = 200) -> bytes:
    """Make a PDF of pictures of typed pages, a little crooked and grey, as a scanner gives them; a line is black 16 pt type."""
    width, height = round(210 / 25.4 * dpi), round(297 / 25.4 * dpi)
    size = round(16 / 72 * dpi)
    pictures = []
    for lines in pages:
        picture = Image.new("L", (width, height), 250)
        pen = ImageDraw.Draw(picture)
        for place, line in enumerate(lines):
            pen.text((width // 8, height // 8 + place * 2 * size), line, font=_type(size), fill=30)
        pictures.append(picture.rotate(0.4, fillcolor=250))
    made = io.BytesIO()
    pictures[0].save(made, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return made.getvalue()


@cache
def _type(size: int) -> ImageFont.FreeTypeFont:
    files = (file for folder in standard_folders() for file in Path(folder).glob("NotoSansCJK-Regular.ttc"))
    return ImageFont.truetype(str(next(files)), size)
