"""Converting with LibreOffice: bounded, without links to this machine's files, and refused by name where it is not installed."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.document import Paragraph
from press.converting import Converter
from press.errors import ConversionError, ForbiddenContentError, NoConverterError
from press.reading import SourceFile, read_draft
from tests.hostile.packages import noise

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
