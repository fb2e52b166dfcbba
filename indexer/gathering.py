"""From the pieces of all indexes within reach to one page of an answer (汇总): counted, scored, ordered, cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import chain, islice
from operator import neg

from domain.catalogue import Facet, FacetName
from indexer.facets import COLUMN_OF, facet_of
from indexer.order import BY_REST, Tiers, scored_words, tiers
from indexer.relevance import Scale, scale
from indexer.segment import AGE_BITS, OpenSegment
from indexer.wish import Wish

_TIER = 24
"""Where the tier stands in a number, above any score."""


@dataclass(frozen=True)
class Piece:
    """Documents of one segment, in order."""

    segment: OpenSegment
    documents: Sequence[int]


Place = tuple[OpenSegment, int]
"""A segment and a document in it."""


def size_of(pieces: Sequence[Piece]) -> int:
    """Tell how many documents there are."""
    return sum(len(piece.documents) for piece in pieces)


def best(wish: Wish, pieces: Sequence[Piece], first: int, last: int) -> list[Place]:
    """Give the documents from place ``first`` to ``last`` in the order of hits."""
    if first >= last:
        return []
    if size_of(pieces) == 1:  # a number, most of all
        return [(piece.segment, document) for piece in pieces for document in piece.documents][first:last]
    merits = _merits(wish, pieces, last)
    bound = max(nsmallest(last, chain.from_iterable(merit.values for merit in merits)), default=0)
    able = [found for merit in merits for found in _aged(merit, bound)]
    bound = max(nsmallest(last, (key for key, _, _ in able)), default=0)
    # Those at the bound may share a key: the object id parts them.
    able = [found for found in able if found[0] <= bound]
    able.sort(key=lambda found: (found[0], found[1].column("object_id")[found[2]]))
    return [(segment, document) for _, segment, document in islice(able, first, last)]


def facets(pieces: Sequence[Piece]) -> tuple[Facet, ...]:
    """Count the documents by every facet."""
    return tuple(facet_of(name, _held(pieces, COLUMN_OF[name])) for name in FacetName)


def held_before(pieces: Sequence[Piece], count: int) -> int:
    """Give the ledger position up to which the first ``count`` of these documents were filed."""
    positions = chain.from_iterable(_positions(piece) for piece in pieces)
    later = size_of(pieces) - count
    return min(nlargest(later, positions)) - 1 if later > 0 else 2**62


def filed_by(piece: Piece, position: int) -> Piece:
    """Keep the documents that were filed up to a ledger position."""
    positions = piece.segment.positions
    return Piece(piece.segment, [document for document in piece.documents if positions[document] <= position])


@dataclass(frozen=True)
class _Merits:
    """How well documents of a segment answer, the best having the least."""

    segment: OpenSegment
    documents: Sequence[int]
    values: Sequence[int]


def _aged(merits: _Merits, bound: int) -> list[tuple[int, OpenSegment, int]]:
    """Give the documents of no less merit than ``bound``, each with a number by which the newer comes first among equals."""
    segment, ages = merits.segment, merits.segment.ages
    pairs = zip(merits.values, merits.documents, strict=True)
    return [((told << AGE_BITS) + ages[document], segment, document) for told, document in pairs if told <= bound]


def _positions(piece: Piece) -> list[int]:
    positions = piece.segment.positions
    return [positions[document] for document in piece.documents]


def _held(pieces: Sequence[Piece], column: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for piece in pieces:
        counted.update(map(piece.segment.column(column).__getitem__, piece.documents))
    return counted


def _merits(wish: Wish, pieces: Sequence[Piece], wanted: int) -> list[_Merits]:
    """Weigh the documents; where enough of them match in number or title to fill what is ``wanted``, those alone."""
    columns = [[piece.segment.counts(text, piece.documents) for piece in pieces] for text in scored_words(wish)]
    lengths = [list(map(piece.segment.lengths.__getitem__, piece.documents)) for piece in pieces]
    measure = scale([list(chain.from_iterable(parts)) for parts in columns], list(chain.from_iterable(lengths)))
    ahead = [tiers(wish, piece.segment, piece.documents) for piece in pieces]
    alone = sum(map(len, ahead)) >= wanted
    weighed = list[_Merits]()
    for place, piece in enumerate(pieces):
        counts = [parts[place] for parts in columns]
        told = _only if alone else _every
        weighed.append(told(piece, ahead[place], measure, counts, lengths[place]))
    return weighed


def _only(
    piece: Piece, ahead: Tiers, measure: Scale, counts: Sequence[Sequence[float]], lengths: Sequence[int]
) -> _Merits:
    places = list(ahead)
    scores = measure.scores([[column[at] for at in places] for column in counts], [lengths[at] for at in places])
    values = [(tier - BY_REST << _TIER) - score for tier, score in zip(ahead.values(), scores, strict=True)]
    return _Merits(piece.segment, [piece.documents[at] for at in places], values)


def _every(
    piece: Piece, ahead: Tiers, measure: Scale, counts: Sequence[Sequence[float]], lengths: Sequence[int]
) -> _Merits:
    values = list(map(neg, measure.scores(counts, lengths)))
    for at, tier in ahead.items():
        values[at] += tier - BY_REST << _TIER
    return _Merits(piece.segment, piece.documents, values)
