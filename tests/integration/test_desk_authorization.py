"""Who gets what answer: every address of the desk × every role, against a table kept by hand. An address not in it fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver, reverse

from desk.visit import Desk
from tests import desk_issuing as issuing
from tests import desk_receipts as receipts
from tests import desk_signing as signing
from tests.desk_archive_rows import ARCHIVE_ROWS
from tests.desk_destroying import listed
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_house import Papers
from tests.desk_rows import LOGINS, READERS, Row, Stage
from tests.desk_secret_rows import SECRET_ROWS
from tests.desk_visitor import Visitor, word_file
from tests.needs import REPOSITORY

DESTROYING = {"archivist", "clerk", "keeper", "deputy", "director", "leader", "secretary", "head"}
DRAFT = next((REPOSITORY / "examples" / "drafts").glob("*/关于调整*.docx"))


def _decision(visitor: Visitor, document_id: str, act: str) -> dict[str, Any]:
    mark = visitor.mark(f"{act} {document_id}")
    return {"once": mark, "step": "unit-review", "opinion": "看过", **visitor.binding(document_id)}


def _marked(act: str, **more: Any) -> Callable[[Visitor, str], dict[str, Any]]:
    return lambda visitor, document_id: {"once": visitor.mark(f"{act} {document_id}"), **more}


def _everybody(status: int) -> Row:
    return Row(set(LOGINS), status)


def _reading(stage: Stage, status: int = 200) -> Row:
    return Row(READERS, status, stage=stage)


def _errand(who: set[str], stage: Stage, fields: Callable[[Visitor, str], dict[str, Any]], status: int = 302) -> Row:
    return Row(who, status, if_not=403, stage=stage, fields=fields)


def _exchange(visitor: Visitor, document_id: str) -> dict[str, Any]:
    return {"once": visitor.mark("exchange")}


TABLE: dict[tuple[str, str], Row] = {
    **ARCHIVE_ROWS,
    **SECRET_ROWS,
    ("front", "GET"): _everybody(302),
    ("login", "GET"): Row(set(LOGINS), 200, if_nobody=200),
    ("login", "POST"): Row(set(LOGINS), 302, if_nobody=302, fields=lambda visitor, _: {"login": "clerk"}),
    ("logout", "POST"): _everybody(302),
    ("password", "GET"): _everybody(200),
    # the example office has no passwords: the old one never fits
    ("password", "POST"): Row(
        set(LOGINS),
        403,
        fields=lambda visitor, _: {"once": visitor.mark("password"), "old": "x", "new": "y" * 12, "again": "y" * 12},
    ),
    ("todo", "GET"): _everybody(200),
    ("documents", "GET"): _everybody(200),
    ("search", "GET"): _everybody(200),
    ("search_form", "GET"): _everybody(200),
    ("search_export", "GET"): _everybody(422),  # nothing is asked for
    ("register_book", "GET"): _everybody(200),
    ("seal_register", "GET"): _everybody(200),
    ("export_seals", "GET"): _everybody(200),
    ("print_book", "GET"): _everybody(200),
    ("export_book", "GET"): _everybody(200),
    ("deadlines", "GET"): _everybody(200),
    ("my_log", "GET"): _everybody(200),
    ("office", "GET"): _everybody(200),
    ("numbers", "GET"): Row({"clerk"}, 200, if_not=403),
    # a range that is upside down, a series that is none: 409 and 422 tell that the act itself was open
    ("reserve", "POST"): Row(
        {"clerk"},
        409,
        if_not=403,
        fields=lambda visitor, _: {
            "once": visitor.mark("reserve"),
            "scheme": "office",
            "first": "9",
            "last": "3",
            "reason": "留用",
        },
    ),
    ("destructions", "GET"): Row(DESTROYING, 200, if_not=403),
    # nothing waits to be destroyed: 409 tells that the act itself was open
    ("destructions", "POST"): Row(
        {"archivist"},
        409,
        if_not=403,
        fields=lambda visitor, _: {"once": visitor.mark("destructions"), "basis": "鉴定"},
    ),
    ("destruction", "GET"): Row(DESTROYING, 200, if_not=404, stage=listed),
    # nothing is destroyed yet that could be signed for: 409 tells that the act itself was open
    ("destruction", "POST"): Row(
        DESTROYING,
        409,
        if_not=404,
        stage=listed,
        fields=lambda visitor, _: {"once": visitor.mark("destruction"), "act": "attest"},
    ),
    # no such list, whoever asks
    ("destruction_paper", "GET"): _everybody(404),
    ("exchange", "GET"): Row({"clerk"}, 200, if_not=403),
    # nothing is set up in this office: 409 tells that the act itself was open
    ("exchange_pull", "POST"): Row({"clerk"}, 409, if_not=403, fields=_exchange),
    ("exchange_send", "POST"): Row(
        {"clerk"}, 409, if_not=403, if_blind=403, stage=lambda _: "W2026-99999", fields=_exchange
    ),
    ("exchange_resend", "POST"): Row({"clerk"}, 404, if_not=403, fields=_exchange),
    ("exchange_settle", "POST"): Row({"clerk"}, 404, if_not=403, fields=_exchange),
    ("confirm_numbers", "POST"): Row(
        {"clerk"},
        409,
        if_not=403,
        fields=lambda visitor, _: {
            "once": visitor.mark("confirm_numbers"),
            "scheme": "office",
            "period": "2026",
            "highest": "3",
            "reason": "核对",
        },
    ),
    ("start", "POST"): Row(
        {"clerk"},
        422,
        if_not=403,
        fields=lambda visitor, _: {"once": visitor.mark("start"), "scheme": "nothing", "last": "3", "reason": "纸上"},
    ),
    ("procedure_picture", "GET"): _everybody(200),
    ("batch", "GET"): _everybody(200),
    ("batch", "POST"): Row(set(LOGINS), 200, fields=lambda visitor, _: {"once": visitor.mark("batch")}),
    ("delegations", "GET"): _everybody(200),
    # a receiver who is none: 422 tells that the act itself was open to everybody, each for their own roles
    ("delegations", "POST"): Row(
        set(LOGINS),
        422,
        fields=lambda visitor, _: {
            "once": visitor.mark("delegations"),
            "receiver": "nobody",
            "roles": "drafter",
            "first": "2026-03-02",
            "last": "2026-03-09",
            "reason": "出差",
        },
    ),
    ("take_back", "POST"): Row(set(LOGINS), 404, fields=lambda visitor, _: {"once": visitor.mark("delegations")}),
    ("stylesheet", "GET"): Row(set(LOGINS), 200, if_nobody=200),
    ("icon", "GET"): Row(set(LOGINS), 200, if_nobody=200),
    ("document", "GET"): _reading(Papers.under_way),
    ("shown_page", "GET"): _reading(Papers.under_way),
    ("issued_page", "GET"): _reading(Papers.under_way, 409),  # not issued yet
    ("found", "GET"): _reading(Papers.under_way, 404),  # not filed yet
    ("file", "GET"): _reading(Papers.under_way),
    ("measures", "GET"): _reading(Papers.under_way, 422),  # its pages are drawn by hand, there is no PDF to measure
    ("way", "GET"): _reading(Papers.under_way),
    ("approve", "POST"): _errand({"unit_head"}, Papers.under_way, lambda v, d: _decision(v, d, "approve")),
    ("send_back", "POST"): _errand({"unit_head"}, Papers.under_way, lambda v, d: _decision(v, d, "return")),
    ("revise", "POST"): _errand(
        {"unit_head"},
        Papers.under_way,
        lambda v, d: {"once": v.mark(f"revise {d}"), "draft": word_file(DRAFT.read_bytes())},
    ),
    ("withdraw", "POST"): _errand(
        {"drafter", "unit_head", "clerk", "director"}, Papers.under_way, _marked("withdraw", reason="不再需要")
    ),
    ("facts", "GET"): _errand({"clerk"}, Papers.lacking, lambda v, d: {}, 200),
    ("facts", "POST"): _errand({"clerk"}, Papers.lacking, _marked("facts", kind="通知")),
    # no returned document of that id: 409 tells the clerk that the act itself was open to them
    ("join", "POST"): _errand({"clerk"}, Papers.lacking, lambda v, d: {"once": v.mark(f"join {d}"), "older": d}, 409),
    ("register", "GET"): _errand({"clerk"}, Papers.signed, lambda v, d: {}, 200),
    ("register", "POST"): _errand({"clerk"}, Papers.signed, _marked("register", print_run="20")),
    ("seal", "GET"): _errand({"keeper"}, Papers.registered, lambda v, d: {}, 200),
    ("seal", "POST"): _errand(
        {"keeper"},
        Papers.registered,
        lambda v, d: {"once": v.mark(f"seal {d}"), "read": "on", **v.binding(d)},
    ),
    ("refuse_seal", "POST"): _errand(
        {"keeper"},
        Papers.registered,
        lambda v, d: {"once": v.mark(f"seal {d}"), "opinion": "附件不全", **v.binding(d)},
    ),
    ("answer_refusal", "GET"): _errand({"clerk"}, signing.refused, lambda v, d: {}, 200),
    ("answer_refusal", "POST"): _errand({"clerk"}, signing.refused, _marked("answer", note="附件已补上")),
    ("sheet", "GET"): _reading(signing.to_sign),
    ("paper", "GET"): _errand({"clerk"}, signing.to_sign, lambda v, d: {}, 200),
    ("paper", "POST"): _errand(
        {"clerk"},
        signing.to_sign,
        lambda v, d: {
            "once": v.mark(f"paper {d}"),
            "step": "sign",
            "verdict": "approve",
            "signer": "he-weimin",
            "signed_on": "2026-03-02",
            "opinion": "同意",
            "scan": word_file(signing.SCAN, "签批.png"),
            **v.binding(d),
        },
    ),
    ("compare", "GET"): _errand({"deputy", "director"}, signing.recorded, lambda v, d: {}, 200),
    ("compare", "POST"): _errand(
        {"deputy", "director"}, signing.recorded, _marked("compare", step="sign", agrees="yes", note="")
    ),
    ("scan", "GET"): _reading(signing.recorded),
    ("consent", "GET"): _errand({"clerk", "deputy", "director"}, signing.to_sign, lambda v, d: {}, 200),
    ("consent", "POST"): _errand(
        {"clerk", "deputy", "director"},
        signing.to_sign,
        lambda v, d: {
            "once": v.mark(f"consent {d}"),
            "step": "sign",
            "person": "he-weimin",
            "at": "2026-03-02T09:00",
            "means": "电话",
            **v.binding(d),
        },
    ),
    ("confirm", "GET"): _errand({"secretary"}, signing.changed, lambda v, d: {}, 200),
    ("confirm", "POST"): _errand(
        {"secretary"}, signing.changed, lambda v, d: {"once": v.mark(f"confirm {d}"), "step": "sign", **v.binding(d)}
    ),
    ("decline", "POST"): _errand(
        {"secretary"},
        signing.changed,
        lambda v, d: {"once": v.mark(f"confirm {d}"), "step": "sign", "opinion": "不要改", **v.binding(d)},
    ),
    ("correct", "GET"): _errand({"clerk"}, signing.signed, lambda v, d: {}, 200),
    ("correct", "POST"): _errand(
        {"clerk"},
        signing.signed,
        lambda v, d: {
            "once": v.mark(f"correct {d}"),
            "draft": word_file(signing.CORRECTED),
            "nature": "文字性",
            "note": "改错字",
        },
    ),
    ("extend", "GET"): _errand({"leader"}, signing.to_sign, lambda v, d: {}, 200),
    ("extend", "POST"): _errand(
        {"leader"}, signing.to_sign, _marked("extend", step="sign", amount="2", unit="wd", reason="等材料")
    ),
    ("cosigners", "GET"): _errand({"leader"}, signing.to_review, lambda v, d: {}, 200),
    ("cosigners", "POST"): _errand(
        {"leader"}, signing.to_review, _marked("cosigners", units=["economy", "social"], note="涉及经费")
    ),
    ("recheck", "GET"): _errand({"director"}, issuing.to_recheck, lambda v, d: {}, 200),
    ("recheck", "POST"): _errand(
        {"director"},
        issuing.to_recheck,
        lambda v, d: {"once": v.mark(f"recheck {d}"), "step": "recheck", "ticks": issuing.ITEMS, **v.binding(d)},
    ),
    ("numbered_page", "GET"): _reading(issuing.to_recheck),
    ("printing", "GET"): _errand({"clerk"}, issuing.to_print, lambda v, d: {}, 200),
    ("printing", "POST"): _errand(
        {"clerk"}, issuing.to_print, _marked("print", printer="文印室", copies="4", spoiled="0")
    ),
    ("print_order", "GET"): _reading(issuing.to_print),
    ("distribution", "GET"): _reading(issuing.to_distribute),
    ("distribution", "POST"): _errand(
        {"clerk"},
        issuing.to_distribute,
        _marked("deliver", recipient=issuing.RECIPIENTS[0], received_by="王芳", received_on="2026-03-02", copies="1"),
    ),
    ("delivery_sheet", "GET"): _reading(issuing.to_distribute),
    ("deliveries", "GET"): _everybody(200),
    ("repeal", "POST"): _errand(
        {"director", "secretary", "head"},
        issuing.to_distribute,
        _marked("repeal", kind="废止", effective="2026-06-01", reason="情况变化"),
    ),
    **receipts.table(Row, _everybody, _reading, _errand),
}


def _addresses() -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    placed: Any
    for name, placed in get_resolver().reverse_dict.items():
        if isinstance(name, str):
            known[name] = list(placed[0][0][1])
    return known


def _address(name: str, document_id: str) -> str:
    given = {
        "document_id": document_id,
        "package": "YLX.LXXZFB.W2026-99999",
        "page": 1,
        "kind": "shown",
        "form": "csv",
        "head": "B027-WS·2024-D10-ZFB",
        "index": 1,
        "number": 1,
        "year": 2024,
        "place": 1,
        "name": document_id or "2024-001",
    }
    given["digest"] = signing.SCAN_DIGEST
    return reverse(name, kwargs={parameter: given[parameter] for parameter in _addresses()[name]})


def test_every_address_stands_in_the_table() -> None:
    assert {name for name, _ in TABLE} == set(_addresses())


@pytest.mark.parametrize(("name", "method"), sorted(TABLE))
def test_each_role_gets_the_answer_of_the_table(
    desk: Desk,  # noqa: F811
    papers: Papers,  # noqa: F811
    name: str,
    method: str,
    tmp_path: Path,
) -> None:
    row = TABLE[name, method]
    answers = {}
    for login in ["", *LOGINS]:
        document_id = row.stage(papers) if row.stage else ""
        visitor = Visitor(desk, login)
        address = _address(name, document_id)
        answer = visitor.get(address) if method == "GET" else visitor.post(address, **row.fields(visitor, document_id))
        answers[login] = answer.status_code

    assert answers == {login: row.expected(login) for login in answers}


@pytest.mark.parametrize("name", sorted({name for name, _ in TABLE}))
def test_any_other_method_is_refused(desk: Desk, papers: Papers, name: str) -> None:  # noqa: F811
    document_id = papers.under_way()
    visitor = Visitor(desk, "clerk")
    others = {"GET", "POST", "PUT", "DELETE"} - {method for known, method in TABLE if known == name}
    if name in {"front", "stylesheet", "icon"}:
        others = set()  # they read nothing of what is sent

    for method in others:
        answer: Any = visitor.client.generic(method, _address(name, document_id))
        assert answer.status_code == 405, method
