"""What goes to other offices: only what is issued, exactly to the approved list, never what is classified, once; and its receipts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.book_events import RepealKind
from domain.case import Phase
from domain.exchange import ParcelQuery, Side, Stage
from domain.facts import FactName, FactSource, settle, stated
from office.distribute import deliver
from office.errors import NotYourRoleError
from office.exchange import exchange
from office.exchange_errors import (
    NotAPartnerError,
    NotYetIssuedError,
    RecipientsDifferError,
    SecretNotSentError,
    UnknownPackageError,
)
from office.exchange_send import files_of, require_sendable, send, send_again
from office.exchange_view import destinations, exchange_view, to_send
from office.remnants import Remnants, clear
from office.repeal import repeal
from tests.a_way import going_by, until
from tests.an_office import AnOffice, new_clock, opened
from tests.exchange_making import COUNTY, VILLAGES, TheCounty, prepare_exchanging, sheet_of


@pytest.fixture(scope="module")
def county() -> TheCounty:
    return TheCounty()


@pytest.fixture(scope="module")
def village() -> TheCounty:
    return TheCounty("QSC", "青石村村民委员会", (VILLAGES,))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, county: TheCounty, village: TheCounty) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("sending") / "office"
    prepare_exchanging(root, county, village)
    with opened(root, new_clock()) as opened_office:
        yield going_by(opened_office, "dispatch-subdistrict")


@pytest.fixture(scope="module")
def to_distribute(office: AnOffice) -> str:
    """Bring a document to its distribution; nothing is sent of it yet."""
    return until(office, "distribute")


@pytest.fixture(scope="module")
def on_its_way(office: AnOffice) -> str:
    """Send a document whose receipts are not there yet."""
    document = until(office, "distribute")
    send(office.house, office.actor("clerk"), document)
    return document


def sent(office: AnOffice, document: str) -> list[str]:
    return [one.partner for one in office.house.registry.parcels(ParcelQuery(document=document))]


def test_a_missing_or_an_extra_recipient_is_refused_by_name_and_nothing_is_sent(
    office: AnOffice, to_distribute: str
) -> None:
    clerk = office.actor("clerk")

    for to, otherwise, told in (
        ((COUNTY,), (), f"少了“{VILLAGES}”"),
        ((COUNTY, VILLAGES, "县财政局"), (), "多了“县财政局”"),
        ((COUNTY, VILLAGES), (VILLAGES,), f"“{VILLAGES}”写了两次"),
        ((), ("县财政局",), "多了“县财政局”"),
    ):
        with pytest.raises(RecipientsDifferError, match=told):
            send(office.house, clerk, to_distribute, to=to, otherwise=otherwise)

    assert sent(office, to_distribute) == []


def test_a_recipient_we_do_not_exchange_with_is_refused_by_name_until_it_is_said_how_else_it_gets_it(
    tmp_path: Path, county: TheCounty
) -> None:
    prepare_exchanging(tmp_path / "office", county)
    with opened(tmp_path / "office", new_clock()) as opened_office:
        office = going_by(opened_office, "dispatch-subdistrict")
        document = until(office, "distribute")
        with pytest.raises(NotAPartnerError, match=VILLAGES):
            send(office.house, office.actor("clerk"), document)
        assert sent(office, document) == []

        (parcel,) = send(office.house, office.actor("clerk"), document, otherwise=(VILLAGES,))

        assert (parcel.partner_name, parcel.stage) == (COUNTY, Stage.PLACED)


def test_only_the_clerk_sends(office: AnOffice, to_distribute: str) -> None:
    with pytest.raises(NotYourRoleError):
        send(office.house, office.actor("unit_head"), to_distribute)


def test_what_is_not_issued_is_not_sent(office: AnOffice) -> None:
    document = until(office, "seal")

    with pytest.raises(NotYetIssuedError, match="还没有签发、用印并印发"):
        send(office.house, office.actor("clerk"), document)


def test_what_lost_its_force_is_not_sent(office: AnOffice) -> None:
    document = until(office, "distribute")
    repeal(office.house, office.actor("secretary"), document, kind=RepealKind.REVOKED, reason="依据有误")

    with pytest.raises(NotYetIssuedError, match="文件已撤销"):
        send(office.house, office.actor("clerk"), document)


def test_what_is_classified_is_never_sent(office: AnOffice, to_distribute: str) -> None:
    case = office.case(to_distribute)
    require_sendable(case)

    for level in ("秘密", "机密", "绝密"):
        facts = settle(stated({FactName.LEVEL: level}, FactSource.CLERK))
        with pytest.raises(SecretNotSentError, match=f"这份文件是{level}件"):
            require_sendable(dataclasses.replace(case, facts=facts))


def test_a_document_goes_out_whole_once_and_the_last_receipt_completes_its_distribution(
    office: AnOffice, county: TheCounty, village: TheCounty
) -> None:
    house, clerk = office.house, office.actor("clerk")
    document = until(office, "distribute")
    assert document in [case.document_id for case in to_send(house, clerk)]

    parcels = send(house, clerk, document)
    again = send(house, clerk, document)

    assert sorted(parcel.partner_name for parcel in parcels) == sorted([COUNTY, village.name])
    assert again == parcels
    assert document not in [case.document_id for case in to_send(house, clerk)]
    (package,) = (one for one in county.packages(house.root) if document in one.name)
    files = {one.name: one.read_bytes() for one in package.iterdir()}
    sheet, case = sheet_of(files), office.case(document)
    assert case.issued is not None
    assert (sheet.number, sheet.title, sheet.pages, sheet.copies) == (case.number, case.title, case.issued.pages, 2)
    assert (sheet.recipients, sheet.receiver, sheet.public_key) == ((COUNTY,), county.code, sheet.public_key)
    assert files["正本.pdf"] == house.staging.read(case.issued.pdf)

    county.answer(house.root, package)
    (other,) = (one for one in village.packages(house.root) if document in one.name)
    exchange(house)
    assert office.case(document).to_deliver == (VILLAGES,)
    village.answer(house.root, other)
    exchange(house)
    office.work()

    case = office.case(document)
    assert case.phase is Phase.DONE
    receipts = {one.recipient: (one.received_by, one.copies) for one in case.receipts}
    assert receipts == {
        COUNTY: (f"{COUNTY}（交换回执自动签收）", 2),
        VILLAGES: (f"{village.name}（交换回执自动签收）", 12),
    }
    assert not package.exists()
    assert not list(county.incoming(house.root).glob("*.json"))


def test_a_recipient_that_signed_on_paper_already_is_not_counted_twice(office: AnOffice, county: TheCounty) -> None:
    house, clerk = office.house, office.actor("clerk")
    document = until(office, "distribute")
    send(house, clerk, document)
    deliver(house, clerk, document, recipient=COUNTY, received_by="王芳")
    (package,) = (one for one in county.packages(house.root) if document in one.name)

    county.answer(house.root, package)
    exchange(house)

    assert [one.received_by for one in office.case(document).receipts] == ["王芳"]
    assert house.registry.parcels(ParcelQuery(document=document, partner=county.code))[0].stage is Stage.ACKNOWLEDGED


def test_a_refusal_is_told_with_its_reason_and_the_package_can_be_sent_again_as_it_was(
    office: AnOffice, county: TheCounty
) -> None:
    house, clerk = office.house, office.actor("clerk")
    document = until(office, "distribute")
    send(house, clerk, document)
    (package,) = (one for one in county.packages(house.root) if document in one.name)
    files = {one.name: one.read_bytes() for one in package.iterdir()}
    county.answer(house.root, package, accepted=False, sentence="交换包已损坏，请重新发送。", sheet_sha256="0" * 64)
    for one in package.iterdir():
        one.unlink()
    package.rmdir()

    exchange(house)

    (parcel,) = house.registry.parcels(ParcelQuery(document=document, partner=county.code))
    assert (parcel.stage, parcel.sentence) == (Stage.DECLINED, "交换包已损坏，请重新发送。")
    assert COUNTY in office.case(document).to_deliver
    assert exchange_view(house, clerk).declined == 1
    assert send_again(house, clerk, package.name).stage is Stage.PLACED
    assert {one.name: one.read_bytes() for one in package.iterdir()} == files
    county.answer(house.root, package)
    exchange(house)
    assert COUNTY not in office.case(document).to_deliver
    with pytest.raises(UnknownPackageError):
        send_again(house, clerk, package.name)


FORGED: dict[str, dict[str, Any]] = {
    "signed by another": {},
    "for other bytes": {"sheet_sha256": "0" * 64},
    "for what was never sent": {"package": "YLX.LXXZFB.W2026-99999"},
    "to somebody else": {"receiver": "DXZ"},
    "in another's name": {"answerer": "QSC"},
}


@pytest.mark.parametrize("what", FORGED)
def test_a_receipt_that_fits_nothing_counts_for_nothing_and_is_not_answered(
    office: AnOffice, county: TheCounty, on_its_way: str, what: str
) -> None:
    house = office.house
    (package,) = (one for one in county.packages(house.root) if on_its_way in one.name)
    forger = dataclasses.replace(county, key=TheCounty().key) if what == "signed by another" else county
    receipt, set_apart = forger.answer(house.root, package, **FORGED[what]), county.aside(house.root)

    exchange(house)

    (parcel,) = house.registry.parcels(ParcelQuery(document=on_its_way, partner=county.code))
    assert parcel.stage is Stage.PLACED
    assert not receipt.exists()
    assert len(county.aside(house.root)) == len(set_apart) + 1
    assert county.receipts(house.root) == []
    newest = house.registry.parcels(ParcelQuery(side=Side.REFUSED))[0]
    assert newest.code == "HT-993"


def test_a_receipt_that_does_not_come_is_chased_each_time_it_is_due(tmp_path: Path, county: TheCounty) -> None:
    clock = new_clock()
    prepare_exchanging(tmp_path / "office", county)
    with opened(tmp_path / "office", clock) as opened_office:
        office = going_by(opened_office, "dispatch-subdistrict")
        house, clerk, document = office.house, office.actor("clerk"), until(office, "distribute")
        send(house, clerk, document, otherwise=(VILLAGES,))
        (package,) = county.packages(house.root)
        assert [one.left for one in exchange_view(house, clerk).lines] == ["还剩1天"]

        clock.advance(days=1)
        assert exchange(house) == ()
        clock.advance(days=1)
        rows = exchange(house)
        exchange(house)

        assert [row.act for row in rows] == ["催收回执", "发出"]
        view = exchange_view(house, clerk)
        assert (view.overdue, [one.left for one in view.lines]) == (1, ["还剩1天，已催1次"])
        assert package.exists()
        county.answer(house.root, package)
        exchange(house)
        assert exchange_view(house, clerk).overdue == 0


def test_a_folder_that_is_away_keeps_what_is_to_go_until_it_is_back(tmp_path: Path, county: TheCounty) -> None:
    prepare_exchanging(tmp_path / "office", county)
    with opened(tmp_path / "office", new_clock()) as opened_office:
        office = going_by(opened_office, "dispatch-subdistrict")
        house, clerk, document = office.house, office.actor("clerk"), until(office, "distribute")
        marker = county.outgoing(house.root) / ".红头收发室"
        marker.rename(tmp_path / "marker")

        (parcel,) = send(house, clerk, document, otherwise=(VILLAGES,))
        assert parcel.stage is Stage.PREPARED
        assert "交换/发出/临溪县人民政府办公室" in exchange_view(house, clerk).away
        (tmp_path / "marker").rename(marker)
        exchange(house)

        assert [one.name for one in county.packages(house.root)] == [parcel.package]
        assert files_of(house, parcel)["正本.pdf"] == (county.packages(house.root)[0] / "正本.pdf").read_bytes()


def test_the_sheet_before_sending_names_each_recipient_with_its_offices(
    office: AnOffice, to_distribute: str, village: TheCounty
) -> None:
    _, rows = destinations(office.house, office.actor("clerk"), to_distribute)

    assert {row.recipient: row.partners for row in rows} == {VILLAGES: (village.name,), COUNTY: (COUNTY,)}


def test_what_is_kept_of_a_package_goes_with_the_record_that_is_destroyed(office: AnOffice) -> None:
    content, document = office.house.exchange.content, until(office, "distribute")
    (parcel, *_) = send(office.house, office.actor("clerk"), document)
    assert all(map(content.holds, parcel.contents))

    clear(office.house, Remnants(records={document}))

    assert not any(map(content.holds, parcel.contents))
