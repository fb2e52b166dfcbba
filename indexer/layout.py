"""How a card lies in a whoosh index (目录卡的存放). A change here needs another ``FORMAT``, and so a rebuild.

``gram`` and ``run`` are the postings of number, title, archival code and body; ``id`` finds a card again. ``words`` is a
column of that same text, folded, one part a line, in which every candidate is verified. ``facts`` is a column of what is
filtered and sorted by. The card itself is stored for showing.
"""

# whoosh declares types but leaves many functions without:
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, STORED, FieldType, Schema
from whoosh.formats import Existence

from domain.canonical import canonical_bytes, parse_plain
from domain.catalogue import Card
from domain.codec import from_plain
from indexer.folding import comparable
from indexer.grams import grams_of
from indexer.numbers import number_key

FORMAT = 1
"""The layout's version, in the catalogue's stamp."""
NO_DAY = 0


class TermSet(FieldType):
    """A field that is given its terms ready made, and keeps only where they occur: no positions, no frequencies."""

    def __init__(self) -> None:
        self.format = Existence()

    def index(self, value: frozenset[str], **_: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Yield each term with the empty posting that the format keeps."""
        return ((term.encode(), 1, 1.0, b"") for term in value)


@dataclass(frozen=True)
class Facts:
    """What one segment's cards are filtered and sorted by: a column each, by document number; texts are folded.

    ``heads`` is number, title and archival code, a line each; ``days`` are integers like 20240131, 0 for no date.
    """

    ids: tuple[str, ...]
    numbers: tuple[str, ...]
    heads: tuple[str, ...]
    days: tuple[int, ...]
    years: tuple[int, ...]
    organs: tuple[str, ...]
    signers: tuple[str, ...]
    levels: tuple[str, ...]
    retentions: tuple[str, ...]
    units: tuple[str, ...]


def schema() -> Schema:
    """Give the schema of every index."""
    return Schema(
        id=ID(),
        gram=TermSet(),
        run=TermSet(),
        words=COLUMN(VarBytesColumn()),
        facts=COLUMN(VarBytesColumn()),
        card=STORED(),
    )


def to_fields(card: Card) -> dict[str, Any]:
    """Lay a card out as the fields of a whoosh document."""
    # A line end can't be in a folded part, so no query reaches across two parts.
    head = "\n".join(comparable(part) for part in (card.number, card.title, card.archival_code))
    words = f"{head}\n{comparable(card.text)}"
    grams = grams_of(words)
    return {
        "id": card.object_id,
        "gram": grams.pairs,
        "run": grams.runs,
        "words": words.encode(),
        "facts": canonical_bytes(_facts(card, head)),
        "card": canonical_bytes(card),
    }


def to_card(stored: bytes) -> Card:
    """Read the stored card back."""
    return from_plain(Card, parse_plain(stored))


def to_facts(rows: list[bytes]) -> Facts:
    """Read the facts of a whole segment, one row a document."""
    plain = parse_plain(b"[" + b",".join(rows) + b"]")
    return Facts(*zip(*plain, strict=True))


def day_number(year: int, month: int, day: int) -> int:
    """Give a date as the integer that it is compared by."""
    return year * 10000 + month * 100 + day


def _facts(card: Card, head: str) -> list[str | int]:
    day = day_number(card.date.year, card.date.month, card.date.day) if card.date else NO_DAY
    organ, signer = comparable(card.organ), comparable(card.signer)
    level, retention = card.level.value, card.retention.value
    return [card.object_id, number_key(card.number), head, day, card.year, organ, signer, level, retention, card.unit]
