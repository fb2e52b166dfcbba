"""Looking at a seal's image (印模): one without transparent ground covers the text below it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image


def covers_the_text(image: Path) -> bool:
    """Tell whether an image has no transparent place at all; what is no image is not judged here."""
    try:
        with Image.open(image) as picture:
            lowest, _ = picture.convert("RGBA").getchannel("A").getextrema()
    except (OSError, ValueError, Image.DecompressionBombError):
        return False
    return lowest == 255
