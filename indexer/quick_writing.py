"""Writing whoosh's postings with less work (快写): the same bytes that its own writer makes, in a third of the time.

whoosh sorts tuples, one for each posting, and passes each through five functions; here postings are gathered by term and written a term at a
time. Nothing of the format is ours: a test compares the files byte for byte with what the pinned release writes by itself.
"""

# whoosh declares types but leaves many functions without:
# mypy: allow-untyped-calls

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from hashlib import md5
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter, sub
from pickle import dumps
from struct import Struct
from typing import Any, cast

from whoosh.codec.whoosh3 import COMPRESSION_MIN_SIZE, WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter, W3TermInfo
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashWriter
from whoosh.reading import SegmentReader
from whoosh.system import pack_int, pack_long, pack_ushort
from whoosh.writing import SegmentWriter

from indexer.postings import Dictionary

_SLOT, _LENGTHS = Struct("!Iq"), Struct("!ii")
_PROTOCOL, _COMPRESSION = 2, 3
_A_WRITE = 1 << 20
POSTINGS_A_BLOCK = 1024  # lists are read from end to end, so long blocks are cheaper than the stock 128

Term = tuple[tuple[str, bytes], list[int]]
"""Field and term, and its postings: document and count, document and count, documents in order."""


class Gathered:
    """Postings of a commit by field and term (词条池), in the place of whoosh's pool of tuples."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, list[int]]] = {}
        self._joined: list[Iterator[Term]] = []

    def put(self, name: str, document: int, counts: Mapping[str, int]) -> None:
        """Take the terms of a field of a document, each with how often it occurs; documents come in order."""
        terms = self._fields.setdefault(name, {})
        for term, count in counts.items():
            held = terms.get(term)
            if held is None:
                terms[term] = [document, count]
            else:
                held.append(document)
                held.append(count)

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting, as whoosh gives it; weights are counts."""
        name, term, document, weight, _ = posting
        self.put(name, document, {term.decode(): int(weight)})

    def join(self, terms: Iterator[Term]) -> None:
        """Take all terms of a segment in order; its documents come after those there are."""
        self._joined.append(terms)

    def iter_postings(self) -> Iterator[Term]:
        """Give the terms in order: those in memory, and those of joined segments as they are read."""
        own = self._own()
        if not self._joined:
            return own
        together = groupby(merge(own, *self._joined, key=itemgetter(0)), key=itemgetter(0))
        return ((key, list(chain.from_iterable(postings for _, postings in parts))) for key, parts in together)

    def cleanup(self) -> None:
        """Forget the postings; whoosh calls it at the end of a commit, and when it is given up."""
        self._fields.clear()
        self._joined.clear()

    def _own(self) -> Iterator[Term]:
        for name, terms in sorted(self._fields.items()):
            for term in sorted(terms):
                yield (name, term.encode()), terms[term]


class QuickWriter(SegmentWriter):
    """whoosh's writer of one commit with our pool."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=_Codec(blocklimit=POSTINGS_A_BLOCK))
        self.gathered = Gathered()
        self.pool = cast("Any", self.gathered)

    def add(self, terms: Mapping[str, Mapping[str, int]], fields: Mapping[str, Any]) -> None:
        """Add a document: fields of ready-made ``terms`` with their counts, and all others."""
        document = self.docnum
        self.add_document(**fields)
        for name, counts in terms.items():
            self.gathered.put(name, document, counts)

    def add_postings_to_pool(self, reader: SegmentReader, startdoc: int, docmap: Mapping[int, int] | None) -> None:
        """Take the postings of a segment that joins this one; ``docmap`` has the new numbers where documents were deleted."""
        self.gathered.join(_renumbered(Dictionary(reader), startdoc, docmap))


def _renumbered(terms: Dictionary, start: int, numbers: Mapping[int, int] | None) -> Iterator[Term]:
    for name, term, (documents, counts) in terms.items():
        flat = [0] * (2 * len(documents))
        flat[1::2] = map(int, counts)
        if numbers is None:
            flat[::2] = [start + document for document in documents]
        else:
            pairs = zip(documents, flat[1::2], strict=True)
            flat = [part for document, count in pairs if document in numbers for part in (numbers[document], count)]
        if flat:
            yield (name, term), flat


class _Codec(W3Codec):
    def field_writer(self, storage: FileStorage, segment: Any) -> W3FieldWriter:
        return _FieldWriter(self, storage, segment)


class _Dictionary(OrderedHashWriter):
    def _write_hashes(self) -> None:
        pack, nothing = _SLOT.pack, _SLOT.pack(0, 0)
        for entries in self.buckets:
            slots = 2 * len(entries)
            self.directory.append((self.dbfile.tell(), slots))
            table = [nothing] * slots
            for hashed, at in entries:
                slot = (hashed >> 8) % slots
                while table[slot] is not nothing:
                    slot = (slot + 1) % slots
                table[slot] = pack(hashed, at)
            self.dbfile.write(b"".join(table))


class _FieldWriter(W3FieldWriter):
    """Writes postings and dictionary a term at a time; fields of ours have no lengths and no values."""

    def __init__(self, codec: W3Codec, storage: FileStorage, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self._tindex.__class__ = _Dictionary  # opened and begun by the base class

    def add_postings(self, schema: Schema, lengths: Any, items: Iterator[Term]) -> None:  # noqa: ARG002 - whoosh passes them
        """Write all terms."""
        self._posted = _Appended(self._postfile)
        self._listed = _Appended(self._tindex.dbfile)
        self._alone: dict[tuple[int, ...], bytes] = {}
        for name, terms in groupby(items, key=lambda item: item[0][0]):
            self.start_field(name, schema[name])
            for (_, term), postings in terms:
                self._add_term(pack_ushort(self._fieldid) + term, postings)
            self.finish_field()
        self._posted.flush()
        self._listed.flush()

    def _add_term(self, key: bytes, postings: list[int]) -> None:
        documents, counts = postings[::2], list(map(float, postings[1::2]))
        start = self._posted.at
        self._posted.add(self._blocks(documents, counts))
        told = W3TermInfo._struct.pack(  # noqa: SLF001 - whoosh is pinned to the release this was read from
            0, sum(counts), len(documents), 0, 0, max(counts), documents[0], documents[-1]
        )
        self._list(key, told + pack_long(start) + pack_int(self._posted.at - start))

    def _blocks(self, documents: list[int], counts: list[float]) -> bytes:
        if len(documents) == 1:  # most terms: each document makes the same block of all of them
            alone = (documents[0], int(counts[0]))
            if alone not in self._alone:
                self._alone[alone] = WHOOSH3_HEADER_MAGIC + _block(documents, counts, last=True)
            return self._alone[alone]
        firsts = range(0, len(documents), POSTINGS_A_BLOCK)
        parts = (slice(first, first + POSTINGS_A_BLOCK) for first in firsts)
        return WHOOSH3_HEADER_MAGIC + b"".join(
            _block(documents[part], counts[part], last=part.stop >= len(documents)) for part in parts
        )

    def _list(self, key: bytes, value: bytes) -> None:
        table, at = self._tindex, self._listed.at
        table.index.append(at)
        hashed = int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")
        table.buckets[hashed & 255].append((hashed, at))
        self._listed.add(_LENGTHS.pack(len(key), len(value)) + key + value)


class _Appended:
    """A file written in large pieces, and where its end will be."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._pieces: list[bytes] = []
        self._waiting = 0
        self.at: int = file.tell()

    def add(self, data: bytes) -> None:
        self._pieces.append(data)
        self._waiting += len(data)
        self.at += len(data)
        if self._waiting >= _A_WRITE:
            self.flush()

    def flush(self) -> None:
        self._file.write(b"".join(self._pieces))
        self._pieces.clear()
        self._waiting = 0


def _block(documents: list[int], counts: list[float], *, last: bool) -> bytes:
    gaps = (documents[0], *map(sub, documents[1:], documents))
    most = max(counts)
    same: float | tuple[float, ...] | None = most if min(counts) == most else tuple(counts)
    data = dumps((gaps, None if same == 1.0 else same, None), _PROTOCOL)
    packed = _COMPRESSION if len(data) >= COMPRESSION_MIN_SIZE else 0
    if packed:
        data = zlib.compress(data, packed)
    told = dumps((len(documents), documents[-1], most, packed, 0, 0), _PROTOCOL)
    length = len(told) + len(data)
    return b"".join((pack_int(-length if last else length), told, data))
