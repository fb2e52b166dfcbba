"""The formatted .docx: the standard's measures, children in the schema's order, the same bytes every time."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from domain.document import Attachment, Cell, Direction, Filled, Kind, Layout, Paragraph, Picture, Table
from press.docx_writer import write
from press.page_plan import PageOptions
from tests.press_documents import ISSUED, notice

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook",
    "trPr": "gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
    "tcPr": "tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols vAlign titlePg docGrid",
}
"""ECMA-376 part 1: 17.3.1.26, 17.3.2.28, 17.4.59, 17.4.81, 17.4.69, 17.6.17."""

SEALED = dataclasses.replace(notice(), approvers=("赵明远",))
KINDS = {
    "notice": notice(),
    "request": dataclasses.replace(SEALED, kind=Kind.REQUEST, direction=Direction.UP),
    "letter": dataclasses.replace(SEALED, kind=Kind.LETTER, layout=Layout.LETTER),
    "order": dataclasses.replace(SEALED, kind=Kind.ORDER, layout=Layout.ORDER),
    "minutes": dataclasses.replace(
        SEALED, kind=Kind.MINUTES, layout=Layout.MINUTES, attendees=(("出席", "甲、乙"),), signatories=()
    ),
    "joint": dataclasses.replace(SEALED, organs=("甲局", "乙局"), mark="甲局\n乙局文件", signatories=("甲局", "乙局")),
    "attachments": dataclasses.replace(
        SEALED, attachments=(Attachment("甲", (Paragraph("文"),)), Attachment("乙", (), "0" * 128))
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_children_stand_in_the_schemas_order(name: str) -> None:
    word = _opened(write(KINDS[name], {}, PageOptions()))
    section = word.sections[0]
    parts = [word.element, word.styles.element, section.footer._element, section.even_page_footer._element]

    for part in parts:
        for parent, order in ORDER.items():
            rank = {qn(f"w:{child}"): place for place, child in enumerate(order.split())}
            for element in part.iter(qn(f"w:{parent}")):
                places = [rank[child.tag] for child in element]
                assert places == sorted(places), (parent, [child.tag for child in element])


def test_the_page_has_the_standards_measures() -> None:
    section = _opened(write(notice(), {}, PageOptions())).sections[0]

    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)  # 5.1
    assert section.left_margin.mm == pytest.approx(28, abs=0.1)  # 5.2.1
    assert section.right_margin.mm == pytest.approx(26, abs=0.1)
    # the margin of the frame; the first line's characters begin at 37 mm (GB/T 33476.2 writes 34.58)
    assert section.top_margin.mm == pytest.approx(34.6, abs=0.1)
    lines = (section.page_height.pt - section.top_margin.pt - section.bottom_margin.pt) / 29.6
    assert 22 <= lines < 22.1  # 5.2.3


def test_styles_name_the_licensed_families_and_sizes() -> None:
    word = _opened(write(notice(), {}, PageOptions()))
    looks = {style.style_id: _look(style.element) for style in word.styles}

    assert looks["Normal"][0] == "仿宋_GB2312"
    assert looks["Title"] == ("方正小标宋简体", "44")  # 7.3.1
    assert looks["Heading1"] == ("黑体", "32")  # 7.3.3
    assert looks["Heading2"] == ("楷体_GB2312", "32")
    assert looks["PageNumber"] == ("宋体", "28")  # 7.5


def test_page_numbers_are_fields_on_odd_and_even_pages() -> None:
    word = _opened(write(notice(), {}, PageOptions()))
    section = word.sections[0]

    assert word.settings.odd_and_even_pages_header_footer
    for footer in (section.footer, section.even_page_footer):
        assert [code.text.strip() for code in footer._element.iter(qn("w:instrText"))] == ["PAGE"]
        assert footer.paragraphs[0].text.startswith("— ")


def test_the_same_document_gives_the_same_bytes() -> None:
    first = write(notice(), {}, PageOptions())

    assert write(notice(), {}, PageOptions()) == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_all_text_of_the_document_is_there() -> None:
    text = "\n".join(paragraph.text for paragraph in _opened(write(notice(), {}, PageOptions())).paragraphs)

    for block in notice().blocks:
        assert isinstance(block, Paragraph)
        assert block.text in text
    assert ISSUED.number in text
    assert "2026年11月20日" in text
    assert "（此件公开发布）" in text


def test_unfilled_fields_leave_their_places_empty() -> None:
    filled = _opened(write(notice(), {}, PageOptions()))
    blank = _opened(write(notice(filled=Filled()), {}, PageOptions()))

    assert len(filled.paragraphs) == len(blank.paragraphs)


def test_merged_cells_keep_their_places() -> None:
    rows = (
        (Cell("甲", rows=2), Cell("乙", columns=2)),
        (Cell("丙"), Cell("丁", rows=2)),
        (Cell("戊"), Cell("己")),
    )
    document = dataclasses.replace(notice(), blocks=(Paragraph("如下："), Table(rows, (1, 1, 1))))

    table = _opened(write(document, {}, PageOptions())).tables[0]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["甲", "乙", "乙"],
        ["甲", "丙", "丁"],
        ["戊", "己", "丁"],
    ]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert not [height for height in table._tbl.iter(qn("w:trHeight")) if height.get(qn("w:hRule")) == "exact"]


def test_a_picture_too_wide_is_made_to_fit() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(stream, "PNG")
    digest = hashlib.sha512(stream.getvalue()).hexdigest()
    document = dataclasses.replace(notice(), blocks=(Picture(digest, "image/png", 312, 100, "图1"),))

    shape = _opened(write(document, {digest: stream.getvalue()}, PageOptions())).inline_shapes[0]

    assert (shape.width.mm, shape.height.mm) == pytest.approx((156, 50), abs=0.1)


def _opened(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def _look(style: Any) -> tuple[str, str]:
    fonts, size = style.find(f".//{qn('w:rFonts')}"), style.find(f".//{qn('w:sz')}")
    return ("" if fonts is None else fonts.get(qn("w:eastAsia")), "" if size is None else size.get(qn("w:val")))
