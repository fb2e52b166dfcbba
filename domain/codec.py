"""The one codec between the domain's frozen values and plain JSON values (编码).

Dataclasses become objects, enums their value, dates ISO 8601, tuples arrays. A field whose type is a union of dataclasses
carries the class name under ``"_"``. Bytes are not coded: values name bytes by their digest.

A field that a value gained after documents were signed is declared with ``later``: it is coded only where it says something, so that
what was coded before it has the same bytes and the same digest after it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Plain = Any  # None | bool | int | float | str | list[Plain] | dict[str, Plain]; mypy has no recursive JSON that stays readable


_LATER = "later"


def later(default: Any) -> Any:
    """Declare a field that came after documents were signed (后增字段); while it has its default it leaves no trace in the code."""
    return dataclasses.field(default=default, metadata={_LATER: True})


class CodecError(ValueError):
    """Plain data does not have the shape of the value it should become (编码不符); what is wrong is said in Chinese: office.toml is read so."""


def to_plain(value: object) -> Plain:
    """Turn a domain value into plain JSON values."""
    kind: Any = type(value)
    return value if kind in _PLAIN_KINDS else _encoder(kind)(value)


def from_plain(kind: type[T], plain: Plain) -> T:
    """Rebuild a value of ``kind`` from plain JSON values.

    Raises:
        CodecError: The data lacks a field, has an unknown one, or holds another type.
    """
    decode = _decoder(typing.cast("Any", kind))
    return typing.cast("T", decode(plain))


# How a type is coded is worked out once: every event and every state of a document passes here.


@cache
def _encoder(kind: type) -> Callable[[Any], Plain]:
    if issubclass(kind, bool | int | float):
        return _as_it_is
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, str):
        return str
    if dataclasses.is_dataclass(kind):
        return _record_encoder(kind)
    if issubclass(kind, tuple | list):
        return lambda value: [to_plain(item) for item in value]
    if issubclass(kind, frozenset | set):
        return lambda value: sorted((to_plain(item) for item in value), key=repr)
    if issubclass(kind, dict):
        return lambda value: {str(key): to_plain(item) for key, item in value.items()}
    if issubclass(kind, dt.date | dt.time):
        return lambda value: value.isoformat()
    raise CodecError(f"{kind.__name__} has no place in the codec")


def _record_encoder(kind: Any) -> Callable[[Any], Plain]:
    tagged = _tagged_fields(kind)
    fields = [(field.name, _tagged if field.name in tagged else to_plain) for field in dataclasses.fields(kind)]
    unsaid = {field.name: field.default for field in dataclasses.fields(kind) if _LATER in field.metadata}
    if not unsaid:
        return lambda value: {name: encode(getattr(value, name)) for name, encode in fields}
    return lambda value: {
        name: encode(said)
        for name, encode in fields
        if (said := getattr(value, name)) != unsaid.get(name, dataclasses.MISSING)
    }


def _tagged(item: Any) -> Plain:
    if isinstance(item, tuple):
        return [_tagged(member) for member in item]
    if item is None:
        return None
    return {"_": type(item).__name__, **to_plain(item)}


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _tagged_fields(kind: type) -> frozenset[str]:
    return frozenset(name for name, hint in _hints(kind).items() if len(_record_union(_element(hint))) > 1)


def _element(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is tuple and get_args(hint) else hint


def _record_union(hint: Any) -> tuple[type, ...]:
    if get_origin(hint) not in (Union, types.UnionType):
        return ()
    return tuple(member for member in get_args(hint) if isinstance(member, type) and dataclasses.is_dataclass(member))


@cache
def _decoder(kind: Any) -> Callable[[Plain], Any]:
    origin = get_origin(kind)
    if kind is Any:
        return _as_it_is
    if origin in (Union, types.UnionType):
        return _union_decoder(kind)
    if origin is tuple:
        return _tuple_decoder(kind)
    if origin is dict:
        item_decoder = _decoder(get_args(kind)[1])
        return lambda plain: {key: item_decoder(item) for key, item in _expect(dict, plain).items()}
    if origin is frozenset:
        member_decoder = _decoder(get_args(kind)[0])
        return lambda plain: frozenset(member_decoder(item) for item in _expect(list, plain))
    if hasattr(kind, "__supertype__"):
        return _decoder(kind.__supertype__)
    if dataclasses.is_dataclass(kind):
        return _record_decoder(typing.cast("type", kind))
    return _scalar_decoder(kind)


def _scalar_decoder(kind: Any) -> Callable[[Plain], Any]:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda plain: _member(kind, plain)
    if kind in (dt.date, dt.datetime, dt.time):
        return lambda plain: _time(kind, _expect(str, plain))
    if kind is float:
        return lambda plain: float(plain) if isinstance(plain, int) else _expect(float, plain)
    return lambda plain: _expect(kind, plain)


def _member(kind: type[Enum], plain: Plain) -> Enum:
    try:
        return kind(plain)
    except ValueError as error:
        fit = "、".join(str(member.value) for member in kind)
        raise CodecError(f"“{plain}”不能用，应为下列之一：{fit}") from error


def _time(kind: Any, text: str) -> Any:
    try:
        return kind.fromisoformat(text)
    except ValueError as error:
        raise CodecError(f"“{text}”不是{_KIND_NAMES[kind]}") from error


def _tuple_decoder(kind: Any) -> Callable[[Plain], tuple[Any, ...]]:
    arguments = get_args(kind)
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        decode_item = _decoder(arguments[0])
        return lambda plain: tuple([decode_item(item) for item in _expect(list, plain)])
    decoders = [_decoder(argument) for argument in arguments]

    def decode(plain: Plain) -> tuple[Any, ...]:
        items = _expect(list, plain)
        if len(items) != len(decoders):
            raise CodecError(f"应有 {len(decoders)} 项，写了 {len(items)} 项")
        return tuple([one(item) for one, item in zip(decoders, items, strict=True)])

    return decode


def _union_decoder(kind: Any) -> Callable[[Plain], Any]:
    records = {record.__name__: record for record in _record_union(kind)}
    others = [argument for argument in get_args(kind) if argument is not type(None)]
    has_none = len(others) < len(get_args(kind))
    if len(records) > 1:
        decode = _tagged_decoder(records)
    elif len(others) == 1:
        decode = _decoder(others[0])
    else:
        raise CodecError(f"{kind} is a union the codec can't tell apart")
    return lambda plain: None if plain is None and has_none else decode(plain)


def _tagged_decoder(records: dict[str, type]) -> Callable[[Plain], Any]:
    def decode(plain: Plain) -> Any:
        data = dict(_expect(dict, plain))
        name = data.pop("_", None)
        if name not in records:
            raise CodecError(f"“{name}”不能用，应为下列之一：{'、'.join(records)}")
        return _decoder(records[name])(data)

    return decode


def _record_decoder(kind: type) -> Callable[[Plain], Any]:
    decoders: dict[str, Callable[[Plain], Any]] = {}

    def decode(plain: Plain) -> Any:
        data = _expect(dict, plain)
        if not decoders:  # only now: a record may hold records of its own kind
            decoders.update({field.name: _decoder(_hints(kind)[field.name]) for field in dataclasses.fields(kind)})
        unknown = data.keys() - decoders.keys()
        if unknown:
            raise CodecError(f"没有“{'、'.join(sorted(unknown))}”这一项，可写的有：{'、'.join(decoders)}")
        try:
            values = {name: decoders[name](item) for name, item in data.items()}
        except CodecError as error:
            raise _in_its_field(decoders, data) from error
        try:
            return kind(**values)
        except TypeError as error:
            raise CodecError(_lacking(kind, data) or f"{kind.__name__}：{error}") from error

    return decode


def _in_its_field(decoders: dict[str, Callable[[Plain], Any]], data: dict[str, Plain]) -> CodecError:
    """Say which field it was; looked for only now, since nearly everything that is read is right."""
    for name, item in data.items():
        try:
            decoders[name](item)
        except CodecError as error:
            return CodecError(f"{name}：{error}")
    return CodecError("内容不符")  # pragma: no cover - one of them has just failed


def _lacking(kind: Any, data: dict[str, Plain]) -> str:
    fields = (field for field in dataclasses.fields(kind) if field.default is field.default_factory is _NONE)
    names = [field.name for field in fields if field.name not in data]
    return f"缺少“{'、'.join(names)}”" if names else ""


def _as_it_is(value: Any) -> Any:
    return value


def _expect(kind: Any, plain: Plain) -> Any:
    if not isinstance(plain, kind) or (kind is int and isinstance(plain, bool)):
        named, given = (_KIND_NAMES.get(one, one.__name__) for one in (kind, type(plain)))
        raise CodecError(f"应写成{named}，写的是{given}")
    return plain


_NONE = dataclasses.MISSING
_KIND_NAMES: dict[Any, str] = {
    str: "文字（加引号）",
    int: "整数",
    float: "数",
    bool: "true 或 false",
    list: "列表",
    dict: "一组项目",
    dt.date: "日期（如 2026-03-02）",
    dt.datetime: "时刻",
    dt.time: "钟点",
    type(None): "空",
}
_PLAIN_KINDS = frozenset({str, int, float, bool, type(None)})
