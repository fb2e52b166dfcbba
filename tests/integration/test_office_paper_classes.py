"""Papers that bear no number (材料): a speech, a report, a summary goes its own way, is typeset without red head, filed and found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Phase
from domain.facts import FactName
from domain.listing import ListQuery
from office import complete
from office.archived import record_of
from office.book import register_book
from office.errors import NothingToDoError, UnfitFactError
from office.filing import ISSUED_PDF, RECORD
from office.lists import documents
from office.search import search
from tests.an_office import UNIT, AnOffice, a_sheet, a_title, new_clock, opened, prepare
from tests.samples.docx_builder import with_table


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as made:
        yield made


def a_paper(title: str, about: str, organs: str = "云岭乡人民政府", **more: str) -> bytes:
    rows = [["文稿类别", about, "发文机关", organs], ["标题", title, "拟稿人", "林晓"]]
    rows += [[label, value, "备注", ""] for label, value in more.items()]
    after = (
        f"^{title}",
        "同志们：",
        "　　今天召开这次会议，主要任务是部署防汛工作。",
        "　　一、认清形势",
        "　　抓好落实。",
    )
    return with_table(rows, after=after)


def test_a_speech_is_approved_settled_and_filed_without_number_or_seal(office: AnOffice) -> None:
    title = "在全乡防汛工作会议上的讲话"

    case = office.play_to_end(office.take_in(title, a_paper(title, "二类文稿")))

    assert case.phase is Phase.DONE, case.stuck
    assert case.kind == "材料"
    assert (case.number, case.seals, case.scheme) == ("", (), "")
    assert [decision.step for decision in case.decisions] == [
        *("unit-review", "deputy-review", "director-review", "sign-speech"),
    ]
    assert [line.split(".")[-1] for line in office.verbs(case.document_id)][-3:] == ["issued", "filed", "handed_back"]


def test_what_was_settled_comes_back_under_its_title_and_the_slip_says_it_bears_no_number(office: AnOffice) -> None:
    title = "在安全生产会议上的讲话"
    office.play_to_end(office.take_in(title, a_paper(title, "二类文稿")))

    mine = [path for path in office.back("办结") if title in str(path)]

    assert {path.name for path in mine} >= {f"{title}.pdf", f"{title}.docx"}
    slips = [path.read_text("utf-8-sig") for path in mine if path.suffix == ".txt"]
    assert "这类材料不编发文字号" in slips[0]


def test_a_paper_is_in_the_list_and_found_but_not_in_the_register_of_dispatch(office: AnOffice) -> None:
    title = "云岭乡党政办公室二月份工作总结"
    case = office.play_to_end(office.take_in(title, a_paper(title, "三类文稿", "云岭乡党政办公室")))
    clerk = office.actor("clerk")

    listed = documents(office.house, clerk, ListQuery(kind="材料", text=title))

    assert [row.document_id for row in listed.rows] == [case.document_id]
    assert [hit.object_id for hit in search(office.house, clerk, "二月份工作总结").hits] == [case.document_id]
    assert case.document_id not in [row.document_id for row in register_book(office.house, clerk, limit=None).rows]


def test_the_record_states_the_class_and_the_period_of_its_own_procedure(office: AnOffice) -> None:
    title = "在全乡春耕会议上的讲话"
    case = office.play_to_end(office.take_in(title, a_paper(title, "一类文稿")))

    stored = record_of(office.house, case)

    assert '"class":"一类文稿"' in stored.read(RECORD).decode()
    assert '"retention":"30年"' in stored.read(RECORD).decode()
    assert stored.read(ISSUED_PDF).startswith(b"%PDF")


def test_a_title_that_ends_like_a_kind_is_a_paper_where_its_class_is_stated(office: AnOffice) -> None:
    title = "2026年云岭乡人民政府工作报告"

    case = office.case(office.take_in(title, a_paper(title, "一类文稿")))

    assert (case.kind, case.phase) == ("材料", Phase.UNDER_WAY)


def test_a_kind_stated_beside_the_class_stands_so_that_a_special_report_goes_out_numbered(office: AnOffice) -> None:
    title = a_title().replace("通知", "报告")

    case = office.case(office.take_in(title, a_sheet(title, kind="报告", 文稿类别="三类文稿", 主送="临溪县人民政府")))

    assert case.kind == "报告"
    assert case.route is not None
    assert case.route.is_numbered


def test_a_paper_without_a_class_waits_for_the_clerk_who_says_it(office: AnOffice) -> None:
    title = "在植树活动上的讲话"
    document_id = office.take_in(title, a_paper(title, "", 文种="材料"))
    clerk, case = office.actor("clerk"), office.case(document_id)
    assert (case.phase, case.lacking) == (Phase.LACKING, (FactName.DOCUMENT_CLASS,))

    for wrong in ({}, {FactName.DOCUMENT_CLASS: "四类文稿"}):
        with pytest.raises(UnfitFactError, match="一类文稿、二类文稿、三类文稿"):
            complete.state_facts(office.house, clerk, document_id, wrong)
    complete.state_facts(office.house, clerk, document_id, {FactName.DOCUMENT_CLASS: "二类文稿"})
    office.work()

    assert office.case(document_id).phase is Phase.UNDER_WAY


def test_a_class_nobody_wrote_a_way_for_is_said_and_asked_of_the_clerk(office: AnOffice) -> None:
    title = "在重阳节活动上的致辞"

    case = office.case(office.take_in(title, a_paper(title, "致辞", 文种="材料")))

    assert case.lacking == (FactName.DOCUMENT_CLASS,)
    assert any("文稿类别“致辞”没有办理程序" in finding.sentence for finding in case.findings)


def test_what_bears_no_number_can_t_be_registered_or_sealed(office: AnOffice) -> None:
    title = "在校园安全会议上的讲话"
    document_id = office.take_in(title, a_paper(title, "二类文稿"))
    office.to_step(document_id, "sign-speech")

    with pytest.raises(NothingToDoError):
        office.register(document_id)
    with pytest.raises(NothingToDoError):
        office.seal(document_id)


def test_the_files_come_back_to_the_unit_that_dropped_it(office: AnOffice, tmp_path: Path) -> None:
    title = "在卫生工作会议上的讲话"
    office.play_to_end(office.take_in(title, a_paper(title, "二类文稿")))

    assert any(title in str(path) and UNIT in str(path) for path in office.back("办结"))
