"""Taking over an existing archive (接收档案): rows of a catalogue become records, through the same filing path as our own documents.

Rows go in batches: while one is read, the one before is filed. Each object is on disk before its batch's events are, and the events are in
the ledger before the next batch's. Doing it again takes over what is missing and nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from domain.case import Phase
from domain.catalogue import GENERAL
from domain.holding_events import Imported
from domain.office import SYSTEM, Actor
from office.archived import archive_id
from office.catalogue import catalogue
from office.destruction_errors import RowDestroyedError
from office.filing import inventory_digest
from office.house import House
from office.import_content import Come, Ready, come, make_ready
from office.import_rows import Refusal, Row, count_rows, read_rows, refusal_of
from office.keeping_errors import CodeTakenError, RowDiffersError, RowError
from office.record import Pen, record

AT_ONCE = 200
MOST_BYTES_AT_ONCE = 32 << 20
CARDS_AT_ONCE = 2_000
_WRITERS = 8
"""Objects are written side by side: what a record waits for is the disk."""


@dataclass(frozen=True)
class ImportReport:
    """What became of a catalogue (接收结果): rows taken over now, rows that were ours already, and each refusal."""

    rows: int
    imported: int
    already: int
    refused: tuple[Refusal, ...]


class _Batch:
    """Rows that are taken over together."""

    def __init__(self) -> None:
        self.rows: dict[str, Come] = {}
        self.size_bytes = 0

    def add(self, one: Come) -> None:
        self.rows[one.row.id] = one
        self.size_bytes += len(one.data) + len(one.row.text)

    def holds(self, row: Row) -> bool:
        """Tell whether a row of this id or 档号 waits here."""
        return row.id in self.rows or bool(row.code and any(one.row.code == row.code for one in self.rows.values()))

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= AT_ONCE or self.size_bytes >= MOST_BYTES_AT_ONCE


def import_catalogue(
    house: House,
    path: Path,
    *,
    actor: Actor = SYSTEM,
    channel: str = "system",
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> ImportReport:
    """Take over the rows of a catalogue; ``told`` hears how many of how many rows are done.

    Raises:
        CatalogueFileError: The file as a whole is no such catalogue; nothing was taken over.
    """
    rows = count_rows(path)
    with _Import(house, path.absolute().parent, actor, channel) as work:
        for place, row in enumerate(read_rows(path), 1):
            work.take(row)
            told(place, rows)
        work.finish()
    return ImportReport(rows, work.imported, work.already, tuple(sorted(work.refused, key=lambda one: one.row)))


class _Import:
    def __init__(self, house: House, folder: Path, actor: Actor, channel: str) -> None:
        self._house = house
        self._folder = folder
        self._actor = actor
        self._channel = channel
        self._batch = _Batch()
        self._reading: tuple[_Batch, Future[tuple[Ready | RowError, ...]]] | None = None
        self._reader = ThreadPoolExecutor(1)
        self.imported = 0
        self.already = 0
        self.refused: list[Refusal] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.shutdown(cancel_futures=True)

    def take(self, row: Row | Refusal) -> None:
        """Take one row in; its batch is read when it is full, and filed while the next is read."""
        if isinstance(row, Refusal):
            self.refused.append(row)
            return
        if self._waits(row):
            self._finish_reading()  # what became of the row before decides on this one
        try:
            self._take(row)
        except RowError as error:
            self.refused.append(refusal_of(row.place, row.id, error))
        if self._batch.is_full:
            self._read_batch()

    def finish(self) -> None:
        """File what is left, and catalogue what is new."""
        self._finish_reading()
        catalogue(self._house, CARDS_AT_ONCE)

    def _waits(self, row: Row) -> bool:
        return self._batch.holds(row) or (self._reading is not None and self._reading[0].holds(row))

    def _take(self, row: Row) -> None:
        one = come(self._folder, row)
        known = self._known_as(row)
        if known is not None:
            if known != one.source:
                self._refuse_destroyed(row)
                raise RowDiffersError(row.id)
            self.already += 1
            return
        if row.code and self._house.registry.holding_of_code(row.code) is not None:
            raise CodeTakenError(row.id, row.code)
        self._batch.add(one)

    def _known_as(self, row: Row) -> str | None:
        """Give the digest of what lies under a row's id, nothing when it is free."""
        if self._house.registry.case(row.id) is None:
            return None
        events = (event for _, event in self._house.registry.history(row.id))
        return next((event.source for event in events if isinstance(event, Imported)), "")

    def _refuse_destroyed(self, row: Row) -> None:
        case = self._house.registry.case(row.id)
        if case is not None and case.phase is Phase.DESTROYED:
            raise RowDestroyedError(row.id, case.reason)

    def _read_batch(self) -> None:
        """Begin to read the batch at hand, and file the one that was read before."""
        batch, self._batch = self._batch, _Batch()
        before = self._reading
        done = before[1].result() if before else ()  # one batch at a time is read: memory stays bounded
        rows = tuple(batch.rows.values())
        self._reading = (batch, self._reader.submit(make_ready, self._house, rows)) if rows else None
        self._file(before[0] if before else _Batch(), done)

    def _finish_reading(self) -> None:
        while self._batch.rows or self._reading is not None:
            self._read_batch()

    def _file(self, batch: _Batch, done: tuple[Ready | RowError, ...]) -> None:
        wrong = [
            (one.row, error)
            for one, error in zip(batch.rows.values(), done, strict=True)
            if isinstance(error, RowError)
        ]
        self.refused += [refusal_of(row.place, row.id, error) for row, error in wrong]
        ready = [one for one in done if isinstance(one, Ready)]
        if not ready:
            return
        with ThreadPoolExecutor(_WRITERS) as writers:
            inventories = list(writers.map(self._stored, ready))
        pairs = list(zip(ready, inventories, strict=True))
        refused = record(self._house, lambda pen: _note(pen, pairs), actor=self._actor, channel=self._channel)
        self.refused += refused
        self.imported += len(ready) - len(refused)

    def _stored(self, one: Ready) -> str:
        """Put an object into its level's store; the same again is the same object."""
        stored = self._house.stores[one.row.level].add(
            archive_id(one.row.id), one.files, at=self._house.clock.now(), message="接收入档", actor=self._actor.name
        )
        return inventory_digest(stored)


def _note(pen: Pen, pairs: Sequence[tuple[Ready, str]]) -> list[Refusal]:
    refused = []
    for one, inventory in pairs:
        if one.row.code and pen.books.code_taken(one.row.code):
            refused.append(refusal_of(one.row.place, one.row.id, CodeTakenError(one.row.id, one.row.code)))
        elif pen.books.case(one.row.id) is None:
            pen.note(_event(one, inventory), one.row.id)
    return refused


def _event(one: Ready, inventory: str) -> Imported:
    row = one.row
    return Imported(
        number=row.number,
        title=row.title,
        organ=row.organ,
        dated=row.date,
        level=row.level.value,
        compartment=GENERAL,
        retention=row.retention.value,
        inventory=inventory,
        files=tuple(sorted(one.files)),
        source=one.source,
        pages=one.pages,
        code=row.code,
    )
