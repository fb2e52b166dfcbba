"""Reading office.toml and the calendars into the domain's values (机关设置文件)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from domain.calendar import Calendar
from domain.codec import CodecError, from_plain
from domain.compartments import Compartment
from domain.copying import CopyRule
from domain.levels import Level
from domain.numbers import NumberScheme
from domain.office import Account, Office, Organ, Person, Unit
from office.calendar_file import YearDays, parse_year
from office.errors import OfficeFileError
from office.post_file import OfficeLines, check_posts, read_posts, with_principals
from office.secrecy_file import check_secrecy, read_outsiders_by

T = TypeVar("T")
_SMALLEST_SEAL_MM = 20
_LARGEST_SEAL_MM = 60


def load_office(path: Path) -> Office:
    """Read an office's own file.

    Raises:
        OfficeFileError: The file is missing, is not TOML, or an entry is not what it should be.
    """
    if not path.is_file():
        raise OfficeFileError(str(path), "这里没有 office.toml，不是一个机关文件夹")
    return parse_office(text_of(path), str(path))


def text_of(path: Traversable) -> str:
    """Read a settings file as text, with or without the mark that Windows editors put before it.

    Raises:
        OfficeFileError: It is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OfficeFileError(str(path), "不是 UTF-8 编码") from error


def parse_office(text: str, place: str) -> Office:
    """Read an office from TOML text; ``place`` names the file in errors."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OfficeFileError(place, f"不是有效的 TOML：{error}") from error
    head, lines = data.get("office", {}), OfficeLines(text, place)
    office = Office(
        name=str(head.get("name", "")),
        profile=str(head.get("profile", "office")),
        permitted_level=_level(head.get("permitted_level"), place),
        organs=_entries(Organ, data, "organ", place),
        units=_entries(Unit, data, "unit", place),
        people=_entries(Person, data, "person", place),
        accounts=_entries(Account, data, "account", place),
        schemes=_entries(NumberScheme, data, "scheme", place),
        posts=read_posts(_tables(data, "post", place), lines),
        procedures=tuple(head.get("procedures", [])),
        different_people=tuple((str(a), str(b)) for a, b in head.get("different_people", [])),
        superiors=tuple(head.get("superiors", [])),
        subordinates=tuple(head.get("subordinates", [])),
        approved_printers=tuple(head.get("approved_printers", [])),
        file_copies=_file_copies(head, place),
        complete_within=_complete_within(head, place),
        search_traditional=_search_traditional(head, place),
        phrases=_sentences(head, "phrases", Office.phrases, place),
        sign_phrases=_sentences(head, "sign_phrases", Office.sign_phrases, place),
        return_phrases=_sentences(head, "return_phrases", Office.return_phrases, place),
        compartments=_entries(Compartment, data, "compartment", place),
        copying=_entries(CopyRule, data, "copying", place),
        outsiders_by=read_outsiders_by(head, place),
    )
    _check_references(office, place)
    _check_seals(office, place)
    check_posts(office, lines)
    check_secrecy(office, lines)
    return with_principals(office)


def entries(kind: type[T], data: dict[str, Any], key: str, place: str) -> tuple[T, ...]:
    """Read the tables of one kind, such as ``[[partner]]``.

    Raises:
        OfficeFileError: One is not what it should be.
    """
    return _entries(kind, data, key, place)


def load_calendar(own_folder: Path) -> Calendar:
    """Read the yearly calendars, an office's own before ours of the same year.

    Raises:
        OfficeFileError: One is not TOML, has no year, or a day that is none.
    """
    years: dict[int, YearDays] = {}
    ours: list[Traversable] = list(files("templates").joinpath("calendars").iterdir())
    own = sorted(own_folder.glob("*.toml")) if own_folder.is_dir() else []
    every: list[Traversable] = [*ours, *own]
    for file in every:
        if file.name.endswith(".toml"):
            read = parse_year(text_of(file), str(file))
            years[read.year] = read
    return Calendar(
        holidays=frozenset(day for read in years.values() for day in read.holidays),
        makeup_days=frozenset(day for read in years.values() for day in read.makeup_days),
        years=frozenset(years),
    )


def _sentences(head: dict[str, Any], name: str, ours: tuple[str, ...], place: str) -> tuple[str, ...]:
    stated = head.get(name, list(ours))
    if not isinstance(stated, list) or not stated or not all(isinstance(one, str) and one.strip() for one in stated):
        raise OfficeFileError(place, f'{name} 应写成 ["同意。", "同意，请按程序办理。"] 的形式，至少一句')
    return tuple(one.strip() for one in stated)


def _file_copies(head: dict[str, Any], place: str) -> int:
    copies = head.get("file_copies", Office.file_copies)
    if type(copies) is not int or not 1 <= copies <= 100:
        raise OfficeFileError(place, f"file_copies“{copies}”应写成 1 到 100 的整数：归档至少要一份")
    return copies


def _complete_within(head: dict[str, Any], place: str) -> int:
    days = head.get("complete_within", Office.complete_within)
    if type(days) is not int or not 0 <= days <= 100:
        raise OfficeFileError(place, f"complete_within“{days}”应写成 0 到 100 的整数：几个工作日，0 为当天")
    return days


def _search_traditional(head: dict[str, Any], place: str) -> bool:
    wanted = head.get("search_traditional", Office.search_traditional)
    if type(wanted) is not bool:
        raise OfficeFileError(place, f"search_traditional“{wanted}”应写成 true 或 false")
    return wanted


def _level(value: object, place: str) -> Level:
    try:
        level = Level(value)
    except ValueError as error:
        raise OfficeFileError(place, f"permitted_level“{value}”不是密级") from error
    if level.rank < Level.INTERNAL.rank:
        raise OfficeFileError(place, "permitted_level 不能低于“内部”：没有注明密级的文稿一律按“内部”管理")
    return level


def _entries(kind: type[T], data: dict[str, Any], key: str, place: str) -> tuple[T, ...]:
    entries = []
    for number, table in enumerate(data.get(key, []), 1):
        try:
            entries.append(from_plain(kind, table))
        except CodecError as error:
            raise OfficeFileError(place, f"第{number}个 [[{key}]] 有误：{error}") from error
    return tuple(entries)


def _tables(data: dict[str, Any], key: str, place: str) -> list[Mapping[str, Any]]:
    tables = data.get(key, [])
    if not isinstance(tables, list):
        raise OfficeFileError(place, f"{key} 要写成 [[{key}]]，两层方括号")
    return tables


def _check_references(office: Office, place: str) -> None:
    people = {person.id for person in office.people}
    organs = {organ.id for organ in office.organs}
    units = {unit.id for unit in office.units}
    for account in office.accounts:
        if account.person not in people:
            raise OfficeFileError(place, f"账号“{account.login}”指的人“{account.person}”不存在")
        for unit in set(account.units) - units:
            raise OfficeFileError(place, f"账号“{account.login}”指的科室“{unit}”不存在")
    for scheme in office.schemes:
        if scheme.organ not in organs:
            raise OfficeFileError(place, f"编号序列“{scheme.id}”指的机关“{scheme.organ}”不存在")
    for name, ids in (("login", [a.login for a in office.accounts]), ("scheme", [s.id for s in office.schemes])):
        for one in ids:
            if ids.count(one) > 1:
                raise OfficeFileError(place, f"{name}“{one}”重复")


def _check_seals(office: Office, place: str) -> None:
    fits = f"应是印章直径的毫米数，{_SMALLEST_SEAL_MM} 到 {_LARGEST_SEAL_MM}"
    for organ in office.organs:
        if not _SMALLEST_SEAL_MM <= organ.seal_mm <= _LARGEST_SEAL_MM:
            raise OfficeFileError(place, f"机关“{organ.id}”的 seal_mm“{organ.seal_mm:g}”{fits}")
