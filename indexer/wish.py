"""What a query asks for, as values (检索条件). Texts are folded; nothing here knows an engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from domain.catalogue import FacetName
from domain.levels import Level, Retention


class Place(Enum):
    """A named part of a card that is compared by what it contains (检索项)."""

    TITLE = "标题"
    ORGAN = "机关"
    SIGNER = "签发人"
    KIND = "文种"


@dataclass(frozen=True)
class Words:
    """Number, title, archival code or body hold this text."""

    text: str


@dataclass(frozen=True)
class Holds:
    """The named part holds this text."""

    place: Place
    text: str


@dataclass(frozen=True)
class NumberIs:
    """The document number is this one, however written (文号)."""

    key: str


@dataclass(frozen=True)
class NumberStarts:
    """The document number begins so (文号前缀)."""

    prefix: str


@dataclass(frozen=True)
class CodeStarts:
    """The archival code begins so (档号)."""

    prefix: str


@dataclass(frozen=True)
class YearWithin:
    """The filing year lies within, both ends included (年度)."""

    first: int
    last: int


@dataclass(frozen=True)
class DateWithin:
    """The date of the document lies within, both ends included (日期)."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class LevelIs:
    """The secrecy level is this one (密级)."""

    level: Level


@dataclass(frozen=True)
class RetentionIs:
    """The retention period is this one (保管期限)."""

    retention: Retention


@dataclass(frozen=True)
class Exactly:
    """The facet has this value: what a click on a count asks for (分面)."""

    facet: FacetName
    value: str


@dataclass(frozen=True)
class Not:
    """The wish does not hold (排除)."""

    wish: Wish


@dataclass(frozen=True)
class All:
    """Every wish holds (并且)."""

    wishes: tuple[Wish, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one wish holds (或者)."""

    wishes: tuple[Wish, ...]


Simple = (
    Words | Holds | NumberIs | NumberStarts | CodeStarts | YearWithin | DateWithin | LevelIs | RetentionIs | Exactly
)
Wish = Simple | Not | All | AnyOf


def positives(wish: Wish) -> Iterator[Simple]:
    """Yield in reading order the simple wishes that a match may rest on; what is excluded is left out."""
    match wish:
        case Not():
            return
        case All(wishes) | AnyOf(wishes):
            for part in wishes:
                yield from positives(part)
        case _:
            yield wish
