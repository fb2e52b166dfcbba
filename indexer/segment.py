"""One immutable segment of an index, opened for searching (索引段); its caches live as long as it does."""

# whoosh declares types but leaves many functions without:
# mypy: allow-untyped-calls

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, islice, repeat
from pathlib import Path
from sys import intern
from typing import Any, cast

from whoosh.codec.base import Segment
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.fields import Schema
from whoosh.reading import TermNotFound

from indexer.folding import Writing
from indexer.grams import is_plain_pair
from indexer.layout import HEAD_SIGN
from indexer.mapped import Texts, open_segment

_AFTER_ALL = "\U0010ffff"
_RUNS_READ = 40
"""How many short lists of postings are read sooner than the texts."""
_LISTS_KEPT = 16
"""How many lists of postings stay in memory: what was searched is paged, narrowed and counted next."""
_LATEST, _LAST = 99991231, 2**40 - 1
AGE_BITS = 68
"""Room for an age: a day of 27 bits above a ledger position of 40."""

Postings = tuple[Sequence[int], Sequence[float]]
"""The documents in which a term occurs, in order, and how often it occurs in each."""


class OpenSegment:
    """Postings and columns of one segment, documents counted from 0; deletions are kept elsewhere."""

    def __init__(self, folder: Path, schema: Schema, segment: Segment, writing: Writing) -> None:
        self.writing = writing
        self.size: int = segment.doc_count_all()
        self._reader = open_segment(folder, schema, segment)
        # Past the reader, which looks each term up three times: its dictionary, and how postings are written.
        self._terms: Any = self._reader._terms  # noqa: SLF001 - whoosh is pinned to the release this was read from
        self._format = schema["gram"].format
        self.postings = lru_cache(_LISTS_KEPT)(self._postings)
        self._verified = dict[str, dict[int, float]]()
        self._columns: dict[str, list[str]] = {}

    def column(self, name: str) -> list[str]:
        """Give a column of short values by document number."""
        if name not in self._columns:
            self._columns[name] = [intern(value) for value in Texts(self._reader, name).lines()]
        return self._columns[name]

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

    def card(self, document: int) -> bytes:
        """Give the stored card."""
        return cast("bytes", self._reader.stored_fields(document)["card"])

    def frequency(self, field: str, term: str) -> int:
        """Tell in how many documents a term occurs."""
        try:
            return int(self._terms.doc_frequency(field, term.encode()))
        except KeyError:
            return 0

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
        if is_plain_pair(text):
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
        return sorted(set().union(*(self._postings("run", run)[0] for run in runs)))

    def numbered(self, first: str, last: str) -> list[int]:
        """Give the documents whose number key lies in ``[first, last)``."""
        found = self._numbers[bisect_left(self._numbers, (first, -1)) : bisect_left(self._numbers, (last, -1))]
        return sorted(document for _, document in found)

    def numbered_from(self, prefix: str) -> list[int]:
        """Give the documents whose number key begins so."""
        return self.numbered(prefix, prefix + _AFTER_ALL)

    def _postings(self, field: str, term: str) -> Postings:
        try:
            matcher = cast("W3LeafMatcher", self._terms.matcher(field, term.encode(), self._format))
        except TermNotFound:
            return (), ()
        documents: list[int] = []
        counts: list[float] = []
        # A block at a time, and past the reader's checks: asking posting by posting takes ten times as long.
        while matcher.is_active():
            matcher._read_data()  # noqa: SLF001 - whoosh is pinned to the release this was read from
            gaps, weights, _ = cast("Any", matcher._data)  # noqa: SLF001 - same
            documents.extend(accumulate(gaps))
            counts.extend(weights if isinstance(weights, tuple) else repeat(weights or 1.0, len(gaps)))
            matcher._next_block()  # noqa: SLF001 - same
        return documents, counts

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
