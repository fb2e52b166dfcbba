"""One immutable segment of an index, opened for searching (索引段); its caches live as long as it does."""

# whoosh declares types but leaves many functions without:
# mypy: allow-untyped-calls

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from sys import intern

from whoosh.codec.base import Segment
from whoosh.fields import Schema

from indexer.folding import Writing
from indexer.grams import is_counted
from indexer.layout import HEAD_SIGN, one_line
from indexer.mapped import Texts, open_segment
from indexer.postings import Dictionary

_AFTER_ALL = "\U0010ffff"
_RUNS_READ = 40
"""How many short lists of postings are read sooner than the texts."""
_LISTS_KEPT = 16
"""How many lists of postings stay in memory: what was searched is paged, narrowed and counted next."""
_LATEST, _LAST = 99991231, 2**40 - 1
AGE_BITS = 68
"""Room for an age: a day of 27 bits above a ledger position of 40."""


class OpenSegment:
    """Postings and columns of one segment, documents counted from 0; deletions are kept elsewhere."""

    def __init__(self, folder: Path, schema: Schema, segment: Segment, writing: Writing) -> None:
        self.writing = writing
        self.size: int = segment.doc_count_all()
        self._reader = open_segment(folder, schema, segment)
        self._terms = Dictionary(self._reader)
        self.frequency = self._terms.frequency
        self.postings = lru_cache(_LISTS_KEPT)(self._terms.postings)
        self.of_units = lru_cache(_LISTS_KEPT)(self._of_units)
        self._verified = dict[str, dict[int, float]]()
        self._columns: dict[str, list[str]] = {}

    def column(self, name: str) -> list[str]:
        """Give a column of short values by document number."""
        if name not in self._columns:
            self._columns[name] = [intern(value) for value in Texts(self._reader, name).lines()]
        return self._columns[name]

    @cached_property
    def _cards(self) -> Texts:
        return Texts(self._reader, "card")

    @cached_property
    def words(self) -> Texts:
        """All that words are looked for in: folded number, title, archival code and body, a line each."""
        return Texts(self._reader, "words")

    @cached_property
    def days(self) -> list[int]:
        """The dates as integers like 20240131, 0 for none."""
        return list(map(int, self.column("day")))

    @cached_property
    def positions(self) -> list[int]:
        """The ledger positions at which the records were filed."""
        return list(map(int, self.column("position")))

    @cached_property
    def lengths(self) -> list[int]:
        """How many characters a card has."""
        return list(map(int, self.column("length")))

    @cached_property
    def ages(self) -> list[int]:
        """One number for each document by which the newer comes first: by its date, then by when it was filed."""
        pairs = zip(self.days, self.positions, strict=True)
        return [((_LATEST - day) << 40) + _LAST - position for day, position in pairs]

    @cached_property
    def titles(self) -> list[str]:
        """The folded titles."""
        return [head.split(HEAD_SIGN)[1] for head in self.column("head")]

    @cached_property
    def _runs(self) -> str:
        """All runs of letters and digits, a line each: searching one string beats asking term by term."""
        return "\n" + "\n".join(self._all_runs()) + "\n"

    @cached_property
    def _numbers(self) -> list[tuple[str, int]]:
        return sorted((number, document) for document, number in enumerate(self.column("number")) if number)

    @cached_property
    def _by_number(self) -> dict[str, int | list[int]]:
        """The documents by their number key; most numbers have one, which is kept without a list around it."""
        found: dict[str, int | list[int]] = {}
        for document, number in enumerate(self.column("number")):
            if number:
                held = found.setdefault(number, document)
                if isinstance(held, list):
                    held.append(document)
                elif held != document:
                    found[number] = [held, document]
        return found

    def card(self, document: int) -> bytes:
        """Give the stored card."""
        return self._cards[document]

    def verified(self, text: str, candidates: Iterable[int]) -> Mapping[int, float]:
        """Tell how often a folded text stands in each document that has it; the candidates are all that may."""
        if text not in self._verified:
            if len(self._verified) >= _LISTS_KEPT:
                self._verified.clear()
            looked = list(candidates)
            counts = self.words.counts(text.encode(), looked)
            self._verified[text] = {document: count for document, count in zip(looked, counts, strict=True) if count}
        return self._verified[text]

    def counts(self, text: str, documents: Sequence[int]) -> Sequence[float]:
        """Tell how often a folded text stands in each document."""
        if text in self._verified:
            known = self._verified[text]
            return [known.get(document, 0) for document in documents]
        if is_counted(text):
            held, counts = self.postings("gram", text)
            if len(held) == len(documents):  # found by this word alone
                return counts
            listed = dict(zip(held, counts, strict=True))
            return [listed.get(document, 0) for document in documents]
        return self.words.counts(text.encode(), documents)

    def with_run_holding(self, part: str) -> list[int] | None:
        """Give the documents in which a run of letters and digits has this part; nothing when there are too many such runs to read."""
        runs = set(islice(self._runs_holding(part), _RUNS_READ + 1))
        if len(runs) > _RUNS_READ:
            return None
        return sorted(set().union(*(self._terms.postings("run", run)[0] for run in runs)))

    def _of_units(self, units: frozenset[str]) -> frozenset[int]:
        """Give the documents of some units."""
        column, allowed = self.column("unit"), {one_line(unit) for unit in units}
        return frozenset(document for document, unit in enumerate(column) if unit in allowed)

    def numbered(self, key: str) -> list[int]:
        """Give the documents whose number key this is."""
        found = self._by_number.get(key, ())
        return [found] if isinstance(found, int) else list(found)

    def count_numbered_from(self, prefix: str) -> int:
        """Tell how many number keys begin so."""
        return bisect_left(self._numbers, (prefix + _AFTER_ALL, -1)) - bisect_left(self._numbers, (prefix, -1))

    def numbered_from(self, prefix: str) -> list[int]:
        """Give the documents whose number key begins so."""
        first, last = (bisect_left(self._numbers, (edge, -1)) for edge in (prefix, prefix + _AFTER_ALL))
        return sorted(document for _, document in self._numbers[first:last])

    def _all_runs(self) -> Iterator[str]:
        for name, term in self._reader.terms_from("run", b""):
            if name != "run":
                return
            yield term.decode()

    def _runs_holding(self, part: str) -> Iterator[str]:
        runs = self._runs
        at = runs.find(part)
        while at >= 0:
            end = runs.index("\n", at)
            yield runs[runs.rindex("\n", 0, at) + 1 : end]
            at = runs.find(part, end)
