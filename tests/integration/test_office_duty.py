"""A sweep whose duty somebody else took over stops, blames no document, and leaves the work to the successor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from domain.case import Phase
from office.advance import advance, file_due, hand_back_due, issue_due, take_in_due
from office.duty import DUTY, TERM, Duty, under
from registry.errors import LeaseLostError
from tests.an_office import AnOffice, a_draft, a_title, new_clock, opened, prepare


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("duty") / "office"
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


def lost(office: AnOffice) -> Duty:
    """Give a duty whose holder was paused until a successor took over."""
    lease = office.house.registry.lease(DUTY, "one", TERM)
    assert lease is not None
    office.clock.advance(TERM + dt.timedelta(seconds=1))
    successor = office.house.registry.lease(DUTY, "two", TERM)
    assert successor is not None
    office.house.registry.release(successor)
    return Duty(lease)


def sealed(office: AnOffice) -> str:
    document_id = office.signed(a_title())
    office.register(document_id)
    office.seal(document_id)
    return document_id


def test_a_late_sweep_marks_no_document_and_the_successor_goes_on_with_it(office: AnOffice) -> None:
    document_id = sealed(office)
    late = lost(office)
    before = office.case(document_id)

    with under(late), pytest.raises(LeaseLostError):
        issue_due(office.house)

    assert late.lost.is_set()
    assert office.case(document_id) == before
    issue_due(office.house)
    assert office.case(document_id).phase is Phase.ISSUED
    office.work()


def test_what_a_late_sweep_filed_is_filed_once(office: AnOffice) -> None:
    document_id = sealed(office)
    issue_due(office.house)

    with under(lost(office)), pytest.raises(LeaseLostError):
        file_due(office.house)
    file_due(office.house)

    assert office.case(document_id).phase is Phase.FILED
    assert office.case(document_id).stuck is None
    office.work()


def test_what_a_late_sweep_handed_back_lies_there_once(office: AnOffice) -> None:
    document_id = sealed(office)
    issue_due(office.house)
    file_due(office.house)
    before = len(office.back("办结"))

    with under(lost(office)), pytest.raises(LeaseLostError):
        hand_back_due(office.house)
    papers = len(office.back("办结"))
    hand_back_due(office.house)

    assert papers > before
    assert len(office.back("办结")) == papers
    assert office.case(document_id).phase is Phase.DONE


def test_a_drop_that_came_to_a_late_porter_stays_for_its_successor(office: AnOffice) -> None:
    title = a_title()
    place = office.drop(f"{title}.docx", a_draft(title))

    with under(lost(office)), pytest.raises(LeaseLostError):
        take_in_due(office.house)

    assert place.exists()
    advance(office.house)
    assert not place.exists()
    assert [case.title for case in office.house.registry.cases()].count(title) == 1
