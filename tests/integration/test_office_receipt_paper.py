"""What a leader writes with a pen on a paper that came in: recorded with its scan, compared by a second person, and only then on its way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Case
from domain.procedure import Verb
from domain.receipt import Assignment, OnPaper
from office import care, paper, receipt_acts, receipt_care
from office.archived import record_of
from office.errors import NotYourRoleError, OpinionMissingError, SamePersonError
from office.paper import scan_page
from office.receipt_acts import Given
from office.receipt_errors import ScanMissingError
from office.receipt_paper import scanned
from office.receipt_views import view_receipt
from office.signing_errors import PaperWaitsError
from office.views import todo
from tests import an_office
from tests import receipts_office as r
from tests.an_office import AnOffice
from tests.office_signing import SCAN

STEP = "compare/instruct"
WORDS = "请经发办牵头办理，三日内报结果。"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AnOffice]:
    an_office.prepare(tmp_path / "office")
    with an_office.opened(tmp_path / "office", an_office.new_clock()) as opened:
        yield opened


def recorded(office: AnOffice, document_id: str, *, scan: bool = True, words: str = WORDS) -> Case:
    """Record what the leader wrote on the sheet, as the clerk."""
    kept = scanned(office.house, "处理签.png", SCAN) if scan else None
    given = Given(
        words,
        Assignment(lead="economy", readers=("何为民",)),
        "instruct",
        on_paper=OnPaper("zheng-yuan", r.a_day(), kept),
    )
    return receipt_acts.instruct(office.house, office.actor("clerk"), document_id, given)


def compared(office: AnOffice, document_id: str, login: str = "director", **more: object) -> Case:
    """Compare it with the scan."""
    told = {"agrees": True, **more}
    return paper.compare_paper(office.house, office.actor(login), document_id, step="instruct", **told)  # type: ignore[arg-type]


def steps(office: AnOffice, login: str) -> list[str]:
    return [item.step for item in todo(office.house, office.actor(login))]


def test_an_instruction_on_paper_counts_when_a_second_person_has_compared_it(office: AnOffice) -> None:
    document_id = r.to_leader(office)

    waiting = recorded(office, document_id)

    assert [step.key for step in waiting.open_steps()] == ["instruct"], "it does not move before it is compared"
    assert waiting.incoming is not None
    assert not waiting.incoming.said("instruct")
    assert STEP in steps(office, "director")
    assert STEP not in steps(office, "clerk"), "who recorded it does not compare it"
    (one,) = view_receipt(office.house, office.actor("director"), document_id).to_compare
    assert (one.signer, one.recorder, one.is_mine) == ("郑远", "赵敏", True)
    with pytest.raises(SamePersonError, match="核对代录"):
        compared(office, document_id, "clerk")
    with pytest.raises(NotYourRoleError):
        compared(office, document_id, "keeper")

    case = compared(office, document_id)

    assert [step.key for step in case.open_steps()] == ["handle:economy", "read/he-weimin"]
    assert case.incoming is not None
    (said,) = case.incoming.said("instruct")
    assert (said.person, said.recorder, said.words, said.at.date()) == ("zheng-yuan", "zhao-min", WORDS, r.a_day())
    assert not case.papers


def test_one_that_differs_from_its_scan_is_void_and_recorded_again(office: AnOffice) -> None:
    document_id = r.to_leader(office)
    recorded(office, document_id, words="请社会事务办办理")
    with pytest.raises(PaperWaitsError):
        recorded(office, document_id)
    with pytest.raises(OpinionMissingError):
        compared(office, document_id, agrees=False)

    case = compared(office, document_id, agrees=False, note="写的是经发办")

    assert [step.key for step in case.open_steps()] == ["instruct"]
    recorded(office, document_id)
    assert compared(office, document_id).open_step("handle:economy")


def test_nothing_is_recorded_without_the_scan_it_is_compared_with(office: AnOffice) -> None:
    document_id = r.to_leader(office)

    with pytest.raises(ScanMissingError, match="没有附扫描件"):
        recorded(office, document_id, scan=False)


def test_the_leader_who_decides_at_the_desk_ends_what_was_recorded(office: AnOffice) -> None:
    document_id = r.to_leader(office)
    recorded(office, document_id)

    case = r.instructed(office, document_id, lead="social")

    assert not case.papers
    assert [step.key for step in case.open_steps()] == ["handle:social"]
    assert STEP not in steps(office, "director")


def test_a_leader_who_was_taken_back_leaves_no_paper_to_compare(office: AnOffice) -> None:
    document_id = r.to_leader(office)
    r.instructed(office, document_id, leaders=("何为民",))
    scan = scanned(office.house, "处理签.png", SCAN)
    given = Given(WORDS, step="instruct/he-weimin", on_paper=OnPaper("he-weimin", r.a_day(), scan))
    receipt_acts.instruct(office.house, office.actor("clerk"), document_id, given)

    leader = office.actor("leader")
    case = receipt_care.recall(office.house, leader, document_id, step="instruct/he-weimin", reason="外出")

    assert not case.papers
    assert all(step.verb is not Verb.COMPARE for step in case.tasks())


def test_the_sheet_is_kept_with_the_record_and_the_registry_comes_back_from_the_ledger(office: AnOffice) -> None:
    document_id = r.to_leader(office)
    recorded(office, document_id)
    before = office.house.registry.cases()
    care.rebuild_registry(office.house)
    assert office.house.registry.cases() == before
    compared(office, document_id)
    r.reported(office, document_id, "economy")
    r.signed(office, document_id, "secretary")

    case = r.concluded(office, document_id)

    assert record_of(office.house, case).read("签批/01 批示.png") == SCAN
    digest = case.on_paper[0].scan.sha512
    office.house.staging.discard(digest)
    page = scan_page(office.house, office.actor("clerk"), document_id, digest, 1)
    assert page.startswith(b"\x89PNG"), "the sheet is still seen when only the archive has it"
    assert care.verify(office.house).holds
