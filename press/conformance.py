"""Measuring a rendered PDF against GB/T 9704-2012 (版面实测), whoever made it: each element's place, size and colour beside the standard's.

ERROR stands only where the standard states a layout plainly; 一般, 推荐 and what is only derived are warnings (docs/adr/0026).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from domain.conformance import Conformance, Reading
from press import conformance_foot, conformance_head, conformance_text
from press.font_embedding import fonts_of
from press.leaf_turning import as_bound
from press.measure import Page, measure
from press.page_anatomy import Anatomy

_MEASURES: Final[tuple[Callable[[Anatomy], Iterator[Reading]], ...]] = (
    *conformance_head.MEASURES,
    *conformance_text.MEASURES,
    *conformance_foot.MEASURES,
)


def conformance_of(pdf: bytes) -> Conformance:
    """Measure a PDF."""
    return judged(measure(pdf), tuple(fonts_of(pdf)))


def judged(pages: tuple[Page, ...], fonts: tuple[Reading, ...] = ()) -> Conformance:
    """Judge measured pages."""
    anatomy = Anatomy(tuple(map(as_bound, pages)))
    if not any(page.characters for page in pages):
        return Conformance("未识别", len(pages), (), ("各页没有文字，像是扫描件，无法量取版面",))
    readings = [reading for measure_of in _MEASURES for reading in measure_of(anatomy)]
    return Conformance(anatomy.layout, len(pages), (*readings, *fonts), _remarks(anatomy))


def _remarks(anatomy: Anatomy) -> tuple[str, ...]:
    missing = [
        name
        for name, found in (("发文机关标志", anatomy.mark), ("发文字号", anatomy.number), ("标题", anatomy.title))
        if not found and anatomy.layout != "文稿格式"
    ]
    return (f"没有认出{'、'.join(missing)}，相应的项目未量取",) if missing else ()
