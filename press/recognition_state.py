"""The state of a recognition: which item of the draft is taken as what; whatever is not taken is body (识别过程)."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.draft import LeftOut
from domain.facts import Fact, FactName, FactSource
from domain.findings import Finding, Severity
from press.reading_items import Item, Line


@dataclass
class Recognised:
    """Items with the parts found so far (识别结果); each item is taken at most once."""

    items: list[Item]
    taken: set[int] = field(default_factory=set)
    title: str = ""
    title_at: int = -1
    title_end: int = 0
    addressees: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    drawn_up_on: str = ""
    note: str = ""
    copies_to: tuple[str, ...] = ()
    attendees: tuple[tuple[str, str], ...] = ()
    mark_organs: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def line(self, index: int) -> Line | None:
        """Give the line at ``index`` when there is one and it is not yet taken."""
        if not 0 <= index < len(self.items) or index in self.taken:
            return None
        item = self.items[index]
        return item if isinstance(item, Line) else None

    def take(self, *indexes: int) -> None:
        """Take items out of the body."""
        self.taken.update(indexes)

    def leave_out(self, index: int, what: str) -> None:
        """Take an item out of the body and report it as left out."""
        item = self.items[index]
        self.take(index)
        self.left_out.append(LeftOut(what, item.place, item.characters, is_set_anew=True))

    def state(self, name: FactName, value: str) -> None:
        """State a fact recognised in the text, once."""
        if value and all(fact.name is not name or fact.source is not FactSource.TEXT for fact in self.facts):
            self.facts.append(Fact(name, value, FactSource.TEXT))

    def find(self, code: str, severity: Severity, place: str, sentence: str, mend: str, clause: str = "") -> None:
        """Add a finding of the reader's own."""
        self.findings.append(Finding(code, clause, severity, place, sentence, mend))

    def body(self) -> list[Item]:
        """Give what is not taken, in order."""
        return [item for index, item in enumerate(self.items) if index not in self.taken]
