"""Measuring a Word file without a page (文档实测): page, margins, line pitch, type sizes and fonts as its XML states them, clause by clause.

What only a rendered page shows (lines to a page, where 版记 lies) is not said here; it is measured on the PDF.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from domain.conformance import Conformance, Reading
from domain.document import KIND_WORDS
from press import layout
from press.reading_package import Package, open_package
from press.reading_xml import without_blanks
from press.readings import ERROR, NOTE, WARNING, between, fact

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GB: Final = "GB/T 9704-2012 "
_TWIPS_A_MM: Final = 1440 / 25.4
_FANGSONG: Final = ("仿宋", "FangSong", "FangSong_GB2312", "方正仿宋", "FandolFang", "STFangsong")
_SMALLEST_MARK_PT: Final = 30
_TITLE_FONTS: Final = ("小标宋", "XiaoBiaoSong")


@dataclass(frozen=True)
class _Look:
    size_pt: float
    family: str
    line: float
    rule: str


def docx_conformance(data: bytes, subject: str) -> Conformance:
    """Measure a .docx.

    Raises:
        DraftError: It can't be opened as one.
    """
    package = open_package(data, subject)
    document = package.tree(package.main)
    styles_part = package.related(package.main, "styles")
    styles = _Styles(package.tree(styles_part) if styles_part else None)
    readings = (*_page(document), *_text(document, styles), *_numbering(package))
    return Conformance("Word 文档", 0, readings)


def _page(document: Any) -> Iterator[Reading]:
    section = next(reversed(list(document.iter(f"{_W}sectPr"))), None)
    size = section.find(f"{_W}pgSz") if section is not None else None
    margin = section.find(f"{_W}pgMar") if section is not None else None
    if size is not None:
        sides = sorted((_mm(size, "w"), _mm(size, "h")))
        agrees = abs(sides[0] - layout.PAGE_WIDTH) < 0.6 and abs(sides[1] - layout.PAGE_HEIGHT) < 0.6
        yield fact(
            "FMT-001", f"{_GB}5.1", ERROR, 0, "幅面", "210×297 mm", f"{sides[0]:.1f}×{sides[1]:.1f} mm", agrees=agrees
        )
    if margin is None:
        return
    top, left = _mm(margin, "top"), _mm(margin, "left") + _mm(margin, "gutter")
    # With the pitch of 29.6 pt the frame begins at 34.6 mm, so that the characters begin at 37 (GB/T 33476.2).
    agrees = abs(top - layout.TOP_MARGIN) <= 1 or abs(top - layout.FRAME_TOP) <= 0.5
    yield fact(
        "FMT-002", f"{_GB}5.2.1", ERROR, 0, "上边距（天头）", "37±1 mm（或 34.6 mm）", f"{top:.1f} mm", agrees=agrees
    )
    yield fact(
        "FMT-002b", f"{_GB}5.2.1", ERROR, 0, "左边距（订口）", "28±1 mm", f"{left:.1f} mm", agrees=abs(left - 28) <= 1
    )
    right = _mm(margin, "right")
    yield between("FMT-002c", f"{_GB}5.2.1（推算）", WARNING, 0, "右边距", 25, 27, right, "mm")
    grid = section.find(f"{_W}docGrid") if section is not None else None
    kind = grid.get(f"{_W}type") if grid is not None else None
    if kind == "linesAndChars":
        yield fact(
            "FMT-020d",
            f"{_GB}5.2.3",
            NOTE,
            0,
            "文档网格",
            "不依赖网格",
            "指定行和字符网格，别的软件会排成别的样子",
            agrees=False,
        )


def _text(document: Any, styles: _Styles) -> Iterator[Reading]:
    sizes: Counter[float] = Counter()
    families: Counter[str] = Counter()
    pitches: Counter[tuple[float, str]] = Counter()
    titles: list[tuple[str, _Look]] = []
    for paragraph in document.iter(f"{_W}p"):
        said = without_blanks("".join(text.text or "" for text in paragraph.iter(f"{_W}t")))
        if not said:
            continue
        look = styles.look(paragraph)
        sizes[look.size_pt] += len(said)
        families[look.family] += len(said)
        if next(paragraph.iterancestors(f"{_W}tc"), None) is None:  # a table's lines are its own
            pitches[look.line, look.rule] += len(said)
        if 20 <= look.size_pt < _SMALLEST_MARK_PT and said.endswith(KIND_WORDS) and len(said) > 6:
            titles.append((said, look))
    if not sizes:
        return
    usual = sizes.most_common(1)[0][0]
    yield between("FMT-010d", f"{_GB}5.2.2", ERROR, 0, "正文字号", 15.5, 16.5, usual, "磅")
    family = families.most_common(1)[0][0]
    agrees = any(name in family for name in _FANGSONG)
    yield fact("FMT-010e", f"{_GB}5.2.2", WARNING, 0, "正文字体", "仿宋", family or "未写明", agrees=agrees)
    (line, rule), _ = next(iter(pitches.most_common(1)), ((0.0, ""), 0))
    shown = f"{line:.1f} 磅" if rule == "exact" else "不是固定值"
    yield fact(
        "FMT-020c",
        f"{_GB}5.2.3",
        WARNING,
        0,
        "正文行距",
        "固定值 28～30 磅",
        shown,
        agrees=rule == "exact" and 28 <= line <= 30,
    )
    for said, look in titles[:1]:
        yield between("FMT-010", f"{_GB}7.3.1", ERROR, 0, f"标题“{said[:12]}…”字号", 21.5, 22.5, look.size_pt, "磅")
        agrees = any(name in look.family for name in _TITLE_FONTS)
        yield fact("FMT-010f", f"{_GB}7.3.1", WARNING, 0, "标题字体", "小标宋", look.family or "未写明", agrees=agrees)


def _numbering(package: Package) -> Iterator[Reading]:
    footers = [relation.target for relation in package.relations(package.main).values() if relation.kind == "footer"]
    fields = [
        text.text or ""
        for footer in footers
        for tag in ("instrText",)
        for text in package.tree(footer).iter(f"{_W}{tag}")
    ]
    fields += [
        simple.get(f"{_W}instr") or "" for footer in footers for simple in package.tree(footer).iter(f"{_W}fldSimple")
    ]
    has_page = any("PAGE" in field.split() for field in fields)
    yield fact("FMT-017", f"{_GB}7.5", ERROR, 0, "页码", "页脚中有页码域", "有" if has_page else "无", agrees=has_page)


class _Styles:
    """What a paragraph looks like after its style and those it is based on (样式)."""

    def __init__(self, root: Any) -> None:
        self._by_id = (
            {style.get(f"{_W}styleId"): style for style in root.iter(f"{_W}style")} if root is not None else {}
        )
        self._default = root.find(f"{_W}docDefaults") if root is not None else None
        self._normal = next((name for name, style in self._by_id.items() if _is_normal(style)), None)

    def look(self, paragraph: Any) -> _Look:
        own = paragraph.find(f"{_W}pPr")
        named = own.find(f"{_W}pStyle") if own is not None else None
        chain = self._chain(named.get(f"{_W}val") if named is not None else self._normal)
        run = next((run for run in paragraph.iter(f"{_W}r") if run.find(f"{_W}t") is not None), None)
        sources = [*([run] if run is not None else []), paragraph, *chain]
        if self._default is not None:
            sources += [self._default.find(f"{_W}rPrDefault"), self._default.find(f"{_W}pPrDefault")]
        runs = [found for source in sources if source is not None and (found := source.find(f"{_W}rPr")) is not None]
        paragraphs = [
            found for source in sources if source is not None and (found := source.find(f"{_W}pPr")) is not None
        ]
        size = _first(runs, "sz", "val")
        family = _first(runs, "rFonts", "eastAsia")
        line, rule = _first(paragraphs, "spacing", "line"), _first(paragraphs, "spacing", "lineRule")
        return _Look(_number(size, 20) / 2, family, _number(line, 240) / 20, rule or "auto")

    def _chain(self, name: str | None) -> list[Any]:
        found: list[Any] = []
        while name in self._by_id and len(found) < 12:
            style = self._by_id[name]
            found.append(style)
            based = style.find(f"{_W}basedOn")
            name = based.get(f"{_W}val") if based is not None else None
        return found


def _is_normal(style: Any) -> bool:
    return style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true")


def _first(properties: list[Any], tag: str, attribute: str) -> str:
    for found in properties:
        element = found.find(f"{_W}{tag}")
        if element is not None and element.get(f"{_W}{attribute}"):
            return str(element.get(f"{_W}{attribute}"))
    return ""


def _number(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise


def _mm(element: Any, name: str) -> float:
    return _number(element.get(f"{_W}{name}") or "", 0.0) / _TWIPS_A_MM
