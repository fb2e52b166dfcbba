"""Looking into PDFs and pictures: their words, the pages that have none, what must never be drawn."""

from __future__ import annotations

import io

import pikepdf
import pytest
import typst
from PIL import Image

from press.errors import PdfError
from press.looking_into import look_into
from press.reading_attachments import name_in_file
from tests.hostile import pdfs
from tests.samples.docx_builder import png

PAGE = "#set page(width: 400pt, height: 400pt, margin: 0pt)\n"


def a_pdf(text: str) -> bytes:
    return typst.compile((PAGE + text).encode(), format="pdf")


def a_scan(pages: int = 1) -> bytes:
    """Make a PDF the way a scanner does: pictures and no words."""
    picture = Image.new("L", (200, 280), 255)
    target = io.BytesIO()
    picture.save(target, "PDF", save_all=True, append_images=[picture] * (pages - 1))
    return target.getvalue()


def test_the_words_of_each_page_and_the_properties_are_given() -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf("duty list #pagebreak() second"))) as pdf:
        pdf.docinfo["/Subject"] = "机密★5年"
        pdf.save(made)

    looked = look_into(made.getvalue(), "附件1.pdf")

    assert (looked.pages, looked.blind) == (2, ())
    assert [text.strip() for text in looked.texts] == ["duty list", "second"]
    assert "机密★5年" in looked.properties


def test_the_words_of_notes_and_fields_are_given_and_a_stamp_is_blind() -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf("words #pagebreak() more"))) as pdf:
        stamp = pikepdf.Dictionary(Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 9, 9], Contents="机密★5年")
        field = pdf.make_indirect(
            pikepdf.Dictionary(Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="f", Rect=[0, 0, 9, 9], V="秘密★1年")
        )
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        pdf.pages[0].Annots = pikepdf.Array([field])
        pdf.pages[1].Annots = pikepdf.Array([stamp])
        pdf.save(made)

    looked = look_into(made.getvalue(), "附件1.pdf")

    assert {"机密★5年", "秘密★1年"} <= set(looked.properties)
    assert looked.blind == (2,)


def test_a_scanned_page_is_blind() -> None:
    assert look_into(a_scan(2), "扫描.pdf").blind == (1, 2)


def test_a_picture_is_blind() -> None:
    assert look_into(png(50, 50), "照片.png").blind == (1,)


def test_an_empty_page_is_not_blind() -> None:
    assert look_into(a_pdf("words #pagebreak() "), "附件1.pdf").blind == ()


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("PDF：表单自己画自己", "自我引用"),
        ("PDF：二的三十次方", "嵌套"),
        ("PDF：双重压缩炸弹", "压缩比异常"),
        ("PDF：六万见方的图", "60000×60000"),
        ("PDF：打开即运行脚本", "执行动作"),
        ("PDF：巨幅页面", "尺寸异常"),
    ],
)
def test_what_must_not_be_drawn_is_named(case: str, words: str) -> None:
    _, make = pdfs.CASES[case]

    with pytest.raises(PdfError, match=words):
        look_into(make(), "附件1.pdf")


def test_what_the_drafter_vouches_for_is_no_part_of_the_name() -> None:
    assert name_in_file("附件2 现场照片（不涉密）") == (2, "现场照片")


def test_a_page_with_a_small_picture_is_looked_at_and_one_that_is_all_picture_is_not() -> None:
    picture = '#place(top, image(bytes(range(64).map(n => 0)), format: (encoding: "luma8", width: 8, height: 8), width: {}cm))'
    small, whole = (a_pdf("#set page(margin: 0pt)\nwords " + picture.format(across)) for across in (3, 20))

    assert look_into(small, "附件1.pdf").blind == ()
    assert look_into(whole, "附件1.pdf").blind == (1,)
