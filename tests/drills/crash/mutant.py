"""One broken step of our own protocol (变异)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """What it is, how it is broken in the forks of its hunt, and which strikes on which scenario must notice."""

    name: str
    break_it: Callable[[], None]
    scenario: str
    kind: str
