"""One immutable segment of an index, opened for searching (索引段); its caches live as long as it does."""

# whoosh declares types but leaves many functions without:
# mypy: allow-untyped-calls

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from whoosh.codec.base import Segment
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.fields import Schema
from whoosh.reading import TermNotFound

from indexer.layout import Facts, to_facts
from indexer.mapped import open_segment

_AFTER_ALL = "\U0010ffff"
_OPENING = 15
"""How many documents are verified in the time that one list of postings is opened in."""


class OpenSegment:
    """Postings and columns of one segment, documents counted from 0; deletions are kept elsewhere."""

    def __init__(self, folder: Path, schema: Schema, segment: Segment) -> None:
        self.size: int = segment.doc_count_all()
        self._reader = open_segment(folder, schema, segment)

    @cached_property
    def facts(self) -> Facts:
        """The columns that are filtered and sorted by."""
        return to_facts(list(self._reader.column_reader("facts", translate=False)))

    @cached_property
    def _words(self) -> Any:
        return self._reader.column_reader("words", translate=False)

    @cached_property
    def _runs(self) -> str:
        """All runs of letters and digits, a line each: searching one string beats asking term by term."""
        return "\n" + "\n".join(self._terms("run", "")) + "\n"

    @cached_property
    def _numbers(self) -> list[tuple[str, int]]:
        return sorted((number, document) for document, number in enumerate(self.facts.numbers) if number)

    def holding(self, text: bytes, documents: Iterable[int]) -> list[int]:
        """Keep the documents whose words hold a folded text: the verification that makes every count exact."""
        words = self._words
        return [document for document in documents if text in words[document]]

    def card(self, document: int) -> bytes:
        """Give the stored card."""
        return cast("bytes", self._reader.stored_fields(document)["card"])

    def frequency(self, field: str, term: str) -> int:
        """Tell in how many documents a term occurs."""
        try:
            return int(self._reader.term_info(field, term.encode()).doc_frequency())
        except TermNotFound:
            return 0

    def postings(self, field: str, term: str) -> list[int]:
        """Give the documents in which a term occurs, in order."""
        try:
            matcher = cast("W3LeafMatcher", self._reader.postings(field, term.encode()))
        except TermNotFound:
            return []
        found: list[int] = []
        while matcher.is_active():  # a block at a time: asking posting by posting takes three times as long
            matcher._read_ids()  # noqa: SLF001 - whoosh is pinned to the release this was read from
            found.extend(cast("tuple[int, ...]", matcher._ids))  # noqa: SLF001 - same
            matcher._next_block()  # noqa: SLF001 - same
        return found

    def starting_with(self, character: str) -> list[int]:
        """Give the documents in which a Chinese character occurs: it begins some gram wherever it stands."""
        return self._in_any("gram", list(self._terms("gram", character)), character)

    def with_run_holding(self, part: str) -> list[int]:
        """Give the documents in which a run of letters and digits has this part."""
        return self._in_any("run", list(dict.fromkeys(self._runs_holding(part))), part)

    def _in_any(self, field: str, terms: list[str], text: str) -> list[int]:
        if len(terms) * _OPENING > self.size:  # many short lists cost more than reading the texts
            return self.holding(text.encode(), range(self.size))
        return sorted({document for term in terms for document in self.postings(field, term)})

    def numbered(self, first: str, last: str) -> list[int]:
        """Give the documents whose number key lies in ``[first, last)``."""
        found = self._numbers[bisect_left(self._numbers, (first, -1)) : bisect_left(self._numbers, (last, -1))]
        return sorted(document for _, document in found)

    def numbered_from(self, prefix: str) -> list[int]:
        """Give the documents whose number key begins so."""
        return self.numbered(prefix, prefix + _AFTER_ALL)

    def _terms(self, field: str, prefix: str) -> Iterator[str]:
        for name, term in self._reader.terms_from(field, prefix.encode()):
            text = term.decode()
            if name != field or not text.startswith(prefix):
                return
            yield text

    def _runs_holding(self, part: str) -> Iterator[str]:
        runs = self._runs
        at = runs.find(part)
        while at >= 0:
            end = runs.index("\n", at)
            yield runs[runs.rindex("\n", 0, at) + 1 : end]
            at = runs.find(part, end)
