"""The card catalogue's values: what is put in, who may look where, what comes out (目录)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from domain.levels import Level, Retention

GENERAL = "general"
"""The compartment of whatever is in no closed one (一般)."""


class FacetName(StrEnum):
    """What hits are counted and narrowed by (分面)."""

    YEAR = "年度"
    KIND = "文种"
    ORGAN = "机关"
    RETENTION = "保管期限"
    LEVEL = "密级"


Pick = tuple[FacetName, str]
"""A value of a facet that hits are narrowed to."""


@dataclass(frozen=True, kw_only=True)
class CardFace:
    """What a card shows of its record (卡面); an empty string stands for what the record does not have."""

    object_id: str
    number: str
    title: str
    kind: str
    organ: str
    date: dt.date | None
    year: int
    level: Level
    compartment: str = GENERAL
    retention: Retention
    archival_code: str = ""
    signer: str = ""
    unit: str = ""
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class Card(CardFace):
    """A record as the catalogue knows it (目录卡).

    ``text`` is the body with all attachments, as extracted; ``pages`` says where in it, blanks not counted, a page of the issued paper begins, and
    its number, in the order of the text. ``position`` is the ledger line that filed the record: it never leaves the catalogue, since it counts what others do.
    """

    text: str = ""
    pages: tuple[tuple[int, int], ...] = ()
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class Hit(CardFace):
    """A card that answers a query (命中).

    ``snippet`` is text around the first match in pieces ``(text, is match)``, never markup; ``why`` is the Chinese name
    of the field that matched, empty when the query only excludes. ``page`` is the page on which it stands, 0 when that is not known.
    """

    snippet: tuple[tuple[str, bool], ...] = ()
    why: str = ""
    page: int = 0


@dataclass(frozen=True)
class Facet:
    """How many hits have each value of a facet, the most frequent first (分面计数)."""

    name: FacetName
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Answer:
    """The exact number of cards that match within the reach, and one page of them (查询结果).

    ``held`` is how many cards there are within the reach. Given back as ``first_held``, it makes the following pages be cut from the same cards
    while new ones come in: it stands for a ledger position, and tells nothing of what lies outside the reach.
    """

    total: int
    hits: tuple[Hit, ...]
    held: int = 0
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True)
class Reach:
    """Where a reader may look (可查范围): pairs of level and compartment, and the units if not all of them.

    It is applied before anything is counted: what lies outside never shows in an answer.
    """

    shelves: frozenset[tuple[Level, str]]
    units: frozenset[str] | None = None

    def covers(self, face: CardFace) -> bool:
        """Tell whether a card lies within the reach."""
        return (face.level, face.compartment) in self.shelves and (self.units is None or face.unit in self.units)
