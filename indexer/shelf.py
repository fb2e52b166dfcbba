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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from ground.durable import make_directory, sync_directory
from indexer.engine import UNOPENABLE
from indexer.errors import DamagedIndexError
from indexer.folding import Writing
from indexer.joining import at_a_filing, when_quiet
from indexer.layout import TERMS, schema, to_fields
from indexer.mapped import open_segment, whole_files
from indexer.quick_writing import QuickWriter
from indexer.segment import OpenSegment

_NAME = "cards"
_CONTENTS = re.compile(rf"_{_NAME}_(\d+)\.toc")
_OF_SEGMENT = re.compile(rf"({_NAME}_[0-9a-z]+)\.[\w.]+")
_TRIES, _PAUSE_S = 20, 0.01
_PRIVATE = 0o700
_Joined = Callable[[Sequence[int]], Sequence[int]]


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
        self._place = str(folder)
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
        with self._writer(at_a_filing) as writer:
            self._delete(writer, drop)
            for card in cards.values():
                fields = to_fields(card, self._writing)
                writer.add({name: fields.pop(name) for name in TERMS}, fields)

    def join(self) -> bool:
        """Join small segments into one, and tell whether there were any; the caller holds the catalogue's lock."""
        sizes = [piece.segment.size - len(piece.deleted) for piece in self.slices()]
        if not when_quiet(sizes):
            return False
        with self._writer(when_quiet):
            return True

    def rewrite(self) -> None:
        """Write every segment anew that holds deleted cards, so that none of their words is left; the caller holds the catalogue's lock.

        Raises:
            OSError: A file that is left from before can't be removed.
        """
        if any(piece.deleted for piece in self.slices()):
            with self._writer(None):
                pass
        self._clear_unlisted()

    @contextmanager
    def _writer(self, joined: _Joined | None) -> Iterator[QuickWriter]:
        """Give a writer whose commit is one step and durable.

        ``joined`` chooses by their sizes the segments that become one; without it these are those that hold deleted cards.
        """
        self._prepare()
        before = set(self.folder.iterdir())
        writer = QuickWriter(FileIndex(self._storage, indexname=_NAME))
        try:
            yield writer
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=lambda _, segments: self._joined(writer, segments, joined))
        self._make_durable(before)

    def _joined(self, writer: QuickWriter, segments: Sequence[Any], joined: _Joined | None) -> list[Any]:
        """Put segments into the one that is being written, and give those that stay as they are; what is all deleted goes."""
        living = [segment for segment in segments if segment.doc_count()]
        if joined is None:
            chosen = [segment for segment in living if segment.has_deletions()]
        else:
            chosen = [living[place] for place in joined([segment.doc_count() for segment in living])]
        for segment in chosen:
            writer.add_reader(open_segment(self.folder, writer.schema, segment))
        return [segment for segment in living if segment not in chosen]

    def _refreshed(self) -> tuple[Slice, ...]:
        if self._is_newest():
            return self._slices
        newest = self._newest()
        if newest < 0:
            return ()
        generation = self._contents(newest)
        if generation != self._generation:
            with whole_files(self.folder) as storage:
                contents = TOC.read(storage, _NAME, gen=newest)
            known = {piece.name: piece.segment for piece in self._slices}
            self._slices = tuple(self._open(contents.schema, segment, known) for segment in contents.segments)
            self._generation = generation
        return self._slices

    def _is_newest(self) -> bool:
        """Tell whether what is open is there still and nothing followed it: each commit writes the next number, and then clears the last one away."""
        if not self._generation:
            return False
        try:
            if self._contents(self._generation[0]) != self._generation:
                return False
        except FileNotFoundError:
            return False
        return not os.path.exists(self._contents_name(self._generation[0] + 1))  # noqa: PTH110 - runs before every search

    def _contents(self, number: int) -> tuple[int, ...]:
        """Give what tells a table of contents from another: after a rebuild the same number may stand for other contents."""
        seen = os.stat(self._contents_name(number))  # noqa: PTH116 - same
        return number, seen.st_ino, seen.st_mtime_ns

    def _contents_name(self, number: int) -> str:
        return f"{self._place}/_{_NAME}_{number}.toc"

    def _newest(self) -> int:
        try:
            names = os.listdir(self._place)  # noqa: PTH208 - same
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

    def _delete(self, writer: QuickWriter, drop: set[str]) -> None:
        # Through our own open segments: whoosh's way opens a searcher, 20 to 40 times slower.
        segments = {segment.segment_id(): segment for segment in writer.segments}
        for object_id in drop:
            for name, document in self._placed(object_id):
                segments[name].delete_document(document)

    def _clear_unlisted(self) -> None:
        """Remove the segments that the newest table of contents does not name.

        whoosh does so at each commit, after its rename, and says nothing of what it can't remove: a writer killed between the two leaves
        all words of the segments that were joined.
        """
        self._clear_unfinished()
        listed = {piece.name for piece in self.slices()}
        unlisted = [
            path
            for path in self.folder.iterdir()
            if (found := _OF_SEGMENT.fullmatch(path.name)) and found[1] not in listed
        ]
        for path in unlisted:
            path.unlink()
        if unlisted:
            sync_directory(self.folder)

    def _prepare(self) -> None:
        if not self.exists():
            make_directory(self.folder, _PRIVATE)
            FileIndex.create(self._storage, schema(), _NAME)
        self._clear_unfinished()

    def _clear_unfinished(self) -> None:
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
