"""The page of who may know of a document: bounded, asked for and widened as people would, each refusal in a sentence."""

from __future__ import annotations

from desk.visit import Desk
from domain.case import Widening
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers, safe  # noqa: F401
from tests.desk_house import Papers
from tests.desk_visitor import Visitor, text_of


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


def _asked(safe: Desk, document_id: str) -> tuple[Widening, ...]:  # noqa: F811
    case = safe.house.registry.case(document_id)
    assert case is not None
    return case.widenings
