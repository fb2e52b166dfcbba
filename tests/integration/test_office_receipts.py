"""Papers from outside through the real office: dropped, signed for, instructed, handled, read, concluded, filed, found, and back from the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Phase
from domain.receipt_listing import ReceiptQuery
from office import care, search
from office.archived import record_of
from office.receipt_errors import DuplicateReceiptError, LeadReportsLastError
from office.scope import scope_of
from office.views import todo
from tests import an_office
from tests import receipts_office as r
from tests.an_office import AnOffice


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AnOffice]:
    root = tmp_path / "office"
    an_office.prepare(root)
    with an_office.opened(root, an_office.new_clock()) as opened:
        yield opened


def test_a_dropped_piece_goes_its_whole_way_into_the_archive(office: AnOffice) -> None:
    document_id = r.arrived(office, "县政府通知.docx")
    assert office.case(document_id).phase is Phase.TO_RECEIVE
    assert [item.step_name for item in todo(office.house, office.actor("clerk"))] == ["签收登记"]

    case = r.entered(office, document_id)
    assert case.number == "云收〔2026〕1号"
    r.reviewed(office, document_id)
    r.proposed(office, document_id, lead="经济发展办公室")
    r.instructed(office, document_id, lead="economy", units=("social",), readers=("何为民",))
    assert "何为民" in " ".join(step.who for step in office.case(document_id).open_steps())
    with pytest.raises(LeadReportsLastError):
        r.reported(office, document_id, "economy")
    r.reported(office, document_id, "social")
    r.reported(office, document_id, "economy")
    r.signed(office, document_id, "secretary")
    case = r.concluded(office, document_id)

    assert case.phase is Phase.DONE, case.stuck
    files = record_of(office.house, case).files()
    assert {"文件处理签.pdf", "传阅单.pdf", "正文.txt", "元数据.json", "办理过程.json", "正本.docx"} <= set(files)
    found = search.search(office.house, office.actor("clerk"), "防汛检查")
    assert [hit.object_id for hit in found.hits] == [document_id]
    back = office.back("办结", "收文")
    assert [path.name for path in back if path.suffix == ".pdf"] == ["传阅单.pdf", "文件处理签.pdf"]


def test_the_same_number_of_the_same_sender_is_entered_once(office: AnOffice) -> None:
    first = r.received(office, "甲.docx", r.letter(number="临政发〔2026〕8号"), sender_number="临政发〔2026〕8号")
    second = r.arrived(office, "乙.docx", r.letter(number="临政发[2026]8号", body="再发一次。"))

    with pytest.raises(DuplicateReceiptError, match=first):
        r.entered(office, second, sender_number="临政发[2026]08号")

    assert office.case(second).phase is Phase.TO_RECEIVE


def test_the_registry_made_again_from_the_ledger_holds_every_piece(office: AnOffice) -> None:
    r.to_leader(office, name="丙.docx", data=r.letter(number="临政发〔2026〕9号"), sender_number="临政发〔2026〕9号")
    before = office.house.registry.cases()
    listed = office.house.registry.receipts(scope_of(office.actor("clerk")), ReceiptQuery())

    care.rebuild_registry(office.house)

    assert office.house.registry.cases() == before
    assert office.house.registry.receipts(scope_of(office.actor("clerk")), ReceiptQuery()) == listed
    assert care.verify(office.house).holds
