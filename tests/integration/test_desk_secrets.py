"""The pages of secret papers: filled in as people would, each refusal in a sentence."""

from __future__ import annotations

import io
import zipfile

from desk.visit import Desk
from domain.secret_book import Standing
from office.secret_register import read_book
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, safe  # noqa: F401
from tests.desk_visitor import Visitor, text_of

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


def registered(safe: Desk, **more: str) -> str:  # noqa: F811
    clerk = Visitor(safe, "clerk")
    told = {**PAPER, "reference": f"{len(read_book(safe.house).papers)}号", **more}
    assert clerk.post("/secrets", once=clerk.mark("secrets"), **told).status_code == 302
    return list(read_book(safe.house).papers)[-1]


def test_a_paper_goes_out_comes_back_and_goes_home(safe: Desk) -> None:  # noqa: F811
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


def test_copies_are_asked_for_approved_and_registered(safe: Desk) -> None:  # noqa: F811
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


def test_what_somebody_holds_is_handed_over_on_the_page(safe: Desk) -> None:  # noqa: F811
    number, security = registered(safe), Visitor(safe, "security")
    told = {"number": number, "serials": "000012", "how": "领用", "receiver": "何为民", "purpose": "阅办"}
    assert security.post("/secrets/move", once=security.mark("secrets"), **told).status_code == 302
    assert number in text_of(security.get("/handover"))

    told = {"person": "he-weimin", "receiver": "sun-wei", "approver": "head", "note": "调离"}
    answer = security.post("/handover", once=security.mark("handover"), **told)
    assert answer.status_code == 302, text_of(answer)

    copy = read_book(safe.house).papers[number].copy("000012")
    assert copy is not None
    assert copy.holder == "sun-wei"
    assert "没有可移交的" in text_of(security.post("/handover", once=security.mark("handover"), **told))


def test_a_sheet_of_nobody_is_answered_in_a_sentence(safe: Desk) -> None:  # noqa: F811
    answer = Visitor(safe, "clerk").get("/secrets/returns.xlsx?issuer=没有的机关")

    assert answer.status_code == 409
    assert "没有这个机关" in text_of(answer)


def test_somebody_from_outside_is_asked_for_approved_shown_and_back(safe: Desk) -> None:  # noqa: F811
    number, clerk, leader = registered(safe), Visitor(safe, "clerk"), Visitor(safe, "leader")
    who = {"name": "周国华", "organisation": "县委巡察组", "purpose": "核对", "companion": "陈立", "subject": number}

    def send(visitor: Visitor, **told: str) -> int:
        return visitor.post("/secrets/outsiders", once=visitor.mark("outsiders"), **told).status_code

    assert send(clerk, act="ask", serials="", **who) == 404
    assert send(clerk, act="ask", serials="000012、000013", **who) == 302
    index = str(max(read_book(safe.house).visits))
    assert send(clerk, act="show", index=index) == 403
    assert "1 件外来人员查阅申请等待审批" in text_of(leader.get("/todo"))
    assert send(clerk, act="approve", index=index) == 403
    assert send(leader, act="refuse", index=index) == 409  # no reason
    assert send(leader, act="approve", index=index) == 302
    assert "外来人员查阅申请等待审批" not in text_of(leader.get("/todo"))
    assert send(leader, act="show", index=index) == 403
    assert send(clerk, act="show", index=index) == 302
    assert "由外来人员查阅，陈立陪同" in text_of(clerk.get("/secrets"))
    assert send(clerk, act="end", index=index, note="未摘抄") == 302
    assert send(clerk, act="end", index=index) == 404
    assert [copy.standing for copy in read_book(safe.house).papers[number].copies] == [Standing.KEPT] * 2
    book = zipfile.ZipFile(io.BytesIO(Visitor(safe, "auditor").get("/secrets/outsiders.xlsx").content))
    assert "县委巡察组" in book.read("xl/sharedStrings.xml").decode()
