"""Filing a year (年度归档): what is plain gets its place and its 档号, then its object the version that bears it.

Killed anywhere and run again it goes on where it stood: the order is a matter of the records alone, a number given stays, and what
comes late is counted on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain.arrangement import InOrder, put_in_order, sort_key
from domain.holding import Holding, Standing
from domain.holding_events import Arranged
from domain.holding_listing import HoldingQuery
from domain.listing import EVERYTHING, Scope
from domain.office import SYSTEM, Actor
from domain.piece_code import Series
from office.binding import bind_pieces
from office.catalogue import catalogue
from office.duty import on_duty, under
from office.house import House
from office.keeping import require_archivist
from office.keeping_errors import YearBusyError
from office.proposals import Proposer, proposer_of
from office.record import Pen, record

AT_ONCE = 200
READ_AT_ONCE = 500
CARDS_AT_ONCE = 2_000
WAIT_S = 10.0
"""As long as a killed process keeps its turn."""

Told = Callable[[str, int], None]
"""Hears what was done to how many pieces more."""


@dataclass(frozen=True)
class Planned:
    """A piece in the order of its class, light enough to hold a whole year of them (待编一件)."""

    record: str
    series: Series
    number: str
    title: str
    date: dt.date | None
    after: str

    @property
    def in_order(self) -> InOrder:
        """Give what its order is made from."""
        return InOrder(self.record, sort_key(self.date, self.number, self.title, self.record), self.after)


def file_year(
    house: House,
    year: int,
    *,
    actor: Actor = SYSTEM,
    channel: str = "system",
    told: Told = lambda _what, _count: None,
) -> None:
    """Number all that is plain and bind all that is numbered; done twice it changes nothing.

    Raises:
        NotYourRoleError: It is neither the archivist nor the machine.
        YearBusyError: Another process is at it.
    """
    require_archivist(actor, "年度归档")
    with on_duty(house, f"year-{year}", wait_s=WAIT_S) as duty:
        if duty is None:
            raise YearBusyError(year)
        with under(duty):
            number_pieces(house, year, actor=actor, channel=channel, told=told)
            bind_pieces(house, year, actor=actor, channel=channel, told=told)
    catalogue(house, CARDS_AT_ONCE)


def number_pieces(house: House, year: int, *, actor: Actor, channel: str, told: Told) -> None:
    """Give every plain piece of a year its 档号, in order, some hundred in one transaction."""
    proposer = proposer_of(house)
    planned = [piece for pieces in planned_classes(house, year, proposer).values() for piece in pieces]
    for chunk in _chunks(planned):
        count = record(house, lambda pen: _number(pen, proposer, chunk), actor=actor, channel=channel)  # noqa: B023
        told("编号", count)


def of_year(house: House, year: int, *standings: Standing, scope: Scope = EVERYTHING) -> Iterator[Holding]:
    """Give the records of a year, by their ids, a few hundred in memory at once."""
    after = ""
    while found := house.registry.holdings(
        HoldingQuery(year=year, standings=standings, after=after), scope, limit=READ_AT_ONCE
    ):
        yield from found
        after = found[-1].record


def planned_classes(
    house: House, year: int, proposer: Proposer, scope: Scope = EVERYTHING
) -> dict[Series, list[Planned]]:
    """Give the plain pieces of a year that wait for their 档号, class by class, each in its order (排列)."""
    classes: dict[Series, dict[str, Planned]] = {}
    for holding in of_year(house, year, Standing.OPEN, scope=scope):
        proposal = proposer.of(holding)
        if not proposal.doubt:
            piece = Planned(
                holding.record, proposal.series, holding.number, holding.title, holding.dated, holding.after
            )
            classes.setdefault(proposal.series, {})[piece.record] = piece
    return {
        series: [pieces[record] for record in put_in_order(piece.in_order for piece in pieces.values())]
        for series, pieces in sorted(classes.items())
    }


def _chunks(planned: Sequence[Planned]) -> Iterator[Sequence[Planned]]:
    return (planned[place : place + AT_ONCE] for place in range(0, len(planned), AT_ONCE))


def _number(pen: Pen, proposer: Proposer, chunk: Sequence[Planned]) -> int:
    """Number what still stands as it was planned; the rest is for the next run."""
    last: dict[Series, int] = {}
    for piece in chunk:
        holding = pen.books.holding(piece.record)
        if holding is None or holding.standing is not Standing.OPEN:
            continue
        proposal = proposer.of(holding)
        if proposal.doubt or proposal.series != piece.series:
            continue
        series = piece.series
        serial = last[series] = (last[series] if series in last else pen.books.last_serial(series.head)) + 1
        arranged = Arranged(
            fonds=series.fonds,
            year=series.year,
            retention=series.retention.value,
            unit_code=series.unit_code,
            serial=serial,
            code=series.code(serial),
            rule=proposal.rule,
            start=proposal.start,
        )
        pen.note(arranged, piece.record)
    return len(chunk)
