"""Why a card answers a query, and how the hit shows it (命中说明): the same for every engine."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property

from domain.catalogue import Card, CardFace, Hit
from indexer.folding import AS_WRITTEN, Writing, tidy
from indexer.numbers import number_key
from indexer.snippet import Pieces, Spans, snippet, snippet_around, spans_of
from indexer.wish import (
    CodeStarts,
    DateWithin,
    Exactly,
    Holds,
    LevelIs,
    NumberIs,
    NumberStarts,
    Place,
    RetentionIs,
    Simple,
    Wish,
    Words,
    YearWithin,
    positives,
)

NUMBER, TITLE, CODE, BODY = "文号", "标题", "档号", "正文"
"""The parts of a card that bare words are looked for in, in this order."""

_FACE_FIELDS = tuple(field.name for field in dataclasses.fields(CardFace))


def hit(card: Card, wish: Wish, writing: Writing = AS_WRITTEN, folded: Callable[[], str] | None = None) -> Hit:
    """Make the hit that shows how ``card`` answers ``wish``; with a way to its ``folded`` body given, its text is tidied already."""
    shown = _Shown(card, writing, folded)
    wishes = list(positives(wish))
    words = [part.text for part in wishes if isinstance(part, Words)]
    # What was asked for by its number alone has that number: it need not be read a second time.
    why = NUMBER if isinstance(wish, NumberIs) else next((found for part in wishes if (found := _why(shown, part))), "")
    face = {name: getattr(card, name) for name in _FACE_FIELDS}
    if why in (NUMBER, TITLE, CODE) and not any(word in shown.folded for word in words):
        return Hit(**face, snippet=_head_snippet(shown, why, wishes, words), why=why)
    spans = spans_of(shown.body, shown.folded, words, writing)
    return Hit(**face, snippet=snippet_around(shown.body, spans), why=why, page=_page(shown, spans))


class _Shown:
    """A card on its way to becoming a hit: its body tidied, and folded for comparing."""

    def __init__(self, card: Card, writing: Writing, folded: Callable[[], str] | None) -> None:
        self.card = card
        self.writing = writing
        self.body = card.text if folded else tidy(card.text)
        self._folded = folded

    @cached_property
    def folded(self) -> str:
        """The body as it is compared; a hit that is shown by its number needs none."""
        return self._folded() if self._folded else self.writing.fold(self.body)

    def has(self, part: str, text: str) -> bool:
        return text in self.writing.comparable(part)


def shown_words(wish: Wish) -> list[str]:
    """Give the words that are marked on a record's pages."""
    found = [part.text for part in positives(wish) if isinstance(part, Words)]
    return list(dict.fromkeys([*found, *_title_words(list(positives(wish)))]))


def _page(shown: _Shown, spans: Spans) -> int:
    """Tell on which page the first match stands; 0 where the pages are not known or nothing matches in the body."""
    pages = shown.card.pages
    if not spans or not pages:
        return 0
    place = spans[0][0] - shown.body.count(" ", 0, spans[0][0])
    after = bisect_right(pages, place, key=lambda page: page[0])
    return pages[after - 1][1] if after else 1


def _head_snippet(shown: _Shown, why: str, wishes: list[Simple], words: list[str]) -> Pieces:
    card, writing = shown.card, shown.writing
    if why == TITLE:
        return snippet(card.title, [*words, *_title_words(wishes)], writing, whole=True)
    text = card.number if why == NUMBER else card.archival_code
    if any(shown.has(text, word) for word in words):
        return snippet(text, words, writing, whole=True)
    return ((text, True),)


def _title_words(wishes: list[Simple]) -> list[str]:
    return [wish.text for wish in wishes if isinstance(wish, Holds) and wish.place is Place.TITLE]


def _why(shown: _Shown, wish: Simple) -> str:  # noqa: C901 - one line a wish
    """Name the part of the card that this wish matches, or nothing."""
    card, writing = shown.card, shown.writing
    match wish:
        case Words(text):
            return _first_part(shown, text)
        case Holds(place, text):
            return place.value if shown.has(part(card, place), text) else ""
        case NumberIs(key):
            return NUMBER if number_key(writing.simplify(card.number)) == key else ""
        case NumberStarts(prefix):
            return NUMBER if number_key(writing.simplify(card.number)).startswith(prefix) else ""
        case CodeStarts(prefix):
            return CODE if writing.comparable(card.archival_code).startswith(prefix) else ""
        case YearWithin(first, last):
            return "年度" if first <= card.year <= last else ""
        case DateWithin(earliest, latest):
            return "日期" if card.date is not None and earliest <= card.date <= latest else ""
        case LevelIs(level):
            return "密级" if card.level is level else ""
        case RetentionIs(retention):
            return "保管期限" if card.retention is retention else ""
        case Exactly():
            return ""  # a narrowing is on the page already


def part(card: CardFace, place: Place) -> str:
    """Give the named part of a card."""
    return {Place.TITLE: card.title, Place.ORGAN: card.organ, Place.SIGNER: card.signer, Place.KIND: card.kind}[place]


def _first_part(shown: _Shown, text: str) -> str:
    card = shown.card
    heads = ((NUMBER, card.number), (TITLE, card.title), (CODE, card.archival_code))
    in_head = next((name for name, value in heads if shown.has(value, text)), "")
    return in_head or (BODY if text in shown.folded else "")
