"""Reading many files for the archive at once: the same as one by one, in order; what kills a child takes nothing from the files beside it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest

from press import kept_batch
from press.errors import NotWordError, PdfError, ReadingCrashError
from press.kept_batch import KeptReader
from press.kept_text import KeptText, read_kept
from tests.kept_jobs import DEADLY
from tests.samples.docx_builder import plain_docx


@pytest.fixture
def reader() -> Iterator[KeptReader]:
    reader = KeptReader()
    yield reader
    reader.close()


def a_pdf(pages: int, password: str = "") -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(made, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return made.getvalue()


def test_many_files_are_read_as_each_would_be_and_stand_in_their_order(reader: KeptReader) -> None:
    files = [(f"{n}.pdf", a_pdf(n)) if n % 2 else (f"{n}.docx", plain_docx((f"第{n}件",))) for n in range(1, 40)]

    found = reader.read(files)

    assert found == tuple(read_kept(data, name) for name, data in files)


def test_what_is_wrong_with_a_file_is_said_of_that_file(reader: KeptReader) -> None:
    good = ("好.pdf", a_pdf(2))

    found = reader.read([good, ("密.pdf", a_pdf(1, "口令")), ("坏.pdf", b"%PDF-1.7 broken"), ("无.txt", b"text"), good])

    assert [type(one) for one in found] == [KeptText, PdfError, PdfError, NotWordError, KeptText]
    assert "密.pdf" in str(found[1])
    assert "已加密" in str(found[1])


def test_a_file_that_kills_its_child_takes_nothing_from_those_beside_it(
    reader: KeptReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_batch, "JOB", "tests.kept_jobs:kept_texts")
    files = [(f"{n}.pdf", DEADLY if n == 5 else a_pdf(n)) for n in range(1, 9)]

    found = reader.read(files)

    assert [one.pages if isinstance(one, KeptText) else type(one) for one in found] == [
        1,
        2,
        3,
        4,
        ReadingCrashError,
        6,
        7,
        8,
    ]


def test_no_files_are_read_to_nothing(reader: KeptReader) -> None:
    assert reader.read([]) == ()
