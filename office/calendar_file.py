"""Reading one yearly calendar (日历文件): the edge parses, an error names one fault and its line."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from office.errors import OfficeFileError

_KEYS = ("year", "holidays", "makeup_days")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class YearDays:
    """What one file states of its year (一年的放假安排)."""

    year: int
    holidays: frozenset[dt.date]
    makeup_days: frozenset[dt.date]


def day_of(value: object) -> dt.date | None:
    """Give the day that a TOML value states, quoted or not; nothing when it states none."""
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return None
    return value if type(value) is dt.date else None  # a datetime is a date too, but no day


def parse_year(text: str, place: str) -> YearDays:
    """Read a calendar from its TOML text; ``place`` names the file in errors.

    Raises:
        OfficeFileError: It is not TOML, has no year, a key that no calendar has, or a day that is none.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OfficeFileError(place, f"不是有效的 TOML：{error}") from error
    for key in table.keys() - _KEYS:
        raise OfficeFileError(_at(text, place, key), f"日历中没有“{key}”这一项，只有 {'、'.join(_KEYS)}")
    year = table.get("year")
    if type(year) is not int:
        sentence = f"年份“{year}”应写成 year = 2027 的形式" if "year" in table else "缺少年份，应写明 year = 2027"
        raise OfficeFileError(_at(text, place, "year"), sentence)
    return YearDays(
        year, *(frozenset(_days(text, place, key, table.get(key, []))) for key in ("holidays", "makeup_days"))
    )


def _days(text: str, place: str, key: str, stated: object) -> Iterator[dt.date]:
    if not isinstance(stated, list):
        raise OfficeFileError(_at(text, place, key), f"{key} 应写成 {key} = [2027-01-01, 2027-01-02] 的形式")
    for value in stated:
        day = day_of(value)
        if day is None:
            where = _at(text, place, key, str(value))
            raise OfficeFileError(where, f"{key} 中的“{value}”不是一天，应写成 2027-01-01 的形式")
        yield day


def _at(text: str, place: str, key: str, value: str = "") -> str:
    """Name the file with the line of a value under its key; of the key when the value is written otherwise there."""
    lines = text.splitlines()
    begins = next(
        (n for n, line in enumerate(lines) if re.match(rf'\s*\[*\s*"?{re.escape(key)}"?\s*[\]=.]', line)), None
    )
    if begins is None:
        return place
    line = next((n for n in range(begins, len(lines)) if value in lines[n].partition("#")[0]), begins)
    return f"{place} 第{line + 1}行"
