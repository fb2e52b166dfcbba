"""The rows of a catalogue that is taken over (接收目录): read one by one, each checked by itself; CSV or a JSON value a line."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from domain.levels import Level, Retention
from domain.piece_code import read_code
from office.keeping_errors import CatalogueFileError, RowError, RowFieldError, RowIdError

T = TypeVar("T", Level, Retention)

MOST_ID = 80
_OUR_ID = re.compile(r"W\d{4}-\d+")
_UNFIT = re.compile(r"[/\\\x00-\x1f\x7f]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMES = {
    "id": "id",
    "编号": "id",
    "number": "number",
    "文号": "number",
    "title": "title",
    "题名": "title",
    "organ": "organ",
    "责任者": "organ",
    "date": "date",
    "日期": "date",
    "level": "level",
    "密级": "level",
    "retention": "retention",
    "保管期限": "retention",
    "file": "file",
    "文件": "file",
    "text": "text",
    "正文": "text",
    "code": "code",
    "档号": "code",
}
"""The columns, under our names and under those of a 归档文件目录."""
_NEEDED = ("id", "title", "organ", "date", "level", "retention")
_LABELS = {"title": "题名", "organ": "责任者", "date": "日期", "level": "密级", "retention": "保管期限"}


@dataclass(frozen=True)
class Row:
    """A row that says all it must (目录行); ``file`` is as it stands there, ``text`` is empty where a file is named."""

    place: int
    id: str
    number: str
    title: str
    organ: str
    date: dt.date
    level: Level
    retention: Retention
    file: str
    text: str
    code: str


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken over, and why (未接收); rows are counted from 1, without the heading."""

    row: int
    id: str
    code: str
    sentence: str


def read_rows(path: Path) -> Iterator[Row | Refusal]:
    """Read a catalogue row by row; what is wrong with a row is its refusal.

    Raises:
        CatalogueFileError: The file as a whole is no such catalogue.
    """
    for place, fields in enumerate(_fields_of(path), 1):
        if fields is None:
            yield Refusal(place, "", RowFieldError.code, f"第{place}行不是一个完整的条目，未接收。请改正后再接收一次。")
            continue
        try:
            yield _row(place, fields)
        except RowError as error:
            yield refusal_of(place, fields.get("id", ""), error)


def count_rows(path: Path) -> int:
    """Count the rows, reading the catalogue once to its end: one that can't be read whole is refused before anything is taken over.

    Raises:
        CatalogueFileError: The file as a whole is no such catalogue.
    """
    return sum(1 for _ in _fields_of(path))


def refusal_of(place: int, record: str, error: RowError) -> Refusal:
    """Give the refusal that says an error of a row."""
    return Refusal(place, record, error.code, str(error))


def _row(place: int, fields: Mapping[str, str]) -> Row:
    record = fields.get("id", "").strip()
    _require_id(record)
    for name in _NEEDED[1:]:
        if not fields.get(name):
            raise RowFieldError(record, _LABELS[name], "", _FITS[name])
    if not fields.get("file") and not fields.get("text"):
        raise RowFieldError(record, "file 或 text", "", "文件名或正文")
    code = fields.get("code", "")
    if code and read_code(code) is None and _UNFIT.search(code):
        raise RowFieldError(record, "档号", code, "不含控制字符的一行字")
    return Row(
        place=place,
        id=record,
        number=fields.get("number", ""),
        title=fields["title"],
        organ=fields["organ"],
        date=_date(record, fields["date"]),
        level=_one_of(Level, record, "level", fields["level"]),
        retention=_one_of(Retention, record, "retention", fields["retention"]),
        file=fields.get("file", ""),
        text="" if fields.get("file") else fields.get("text", ""),
        code=code,
    )


_FITS = {
    "title": "一行文字",
    "organ": "责任者的名称",
    "date": "2024-06-30 的形式",
    "level": "、".join(level.value for level in Level),
    "retention": "、".join(Retention),
}


def _require_id(record: str) -> None:
    if not record:
        raise RowIdError(record, "没有写")
    if len(record) > MOST_ID:
        raise RowIdError(record[:MOST_ID], f"超过{MOST_ID}个字符")
    if _UNFIT.search(record) or record in (".", ".."):
        raise RowIdError(_UNFIT.sub("?", record), "含有斜线或控制字符")
    if _OUR_ID.fullmatch(record) or record in ("office", "delegations", "keeping"):
        raise RowIdError(record, "与本系统自己的编号同形")


def _date(record: str, text: str) -> dt.date:
    try:
        if _DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise RowFieldError(record, "日期", text, _FITS["date"])


def _one_of(kind: type[T], record: str, name: str, text: str) -> T:
    found = next((member for member in kind if member.value == text), None)
    if found is None:
        raise RowFieldError(record, _LABELS[name], text, _FITS[name])
    return found


def _fields_of(path: Path) -> Iterator[dict[str, str] | None]:
    if _is_json(path):
        yield from _json_fields(path)
    elif path.suffix.lower() == ".csv":
        yield from _csv_fields(path)
    else:
        raise CatalogueFileError(str(path), "文件名应以 .csv 或 .jsonl 结尾")


def _is_json(path: Path) -> bool:
    return path.suffix.lower() == ".jsonl"


def _json_fields(path: Path) -> Iterator[dict[str, str] | None]:
    try:
        with path.open("rb") as file:
            for line in file:
                if line.strip():
                    yield _json_row(line)
    except OSError as error:
        raise CatalogueFileError(str(path), "文件打不开") from error


def _json_row(line: bytes) -> dict[str, str] | None:
    try:
        plain = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return None
    if not isinstance(plain, dict):
        return None
    return _named(((str(name), value) for name, value in plain.items() if isinstance(value, str | int)))


def _csv_fields(path: Path) -> Iterator[dict[str, str] | None]:
    try:
        with path.open("rb") as raw, io.TextIOWrapper(raw, _encoding_of(path), newline="") as file:
            csv.field_size_limit(64 << 20)
            reader = csv.reader(file, strict=True)
            names = [_NAMES.get(name.strip(), "") for name in next(reader, [])]
            lacking = [name for name in _NEEDED if name not in names]
            if lacking:
                raise CatalogueFileError(str(path), f"第一行缺少栏目：{'、'.join(lacking)}")
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield _named(zip(names, cells, strict=False)) if len(cells) <= len(names) else None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CatalogueFileError(str(path), "不是 UTF-8 或 GB18030 编码的 CSV，或者引号不配对") from error


def _encoding_of(path: Path) -> str:
    """Tell how a CSV is encoded: Excel in Chinese writes GB18030 unless asked otherwise."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _named(pairs: Iterator[tuple[str, object]] | zip[tuple[str, str]]) -> dict[str, str]:
    found = ((_NAMES.get(name.strip(), ""), str(value)) for name, value in pairs)
    return {name: value if name in ("text", "id") else _one_line(value) for name, value in found if name}


def _one_line(value: str) -> str:
    return " ".join(_CONTROL.sub(" ", value).split()) if _CONTROL.search(value) else value.strip()
