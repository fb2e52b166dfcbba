"""The reference that a catalogue must equal: every card is read for every query, nothing is indexed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from domain.catalogue import Answer, Card, Reach
from indexer.faces import hit
from indexer.folding import comparable
from indexer.numbers import number_key
from indexer.query import parse
from indexer.wish import (
    All,
    AnyOf,
    CodeStarts,
    DateWithin,
    Holds,
    LevelIs,
    Not,
    NumberIs,
    NumberStarts,
    Place,
    RetentionIs,
    Wish,
    Words,
    YearWithin,
)


class PlainScan:
    def __init__(self) -> None:
        self._cards: dict[str, Card] = {}
        self._position = 0

    def put(self, cards: Sequence[Card], position: int) -> None:
        self._cards.update({card.object_id: card for card in cards})
        self._position = max(self._position, position)

    def remove(self, object_ids: Iterable[str], position: int) -> None:
        for object_id in object_ids:
            self._cards.pop(object_id, None)
        self._position = max(self._position, position)

    def position(self) -> int:
        return self._position

    def search(self, query: str, reach: Reach, *, limit: int = 20, offset: int = 0) -> Answer:
        wish = parse(query)
        found = [card for card in self._cards.values() if reach.covers(card) and fulfils(card, wish)]
        found.sort(key=lambda card: (_tier(card, wish) or 0, -(card.date or dt.date.min).toordinal(), card.object_id))
        return Answer(len(found), tuple(hit(card, wish) for card in found[offset : offset + limit]))

    def clear(self) -> None:
        self._cards.clear()
        self._position = 0


def fulfils(card: Card, wish: Wish) -> bool:  # noqa: C901 - one line a wish
    match wish:
        case All(wishes):
            return all(fulfils(card, part) for part in wishes)
        case AnyOf(wishes):
            return any(fulfils(card, part) for part in wishes)
        case Not(unwished):
            return not fulfils(card, unwished)
        case Words(text):
            return any(text in comparable(part) for part in (card.number, card.title, card.archival_code, card.text))
        case Holds(place, text):
            part = {Place.TITLE: card.title, Place.ORGAN: card.organ, Place.SIGNER: card.signer}[place]
            return text in comparable(part)
        case NumberIs(key):
            return number_key(card.number) == key
        case NumberStarts(prefix):
            return number_key(card.number).startswith(prefix)
        case CodeStarts(prefix):
            return comparable(card.archival_code).startswith(prefix)
        case YearWithin(first, last):
            return first <= card.year <= last
        case DateWithin(earliest, latest):
            return card.date is not None and earliest <= card.date <= latest
        case LevelIs(level):
            return card.level is level
        case RetentionIs(retention):
            return card.retention is retention


def _tier(card: Card, wish: Wish) -> int | None:
    """0 for a match in the number, 1 in the title, 2 elsewhere; nothing for what only filters."""
    match wish:
        case Words(text):
            return 0 if text in comparable(card.number) else 1 if text in comparable(card.title) else 2
        case NumberIs() | NumberStarts():
            return 0 if fulfils(card, wish) else 2
        case Holds(Place.TITLE, _):
            return 1 if fulfils(card, wish) else 2
        case All(wishes):
            return max((tier for part in wishes if (tier := _tier(card, part)) is not None), default=None)
        case AnyOf(wishes):
            return min((tier for part in wishes if (tier := _tier(card, part)) is not None), default=None)
        case _:
            return None
