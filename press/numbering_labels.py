"""The labels of automatic numbering as text: what Word shows before a paragraph but does not write (自动编号).

Source: ECMA-376 part 1, 17.9; the outcome agrees with LibreOffice's text export.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from press.reading_styles import ListPlace, StyleSheet
from press.reading_xml import VAL, Element, W, value_at, whole

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"


class NumberFormatError(ValueError):
    """A number format has no text form here (编号格式不识)."""


def chinese_number(number: int) -> str:
    """Write a number the way it is counted in Chinese, such as 二十一 or 一百〇三."""
    if not 0 < number < 1000:
        return _DIGITS[0] if number == 0 else str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += _DIGITS[0]
    return text + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        text += sign * (number // value)
        number %= value
    return text


def _letter(number: int, first: str) -> str:
    rounds, place = divmod(number - 1, 26)
    return chr(ord(first) + place) * (rounds + 1)


def _from_block(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "japaneseCounting": chinese_number,
    "taiwaneseCounting": chinese_number,
    "taiwaneseCountingThousand": chinese_number,
    "ideographDigital": lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    "chineseLegalSimplified": lambda number: "".join(
        {**dict(zip(_DIGITS, _LEGAL, strict=True)), "十": "拾", "百": "佰"}[sign] for sign in chinese_number(number)
    ),
    "ideographTraditional": lambda number: "甲乙丙丁戊己庚辛壬癸"[(number - 1) % 10],
    "ideographZodiac": lambda number: "子丑寅卯辰巳午未申酉戌亥"[(number - 1) % 12],
    "decimalEnclosedCircle": _from_block("①", 20),
    "decimalEnclosedCircleChinese": _from_block("①", 20),
    "decimalEnclosedParen": _from_block("⑴", 20),
    "decimalEnclosedFullstop": _from_block("⒈", 20),
    "ideographEnclosedCircle": _from_block("㊀", 10),
    "upperLetter": lambda number: _letter(number, "A"),
    "lowerLetter": lambda number: _letter(number, "a"),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "none": lambda _: "",
}


@dataclass(frozen=True)
class _Level:
    """One level of a list (编号级别)."""

    start: int
    number_format: str
    text: str
    style: str
    is_legal: bool
    restarts_after: int | None


class NumberingLabels:
    """The counters of all lists of a document; ask paragraphs in reading order (编号标签)."""

    def __init__(self, root: Element | None, styles: StyleSheet) -> None:
        self._styles = styles
        self._lists = {} if root is None else {n.get(f"{W}numId", ""): n for n in root.findall(f"{W}num")}
        self._abstract = (
            {} if root is None else {a.get(f"{W}abstractNumId", ""): a for a in root.findall(f"{W}abstractNum")}
        )
        self._levels: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._overridden: set[tuple[str, int]] = set()

    def label(self, properties: Element | None) -> str:
        """Count this paragraph and give its label, or an empty string when it is in no list.

        Raises:
            NumberFormatError: The label uses a number format we can't write.
        """
        place = self._styles.list_place(properties)
        if place is None or place.number_id not in self._lists:
            return ""
        family, levels, starts = self._list(place.number_id)
        depth = _depth(place, levels)
        if depth not in levels:
            return ""
        counts = self._count(place.number_id, family, levels, starts, depth)
        return _label(levels, counts, depth)

    def _count(
        self, number_id: str, family: str, levels: dict[int, _Level], starts: dict[int, int], depth: int
    ) -> dict[int, int]:
        counts = self._counts.setdefault(family, {})
        for level in starts:
            if (number_id, level) not in self._overridden and level <= depth:
                self._overridden.add((number_id, level))
                counts.pop(level, None)
        for level in range(depth):
            counts.setdefault(level, starts.get(level, levels[level].start if level in levels else 1))
        counts[depth] = counts[depth] + 1 if depth in counts else starts.get(depth, levels[depth].start)
        for level in [level for level in counts if level > depth and _restarts(levels.get(level), depth)]:
            del counts[level]
        return counts

    def _list(self, number_id: str) -> tuple[str, dict[int, _Level], dict[int, int]]:
        if number_id not in self._levels:
            element = self._lists[number_id]
            family = value_at(element, "abstractNumId") or ""
            abstract = self._linked(self._abstract.get(family))
            levels = {} if abstract is None else dict(_read_level(level) for level in abstract.findall(f"{W}lvl"))
            starts: dict[int, int] = {}
            for override in element.findall(f"{W}lvlOverride"):
                depth = whole(override.get(f"{W}ilvl"))
                start = value_at(override, "startOverride")
                if start is not None:
                    starts[depth] = whole(start)
                levels.update(_read_level(level) for level in override.findall(f"{W}lvl"))
            self._levels[number_id] = (family, levels, starts)
        return self._levels[number_id]

    def _linked(self, abstract: Element | None) -> Element | None:
        style = value_at(abstract, "numStyleLink")
        number_id = self._styles.number_id(style) if style else None
        if number_id is None or number_id not in self._lists:
            return abstract
        return self._abstract.get(value_at(self._lists[number_id], "abstractNumId") or "")


def _depth(place: ListPlace, levels: dict[int, _Level]) -> int:
    if place.level is not None:
        return place.level
    return next((depth for depth, level in levels.items() if place.style and level.style == place.style), 0)


def _restarts(level: _Level | None, after: int) -> bool:
    if level is None or level.restarts_after is None:
        return True
    return level.restarts_after > after  # w:lvlRestart counts levels from 1; 0 means never


def _read_level(element: Element) -> tuple[int, _Level]:
    depth = whole(element.get(f"{W}ilvl"))
    number_format = element.find(f".//{W}numFmt")
    restart = value_at(element, "lvlRestart")
    text = value_at(element, "lvlText")
    return depth, _Level(
        start=whole(value_at(element, "start")),
        number_format="decimal" if number_format is None else number_format.get(VAL, "decimal"),
        text="" if text is None else text,
        style=value_at(element, "pStyle") or "",
        is_legal=element.find(f"{W}isLgl") is not None,
        restarts_after=None if restart is None else whole(restart),
    )


def _label(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    level = levels[depth]
    if level.number_format == "bullet":
        return level.text if level.text and level.text < "\ue000" else "•"
    text = level.text
    for other in range(depth + 1):
        mark = f"%{other + 1}"
        if mark in text:
            shown = levels.get(other, level)
            text = text.replace(mark, _written("decimal" if level.is_legal else shown.number_format, counts[other]))
    return text.strip()


def _written(number_format: str, number: int) -> str:
    if number_format not in _FORMATS:
        raise NumberFormatError(number_format)
    return _FORMATS[number_format](number)
