"""What is written and read past whoosh's own functions is, byte for byte, what the pinned release writes and reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, cast

import pytest
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import CorruptIndexError, SegmentReader
from whoosh.writing import OPTIMIZE, SegmentWriter

from bench import search_texts
from domain.catalogue import Card
from indexer.folding import AS_WRITTEN
from indexer.layout import TERMS, schema, to_fields
from indexer.mapped import open_segment
from indexer.postings import Dictionary, read_postings
from indexer.quick_writing import POSTINGS_A_BLOCK, QuickWriter

Writer = Callable[[FileIndex], SegmentWriter]


@pytest.fixture(scope="module")
def cards() -> list[Card]:
    return search_texts.generated(40, 11)


def stock(index: FileIndex) -> SegmentWriter:
    return SegmentWriter(index, codec=W3Codec(blocklimit=POSTINGS_A_BLOCK))


def filled(folder: Path, writer: Writer, cards: Sequence[Card]) -> FileIndex:
    folder.mkdir()
    storage = FileStorage(str(folder))
    FileIndex.create(storage, schema(), "cards")
    for part in (cards[: len(cards) // 2], cards[len(cards) // 2 :]):
        added = writer(FileIndex(storage, indexname="cards"))
        for card in part:
            fields = to_fields(card, AS_WRITTEN)
            if isinstance(added, QuickWriter):
                added.add({name: fields.pop(name) for name in TERMS}, fields)
            else:
                added.add_document(**fields)
        added.commit(merge=False)
    return FileIndex(storage, indexname="cards")


def joined(index: FileIndex, writer: Writer, deleted: Iterable[int]) -> None:
    added = writer(index)
    for document in deleted:
        added.delete_document(document)

    def take_all(_: SegmentWriter, segments: Sequence[Any]) -> list[Any]:
        for segment in segments:
            added.add_reader(open_segment(Path(cast("FileStorage", index.storage).folder), added.schema, segment))
        return []

    added.commit(mergetype=take_all if isinstance(added, QuickWriter) else OPTIMIZE)


def bytes_of(folder: Path) -> list[dict[str, bytes]]:
    """Give the parts of every segment; their names hold letters drawn by lot."""
    found = []
    for file in sorted(folder.glob("*.seg"), key=lambda path: path.stat().st_mtime_ns):
        parts = CompoundStorage(FileStorage(str(folder)).open_file(file.name))
        places = {name.split(".", 1)[-1]: parts.range(name) for name in parts.list()}
        source = cast("Any", parts)._source
        found.append({name: bytes(source[at : at + length]) for name, (at, length) in places.items()})
    return found


def readers_of(index: FileIndex) -> list[SegmentReader]:
    contents = index._read_toc()
    return [
        open_segment(Path(cast("FileStorage", index.storage).folder), contents.schema, segment)
        for segment in contents.segments
    ]


def test_every_file_of_a_commit_has_the_bytes_that_whoosh_itself_writes(cards: list[Card], tmp_path: Path) -> None:
    filled(tmp_path / "stock", stock, cards)
    filled(tmp_path / "quick", QuickWriter, cards)

    wanted, found = bytes_of(tmp_path / "stock"), bytes_of(tmp_path / "quick")

    assert [set(each) for each in found] == [set(each) for each in wanted]
    assert {"trm", "pst", "words.col"} < set(wanted[0])
    assert found == wanted


@pytest.mark.parametrize("deleted", [(), (3, 38)])
def test_joined_segments_have_the_bytes_that_whoosh_itself_writes(
    cards: list[Card], tmp_path: Path, deleted: tuple[int, ...]
) -> None:
    joined(filled(tmp_path / "stock", stock, cards), stock, deleted)
    joined(filled(tmp_path / "quick", QuickWriter, cards), QuickWriter, deleted)

    assert bytes_of(tmp_path / "quick") == bytes_of(tmp_path / "stock")


def test_long_lists_of_postings_are_written_in_the_blocks_that_whoosh_makes(
    cards: list[Card], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.quick_writing.POSTINGS_A_BLOCK", 3)
    few = lambda index: SegmentWriter(index, codec=W3Codec(blocklimit=3))  # noqa: E731 - the stock writer of this test
    filled(tmp_path / "stock", few, cards)
    filled(tmp_path / "quick", QuickWriter, cards)

    assert bytes_of(tmp_path / "quick") == bytes_of(tmp_path / "stock")


def test_every_term_is_found_with_the_postings_that_whoosh_reads(cards: list[Card], tmp_path: Path) -> None:
    for reader in readers_of(filled(tmp_path / "quick", QuickWriter, cards)):
        ours = Dictionary(reader)
        for name, term in list(reader.all_terms())[::7]:
            matcher = reader.postings(name, term)
            wanted = []
            while matcher.is_active():
                wanted.append((matcher.id(), matcher.weight()))
                matcher.next()
            documents, counts = ours.postings(name, term.decode())
            assert list(zip(documents, counts, strict=True)) == wanted
            assert ours.frequency(name, term.decode()) == len(wanted)
        assert [(name, term) for name, term, _ in ours.items()] == list(reader.all_terms())


def test_a_term_that_is_not_there_has_no_postings(cards: list[Card], tmp_path: Path) -> None:
    (reader, _) = readers_of(filled(tmp_path / "quick", QuickWriter, cards))
    ours = Dictionary(reader)

    assert ours.frequency("gram", "𠮷龘") == 0
    assert ours.postings("gram", "𠮷龘") == ((), ())
    assert ours.postings("no such field", "的") == ((), ())


@pytest.mark.parametrize("spoiled", range(0, 60, 3))
def test_spoiled_postings_are_refused_and_never_misread_as_an_error_of_ours(
    cards: list[Card], tmp_path: Path, spoiled: int
) -> None:
    filled(tmp_path / "quick", QuickWriter, cards[:6])
    data = bytearray(next(iter(bytes_of(tmp_path / "quick")))["pst"][:90])
    data[spoiled] ^= 0xFF

    try:
        documents, counts = read_postings(bytes(data))
    except CorruptIndexError:
        return
    assert len(list(chain(documents))) == len(list(chain(counts)))
