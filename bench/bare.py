"""The same work by the bare libraries (裸调用): what each stage of the main job would cost with nothing around it.

No child processes, no checks, no second look: python-docx opens the draft and its texts are read, typst compiles the very same plan,
pdfium and Pillow make the pages, python-docx and pikepdf save, SQLite and a file take every event with a sync, whoosh takes the fields.
"""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from docx import Document
from whoosh.index import create_in

from bench import office_run as run
from bench.meter import Cost
from domain.case import Case
from domain.events import encode
from hongtou.wiring import close_house, open_house
from indexer.folding import AS_WRITTEN
from indexer.layout import schema, to_fields
from office.archived import record_of
from office.catalogue import card_of
from office.house import House
from office.issue import filled_document
from office.staged import document_of
from press.fonts import FontShelf, standard_folders
from press.page_images import page_images
from press.page_plan import pictures_of
from press.typeset import Typesetter

CARDS_A_COMMIT = 50


@dataclass
class Bare:
    """Charges bare calls to the stage whose work they do."""

    folder: Path
    spent: dict[str, Cost] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Charge what happens inside."""
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self.spent.setdefault(name, Cost()).add(time.perf_counter() - wall, time.process_time() - cpu)

    def keep(self, data: bytes) -> None:
        """Write a file and sync it."""
        path = self.folder / hashlib.sha512(data).hexdigest()
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


class BareTypesetter(Typesetter):
    """Times the typesetter's one call, and nothing of what stands around it."""

    def __init__(self, shelf: FontShelf, bare: Bare) -> None:
        super().__init__(shelf)
        self._bare = bare
        self.name = run.SHOWN

    def _compile(
        self, inputs: dict[str, str], subject: str, moment: int, *, archival: bool, page: str = "page.typ"
    ) -> bytes:
        with self._bare.stage(self.name):
            return super()._compile(inputs, subject, moment, archival=archival, page=page)


def measure(root: Path) -> dict[str, Cost]:
    """Do the work of every filed document once more, bare."""
    house = open_house(root)
    (root / "bare").mkdir()
    bare = Bare(root / "bare")
    try:
        cases = [case for case in house.registry.cases() if case.filed]
        typesetter = BareTypesetter(FontShelf(standard_folders(root / "字体")), bare)
        typesetter.typeset(
            document_of(house, cases[0]), _pictures(house, cases[0])
        )  # its first document reads the fonts
        bare.spent.clear()
        for case in cases:
            _papers(house, bare, typesetter, case)
        _events(house, bare, cases)
        _cards(house, bare, cases)
    finally:
        close_house(house)
    return bare.spent


def _papers(house: House, bare: Bare, typesetter: BareTypesetter, case: Case) -> None:
    draft = house.staging.read(case.versions[-1].files[0].sha512)
    with bare.stage(run.TAKE_IN):
        with zipfile.ZipFile(io.BytesIO(draft)) as package:
            package.testzip()
        bare.keep(draft)
    with bare.stage(run.READ):
        word = Document(io.BytesIO(draft))
        texts = [[(run_.text, run_.font.name) for run_ in paragraph.runs] for paragraph in word.paragraphs]
    del texts
    typesetter.name = run.SHOWN
    shown = typesetter.typeset(document_of(house, case).signed_part(), _pictures(house, case)).pdf
    with bare.stage(run.SHOWN):
        bare.keep(shown)
        for image in page_images(shown):  # nothing but pdfium and Pillow
            bare.keep(image)
    typesetter.name = run.ISSUED
    seals = {
        organ.name: (house.seals / organ.seal).read_bytes() for organ in house.office.organs if organ.name in case.seals
    }
    pdf = typesetter.typeset(filled_document(house, case), _pictures(house, case), seals=seals, archival=True).pdf
    assert case.issued is not None  # noqa: S101 - a filed document was issued
    docx = house.staging.read(case.issued.docx)
    with bare.stage(run.ISSUED):
        bare.keep(_with_source(pdf, draft))
        bare.keep(_saved_again(docx))
    assert case.filed is not None  # noqa: S101 - only filed ones are measured
    stored = record_of(house, case)
    files = [stored.read(name) for name in stored.files()]
    with bare.stage(run.FILE):
        for data in files:
            bare.keep(data)


def _with_source(pdf: bytes, source: bytes) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.attachments["source.docx"] = source
        opened.save(stream, deterministic_id=True)
    return stream.getvalue()


def _saved_again(docx: bytes) -> bytes:
    """Write the issued .docx with python-docx alone: its paragraphs and runs added one by one to a new document, then saved."""
    word = Document()
    for paragraph in Document(io.BytesIO(docx)).paragraphs:
        made = word.add_paragraph()
        for piece in paragraph.runs:
            made.add_run(piece.text).font.size = piece.font.size
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _events(house: House, bare: Bare, cases: Sequence[Case]) -> None:
    """Insert every event of every document in a transaction of its own, and append it to a file, both synced."""
    rows = [
        (line.index, line.verb, line.object_id, encode(event))
        for case in cases
        for line, event in house.registry.history(case.document_id)
    ]
    books = sqlite3.connect(bare.folder / "bare.sqlite", isolation_level=None)
    books.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE event (i INTEGER PRIMARY KEY, v, o, p)"
    )
    with (bare.folder / "ledger").open("ab") as ledger, bare.stage(run.EVENTS):
        for row in rows:
            books.execute("BEGIN IMMEDIATE")
            books.execute("INSERT INTO event VALUES (?, ?, ?, ?)", row)
            books.execute("COMMIT")
            ledger.write(row[3] + b"\n")
            ledger.flush()
            os.fsync(ledger.fileno())
    books.close()


def _cards(house: House, bare: Bare, cases: Sequence[Case]) -> None:
    (bare.folder / "index").mkdir()
    index = create_in(str(bare.folder / "index"), schema())
    cards = [card for case in cases if case.filed and (card := card_of(house, case.document_id))]
    fields = [to_fields(card, AS_WRITTEN) for card in cards]
    with bare.stage(run.INDEX):
        for start in range(0, len(fields), CARDS_A_COMMIT):
            writer = index.writer()
            for each in fields[start : start + CARDS_A_COMMIT]:
                writer.add_document(**each)
            writer.commit()


def _pictures(house: House, case: Case) -> dict[str, bytes]:
    return {picture.digest: house.staging.read(picture.digest) for picture in pictures_of(document_of(house, case))}
