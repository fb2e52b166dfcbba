"""The appraisal group's view (鉴定页): what is over and waits, what was decided, what will be over; how many wait for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.holding import Holding, Opinion
from domain.holding_events import Verdict
from domain.holding_listing import HoldingQuery
from domain.office import Actor
from office.archive_rules import rules_of
from office.house import House
from office.keeping import require_role
from office.proposals import Proposer, proposer_of
from office.retention import APPRAISERS, DECIDERS
from office.scope import scope_of

SEES = tuple(dict.fromkeys((*APPRAISERS, *DECIDERS)))
A_PAGE = 40
_MOST = 1_000_000


class Shown(StrEnum):
    """Which records the page lists (鉴定列表)."""

    OPEN = "open"
    DECIDED = "decided"
    COMING = "coming"


@dataclass(frozen=True)
class AppraisalRow:
    """A record on the page (鉴定一件): ``rule`` is by what its period was found, ``opinions`` what was said of it, ``enough`` that it may be decided."""

    record: str
    code: str
    number: str
    title: str
    date: dt.date | None
    level: str
    retention: str
    rule: str
    expires: dt.date | None
    opinions: tuple[str, ...]
    enough: bool
    verdict: str
    held: tuple[str, ...]
    borrower: str


@dataclass(frozen=True)
class AppraisalPage:
    """A page of records to be appraised, and the counts of all (鉴定页); ``until`` is the day by which those that come are over."""

    total: int
    rows: tuple[AppraisalRow, ...]
    open: int
    decided: int
    coming: int
    needed: int
    until: dt.date


def appraisal_page(house: House, actor: Actor, shown: Shown, limit: int = A_PAGE, offset: int = 0) -> AppraisalPage:
    """Give a page of what is over, decided or to come within the actor's scope.

    Raises:
        NotYourRoleError: They neither give opinions nor decide.
    """
    require_role(actor, SEES, "鉴定")
    scope, queries = scope_of(actor), _queries(house.clock.today())
    counts = {name: house.registry.count_holdings(query, scope) for name, query in queries.items()}
    needed = rules_of(house).appraisers
    holdings = house.registry.holdings(queries[shown], scope, limit, offset)
    return AppraisalPage(
        total=counts[shown],
        rows=_rows(house, holdings, needed),
        open=counts[Shown.OPEN],
        decided=counts[Shown.DECIDED],
        coming=counts[Shown.COMING],
        needed=needed,
        until=_next_year(house.clock.today()),
    )


def due_with_rules(house: House, actor: Actor, on: dt.date | None = None) -> tuple[AppraisalRow, ...]:
    """List all whose time is over on a day, today unless stated, each with the rule of its period (到期清单)."""
    query = HoldingQuery(over_by=on or house.clock.today(), by_code=True)
    return _rows(house, house.registry.holdings(query, scope_of(actor)), rules_of(house).appraisers)


def counted(house: House, actor: Actor, shown: Shown) -> int:
    """Count what a list of the page holds, without reading it."""
    return house.registry.count_holdings(_queries(house.clock.today())[shown], scope_of(actor))


def waiting_for(house: House, actor: Actor) -> tuple[int, int]:
    """Count what waits for another opinion, once somebody gave the first, and what waits for the decision; 0 for whom it does not concern."""
    needed, scope = rules_of(house).appraisers, scope_of(actor)

    def count(first: int, last: int) -> int:
        query = HoldingQuery(over_by=house.clock.today(), decided=False, opinions=(first, last))
        return house.registry.count_holdings(query, scope) if first <= last else 0

    to_advise = count(1, needed - 1) if actor.has(*APPRAISERS) else 0
    return to_advise, count(needed, _MOST) if actor.has(*DECIDERS) else 0


def _queries(today: dt.date) -> dict[Shown, HoldingQuery]:
    return {
        Shown.OPEN: HoldingQuery(over_by=today, decided=False, by_end=True, by_code=True),
        Shown.DECIDED: HoldingQuery(over_by=today, decided=True, by_code=True),
        Shown.COMING: HoldingQuery(over_after=today, over_by=_next_year(today), by_end=True, by_code=True),
    }


def _next_year(today: dt.date) -> dt.date:
    return dt.date(today.year + 1, 1, 1)


def _rows(house: House, holdings: Sequence[Holding], needed: int) -> tuple[AppraisalRow, ...]:
    proposer = proposer_of(house)
    return tuple(_row(house, proposer, one, needed) for one in holdings)


def _row(house: House, proposer: Proposer, holding: Holding, needed: int) -> AppraisalRow:
    return AppraisalRow(
        record=holding.record,
        code=holding.code,
        number=holding.number,
        title=holding.title,
        date=holding.dated,
        level=holding.level.value if holding.level.is_state_secret else "",
        retention=holding.retention.value,
        rule=holding.rule or proposer.of(holding).rule,
        expires=holding.expires,
        opinions=tuple(said_of(house, one) for one in holding.opinions),
        enough=len(holding.opinions) >= needed,
        verdict=decision_of(holding),
        held=tuple(f"{hold.owner}：{hold.reason}" for hold in holding.holds),
        borrower=holding.loan.borrower if holding.loan else "",
    )


def said_of(house: House, opinion: Opinion) -> str:
    """Say an opinion with whose it is."""
    person = house.office.person(opinion.person)
    return (
        f"{person.name if person else opinion.person}：{opinion.verdict.value}{opinion.retention}（{opinion.reason}）"
    )


def decision_of(holding: Holding) -> str:
    """Say what was decided last, nothing when it is kept on."""
    if holding.verdict is None or holding.verdict is Verdict.KEEP:
        return ""
    day = holding.verdict_on
    return f"{holding.verdict.value}（{day:%Y-%m-%d}，{holding.verdict_reason}）" if day else holding.verdict.value
