"""Who gets what answer on the pages of secrecy (保密), against a table kept by hand."""

from __future__ import annotations

from typing import Any

from tests.desk_house import Papers
from tests.desk_rows import READERS, Row
from tests.desk_visitor import Visitor

SECRET_KEEPERS = {"clerk", "security"}
SECRET_READERS = {*SECRET_KEEPERS, "auditor"}


def _of_paper(visitor: Visitor, **more: str) -> dict[str, Any]:
    return {"once": visitor.mark("secrets"), "number": "X", "serials": "1", **more}


SECRET_ROWS: dict[tuple[str, str], Row] = {
    ("secrets", "GET"): Row(SECRET_READERS, 200, if_not=403),
    # no 份号: 422 tells that the act itself was open; who may only look gets 403 for the act
    ("secrets", "POST"): Row(
        SECRET_KEEPERS,
        422,
        if_not=403,
        fields=lambda visitor, _: {
            "once": visitor.mark("secrets"),
            "origin": "收到",
            "issuer": "某机关",
            "level": "机密",
            "term": "10年",
            "serials": "无",
            "place": "柜",
        },
    ),
    ("secret_move", "POST"): Row(
        SECRET_KEEPERS, 404, if_not=403, fields=lambda visitor, _: _of_paper(visitor, how="归还", place="柜")
    ),
    ("secret_away", "POST"): Row(
        SECRET_KEEPERS,
        404,
        if_not=403,
        fields=lambda visitor, _: _of_paper(visitor, how="清退", receiver="某机关", reference="1号"),
    ),
    ("secret_copies", "GET"): Row(SECRET_KEEPERS, 200, if_not=403),
    ("secret_copies", "POST"): Row(
        SECRET_KEEPERS,
        422,
        if_not=403,
        fields=lambda visitor, _: {"once": visitor.mark("copies"), "act": "ask", "number": "X", "copies": "1"},
    ),
    # the leader in charge decides, and so sees the register
    ("secret_outsiders", "GET"): Row({*SECRET_READERS, "leader"}, 200, if_not=403),
    # no name of whom: 422 tells that the act itself was open
    ("secret_outsiders", "POST"): Row(
        SECRET_KEEPERS,
        422,
        if_not=403,
        fields=lambda visitor, _: {"once": visitor.mark("outsiders"), "act": "ask", "subject": "X"},
    ),
    ("outsider_sheet", "GET"): Row({*SECRET_READERS, "leader"}, 200, if_not=403),
    ("secret_stops", "GET"): Row(SECRET_READERS, 200, if_not=403),
    # no stop of that number: 404 tells that the act itself was open
    ("secret_stops", "POST"): Row(
        SECRET_KEEPERS,
        404,
        if_not=403,
        fields=lambda visitor, _: {"once": visitor.mark("stops"), "index": "1", "note": "原件已取走"},
    ),
    ("secret_returns", "GET"): Row(SECRET_READERS, 200, if_not=403),
    # nobody of that name: 422 tells that the act itself was open
    ("secret_returns", "POST"): Row(
        SECRET_KEEPERS,
        422,
        if_not=403,
        fields=lambda visitor, _: {"once": visitor.mark("returns"), "witness": "无此人"},
    ),
    ("secret_sheet", "GET"): Row(SECRET_READERS, 200, if_not=403),
    ("handover", "GET"): Row(SECRET_READERS, 200, if_not=403),
    ("handover", "POST"): Row(
        SECRET_KEEPERS,
        422,
        if_not=403,
        fields=lambda visitor, _: {
            "once": visitor.mark("handover"),
            "person": "无此人",
            "receiver": "无此人",
            "approver": "head",
        },
    ),
    ("document_scope", "GET"): Row(READERS, 200, stage=Papers.under_way),
    ("document_scope", "POST"): Row(
        {"clerk"},
        422,  # there is no such compartment: the act itself was open
        if_not=403,
        stage=Papers.under_way,
        fields=lambda visitor, document_id: {
            "once": visitor.mark(f"scope {document_id}"),
            "act": "compartment",
            "compartment": "无",
            "reason": "专管",
        },
    ),
}
