"""Pieces from outside at every stage, for the tests of the desk: entered on paper, without pages, so that nothing has to be drawn."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from domain.office import Actor
from domain.receipt import PACKAGE_CHECKS, Assignment, Particulars, ReceiptNature
from domain.receipt_moves import seen_of
from office import receipt_acts, receive
from office.receipt_acts import Given
from tests.desk_house import Papers
from tests.desk_visitor import Visitor

_NUMBERS = itertools.count(1)


def actor(papers: Papers, login: str) -> Actor:
    """Give who is behind a login."""
    found = papers.house.office.actor(login)
    assert found is not None
    return found


def to_receive(papers: Papers) -> str:
    """Enter a piece that came on paper."""
    return receive.enter_paper(papers.house, actor(papers, "clerk"), title="关于报送材料的通知").document_id


def to_review(papers: Papers, **more: Any) -> str:
    """Sign for a piece."""
    document_id = to_receive(papers)
    fields = {
        "sender": "临溪县档案局",
        "title": "关于报送材料的通知",
        "level": "内部",
        "nature": ReceiptNature.TO_HANDLE,
    }
    particulars = Particulars(**fields | {"sender_number": f"临档发〔2026〕{next(_NUMBERS)}号"} | more)
    receive.receive(papers.house, actor(papers, "clerk"), document_id, particulars)
    return document_id


def to_propose(papers: Papers) -> str:
    """Review a piece."""
    document_id = to_review(papers)
    step = papers.case(document_id).open_steps()[0]
    clerk = actor(papers, "clerk")
    receipt_acts.first_review(papers.house, clerk, document_id, ticks=step.items, given=Given())
    return document_id


def to_act(papers: Papers) -> str:
    """Bring a piece to a unit and a reader."""
    document_id = to_propose(papers)
    receipt_acts.propose(papers.house, actor(papers, "director"), document_id, Given("拟送领导阅示"))
    given = Given("请经发办办理", Assignment(lead="social", readers=("he-weimin",)))
    receipt_acts.instruct(papers.house, actor(papers, "leader"), document_id, given)
    return document_id


def form(act: str, **more: Any) -> Callable[[Visitor, str], dict[str, Any]]:
    """Give the fields of an act's form, with what is shown now."""

    def fields(visitor: Visitor, document_id: str) -> dict[str, Any]:
        case = visitor.desk.house.registry.case(document_id)
        seen = seen_of(case) if case is not None else ""
        return {"once": visitor.mark(f"{act} {document_id}"), "seen": seen, **more}

    return fields


RECEIVE = {
    "checks": list(PACKAGE_CHECKS),
    "sender": "临溪县档案局",
    "title": "关于报送材料的通知",
    "level": "内部",
    "nature": "批办性",
    "copies": "1",
}
