"""The archivist's view of a year (年度归档页): a page of pieces with what is proposed, and how far the year has come. Only what is shown is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.holding import Holding, Standing
from domain.holding_listing import HoldingQuery
from domain.office import Actor, Role
from office.archive_rules import rules_of
from office.house import House
from office.keeping import require_role
from office.proposals import Proposer, proposer_of
from office.scope import scope_of
from office.year import file_year
from office.year_account import unfiled, year_report
from office.year_papers import write_papers
from office.year_sweep import days_left

A_PAGE = 40
"""Pieces on one page: a form may carry a hundred fields."""
MOST_AT_ONCE = 300
"""Pieces that a page numbers and binds while its reader waits."""
SHOWN = (Standing.OPEN, Standing.NUMBERED, Standing.KEPT, Standing.LEFT_OUT)


@dataclass(frozen=True)
class YearRow:
    """A piece on the page (件): ``retention`` and ``unit_code`` as they are or as proposed, ``doubt`` why a person has to decide."""

    record: str
    code: str
    number: str
    title: str
    date: dt.date | None
    level: str
    retention: str
    unit_code: str
    rule: str
    doubt: str
    decided: bool
    pages: int


@dataclass(frozen=True)
class YearPage:
    """A page of a year's pieces of one standing, and the counts of all (年度归档页)."""

    year: int
    total: int
    rows: tuple[YearRow, ...]
    open: int
    numbered: int
    left_out: int
    unfiled: int
    deadline: dt.date
    left: str
    can_file_here: bool


def year_page(
    house: House, actor: Actor, year: int, standing: Standing, limit: int = A_PAGE, offset: int = 0
) -> YearPage:
    """Give a page of a year's pieces within the archivist's scope.

    Raises:
        NotYourRoleError: It is somebody else.
    """
    require_role(actor, (Role.ARCHIVIST,), "年度归档")
    scope = scope_of(actor)

    def count(*standings: Standing) -> int:
        return house.registry.count_holdings(HoldingQuery(year=year, standings=standings), scope)

    shown = (Standing.NUMBERED, Standing.KEPT) if standing in (Standing.NUMBERED, Standing.KEPT) else (standing,)
    query = HoldingQuery(year=year, standings=shown, by_code=True)
    holdings = house.registry.holdings(query, scope, limit, offset)
    due = rules_of(house).due(year)
    waiting = count(Standing.OPEN)
    return YearPage(
        year=year,
        total=count(*shown),
        rows=_rows(proposer_of(house), holdings),
        open=waiting,
        numbered=count(Standing.NUMBERED, Standing.KEPT),
        left_out=count(Standing.LEFT_OUT),
        unfiled=len(unfiled(house, year, scope)),
        deadline=due,
        left=days_left(due, house.clock.today()),
        can_file_here=waiting <= MOST_AT_ONCE,
    )


def file_from_desk(house: House, actor: Actor, year: int) -> None:
    """Number and bind what is plain while the archivist waits, and write the papers; the desk offers it for a few hundred pieces only."""
    require_role(actor, (Role.ARCHIVIST,), "年度归档")
    file_year(house, year, actor=actor, channel="desk")
    write_papers(house, year_report(house, year))


def years_to_file(house: House) -> tuple[int, ...]:
    """Name this year and those before it that the archive holds records of, the newest first."""
    this_year = house.clock.today().year
    return tuple(sorted({this_year, this_year - 1, *house.registry.holding_years()}, reverse=True))


def _rows(proposer: Proposer, holdings: Sequence[Holding]) -> tuple[YearRow, ...]:
    return tuple(_row(proposer, holding) for holding in holdings)


def _row(proposer: Proposer, holding: Holding) -> YearRow:
    is_open = holding.standing is Standing.OPEN
    proposal = proposer.of(holding) if is_open else None
    return YearRow(
        record=holding.record,
        code=holding.code,
        number=holding.number,
        title=holding.title,
        date=holding.dated,
        level=holding.level.value if holding.level.is_state_secret else "",
        retention=(proposal.retention if proposal else holding.retention).value,
        unit_code=proposal.series.unit_code if proposal else holding.unit_code,
        rule=proposal.rule if proposal else holding.rule or holding.reason,
        doubt=proposal.doubt if proposal else "",
        decided=holding.decided,
        pages=holding.numbered_pages,
    )
