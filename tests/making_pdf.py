"""Small PDFs for tests, as a scanner would make them: pictures without a word of text (扫描样例)."""

from __future__ import annotations

import hashlib
import io

from PIL import Image


def scanned_pdf(name: str, pages: int = 1) -> bytes:
    """Make a PDF of pictures; another ``name`` gives other bytes."""
    shade = hashlib.sha256(name.encode()).digest()[0]
    pictures = [Image.new("L", (420, 594), 100 + (shade + number) % 150) for number in range(pages)]
    made = io.BytesIO()
    pictures[0].save(made, "PDF", save_all=True, append_images=pictures[1:], resolution=50)
    return made.getvalue()
