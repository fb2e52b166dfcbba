"""Being told when something stirs in the watched folders (值守): a hint to look, never the truth (law 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mailroom.watcher import Watcher
from office.house import House


@contextmanager
def watching(house: House, wake: Callable[[], None]) -> Iterator[None]:
    """Call ``wake`` whenever something changes in a watched folder, for the length of a ``with`` block."""
    with Watcher(house.mailroom.folders, wake):
        yield
