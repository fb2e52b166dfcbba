"""Reading the whole ledger and naming the first line that is not as it was written (台账核验)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from archive.segments import RawLine, well_formed
from domain.ledger_line import LedgerLine
from ground.content import ContentDamagedError, ContentFolder


class Expected(Protocol):
    """A head known from elsewhere: at ``index`` stood the line whose own digest is ``own``."""

    @property
    def index(self) -> int:
        """Give the place of the line in the ledger."""
        ...

    @property
    def own(self) -> str:
        """Give the line's own digest."""
        ...


class LedgerFaultKind(StrEnum):
    """In what way a line is not as it was written."""

    CHANGED = "被改动"
    LOST = "之前有行缺失"
    OUT_OF_ORDER = "次序颠倒"
    DOUBLED = "重复"
    UNCHAINED = "与上一行不衔接"
    REWRITTEN = "被整段重写（各行自相衔接，但与别处保存的链头不符）"
    CUT_OFF = "之后的行被截去"
    TORN = "末行不完整"


@dataclass(frozen=True)
class LedgerFault:
    """The first line that is not right; ``index`` is the one that should stand there, ``line`` counts within the segment.

    A chain that was written anew is seen at the next line known from elsewhere; ``witnessed`` is the last one before that was right.
    """

    segment: str
    line: int
    index: int
    kind: LedgerFaultKind
    witnessed: int = 0

    def __str__(self) -> str:
        if self.kind is LedgerFaultKind.REWRITTEN:
            return f"台账 {self.segment} 第{self.witnessed + 1}号至第{self.index}号之间起：{self.kind}"
        return f"台账 {self.segment} 第{self.line}行（第{self.index}号）：{self.kind}"


@dataclass(frozen=True)
class LedgerReport:
    """What reading the ledger through gave; ``payloads_gone`` were destroyed or lost, the events tell which."""

    lines: int
    head: LedgerLine | None
    fault: LedgerFault | None
    payloads_damaged: tuple[int, ...]
    payloads_gone: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Tell whether the chain and all payloads that are there are as they were written."""
        return self.fault is None and not self.payloads_damaged


def check_chain(
    raw: Iterator[RawLine], expected: Collection[Expected], payloads: ContentFolder | None, *, torn: bool
) -> LedgerReport:
    """Follow the chain to its end or its first fault; payloads are read as far as the chain holds."""
    own_at: dict[int, set[str]] = {}
    for head in expected:
        own_at.setdefault(head.index, set()).add(head.own)
    witnessed = 0
    before: LedgerLine | None = None
    last = RawLine("", 0, b"")
    damaged: list[int] = []
    gone: list[int] = []
    fault: LedgerFault | None = None
    for last in raw:
        index = before.index + 1 if before else 1
        kind = _fault_of(last, before, own_at.get(index, set()), raw)
        if kind is not None:
            fault = LedgerFault(last.segment, last.number, index, kind, witnessed)
            break
        before = well_formed(last.data)
        witnessed = index if index in own_at else witnessed
        if payloads is not None and before is not None:
            _check_payload(before, payloads, damaged, gone)
    count = before.index if before else 0
    if fault is None and torn:
        fault = LedgerFault(last.segment, last.number, count, LedgerFaultKind.TORN)
    if fault is None and max(own_at, default=0) > count:
        fault = LedgerFault(last.segment, last.number, count + 1, LedgerFaultKind.CUT_OFF)
    return LedgerReport(count, before, fault, tuple(damaged), tuple(gone))


def _fault_of(
    raw: RawLine, before: LedgerLine | None, expected_own: set[str], rest: Iterator[RawLine]
) -> LedgerFaultKind | None:
    line = well_formed(raw.data)
    index = before.index + 1 if before else 1
    if line is None:
        return LedgerFaultKind.CHANGED
    if line.index < index:
        return LedgerFaultKind.DOUBLED
    if line.index > index:
        return LedgerFaultKind.OUT_OF_ORDER if _comes_later(index, rest) else LedgerFaultKind.LOST
    if not line.follows(before):
        return LedgerFaultKind.UNCHAINED
    if expected_own - {line.own}:
        return LedgerFaultKind.REWRITTEN
    return None


def _comes_later(index: int, rest: Iterator[RawLine]) -> bool:
    return any(line is not None and line.index == index for line in (well_formed(raw.data) for raw in rest))


def _check_payload(line: LedgerLine, payloads: ContentFolder, damaged: list[int], gone: list[int]) -> None:
    try:
        payloads.read(line.payload_sha256)
    except FileNotFoundError:
        gone.append(line.index)
    except (ContentDamagedError, OSError):
        damaged.append(line.index)
