"""Whoosh's dictionary and postings, read where they lie in the memory map (词典与倒排).

whoosh asks its dictionary through seven functions and its postings one at a time; here a term is one look into its hash table, and its
postings are read whole. The bytes are whoosh's: what its own reader gives, a test compares with this.
"""

# whoosh declares types but leaves many functions without:
# mypy: allow-untyped-calls

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import md5
from io import BytesIO
from itertools import accumulate, repeat
from typing import Any

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC as BLOCKS_SIGN
from whoosh.reading import CorruptIndexError, SegmentReader

_SLOT, _LENGTHS, _INT = struct.Struct("!Iq"), struct.Struct("!ii"), struct.Struct("!i")
_ENTRY = struct.Struct("!BfIBBfIIqi")
"""How a term stands in the dictionary; of it the number of documents, and where its postings begin and how long they are, count here."""
_UNREADABLE = (
    pickle.UnpicklingError, zlib.error, struct.error, ValueError, TypeError, LookupError, AttributeError, ImportError,
    EOFError, OverflowError, MemoryError,
)  # fmt: skip

Postings = tuple[Sequence[int], Sequence[float]]
"""The documents in which a term occurs, in order, and how often it occurs in each."""


class Dictionary:
    """The terms of one segment with their postings."""

    def __init__(self, reader: SegmentReader) -> None:
        terms: Any = reader._terms  # noqa: SLF001 - whoosh is pinned to the release this was read from
        table, posted = terms._tindex, terms._postfile  # noqa: SLF001 - same
        self._source = table.dbfile.source
        self._base: int = table.dbfile.offset
        self._posted: int = posted.offset
        self._tables: list[tuple[int, int]] = table.tables
        self._fields: dict[str, int] = terms._fieldmap  # noqa: SLF001 - same
        self._ends: tuple[int, int] = (table.startofdata, table.endofdata)

    def frequency(self, field: str, term: str) -> int:
        """Tell in how many documents a term occurs."""
        return self._placed(field, term)[0]

    def postings(self, field: str, term: str) -> Postings:
        """Give the postings of a term.

        Raises:
            CorruptIndexError: They are not what whoosh writes.
        """
        frequency, start, length = self._placed(field, term)
        return self._read(start, length) if frequency else ((), ())

    def items(self) -> Iterator[tuple[str, bytes, Postings]]:
        """Yield every term of every field, in order, with its postings."""
        names = {number: name for name, number in self._fields.items()}
        at, end = self._ends
        while at < end:
            key_length, length = _LENGTHS.unpack_from(self._source, self._base + at)
            start = self._base + at + _LENGTHS.size
            key = self._source[start : start + key_length]
            _, posted, posted_length = self._entry(start + key_length)
            yield names[int.from_bytes(key[:2], "big")], key[2:], self._read(posted, posted_length)
            at += _LENGTHS.size + key_length + length

    def _placed(self, field: str, term: str) -> tuple[int, int, int]:
        """Give in how many documents a term occurs, and where its postings begin and how long they are."""
        number = self._fields.get(field)
        if number is None:
            return 0, 0, 0
        key, hashed = _keyed(number, term)
        start, slots = self._tables[hashed & 255]
        slot = hashed >> 8
        for _ in range(slots):
            found, at = _SLOT.unpack_from(self._source, self._base + start + slot % slots * _SLOT.size)
            if not at:
                break
            if found == hashed:
                begin = self._base + at + _LENGTHS.size
                if _LENGTHS.unpack_from(self._source, self._base + at)[0] == len(key) and (
                    self._source[begin : begin + len(key)] == key
                ):
                    return self._entry(begin + len(key))
            slot += 1
        return 0, 0, 0

    def _entry(self, at: int) -> tuple[int, int, int]:
        inlined, _, frequency, *_, start, length = _ENTRY.unpack_from(self._source, at)
        if inlined:
            raise CorruptIndexError("Postings inside the dictionary, which we never write")
        return frequency, self._posted + start, length

    def _read(self, start: int, length: int) -> Postings:
        return read_postings(self._source[start : start + length])


@lru_cache(maxsize=4096)
def _keyed(number: int, term: str) -> tuple[bytes, int]:
    key = number.to_bytes(2, "big") + term.encode()
    return key, int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")


def read_postings(data: bytes) -> Postings:
    """Read the blocks in which a term's postings lie.

    Raises:
        CorruptIndexError: They are not what whoosh writes.
    """
    try:
        if data[:4] != BLOCKS_SIGN:
            raise CorruptIndexError(f"Bad sign of postings: {data[:4]!r}")
        return _read_on(data)
    except _UNREADABLE as error:
        raise CorruptIndexError(f"Postings can't be read: {error!r}") from error


def _read_on(data: bytes) -> Postings:
    documents: list[int] = []
    counts: list[float] = []
    file, at, last = BytesIO(data), 4, False
    while not last:
        # A damaged length could lead back to where it stands.
        if at >= len(data):
            raise EOFError
        length = _INT.unpack_from(data, at)[0]
        last, end = length < 0, at + _INT.size + abs(length)
        file.seek(at + _INT.size)
        size, _, _, packed, _, _ = pickle.load(file)  # noqa: S301 - whoosh's own, from a folder that is 0700 and never restored
        block = data[file.tell() : end]
        gaps, weights, _ = pickle.loads(zlib.decompress(block) if packed else block)  # noqa: S301 - same
        documents.extend(accumulate(gaps))
        counts.extend(weights if isinstance(weights, tuple) else repeat(weights or 1.0, size))
        at = end
    return documents, counts
