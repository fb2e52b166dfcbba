"""What the registry tells others (登记处答复): plain values, no rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.case import Phase
from domain.procedure import Limit, Verb


@dataclass(frozen=True)
class TodoRow:
    """A step that waits for somebody, with what a to-do list shows of its document (待办).

    ``rank`` is that of the document's level; ``extended`` tells that a limit of the document was extended.
    """

    document_id: str
    title: str
    kind: str
    unit: str
    urgency: str
    rank: int
    number: str
    extended: bool
    step: str
    name: str
    verb: Verb
    roles: tuple[str, ...]
    organ: str
    step_unit: str
    limit: Limit | None
    since: dt.datetime


@dataclass(frozen=True)
class NumberRange:
    """Numbers that the counter passes over (号段): ``reserved`` for chosen documents, else used on paper before."""

    scheme: str
    period: int
    first: int
    last: int
    reserved: bool
    reason: str

    def holds(self, serial: int) -> bool:
        """Tell whether a serial lies in the range."""
        return self.first <= serial <= self.last


@dataclass(frozen=True)
class NumberState:
    """How far a series of numbers has come (编号位置)."""

    scheme: str
    period: int
    last: int


@dataclass(frozen=True)
class Lease:
    """The right to do exclusive work until a moment (租约); ``token`` is larger than that of every holder before."""

    name: str
    holder: str
    token: int
    until: dt.datetime


@dataclass(frozen=True)
class Counts:
    """How much there is (计数)."""

    events: int
    unflushed: int
    numbers: int
    tasks: int
    stuck: int
    documents: tuple[tuple[Phase, int], ...]

    def of(self, *phases: Phase) -> int:
        """Count the documents in some phases."""
        return sum(count for phase, count in self.documents if phase in phases)
