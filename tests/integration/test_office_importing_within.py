"""Files inside PDFs that are taken over: looked through for secrecy marks as at the door, in the bounded child."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from domain.levels import Level
from office.importing import ImportReport
from tests.an_office import AnOffice, new_clock, opened, prepare
from tests.exchange_making import a_pdf
from tests.integration.test_office_importing import ROW, take_over
from tests.samples.docx_builder import plain_docx

LETTER = ("^关于水库的通知", "　　水库要加固堤坝。")
MARKED = ("秘密★10年", *LETTER)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AnOffice]:
    prepare(tmp_path / "office")
    with opened(tmp_path / "office", new_clock()) as office:
        yield office


def carrying(name: str, data: bytes) -> bytes:
    """Make a PDF that carries a file inside."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        pdf.attachments[name] = data
        pdf.save(out)
    return out.getvalue()


def pinned(data: bytes) -> bytes:
    """Make a PDF with a file pinned to its page."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        held = pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec, F="附.docx", EF=pikepdf.Dictionary(F=pdf.make_stream(data))
        )
        mark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], FS=held
        )
        pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(mark)]))
        pdf.save(out)
    return out.getvalue()


def imported(office: AnOffice, folder: Path, data: bytes, **more: str) -> ImportReport:
    (folder / "a.pdf").write_bytes(data)
    row = {name: value for name, value in ROW.items() if name != "text"}
    return take_over(office, folder, {**row, "file": "a.pdf", **more})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("底稿.docx", plain_docx(MARKED)),
        ("说明.txt", "秘密★10年\n关于水库的通知".encode()),
        ("（机密）附表.docx", plain_docx(LETTER)),
        ("套.pdf", carrying("底稿.docx", plain_docx(MARKED))),
    ],
    ids=["word", "text", "name", "pdf within a pdf"],
)
def test_a_mark_in_a_file_within_a_pdf_keeps_it_out_and_nothing_of_it_is_stored(
    office: AnOffice, tmp_path: Path, name: str, data: bytes
) -> None:
    report = imported(office, tmp_path, carrying(name, data))

    assert [(one.row, one.code) for one in report.refused] == [(1, "HT-806")]
    assert report.imported == 0
    assert not office.house.stores[Level.INTERNAL].find("urn:hongtou:A-1")


def test_a_pdf_that_carries_a_file_without_marks_is_taken_as_it_is(office: AnOffice, tmp_path: Path) -> None:
    data = carrying("底稿.docx", plain_docx(LETTER))

    report = imported(office, tmp_path, data)

    assert (report.imported, report.refused) == (1, ())
    stored = office.house.stores[Level.INTERNAL].find("urn:hongtou:A-1")
    assert stored is not None
    assert stored.read("正本.pdf") == data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (carrying("程序.exe", b"MZ"), "程序.exe"),
        (carrying("坏.docx", b"PK broken"), "坏.docx"),
        (pinned(plain_docx(MARKED)), "页面上附着文件"),
    ],
    ids=["a program", "a damaged one", "pinned to a page"],
)
def test_what_can_not_be_looked_through_keeps_its_pdf_out_by_name(
    office: AnOffice, tmp_path: Path, data: bytes, said: str
) -> None:
    report = imported(office, tmp_path, data)

    ((code, sentence),) = [(one.code, one.sentence) for one in report.refused]
    assert code == "HT-803"
    assert said in sentence
    assert report.imported == 0
