"""The table of retention periods (保管期限表): an office's rules as data, and which of them a record matches. Nothing is guessed here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.holding_events import StartRule
from domain.levels import Retention
from domain.retention import is_longer, longest


class Grade(StrEnum):
    """How sure it is that a row says what its source says (依据程度)."""

    READ = "A"
    SUMMARY = "B"
    UNVERIFIED = "C"
    DISPUTED = "D"


class Whose(StrEnum):
    """Whose documents a row is about (责任者)."""

    ANY = ""
    OWN = "own"
    OTHER = "other"


@dataclass(frozen=True)
class ScheduleRule:
    """A row of the table (条目): ``kinds`` are 文种, ``words`` stand in a title, one of them is enough; ``without`` must not stand there."""

    number: str
    material: str
    retention: Retention
    grade: Grade
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    whose: Whose = Whose.ANY

    def matches(self, kind: str, title: str, *, is_own: bool) -> bool:
        """Tell whether a record falls under this row; one that asks for nothing takes nothing."""
        return (
            bool(self.kinds or self.words)
            and (not self.kinds or kind in self.kinds)
            and (not self.words or any(word in title for word in self.words))
            and not any(word in title for word in self.without)
            and self.whose in (Whose.ANY, Whose.OWN if is_own else Whose.OTHER)
        )

    @property
    def weight(self) -> int:
        """Tell how narrowly the row is drawn: what asks for words goes before what asks for a kind alone."""
        return 2 * bool(self.words) + bool(self.kinds)

    def __str__(self) -> str:
        return f"保管期限表{self.number}：{self.material}（依据{self.grade.value}）"


@dataclass(frozen=True)
class Schedule:
    """A table of retention periods with where it comes from and who approved it (保管期限表)."""

    id: str
    name: str
    source: str
    approval: str
    rules: tuple[ScheduleRule, ...]
    start: StartRule = StartRule.NEXT_YEAR

    def matching(self, kind: str, title: str, *, is_own: bool) -> tuple[ScheduleRule, ...]:
        """List the narrowest rows that a record falls under."""
        found = [rule for rule in self.rules if rule.matches(kind, title, is_own=is_own)]
        most = max((rule.weight for rule in found), default=0)
        return tuple(rule for rule in found if rule.weight == most)


@dataclass(frozen=True)
class RetentionProposal:
    """What is proposed for a record (保管期限建议): ``rule`` says by what, ``doubt`` why a person has to decide; empty when it is plain."""

    retention: Retention
    rule: str
    doubt: str = ""


def propose(
    schedule: Schedule, kind: str, title: str, *, is_own: bool, stated: Retention | None, usual: Retention | None
) -> RetentionProposal:
    """Propose how long a record is kept: as somebody stated for it, else by the table, else as its procedure says.

    Between two periods the longer one is proposed, and where the table itself leaves two, a person decides.
    """
    if stated is not None:
        return RetentionProposal(stated, "归档或接收时已定")
    rules = schedule.matching(kind, title, is_own=is_own)
    periods = {rule.retention for rule in rules}
    if not rules:
        if usual is None:
            return RetentionProposal(Retention.PERMANENT, "", "保管期限表没有适用的条目")
        return RetentionProposal(usual, "办文程序所定")
    chosen = next(rule for rule in rules if rule.retention is longest(*periods))
    if len(periods) > 1:
        numbers = "、".join(f"{rule.number}（{rule.retention.value}）" for rule in rules)
        return RetentionProposal(chosen.retention, str(chosen), f"保管期限表有几条适用：{numbers}")
    if usual is not None and is_longer(usual, chosen.retention):
        return RetentionProposal(usual, f"办文程序所定，长于{chosen}")
    return RetentionProposal(chosen.retention, str(chosen))
