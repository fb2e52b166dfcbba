"""The page of what was stopped at the door, at the desk (门口拦下的文件)."""

from __future__ import annotations

import pytest

from desk.visit import Desk
from domain.book_events import SecrecyStopped
from office.house import House
from office.record import record
from office.stopped import open_stops
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside  # noqa: F401
from tests.desk_visitor import Visitor, text_of


@pytest.fixture(scope="module", autouse=True)
def stopped(house: House) -> int:  # noqa: F811
    """Stop a file for its mark."""
    stop = SecrecyStopped("投稿/收文", 20, "ab" * 32, "机密")
    record(house, lambda pen: pen.note(stop, "stop/abababababababab"))
    return house.registry.secrecy_stops()[0].index


def test_the_to_do_leads_to_the_page_where_it_is_settled_once(desk: Desk, house: House, stopped: int) -> None:  # noqa: F811
    visitor = Visitor(desk, "security")
    todo = text_of(visitor.get("/todo"))
    assert "拦下一个带“机密”标志的文件" in todo
    assert 'href="/secrets/stops"' in todo

    asked = text_of(visitor.post("/secrets/stops", once=visitor.mark("stops"), index=str(stopped), note=""))
    assert "处理情况" in asked
    assert len(open_stops(house)) == 1
    done = visitor.post("/secrets/stops", once=visitor.mark("stops"), index=str(stopped), note="已取走")

    assert done.status_code == 302
    page = text_of(visitor.get(done["Location"]))
    assert "已登记处理情况" in page
    assert "已取走" in page
    assert "拦下一个" not in text_of(visitor.get("/todo"))
    again = visitor.post("/secrets/stops", once=visitor.mark("stops"), index=str(stopped), note="再来")
    assert again.status_code == 404
