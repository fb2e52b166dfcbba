"""The order of hits (排序): number matches, then title matches, then the rest; among these by relevance, then newer first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from indexer.layout import HEAD_SIGN
from indexer.segment import OpenSegment
from indexer.wish import All, AnyOf, Holds, NumberIs, NumberStarts, Place, Wish, Words, positives

BY_NUMBER, BY_TITLE, BY_REST = range(3)
_TIER = 24
"""Where the tier stands in a number, above any score."""


def scored_words(wish: Wish) -> list[str]:
    """Give the words by which hits are scored; a single character says nothing about what a record is about."""
    texts = (part.text for part in positives(wish) if isinstance(part, Words))
    return [text for text in dict.fromkeys(texts) if len(text) > 1]


def merits(wish: Wish, segment: OpenSegment, documents: Sequence[int], scored: Sequence[int]) -> list[int]:
    """Say how well each document answers, the best having the least; among equals the newer comes first."""
    tiers = _tiers(wish, segment, documents)
    if tiers is None:
        return [-score for score in scored]
    return [(tier << _TIER) - score for tier, score in zip(tiers, scored, strict=True)]


def _tiers(wish: Wish, segment: OpenSegment, documents: Sequence[int]) -> list[int] | None:
    """Tell how well each document matches; nothing where the wish only filters."""
    match wish:
        case Words(text):
            heads = segment.column("head")
            return [_tier(heads[document], text) if text in heads[document] else BY_REST for document in documents]
        case NumberIs(key):
            numbers = segment.column("number")
            return [BY_NUMBER if numbers[document] == key else BY_REST for document in documents]
        case NumberStarts(prefix):
            numbers = segment.column("number")
            return [BY_NUMBER if numbers[document].startswith(prefix) else BY_REST for document in documents]
        case Holds(Place.TITLE, text):
            titles = segment.titles
            return [BY_TITLE if text in titles[document] else BY_REST for document in documents]
        case All(wishes):
            return _combined(max, [_tiers(part, segment, documents) for part in wishes])
        case AnyOf(wishes):
            return _combined(min, [_tiers(part, segment, documents) for part in wishes])
        case _:
            return None


def _combined(choose: Callable[[Iterable[int]], int], parts: list[list[int] | None]) -> list[int] | None:
    told = [part for part in parts if part is not None]
    if len(told) == 1:
        return told[0]
    return [choose(tiers) for tiers in zip(*told, strict=True)] if told else None


def _tier(head: str, text: str) -> int:
    number, title, _ = head.split(HEAD_SIGN)
    return BY_NUMBER if text in number else BY_TITLE if text in title else BY_REST
