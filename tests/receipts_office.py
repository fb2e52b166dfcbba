"""People who receive, instruct, act and read in the example office (收文样例办理)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from domain.case import Case, Phase
from domain.procedure import Verb
from domain.receipt import Assignment, Particulars, ReceiptNature
from office import receipt_acts, receive
from office.receipt_acts import Given
from tests.an_office import AnOffice
from tests.samples.docx_builder import plain_docx

SENDER = "临溪县人民政府"
NUMBER = "临政发〔2026〕3号"
TITLE = "临溪县人民政府关于开展防汛检查的通知"


def letter(title: str = TITLE, number: str = NUMBER, body: str = "各乡镇要在三月底前完成防汛检查。") -> bytes:
    """Make a piece as its sender would write it in Word."""
    lines = (
        f"^{SENDER}文件",
        f"^{number}",
        f"^{title}",
        "各乡镇人民政府：",
        f"　　{body}",
        f">{SENDER}",
        ">2026年2月27日",
    )
    return plain_docx(lines)


def drop(office: AnOffice, name: str, data: bytes) -> Path:
    """Put a file into the receipts folder."""
    place = office.house.mailroom.folders.drops / "收文" / name
    place.write_bytes(data)
    return place


def arrived(office: AnOffice, name: str = "来文.docx", data: bytes | None = None) -> str:
    """Drop a piece, let the machine work, and give its document's id."""
    drop(office, name, data or letter())
    rows = office.work()
    return next(row.document_id for row in rows if row.act == "收件" and row.title == name)


def particulars(**more: object) -> Particulars:
    """Give what a clerk enters about the piece."""
    fields: dict[str, object] = {
        "sender": SENDER,
        "title": TITLE,
        "level": "内部",
        "nature": ReceiptNature.TO_HANDLE,
        "sender_number": NUMBER,
    }
    return Particulars(**(fields | more))  # type: ignore[arg-type]


def entered(office: AnOffice, document_id: str, **more: object) -> Case:
    """Sign for a piece and enter it."""
    return receive.receive(office.house, office.actor("clerk"), document_id, particulars(**more))


def received(office: AnOffice, name: str = "来文.docx", data: bytes | None = None, **more: object) -> str:
    """Bring a new piece to its first review."""
    document_id = arrived(office, name, data)
    entered(office, document_id, **more)
    return document_id


def reviewed(office: AnOffice, document_id: str) -> Case:
    """Find a piece fit to be handled."""
    step = office.case(document_id).open_steps()[0]
    clerk = office.actor("clerk")
    return receipt_acts.first_review(office.house, clerk, document_id, ticks=step.items, given=Given())


def proposed(office: AnOffice, document_id: str, words: str = "拟请郑远同志阅示", **more: object) -> Case:
    """Write a proposal."""
    given = Given(words, Assignment(**more))  # type: ignore[arg-type]
    return receipt_acts.propose(office.house, office.actor("director"), document_id, given)


def instructed(office: AnOffice, document_id: str, words: str = "请经发办牵头办理", **more: object) -> Case:
    """Write an instruction."""
    given = Given(words, Assignment(**more))  # type: ignore[arg-type]
    return receipt_acts.instruct(office.house, office.actor("leader"), document_id, given)


def to_leader(office: AnOffice, **more: object) -> str:
    """Bring a new piece to its leader."""
    document_id = received(office, **more)  # type: ignore[arg-type]
    reviewed(office, document_id)
    proposed(office, document_id)
    return document_id


def reported(office: AnOffice, document_id: str, unit: str, words: str = "已检查完毕，未发现隐患") -> Case:
    """Report what a unit did."""
    given = Given(words, step=f"handle:{unit}")
    return receipt_acts.handle(office.house, office.actor("unit_head"), document_id, given)


def signed(office: AnOffice, document_id: str, login: str, words: str = "") -> Case:
    """Sign as a reader."""
    return receipt_acts.read(office.house, office.actor(login), document_id, Given(words))


def concluded(office: AnOffice, document_id: str, words: str = "已办结", copies: int = 0) -> Case:
    """Conclude a piece, and let the machine file it."""
    clerk = office.actor("clerk")
    receipt_acts.conclude(office.house, clerk, document_id, Given(words), returned_copies=copies)
    office.work()
    return office.case(document_id)


def to_end(office: AnOffice, document_id: str) -> Case:
    """Have everybody do what is theirs until a piece is filed."""
    while (case := office.case(document_id)).phase is Phase.UNDER_WAY:
        step = case.open_steps()[0]
        match step.verb:
            case Verb.HANDLE:
                reported(office, document_id, step.unit)
            case Verb.CONCLUDE:
                concluded(office, document_id)
            case _:
                raise AssertionError(step)
    return case


def a_day(offset: int = 0) -> dt.date:
    """Give a day from the office's Monday on."""
    return dt.date(2026, 3, 2) + dt.timedelta(days=offset)
