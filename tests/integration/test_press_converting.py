"""Converting with LibreOffice: bounded, without links to this machine's files, and refused by name where it is not installed."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from domain.document import Paragraph
from ground.content import ContentFolder
from press.converting import Converter
from press.docx_writer import write
from press.errors import ConversionError, ForbiddenContentError, NoConverterError
from press.fonts import standard_folders
from press.measure import measure
from press.page_plan import PageOptions
from press.press import Press
from press.reading import SourceFile, read_draft
from press.rendered_word import RENDERED
from tests.hostile.packages import noise
from tests.press_documents import notice

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    (
        f'xmlns:office="{_OFFICE}:office:1.0" xmlns:text="{_OFFICE}:text:1.0" xmlns:draw="{_OFFICE}:drawing:1.0"',
        f'xmlns:svg="{_OFFICE}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"',
    )
)
_TYPE = "application/vnd.oasis.opendocument.text"
_MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def odt(xml: str) -> bytes:
    """Write a small OpenDocument text."""
    body = f'<office:document-content {_SPACES} office:version="1.2"><office:body><office:text>{xml}</office:text></office:body></office:document-content>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", _TYPE)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", body)
    return packed.getvalue()


@pytest.fixture(scope="module")
def converter() -> Iterator[Converter]:
    made = Converter()
    yield made
    made.close()


def test_without_libreoffice_a_file_is_refused_by_name(tmp_path: Path) -> None:
    converter = Converter(str(tmp_path / "soffice"))

    with pytest.raises(NoConverterError, match=r"\.doc 文件要用 LibreOffice 转换，本机没有安装"):
        converter.convert(b"x", "稿.doc")
    assert not any(converter.can(suffix) for suffix in (".doc", ".xlsx", ".txt"))


def a_sheet(columns: int = 4) -> bytes:
    """Write an .xlsx with a page of words, a sum, and a hidden sheet."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        shown, hidden = book.add_worksheet("物资表"), book.add_worksheet("底数")
        shown.write_row(0, 0, [f"第{column}栏" for column in range(1, columns + 1)])
        shown.write_row(1, 0, ["编织袋", 500, 300])
        shown.write_formula(1, 3, "=B2+C2", None, 800)
        hidden.write(0, 0, "不印的底数")
        hidden.hide()
    return made.getvalue()


@pytest.mark.libreoffice
def test_a_table_becomes_pages_with_its_words_in_fonts_that_hold_them(converter: Converter) -> None:
    suffix, pdf = converter.convert(a_sheet(), "附件1 物资表.xlsx")

    (page,) = measure(pdf)
    assert suffix == ".pdf"
    assert [line.text for line in page.lines()] == ["第1栏第2栏第3栏第4栏", "编织袋500300800"]
    drawn = {each.font.rpartition("+")[2] for each in page.characters if not each.text.isascii()}
    assert all(name.startswith(("Noto", "Fandol", "LXGW")) for name in drawn), drawn


@pytest.mark.libreoffice
def test_without_any_font_of_ours_the_table_is_drawn_in_others(tmp_path: Path) -> None:
    converter = Converter(fonts=[str(tmp_path)])
    try:
        (page,) = measure(converter.convert(a_sheet(), "表.xlsx")[1])
    finally:
        converter.close()

    assert "编织袋" in page.lines()[1].text  # the words are there whatever draws them


@pytest.mark.libreoffice
def test_a_word_file_is_measured_on_the_pages_made_of_it(tmp_path: Path) -> None:
    with Press(ContentFolder(tmp_path), standard_folders()) as press:
        report = press.measure(write(notice(), {}, PageOptions()), "通知.docx")

    assert (report.layout, report.pages) == ("文件格式", 4)
    assert "FMT-005" in {reading.code for reading in report.readings}  # the place of the mark: only a page shows it
    assert [
        reading for reading in report.failed() if reading.code in ("FMT-001", "FMT-005", "FMT-007", "FMT-018")
    ] == []
    assert RENDERED in report.remarks


@pytest.mark.libreoffice
def test_an_xlsx_that_is_none_is_refused(converter: Converter) -> None:
    with pytest.raises(ConversionError):
        converter.convert(b"PK\x03\x04" + noise(4000), "表.xlsx")


@pytest.mark.libreoffice
def test_a_linked_section_is_not_read_from_this_machine(converter: Converter, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("LOCALSECRET")
    link = f'<text:section-source xlink:href="file://{tmp_path}/secret.txt" text:filter-name="Text"/>'

    suffix, made = converter.convert(
        odt(f'<text:section text:name="s">{link}<text:p>原文</text:p></text:section>'), "稿.odt"
    )

    draft = read_draft([SourceFile("稿.docx", made, "body")]).draft
    assert (suffix, draft.blocks) == (".docx", (Paragraph("原文"),))


@pytest.mark.libreoffice
def test_a_linked_picture_stays_a_link_and_is_refused(converter: Converter, tmp_path: Path) -> None:
    frame = '<draw:frame svg:width="3cm" svg:height="3cm" text:anchor-type="as-char">'
    link = f'<draw:image xlink:href="file://{tmp_path}/x.png" xlink:type="simple"/>'

    _, made = converter.convert(odt(f"<text:p>前{frame}{link}</draw:frame>后</text:p>"), "稿.odt")

    with pytest.raises(ForbiddenContentError, match="链接到外部的图片"):
        read_draft([SourceFile("稿.docx", made, "body")])


@pytest.mark.libreoffice
def test_what_is_no_word_file_is_not_read_as_plain_text(converter: Converter) -> None:
    with pytest.raises(ConversionError, match="转换程序打不开它"):
        converter.convert(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(5000), "稿.doc")


@pytest.mark.libreoffice
def test_nothing_is_left_in_memory(converter: Converter) -> None:
    converter.convert(odt("<text:p>某稿</text:p>"), "稿.odt")

    assert not list(Path("/dev/shm").glob(f"hongtou-convert-{os.getpid()}-*"))
