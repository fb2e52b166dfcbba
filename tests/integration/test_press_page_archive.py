"""The archival PDF, the .docx and the page images, made through the press as the office uses it."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from domain.document import Attachment, Filled, OfficialDocument, Paragraph
from domain.draft import SourceFile
from domain.pages import IssuedPages
from ground.content import ContentFolder
from press.archive_pdf import METADATA_NAME, NAMESPACE
from press.errors import DraftError
from press.fonts import standard_folders
from press.measure import measure
from press.press import Press
from press.typeset_errors import MissingFontError, MissingGlyphError, UnusableAttachmentError
from tests.press_documents import ISSUED, ORGAN, notice, seal_png

SOURCE = b"PK the drafter's file"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> ContentFolder:
    return ContentFolder(tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="module")
def press(content: ContentFolder) -> Iterator[Press]:
    with Press(content, standard_folders()) as machine:
        yield machine


@pytest.fixture(scope="module")
def issued(press: Press, content: ContentFolder) -> IssuedPages:
    return _issue(press, content, notice())


def test_shown_pages_are_kept_one_image_a_page(press: Press, content: ContentFolder) -> None:
    document = notice(filled=Filled())

    shown = press.show(document)

    with pypdfium2.PdfDocument(content.read(shown.pdf)) as pdf:
        assert len(pdf) == len(shown.pages)
    assert shown.content == document.content_digest()
    assert shown.renderer == press.renderer()
    assert all(sentence.endswith("代替") for sentence in shown.substitutions)
    for digest in shown.pages:
        image = Image.open(io.BytesIO(content.read(digest)))
        assert image.size == pytest.approx((827, 1170), abs=2)
        assert image.mode == "P"
        assert len(content.read(digest)) < 150_000


def test_the_same_document_is_shown_the_same(press: Press) -> None:
    document = notice(filled=Filled())

    assert press.show(document) == press.show(document)
    assert press.show(document).binding() != press.show(dataclasses.replace(document, note="")).binding()


def test_the_mark_is_red_in_the_image(press: Press, content: ContentFolder) -> None:
    image = Image.open(io.BytesIO(content.read(press.show(notice()).pages[0]))).convert("RGB")

    counted: Any = image.getcolors(maxcolors=1 << 16)
    colors = {color for _, color in counted}
    assert (255, 0, 0) in colors
    assert (255, 255, 255) in colors
    assert all(green == blue for _, green, blue in colors)


def test_the_archival_file_states_pdf_a_3a_and_carries_the_record(issued: IssuedPages, content: ContentFolder) -> None:
    with pikepdf.open(io.BytesIO(content.read(issued.pdf))) as pdf:
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
            assert xmp[f"{{{NAMESPACE}}}documentNumber"] == ISSUED.number
            assert xmp[f"{{{NAMESPACE}}}issuers"] == ORGAN
            assert xmp[f"{{{NAMESPACE}}}contentDigest"] == notice().content_digest()
            assert "代替" in xmp[f"{{{NAMESPACE}}}fontSubstitutions"]
            assert xmp[f"{{{NAMESPACE}}}retention"] == "30年"
        assert not pdf.is_encrypted
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert all(embedded for _, embedded in _fonts(pdf))
        assert _xmp(pdf).count("<pdfaExtension:schemas>") == 1


def test_source_and_metadata_are_associated_files(issued: IssuedPages, content: ContentFolder) -> None:
    with pikepdf.open(io.BytesIO(content.read(issued.pdf))) as pdf:
        relations = {str(spec.F): str(spec.AFRelationship) for spec in pdf.Root.AF}
        assert relations == {"草稿.docx": "/Source", METADATA_NAME: "/Data"}
        assert pdf.attachments["草稿.docx"].get_file().read_bytes() == SOURCE
        metadata = json.loads(pdf.attachments[METADATA_NAME].get_file().read_bytes())
    assert metadata["documentNumber"] == ISSUED.number
    assert metadata["retention"] == "30年"


def test_issuing_again_gives_the_same_bytes(press: Press, content: ContentFolder, issued: IssuedPages) -> None:
    assert _issue(press, content, notice()) == issued


def test_the_issued_pdf_bears_the_seal_and_the_docx_does_not(issued: IssuedPages, content: ContentFolder) -> None:
    assert any(page.images for page in measure(content.read(issued.pdf)))
    with zipfile.ZipFile(io.BytesIO(content.read(issued.docx))) as package:
        assert not [name for name in package.namelist() if name.startswith("word/media")]


def test_an_attached_pdf_is_bound_in_before_the_imprint_and_the_claim_is_dropped(
    press: Press, content: ContentFolder
) -> None:
    digest = content.put(_foreign_pdf(3))
    document = dataclasses.replace(notice(), attachments=(Attachment("平面图", (), digest),))

    shown, issued = press.show(document), _issue(press, content, document)

    assert len(shown.pages) == issued.pages
    assert any("不声明符合 PDF/A" in sentence for sentence in issued.substitutions)
    data = content.read(issued.pdf)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "pdfaid:part" not in _xmp(pdf)
        assert "不声明符合" in _xmp(pdf)
    pages = measure(data)
    label = next(place for place, page in enumerate(pages) if page.lines() and page.lines()[0].text == "附件")
    with pypdfium2.PdfDocument(data) as pdf_pages:
        assert [_shows_foreign(pdf_pages[place]) for place in range(label, label + 3)] == [True] * 3
    assert "印发" in "".join(line.text for line in pages[-1].lines())


def test_a_locked_attachment_is_refused_with_its_name(press: Press, content: ContentFolder) -> None:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(_foreign_pdf(1))) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(owner="a", user="b"))
    digest = content.put(stream.getvalue())

    with pytest.raises(UnusableAttachmentError, match="平面图.*密码"):
        press.show(dataclasses.replace(notice(), attachments=(Attachment("平面图", (), digest),)))


def test_an_error_of_the_child_comes_back_as_ours(press: Press) -> None:
    with pytest.raises(MissingGlyphError, match="造字|U") as caught:
        press.show(notice((Paragraph("造字\ue123。"),)))

    assert caught.value.code == "HT-161"
    assert caught.value.subject == notice().title


def test_without_fonts_the_error_says_how_to_get_them(content: ContentFolder, tmp_path: Path) -> None:
    with Press(content, [tmp_path]) as bare, pytest.raises(MissingFontError, match="hongtou fonts fetch"):
        bare.renderer()


def test_a_file_that_is_no_draft_is_refused_by_name(press: Press) -> None:
    with pytest.raises(DraftError, match="来稿"):
        press.read([SourceFile("来稿.docx", b"no", "body")], "来稿.docx")


def test_an_issued_docx_can_be_read_again(press: Press, content: ContentFolder, issued: IssuedPages) -> None:
    draft = press.read([SourceFile("成品.docx", content.read(issued.docx), "body")], "成品.docx")

    texts = [block.text for block in draft.blocks if isinstance(block, Paragraph)]
    assert "一、总体要求" in texts
    assert draft.title.replace("\n", "") == notice().title


def _issue(press: Press, content: ContentFolder, document: OfficialDocument) -> IssuedPages:
    return press.issue(
        document,
        source_digest=content.put(SOURCE),
        source_name="草稿.docx",
        metadata={"retention": "30年"},
        seals={ORGAN: seal_png()},
    )


def _foreign_pdf(pages: int) -> bytes:
    """A PDF of blue pages, wider than high."""
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(600, 400))
            page.contents_add(b"0 0 1 rg 0 0 600 400 re f")
        pdf.save(stream)
    return stream.getvalue()


def _shows_foreign(page: Any) -> bool:
    image = page.render(scale=0.2).to_pil().convert("RGB")
    page.close()
    return (0, 0, 255) in {color for _, color in image.getcolors(maxcolors=1 << 16)}


def _xmp(pdf: pikepdf.Pdf) -> str:
    return pdf.Root.Metadata.read_bytes().decode()


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bool]]:
    for page in pdf.pages:
        for font in page.obj.Resources.get("/Font", {}).values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            yield str(font.BaseFont), any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
