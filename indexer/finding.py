"""Which documents of a segment fulfil a wish (求解): the rarest clue's postings first, then verified in the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from indexer.facets import COLUMN_OF, values_of
from indexer.folding import Writing
from indexer.grams import Clues, clues_of
from indexer.layout import HEAD_SIGN, day_number
from indexer.segment import OpenSegment
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
)

_clues = lru_cache(maxsize=1024)(clues_of)
_COLUMNS = {Place.ORGAN: "organ", Place.SIGNER: "signer", Place.KIND: "kind"}
_MANY = 200
"""So many postings are worth a look for something rarer."""
_VERIFYING = 4
"""How many postings are read in the time that one document is verified in."""
_COUNTING = 25
"""How many are read in the time in which it is counted how often a text stands in one document."""
_folded = lru_cache(maxsize=65536)(Writing.comparable)


def find(wish: Wish, segment: OpenSegment) -> list[int]:
    """Give the documents that fulfil ``wish``, in order, deleted ones included."""
    match wish:
        case All(wishes):
            first, *others = sorted(wishes, key=lambda part: cost(part, segment))
            return _kept_by_all(others, segment, find(first, segment))
        case AnyOf(wishes):
            return sorted({document for part in wishes for document in find(part, segment)})
        case Words(text):
            return _with_words(text, segment)
        case Holds(Place.TITLE, text):
            return keep(wish, segment, _with_words(text, segment))
        case NumberIs(key):
            return segment.numbered(key)
        case NumberStarts(prefix):
            return segment.numbered_from(prefix)
        case _:
            return keep(wish, segment, list(range(segment.size)))


def keep(wish: Wish, segment: OpenSegment, documents: list[int]) -> list[int]:
    """Give those of the documents that fulfil ``wish``."""
    match wish:
        case All(wishes):
            return _kept_by_all(wishes, segment, documents)
        case AnyOf(wishes):
            wanted = {document for part in wishes for document in keep(part, segment, documents)}
            return [document for document in documents if document in wanted]
        case Not(unwished):
            unwanted = set(keep(unwished, segment, documents))
            return [document for document in documents if document not in unwanted]
        case Words(text) if len(documents) * _VERIFYING <= cost(wish, segment):
            return segment.words.holding(text.encode(), documents)
        case Words() | NumberIs() | NumberStarts():
            found = set(find(wish, segment))
            return [document for document in documents if document in found]
        case _:
            return _kept_by_facts(wish, segment, documents)


def cost(wish: Wish, segment: OpenSegment) -> int:
    """Guess how many documents must be looked at to find those that fulfil ``wish``."""
    match wish:
        case Words(text) | Holds(Place.TITLE, text):
            clues = _clues(text)
            return min((frequency for _, _, frequency in _exact(clues, segment)), default=segment.size)
        case NumberIs():
            return 1
        case NumberStarts(prefix):
            return segment.count_numbered_from(prefix)
        case All(wishes):
            return min(cost(part, segment) for part in wishes)
        case AnyOf(wishes):
            return sum(cost(part, segment) for part in wishes)
        case _:
            return segment.size


def _kept_by_all(wishes: Sequence[Wish], segment: OpenSegment, documents: list[int]) -> list[int]:
    for wish in wishes:
        if not documents:
            break
        documents = keep(wish, segment, documents)
    return documents


def _with_words(text: str, segment: OpenSegment) -> list[int]:
    clues = _clues(text)
    exact = _exact(clues, segment)
    if not exact:
        return list(segment.verified(text, range(segment.size)))  # punctuation only: nothing to look up
    exact.sort(key=lambda clue: clue[2])
    field, term, frequency = exact[0]
    if clues.suffices or not frequency:
        return list(segment.postings(field, term)[0]) if frequency else []
    held = segment.with_run_holding(max(clues.parts, key=len)) if clues.parts and frequency > _MANY else None
    return list(segment.verified(text, held if held is not None else _having(exact, segment)))


def _having(clues: Sequence[tuple[str, str, int]], segment: OpenSegment) -> Sequence[int]:
    """Give the documents that have the rarest of the clues, and others besides while reading their postings is cheaper than looking into texts."""
    field, term, _ = clues[0]
    held = segment.postings(field, term)[0]
    for field, term, frequency in dict.fromkeys(clues[1:]):
        if frequency > len(held) * _COUNTING:
            break
        other = set(segment.postings(field, term)[0])
        held = [document for document in held if document in other]
    return held


def _exact(clues: Clues, segment: OpenSegment) -> list[tuple[str, str, int]]:
    terms = [("gram", pair) for pair in clues.pairs] + [("run", run) for run in clues.runs]
    return [(field, term, segment.frequency(field, term)) for field, term in terms]


def _kept_by_facts(wish: Wish, segment: OpenSegment, documents: list[int]) -> list[int]:
    match wish:
        case Holds(Place.TITLE, text):
            titles = segment.titles
            return [document for document in documents if text in titles[document]]
        case Holds(place, text):
            return _valued(segment, _COLUMNS[place], lambda value: text in _folded(segment.writing, value), documents)
        case CodeStarts(prefix):
            heads = segment.column("head")
            return [document for document in documents if heads[document].split(HEAD_SIGN)[2].startswith(prefix)]
        case YearWithin(first, last):
            years = range(first, last + 1)
            return _valued(segment, "year", lambda year: int(year) in years, documents)
        case DateWithin(first, last):
            start, end = (day_number(day.year, day.month, day.day) for day in (first, last))
            days = segment.days
            return [document for document in documents if start <= days[document] <= end]
        case LevelIs(level):
            return _valued(segment, "level", lambda value: value == level.value, documents)
        case RetentionIs(retention):
            return _valued(segment, "retention", lambda value: value == retention.value, documents)
        case Exactly(facet, value):
            return _valued(segment, COLUMN_OF[facet], lambda held: value in values_of(facet, held), documents)
        case _:
            raise AssertionError(wish)  # every other wish is solved by postings


def _valued(segment: OpenSegment, column: str, fits: Callable[[str], bool], documents: list[int]) -> list[int]:
    held = segment.column(column)
    values = list(map(held.__getitem__, documents))
    fitting = {value for value in set(values) if fits(value)}
    return [document for document, value in zip(documents, values, strict=True) if value in fitting]
