"""What the archive asks of somebody today (档案待办): loans that should be back, records whose time is over, last year's filing."""

from __future__ import annotations

from dataclasses import dataclass

from domain.holding import Standing
from domain.holding_listing import HoldingQuery
from domain.office import Actor, Role
from office.appraisal import Shown, waiting_for
from office.appraisal import counted as appraisals
from office.archive_rules import rules_of
from office.house import House
from office.lending import overdue_count
from office.scope import scope_of
from office.year_sweep import days_left, years_behind


@dataclass(frozen=True)
class ArchiveDuties:
    """Counts of what waits (档案待办); ``left`` says how long last year's filing has, empty when nothing of it is open; ``behind`` are the years before it that are not done."""

    overdue: int = 0
    over: int = 0
    to_advise: int = 0
    to_decide: int = 0
    year: int = 0
    unfiled: int = 0
    left: str = ""
    behind: tuple[tuple[int, int], ...] = ()
    is_late: bool = False

    @property
    def are_none(self) -> bool:
        """Tell whether nothing waits."""
        return not (self.overdue or self.over or self.to_advise or self.to_decide or self.unfiled or self.behind)


def duties_of(house: House, actor: Actor) -> ArchiveDuties:
    """Count what waits for somebody: everything for the archivist, opinions and decisions for those who give them."""
    to_advise, to_decide = waiting_for(house, actor)
    if not actor.has(Role.ARCHIVIST):
        return ArchiveDuties(to_advise=to_advise, to_decide=to_decide)
    today, scope = house.clock.today(), scope_of(actor)
    year, due = today.year - 1, rules_of(house).due(today.year - 1)
    unfiled = house.registry.count_holdings(HoldingQuery(year=year, standings=(Standing.OPEN,)), scope)
    return ArchiveDuties(
        overdue=overdue_count(house, actor),
        over=appraisals(house, actor, Shown.OPEN),
        to_advise=to_advise,
        to_decide=to_decide,
        year=year,
        unfiled=unfiled,
        left=days_left(due, today) if unfiled else "",
        behind=years_behind(house, scope),
        is_late=today > due,
    )
