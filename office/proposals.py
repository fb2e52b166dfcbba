"""What is proposed for a piece (归档建议): its 全宗, its class, its retention period with the rule by which it was found."""

from __future__ import annotations

from dataclasses import dataclass

from domain.arrangement import ArchiveRules, home_of, is_own
from domain.holding import Holding, Origin
from domain.holding_events import StartRule
from domain.levels import Retention
from domain.office import Office
from domain.piece_code import Series
from domain.posts import Role
from domain.retention_schedule import Schedule, propose
from office.archive_rules import rules_of, schedule_of
from office.house import House

_NO_HOME = "office.toml 中没有登记全宗号的本机关"


@dataclass(frozen=True)
class Proposal:
    """What is proposed for a piece; ``doubt`` says why a person has to decide, empty when it is plain."""

    series: Series
    rule: str
    doubt: str
    start: StartRule

    @property
    def retention(self) -> Retention:
        """Give the retention period."""
        return self.series.retention


@dataclass(frozen=True)
class Proposer:
    """The office's rules in hand, for one piece after another (归档规则)."""

    office: Office
    rules: ArchiveRules
    schedule: Schedule

    def of(self, holding: Holding) -> Proposal:
        """Propose for one piece."""
        retention, rule, doubt = self._retention(holding)
        home = home_of(self.office, (holding.home,) if holding.home else holding.organs)
        if home is None:
            return Proposal(Series("", holding.year, retention), rule, _NO_HOME, self.schedule.start)
        by_unit = self.rules.scheme_of(home.fonds).by_unit
        unit_code = (holding.unit_code or home.code) if by_unit else ""
        series = Series(home.fonds, holding.year, retention, unit_code)
        return Proposal(series, rule, doubt, self.schedule.start)

    def _retention(self, holding: Holding) -> tuple[Retention, str, str]:
        if holding.decided:
            return holding.retention, f"{self.office.titles(Role.ARCHIVIST)}定：{holding.reason}", ""
        is_stated = holding.stated or holding.origin is Origin.IMPORT
        found = propose(
            self.schedule,
            holding.kind,
            holding.title,
            is_own=not holding.home and is_own(self.office, holding.organs),
            stated=holding.retention if is_stated else None,
            usual=holding.given if holding.procedure else None,
        )
        return found.retention, found.rule, found.doubt


def proposer_of(house: House) -> Proposer:
    """Take the office's rules in hand."""
    return Proposer(house.office, rules_of(house), schedule_of(house))
