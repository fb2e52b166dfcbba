"""Searching in attached PDFs: their text is found, the hit says on which page of the issued paper it stands, and is marked there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import typst

from domain.case import Case
from office.archived import record_of
from office.catalogue import attached_pdfs
from office.filing import ISSUED_PDF
from office.search import found_page, search
from tests.an_office import UNIT, AnOffice, a_title, new_clock, opened, prepare
from tests.samples.docx_builder import plain_docx

BODY = "各村要组织力量巡查沟渠，发现险情立即上报，认真落实岗位责任。"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("attached") / "office"
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


def a_pdf(office: AnOffice, *pages: str) -> bytes:
    """Make a PDF with Chinese words on its pages."""
    fonts = office.house.press.fonts()
    body = next(font for font in fonts if font.role.startswith("仿宋"))
    head = f'#set page(width: 21cm, height: 29.7cm)\n#set text(font: "{body.family}", size: 12pt)\n'
    text = head + "\n#pagebreak()\n".join(pages)
    return typst.compile(text.encode(), format="pdf", font_paths=typst.Fonts(font_paths=[str(Path(body.file).parent)]))


def filed(office: AnOffice, title: str, attachments: dict[str, bytes], declared: tuple[str, ...]) -> Case:
    listed = tuple(f"　　{'附件：' if n == 1 else '　　　'}{n}.{name}" for n, name in enumerate(declared, 1))
    body = plain_docx((f"^{title}", "各村（居）民委员会：", f"　　{BODY}", *listed, ">云岭乡人民政府", ">2026年3月2日"))
    home = office.house.root / "投稿" / "发文" / UNIT / title
    home.mkdir()
    (home / f"{title}.docx").write_bytes(body)
    for name, data in attachments.items():
        (home / name).write_bytes(data)
    document_id = office.work()[0].document_id
    return office.filed_from(document_id)


def text_of_page(office: AnOffice, case: Case, page: int) -> str:
    with pypdfium2.PdfDocument(record_of(office.house, case).read(ISSUED_PDF)) as pdf:
        return "".join(pdf[page - 1].get_textpage().get_text_bounded().split())


def test_the_words_of_attached_pdfs_are_found_on_the_page_of_the_paper_where_they_stand(office: AnOffice) -> None:
    rota = a_pdf(office, "汛期值班安排，东河闸口由第三小组看守。" * 3, "西岭水库由民兵连昼夜巡视，遇暴雨鸣锣示警。" * 3)
    map_ = a_pdf(office, "撤离路线：沿南坡石阶至文化礼堂集中清点人数。" * 3)
    title = a_title()

    case = filed(office, title, {"附件1 值班表.pdf": rota, "附件2 撤离路线.pdf": map_}, ("值班表", "撤离路线"))

    archivist = office.actor("archivist")
    for words in ("东河闸口", "鸣锣示警", "沿南坡石阶", "巡查沟渠"):
        (hit,) = (one for one in search(office.house, archivist, words).hits if one.object_id == case.document_id)
        assert (hit.object_id, hit.why) == (case.document_id, "正文"), words
        assert hit.page, words
        assert words in text_of_page(office, case, hit.page)
        shown = found_page(office.house, archivist, hit.object_id, words, hit.page)
        assert (shown.page, bool(shown.marks)) == (hit.page, True), words


def test_a_typeset_attachment_between_two_pdfs_keeps_its_page(office: AnOffice) -> None:
    first, last = (
        a_pdf(office, "甲类物资存于北仓，钥匙由保管员随身携带。" * 3),
        a_pdf(office, "乙类物资随领随登，月底对账盘点。" * 3),
    )
    middle = plain_docx(("附件2", "^领用办法", "　　领用人须当面点清数目并在簿上按印为凭。"))
    files = {"附件1 甲类.pdf": first, "附件2 领用办法.docx": middle, "附件3 乙类.pdf": last}

    case = filed(office, a_title("物资"), files, ("甲类", "领用办法", "乙类"))

    archivist = office.actor("archivist")
    pages = []
    for words in ("钥匙由保管员", "按印为凭", "月底对账盘点"):
        (hit,) = search(office.house, archivist, words).hits
        assert words in text_of_page(office, case, hit.page), words
        pages.append(hit.page)
    assert pages == sorted(set(pages))


def test_the_pdfs_of_the_last_draft_are_the_attached_ones() -> None:
    names = [
        "正本.pdf",
        "原稿/第2稿/稿.docx",
        "原稿/第9稿/附件.PDF",
        "原稿/第10稿/附件1.pdf",
        "原稿/第10稿/稿.docx",
        "代录/扫描.pdf",
    ]

    assert attached_pdfs(names) == ["原稿/第10稿/附件1.pdf"]
    assert attached_pdfs(["正本.pdf"]) == []
