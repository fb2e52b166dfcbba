"""Reading an office's rules of filing and its table of retention periods (归档设置、保管期限表)."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from domain.arrangement import ArchiveRules, ClassScheme
from domain.codec import CodecError, from_plain
from domain.retention_schedule import Schedule
from office.errors import OfficeFileError
from office.house import House
from office.keeping_errors import RetentionTableError
from office.office_file import text_of

TABLES = "保管期限"
"""The folder in an office's own where its tables of retention periods lie."""
_KNOWN = (
    *("table", "scheme", "schemes", "deadline", "unattended"),
    *("loan_days", "appraisers", "box_pages", "destruction_wait"),
)


def rules_of(house: House) -> ArchiveRules:
    """Give the office's rules of filing, as the ``[archive]`` table of office.toml has them.

    Raises:
        OfficeFileError: One is not as it should be.
    """
    path = house.root / "office.toml"
    return _rules(path, path.stat().st_mtime_ns)


def schedule_of(house: House) -> Schedule:
    """Give the office's table of retention periods: its own one before ours of the same name.

    Raises:
        RetentionTableError: There is none, or it can't be used.
    """
    name = rules_of(house).table
    own = house.root / TABLES / f"{name}.toml"
    ours = files("templates").joinpath("retention", f"{name}.toml")
    place: Traversable = own if own.is_file() else ours
    if not place.is_file():
        raise RetentionTableError(f"{TABLES}/{name}.toml", "没有这张保管期限表")
    return _schedule(text_of(place), str(place))


def parse_rules(table: dict[str, Any], place: str) -> ArchiveRules:
    """Read the ``[archive]`` table.

    Raises:
        OfficeFileError: A setting has no such name or another form.
    """
    for key in table.keys() - set(_KNOWN):
        raise OfficeFileError(place, f"[archive] 中没有“{key}”这一项，只有：{'、'.join(_KNOWN)}")
    schemes = table.get("schemes", {})
    plain = {**table, "schemes": [[fonds, scheme] for fonds, scheme in sorted(schemes.items())]}
    defaults = {name: getattr(ArchiveRules(), name) for name in _KNOWN if name not in plain}
    try:
        rules = from_plain(ArchiveRules, {**{n: _plain(v) for n, v in defaults.items()}, **plain})
    except CodecError as error:
        names = "、".join(scheme.value for scheme in ClassScheme)
        raise OfficeFileError(place, f"[archive] 有误：{error}；scheme 应为 {names} 之一") from error
    _check_deadline(rules.deadline, place)
    if min(rules.loan_days, rules.appraisers, rules.box_pages, rules.destruction_wait) < 1:
        raise OfficeFileError(
            place, "[archive] 的 loan_days、appraisers、box_pages 和 destruction_wait 应为 1 以上的整数"
        )
    return rules


def parse_schedule(text: str, place: str) -> Schedule:
    """Read a table of retention periods from TOML.

    Raises:
        RetentionTableError: It can't be used, and why.
    """
    try:
        data = tomllib.loads(text)
        head, rows = data.get("table", {}), data.get("rule", [])
        schedule = from_plain(Schedule, {**head, "rules": [_filled(row) for row in rows]})
    except tomllib.TOMLDecodeError as error:
        raise RetentionTableError(place, f"不是有效的 TOML：{error}") from error
    except (CodecError, AttributeError, TypeError) as error:
        raise RetentionTableError(place, f"内容有误：{error}") from error
    idle = [rule.number for rule in schedule.rules if not rule.kinds and not rule.words]
    if idle:
        raise RetentionTableError(place, f"第{'、'.join(idle)}条既没有 kinds 也没有 words，什么也对不上")
    return schedule


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {"kinds": [], "words": [], "without": [], "whose": "", **row}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _check_deadline(text: str, place: str) -> None:
    month, _, day = text.partition("-")
    try:
        dt.date(2023, int(month), int(day))
    except ValueError as error:
        raise OfficeFileError(place, f"[archive] 的 deadline“{text}”应写成 06-30 的形式") from error


@lru_cache(maxsize=4)
def _rules(path: Path, _changed_ns: int) -> ArchiveRules:
    return parse_rules(tomllib.loads(text_of(path)).get("archive", {}), str(path))


@lru_cache(maxsize=4)
def _schedule(text: str, place: str) -> Schedule:
    return parse_schedule(text, place)
