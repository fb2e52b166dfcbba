"""Counting hits by year, kind, organ, retention period and level (分面计数): over verified hits within the reach, so every count is exact."""

from __future__ import annotations

from collections import Counter

from domain.catalogue import Facet, FacetName

COLUMN_OF = {
    FacetName.YEAR: "year",
    FacetName.KIND: "kind",
    FacetName.ORGAN: "organ",
    FacetName.RETENTION: "retention",
    FacetName.LEVEL: "level",
}
"""The column of an index in which a facet's value stands."""
_BETWEEN_ORGANS = "、"
_NO_YEAR = "0"


def values_of(facet: FacetName, held: str) -> tuple[str, ...]:
    """Give the values under which a column's value counts: each of several organs that issued jointly, nothing for what is missing."""
    if facet is FacetName.ORGAN:
        return tuple(organ for organ in held.split(_BETWEEN_ORGANS) if organ)
    return (held,) if held and held != _NO_YEAR else ()


def facet_of(name: FacetName, held: Counter[str]) -> Facet:
    """Make the facet of a count of column values."""
    counts: Counter[str] = Counter()
    for value, count in held.items():
        for part in values_of(name, value):
            counts[part] += count
    return Facet(name, tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))))
