"""The catalogue over whoosh (目录室): one index per level and compartment, only those within reach are ever opened."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from itertools import islice
from pathlib import Path

from domain.catalogue import Answer, Card, Pick, Reach
from domain.levels import Level
from ground.durable import make_directory, remove_tree
from ground.lock import LockHeldError, exclusive
from indexer.engine import DAMAGED, check_engine
from indexer.errors import CatalogueBusyError, DamagedIndexError
from indexer.faces import hit, shown_words
from indexer.finding import find
from indexer.folding import AS_WRITTEN, Writing
from indexer.gathering import Piece, best, facets, filed_by, held_before, size_of
from indexer.layout import body_of, to_card
from indexer.query import parse
from indexer.segment import OpenSegment
from indexer.shelf import Shelf, Slice
from indexer.snippet import dense_places
from indexer.stamp import DISTRUSTED, Stamp, Written, read_stamp, write_stamp, written
from indexer.wish import All, Exactly, Wish

CARDS_A_COMMIT = 4000
"""The writer holds a whole commit in memory: some 300 MB for this many."""

_LOCK = "writing.lock"
_PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PAUSE_S = 0.02
_REACHES_KEPT = 256
"""One for each way in which people's reach differs."""


class WhooshCatalogue:
    """A catalogue in a folder of its own, which is 0700; safe for threads and for several processes.

    The folder holds pickles: it is rebuilt from the archive, never restored from elsewhere.
    """

    def __init__(self, folder: Path, *, writing: Writing = AS_WRITTEN, patience_s: float = 60.0) -> None:
        check_engine()
        self._folding = writing
        make_directory(folder, 0o700)
        folder.chmod(0o700)
        self._folder = folder
        self._patience_s = patience_s
        self._shelves: dict[str, Shelf] = {}
        self._written: dict[str, Shelf] = {}
        self._seen: Written | None = None
        self._reached: dict[Reach, tuple[Sequence[Slice], int]] = {}
        self._reading = threading.Lock()

    def put(self, cards: Sequence[Card], position: int) -> None:
        """Add or replace cards, then stamp the ledger's position.

        Raises:
            DamagedIndexError: The indexes are not what the stamp says: ``clear()`` and fill again.
            CatalogueBusyError: Another process keeps writing.
        """
        homes: dict[str, dict[str, Card]] = {}
        for card in {card.object_id: card for card in cards}.values():
            homes.setdefault(_shelf_name(card.level, card.compartment), {})[card.object_id] = card
        with self._writing():
            self._take_out({card.object_id: home for home, batch in homes.items() for card in batch.values()})
            for home, batch in homes.items():
                for chunk in _chunks(batch):
                    shelf = self._for_writing(home)
                    shelf.commit(shelf.having(chunk), chunk)
            self._stamp(position)

    def remove(self, object_ids: Iterable[str], position: int) -> None:
        """Take cards out, then stamp the ledger's position; errors as in ``put``."""
        with self._writing():
            self._take_out(dict.fromkeys(object_ids, ""))
            self._stamp(position)

    def forget(self, object_ids: Iterable[str]) -> None:
        """Take cards out and write anew what else lay in the same files; errors as in ``put``."""
        with self._writing():
            self._take_out(dict.fromkeys(object_ids, ""))
            for folder in self._folders():
                self._for_writing(folder.name).rewrite()
            self._stamp(0)

    def position(self) -> int:
        """Give the stamped position; 0 when an index is missing, unreadable or of an older layout."""
        stamp = read_stamp(self._folder, self._folding)
        with self._reading:
            return stamp.position if stamp and self._is_sound(stamp) else 0

    def search(
        self,
        query: str,
        reach: Reach,
        *,
        limit: int = 20,
        offset: int = 0,
        picks: Sequence[Pick] = (),
        first_held: int | None = None,
        counted: bool = False,
    ) -> Answer:
        """Answer a query within a reach.

        Raises:
            QueryError: The query can't be read.
            DamagedIndexError: An index within reach can't be read; it is not trusted any more, so that it is filled anew.
        """
        wish = parse(query, self._folding)
        narrowed = _narrowed(wish, picks)
        first, last = max(offset, 0), max(offset, 0) + max(limit, 0)
        with self._reading, self._trusting():
            slices, held = self._within(reach)
            every = [_within(piece, reach.units) for piece in slices] if first_held is not None else []
            bound = held_before(every, first_held) if first_held is not None else None
            found = [part for piece in slices if (part := _found(piece, narrowed, reach.units, bound)).documents]
            places = best(wish, found, first, last)
            shown = [(segment.card(document), segment, document) for segment, document in places]
            total = size_of(found)
            told = facets(found) if counted else ()
        hits = tuple(
            hit(to_card(card), wish, self._folding, partial(_folded, segment, document))
            for card, segment, document in shown
        )
        return Answer(total, hits, held if bound is None else min(first_held or 0, held), told)

    def places(self, query: str, dense: str) -> tuple[tuple[int, int], ...]:
        """Give where the words of a query stand in a text without blanks.

        Raises:
            QueryError: The query can't be read.
        """
        return tuple(dense_places(dense, shown_words(parse(query, self._folding)), self._folding))

    def join(self) -> int:
        """Join small pieces of the indexes, for when nobody waits: each time as much as a filing would wait for; give how often."""
        joined = 0
        for folder in self._folders():
            while self._joined(folder.name):
                joined += 1
        return joined

    def clear(self) -> None:
        """Forget everything; the position is 0 again."""
        with self._locked():
            write_stamp(self._folder, Stamp(writing=self._folding.name))
            for folder in self._folders():
                remove_tree(folder)

    def _joined(self, home: str) -> bool:
        with self._writing():
            shelf = self._for_writing(home)
            joined = shelf.exists() and shelf.join()
            if joined:
                self._stamp(0)
            return joined

    def _within(self, reach: Reach) -> tuple[Sequence[Slice], int]:
        """Give what is within reach and how many cards it holds; looked at again only after a stamp, with which every writing ends."""
        seen = written(self._folder)
        if seen is None or seen != self._seen or len(self._reached) >= _REACHES_KEPT:
            self._seen, self._reached = seen, {}
        if reach not in self._reached:
            homes = sorted(_shelf_name(level, compartment) for level, compartment in reach.shelves)
            slices = tuple(piece for home in homes for piece in self._for_reading(home).slices())
            self._reached[reach] = slices, sum(_held(piece, reach.units) for piece in slices)
        return self._reached[reach]

    def _for_reading(self, home: str) -> Shelf:
        return self._shelves.get(home) or self._shelves.setdefault(home, self._shelf(home))

    @contextmanager
    def _trusting(self) -> Iterator[None]:
        """Turn what whoosh raises into our error, and make the position 0, so that whoever keeps the catalogue fills it anew."""
        try:
            yield
        except DAMAGED as error:
            self._distrust(error)
            raise DamagedIndexError(self._folder.name) from error
        except DamagedIndexError as error:
            self._distrust(error.__cause__)
            raise

    def _distrust(self, error: BaseException | None = None) -> None:
        # What the system could not do, such as opening one file more, says nothing of what the files hold.
        if not isinstance(error, OSError):
            write_stamp(self._folder, Stamp(format=DISTRUSTED))

    def _for_writing(self, home: str) -> Shelf:
        # Apart from the shelves that are searched, and used by the holder of the lock only.
        return self._written.get(home) or self._written.setdefault(home, self._shelf(home))

    def _take_out(self, homes: Mapping[str, str]) -> None:
        """Drop each object's card from every index but its home: before it is added, lest it be seen at two levels."""
        for folder in self._folders():
            shelf = self._for_writing(folder.name)
            strays = shelf.having(object_id for object_id, home in homes.items() if home != folder.name)
            if strays:
                shelf.commit(strays, {})

    def _stamp(self, position: int) -> None:
        before = read_stamp(self._folder, self._folding) or Stamp(writing=self._folding.name)
        shelves = tuple(sorted(folder.name for folder in self._folders()))
        write_stamp(self._folder, Stamp(max(position, before.position), shelves=shelves, writing=self._folding.name))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._locked():
            stamp = read_stamp(self._folder, self._folding)
            if stamp is None or not all(self._for_writing(home).exists() for home in stamp.shelves):
                raise DamagedIndexError(self._folder.name)
            yield

    @contextmanager
    def _locked(self) -> Iterator[None]:
        deadline = time.monotonic() + self._patience_s
        while True:
            try:
                with exclusive(self._folder / _LOCK, wait=False):
                    yield
                    return
            except LockHeldError as error:
                if time.monotonic() > deadline:
                    raise CatalogueBusyError(self._folder.name, self._patience_s) from error
            time.sleep(_PAUSE_S)

    def _is_sound(self, stamp: Stamp) -> bool:
        try:
            return all(shelf.slices() or shelf.exists() for shelf in map(self._for_reading, stamp.shelves))
        except DamagedIndexError:
            return False

    def _shelf(self, home: str) -> Shelf:
        return Shelf(self._folder / home, self._folding)

    def _folders(self) -> list[Path]:
        return [folder for folder in sorted(self._folder.iterdir()) if folder.is_dir()]


@cache
def _shelf_name(level: Level, compartment: str) -> str:
    # A name that is no plain ASCII word is written in hex behind a sign that no plain word has.
    plain = compartment if _PLAIN.fullmatch(compartment) else f"_{compartment.encode().hex()}"
    return f"{level.slug}-{plain}"


def _chunks(batch: dict[str, Card]) -> Iterator[dict[str, Card]]:
    rest = iter(batch.items())
    while chunk := dict(islice(rest, CARDS_A_COMMIT)):
        yield chunk


def _folded(segment: OpenSegment, document: int) -> str:
    return body_of(segment.words[document])


def _narrowed(wish: Wish, picks: Sequence[Pick]) -> Wish:
    return All((wish, *(Exactly(facet, value) for facet, value in picks))) if picks else wish


def _found(piece: Slice, wish: Wish, units: frozenset[str] | None, bound: int | None) -> Piece:
    documents: Sequence[int] = find(wish, piece.segment)
    if documents:
        documents = _of_units(piece.segment, piece.living(documents), units)
    found = Piece(piece.segment, documents)
    return found if bound is None else filed_by(found, bound)


def _held(piece: Slice, units: frozenset[str] | None) -> int:
    """Count the documents of a slice that lie within the units."""
    if units is None:
        return piece.segment.size - len(piece.deleted)
    held = piece.segment.of_units(units)
    return len(held) - len(held & piece.deleted)


def _within(piece: Slice, units: frozenset[str] | None) -> Piece:
    """Give all documents of a slice that lie within the units."""
    return Piece(piece.segment, _of_units(piece.segment, piece.living(range(piece.segment.size)), units))


def _of_units(segment: OpenSegment, documents: Sequence[int], units: frozenset[str] | None) -> Sequence[int]:
    if units is None:
        return documents
    held = segment.of_units(units)
    return [document for document in documents if document in held]
