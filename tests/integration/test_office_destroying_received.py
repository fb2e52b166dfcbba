"""Destroying what came in, and what was exchanged: the registers keep their lines, the content is gone everywhere it is ours to remove."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
from django.db import connections

from domain.case import Case, Phase
from domain.destroyed import TITLE as GONE
from domain.destruction import Stage
from domain.exchange import ParcelQuery, Side
from domain.receipt_listing import ReceiptQuery
from office import care, destruction_papers, receipt_book
from office.archived import record_of
from office.books_taken import Format
from office.doctor_exchange import exchange_warnings
from office.exchange import exchange
from office.exchange_errors import PackageDestroyedError
from office.exchange_send import send, send_again
from office.receipt_errors import DuplicateReceiptError, ReceiptDestroyedError
from office.receipt_views import view_receipt
from office.receive import particulars_found, receive
from office.search import search
from tests import destroying as acts
from tests import receipts_office as r
from tests.a_way import go_on, going_by, until
from tests.an_office import AnOffice, a_draft, a_title, new_clock, opened, prepare
from tests.desk_visitor import Visitor, desk_for, text_of
from tests.exchange_making import VILLAGES, TheCounty, prepare_exchanging
from tests.integration.test_office_destroying import rows_of
from tests.making_pdf import scanned_pdf

TITLE = "临溪县人民政府关于麒麟踏雪事项的通知"
PHRASE = "独角兽普查"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AnOffice]:
    prepare(tmp_path / "office")
    with opened(tmp_path / "office", new_clock()) as office:
        yield office


def handled(office: AnOffice, document_id: str) -> Case:
    """Let a piece that was entered go its whole way through the people into the archive."""
    r.reviewed(office, document_id)
    r.proposed(office, document_id, lead="经济发展办公室")
    r.instructed(office, document_id, lead="economy", readers=("何为民",))
    r.reported(office, document_id, "economy")
    r.signed(office, document_id, "secretary")
    case = r.concluded(office, document_id)
    assert case.phase is Phase.DONE, case.stuck
    return case


def dropped(office: AnOffice, name: str, data: bytes) -> Case:
    return handled(office, r.received(office, name, data, title=TITLE))


def bytes_of(office: AnOffice, case: Case) -> set[str]:
    """Name all that lies in a record by its digest, its original among it."""
    return set(record_of(office.house, case).inventory.manifest)


def holding(roots: Collection[Path], digests: set[str]) -> list[Path]:
    """List the files that hold one of these bytes, whatever they are called."""
    files = (path for root in roots for path in root.rglob("*") if path.is_file())
    return [path for path in files if hashlib.sha512(path.read_bytes()).hexdigest() in digests]


PIECES: dict[str, Callable[[], tuple[str, bytes]]] = {
    "word": lambda: ("麒麟踏雪来文.docx", r.letter(title=TITLE, body=f"各乡镇要在三月底前完成{PHRASE}。")),
    "scan": lambda: ("麒麟踏雪扫描件.pdf", scanned_pdf("麒麟", pages=2)),
}


@pytest.mark.parametrize("piece", PIECES)
def test_of_a_piece_that_came_in_nothing_is_left_but_its_line_in_the_register(office: AnOffice, piece: str) -> None:
    case = dropped(office, *PIECES[piece]())
    kept, root = bytes_of(office, case), office.house.root
    assert holding([root], kept)
    assert [path for path in (root / "已收").rglob("*.txt") if "麒麟踏雪" in path.name]
    acts.make_due(office, case.document_id)

    known = acts.carried_out(office, case.document_id)

    connections.close_all()
    assert holding([root], kept) == []
    assert acts.places_of(root, PHRASE) == []
    assert [path for path in root.rglob("*") if "麒麟踏雪" in path.name] == []
    of_the_list = {line.payload_sha256 for line, _ in office.house.registry.history(known.id)}
    assert [place for place in acts.places_of(root, TITLE) if not is_the_lists(Path(place), of_the_list)] == []
    assert care.verify(office.house).faults == ()


def is_the_lists(place: Path, payloads: set[str]) -> bool:
    """Tell whether a file holds the list of what was destroyed, which names titles for ever."""
    return "destruction" in str(place) or place.name in payloads or place.name.startswith("registry.sqlite")


def test_the_register_of_receipts_keeps_the_line_without_the_title(office: AnOffice) -> None:
    case, stays = (
        dropped(office, *PIECES["word"]()),
        r.received(office, "另一件.docx", sender_number="临政发〔2026〕9号"),
    )
    acts.make_due(office, case.document_id)

    acts.carried_out(office, case.document_id)

    clerk = office.actor("clerk")
    rows = receipt_book.receipt_book(office.house, clerk).rows
    assert {row.document_id: (row.number, row.title) for row in rows} == {
        case.document_id: (case.number, GONE),
        stays: (office.case(stays).number, r.TITLE),
    }
    taken_away = receipt_book.export_receipts(office.house, clerk, ReceiptQuery(), Format.CSV).decode("utf-8-sig")
    assert case.number in taken_away
    assert TITLE not in taken_away
    assert search(office.house, clerk, "麒麟踏雪").total == 0
    before = rows_of(office)
    care.rebuild_registry(office.house)
    assert rows_of(office) == before


class Exchanging:
    """An office that exchanges packages, and its second disk."""

    def __init__(self, office: AnOffice, county: TheCounty, disk: Path) -> None:
        self.office, self.county, self.disk = office, county, disk
        self.roots = (office.house.root, disk)

    def came(self) -> Case:
        """Let a package come, and its piece go its whole way."""
        house = self.office.house
        self.county.lay(house.root, self.county.package(title=TITLE))
        exchange(house)
        self.office.work()
        exchange(house)
        (case,) = house.registry.cases()
        receive(house, self.office.actor("clerk"), case.document_id, particulars_found(house, case))
        return handled(self.office, case.document_id)

    def copies(self) -> list[str]:
        return [path.name for path in self.disk.rglob("*") if path.is_file()]


@pytest.fixture
def exchanging(tmp_path: Path) -> Iterator[Exchanging]:
    county, village, disk = TheCounty(), TheCounty("QSC", "青石村村民委员会", (VILLAGES,)), tmp_path / "disk"
    disk.mkdir()
    prepare_exchanging(tmp_path / "office", county, village, backup=str(disk))
    with opened(tmp_path / "office", new_clock()) as office:
        yield Exchanging(office, county, disk)


def test_what_came_by_exchange_goes_from_the_second_disk_too(exchanging: Exchanging) -> None:
    office, case = exchanging.office, exchanging.came()
    kept = bytes_of(office, case)
    assert "正本.pdf" in exchanging.copies()
    (parcel,) = office.house.registry.parcels(ParcelQuery(side=Side.IN))
    acts.make_due(office, case.document_id)

    known = acts.carried_out(office, case.document_id)

    connections.close_all()
    assert holding(exchanging.roots, kept) == []
    assert exchanging.copies() == []
    assert not any(map(office.house.exchange.content.holds, parcel.contents))
    assert known.exchanged == ()
    assert care.verify(office.house).faults == ()


def test_a_second_disk_that_is_away_is_named_on_the_certificate_and_cleared_when_it_is_back(
    exchanging: Exchanging,
) -> None:
    office, case = exchanging.office, exchanging.came()
    (copy,) = (path.parent for path in exchanging.disk.rglob("正本.pdf"))
    away = exchanging.disk.rename(exchanging.disk.with_name("away"))
    acts.make_due(office, case.document_id)

    known = acts.carried_out(office, case.document_id)

    assert known.exchanged == (str(copy),)
    certificate = dict(destruction_papers.certificate(office.house, known).fields)
    assert f"没有连上的公文交换副本（连上后第一次交换时清除）：{copy}" in certificate["其他去处"]
    before = rows_of(office)
    care.rebuild_registry(office.house)
    assert rows_of(office) == before
    assert "清除副本" not in [row.act for row in exchange(office.house)]
    away.rename(exchanging.disk)
    assert [row.result for row in exchange(office.house) if row.act == "清除副本"] == ["已清除1份已销毁档案的副本"]
    assert exchanging.copies() == []


def test_what_waits_to_be_fetched_is_taken_out_and_never_sent_again(exchanging: Exchanging) -> None:
    office = going_by(exchanging.office, "dispatch-subdistrict")
    house, document = office.house, until(office, "distribute")
    (parcel, *_) = send(house, office.actor("clerk"), document)
    exchange(house)
    go_on(office, document)
    office.work()
    assert office.case(document).phase is Phase.DONE
    outboxes = house.root / "交换" / "发出"
    assert list(outboxes.rglob("正本.pdf"))
    acts.make_due(office, document)

    known = acts.carried_out(office, document)

    assert known.stage is Stage.DESTROYED
    assert list(outboxes.rglob("正本.pdf")) == []
    assert exchanging.copies() == []
    office.clock.advance(days=30)
    assert "催收回执" not in [row.act for row in exchange(office.house)]
    assert not [said for said, _ in exchange_warnings(office.house) if "没有回执" in said]
    with pytest.raises(PackageDestroyedError, match="已经依规定销毁"):
        send_again(office.house, office.actor("clerk"), parcel.package)


def test_an_outbox_that_is_away_is_named(exchanging: Exchanging) -> None:
    office = going_by(exchanging.office, "dispatch-subdistrict")
    document = until(office, "distribute")
    send(office.house, office.actor("clerk"), document)
    go_on(office, document)
    office.work()
    outbox = exchanging.county.outgoing(office.house.root)
    (package,) = exchanging.county.packages(office.house.root)
    outbox.rename(outbox.with_name("取走了"))
    acts.make_due(office, document)

    known = acts.carried_out(office, document)

    assert known.exchanged == (package.relative_to(office.house.root).as_posix(),)


def test_a_receipt_for_another_document_stays(office: AnOffice) -> None:
    gone, stays = office.filed(a_title("秋粮")), office.take_in("关于留下来的通知", a_draft("关于留下来的通知"))
    acts.make_due(office, gone.document_id)

    acts.carried_out(office, gone.document_id)

    (receipt,) = (path for path in office.back("已收") if path.suffix == ".txt")
    assert stays in receipt.read_text("utf-8-sig")


def test_a_destroyed_piece_is_known_again_by_its_senders_number(office: AnOffice) -> None:
    case = dropped(office, *PIECES["word"]())
    acts.make_due(office, case.document_id)
    acts.carried_out(office, case.document_id)

    again = r.arrived(office, "又来.docx", r.letter(title=TITLE, body="再发一次。"))

    with pytest.raises(DuplicateReceiptError, match=case.document_id):
        r.entered(office, again, title=TITLE)


def test_the_desk_shows_of_a_destroyed_piece_its_line_and_by_which_list_it_went(office: AnOffice) -> None:
    case = dropped(office, *PIECES["scan"]())
    acts.make_due(office, case.document_id)
    acts.carried_out(office, case.document_id)
    clerk = Visitor(desk_for(office.house), "clerk")

    book = text_of(clerk.get("/receipt-book?year=2026"))
    page = clerk.get(f"/documents/{case.document_id}")

    assert f'<a href="/documents/{case.document_id}">{case.number}</a>' in book
    assert page.status_code == 200
    assert "已销毁，见销毁清册2037-001第1项" in text_of(page)
    for address in ("", "/sheet.pdf", "/circulation.pdf", "/pages/1.png"):
        assert clerk.get(f"/receipts/{case.document_id}{address}").status_code in (404, 409), address
    with pytest.raises(ReceiptDestroyedError, match="见销毁清册2037-001第1项"):
        view_receipt(office.house, office.actor("clerk"), case.document_id)
