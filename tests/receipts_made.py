"""Events of a paper that came in, made for tests (收文样例)."""

from __future__ import annotations

import datetime as dt

from domain.procedure import Route, RouteStep, Verb
from domain.receipt import Particulars, ReceiptNature
from domain.receipt_events import Received

TICKS = ("属于本机关办理", "符合行文规则")
CHECKS = ("密封完好",)
A_DAY = dt.date(2026, 3, 2)


def steps() -> tuple[Route, tuple[RouteStep, ...]]:
    route = Route(
        "receipt.test",
        1,
        (
            RouteStep(0, "examine", "初审", Verb.EXAMINE, ("clerk",), items=TICKS),
            RouteStep(1, "propose", "拟办", Verb.PROPOSE, ("director",)),
            RouteStep(2, "instruct", "批示", Verb.INSTRUCT, ("leader", "secretary")),
            RouteStep(5, "conclude", "办结", Verb.CONCLUDE, ("clerk",)),
        ),
    )
    growth = (
        RouteStep(2, "instruct", "批示", Verb.INSTRUCT, ("leader",)),
        RouteStep(3, "handle", "承办", Verb.HANDLE, ("unit_head",)),
        RouteStep(3, "read", "传阅", Verb.READ, ("leader",)),
    )
    return route, growth


def entered(**more: object) -> Received:
    fields: dict[str, object] = {
        "sender": "临溪县人民政府",
        "title": "关于开展防汛检查的通知",
        "level": "内部",
        "nature": ReceiptNature.TO_HANDLE,
        "sender_number": "临政发〔2026〕3号",
    }
    route, growth = steps()
    particulars = Particulars(**(fields | more))  # type: ignore[arg-type]
    return Received(particulars, CHECKS, "in", 2026, 1, "云收〔2026〕1号", "office", A_DAY, route, growth)
