"""The order of hits (排序): number matches, then title matches, then the rest; among these by relevance, then newer first."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.layout import HEAD_SIGN
from indexer.segment import OpenSegment
from indexer.wish import All, AnyOf, Holds, NumberIs, NumberStarts, Place, Wish, Words, positives

BY_NUMBER, BY_TITLE, BY_REST = range(3)
Tiers = dict[int, int]
"""The tier of each hit that stands before the rest, by its place among the hits."""


def scored_words(wish: Wish) -> list[str]:
    """Give the words by which hits are scored."""
    texts = (part.text for part in positives(wish) if isinstance(part, Words))
    return list(dict.fromkeys(texts))


def tiers(wish: Wish, segment: OpenSegment, documents: Sequence[int]) -> Tiers:
    """Say which of the documents match in number or title; where the wish only filters, none is before another."""
    return _tiers(wish, segment, documents) or {}


def _tiers(wish: Wish, segment: OpenSegment, documents: Sequence[int]) -> Tiers | None:
    match wish:
        case Words(text):
            heads = segment.column("head")
            having = [(place, heads[document]) for place, document in enumerate(documents) if text in heads[document]]
            return {place: tier for place, head in having if (tier := _tier(head, text)) < BY_REST}
        case NumberIs(key):
            numbers = segment.column("number")
            return {place: BY_NUMBER for place, document in enumerate(documents) if numbers[document] == key}
        case NumberStarts(prefix):
            numbers = segment.column("number")
            return {
                place: BY_NUMBER for place, document in enumerate(documents) if numbers[document].startswith(prefix)
            }
        case Holds(Place.TITLE, text):
            titles = segment.titles
            return {place: BY_TITLE for place, document in enumerate(documents) if text in titles[document]}
        case All(wishes):
            return _of_all([_tiers(part, segment, documents) for part in wishes])
        case AnyOf(wishes):
            return _of_any([_tiers(part, segment, documents) for part in wishes])
        case _:
            return None


def _of_all(parts: list[Tiers | None]) -> Tiers | None:
    """What stands before the rest by every part stands as far ahead as by its last one."""
    told = [part for part in parts if part is not None]
    if len(told) < 2:
        return told[0] if told else None
    common = set(told[0]).intersection(*told[1:])
    return {place: max(part[place] for part in told) for place in common}


def _of_any(parts: list[Tiers | None]) -> Tiers | None:
    told = [part for part in parts if part is not None]
    if len(told) < 2:
        return told[0] if told else None
    return {place: min(part.get(place, BY_REST) for part in told) for place in set().union(*told)}


def _tier(head: str, text: str) -> int:
    number, title, _ = head.split(HEAD_SIGN)
    return BY_NUMBER if text in number else BY_TITLE if text in title else BY_REST
