"""The 文件处理签 and the 传阅单 of a piece (文件处理签): what everybody wrote, with name and day, on the office's own forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from domain.case import Case
from domain.levels import Level
from domain.office import Actor
from domain.papers import Paper
from domain.receipt import Incoming, Particulars, ReceiptNature, Remark
from domain.receipt_count import count_words
from office.deadlines import piece_day
from office.house import House
from office.receipt_acts import receipt_for
from office.receipt_errors import NotAReceiptError
from office.receipt_words import assignment_words
from office.signers import signer_name

SHEET, CIRCULATION = "文件处理签", "传阅单"
SHEET_FILE, CIRCULATION_FILE = f"{SHEET}.pdf", f"{CIRCULATION}.pdf"
_EMPTY = Particulars("", "", Level.INTERNAL.value, ReceiptNature.TO_HANDLE)


def processing_sheet(house: House, actor: Actor, document_id: str) -> bytes:
    """Give the 文件处理签 of a piece as it stands now, as PDF/A, to be printed and written on, or looked at."""
    return house.press.paper(sheet_paper(house, receipt_for(house, actor, document_id)))


def circulation_sheet(house: House, actor: Actor, document_id: str) -> bytes:
    """Give the 传阅单 of a piece as it stands now, as PDF/A: who had it when, and when it came back."""
    return house.press.paper(circulation_paper(house, receipt_for(house, actor, document_id)))


def sheet_paper(house: House, case: Case) -> Paper:
    """Fill in the 文件处理签."""
    incoming = _incoming(case)
    entered = incoming.particulars or _EMPTY
    fields = {
        "机关": house.office.name,
        "收文编号": case.number,
        "收文日期": _day(case.dated),
        "来文机关": entered.sender,
        "来文字号": entered.sender_number or "无",
        "密级": entered.level if Level(entered.level).is_state_secret else "",
        "紧急程度": entered.urgency,
        "标题": entered.title,
        "拟办意见": _said(house, incoming.said("propose"), _proposal(incoming)),
        "领导批示": _said(house, incoming.said("instruct")),
        "承办结果": _said(house, (*incoming.said("handle"), *incoming.said("conclude"))),
        "办理时限": _due_words(house, case, incoming),
        "办结日期": _day(incoming.concluded_at.date() if incoming.concluded_at else None),
        "备注": _notes(entered, incoming),
    }
    return Paper(SHEET, tuple((name, text) for name, text in fields.items() if text))


def circulation_paper(house: House, case: Case) -> Paper:
    """Fill in the 传阅单: each reader, when it was sent to them, when it came back, what they wrote."""
    incoming = _incoming(case)
    entered = incoming.particulars or _EMPTY
    fields = {
        "机关": house.office.name,
        "来文机关": entered.sender,
        "来文字号": entered.sender_number or "无",
        "标题": entered.title,
        "收文编号": case.number,
        "份数": str(entered.copies),
    }
    rows = [
        ("", signer_name(house, remark.person), _moment(remark.opened_at), _moment(remark.at), _by(house, remark))
        for remark in incoming.said("read")
    ]
    waiting = [step for step in case.open_steps() if step.verb.value == "read"]
    rows += [("", step.who, _moment(case.open_since(step.key)), "", "") for step in waiting]
    return Paper(CIRCULATION, tuple(fields.items()), tuple(rows))


def _due_words(house: House, case: Case, incoming: Incoming) -> str:
    """Write by when it has to be handled; an extension stands beside the day that was named."""
    day = piece_day(house, case)
    return f"{_day(day)}（原定{_day(incoming.due)}）" if day != incoming.due else _day(day)


def _incoming(case: Case) -> Incoming:
    if case.incoming is None:
        raise NotAReceiptError(case.document_id)
    return case.incoming


def _said(house: House, remarks: Iterable[Remark], before: str = "") -> str:
    """Write what was said, each with name and day."""
    lines = [f"{remark.words}　{signer_name(house, remark.person)}　{_day(remark.at.date())}" for remark in remarks]
    return "\n".join([*lines, *([f"（{before}）"] if before and lines else [])])


def _by(house: House, remark: Remark) -> str:
    recorder = f"（{signer_name(house, remark.recorder)}代录）" if remark.recorder else ""
    return f"{signer_name(house, remark.person)}：{remark.words}{recorder}"


def _proposal(incoming: Incoming) -> str:
    return assignment_words(incoming.proposal) if incoming.proposal else ""


def _notes(entered: Particulars, incoming: Incoming) -> str:
    replies, tally = "、".join(reply.number for reply in incoming.replies), incoming.tally
    parts = (
        f"{entered.copies}份" + (f"，份号{entered.serials}" if entered.serials else ""),
        f"附件：{entered.attachments}" if entered.attachments else "",
        f"逐份逐页查点{count_words(tally.copies, tally.pages, tally.counted)}" if tally else "",
        f"复文：{replies}" if replies else "",
        f"收回{incoming.returned_copies}份" if incoming.returned_copies else "",
        entered.note,
    )
    return "；".join(part for part in parts if part)


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _moment(at: dt.datetime) -> str:
    return f"{at.month}月{at.day}日 {at:%H:%M}"
