"""The reference that a catalogue must equal: every card is read for every query, nothing is indexed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from domain.catalogue import Answer, Card, Facet, FacetName, Pick, Reach
from indexer.faces import hit, part, shown_words
from indexer.folding import AS_WRITTEN, Writing
from indexer.numbers import number_key
from indexer.query import parse
from indexer.relevance import scale
from indexer.wish import (
    All,
    AnyOf,
    CodeStarts,
    DateWithin,
    Exactly,
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
    positives,
)


class PlainScan:
    def __init__(self, writing: Writing = AS_WRITTEN) -> None:
        self._writing = writing
        self._cards: dict[str, Card] = {}
        self._position = 0

    def put(self, cards: Sequence[Card], position: int) -> None:
        self._cards.update({card.object_id: card for card in cards})
        self._position = max(self._position, position)

    def remove(self, object_ids: Iterable[str], position: int) -> None:
        for object_id in object_ids:
            self._cards.pop(object_id, None)
        self._position = max(self._position, position)

    def forget(self, object_ids: Iterable[str]) -> None:
        self.remove(object_ids, 0)

    def position(self) -> int:
        return self._position

    def search(
        self,
        query: str,
        reach: Reach,
        *,
        limit: int = 20,
        offset: int = 0,
        picks: Sequence[Pick] = (),
        first_held: int | None = None,
        counted: bool = False,
    ) -> Answer:
        wish = parse(query, self._writing)
        held = sorted((card for card in self._cards.values() if reach.covers(card)), key=lambda card: card.position)
        held = held if first_held is None else held[:first_held]
        found = [card for card in held if self._fulfils(card, wish) and all(_picked(card, pick) for pick in picks)]
        texts = ["\n".join(map(self._writing.comparable, _words(card))) for card in found]
        counts = [[_count(word, text) for text in texts] for word in _scored(wish)]
        lengths = [len(text) for text in texts]
        scores = scale(counts, lengths).scores(counts, lengths)
        scored = dict(zip([card.object_id for card in found], scores, strict=True))
        found.sort(key=lambda card: (self._tier(card, wish) or 0, -scored[card.object_id], *_age(card)))
        hits = tuple(hit(card, wish, self._writing) for card in found[offset : offset + limit])
        return Answer(len(found), hits, len(held), tuple(_facet(name, found) for name in FacetName) if counted else ())

    def places(self, query: str, dense: str) -> tuple[tuple[int, int], ...]:
        wish = parse(query, self._writing)
        marked = [False] * (len(dense) + 1)
        folded, origin = self._writing.fold(dense), self._writing.places(dense)
        for word in ("".join(each.split()) for each in shown_words(wish)):
            for start in range(len(folded)):
                if word and folded.startswith(word, start):
                    for place in range(start, start + len(word)):
                        marked[origin[place]] = True
        edges = [place for place, mark in enumerate(marked) if mark != (place > 0 and marked[place - 1])]
        return tuple(zip(edges[::2], edges[1::2], strict=True))

    def join(self) -> int:
        return 0

    def clear(self) -> None:
        self._cards.clear()
        self._position = 0

    def _fulfils(self, card: Card, wish: Wish) -> bool:  # noqa: C901, PLR0912 - one line a wish
        match wish:
            case All(wishes):
                return all(self._fulfils(card, each) for each in wishes)
            case AnyOf(wishes):
                return any(self._fulfils(card, each) for each in wishes)
            case Not(unwished):
                return not self._fulfils(card, unwished)
            case Words(text):
                return any(text in self._writing.comparable(each) for each in _words(card))
            case Holds(place, text):
                return text in self._writing.comparable(part(card, place))
            case NumberIs(key):
                return number_key(self._writing.simplify(card.number)) == key
            case NumberStarts(prefix):
                return number_key(self._writing.simplify(card.number)).startswith(prefix)
            case CodeStarts(prefix):
                return self._writing.comparable(card.archival_code).startswith(prefix)
            case YearWithin(first, last):
                return first <= card.year <= last
            case DateWithin(earliest, latest):
                return card.date is not None and earliest <= card.date <= latest
            case LevelIs(level):
                return card.level is level
            case RetentionIs(retention):
                return card.retention is retention
            case Exactly():
                raise AssertionError(wish)  # picks are looked at apart

    def _tier(self, card: Card, wish: Wish) -> int | None:
        """0 for a match in the number, 1 in the title, 2 elsewhere; nothing for what only filters."""
        match wish:
            case Words(text):
                return (
                    0
                    if text in self._writing.comparable(card.number)
                    else 1
                    if text in self._writing.comparable(card.title)
                    else 2
                )
            case NumberIs() | NumberStarts():
                return 0 if self._fulfils(card, wish) else 2
            case Holds(Place.TITLE, _):
                return 1 if self._fulfils(card, wish) else 2
            case All(wishes):
                return max((tier for each in wishes if (tier := self._tier(card, each)) is not None), default=None)
            case AnyOf(wishes):
                return min((tier for each in wishes if (tier := self._tier(card, each)) is not None), default=None)
            case _:
                return None


def _words(card: Card) -> tuple[str, ...]:
    return card.number, card.title, card.archival_code, card.text


def _picked(card: Card, pick: Pick) -> bool:
    facet, value = pick
    organs = card.organ.split("、")
    held = {
        FacetName.YEAR: [str(card.year)],
        FacetName.KIND: [card.kind],
        FacetName.ORGAN: organs,
        FacetName.RETENTION: [card.retention.value],
        FacetName.LEVEL: [card.level.value],
    }
    return bool(value) and value != "0" and value in held[facet]


def _facet(name: FacetName, found: Sequence[Card]) -> Facet:
    values = {
        value
        for card in found
        for value in (str(card.year), card.kind, *card.organ.split("、"), card.retention.value, card.level.value)
    }
    counts = {value: sum(_picked(card, (name, value)) for card in found) for value in values}
    return Facet(name, tuple(sorted(((v, n) for v, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0]))))


def _scored(wish: Wish) -> list[str]:
    texts = [each.text for each in positives(wish) if isinstance(each, Words)]
    return list(dict.fromkeys(texts))


def _count(word: str, text: str) -> int:
    return text.count(word)


def _age(card: Card) -> tuple[int, int, str]:
    return -(card.date or dt.date.min).toordinal() if card.date else 0, -card.position, card.object_id
