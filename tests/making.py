"""Events and documents for tests: each maker gives something whole, and takes what a test wants different."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from domain.canonical import sha256_hex, sm3_hex
from domain.events import (
    Decided,
    Event,
    Examined,
    Filed,
    HandedBack,
    Issued,
    Presented,
    Registered,
    Sealed,
    TakenIn,
)
from domain.exchange import FileRole as PackageRole
from domain.exchange import SentFile, Sheet
from domain.facts import FactName, FactSource, stated
from domain.findings import Finding, Severity
from domain.intake import Role as FileRole
from domain.intake import StagedFile
from domain.ledger_line import LedgerLine
from domain.levels import Level
from domain.pages import Shown
from domain.posts import Role
from domain.procedure import Limit, LimitUnit, Route, RouteStep, Verb
from ground.clock import BEIJING

MONDAY = dt.datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING)
SCHEME = "京发"
YEAR = 2026

# who does what in the tests' office; the drafter is a person of their own
DRAFTER, UNIT_HEAD, DIRECTOR, LEADER, SECRETARY, CLERK, KEEPER = "wang", "li", "zhao", "qian", "sun", "zhou", "wu"
PEOPLE = {"check": UNIT_HEAD, "audit": DIRECTOR, "leader": LEADER, "sign": SECRETARY, "register": CLERK, "seal": KEEPER}
DIFFERENT_PEOPLE = (("draft", "review"), ("draft", "cosign"), ("draft", "sign"), ("register", "seal"))


def digest(text: str) -> str:
    """Give the SHA-512 digest that a file of this text would have."""
    return hashlib.sha512(text.encode()).hexdigest()


def a_step(stage: int, key: str, name: str, verb: Verb, role: Role, **more: Any) -> RouteStep:
    return RouteStep(stage, key, name, verb, (role,), **more)


def a_route() -> Route:
    """核稿 → 审核 → 会签 → 签发 → 登记 → 用印."""
    return Route(
        "dispatch",
        1,
        (
            a_step(0, "check", "核稿", Verb.REVIEW, Role.UNIT_HEAD, unit="综合科"),
            a_step(1, "audit", "审核", Verb.REVIEW, Role.DIRECTOR, limit=Limit(2, LimitUnit.WORKING_DAYS)),
            a_step(2, "leader", "会签", Verb.COSIGN, Role.LEADER),
            a_step(3, "sign", "签发", Verb.SIGN, Role.SECRETARY),
            a_step(4, "register", "登记", Verb.REGISTER, Role.CLERK),
            a_step(5, "seal", "用印", Verb.SEAL, Role.KEEPER),
        ),
    )


def shown(content: str = "content") -> Shown:
    return Shown(
        digest(content), digest(content + "pdf"), (digest(content + "1"), digest(content + "2")), "typst 0.15 仿宋"
    )


def taken_in(
    drop: str = "drop", *, version: int = 1, unit: str = "综合科", name: str = "关于开展安全检查的通知.docx"
) -> TakenIn:
    body = StagedFile(name, FileRole.BODY, digest(drop), 12_345)
    return TakenIn(version, "发文", unit, name, digest(drop), (body,))


def examined(*, version: int = 1, title: str = "关于开展安全检查的通知") -> Examined:
    facts = stated(
        {
            FactName.TITLE: title,
            FactName.KIND: "通知",
            FactName.ORGANS: "中共京口镇委员会",
            FactName.DRAFTER: "王小明",
            FactName.URGENCY: "特急",
        },
        FactSource.SHEET,
    )
    finding = Finding("F-12", "GB/T 9704 7.3.1", Severity.WARNING, "第3段", "标题末尾有句号", "去掉句号")
    return Examined(version, digest(title), title, facts, (), (finding,))


def presented(
    *, version: int = 1, content: str = "content", route: Route | None = None, again: bool = False
) -> Presented:
    on_its_way = None if again else route or a_route()
    return Presented(version, digest(content), "通知", ("dangwei",), SCHEME, shown(content), (), on_its_way)


def decided(
    step: str,
    *,
    version: int = 1,
    approved: bool = True,
    opinion: str = "同意",
    content: str = "content",
    drafter: str = DRAFTER,
) -> Decided:
    return Decided(step, version, approved, opinion, shown(content).binding(), drafter)


def registered(serial: int, *, from_reserve: bool = False, scheme: str = SCHEME, period: int = YEAR) -> Registered:
    day = MONDAY.date()
    number = f"{scheme}〔{period}〕{serial}号"
    return Registered("register", scheme, period, serial, number, day, day, 20, from_reserve)


def sealed(content: str = "content") -> Sealed:
    return Sealed("seal", ("dangwei",), shown(content).binding())


def issued() -> Issued:
    return Issued(digest("docx"), digest("pdf"), 3, "typst 0.15 仿宋", digest("issued"))


def filed() -> Filed:
    return Filed("公开", "general", "30年", digest("inventory"), ("issued.docx", "issued.pdf"))


def handed_back(place: str = "办结", *, version: int = 1, reason: str = "印发") -> HandedBack:
    return HandedBack(version, place, f"{place}/综合科", reason)


Recorder = Callable[[Event, str, str], LedgerLine]
"""Records an event of an object by a person; a test brings its own."""


def to_signed(record: Recorder, document_id: str, drop: str = "drop") -> None:
    """Take a document in and bring it to 签发."""
    record(taken_in(drop), document_id, "system")
    record(examined(), document_id, "system")
    record(presented(), document_id, "system")
    for step in ("check", "audit", "leader", "sign"):
        record(decided(step), document_id, PEOPLE[step])


def to_filed(record: Recorder, document_id: str, serial: int, drop: str = "drop") -> None:
    """Bring a document all the way into the archive."""
    to_signed(record, document_id, drop)
    record(registered(serial), document_id, CLERK)
    record(sealed(), document_id, KEEPER)
    record(issued(), document_id, "system")
    record(filed(), document_id, "system")
    record(handed_back(), document_id, "system")


def payload_matches(line: LedgerLine, payload: bytes) -> bool:
    return line.payload_sha256 == sha256_hex(payload) and line.payload_sm3 == sm3_hex(payload)


def a_sheet_to(receiver: str, document: str) -> Sheet:
    """Make the sheet of a package that takes a document to another office."""
    return Sheet(
        format="hongtou-exchange-1",
        package=f"YLX.{receiver}.{document}",
        sender="YLX",
        sender_name="京口镇",
        receiver=receiver,
        receiver_name="县政府办公室",
        sent_at=MONDAY,
        recipients=("县政府办公室",),
        number="京发〔2026〕4号",
        title="关于开展安全检查的通知",
        kind="通知",
        organs=("中共京口镇委员会",),
        dated=MONDAY.date(),
        level=Level.INTERNAL,
        urgency="",
        pages=3,
        copies=1,
        files=(SentFile("正本.pdf", PackageRole.ISSUED, 1_234, "0" * 64),),
        public_key="0" * 64,
        signature="0" * 128,
    )
