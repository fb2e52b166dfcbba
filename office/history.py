"""A document's history in words (办理过程)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain import events as e
from domain.case import Case
from domain.ledger_line import LedgerLine
from domain.procedure import Route
from office.house import House


@dataclass(frozen=True)
class HistoryLine:
    """One thing that happened to a document (办理记录)."""

    index: int
    at: dt.datetime
    person: str
    who: str
    what: str
    detail: str
    channel: str
    document_id: str


def history_of(house: House, case: Case) -> tuple[HistoryLine, ...]:
    """Tell what happened to a document, in order."""
    return tuple(_line(house, case, line, event) for line, event in house.registry.history(case.document_id))


def _line(house: House, case: Case, line: LedgerLine, event: e.Event) -> HistoryLine:
    person = house.office.person(line.actor)
    what, detail = _words(event, case.route)
    who = person.name if person else "系统"
    principal = house.office.person(event.principal) if isinstance(event, e.Decided) else None
    who = f"{who}（代{principal.name}）" if principal else who
    return HistoryLine(line.index, line.at, line.actor, who, what, detail, line.channel, line.object_id)


def _words(event: e.Event, route: Route | None) -> tuple[str, str]:
    """Say what happened and the detail of it; a fact of the books, not of a document, is named by its verb."""
    return _of_draft(event) or _of_person(event, route) or _of_paper(event) or (event.VERB, "")


def _of_draft(event: e.Event) -> tuple[str, str] | None:
    match event:
        case e.TakenIn():
            return f"收稿（第{event.version}稿）", event.name
        case e.Refused():
            return "退稿", event.sentence
        case e.Examined():
            lacking = "、".join(name.value for name in event.lacking)
            return "审读", f"缺少：{lacking}" if lacking else f"检查意见{len(event.findings)}条"
        case e.FactsStated():
            return "补正要素", "；".join(f"{fact.name.value}：{fact.value}" for fact in event.facts)
        case e.Presented():
            return "呈批", f"共{len(event.shown.pages)}页"
        case _:
            return None


def _of_person(event: e.Event, route: Route | None) -> tuple[str, str] | None:
    match event:
        case e.Decided():
            return f"{_step(route, event.step)}：{'同意' if event.approved else '退回'}", event.opinion
        case e.Revised():
            return f"{_step(route, event.step)}：修改（第{event.version}稿）", event.note
        case e.Withdrawn():
            return "撤稿", event.reason
        case e.Registered():
            return "登记编号", event.number
        case e.Sealed():
            return "用印", "、".join(event.organs)
        case _:
            return None


def _of_paper(event: e.Event) -> tuple[str, str] | None:
    match event:
        case e.Issued():
            return "印发", f"共{event.pages}页"
        case e.Filed():
            return "归档", f"{event.level}，{event.retention}"
        case e.HandedBack():
            return "回送", event.folder
        case e.Stuck():
            return f"{event.act}受阻", event.sentence
        case _:
            return None


def _step(route: Route | None, key: str) -> str:
    step = route.step(key) if route else None
    return step.name if step else key
