"""The engines side by side (对照引擎): ours, tantivy, SQLite FTS5 and a plain reading, over the same tokens, giving the same counts.

Each gives the exact total and the ten best; ours makes its hits whole besides, with snippets and reasons. A question that an engine can't
answer exactly with its own means gets no answer from it: tantivy and FTS5 have no way to a part of a mixed string or to one character.
"""

from __future__ import annotations

import importlib.util
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from bench.search_questions import Question, scanned
from domain.catalogue import Card
from indexer.grams import clues_of, tokens_of
from indexer.whoosh_catalogue import WhooshCatalogue

TOP, CARDS_A_PUT = 10, 4000
_FACETS = ("year", "kind", "organ", "retention", "level")


class Engine(Protocol):
    """What is measured of an engine."""

    name: str

    def build(self, cards: Sequence[Card]) -> None:
        """Index all cards."""

    def open(self) -> None:
        """Open what was built for searching."""

    def ask(self, question: Question) -> int | None:
        """Give the exact total, having found the best ten; nothing when it can't."""

    def add(self, card: Card) -> None:
        """Index one more card and make it visible."""


class Ours:
    """The catalogue."""

    name = "本目录"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, cards: Sequence[Card]) -> None:
        """Index all cards."""
        catalogue = WhooshCatalogue(self._folder)
        for start in range(0, len(cards), CARDS_A_PUT):
            catalogue.put(cards[start : start + CARDS_A_PUT], start + CARDS_A_PUT)

    def open(self) -> None:
        """Open what was built."""
        self._catalogue = WhooshCatalogue(self._folder)

    def ask(self, question: Question) -> int | None:
        """Give the exact total."""
        return self._catalogue.search(question.query, question.reach, limit=TOP, counted=question.counted).total

    def add(self, card: Card) -> None:
        """Index one more card."""
        self._catalogue.put([card], card.position)


class Scan:
    """Every text read for every question; it counts only, and orders nothing."""

    name = "逐件读"

    def build(self, cards: Sequence[Card]) -> None:
        """Index all cards."""
        self._pairs = [(card, scanned(card)) for card in cards]

    def open(self) -> None:
        """Nothing to open."""

    def ask(self, question: Question) -> int | None:
        """Give the exact total."""
        found = [card for card, text in self._pairs if question.holds(card, text)]
        if question.counted:
            for name in _FACETS:
                Counter(getattr(card, name) for card in found)
        return len(found)

    def add(self, card: Card) -> None:
        """Index one more card."""
        self._pairs.append((card, scanned(card)))


class Fts5:
    """SQLite FTS5 over our tokens, best by its own BM25; facts in a table beside it."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "fts.sqlite"

    def build(self, cards: Sequence[Card]) -> None:
        """Index all cards."""
        self.open()
        db = self._db
        db.execute(
            "CREATE TABLE facts (id INTEGER PRIMARY KEY, oid, number, organ, month, year, kind, retention, level)"
        )
        db.execute("CREATE INDEX by_number ON facts (number)")
        tokenize = "unicode61 remove_diacritics 0"
        db.execute(f"CREATE VIRTUAL TABLE words USING fts5 (t, content='', tokenize='{tokenize}')")
        with db:
            for card in cards:
                self._insert(card)

    def open(self) -> None:
        """Open what was built."""
        self._db = sqlite3.connect(self._file)
        self._db.execute("PRAGMA journal_mode = WAL")

    def ask(self, question: Question) -> int | None:
        """Give the exact total."""
        if question.number:
            rows = self._db.execute("SELECT level FROM facts WHERE number = ?", (question.number,)).fetchall()
            allowed = {level.value for level, _ in question.reach.shelves}
            return sum(level in allowed for (level,) in rows)
        phrases = [_phrase(word) for word in question.words]
        if not all(phrases):
            return None
        where, values = ["words MATCH ?"], [" AND ".join(f'"{" ".join(phrase)}"' for phrase in phrases if phrase)]
        where.append(f"level IN ({', '.join('?' * len(question.reach.shelves))})")
        values += [level.value for level, _ in question.reach.shelves]
        for column, value in (("organ", question.organ), ("month", question.month)):
            if value:
                where.append(f"{column} = ?")
                values.append(value)
        source = f"FROM words JOIN facts ON facts.id = words.rowid WHERE {' AND '.join(where)}"
        total = self._db.execute(f"SELECT count(*) {source}", values).fetchone()[0]
        self._db.execute(f"SELECT oid {source} ORDER BY words.rank LIMIT {TOP}", values).fetchall()
        if question.counted:
            for name in _FACETS:
                self._db.execute(f"SELECT {name}, count(*) {source} GROUP BY {name}", values).fetchall()
        return int(total)

    def add(self, card: Card) -> None:
        """Index one more card."""
        with self._db:
            self._insert(card)

    def _insert(self, card: Card) -> None:
        month = f"{card.date:%Y-%m}" if card.date else ""
        row = (
            card.object_id,
            card.number,
            card.organ,
            month,
            card.year,
            card.kind,
            card.retention.value,
            card.level.value,
        )
        placed = self._db.execute("INSERT INTO facts VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        tokens = " ".join(tokens_of(scanned(card)))
        self._db.execute("INSERT INTO words (rowid, t) VALUES (?, ?)", (placed.lastrowid, tokens))


class Tantivy:
    """tantivy over our tokens, best by its own BM25."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        import tantivy  # noqa: PLC0415 - of the group "bench", which need not be installed

        self._tantivy: Any = tantivy
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field("oid", stored=True, tokenizer_name="raw")
        builder.add_text_field("number", stored=False, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("month", stored=False, tokenizer_name="raw", index_option="basic")
        for name in _FACETS:
            builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic", fast=True)
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(builder.build(), path=str(folder))

    def build(self, cards: Sequence[Card]) -> None:
        """Index all cards."""
        writer = self._index.writer(200_000_000, 1)
        for card in cards:
            self._insert(writer, card)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """Open what was built."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> int | None:
        """Give the exact total."""
        query = self._query(question)
        if query is None:
            return None
        found: Any = self._searcher.search(query, limit=TOP, count=True)  # its types know the hits only
        for _, address in found.hits:
            self._searcher.doc(address)
        if question.counted:
            counts = {name: {"terms": {"field": name, "size": 1000}} for name in _FACETS}
            self._searcher.aggregate(query, counts)
        return int(found.count)

    def add(self, card: Card) -> None:
        """Index one more card."""
        writer = self._index.writer(50_000_000, 1)
        self._insert(writer, card)
        writer.commit()
        self.open()

    def _query(self, question: Question) -> Any:
        schema, tantivy = self._index.schema, self._tantivy
        phrases = [_phrase(word) for word in question.words]
        if not all(phrases):
            return None
        must = [
            tantivy.Query.term_query(schema, "words", phrase[0])
            if len(phrase) == 1
            else tantivy.Query.phrase_query(schema, "words", phrase)
            for phrase in phrases
            if phrase
        ]
        facts = (("number", question.number), ("organ", question.organ), ("month", question.month))
        must += [tantivy.Query.term_query(schema, name, value) for name, value in facts if value]
        must.append(tantivy.Query.term_set_query(schema, "level", [level.value for level, _ in question.reach.shelves]))
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in must])

    def _insert(self, writer: Any, card: Card) -> None:
        month = f"{card.date:%Y-%m}" if card.date else ""
        facts = {name: str(getattr(getattr(card, name), "value", getattr(card, name))) for name in _FACETS}
        row = {
            "words": " ".join(tokens_of(scanned(card))),
            "oid": card.object_id,
            "number": card.number,
            "month": month,
        }
        writer.add_document(self._tantivy.Document(**row, **facts))


def has_tantivy() -> bool:
    """Tell whether tantivy is installed here."""
    return importlib.util.find_spec("tantivy") is not None


def _phrase(word: str) -> list[str] | None:
    """Give the tokens that stand side by side where a word stands, if a phrase of tokens can say exactly that."""
    clues = clues_of(word)
    if clues.runs or clues.parts or "".join([*(pair[0] for pair in clues.pairs), word[-1]]) != word or len(word) < 2:
        return None
    return list(clues.pairs)
