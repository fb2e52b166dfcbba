"""Days, months and years as people write them, and ranges of them (日期与年度)."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from indexer.errors import QueryError

_DAY = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?|年)?")
_RANGE_SIGN = re.compile(r"\.\.+|…|～|~|至|到")
_EARLIEST, _LATEST = dt.date.min, dt.date.max


def day_range(written: str) -> tuple[dt.date, dt.date]:
    """Read ``2024``, ``2024-01``, ``2024-01-05`` or a range ``2024-01..2024-06`` open at either end; both ends belong to it.

    Raises:
        QueryError: It is no date, or the range runs backwards.
    """
    first, last = _ends(written)
    start = _span(first, written)[0] if first else _EARLIEST
    end = _span(last, written)[1] if last else _LATEST
    if start > end:
        raise QueryError(f"日期范围“{written}”的起点晚于终点", "把前后两个日期对调")
    return start, end


def year_range(written: str) -> tuple[int, int]:
    """Read ``2024`` or a range ``2020..2024`` open at either end.

    Raises:
        QueryError: It is no year, or the range runs backwards.
    """
    first, last = _ends(written)
    start = _year(first, written) if first else 0
    end = _year(last, written) if last else _LATEST.year
    if start > end:
        raise QueryError(f"年度范围“{written}”的起点晚于终点", "把前后两个年度对调")
    return start, end


def _ends(written: str) -> tuple[str, str]:
    parts = _RANGE_SIGN.split(written)
    if len(parts) == 1:
        return written, written
    if len(parts) > 2 or not any(parts):
        raise QueryError(f"“{written}”不是一个范围", "写成 2024-01..2024-06 的样子")
    return parts[0], parts[1]


def _span(written: str, whole: str) -> tuple[dt.date, dt.date]:
    found = _DAY.fullmatch(written)
    if not found:
        raise QueryError(f"“{whole}”不是日期", "写成 2024、2024-01、2024-01-05 或 2024-01..2024-06 的样子")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        return _days(year or 0, month, day)
    except ValueError as error:
        raise QueryError(f"没有“{written}”这个日期", "核对月份和日子") from error


def _days(year: int, month: int | None, day: int | None) -> tuple[dt.date, dt.date]:
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if day is None:
        return dt.date(year, month, 1), dt.date(year, month, _days_in(year, month))
    return dt.date(year, month, day), dt.date(year, month, day)


def _days_in(year: int, month: int) -> int:
    try:
        return calendar.monthrange(year, month)[1]
    except calendar.IllegalMonthError as error:
        raise ValueError(month) from error


def _year(written: str, whole: str) -> int:
    found = re.fullmatch(r"(\d{4})年?", written)
    if not found:
        raise QueryError(f"“{whole}”不是年度", "写成 2024 或 2020..2024 的样子")
    return int(found[1])
