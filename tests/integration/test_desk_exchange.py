"""The page of exchange: the clerk sends, sees receipts and refusals with their reasons, asks again, pulls; nobody else sees it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.exchange import SHEET_NAME, ParcelQuery, Stage
from registry.accounts_app.models import UsedRow
from tests.a_way import going_by, until
from tests.an_office import AnOffice, new_clock, opened
from tests.desk_visitor import Visitor, desk_for
from tests.exchange_making import COUNTY, VILLAGES, TheCounty, prepare_exchanging


@pytest.fixture(scope="module")
def county() -> TheCounty:
    return TheCounty()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, county: TheCounty) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("desk") / "office"
    prepare_exchanging(root, county)
    with opened(root, new_clock()) as opened_office:
        yield going_by(opened_office, "dispatch-subdistrict")


@pytest.fixture
def clerk(office: AnOffice) -> Visitor:
    UsedRow.objects.all().delete()
    return Visitor(desk_for(office.house), "clerk")


def page(visitor: Visitor, address: str = "/exchange") -> str:
    answer = visitor.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_document_is_sent_answered_and_refused_ones_sent_again(
    office: AnOffice, county: TheCounty, clerk: Visitor
) -> None:
    document, root = until(office, "distribute"), office.house.root
    shown = page(clerk)
    assert f"通过交换发给{COUNTY}" in shown
    form = {"recipient": [VILLAGES, COUNTY], "way": ["otherwise", "exchange"]}

    missing = clerk.post(
        f"/exchange/send/{document}", once=clerk.mark("exchange"), recipient=[COUNTY], way=["exchange"]
    )
    assert missing.status_code == 422
    assert f"少了“{VILLAGES}”" in missing.content.decode()
    sent = clerk.post(f"/exchange/send/{document}", once=clerk.mark("exchange"), **form)

    assert sent.headers["Location"] == "/exchange?done=send"
    assert "待回执" in page(clerk)
    (package,) = county.packages(root)
    county.answer(root, package, accepted=False, code="HT-986", sentence="交换包已损坏。")
    assert clerk.post("/exchange/pull", once=clerk.mark("exchange")).status_code == 302
    told = page(clerk)
    assert "对方拒收" in told
    assert "交换包已损坏。" in told
    assert clerk.post(f"/exchange/resend/{package.name}", once=clerk.mark("exchange")).status_code == 302
    county.answer(root, package)
    clerk.post("/exchange/pull", once=clerk.mark("exchange"))
    assert "对方已收" in page(clerk)
    stages = [one.stage for one in office.house.registry.parcels(ParcelQuery(document=document))]
    assert stages == [Stage.ACKNOWLEDGED]


def test_what_came_in_and_what_was_refused_stand_on_pages_of_their_own(
    office: AnOffice, county: TheCounty, clerk: Visitor
) -> None:
    root = office.house.root
    county.lay(root, county.package(title="关于清明节放假的通知"))
    spoiled = county.package()
    folder = county.lay(root, {SHEET_NAME: spoiled[SHEET_NAME]})

    clerk.post("/exchange/pull", once=clerk.mark("exchange"))

    assert "关于清明节放假的通知" in page(clerk, "/exchange?side=in")
    refused = page(clerk, "/exchange?side=refused")
    assert folder.name in refused
    assert "没有传完" in refused
    if place := os.environ.get("HONGTOU_PAGES"):  # to be looked at
        for side in ("out", "in", "refused"):
            Path(place, f"{side}.html").write_text(page(clerk, f"/exchange?side={side}"), "utf-8")


def test_a_folder_that_is_away_is_named_on_the_page(office: AnOffice, county: TheCounty, clerk: Visitor) -> None:
    marker = county.incoming(office.house.root) / ".红头收发室"
    data = marker.read_bytes()
    marker.unlink()

    assert f"“交换/收到/{COUNTY}”文件夹不在位" in page(clerk)

    marker.write_bytes(data)


def test_nobody_but_the_clerk_finds_the_page(office: AnOffice) -> None:
    UsedRow.objects.all().delete()
    for login in ("unit_head", "director", "archivist"):
        visitor = Visitor(desk_for(office.house), login)
        assert visitor.get("/exchange").status_code == 403
        assert "公文交换" not in visitor.get("/todo").content.decode()
