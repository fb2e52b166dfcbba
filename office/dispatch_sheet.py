"""The 发文稿纸 of an issued document as it is kept with it (发文稿纸): who drafted it, what everybody decided and did, with name and time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from domain.case import Case, Decision
from domain.events import Checked, Registered, SealsPressed
from domain.facts import FactName
from domain.papers import Paper
from office.house import House
from office.signers import signer_name
from press.typeset_errors import MissingGlyphError

SHEET = "发文稿纸"
SHEET_FILE = f"{SHEET}.pdf"
ELSEWHERE = "意见中有字体里没有的字，全文见 办理过程.json"
_NOTHING_SAID = {True: "同意", False: "退回"}
_STATED = (FactName.URGENCY, FactName.ADDRESSEES, FactName.COPIES_TO, FactName.LEVEL, FactName.DRAFTER)

Row = tuple[dt.datetime, tuple[str, str, str, str]]


def sheet_pages(house: House, case: Case) -> bytes:
    """Set the 发文稿纸 of an issued document as PDF/A.

    An opinion with a character that no font has does not hold the filing up: the sheet says where it stands word for word.
    """
    try:
        return house.press.paper(dispatch_sheet(house, case))
    except MissingGlyphError:
        return house.press.paper(dispatch_sheet(house, case, ELSEWHERE))


def dispatch_sheet(house: House, case: Case, instead: str = "") -> Paper:
    """Fill in the 发文稿纸; everything in it is settled before the document is filed. ``instead`` stands in the place of opinions."""
    organs = [organ.name for name in case.organs if (organ := house.office.organ_named(name))]
    unit = house.office.unit_named(case.unit)
    fields = {
        "机关": house.office.name,
        "发文字号": case.number,
        "成文日期": _day(case.dated),
        "标题": case.title,
        "发文机关": "、".join(organs),
        "文种": case.kind,
        "拟稿单位": unit.name if unit else case.unit,
        "印数": f"{case.print_run}份" if case.print_run else "",
        "印发日期": _day(case.printed_on),
        **{name.value: case.facts.value(name) for name in _STATED},
    }
    rows = sorted((*_decided(house, case, instead), *_done(house, case, instead)), key=lambda row: row[0])
    return Paper(SHEET, tuple((name, text) for name, text in fields.items() if text), tuple(row for _, row in rows))


def _decided(house: House, case: Case, instead: str) -> Iterator[Row]:
    """Give every decision of every round: what was sent back belongs to the document's story as well."""
    for one in case.decisions:
        words = instead if one.opinion and instead else one.opinion or _NOTHING_SAID[one.approved]
        yield one.at, (one.name, words if one.approved else f"退回：{words}", _signed(house, one), _moment(one.at))


def _signed(house: House, decision: Decision) -> str:
    name = signer_name(house, decision.actor)
    return f"{name}（受{signer_name(house, decision.principal)}委托）" if decision.principal else name


def _done(house: House, case: Case, instead: str) -> Iterator[Row]:
    """Give what was done beside the decisions: 复核, 登记, 用印."""
    for line, event in house.registry.history(case.document_id):
        match event:
            case Registered():
                words = event.number
            case Checked():
                words = instead if event.note and instead else event.note or "复核无误"
            case SealsPressed():
                words = "已用印"
            case _:
                continue
        step = case.route.step(event.step) if case.route else None
        name = step.name if step else event.step
        yield line.at, (name, words, signer_name(house, line.actor), _moment(line.at))


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _moment(at: dt.datetime) -> str:
    return f"{_day(at)}\n{at:%H:%M}"
