"""The query language for people (检索式): read into wishes, or refused with one clear sentence.

Words side by side must all be there; ``"…"`` or ``“…”`` hold a phrase together; ``OR`` between words allows either; a leading
``-`` excludes; ``标题:`` ``文号:`` ``机关:`` ``文种:`` ``年度:`` ``密级:`` ``保管期限:`` ``签发人:`` ``档号:`` ``日期:`` name a part. A document
number standing bare means that number; in quotes it means the text. 与, 或 and 非 are ordinary characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.levels import Level, Retention
from indexer.days import day_range, year_range
from indexer.errors import QueryError
from indexer.folding import AS_WRITTEN, Writing, comparable
from indexer.numbers import number_at, number_prefix, whole_number
from indexer.wish import (
    All,
    AnyOf,
    CodeStarts,
    DateWithin,
    Holds,
    LevelIs,
    Not,
    NumberIs,
    NumberStarts,
    Place,
    RetentionIs,
    Wish,
    Words,
    YearWithin,
)

LONGEST = 500
"""Characters a query may have."""
MOST_WISHES = 40
"""Conditions a query may hold."""

_QUOTES = {'"': '"＂', "＂": '"＂', "“": "”"}
_MINUS = "-－−"
_WORD = re.compile(r"\S+")
_FIELD = re.compile(r"(标题|文号|机关|文种|年度|密级|保管期限|签发人|档号|日期)\s*[:：]\s*")


class _Or:
    """The word OR between two wishes."""


_OR = _Or()


@dataclass
class _Cursor:
    text: str
    at: int = 0

    def skip_blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def ended(self) -> bool:
        return self.at >= len(self.text)

    def here(self) -> str:
        return self.text[self.at] if not self.ended() else ""


def parse(query: str, writing: Writing = AS_WRITTEN) -> Wish:
    """Read a query; where traditional characters are read as simplified ones, those of the field names too.

    Raises:
        QueryError: It is empty, too long, or can't be read.
    """
    if len(query) > LONGEST:
        raise QueryError(f"有 {len(query)} 个字，太长", f"缩短到 {LONGEST} 个字以内")
    groups: list[list[Wish]] = [[]]
    for part in _parts(_Cursor(writing.simplify(query))):
        if isinstance(part, _Or):
            groups.append([])
        else:
            groups[-1].append(part)
    return _combined(groups)


def _combined(groups: list[list[Wish]]) -> Wish:
    if not any(groups):
        raise QueryError("没有可以检索的字词", "输入要找的字词、文号或“标题:…”这样的条件")
    if not all(groups):
        raise QueryError("OR 的前面或后面缺少条件", "在 OR 两边各写一个条件，找 OR 本身请加引号")
    if sum(map(len, groups)) > MOST_WISHES:
        raise QueryError("条件太多", f"减少到 {MOST_WISHES} 个以内")
    return _one(AnyOf, [_one(All, group) for group in groups])


def _one(kind: Callable[[tuple[Wish, ...]], Wish], wishes: list[Wish]) -> Wish:
    return wishes[0] if len(wishes) == 1 else kind(tuple(wishes))


def _parts(cursor: _Cursor) -> list[Wish | _Or]:
    parts: list[Wish | _Or] = []
    cursor.skip_blanks()
    while not cursor.ended():
        parts.extend(_part(cursor))
        cursor.skip_blanks()
    return parts


def _part(cursor: _Cursor) -> list[Wish | _Or]:
    if re.compile(r"OR(?=\s|$)").match(cursor.text, cursor.at):
        cursor.at += 2
        return [_OR]
    if cursor.here() not in _MINUS:
        return list(_atom(cursor))
    cursor.at += 1
    if cursor.ended() or cursor.here().isspace():
        raise QueryError("“-”后面没有要排除的字词", "紧接“-”写要排除的字词，找“-”本身请加引号")
    return [Not(wish) for wish in _atom(cursor)]


def _atom(cursor: _Cursor) -> list[Wish]:
    """Read one condition; a word that folds to nothing, such as an invisible character, asks for nothing."""
    if field := _FIELD.match(cursor.text, cursor.at):
        cursor.at = field.end()
        return [_FIELDS[field[1]](_value(cursor, field[1]))]
    if cursor.here() in _QUOTES:
        return _words(_quoted(cursor))
    if number := number_at(cursor.text, cursor.at):
        cursor.at = number[1]
        return [NumberIs(number[0])]
    return _words(_word(cursor))


def _words(written: str) -> list[Wish]:
    text = comparable(written)
    return [Words(text)] if text else []


def _value(cursor: _Cursor, field: str) -> str:
    if number := number_at(cursor.text, cursor.at) if field == "文号" else None:
        start, cursor.at = cursor.at, number[1]
        return cursor.text[start : cursor.at]
    value = _quoted(cursor) if cursor.here() and cursor.here() in _QUOTES else _word(cursor)
    if not comparable(value):
        raise QueryError(f"“{field}:”后面没有内容", f"紧接“{field}:”写要找的内容")
    return value


def _quoted(cursor: _Cursor) -> str:
    closing = _QUOTES[cursor.here()]
    start = cursor.at + 1
    for end in range(start, len(cursor.text)):
        if cursor.text[end] in closing:
            cursor.at = end + 1
            return cursor.text[start:end]
    raise QueryError("引号没有配对", "补上后一个引号，或去掉前一个")


def _word(cursor: _Cursor) -> str:
    found = _WORD.match(cursor.text, cursor.at)
    if not found:
        return ""
    cursor.at = found.end()
    return found.group()


def _number(value: str) -> Wish:
    whole = whole_number(value)
    return NumberIs(whole) if whole else NumberStarts(number_prefix(value))


def _level(value: str) -> Wish:
    for level in Level:
        if level.value == comparable(value):
            return LevelIs(level)
    raise QueryError(f"没有“{value}”这个密级", f"从{'、'.join(level.value for level in Level)}中选一个")


def _retention(value: str) -> Wish:
    for retention in Retention:
        if comparable(value).removesuffix("年") == retention.value.removesuffix("年"):
            return RetentionIs(retention)
    raise QueryError(f"没有“{value}”这个保管期限", f"从{'、'.join(retention.value for retention in Retention)}中选一个")


_FIELDS: dict[str, Callable[[str], Wish]] = {
    "标题": lambda value: Holds(Place.TITLE, comparable(value)),
    "文号": _number,
    "机关": lambda value: Holds(Place.ORGAN, comparable(value)),
    "文种": lambda value: Holds(Place.KIND, comparable(value)),
    "年度": lambda value: YearWithin(*year_range(comparable(value))),
    "密级": _level,
    "保管期限": _retention,
    "签发人": lambda value: Holds(Place.SIGNER, comparable(value)),
    "档号": lambda value: CodeStarts(comparable(value)),
    "日期": lambda value: DateWithin(*day_range(comparable(value))),
}
