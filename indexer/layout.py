"""How a card lies in a whoosh index (目录卡的存放). A change here needs another ``FORMAT``, and so a rebuild.

``gram`` and ``run`` are the postings of number, title, archival code and body, with how often each occurs; ``id`` finds a card again.
``words`` is a column of that same text, folded, in which every candidate is verified. The columns of ``COLUMNS`` are what cards are
filtered, counted and ordered by, one short line a card. The column ``card`` holds the card itself for showing.
"""

# whoosh declares types but leaves many functions without:
# mypy: allow-untyped-calls

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from dataclasses import replace
from typing import Any

from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.formats import Existence

from domain.canonical import canonical_bytes, parse_plain
from domain.catalogue import Card
from domain.codec import from_plain
from indexer.folding import Writing, tidy
from indexer.grams import grams_of
from indexer.numbers import number_key

FORMAT = 5
"""The layout's version, in the catalogue's stamp."""
NO_DAY = 0
TERMS = ("gram", "run")
"""The fields that are given their terms ready made."""
HEAD_SIGN = "\x1f"
"""Stands between number, title and archival code in the column ``head``; folding drops it from texts."""
COLUMNS = (
    "object_id", "number", "head", "day", "year", "kind", "organ", "signer", "level", "retention", "unit", "position", "length",
)  # fmt: skip


class TermSet(FieldType):
    """A field that is given its terms ready made, each with how often it occurs; no positions are kept."""

    def __init__(self) -> None:
        self.format = Existence()

    def index(self, value: Counter[str], **_: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Yield each term with its count as the weight, and the empty posting that the format keeps."""
        return ((term.encode(), count, float(count), b"") for term, count in value.items())


def schema() -> Schema:
    """Give the schema of every index."""
    columns = {name: COLUMN(VarBytesColumn()) for name in ("words", "card", *COLUMNS)}
    return Schema(id=ID(), gram=TermSet(), run=TermSet(), **columns)


def to_fields(card: Card, writing: Writing) -> dict[str, Any]:
    """Lay a card out as the fields of a whoosh document."""
    heads = [writing.comparable(part) for part in (card.number, card.title, card.archival_code)]
    shown = replace(card, text=tidy(card.text))
    # A line end can't be in a folded part, so no query reaches across two parts.
    words = "\n".join([*heads, writing.fold(shown.text)])
    grams = grams_of(words)
    lines = {name: f"{value}\n".encode() for name, value in _lines(card, writing, heads, len(words)).items()}
    return {
        "id": card.object_id,
        "gram": grams.pairs,
        "run": grams.runs,
        "words": words.encode(),
        "card": canonical_bytes(shown),
        **lines,
    }


def to_card(stored: bytes) -> Card:
    """Read the stored card back, its text tidied."""
    return from_plain(Card, parse_plain(stored))


def body_of(words: bytes) -> str:
    """Give the folded body out of the words of a card."""
    return words.decode().split("\n", 3)[3]


def day_number(year: int, month: int, day: int) -> int:
    """Give a date as the integer that it is compared by."""
    return year * 10000 + month * 100 + day


def one_line(text: str) -> str:
    """Give a text as it stands in a column, where a line is a card."""
    return " ".join(text.split())


def _lines(card: Card, writing: Writing, heads: list[str], length: int) -> dict[str, str | int]:
    day = day_number(card.date.year, card.date.month, card.date.day) if card.date else NO_DAY
    return {
        "object_id": one_line(card.object_id),
        "number": number_key(writing.simplify(card.number)),
        "head": HEAD_SIGN.join(heads),
        "day": day,
        "year": card.year,
        "kind": one_line(card.kind),
        "organ": one_line(card.organ),
        "signer": writing.comparable(card.signer),
        "level": card.level.value,
        "retention": card.retention.value,
        "unit": one_line(card.unit),
        "position": card.position,
        "length": length,
    }
