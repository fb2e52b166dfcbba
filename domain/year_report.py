"""What the filing of a year came to (年度归档结果): pieces, what was left out, what is open, and whether everything is accounted for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A piece in its place (件), as the 归档文件目录 has it and a little more."""

    code: str
    record: str
    fonds: str
    year: int
    retention: str
    unit_code: str
    serial: int
    number: str
    organ: str
    title: str
    date: dt.date | None
    level: str
    pages: int
    rule: str
    stamped: bool
    remark: str
    related: tuple[str, ...] = ()
    """档号 of the 批复 to a 请示, of the 请示 to a 批复: filed apart, linked."""


@dataclass(frozen=True)
class LeftOutPiece:
    """A piece that is not filed, and why (不归档)."""

    record: str
    number: str
    title: str
    reason: str


@dataclass(frozen=True)
class OpenPiece:
    """A piece that waits (待定): ``why`` says for what, ``retention`` and ``rule`` are what is proposed."""

    record: str
    number: str
    title: str
    date: dt.date | None
    retention: str
    rule: str
    why: str


@dataclass(frozen=True)
class Tally:
    """The reconciliation (核对): every document registered in the year, every record taken over, is in exactly one place.

    ``registered`` and ``taken_over`` are of the year by their dates; ``moved_in`` and ``moved_out`` were put into, or out of, this year by
    the archivist.
    """

    registered: int
    taken_over: int
    moved_in: int
    moved_out: int
    filed: int
    left_out: int
    open: int

    @property
    def holds(self) -> bool:
        """Tell whether both sides are equal."""
        came = self.registered + self.taken_over + self.moved_in - self.moved_out
        return came == self.filed + self.left_out + self.open


@dataclass(frozen=True)
class ClassCount:
    """How many pieces and pages lie in a class (统计)."""

    fonds: str
    retention: str
    unit_code: str
    pieces: int
    pages: int
    first: str
    last: str


@dataclass(frozen=True)
class CheckCount:
    """What one of the four-property checks came to over the year (四性检测): ``failed`` names the pieces."""

    code: str
    name: str
    nature: str
    passed: int
    failed: tuple[str, ...]
    unchecked: int
    why: str


@dataclass(frozen=True)
class YearReport:
    """The filing of a year as it stands now."""

    year: int
    deadline: dt.date
    pieces: tuple[Piece, ...]
    left_out: tuple[LeftOutPiece, ...]
    open: tuple[OpenPiece, ...]
    tally: Tally
    statistics: tuple[ClassCount, ...]
    checks: tuple[CheckCount, ...]
