"""A desk whose office was restored: no number before the clerk has confirmed the highest in use."""

from __future__ import annotations

from desk.visit import Desk
from domain.keeping_events import RESTORES, Restored
from office.record import record
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_house import Papers
from tests.desk_visitor import Visitor, text_of


def test_after_a_restore_the_clerk_confirms_each_series_at_the_desk(desk: Desk, papers: Papers) -> None:  # noqa: F811
    clerk = Visitor(desk, "clerk")
    document_id = papers.signed()
    restored = Restored("/backup", 1, 1, "", desk.house.clock.now(), desk.house.clock.today())
    record(desk.house, lambda pen: pen.note(restored, RESTORES))
    scheme = desk.house.registry.case(document_id).scheme  # type: ignore[union-attr]
    page = text_of(clerk.get("/numbers"))
    assert page.count("：已用到第几号") == len(desk.house.office.schemes)

    fields = {"scheme": scheme, "period": "2026", "highest": "31", "reason": "核对纸质登记簿"}
    answer = clerk.post("/numbers/confirm", once=clerk.mark("confirm_numbers"), **fields)

    assert answer.headers["Location"] == "/numbers?done=confirmed"
    assert "32号" in text_of(clerk.get(f"/documents/{document_id}/register"))
