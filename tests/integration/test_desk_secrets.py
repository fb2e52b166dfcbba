"""The pages of secret papers and of who may know of a document: filled in as people would, each refusal in a sentence."""

from __future__ import annotations

import dataclasses
import io
import zipfile

import pytest

from desk.visit import Desk
from domain.case import Widening
from domain.secret_book import Standing
from office.office_file import parse_office
from office.secret_register import read_book
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_house import Papers
from tests.desk_visitor import Visitor, text_of
from tests.screen_secrets import SETTINGS

PAPER = {
    "origin": "收到",
    "issuer": "中共临溪县委办公室",
    "reference": "临办发〔2026〕3号",
    "level": "机密",
    "term": "10年",
    "serials": "12-13",
    "place": "保密柜甲",
    "return_by": "2026-02-01",
}


@pytest.fixture
def safe(desk: Desk) -> Desk:  # noqa: F811 - a fixture
    """Open the desk of the same office with compartments, a table of copying, and people who may have what is 机密."""
    text = (desk.house.root / "office.toml").read_text("utf-8").replace('clearance = "内部"', 'clearance = "机密"')
    house = dataclasses.replace(desk.house, office=parse_office(text + SETTINGS, "office.toml"))  # noqa: F811
    return dataclasses.replace(desk, house=house)


def registered(safe: Desk, **more: str) -> str:
    clerk = Visitor(safe, "clerk")
    told = {**PAPER, "reference": f"{len(read_book(safe.house).papers)}号", **more}
    assert clerk.post("/secrets", once=clerk.mark("secrets"), **told).status_code == 302
    return list(read_book(safe.house).papers)[-1]


def test_a_paper_goes_out_comes_back_and_goes_home(safe: Desk) -> None:
    number, clerk = registered(safe), Visitor(safe, "clerk")

    def move(**told: str) -> tuple[int, str]:
        answer = clerk.post("/secrets/move", once=clerk.mark("secrets"), number=number, **told)
        return answer.status_code, text_of(answer)

    assert move(serials="000012", how="领用", receiver="郑远", purpose="阅办")[0] == 302
    status, said = move(serials="000012", how="领用", receiver="孙伟", purpose="阅办")
    assert status == 409
    assert "由郑远领用" in said
    assert "由郑远领用" in text_of(clerk.get("/secrets"))
    assert move(serials="000012", how="归还", place="保密柜甲")[0] == 302
    lists = text_of(clerk.get("/secrets/returns"))
    assert "中共临溪县委办公室" in lists
    sheet = clerk.get("/secrets/returns.xlsx?issuer=中共临溪县委办公室").content
    assert number in zipfile.ZipFile(io.BytesIO(sheet)).read("xl/sharedStrings.xml").decode()
    told = {"number": number, "serials": "000012、000013", "how": "清退", "receiver": "县委机要局", "reference": "1号"}
    assert clerk.post("/secrets/away", once=clerk.mark("secrets"), **told).status_code == 302

    assert [copy.standing for copy in read_book(safe.house).papers[number].copies] == [Standing.RETURNED] * 2
    assert number not in text_of(clerk.get("/secrets"))
    assert number in text_of(clerk.get("/secrets?all=1"))


def test_copies_are_asked_for_approved_and_registered(safe: Desk) -> None:
    number, clerk, director = registered(safe), Visitor(safe, "clerk"), Visitor(safe, "director")

    def send(visitor: Visitor, **told: str) -> int:
        return visitor.post("/secrets/copies", once=visitor.mark("copies"), **told).status_code

    assert send(clerk, act="ask", number=number, copies="2", purpose="党委会", person="何为民") == 302
    index = str(max(read_book(safe.house).requests))
    assert "复制申请等待审批" in text_of(director.get("/todo"))
    assert send(clerk, act="approve", index=index) == 403
    assert send(clerk, act="made", index=index, place="柜") == 404
    assert send(director, act="refuse", index=index) == 409  # no reason
    assert send(director, act="approve", index=index) == 302
    assert send(director, act="approve", index=index) in (404, 403)
    assert send(clerk, act="made", index=index, place="保密柜甲") == 302

    made = list(read_book(safe.house).papers.values())[-1]
    assert (made.original, [copy.serial for copy in made.copies]) == (number, ["复001", "复002"])
    assert "复制申请等待审批" not in text_of(director.get("/todo"))


def test_who_may_know_is_bounded_asked_and_widened_on_the_page(safe: Desk, papers: Papers) -> None:  # noqa: F811
    document_id = papers.under_way()
    clerk, head, drafter = (Visitor(safe, login) for login in ("clerk", "head", "drafter"))
    address = f"/documents/{document_id}/scope"

    def send(visitor: Visitor, act: str, **told: object) -> int:
        mark = visitor.mark(f"scope {document_id}")
        return visitor.post(address, once=mark, act=act, reason="涉及信访人", **told).status_code

    everyone = [one.id for one in safe.house.office.people if one.id != "lin-xiao"]
    assert "一般（不专管）" in text_of(clerk.get(address))
    assert send(clerk, "compartment", compartment="personnel") == 409  # others have to sign it
    assert send(clerk, "readers", people=["chen-li"]) == 409
    assert send(clerk, "readers", people=everyone) == 302
    assert drafter.get(f"/documents/{document_id}").status_code == 404
    assert send(clerk, "widen", people=["lin-xiao"]) == 302
    assert f"{document_id} 有扩大阅文范围的申请" in text_of(head.get("/todo"))
    (asked,) = _asked(safe, document_id)
    assert send(clerk, "approve", index=str(asked.index)) == 403
    assert send(head, "approve", index=str(asked.index)) == 302

    assert drafter.get(f"/documents/{document_id}").status_code == 200
    assert "限阅" in text_of(clerk.get(f"/documents/{document_id}"))


def _asked(safe: Desk, document_id: str) -> tuple[Widening, ...]:
    case = safe.house.registry.case(document_id)
    assert case is not None
    return case.widenings


def test_what_somebody_holds_is_handed_over_on_the_page(safe: Desk) -> None:
    number, security = registered(safe), Visitor(safe, "security")
    told = {"number": number, "serials": "000012", "how": "领用", "receiver": "何为民", "purpose": "阅办"}
    assert security.post("/secrets/move", once=security.mark("secrets"), **told).status_code == 302
    assert number in text_of(security.get("/handover"))

    told = {"person": "he-weimin", "receiver": "sun-wei", "approver": "head", "note": "调离"}
    assert security.post("/handover", once=security.mark("handover"), **told).status_code == 302

    copy = read_book(safe.house).papers[number].copy("000012")
    assert copy is not None
    assert copy.holder == "sun-wei"
    assert "没有可移交的" in text_of(security.post("/handover", once=security.mark("handover"), **told))


def test_a_sheet_of_nobody_is_answered_in_a_sentence(safe: Desk) -> None:
    answer = Visitor(safe, "clerk").get("/secrets/returns.xlsx?issuer=没有的机关")

    assert answer.status_code == 409
    assert "没有这个机关" in text_of(answer)
