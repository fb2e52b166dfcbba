"""The one codec between the domain's frozen values and plain JSON values (编码).

Dataclasses become objects, enums their value, dates ISO 8601, tuples arrays. A field whose type is a union of dataclasses
carries the class name under ``"_"``. Bytes are not coded: values name bytes by their digest.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Plain = Any  # None | bool | int | float | str | list[Plain] | dict[str, Plain]; mypy has no recursive JSON that stays readable


class CodecError(ValueError):
    """Plain data does not have the shape of the value it should become (编码不符)."""


def to_plain(value: object) -> Plain:
    """Turn a domain value into plain JSON values."""
    if value is None or isinstance(value, bool | int | float) or type(value) is str:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _record_to_plain(value)
    if isinstance(value, tuple | list | frozenset | set):
        items = [to_plain(item) for item in value]
        return sorted(items, key=repr) if isinstance(value, frozenset | set) else items
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    raise CodecError(f"{type(value).__name__} has no place in the codec")


def from_plain(kind: type[T], plain: Plain) -> T:
    """Rebuild a value of ``kind`` from plain JSON values.

    Raises:
        CodecError: The data lacks a field, has an unknown one, or holds another type.
    """
    return typing.cast("T", _decode(kind, plain))


def _record_to_plain(value: Any) -> dict[str, Plain]:
    kind: Any = type(value)
    tagged = _tagged_fields(kind)
    plain: dict[str, Plain] = {}
    for field in dataclasses.fields(value):
        item = getattr(value, field.name)
        plain[field.name] = _tagged(item) if field.name in tagged else to_plain(item)
    return plain


def _tagged(item: Any) -> Plain:
    if isinstance(item, tuple):
        return [_tagged(member) for member in item]
    if item is None:
        return None
    return {"_": type(item).__name__, **_record_to_plain(item)}


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


def _decode(kind: Any, plain: Plain) -> Any:
    origin = get_origin(kind)
    if kind is Any:
        return plain
    if origin in (Union, types.UnionType):
        return _decode_union(kind, plain)
    if origin is tuple:
        return _decode_tuple(kind, plain)
    if origin is dict:
        _, item_kind = get_args(kind)
        return {key: _decode(item_kind, item) for key, item in _expect(dict, plain).items()}
    if origin is frozenset:
        return frozenset(_decode(get_args(kind)[0], item) for item in _expect(list, plain))
    if hasattr(kind, "__supertype__"):
        return _decode(kind.__supertype__, plain)
    if dataclasses.is_dataclass(kind):
        return _decode_record(typing.cast("type", kind), _expect(dict, plain))
    return _decode_scalar(kind, plain)


def _decode_scalar(kind: Any, plain: Plain) -> Any:
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(plain)
        except ValueError as error:
            raise CodecError(f"{plain!r} is not a {kind.__name__}") from error
    if kind in (dt.date, dt.datetime, dt.time):
        return _decode_time(kind, _expect(str, plain))
    if kind is float and isinstance(plain, int):
        return float(plain)
    return _expect(kind, plain)


def _decode_time(kind: Any, text: str) -> Any:
    try:
        return kind.fromisoformat(text)
    except ValueError as error:
        raise CodecError(f"{text!r} is not a {kind.__name__}") from error


def _decode_tuple(kind: Any, plain: Plain) -> tuple[Any, ...]:
    arguments = get_args(kind)
    items = _expect(list, plain)
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_decode(arguments[0], item) for item in items)
    if len(items) != len(arguments):
        raise CodecError(f"expected {len(arguments)} items, got {len(items)}")
    return tuple(_decode(argument, item) for argument, item in zip(arguments, items, strict=True))


def _decode_union(kind: Any, plain: Plain) -> Any:
    if plain is None and type(None) in get_args(kind):
        return None
    records = _record_union(kind)
    if len(records) > 1:
        data = dict(_expect(dict, plain))
        name = data.pop("_", None)
        for record in records:
            if record.__name__ == name:
                return _decode_record(record, data)
        raise CodecError(f"{name!r} is none of {', '.join(record.__name__ for record in records)}")
    others = [argument for argument in get_args(kind) if argument is not type(None)]
    if len(others) != 1:
        raise CodecError(f"{kind} is a union the codec can't tell apart")
    return _decode(others[0], plain)


def _decode_record(kind: type, plain: dict[str, Plain]) -> Any:
    hints = _hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    unknown = plain.keys() - fields.keys()
    if unknown:
        raise CodecError(f"{kind.__name__} has no field {', '.join(sorted(unknown))}")
    values = {name: _decode(hints[name], item) for name, item in plain.items()}
    try:
        return kind(**values)
    except TypeError as error:
        raise CodecError(f"{kind.__name__}: {error}") from error


def _expect(kind: Any, plain: Plain) -> Any:
    if not isinstance(plain, kind) or (kind is int and isinstance(plain, bool)):
        raise CodecError(f"expected {kind.__name__}, got {type(plain).__name__}")
    return plain
