"""The card catalogue's values: what is put in, who may look where, what comes out (目录)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.levels import Level, Retention

GENERAL = "general"
"""The compartment of whatever is in no closed one (一般)."""


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
    """A record as the catalogue knows it (目录卡); ``text`` is the body with all attachments, as extracted."""

    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Hit(CardFace):
    """A card that answers a query (命中).

    ``snippet`` is text around the first match in pieces ``(text, is match)``, never markup; ``why`` is the Chinese name
    of the field that matched, empty when the query only excludes.
    """

    snippet: tuple[tuple[str, bool], ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Answer:
    """The exact number of cards that match within the reach, and one page of them (查询结果)."""

    total: int
    hits: tuple[Hit, ...]


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
