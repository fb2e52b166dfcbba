"""The order of a year's pieces before they get their 档号 (排列): what it will be, and putting pieces that belong together together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.holding import Holding, Standing
from domain.holding_events import FIRST, HoldingEvent, Placed
from domain.listing import EVERYTHING
from domain.office import SYSTEM, Actor
from office.house import House
from office.keeping import kept, require_archivist, to_each
from office.keeping_errors import NotOpenError
from office.order_errors import NotItsClassError, RingError
from office.proposals import Proposer, proposer_of
from office.scope import scope_of
from office.year import planned_classes


@dataclass(frozen=True)
class OrderRow:
    """A piece where it stands in its class now (排列一件): ``code`` is what it would get, ``after`` where it was placed."""

    record: str
    serial: int
    code: str
    number: str
    title: str
    date: dt.date | None
    after: str


@dataclass(frozen=True)
class OrderedClass:
    """A class with the pieces that wait for their numbers, in order (一类待编)."""

    head: str
    fonds: str
    retention: str
    unit_code: str
    rows: tuple[OrderRow, ...]


def year_order(house: House, actor: Actor, year: int) -> tuple[OrderedClass, ...]:
    """Give the order in which a year's plain pieces would be numbered now, class by class, within the archivist's scope.

    Raises:
        NotYourRoleError: It is somebody else.
    """
    require_archivist(actor, "排列归档文件")
    ordered = []
    scope = EVERYTHING if actor == SYSTEM else scope_of(actor)
    for series, pieces in planned_classes(house, year, proposer_of(house), scope).items():
        last = house.registry.last_serial(series.head)
        rows = tuple(
            OrderRow(one.record, serial, series.code(serial), one.number, one.title, one.date, one.after)
            for serial, one in enumerate(pieces, last + 1)
        )
        ordered.append(OrderedClass(series.head, series.fonds, series.retention.value, series.unit_code, rows))
    return tuple(ordered)


def place(house: House, actor: Actor, names: Sequence[str], after: str, channel: str = "desk") -> tuple[str, ...]:
    """Put pieces after another of their class, one after the other as they are named; ``FIRST`` before all, empty back by time.

    Raises:
        NotOpenError: A piece has its number already.
        NotItsClassError: The other piece is of another class, or waits for nothing.
        RingError: It would follow itself.
    """
    require_archivist(actor, "排列归档文件")
    proposer = proposer_of(house)
    records = tuple(dict.fromkeys(kept(house, actor, name).record for name in names))
    anchor = after if after in ("", FIRST) else _anchor(house, actor, proposer, records, after)
    follows = dict(zip(records, (anchor, *records[:-1]), strict=True)) if anchor else dict.fromkeys(records, "")

    def act(holding: Holding) -> HoldingEvent:
        if holding.standing is not Standing.OPEN:
            raise NotOpenError(holding.record, holding.standing.value)
        return Placed(follows[holding.record])

    return to_each(house, actor, records, act, channel)


def _anchor(house: House, actor: Actor, proposer: Proposer, records: Sequence[str], name: str) -> str:
    """Find the piece that others are to follow, and see that they may."""
    anchor = kept(house, actor, name)
    if anchor.standing is not Standing.OPEN:
        raise NotItsClassError(anchor.record)
    series = proposer.of(anchor).series
    for record in records:
        if proposer.of(kept(house, actor, record)).series != series:
            raise NotItsClassError(record)
    seen, follows = set(records), anchor.record
    while follows and follows != FIRST:
        if follows in seen:
            raise RingError(anchor.record)
        seen.add(follows)
        before = house.registry.holding(follows)
        follows = before.after if before and before.standing is Standing.OPEN else ""
    return anchor.record
