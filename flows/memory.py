"""What the porter remembers over restarts (值守记忆): how patient it has become with what each of its flows can't move.

It lies beside Prefect's database, whose growth it bounds, and may be lost with it: that costs one run of each flow.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.patience import Patience, Pauses
from ground.durable import replace_file

log = logging.getLogger(__name__)


@dataclass
class Memory:
    """The porter's patience with each of its flows, kept in a file (值守记忆)."""

    path: Path
    pauses: Pauses
    _known: dict[str, Patience] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known = _read(self.path)

    def calls_for(self, flow: str, due: frozenset[str], now: dt.datetime) -> bool:
        """Tell whether a flow is to be run for what is due."""
        return self._of(flow).calls_for(due, now, self.pauses)

    def note_vain(self, flow: str, due: frozenset[str], now: dt.datetime) -> None:
        """Note that a run moved nothing of what was due."""
        self._known[flow] = self._of(flow).after_vain(due, now, self.pauses)
        try:
            replace_file(self.path, _text(self._known).encode())
        except OSError as error:  # a full disk is one of the reasons why nothing moves
            log.warning("%s was not kept: %s", self.path.name, error)

    def _of(self, flow: str) -> Patience:
        return self._known.get(flow, Patience())


def _text(known: Mapping[str, Patience]) -> str:
    return json.dumps(
        {
            flow: {
                "tried": sorted(patience.tried),
                "times": patience.times,
                "again_at": patience.again_at.isoformat() if patience.again_at else None,
            }
            for flow, patience in known.items()
        }
    )


def _read(path: Path) -> dict[str, Patience]:
    """Read what was kept; a file that is missing or damaged is no memory at all."""
    try:
        return {
            flow: Patience(frozenset(kept["tried"]), int(kept["times"]), _moment(kept["again_at"]))
            for flow, kept in json.loads(path.read_bytes()).items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
