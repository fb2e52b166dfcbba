"""What the styles of a .docx say of a paragraph's looks: alignment, size, font, heading level, numbering (样式)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from press.reading_xml import VAL, Element, W, is_on, value_at, whole

_DEEPEST_CHAIN = 100
"""Word itself stops at ten styles, each based on the next."""

_TELLING = {"vanish": "隐藏文字", "strike": "带删除线的文字", "dstrike": "带删除线的文字"}
_RUN_STYLE = f"{W}rStyle"
_TELLING_TAGS = frozenset({_RUN_STYLE, *(W + name for name in _TELLING)})


@dataclass(frozen=True)
class Look:
    """How a paragraph looks (外观), as far as it helps to tell what it is.

    ``font`` is the East Asian font's name; ``heading`` is 1 to 4 for heading styles or an outline level, else 0.
    """

    style: str = ""
    alignment: str = ""
    size_pt: float = 0.0
    font: str = ""
    is_bold: bool = False
    heading: int = 0
    is_title: bool = False

    @property
    def is_centred(self) -> bool:
        """Tell whether the lines stand in the middle."""
        return self.alignment == "center"

    @property
    def is_right(self) -> bool:
        """Tell whether the lines stand at the right edge."""
        return self.alignment in {"right", "end"}


@dataclass(frozen=True)
class ListPlace:
    """Where a paragraph stands in a list (编号位置): the list's id, the level if stated, the style that said so."""

    number_id: str
    level: int | None
    style: str = ""


class StyleSheet:
    """The styles part of a .docx (样式表)."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else root.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles}
        self._looks: dict[str, Look] = {}
        self._switches: dict[tuple[str, str], bool | None] = {}
        self._hidden: dict[tuple[str, str], frozenset[str]] = {}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(f"{W}type") == "paragraph" and _is_default(style)
            ),
            "",
        )

    def look(self, properties: Element | None, run: Element | None) -> Look:
        """Give a paragraph's look from its ``w:pPr`` and the ``w:rPr`` of its first run with text."""
        style = value_at(properties, "pStyle") or self._default
        return _with(_with(self._style_look(style), properties, None), None, run)

    def list_place(self, properties: Element | None) -> ListPlace | None:
        """Give the list a paragraph belongs to, by its own properties or through its styles; nothing when in none."""
        level: int | None = None
        for style, found in self._chain(properties):
            place = found.find(f"{W}numPr") if found is not None else None
            if place is None:
                continue
            stated = value_at(place, "ilvl")
            level = whole(stated) if level is None and stated else level
            number_id = value_at(place, "numId")
            if number_id is not None:
                return None if number_id == "0" else ListPlace(number_id, level, style)
        return None

    def style_of(self, properties: Element | None) -> str:
        """Give the id of a paragraph's style."""
        return value_at(properties, "pStyle") or self._default

    def hides(self, style: str, run: Element | None) -> str:
        """Name a look that changes what a run says, by its own properties or through its styles; empty when there is none.

        ``style`` is the paragraph's.
        """
        own = {} if run is None else {child.tag: child for child in run if child.tag in _TELLING_TAGS}
        through = self._hidden_by(own.pop(_RUN_STYLE).get(VAL, "") if _RUN_STYLE in own else "", style)
        if not own and not through:
            return ""
        names = (name for name in _TELLING if (is_on(run, name) if W + name in own else name in through))
        return next((_TELLING[name] for name in names), "")

    def _hidden_by(self, run_style: str, style: str) -> frozenset[str]:
        """Name the switches that a run's and its paragraph's styles turn on."""
        key = (run_style, style)
        if key not in self._hidden:
            stated = {name: (self._style_switch(run_style, name), self._style_switch(style, name)) for name in _TELLING}
            self._hidden[key] = frozenset(
                name for name, (inner, outer) in stated.items() if (outer if inner is None else inner)
            )
        return self._hidden[key]

    def _style_switch(self, style: str, name: str, depth: int = 0) -> bool | None:
        key = (style, name)
        if depth > _DEEPEST_CHAIN:
            return None
        if key not in self._switches:
            self._switches[key] = None  # what is based on itself states nothing
            element = self._styles.get(style)
            own = None if element is None else _switch(element.find(f"{W}rPr"), name)
            base = value_at(element, "basedOn")
            self._switches[key] = self._style_switch(base, name, depth + 1) if own is None and base else own
        return self._switches[key]

    def number_id(self, style: str) -> str | None:
        """Give the list that a numbering style stands for."""
        found = self._styles.get(style)
        return value_at(found, "pPr", "numPr", "numId")

    def _chain(self, properties: Element | None) -> list[tuple[str, Element | None]]:
        chain: list[tuple[str, Element | None]] = [("", properties)]
        style = value_at(properties, "pStyle") or self._default
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            chain.append((style, self._styles[style].find(f"{W}pPr")))
            style = value_at(self._styles[style], "basedOn") or ""
        return chain

    def _style_look(self, style: str, seen: frozenset[str] = frozenset()) -> Look:
        if style not in self._styles or style in seen or len(seen) > _DEEPEST_CHAIN:
            return Look()
        if style not in self._looks:
            element = self._styles[style]
            base = self._style_look(value_at(element, "basedOn") or "", seen | {style})
            name = (value_at(element, "name") or "").casefold()
            look = _with(base, element.find(f"{W}pPr"), element.find(f"{W}rPr"))
            self._looks[style] = _named(replace(look, style=name), name)
        return self._looks[style]


def _is_default(style: Element) -> bool:
    return style.get(f"{W}default", "0") in {"1", "true", "on"}


def _named(look: Look, name: str) -> Look:
    for prefix in ("heading ", "标题 ", "标题"):
        level = name.removeprefix(prefix)
        if name.startswith(prefix) and level in {"1", "2", "3", "4"}:
            return replace(look, heading=int(level))
    return replace(look, is_title=True) if name in {"title", "标题", "公文标题", "文件标题"} else look


def _with(look: Look, paragraph: Element | None, run: Element | None) -> Look:
    alignment = value_at(paragraph, "jc")
    outline = value_at(paragraph, "outlineLvl")
    size = value_at(run, "sz")
    fonts = None if run is None else run.find(f"{W}rFonts")
    font = None if fonts is None else fonts.get(f"{W}eastAsia") or fonts.get(f"{W}ascii")
    has_bold = run is not None and run.find(f"{W}b") is not None
    return replace(
        look,
        alignment=alignment or look.alignment,
        heading=int(outline) + 1 if outline in {"0", "1", "2", "3"} else look.heading,
        size_pt=_half_points(size) or look.size_pt,
        font=font or look.font,
        is_bold=is_on(run, "b") if has_bold else look.is_bold,
    )


def _switch(properties: Element | None, name: str) -> bool | None:
    return None if properties is None or properties.find(W + name) is None else is_on(properties, name)


def _half_points(size: str | None) -> float:
    try:
        return float(size) / 2 if size else 0.0
    except ValueError:
        return 0.0
