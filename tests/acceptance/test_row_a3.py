"""Row A3 of what the offices' rules ask, circulation: each sentence is one assertion, quoted beside it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.office import Account
from domain.receipt import Assignment, OnPaper
from domain.receipt_listing import ReceiptQuery
from office import receipt_acts, receipt_care
from office.deadlines import due_rows
from office.errors import NotYourStepError
from office.receipt_acts import Given
from office.receipt_book import receipt_book
from office.receipt_errors import AssignmentUnfitError
from office.receipt_sheet import circulation_paper
from office.receipt_views import view_receipt
from office.scope import may_see, scope_of
from office.signing_errors import SignerUnfitError
from tests import an_office
from tests import receipts_office as r
from tests.acceptance.test_row_a2 import at_leader
from tests.an_office import AnOffice


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AnOffice]:
    an_office.prepare(tmp_path / "office")
    with an_office.opened(tmp_path / "office", an_office.new_clock()) as opened:
        yield opened


def circulating(office: AnOffice, *, in_order: bool = False) -> str:
    """Let a piece be read by the party secretary and the office's director."""
    document_id = at_leader(office)
    r.instructed(office, document_id, readers=("何为民", "孙伟"), in_order=in_order)
    return document_id


def test_by_the_leaders_list_each_reader_signs_and_dates(office: AnOffice) -> None:
    # By the leader's list, each reader signs and dates;
    document_id = circulating(office)
    office.clock.advance(hours=2)

    r.signed(office, document_id, "secretary", "已阅")
    case = r.signed(office, document_id, "director")

    assert case.incoming is not None
    read = case.incoming.said("read")
    assert [(one.person, one.words, one.at) for one in read] == [
        ("he-weimin", "已阅", office.clock.now()),
        ("sun-wei", "已阅", office.clock.now()),
    ]
    assert [step.key for step in case.open_steps()] == ["conclude"]


def test_in_order_the_next_reader_has_it_when_the_one_before_has_signed(office: AnOffice) -> None:
    # (issue) in order or in parallel
    document_id = circulating(office, in_order=True)
    with pytest.raises(NotYourStepError):
        r.signed(office, document_id, "director")

    case = r.signed(office, document_id, "secretary")

    assert [step.who for step in case.open_steps()] == ["孙伟"]


def test_where_a_document_is_at_any_moment_is_known_in_one_query(office: AnOffice) -> None:
    # where a document is at any moment is known;
    document_id = circulating(office)
    r.signed(office, document_id, "secretary")

    (row,) = receipt_book(office.house, office.actor("clerk"), ReceiptQuery(open_only=True)).rows

    assert row.where == "在传阅（孙伟）"


def test_no_side_passing(office: AnOffice) -> None:
    # no side-passing;
    document_id = circulating(office)

    with pytest.raises(NotYourStepError):
        r.signed(office, document_id, "leader")
    with pytest.raises(AssignmentUnfitError, match="不能列为传阅人"):
        receipt_care.enlarge(
            office.house, office.actor("leader"), document_id, Assignment(readers=("林晓",)), words="请阅"
        )


def test_reminders_and_overdue_readers(office: AnOffice) -> None:
    # reminders (催阅) and returns; overdue readers reminded
    document_id = circulating(office)
    office.clock.advance(hours=24 * 4)

    late = [row for row in due_rows(office.house) if row.document_id == document_id and row.due and row.due.overdue]
    case = receipt_care.contact(
        office.house,
        office.actor("clerk"),
        document_id,
        about="催办",
        whom="孙伟",
        means="电话",
        words="请今天阅毕退回",
    )

    assert [row.who for row in late] == ["何为民", "孙伟"]
    assert case.incoming is not None
    assert case.incoming.contacts[0].whom == "孙伟"


def test_cancellation_on_return_stands_on_the_circulation_sheet(office: AnOffice) -> None:
    # cancellation on return.
    document_id = circulating(office)
    office.clock.advance(hours=3)
    r.signed(office, document_id, "secretary")

    rows = circulation_paper(office.house, office.case(document_id)).rows

    assert rows[0][1:4] == ("何为民", "3月2日 09:00", "3月2日 12:00")
    assert rows[1][1:4] == ("孙伟", "3月2日 09:00", "")


def test_a_signature_on_paper_is_entered_by_the_clerk_for_whom_it_is(office: AnOffice) -> None:
    # (issue) on the desk or by 代录
    document_id = circulating(office)
    clerk = office.actor("clerk")
    wrong = Given("已阅", step="read/he-weimin", on_paper=OnPaper("zheng-yuan", r.a_day()))
    with pytest.raises(SignerUnfitError):
        receipt_acts.read(office.house, clerk, document_id, wrong)

    right = dataclasses.replace(wrong, on_paper=OnPaper("he-weimin", r.a_day()))
    case = receipt_acts.read(office.house, clerk, document_id, right)

    assert case.incoming is not None
    assert (case.incoming.remarks[-1].person, case.incoming.remarks[-1].recorder) == ("he-weimin", "zhao-min")


def test_what_a_reader_signs_on_paper_sends_nothing_anywhere_and_so_waits_for_nobody(office: AnOffice) -> None:
    # each reader signs and dates: S2 一6 "Readers should sign their names", S3 四4 严格传阅登记、签名、注销手续 (ADR 0044)
    document_id = circulating(office)
    before = office.case(document_id)
    words = "请经发办办理，后天报结果"
    given = Given(words, step="read/he-weimin", on_paper=OnPaper("he-weimin", r.a_day()))

    case = receipt_acts.read(office.house, office.actor("clerk"), document_id, given)

    assert before.route is not None
    assert case.route is not None
    assert [step.key for step in case.route.steps] == [step.key for step in before.route.steps]
    assert [step.key for step in case.open_steps()] == [
        step.key for step in before.open_steps() if step.key != "read/he-weimin"
    ]
    assert not case.papers  # nothing waits to be compared
    assert case.incoming is not None
    assert case.incoming.remarks[-1].words == words


def test_recall_and_a_reader_who_left(office: AnOffice) -> None:
    # (issue) reminders, recall, closing; a reader who left.
    document_id = circulating(office)
    people = tuple(one for one in office.house.office.people if one.id != "he-weimin")
    accounts = tuple(one for one in office.house.office.accounts if one.person != "he-weimin")
    left = dataclasses.replace(office.house.office, people=people, accounts=accounts)
    house = dataclasses.replace(office.house, office=left)
    assert view_receipt(house, office.actor("clerk"), document_id).left == ("何为民",)

    case = receipt_care.recall(house, office.actor("clerk"), document_id, step="read/he-weimin", reason="已调离")

    assert [step.who for step in case.open_steps()] == ["孙伟"]


def test_a_reader_of_another_unit_sees_what_they_are_to_read_and_nobody_else_of_it_does(office: AnOffice) -> None:
    # scope: visible to whom it is sent, once it is
    extra = (Account("economy_head", "chen-li", ("unit_head",), ("economy",)),)
    others = tuple(one for one in office.house.office.accounts if one.login != "unit_head")
    house = dataclasses.replace(
        office.house, office=dataclasses.replace(office.house.office, accounts=(*others, *extra))
    )
    here = AnOffice(house, office.clock)
    document_id = at_leader(here)
    head = here.actor("economy_head")
    assert not may_see(head, here.case(document_id))
    assert house.registry.receipts(scope_of(head), ReceiptQuery()).total == 0

    r.instructed(here, document_id, readers=("陈立",))

    assert may_see(head, here.case(document_id))
    assert house.registry.receipts(scope_of(head), ReceiptQuery()).total == 1
    assert dt.date(2026, 3, 2) == here.case(document_id).dated
