"""The clerk keeps numbers at the desk."""

from __future__ import annotations

from desk.visit import Desk
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_house import Papers
from tests.desk_visitor import Visitor, text_of


def test_a_range_kept_at_the_desk_is_offered_at_registration_and_passed_over(desk: Desk, papers: Papers) -> None:  # noqa: F811
    clerk = Visitor(desk, "clerk")
    document_id = papers.signed()
    scheme = desk.house.registry.case(document_id).scheme  # type: ignore[union-attr]

    answer = clerk.post(
        "/numbers/reserve", once=clerk.mark("reserve"), scheme=scheme, first="1", last="2", reason="年度第一号文件"
    )

    assert (answer.status_code, answer.headers["Location"]) == (302, "/numbers?done=reserved")
    page = text_of(clerk.get("/numbers"))
    assert "预留第 1 至 2 号" in page
    assert "年度第一号文件" in page
    offered = text_of(clerk.get(f"/documents/{document_id}/register"))
    assert "预留：第 1 号" in offered
    assert "3号" in offered


def test_numbers_used_on_paper_are_joined_on_to(desk: Desk, papers: Papers) -> None:  # noqa: F811
    clerk = Visitor(desk, "clerk")

    clerk.post("/numbers/start", once=clerk.mark("start"), scheme="office", last="17", reason="一至三月用纸")

    assert "18号" in text_of(clerk.get("/numbers"))


def test_a_range_is_kept_once_by_one_form(desk: Desk) -> None:  # noqa: F811
    clerk = Visitor(desk, "clerk")
    fields = {"once": clerk.mark("reserve"), "scheme": "office", "first": "40", "last": "41", "reason": "留用"}

    assert clerk.post("/numbers/reserve", **fields).status_code == 302
    assert clerk.post("/numbers/reserve", **fields).status_code == 409
