"""Counting what came copy by copy and page by page: what differs is taken up with the sender before anybody signs for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Phase
from domain.receipt_count import CopyCount
from office import care, receipt_care, receive
from office.errors import NothingToDoError, NotYourRoleError, ProcedureFileError
from office.procedure_files import parse_procedure
from office.receipt_count import count_copies, read_counts
from office.receipt_errors import CountDiffersError, CountUnfitError, NotCountedError
from office.receipt_sheet import sheet_paper
from office.receipt_views import view_receipt
from tests import an_office
from tests import receipts_office as r
from tests.an_office import AnOffice
from tests.needs import REPOSITORY

TOWNSHIP = REPOSITORY / "templates" / "procedures" / "receipt-township.toml"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AnOffice]:
    root = tmp_path / "office"
    an_office.prepare(root)
    text = TOWNSHIP.read_text("utf-8")
    important = text.replace('"level in 秘密 | 机密 | 绝密"', '"urgency = 特急"')
    assert important != text
    (root / "程序" / TOWNSHIP.name).write_text(important, "utf-8")
    with an_office.opened(root, an_office.new_clock()) as opened:
        yield opened


def on_paper(office: AnOffice) -> str:
    return receive.enter_paper(office.house, office.actor("clerk"), title=r.TITLE).document_id


def counted(office: AnOffice, document_id: str, *lines: str, login: str = "clerk") -> None:
    found = read_counts(document_id, "\n".join(lines))
    count_copies(office.house, office.actor(login), document_id, copies=2, pages=8, counted=found)


def test_an_important_piece_is_not_signed_for_before_it_was_counted(office: AnOffice) -> None:
    document_id = on_paper(office)
    with pytest.raises(NotCountedError, match="逐份逐页查点"):
        r.entered(office, document_id, urgency="特急")
    assert office.case(document_id).phase is Phase.TO_RECEIVE

    counted(office, document_id, "000012 8", "000013 8页")
    case = r.entered(office, document_id, urgency="特急", copies=2, serials="000012-000013")

    assert case.number
    assert "2份、每份8页，与清单相符" in str(sheet_paper(office.house, case))


def test_what_is_not_important_is_signed_for_without(office: AnOffice) -> None:
    assert r.entered(office, on_paper(office)).number


def test_what_differs_is_taken_up_with_the_sender_before_it_is_signed_for(office: AnOffice) -> None:
    document_id = on_paper(office)
    ask = {"about": receipt_care.ASK_SENDER, "whom": "县政府办", "means": "电话"}
    receipt_care.contact(office.house, office.actor("clerk"), document_id, **ask, words="问送达时间")
    office.clock.advance(minutes=5)
    counted(office, document_id, "000012 8", "000013 7")
    with pytest.raises(CountDiffersError, match="000013有7页，清单8页"):
        r.entered(office, document_id)

    receipt_care.contact(office.house, office.actor("clerk"), document_id, **ask, words="同意缺的一页下午补送")
    case = r.entered(office, document_id)

    assert case.number
    assert "不符：000013有7页，清单8页" in view_receipt(office.house, office.actor("clerk"), document_id).count_said


def test_counted_again_when_the_missing_copy_came_it_holds(office: AnOffice) -> None:
    document_id = on_paper(office)
    counted(office, document_id, "000012 8")
    with pytest.raises(CountDiffersError, match="清单2份，实有1份"):
        r.entered(office, document_id)

    counted(office, document_id, "000012 8", "000013 8")

    assert r.entered(office, document_id).number
    with pytest.raises(NothingToDoError):
        counted(office, document_id, "000012 8", "000013 8")


def test_only_the_clerk_counts_and_the_registry_comes_back_with_it(office: AnOffice) -> None:
    document_id = on_paper(office)
    with pytest.raises(NotYourRoleError):
        counted(office, document_id, "第1份 8", login="director")
    counted(office, document_id, "第1份 8", "第2份 8")
    before = office.house.registry.cases()

    care.rebuild_registry(office.house)

    assert office.house.registry.cases() == before


@pytest.mark.parametrize("lines", ["", "000012", "000012 八", "000012 0", "000012 8\n000012 8", "000012 1000000"])
def test_what_was_not_counted_properly_is_refused_with_what_is_wrong(office: AnOffice, lines: str) -> None:
    document_id = on_paper(office)

    with pytest.raises(CountUnfitError):
        counted(office, document_id, *lines.split("\n"))


def test_lines_are_read_as_a_clerk_types_them() -> None:
    assert read_counts("", " 000012　8页\n\n第 2 份 12 \n") == (CopyCount("000012", 8), CopyCount("第 2 份", 12))


def test_a_procedure_for_dispatch_counts_nothing() -> None:
    text = (TOWNSHIP.parent / "dispatch-township.toml").read_text("utf-8")
    wrong = text.replace("[procedure]\n", '[procedure]\ncount_pages = "urgency = 特急"\n', 1)

    with pytest.raises(ProcedureFileError, match="只用于收文"):
        parse_procedure(wrong, "own.toml")
