"""Pieces from outside at every stage, for the tests of the desk: entered on paper, without pages, so that nothing has to be drawn."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, TypeVar

from domain.office import Actor
from domain.receipt import Assignment, Particulars, ReceiptNature
from domain.receipt_moves import seen_of
from office import receipt_acts, receive
from office.receipt_acts import Given
from office.receipt_checks import PACKAGE_ITEMS
from tests.desk_house import Papers
from tests.desk_visitor import Visitor

T = TypeVar("T")
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
    "checks": list(PACKAGE_ITEMS),
    "sender": "临溪县档案局",
    "title": "关于报送材料的通知",
    "level": "内部",
    "nature": "批办性",
    "copies": "1",
}


def table(
    row: Callable[..., T], everybody: Callable[..., T], reading: Callable[..., T], errand: Callable[..., T]
) -> dict[tuple[str, str], T]:
    """Give who gets what answer at each address of receipts; the makers of rows are the table's."""
    return {
        ("receipt_book", "GET"): everybody(200),
        ("print_receipts", "GET"): everybody(200),
        ("export_receipts", "GET"): everybody(200),
        ("receipt_new", "GET"): row({"clerk"}, 200, if_not=403),
        ("receipt_new", "POST"): row(
            {"clerk"}, 302, if_not=403, fields=lambda visitor, _: {"once": visitor.mark("new receipt"), "title": "来文"}
        ),
        ("receipt", "GET"): reading(to_review),
        # the piece came on paper: it has no page and no file to give
        ("receipt_page", "GET"): reading(to_review, 404),
        ("receipt_file", "GET"): reading(to_review, 404),
        ("receipt_sheet", "GET"): reading(to_review),
        ("receipt_circulation", "GET"): reading(to_review),
        ("receipt_receive", "POST"): errand({"clerk"}, to_receive, form("receive", **RECEIVE)),
        ("receipt_count", "POST"): errand(
            {"clerk"}, to_receive, form("count", copies="1", pages="2", counted="第1份 2")
        ),
        ("receipt_refuse", "POST"): errand({"clerk"}, to_receive, form("refuse", reason="封口破损")),
        ("receipt_review", "POST"): errand(
            {"clerk"}, to_review, form("review", step="examine", words="不属于本乡", back="1")
        ),
        ("receipt_write", "POST"): errand(
            {"deputy", "director"}, to_propose, form("write", step="propose", words="拟请阅示")
        ),
        ("receipt_contact", "POST"): errand(
            {"clerk", "deputy", "director"},
            to_act,
            form("contact", about="催办", whom="经发办", words="速办"),
        ),
        ("receipt_enlarge", "POST"): errand(
            {"leader", "secretary", "head"}, to_act, form("enlarge", words="请阅", readers="sun-wei")
        ),
        ("receipt_recall", "POST"): errand(
            {"clerk", "leader", "secretary", "head"},
            to_act,
            form("recall", step="read/he-weimin", reason="已调离"),
        ),
        # the piece came on paper: it has no page that a machine could read, and no mark to be judged
        ("transcript", "GET"): reading(to_review, 404),
        ("transcript", "POST"): errand(
            {"clerk"}, to_review, lambda visitor, one: {"once": visitor.mark(f"transcript {one}"), "page": "1"}, 409
        ),
        ("judge_level", "POST"): errand({"clerk"}, to_review, form("judge", level="内部", reason="看过原件"), 409),
        # there is no such document: 422 tells that the act itself was open
        ("receipt_reply", "POST"): errand(
            {"clerk", "deputy", "director", "unit_head"},
            to_act,
            form("reply", number="云政函〔2026〕99号"),
            422,
        ),
    }
