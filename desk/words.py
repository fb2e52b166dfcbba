"""How values read on the pages (用语): template filters, one value in, one Chinese word out."""

from __future__ import annotations

import datetime as dt

from django import template
from django.urls import reverse
from django.utils import timezone

from domain.case import Phase
from domain.findings import Severity
from domain.procedure import RouteStep, Verb
from office.route_drawing import State
from office.sign import act_name

register = template.Library()

_PAGES = {
    Verb.REGISTER: "register",
    Verb.SEAL: "seal",
    Verb.CHECK: "recheck",
    Verb.PRINT: "printing",
    Verb.DISTRIBUTE: "distribution",
    Verb.CONFIRM: "confirm",
    Verb.PAPER: "paper",
    Verb.COMPARE: "compare",
    Verb.CORRECT: "correct",
    Verb.ANSWER: "answer_refusal",
    Verb.RECEIVE: "receipt",
    Verb.EXAMINE: "receipt",
    Verb.PROPOSE: "receipt",
    Verb.INSTRUCT: "receipt",
    Verb.HANDLE: "receipt",
    Verb.READ: "receipt",
    Verb.CONCLUDE: "receipt",
}
_TONES = {
    Phase.LACKING: "warm",
    Phase.FILED: "green",
    Phase.DONE: "green",
    Phase.TO_RETURN: "warm",
    Phase.RETURNED: "warm",
    Phase.TO_REFUSE: "warm",
    Phase.REFUSED: "warm",
    Phase.WITHDRAWN: "grey",
    Phase.TO_RECEIVE: "warm",
    Phase.NOT_RECEIVED: "grey",
    Phase.SENT_BACK: "grey",
}
_CHANNELS = {
    "desk": "柜台",
    "cli": "命令行",
    "system": "系统",
    "demo": "演示",
    "folder": "投稿文件夹",
    "paper": "纸质签批",
}


@register.filter
def act_word(verb: Verb | None) -> str:
    """Name what is to be done at a step; without a verb it is stating facts."""
    return act_name(verb) if verb else "补正要素"


@register.filter
def act_address(verb: Verb | None, document_id: str) -> str:
    """Give the address of the page where something is done about a document: one of its own, or the document's."""
    page = _PAGES.get(verb, "document") if verb else "facts"
    return reverse(page, args=[document_id])


@register.filter
def tone(phase: Phase | str) -> str:
    """Give the colour of a phase, as a class name."""
    return _TONES.get(Phase(phase), "blue")


@register.filter
def severity_tone(severity: Severity) -> str:
    """Give the colour of a finding, as a class name."""
    return {Severity.ERROR: "red", Severity.WARNING: "warm", Severity.NOTE: "grey"}[severity]


@register.filter
def moment(at: dt.datetime | None) -> str:
    """Write a moment as ``3月2日 09:05``, with the year when it is not this one."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    year = "" if local.year == timezone.localtime().year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 {local:%H:%M}"


@register.filter
def day(date: dt.date | None) -> str:
    """Write a day as ``2026年3月2日``."""
    return f"{date.year}年{date.month}月{date.day}日" if date else ""


@register.filter
def cell(value: object) -> object:
    """Write what stands in a cell of a table: a day as ``2026.3.2``, nothing as nothing."""
    if isinstance(value, dt.date):
        return f"{value.year}.{value.month}.{value.day}"
    return "" if value is None else value


@register.filter
def share(part: float) -> str:
    """Write a share of a page as a number of a drawing."""
    return f"{part:.4f}"


@register.filter
def roles_of(step: RouteStep) -> str:
    """Name who does a step."""
    return step.who


@register.filter
def channel_word(channel: str) -> str:
    """Name the way an act came in."""
    return _CHANNELS.get(channel.partition(":")[0], channel)


@register.filter
def step_class(state: State) -> str:
    """Give the class of a step in the list of a document's way."""
    return {State.DONE: "done", State.LATER: "later"}.get(state, "now")
