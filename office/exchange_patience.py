"""How long something half arrived is waited for (等待传完): from when it was last seen to change, kept beside what was exchanged.

It may be lost: that costs the same wait once more.
"""

from __future__ import annotations

import datetime as dt
import json
from types import TracebackType
from typing import Self

from ground.durable import make_directory, replace_file
from mailroom.exchange_box import Lying
from office.house import House

_FORGOTTEN_AFTER = dt.timedelta(days=7)


class Patience:
    """What is waited for, and since when it lies still (耐心); to be used in a ``with`` block, which keeps it."""

    def __init__(self, house: House) -> None:
        self._path = house.exchange.content.root / "waiting.json"
        self._now = house.clock.now()
        self._most = dt.timedelta(seconds=house.exchange.settings.patience_s)
        self._known: dict[str, tuple[str, dt.datetime]] = {}
        self._changed = False

    def __enter__(self) -> Self:
        try:
            plain = json.loads(self._path.read_bytes())
            self._known = {key: (str(state), dt.datetime.fromisoformat(since)) for key, (state, since) in plain.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            self._known = {}
        return self

    def is_over(self, one: Lying) -> bool:
        """Tell whether something has lain unchanged for as long as it is waited for."""
        key = f"{one.partner}/{one.name}"
        state, since = self._known.get(key, ("", self._now))
        if state != one.state:
            since = self._now
            self._known[key] = (one.state, since)
            self._changed = True
        return self._now - since >= self._most

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._changed:
            return
        kept = {key: seen for key, seen in self._known.items() if self._now - seen[1] < _FORGOTTEN_AFTER}
        make_directory(self._path.parent)
        plain = {key: [state, since.isoformat()] for key, (state, since) in kept.items()}
        replace_file(self._path, json.dumps(plain).encode())
