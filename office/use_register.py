"""The register of use (利用登记簿): who read or borrowed what, why, who allowed it, and how it came back; a page at a time, or all as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from domain.events import Event
from domain.holding import Holding
from domain.holding_events import Lent, ReadingNoted, Returned
from domain.ledger_line import LedgerLine
from domain.office import Actor
from domain.use import UseQuery
from office.house import House
from office.keeping import require_archivist
from office.scope import scope_of
from press.tables import Cell, Sheet, workbook

TITLE = "档案利用登记簿"
A_PAGE = 50
_COLUMNS = (
    "日期",
    "方式",
    "档号",
    "题名",
    "利用者",
    "单位",
    "目的",
    "复制页数",
    "批准人",
    "应还、归还情况",
    "经办人",
)
_WIDTHS = (17, 8, 30, 46, 12, 20, 24, 9, 10, 24, 10)


@dataclass(frozen=True)
class UseLine:
    """One line of the register (利用一笔): ``how`` is 查阅, 借出 or 归还; ``note`` says until when, or how it came back."""

    at: dt.datetime
    how: str
    record: str
    code: str
    title: str
    reader: str
    organisation: str
    purpose: str
    copies: int
    approver: str
    note: str
    by: str


@dataclass(frozen=True)
class UsePage:
    """A page of the register, newest first, and how many lines there are in all."""

    total: int
    lines: tuple[UseLine, ...]


def use_register(house: House, actor: Actor, query: UseQuery, limit: int | None = A_PAGE, offset: int = 0) -> UsePage:
    """Give a page of the register within the archivist's scope.

    Raises:
        NotYourRoleError: It is somebody else.
    """
    require_archivist(actor, "查看利用登记簿")
    page = house.registry.uses(query, scope_of(actor), limit, offset)
    return UsePage(page.total, tuple(_lines(house, page.lines)))


def use_workbook(house: House, actor: Actor, query: UseQuery) -> bytes:
    """Give the register for a spreadsheet, the oldest line first."""
    lines = reversed(use_register(house, actor, query, limit=None).lines)
    return workbook(Sheet(f"{house.office.name}{TITLE}", _COLUMNS, _WIDTHS, [_cells(line) for line in lines]))


def _lines(house: House, found: Iterable[tuple[LedgerLine, Event]]) -> Iterable[UseLine]:
    known: dict[str, Holding | None] = {}
    for line, event in found:
        if line.object_id not in known:
            known[line.object_id] = house.registry.holding(line.object_id)
        holding = known[line.object_id]
        if holding is not None and isinstance(event, ReadingNoted | Lent | Returned):
            yield _line(house, holding, line, event)


def _line(house: House, holding: Holding, line: LedgerLine, event: ReadingNoted | Lent | Returned) -> UseLine:
    reader = organisation = purpose = approver = ""
    copies = 0
    match event:
        case ReadingNoted():
            how, note = "查阅", ""
            reader, organisation, purpose = event.reader, event.organisation, event.purpose
            copies, approver = event.copies, event.approver
        case Lent():
            how, note = "借出", f"{event.due:%Y-%m-%d}前归还"
            reader, purpose, approver = event.borrower, event.purpose, event.approver
        case Returned():
            how, note = "归还", "完好" if event.intact else f"不完好：{event.note}"
    return UseLine(
        at=line.at,
        how=how,
        record=holding.record,
        code=holding.code,
        title=holding.title,
        reader=reader,
        organisation=organisation,
        purpose=purpose,
        copies=copies,
        approver=_name(house, approver),
        note=note,
        by=_name(house, line.actor) or "系统",
    )


def _name(house: House, person: str) -> str:
    known = house.office.person(person) if person else None
    return known.name if known else person


def _cells(line: UseLine) -> tuple[Cell, ...]:
    return (
        f"{line.at:%Y-%m-%d %H:%M}",
        line.how,
        line.code or line.record,
        line.title,
        line.reader,
        line.organisation,
        line.purpose,
        line.copies or "",
        line.approver,
        line.note,
        line.by,
    )
