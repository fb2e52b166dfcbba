"""Whether the fonts of a PDF can be read for ever (字体内嵌): each embedded, each with a map to Unicode (ISO 19005-3 6.2.11)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from domain.conformance import Reading
from press.readings import NOTE, WARNING, fact


def fonts_of(pdf: bytes) -> Iterator[Reading]:
    """Read each font of a PDF once."""
    seen: dict[str, tuple[bool, bool]] = {}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            for font in _fonts(page):
                name = str(font.get("/BaseFont", "无名字体")).lstrip("/").rpartition("+")[2]
                embedded, mapped = seen.get(name, (True, True))
                seen[name] = (embedded and _is_embedded(font), mapped and "/ToUnicode" in font)
    for name, (embedded, mapped) in sorted(seen.items()):
        yield fact(
            "FMT-030",
            "ISO 19005-3 6.2.11.4",
            WARNING,
            0,
            f"字体 {name}",
            "内嵌",
            "内嵌" if embedded else "未内嵌",
            agrees=embedded,
        )
        yield fact(
            "FMT-030b",
            "ISO 19005-3 6.2.11.7",
            NOTE,
            0,
            f"字体 {name} 的文字对照",
            "有",
            "有" if mapped else "无",
            agrees=mapped,
        )


def _fonts(page: Any) -> Iterator[Any]:
    resources = page.get("/Resources")
    fonts = resources.get("/Font") if resources is not None else None
    yield from (fonts.values() if fonts is not None else ())


def _is_embedded(font: Any) -> bool:
    descendants = font.get("/DescendantFonts")
    descriptor = (descendants[0] if descendants is not None else font).get("/FontDescriptor")
    files = ("/FontFile", "/FontFile2", "/FontFile3")
    return str(font.get("/Subtype")) == "/Type3" or (
        descriptor is not None and any(name in descriptor for name in files)
    )
