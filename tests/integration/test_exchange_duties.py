"""What exchange asks of the clerk stands in the 待办 with what to do, until it is done; nobody else is bothered with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.exchange import SHEET_NAME, Side, Stage, object_of
from office import care
from office.errors import NothingToDoError, NotYourRoleError, OpinionMissingError
from office.exchange import exchange
from office.exchange_duties import ExchangeDuties, exchange_duties, settle
from office.exchange_errors import UnknownPackageError
from office.exchange_send import send, send_again
from registry.accounts_app.models import UsedRow
from tests.a_way import going_by, until
from tests.an_office import AnOffice, new_clock, opened
from tests.desk_visitor import Visitor, desk_for
from tests.exchange_making import COUNTY, VILLAGES, TheCounty, prepare_exchanging


@pytest.fixture
def county() -> TheCounty:
    return TheCounty()


@pytest.fixture
def office(tmp_path: Path, county: TheCounty) -> Iterator[AnOffice]:
    root = tmp_path / "office"
    prepare_exchanging(root, county)
    with opened(root, new_clock()) as opened_office:
        yield going_by(opened_office, "dispatch-subdistrict")


def todo_page(office: AnOffice, login: str) -> str:
    UsedRow.objects.all().delete()
    answer = Visitor(desk_for(office.house), login).get("/todo")
    assert answer.status_code == 200
    return answer.content.decode()


def half_arrived(office: AnOffice, county: TheCounty) -> dict[str, bytes]:
    """Let half a package lie in the folder, and pull."""
    files = county.package()
    county.lay(office.house.root, {SHEET_NAME: files[SHEET_NAME]})
    exchange(office.house)
    return files


def sent(office: AnOffice) -> str:
    document = until(office, "distribute")
    send(office.house, office.actor("clerk"), document, to=[COUNTY], otherwise=[VILLAGES])
    return document


def test_a_package_in_quarantine_waits_for_the_clerk_until_what_was_done_is_noted(
    office: AnOffice, county: TheCounty
) -> None:
    half_arrived(office, county)
    clerk = office.actor("clerk")
    (one,) = exchange_duties(office.house, clerk).quarantined
    assert "没有传完" in todo_page(office, "clerk")
    assert "没有传完" not in todo_page(office, "director")
    with pytest.raises(OpinionMissingError):
        settle(office.house, clerk, one.id, " ")
    with pytest.raises(NotYourRoleError):
        settle(office.house, office.actor("director"), one.id, "已处理")

    done = settle(office.house, clerk, one.id, "已电话通知对方重发")

    assert (done.stage, done.settled) == (Stage.SETTLED, "已电话通知对方重发")
    assert "没有传完" not in todo_page(office, "clerk")
    with pytest.raises(NothingToDoError):
        settle(office.house, clerk, one.id, "再处理一次")
    with pytest.raises(UnknownPackageError):
        settle(office.house, clerk, "exchange/refused/none", "已处理")


def test_a_package_that_came_again_whole_waits_no_longer(office: AnOffice, county: TheCounty) -> None:
    files = half_arrived(office, county)
    assert exchange_duties(office.house, office.actor("clerk")).quarantined

    county.lay(office.house.root, files)
    exchange(office.house)

    assert not exchange_duties(office.house, office.actor("clerk")).quarantined


def test_a_receipt_that_is_overdue_and_a_refusal_by_the_other_side_wait_with_what_to_do(
    office: AnOffice, county: TheCounty
) -> None:
    document, clerk = sent(office), office.actor("clerk")
    assert not exchange_duties(office.house, clerk).overdue
    office.clock.advance(dt.timedelta(days=4))
    exchange(office.house)
    shown = todo_page(office, "clerk")
    assert "1 件公文到期没有回执" in shown
    assert "已催1次" in shown
    assert "电话向对方核实" in shown

    (package,) = county.packages(office.house.root)
    county.answer(office.house.root, package, accepted=False, sentence="附件打不开。")
    exchange(office.house)
    assert f"{COUNTY}拒收" in todo_page(office, "clerk")
    name = object_of(Side.OUT, package.name)
    settle(office.house, clerk, name, "改由通讯员送达")
    assert f"{COUNTY}拒收" not in todo_page(office, "clerk")

    send_again(office.house, clerk, package.name)
    county.answer(office.house.root, package)
    exchange(office.house)
    parcel = office.house.registry.parcel(name)
    assert parcel is not None
    assert (parcel.stage, parcel.document) == (Stage.ACKNOWLEDGED, document)


def test_a_late_receipt_counts_after_it_was_settled_and_all_comes_back_from_the_ledger(
    office: AnOffice, county: TheCounty
) -> None:
    sent(office)
    (package,) = county.packages(office.house.root)
    county.answer(office.house.root, package, accepted=False, sentence="附件打不开。")
    exchange(office.house)
    name = object_of(Side.OUT, package.name)
    settle(office.house, office.actor("clerk"), name, "改由通讯员送达")
    before = office.house.registry.parcel(name)
    care.rebuild_registry(office.house)
    assert office.house.registry.parcel(name) == before

    county.answer(office.house.root, package)
    exchange(office.house)

    parcel = office.house.registry.parcel(name)
    assert parcel is not None
    assert parcel.stage is Stage.ACKNOWLEDGED


def test_an_office_that_exchanges_with_nobody_is_asked_nothing(tmp_path: Path) -> None:
    prepare_exchanging(tmp_path / "office")
    with opened(tmp_path / "office", new_clock()) as office:
        duties = exchange_duties(office.house, office.actor("clerk"))

    assert duties == ExchangeDuties()
