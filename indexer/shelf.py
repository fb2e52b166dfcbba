"""One index directory, for one level and compartment (一级一库): read at its newest generation, written whole or not at all.

whoosh's commit is one rename of its table of contents: killed at any moment, the index is the old one or the new one.
Readers in other processes see it with their next search.
"""

# whoosh declares types but leaves many functions without:
# mypy: allow-untyped-calls

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.writing import SegmentWriter

from ground.durable import make_directory, sync_directory
from indexer.engine import UNOPENABLE
from indexer.errors import DamagedIndexError
from indexer.folding import Writing
from indexer.layout import schema, to_fields
from indexer.mapped import whole_files
from indexer.segment import OpenSegment

_NAME = "cards"
_CONTENTS = re.compile(rf"_{_NAME}_(\d+)\.toc")
_POSTINGS_A_BLOCK = 1024  # lists are read from end to end, so long blocks are cheaper than the stock 128
_TRIES, _PAUSE_S = 20, 0.01
_PRIVATE = 0o700


@dataclass(frozen=True)
class Slice:
    """A segment and what has been deleted from it at one generation."""

    name: str
    segment: OpenSegment
    deleted: frozenset[int]

    def living(self, documents: Sequence[int]) -> Sequence[int]:
        """Keep the documents that have not been deleted."""
        return [document for document in documents if document not in self.deleted] if self.deleted else documents


class Shelf:
    """The cards of one level and compartment; not safe for threads, the catalogue sees to that."""

    def __init__(self, folder: Path, writing: Writing) -> None:
        self.folder = folder
        self._writing = writing
        self._storage = FileStorage(str(folder))
        self._generation: tuple[int, ...] = ()
        self._slices: tuple[Slice, ...] = ()

    def exists(self) -> bool:
        """Tell whether anything has ever been committed here."""
        return self._newest() >= 0

    def slices(self) -> tuple[Slice, ...]:
        """Open the newest generation; what is open already stays so.

        Raises:
            DamagedIndexError: The files can't be read.
        """
        for left in reversed(range(_TRIES)):
            try:
                return self._refreshed()
            except UNOPENABLE as error:
                # A writer may have removed the files of the generation just read: look again.
                if left == 0:
                    raise DamagedIndexError(self.folder.name) from error
                time.sleep(_PAUSE_S)
        raise AssertionError("unreachable")

    def having(self, object_ids: Iterable[str]) -> set[str]:
        """Give those of the object ids that have a card here."""
        return {object_id for object_id in object_ids if self._placed(object_id)}

    def commit(self, drop: set[str], cards: Mapping[str, Any]) -> None:
        """Drop cards and add cards in one step, durably; the caller holds the catalogue's lock."""
        self._prepare()
        before = set(self.folder.iterdir())
        writer = SegmentWriter(FileIndex(self._storage, indexname=_NAME), codec=W3Codec(blocklimit=_POSTINGS_A_BLOCK))
        try:
            self._delete(writer, drop)
            for card in cards.values():
                writer.add_document(**to_fields(card, self._writing))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        self._make_durable(before)

    def _refreshed(self) -> tuple[Slice, ...]:
        newest = self._newest()
        if newest < 0:
            return ()
        # After a rebuild the same number may stand for other contents.
        seen = (self.folder / f"_{_NAME}_{newest}.toc").stat()
        generation = (newest, seen.st_ino, seen.st_mtime_ns)
        if generation != self._generation:
            with whole_files(self.folder) as storage:
                contents = TOC.read(storage, _NAME, gen=newest)
            known = {piece.name: piece.segment for piece in self._slices}
            self._slices = tuple(self._open(contents.schema, segment, known) for segment in contents.segments)
            self._generation = generation
        return self._slices

    def _newest(self) -> int:
        try:
            names = os.listdir(self.folder)  # noqa: PTH208 - runs before every search, so without making paths
        except FileNotFoundError:
            return -1
        return max((int(found[1]) for name in names if (found := _CONTENTS.fullmatch(name))), default=-1)

    def _open(self, fields: Any, segment: Any, known: Mapping[str, OpenSegment]) -> Slice:
        name = segment.segment_id()
        opened = known.get(name) or OpenSegment(self.folder, fields, segment, self._writing)
        return Slice(name, opened, frozenset(segment.deleted_docs()))

    def _placed(self, object_id: str) -> list[tuple[str, int]]:
        """Give the segments and documents of an object's card: one, or none."""
        return [
            (piece.name, document)
            for piece in self.slices()
            for document in piece.living(piece.segment.postings("id", object_id)[0])
        ]

    def _delete(self, writer: SegmentWriter, drop: set[str]) -> None:
        # Through our own open segments: whoosh's way opens a searcher, 20 to 40 times slower.
        segments = {segment.segment_id(): segment for segment in writer.segments}
        for object_id in drop:
            for name, document in self._placed(object_id):
                segments[name].delete_document(document)

    def _prepare(self) -> None:
        if not self.exists():
            make_directory(self.folder, _PRIVATE)
            FileIndex.create(self._storage, schema(), _NAME)
        # What a killed writer leaves: half a table of contents, temporary runs. whoosh clears its half segments itself.
        for leftover in self.folder.glob(f"_{_NAME}_*.toc.*"):
            leftover.unlink()
        shutil.rmtree(self.folder / f"{_NAME}.tmp", ignore_errors=True)

    def _make_durable(self, before: set[Path]) -> None:
        # whoosh never calls fsync; after a power cut the stamp must not know more than the index.
        for path in sorted(set(self.folder.iterdir()) - before):
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        sync_directory(self.folder)
