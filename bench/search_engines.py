"""The engines side by side (对照引擎): ours, tantivy, SQLite FTS5 and a plain reading, over the same tokens, giving the same counts.

Each gives the exact total and the ten best as whole hits, with snippet, reason and page, made by the same code from the same card, which
each keeps in its own store. A question that an engine can't answer exactly with its own means gets no answer from it: tantivy and FTS5 have
no way to a part of a mixed string or to one character.
"""

from __future__ import annotations

import importlib.util
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from bench.search_questions import Question, scanned
from domain.canonical import canonical_bytes
from domain.catalogue import Card, Hit
from indexer.faces import hit
from indexer.folding import AS_WRITTEN, tidy
from indexer.grams import clues_of, tokens_of
from indexer.layout import body_of, to_card
from indexer.query import parse
from indexer.whoosh_catalogue import WhooshCatalogue

TOP, CARDS_A_PUT = 10, 4000
_FACETS = ("year", "kind", "organ", "retention", "level")


Kept = tuple[bytes, bytes]
"""A card and its folded words, as they were kept."""


@dataclass(frozen=True)
class Found:
    """What an engine found (所得): the exact total and the best; nothing kept where it gave whole hits already."""

    total: int
    best: Sequence[Kept] = ()


def show(question: Question, found: Found) -> Sequence[Hit]:
    """Make whole hits of what was found."""
    wish = parse(question.query)
    return [hit(to_card(card), wish, AS_WRITTEN, partial(body_of, words)) for card, words in found.best]


class Engine(Protocol):
    """What is measured of an engine."""

    name: str

    def build(self, cards: Sequence[Card]) -> None:
        """Index all cards."""

    def open(self) -> None:
        """Open what was built for searching."""

    def find(self, question: Question) -> Found | None:
        """Give the exact total and the best ten; nothing when it can't."""

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
        catalogue.join()

    def open(self) -> None:
        """Open what was built."""
        self._catalogue = WhooshCatalogue(self._folder)

    def find(self, question: Question) -> Found:
        """Give the exact total; the hits are whole."""
        return Found(self._catalogue.search(question.query, question.reach, limit=TOP, counted=question.counted).total)

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

    def find(self, question: Question) -> Found:
        """Give the exact total; nothing is ordered, nothing shown."""
        found = [card for card, text in self._pairs if question.holds(card, text)]
        if question.counted:
            for name in _FACETS:
                Counter(getattr(card, name) for card in found)
        return Found(len(found))

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
            "CREATE TABLE facts (id INTEGER PRIMARY KEY, number, organ, month, year, kind, retention, level, card, folded)"
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

    def find(self, question: Question) -> Found | None:
        """Give the exact total and the best ten."""
        levels = [level.value for level, _ in question.reach.shelves]
        if question.number:
            held = ", ".join("?" * len(levels))
            asked = f"SELECT card, folded FROM facts WHERE number = ? AND level IN ({held})"  # noqa: S608 - signs of our own
            rows = self._db.execute(asked, [question.number, *levels]).fetchall()
            return Found(len(rows), rows[:TOP])
        phrases = [_phrase(word) for word in question.words]
        if not all(phrases):
            return None
        where, values = ["words MATCH ?"], [" AND ".join(f'"{" ".join(phrase)}"' for phrase in phrases if phrase)]
        where.append(f"level IN ({', '.join('?' * len(levels))})")
        values += levels
        for column, value in (("organ", question.organ), ("month", question.month)):
            if value:
                where.append(f"{column} = ?")
                values.append(value)
        source = f"FROM words JOIN facts ON facts.id = words.rowid WHERE {' AND '.join(where)}"
        total = self._db.execute(f"SELECT count(*) {source}", values).fetchone()[0]
        best = self._db.execute(f"SELECT facts.id {source} ORDER BY words.rank LIMIT {TOP}", values).fetchall()
        if question.counted:
            for name in _FACETS:
                self._db.execute(f"SELECT {name}, count(*) {source} GROUP BY {name}", values).fetchall()
        kept = (self._db.execute("SELECT card, folded FROM facts WHERE id = ?", row).fetchone() for row in best)
        return Found(int(total), list(kept))

    def add(self, card: Card) -> None:
        """Index one more card."""
        with self._db:
            self._insert(card)

    def _insert(self, card: Card) -> None:
        month = f"{card.date:%Y-%m}" if card.date else ""
        facts = (card.number, card.organ, month, card.year, card.kind, card.retention.value, card.level.value)
        placed = self._db.execute("INSERT INTO facts VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*facts, *_kept(card)))
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
        builder.add_bytes_field("card", stored=True)
        builder.add_bytes_field("folded", stored=True)
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

    def find(self, question: Question) -> Found | None:
        """Give the exact total and the best ten."""
        query = self._query(question)
        if query is None:
            return None
        found: Any = self._searcher.search(query, limit=TOP, count=True)  # its types know the hits only
        best = [self._searcher.doc(address) for _, address in found.hits]
        if question.counted:
            counts = {name: {"terms": {"field": name, "size": 1000}} for name in _FACETS}
            self._searcher.aggregate(query, counts)
        return Found(int(found.count), [(bytes(each["card"][0]), bytes(each["folded"][0])) for each in best])

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
        kept, folded = _kept(card)
        row = {"words": " ".join(tokens_of(scanned(card))), "number": card.number, "month": month}
        writer.add_document(self._tantivy.Document(**row, **facts, card=kept, folded=folded))


def has_tantivy() -> bool:
    """Tell whether tantivy is installed here."""
    return importlib.util.find_spec("tantivy") is not None


def _kept(card: Card) -> Kept:
    return canonical_bytes(replace(card, text=tidy(card.text))), scanned(card).encode()


def _phrase(word: str) -> list[str] | None:
    """Give the tokens that stand side by side where a word stands, if a phrase of tokens can say exactly that."""
    pairs = clues_of(word).pairs
    whole = "".join([*(pair[0] for pair in pairs), word[-1]]) == word and all(len(pair) == 2 for pair in pairs)
    return list(pairs) if whole and all(sign > "\u2e7f" for sign in word) else None
