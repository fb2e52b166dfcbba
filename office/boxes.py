"""Putting a year's pieces into boxes (装盒): what is packed, what is proposed, and packing it; each box has its 备考表."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from domain.boxes import Box, BoxPiece, boxes_of
from domain.holding import Holding, Standing
from domain.holding_events import Boxed, HoldingEvent
from domain.listing import EVERYTHING, Scope
from domain.office import SYSTEM, Actor
from domain.papers import Paper
from office.archive_rules import rules_of
from office.house import House
from office.keeping import require_archivist, to_each
from office.order_errors import NothingToBoxError, OtherBoxError
from office.scope import scope_of
from office.year import of_year
from press.tables import Cell, Sheet, workbook

_COLUMNS = ("全宗号", "年度", "保管期限", "机构", "盒号", "起件号", "止件号", "件数", "页数", "装盒人", "装盒日期")
_WIDTHS = (9, 7, 10, 10, 7, 9, 9, 7, 8, 12, 12)
_NAMED = 20


def boxes(house: House, year: int, scope: Scope = EVERYTHING) -> tuple[Box, ...]:
    """Give the boxes of a year, class by class, those packed before those proposed."""
    classes: dict[str, list[BoxPiece]] = {}
    for holding in of_year(house, year, Standing.NUMBERED, Standing.KEPT, scope=scope):
        if holding.serial:
            classes.setdefault(holding.code.rpartition("-")[0], []).append(_piece(holding))
    most = rules_of(house).box_pages
    return tuple(box for head in sorted(classes) for box in boxes_of(head, classes[head], most))


def pack(
    house: House, actor: Actor, year: int, head: str = "", last: int = 0, *, channel: str = "desk"
) -> tuple[Box, ...]:
    """Pack what is proposed, of all classes or of one; with ``last`` one new box of this class, up to this 件号.

    Raises:
        NothingToBoxError: Nothing of it waits for a box.
    """
    require_archivist(actor, "装盒")
    scope = EVERYTHING if actor == SYSTEM else scope_of(actor)
    every = [box for box in boxes(house, year, scope) if not head or box.head == head]
    wanted = [box for box in every if not box.packed]
    if last:
        wanted = list(_one_box(every, last))
    if not wanted:
        raise NothingToBoxError(head or f"{year}年度")
    numbers = {piece.record: box.number for box in wanted for piece in box.pieces}

    def act(holding: Holding) -> HoldingEvent:
        if holding.box:
            raise OtherBoxError(holding.code, holding.box)
        return Boxed(numbers[holding.record])

    to_each(house, actor, list(numbers), act, channel)
    return tuple(wanted)


def put_into(house: House, actor: Actor, names: Sequence[str], box: int, reason: str, channel: str = "desk") -> None:
    """Put pieces into a box of their class by hand, with a reason where they lie in another.

    Raises:
        OtherBoxError: One lies in another box, and nobody says why it is moved.
    """
    require_archivist(actor, "装盒")

    def act(holding: Holding) -> HoldingEvent:
        if holding.box and not reason.strip():
            raise OtherBoxError(holding.code, holding.box)
        return Boxed(box, reason.strip())

    to_each(house, actor, names, act, channel)


def note_of(house: House, box: Box, year: int) -> Paper:
    """Write a packed box's 备考表: what lies in it, what lacks, who packed it and when; who checks it signs by hand."""
    packer = house.office.person(box.last.by)
    said = f"{box.first.code} 至 {box.last.code}，共 {len(box.pieces)} 件，有页数的共 {box.pages} 页。"
    if box.missing:
        said += f"\n本盒缺 {len(box.missing)} 号：{_some([f'{number:04d}' for number in box.missing])}。"
    if unstamped := [piece.code for piece in box.pieces if not piece.stamped]:
        said += f"\n未盖归档章 {len(unstamped)} 件：{_some(unstamped)}。"
    fields = (
        ("全宗号", box.head.partition("-")[0]),
        ("年度", str(year)),
        ("盒号", str(box.number)),
        ("盒内文件情况说明", said),
        ("整理人", packer.name if packer else ""),
        ("整理日期", _day(max(piece.on for piece in box.pieces if piece.on))),
    )
    return Paper("备考表", fields)


def boxes_workbook(house: House, year: int, listed: Sequence[Box]) -> bytes:
    """Give the boxes of a year for a spreadsheet, with what stands on their backs (盒脊), DA/T 22-2015 6.4.1."""
    rows = [tuple(_cells(house, year, box)) for box in listed if box.packed]
    return workbook(Sheet(f"{house.office.name}{year}年度档案盒清单", _COLUMNS, _WIDTHS, rows))


def _one_box(every: Sequence[Box], last: int) -> Iterator[Box]:
    """Give one box for what lies in none, up to a 件号, with the number after the last one packed."""
    number = max((box.number for box in every if box.packed), default=0) + 1
    pieces = [piece for box in every if not box.packed for piece in box.pieces if piece.serial <= last]
    if pieces:
        yield Box(every[0].head, number, False, tuple(pieces))


def _piece(holding: Holding) -> BoxPiece:
    return BoxPiece(
        holding.record,
        holding.code,
        holding.serial,
        holding.numbered_pages,
        holding.stamped,
        holding.box,
        holding.boxed_by,
        holding.boxed_on,
    )


def _cells(house: House, year: int, box: Box) -> Iterator[Cell]:
    fonds, _, rest = box.head.partition("-")
    period, _, unit = rest.partition("-")[2].partition("-")
    packer = house.office.person(box.last.by)
    yield from (fonds, year, period, unit, box.number, f"{box.first.serial:04d}", f"{box.last.serial:04d}")
    yield from (len(box.pieces), box.pages, packer.name if packer else "", box.last.on)


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
