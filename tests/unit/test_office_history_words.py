"""Every event has its words: a history never shows a code, and never fails on a new kind of fact."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from enum import Enum

import pytest

from domain import events
from ground.clock import BEIJING
from office.history_words import words


def _example(hint: object) -> object:
    """Make up a value of a type, the plainest there is."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return (_example(arguments[0]),)
    if origin in (typing.Union, types.UnionType):
        return _example(arguments[0])
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return hint(**{field.name: _example(hints[field.name]) for field in dataclasses.fields(hint)})
    plain: dict[object, object] = {
        str: "某",
        int: 1,
        float: 1.0,
        bool: True,
        dt.date: dt.date(2026, 3, 2),
        dt.datetime: dt.datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING),
    }
    return plain[hint]


@pytest.mark.parametrize("verb", sorted(events.EVENTS))
def test_every_event_is_told_in_chinese(verb: str) -> None:
    event = _example(events.EVENTS[verb])

    what, _ = words(typing.cast("events.Event", event), None)

    assert what
    assert verb not in what
