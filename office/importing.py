"""Taking over an existing archive (接收档案): rows of a catalogue become records, through the same filing path as our own documents.

Rows go in batches: each object is on disk before the batch's events are, and the events are in the ledger before the next batch begins.
Doing it again takes over what is missing and nothing twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from domain.canonical import canonical_bytes, digest_of, sm3_hex
from domain.case_imported import kind_in
from domain.catalogue import GENERAL
from domain.holding_events import Imported
from domain.office import SYSTEM, Actor
from mailroom.errors import DropError, SecretMarkError
from mailroom.secrecy import scan_text
from office.archived import archive_id
from office.catalogue import catalogue
from office.filing import ISSUED_DOCX, ISSUED_PDF, RECORD, TEXT, inventory_digest
from office.house import House
from office.import_rows import Refusal, Row, count_rows, read_rows, refusal_of
from office.keeping_errors import (
    CodeTakenError,
    RowDiffersError,
    RowError,
    RowFileError,
    RowLevelError,
    RowMarkError,
)
from office.record import Pen, record
from press.errors import DraftError
from press.kept_text import PDF

AT_ONCE = 200
MOST_BYTES_AT_ONCE = 32 << 20
MOST_FILE_BYTES = 200 << 20
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


@dataclass(frozen=True)
class _Ready:
    """A row with what is to be filed of it; ``source`` is the digest of all it says."""

    row: Row
    files: dict[str, bytes]
    source: str
    pages: int


class _Batch:
    """Rows that are taken over together."""

    def __init__(self) -> None:
        self.ready: dict[str, _Ready] = {}
        self.size_bytes = 0

    def add(self, one: _Ready) -> None:
        self.ready[one.row.id] = one
        self.size_bytes += sum(map(len, one.files.values()))

    @property
    def is_full(self) -> bool:
        return len(self.ready) >= AT_ONCE or self.size_bytes >= MOST_BYTES_AT_ONCE


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
    work = _Import(house, path.absolute().parent, actor, channel)
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
        self.imported = 0
        self.already = 0
        self.refused: list[Refusal] = []

    def take(self, row: Row | Refusal) -> None:
        """Take one row in; its batch is filed when it is full."""
        if isinstance(row, Refusal):
            self.refused.append(row)
            return
        try:
            self._take(row)
        except RowError as error:
            self.refused.append(refusal_of(row.place, row.id, error))
        if self._batch.is_full:
            self._file_batch()

    def finish(self) -> None:
        """File the last batch, and catalogue what is new."""
        self._file_batch()
        catalogue(self._house, CARDS_AT_ONCE)

    def _take(self, row: Row) -> None:
        data = _read_file(self._folder, row)
        source = _source_of(row, data)
        known = self._known_as(row)
        if known is not None:
            if known != source:
                raise RowDiffersError(row.id)
            self.already += 1
            return
        if row.code and self._is_taken(row.code):
            raise CodeTakenError(row.id, row.code)
        self._batch.add(_ready(self._house, row, data, source))

    def _is_taken(self, code: str) -> bool:
        waiting = any(one.row.code == code for one in self._batch.ready.values())
        return waiting or self._house.registry.holding_of_code(code) is not None

    def _known_as(self, row: Row) -> str | None:
        """Give the digest of what lies under a row's id, nothing when it is free."""
        if row.id in self._batch.ready:
            return self._batch.ready[row.id].source
        if self._house.registry.case(row.id) is None:
            return None
        events = (event for _, event in self._house.registry.history(row.id))
        return next((event.source for event in events if isinstance(event, Imported)), "")

    def _file_batch(self) -> None:
        ready, self._batch = list(self._batch.ready.values()), _Batch()
        if not ready:
            return
        with ThreadPoolExecutor(_WRITERS) as writers:
            inventories = list(writers.map(self._stored, ready))
        pairs = list(zip(ready, inventories, strict=True))
        refused = record(self._house, lambda pen: _note(pen, pairs), actor=self._actor, channel=self._channel)
        self.refused += refused
        self.imported += len(ready) - len(refused)

    def _stored(self, one: _Ready) -> str:
        """Put an object into its level's store; the same again is the same object."""
        stored = self._house.stores[one.row.level].add(
            archive_id(one.row.id), one.files, at=self._house.clock.now(), message="接收入档", actor=self._actor.name
        )
        return inventory_digest(stored)


def _note(pen: Pen, pairs: Sequence[tuple[_Ready, str]]) -> list[Refusal]:
    refused = []
    for one, inventory in pairs:
        if one.row.code and pen.books.code_taken(one.row.code):
            refused.append(refusal_of(one.row.place, one.row.id, CodeTakenError(one.row.id, one.row.code)))
        elif pen.books.case(one.row.id) is None:
            pen.note(_event(one, inventory), one.row.id)
    return refused


def _event(one: _Ready, inventory: str) -> Imported:
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


def _ready(house: House, row: Row, data: bytes, source: str) -> _Ready:
    """Look a row's content through, in memory, before a byte of it is stored (law: secrecy before staging)."""
    if row.level not in house.stores:
        raise RowLevelError(row.id, row.level.value, house.office.permitted_level.value)
    text, pages = (row.text, 0) if not data else _text_of(house, row, data)
    mark = scan_text(row.title, text)
    if mark is not None and mark.level.rank > row.level.rank:
        raise RowMarkError(row.id, row.level.value)
    files = {TEXT: text.encode("utf-8", "replace")}
    if data:
        files[ISSUED_PDF if data.startswith(PDF) else ISSUED_DOCX] = data
    files[RECORD] = canonical_bytes(_metadata(row, files, pages))
    return _Ready(row, files, source, pages)


def _text_of(house: House, row: Row, data: bytes) -> tuple[str, int]:
    try:
        if not data.startswith(PDF):
            house.mailroom.look_through(Path(row.file).name, data)
        read = house.press.kept_text(data, row.file)
    except SecretMarkError as error:
        raise RowMarkError(row.id, row.level.value) from error
    except (DraftError, DropError) as error:
        raise RowFileError(row.id, row.file, error.happened) from error
    return read.text, read.pages


def _metadata(row: Row, files: dict[str, bytes], pages: int) -> dict[str, object]:
    return {
        "format": "hongtou-record-1",
        "document_id": row.id,
        "number": row.number,
        "title": row.title,
        "kind": kind_in(row.title),
        "organs": [row.organ],
        "unit": "",
        "signer": "",
        "dated": row.date.isoformat(),
        "level": row.level.value,
        "retention": row.retention.value,
        "pages": pages,
        "renderer": "",
        "taken_over_from": Path(row.file).name if row.file else "",
        "archival_code": row.code,
        "files": {name: {"size_bytes": len(data), "sm3": sm3_hex(data)} for name, data in sorted(files.items())},
    }


def _source_of(row: Row, data: bytes) -> str:
    said = {name: value for name, value in vars(row).items() if name not in ("place", "file")}
    return digest_of({**said, "file": hashlib.sha512(data).hexdigest() if data else ""})


def _read_file(folder: Path, row: Row) -> bytes:
    """Read the file a row names: from the catalogue's own folder, and from nowhere else."""
    if not row.file:
        return b""
    path = (folder / row.file).resolve()
    try:
        if not path.is_relative_to(folder.resolve()):
            raise RowFileError(row.id, row.file, "不在目录文件所在的文件夹里")
        if not path.is_file():
            raise RowFileError(row.id, row.file, "没有找到")
        if not 0 < path.stat().st_size <= MOST_FILE_BYTES:
            raise RowFileError(row.id, row.file, f"是空的，或者超过 {MOST_FILE_BYTES >> 20} MB")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise RowFileError(row.id, row.file, "打不开") from error
