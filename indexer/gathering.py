"""From the pieces of all indexes within reach to one page of an answer (汇总): counted, scored, ordered, cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import chain, islice

from domain.catalogue import Facet, FacetName
from indexer.facets import COLUMN_OF, facet_of
from indexer.order import merits, scored_words
from indexer.relevance import scores
from indexer.segment import AGE_BITS, OpenSegment
from indexer.wish import Wish


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
    merit = _merits(wish, pieces)
    bound = max(nsmallest(last, chain.from_iterable(merit)), default=0)
    able = [found for piece, told in zip(pieces, merit, strict=True) for found in _aged(piece, told, bound)]
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


def _aged(piece: Piece, merit: Sequence[int], bound: int) -> list[tuple[int, OpenSegment, int]]:
    """Give the documents of no less merit than ``bound``, each with a number by which the newer comes first among equals."""
    segment, ages = piece.segment, piece.segment.ages
    pairs = zip(merit, piece.documents, strict=True)
    return [((told << AGE_BITS) + ages[document], segment, document) for told, document in pairs if told <= bound]


def _positions(piece: Piece) -> list[int]:
    positions = piece.segment.positions
    return [positions[document] for document in piece.documents]


def _held(pieces: Sequence[Piece], column: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for piece in pieces:
        counted.update(map(piece.segment.column(column).__getitem__, piece.documents))
    return counted


def _merits(wish: Wish, pieces: Sequence[Piece]) -> list[list[int]]:
    counts = [_counts(text, pieces) for text in scored_words(wish)]
    lengths = [length for piece in pieces for length in map(piece.segment.lengths.__getitem__, piece.documents)]
    scored, start, told = scores(counts, lengths), 0, list[list[int]]()
    for piece in pieces:
        end = start + len(piece.documents)
        told.append(merits(wish, piece.segment, piece.documents, scored[start:end]))
        start = end
    return told


def _counts(text: str, pieces: Sequence[Piece]) -> list[float]:
    return [count for piece in pieces for count in piece.segment.counts(text, piece.documents)]
