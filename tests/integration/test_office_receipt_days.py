"""The day a leader named stays that day: whoever is added beside it, whenever the step opens, and until an extension is granted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Case
from domain.listing import EVERYTHING
from domain.procedure import Limit, LimitUnit
from domain.receipt import Assignment
from domain.receipt_listing import ReceiptQuery
from office import extend, receipt_care
from office.deadlines import deadline_of
from office.receipt_book import receipt_book
from office.receipt_sheet import circulation_paper, sheet_paper
from office.receipt_views import view_receipt
from office.signing_acts import dues
from registry.values import TodoRow
from tests import an_office
from tests import receipts_office as r
from tests.an_office import AnOffice, a_title

FRIDAY = dt.date(2026, 3, 6)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AnOffice]:
    """Open an office whose clock stands on Monday, the 2nd of March 2026."""
    an_office.prepare(tmp_path / "office")
    with an_office.opened(tmp_path / "office", an_office.new_clock()) as opened:
        yield opened


def _days(office: AnOffice, case: Case) -> dict[str, dt.date]:
    return {step.key: due.at.date() for step, due in dues(office.house, case) if step}


def _listed(office: AnOffice, case: Case) -> dict[str, dt.date]:
    """Give the days as the to-do list tells them."""
    rows: list[TodoRow] = [
        row for row in office.house.registry.tasks(None, (), EVERYTHING) if row.document_id == case.document_id
    ]
    found = {row.step: deadline_of(office.house, row) for row in rows}
    return {step: due.at.date() for step, due in found.items() if due}


def _enlarged(office: AnOffice, document_id: str, **more: object) -> None:
    given = Assignment(**more)  # type: ignore[arg-type]
    receipt_care.enlarge(office.house, office.actor("leader"), document_id, given, words="请一并办理")


def _extended(office: AnOffice, document_id: str, step: str, days: int) -> None:
    limit = Limit(days, LimitUnit.DAYS)
    extend.extend(office.house, office.actor("leader"), document_id, limit=limit, reason="雨天", step=step)


def test_a_unit_added_later_has_until_the_named_day_and_moves_nobody_elses(office: AnOffice) -> None:
    document_id = r.to_leader(office)
    r.instructed(office, document_id, lead="economy", due=FRIDAY)

    office.clock.advance(days=2)
    _enlarged(office, document_id, units=("social",))

    case = office.case(document_id)
    assert _days(office, case) == {"handle:economy": FRIDAY, "handle:social": FRIDAY}
    assert _listed(office, case) == _days(office, case)


def test_without_a_named_day_each_unit_has_its_own_days_from_when_it_got_the_piece(office: AnOffice) -> None:
    document_id = r.to_leader(office)
    r.instructed(office, document_id, lead="economy")

    office.clock.advance(days=2)
    _enlarged(office, document_id, units=("social",))

    # handled within two days of the instruction: Monday to Wednesday, Wednesday to Friday
    case = office.case(document_id)
    assert _days(office, case) == {"handle:economy": dt.date(2026, 3, 4), "handle:social": FRIDAY}
    assert _listed(office, case) == _days(office, case)


def test_an_extension_outlives_the_coming_of_another_unit(office: AnOffice) -> None:
    document_id = r.to_leader(office)
    r.instructed(office, document_id, lead="economy", due=FRIDAY)
    _extended(office, document_id, "handle:economy", 3)

    office.clock.advance(days=1)
    _enlarged(office, document_id, units=("social",))

    case = office.case(document_id)
    assert _days(office, case) == {"handle:economy": dt.date(2026, 3, 9), "handle:social": FRIDAY}


def test_a_unit_added_after_the_named_day_has_until_midnight(office: AnOffice) -> None:
    document_id = r.to_leader(office)
    r.instructed(office, document_id, lead="economy", due=FRIDAY)

    office.clock.advance(days=7)
    _enlarged(office, document_id, units=("social",))

    assert _days(office, office.case(document_id))["handle:social"] == dt.date(2026, 3, 9)


def test_the_register_calls_nothing_late_that_was_given_more_time(office: AnOffice) -> None:
    kept, given = r.to_leader(office), r.to_leader(office, sender_number="临政发〔2026〕4号", name="另一件.docx")
    for document_id in (kept, given):
        r.instructed(office, document_id, lead="economy", due=FRIDAY)
    _extended(office, given, "handle:economy", 4)
    office.clock.advance(days=7)
    today, clerk = office.clock.today(), office.actor("clerk")

    late = receipt_book(office.house, clerk, ReceiptQuery(late_on=today))
    rows = {row.document_id: (row.due, row.late) for row in receipt_book(office.house, clerk).rows}

    assert ([row.document_id for row in late.rows], late.total) == ([kept], 1)
    assert rows == {kept: (FRIDAY, True), given: (dt.date(2026, 3, 10), False)}
    assert view_receipt(office.house, clerk, given).due == dt.date(2026, 3, 10)
    assert dict(sheet_paper(office.house, office.case(given)).fields)["办理时限"] == "2026年3月10日（原定2026年3月6日）"

    office.clock.advance(days=2)
    assert receipt_book(office.house, clerk, ReceiptQuery(late_on=office.clock.today())).total == 2


def test_the_circulation_sheet_tells_each_reader_s_own_moment(office: AnOffice) -> None:
    document_id = r.to_leader(office)
    r.instructed(office, document_id, readers=("he-weimin",))

    office.clock.advance(days=1)
    _enlarged(office, document_id, readers=("sun-wei",))

    sent = {row[1]: row[2] for row in circulation_paper(office.house, office.case(document_id)).rows}
    assert sorted(sent.values()) == ["3月2日 09:00", "3月3日 09:00"]


def test_the_second_step_of_our_own_paper_is_due_from_when_it_came(office: AnOffice) -> None:
    document_id = office.take_in(a_title())
    first = _days(office, office.case(document_id))

    office.clock.advance(days=1)
    office.approve(document_id, "unit_head")

    # each has one working day: the unit's head from Monday, the deputy from Tuesday
    case = office.case(document_id)
    assert first == {"unit-review": dt.date(2026, 3, 3)}
    assert _days(office, case) == _listed(office, case) == {"deputy-review": dt.date(2026, 3, 4)}
