"""The places where a process of the drill kills itself (杀点). Only the drill wraps functions; the product knows nothing of it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Pin:
    """One place: ``module:Class.function``, and what happens there: ``before``, ``after``, or ``torn`` (half the bytes).

    With ``only_numbers`` calls count only when the event of a number is on its way to the ledger.
    """

    name: str
    phase: str
    place: str
    when: str
    only_numbers: bool = False


def die() -> None:
    """End at once, as a power cut or an operator's kill -9 does."""
    os.kill(os.getpid(), signal.SIGKILL)


def target(place: str) -> tuple[Any, str]:
    """Give who holds a function, and its name there."""
    module, _, path = place.partition(":")
    owner: Any = import_module(module)
    *outer, name = path.split(".")
    for part in outer:
        owner = getattr(owner, part)
    return owner, name


def set_pin(pin: Pin) -> None:
    """Wrap a pin's function so that its next call is the process's last."""
    owner, name = target(pin.place)
    setattr(owner, name, _deadly(pin, getattr(owner, name)))


def _deadly(pin: Pin, act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        if pin.only_numbers and not _is_number_on_its_way(*arguments):
            return act(*arguments, **named)
        if pin.when == "after":
            act(*arguments, **named)
        elif pin.when == "torn":
            path, data = arguments
            act(path, data[: len(data) // 2])
        die()
        raise AssertionError("nobody survives SIGKILL")

    return wrapped


def _is_number_on_its_way(*arguments: Any) -> bool:
    first, *rest = arguments
    if rest and isinstance(rest[0], bytes):
        return b"document.registered" in rest[0]
    registry = getattr(first, "registry", first)
    return any(line.verb == "document.registered" for line, _ in registry.unflushed(500))
