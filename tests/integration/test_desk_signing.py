"""Signing at the desk that is more than a click: what is owed or awaited stands there in words, and a signer confirms as they sign."""

from __future__ import annotations

import pytest

from desk.visit import Desk
from domain.events import VerballyAgreed
from domain.procedure import Limit, LimitUnit
from office import extend
from office.house import House
from tests import desk_signing as signing
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_house import Papers
from tests.desk_visitor import Visitor, desk_for, text_of, word_file

PASSWORD = "一句很长的口令 2026"


def test_what_is_owed_stands_on_the_page_in_words(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = signing.to_sign(papers)
    shown = papers.case(document).shown
    assert shown is not None
    at = papers.house.clock.now()
    papers.note(document, VerballyAgreed("sign", 1, "he-weimin", at, "电话", shown.binding(), "lin-xiao"), "clerk")

    page = text_of(Visitor(desk, "clerk").get(f"/documents/{document}"))

    assert "待补签：签发（补签）。" in page
    assert "何为民" in page
    assert "补签以前不算办结，也不归档" in page
    assert "签发（补签）" in text_of(Visitor(desk, "secretary").get("/todo"))


def test_a_paper_to_compare_is_a_to_do_of_those_who_may(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = signing.recorded(papers)

    assert f"/documents/{document}/compare" in text_of(Visitor(desk, "director").get("/todo"))
    page = text_of(Visitor(desk, "director").get(f"/documents/{document}/compare"))
    assert f"/documents/{document}/scans/{signing.SCAN_DIGEST}/1.png" in page
    assert "校核码" in page


def test_a_signer_sees_what_was_changed_and_confirms_with_their_password(house: House, papers: Papers) -> None:  # noqa: F811
    guarded = desk_for(house, example=False)
    guarded.door.set_password("secretary", PASSWORD)
    document = signing.changed(papers)
    secretary = Visitor(guarded, "secretary", PASSWORD)
    address = f"/documents/{document}/confirm"
    page = text_of(secretary.get(address))
    assert "<del>各单位要坚持预防为主，落实各项责任。</del>" in page
    assert "<ins>各单位要坚持预防为主，落实各项职责。</ins>" in page

    wrong = secretary.post(address, **secretary.form(address, address) | {"password": "别的口令"})
    right = secretary.post(address, **secretary.form(address, address) | {"password": PASSWORD})

    assert (wrong.status_code, right.status_code) == (403, 302)
    assert papers.case(document).confirm == ()


def test_a_change_that_is_declined_is_the_task_of_who_may_correct_it(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = signing.changed(papers)
    secretary, address = Visitor(desk, "secretary"), f"/documents/{document}/decline"

    secretary.post(address, **secretary.form(f"/documents/{document}/confirm", address) | {"opinion": "照原来的"})

    clerk = Visitor(desk, "clerk")
    assert f"/documents/{document}/correct" in text_of(clerk.get("/todo"))
    assert "照原来的" in text_of(clerk.get(f"/documents/{document}/correct"))


def test_an_extension_stands_on_the_page(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = signing.to_sign(papers)
    leader = papers.house.office.actor("leader")
    assert leader is not None
    extend.extend(papers.house, leader, document, limit=Limit(2, LimitUnit.WORKING_DAYS), reason="等材料", step="sign")

    page = text_of(Visitor(desk, "clerk").get(f"/documents/{document}"))

    assert "签发延长2个工作日（郑远：等材料）" in page
    assert "全程：" in page


@pytest.mark.parametrize("name", ["签批.pdf", "签批.html"])
def test_a_scan_that_is_none_is_refused_with_a_sentence(desk: Desk, papers: Papers, name: str) -> None:  # noqa: F811
    document = signing.to_sign(papers)
    clerk, address = Visitor(desk, "clerk"), f"/documents/{document}/paper"
    fields = clerk.form(address)
    sent = {"signer": "he-weimin", "verdict": "approve", "signed_on": "2026-03-02", "scan": word_file(b"<html>", name)}

    answer = clerk.post(address, **{**fields, **sent})

    assert answer.status_code == 422
    assert "不能收入" in text_of(answer)
    assert papers.case(document).papers == ()


def test_a_reviewer_ticks_the_units_that_countersign_and_the_next_to_do_is_theirs(
    desk: Desk,  # noqa: F811
    papers: Papers,  # noqa: F811
) -> None:
    document = signing.to_review(papers)
    leader, address = Visitor(desk, "leader"), f"/documents/{document}/cosigners"
    assert address in text_of(leader.get(f"/documents/{document}"))

    nothing = leader.post(address, **leader.form(address))
    answer = leader.post(address, **leader.form(address) | {"units": ["economy", "social"], "note": "涉及经费"})

    assert (nothing.status_code, answer.status_code) == (409, 302)
    assert "会签科室没有变化" in text_of(nothing)
    assert [step.key for step in papers.case(document).open_steps()] == ["unit-cosign:economy", "unit-cosign:social"]
    head = text_of(Visitor(desk, "unit_head").get("/todo"))
    assert "经济发展办公室会签" in head
    assert "会签科室定为经济发展办公室、社会事务办公室" in text_of(leader.get(f"/documents/{document}"))
    assert leader.get(address).status_code == 403
