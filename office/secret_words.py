"""What happened to secret papers, in words (涉密文件用语): by their register numbers, never by what they are about."""

from __future__ import annotations

from collections.abc import Callable

from domain import events as e
from domain import secret_events as s


def secret_words(event: e.Event, name: Callable[[str], str] = str) -> tuple[str, str] | None:
    """Say what was registered, moved, copied, counted or handed over; nothing for other events."""
    match event:
        case s.SecretRegistered():
            made = f"，由{event.original}复制" if event.original else ""
            return "登记涉密文件", f"{event.number}（{event.level}，{_serials(event.serials)}{made}）"
        case s.SecretMoved():
            to = name(event.receiver) if event.receiver else f"放回{event.place}"
            return f"涉密文件{event.how.value}", f"{event.number} {_serials(event.serials)}，{to}"
        case s.SecretLeft():
            return (
                f"涉密文件{event.how.value}",
                f"{event.number} {_serials(event.serials)}，{event.receiver}，{event.reference}",
            )
        case s.CopyAsked():
            return "申请复制涉密文件", f"{event.number}，{event.copies}份，{name(event.person)}用；{event.purpose}"
        case s.CopyDecided():
            said = "；".join(one for one in (event.opinion, event.consent) if one)
            return f"{'同意' if event.approved else '不同意'}复制涉密文件", said
        case _:
            return _of_clean_up(event, name)


def _of_clean_up(event: e.Event, name: Callable[[str], str]) -> tuple[str, str] | None:
    match event:
        case s.CleanUpOpened():
            return "开始清理核对", f"{event.half}，{event.copies}份，逾期未清退{event.overdue}份"
        case s.CleanUpClosed():
            lost = f"，没有找到：{'、'.join(event.missing)}" if event.missing else ""
            return "办结清理核对", f"{event.half}，核对相符{event.counted}份{lost}；与{name(event.witness)}核对"
        case s.HandedOver():
            told = f"涉密文件{len(event.copies)}份，阅文范围{len(event.documents)}件"
            return "工作移交", f"{name(event.person)}移交{name(event.receiver)}：{told}，{name(event.approver)}批准"
        case s.StopSettled():
            return "处理门口拦下的文件", f"拦截{event.index}号；{event.note}"
        case _:
            return _of_outsiders(event, name)


def _of_outsiders(event: e.Event, name: Callable[[str], str]) -> tuple[str, str] | None:
    match event:
        case s.OutsiderAsked():
            which = f"{event.subject}{f' {_serials(event.serials)}' if event.serials else ''}"
            days = f"{event.first:%Y-%m-%d}至{event.last:%Y-%m-%d}"
            who = f"{event.organisation}{event.name}，{event.purpose}；{days}，{name(event.companion)}陪同"
            return "申请外来人员查阅", f"{which}，{who}"
        case s.OutsiderDecided():
            said = f"申请{event.index}号{f'；{event.opinion}' if event.opinion else ''}"
            return f"{'同意' if event.approved else '不同意'}外来人员查阅", said
        case s.OutsiderShown():
            return "外来人员查阅", f"申请{event.index}号"
        case s.OutsiderDone():
            return "外来人员查阅完毕", f"申请{event.index}号{f'；{event.note}' if event.note else ''}"
        case _:
            return None


def _serials(serials: tuple[str, ...]) -> str:
    return f"份号{serials[0]}" if len(serials) == 1 else f"份号{serials[0]}等{len(serials)}份"
