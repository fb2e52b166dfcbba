"""The order of hits (排序): number matches, then title matches, then the rest; newer first among equals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from indexer.layout import Facts
from indexer.wish import All, AnyOf, Holds, Not, NumberIs, NumberStarts, Place, Wish, Words

BY_NUMBER, BY_TITLE, BY_REST = range(3)
_LATEST = 99991231


def ranks(wish: Wish, facts: Facts, documents: Sequence[int]) -> list[tuple[int, int, str]]:
    """Give each document's sort key: how well it matches, how old it is, its object id so that no two are equal."""
    tiers = _tiers(wish, facts, documents) or [BY_REST] * len(documents)
    days, ids = facts.days, facts.ids
    return [(tier, _LATEST - days[document], ids[document]) for tier, document in zip(tiers, documents, strict=True)]


def _tiers(wish: Wish, facts: Facts, documents: Sequence[int]) -> list[int] | None:
    """Tell how well each document matches; nothing where the wish only filters."""
    match wish:
        case Words(text):
            heads = facts.heads
            return [_tier(heads[document], text) if text in heads[document] else BY_REST for document in documents]
        case NumberIs(key):
            return [BY_NUMBER if facts.numbers[document] == key else BY_REST for document in documents]
        case NumberStarts(prefix):
            return [BY_NUMBER if facts.numbers[document].startswith(prefix) else BY_REST for document in documents]
        case Holds(Place.TITLE, text):
            return [BY_TITLE if text in facts.heads[document].split("\n")[1] else BY_REST for document in documents]
        case All(wishes):
            return _combined(max, [_tiers(part, facts, documents) for part in wishes])
        case AnyOf(wishes):
            return _combined(min, [_tiers(part, facts, documents) for part in wishes])
        case Not() | _:
            return None


def _combined(choose: Callable[[Iterable[int]], int], parts: list[list[int] | None]) -> list[int] | None:
    told = [part for part in parts if part is not None]
    return [choose(tiers) for tiers in zip(*told, strict=True)] if told else None


def _tier(head: str, text: str) -> int:
    number, title, _ = head.split("\n")
    return BY_NUMBER if text in number else BY_TITLE if text in title else BY_REST
