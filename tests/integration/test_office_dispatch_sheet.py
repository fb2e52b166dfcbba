"""The 发文稿纸 that is kept with a document: every step, what was said, who and when; whatever somebody typed, the document is filed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.case import Case
from office import sign
from office.archived import record_of
from office.components import components
from office.dispatch_sheet import ELSEWHERE, SHEET_FILE
from press.measure import measure
from tests.an_office import DECIDERS, AnOffice, a_title, new_clock, opened, prepare


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("sheet") / "office"
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


def _approved_with(office: AnOffice, words: str) -> Case:
    """File a document whose first reviewer wrote these words."""
    document_id = office.take_in(a_title())
    step = office.case(document_id).open_steps()[0]
    reviewer = office.actor(next(login for login in DECIDERS if login in step.roles))
    sign.approve(office.house, reviewer, document_id, binding=office.binding(document_id), opinion=words)
    return office.filed_from(document_id)


def _words_on_the_sheet(office: AnOffice, case: Case) -> str:
    pages = measure(record_of(office.house, case).read(SHEET_FILE))
    return "".join(line.text for page in pages for line in page.lines())


def test_the_sheet_says_who_decided_what_and_when(office: AnOffice) -> None:
    case = _approved_with(office, "情况属实，建议印发。")

    words = _words_on_the_sheet(office, case)

    assert case.route
    assert [step.name for step in case.route.steps if step.key in case.done and step.name[:4] not in words] == []
    assert ("建议印发" in words, case.number in words, "郑远" in words, "赵敏" in words) == (True, True, True, True)


def test_a_character_that_no_font_has_does_not_hold_the_filing_up(office: AnOffice) -> None:
    case = _approved_with(office, "同意😀")

    assert ELSEWHERE[:8] in _words_on_the_sheet(office, case)
    assert "同意😀" in record_of(office.house, case).read("办理过程.json").decode()


def test_what_came_in_begins_with_its_slip_and_ends_with_what_describes_it() -> None:
    described = ("元数据.json", "办理过程.json", "正文.txt")
    files = (*described, "传阅单.pdf", "原稿/第1稿/通知.docx", "文件处理签.pdf", "正本.pdf", "签批/01.pdf")

    assert [role for role, _ in components(files)] == [
        *("文件处理签", "传阅单", "签批扫描件", "正本", "来文原件"),
        *("办理过程", "正文文本", "元数据"),
    ]


def test_of_ours_the_last_draft_is_the_final_one() -> None:
    files = ("原稿/第10稿/通知.docx", "原稿/第9稿/通知.docx", "发文稿纸.pdf", "正本.pdf", "表.xlsx")

    assert list(components(files)) == [
        ("正本", "正本.pdf"),
        ("定稿", "原稿/第10稿/通知.docx"),
        ("历次稿", "原稿/第9稿/通知.docx"),
        ("发文稿纸", "发文稿纸.pdf"),
        ("附随材料", "表.xlsx"),
    ]
