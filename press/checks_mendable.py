"""Rules that ``hongtou check --fix`` can mend by itself (可自动改正的规则): one rule per kind of mend, over body and attachments."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from domain.findings import Severity
from press.checks_rule import Miss, Rule, Subject, at
from press.mends import MENDS, Mend, changes_in

_ALREADY = frozenset({"FMT-026"})
"""Kinds that an older rule of the same code finds already."""


def rule_of(mend: Mend) -> Rule:
    """Make the rule that finds what a mend changes."""
    severity = Severity.NOTE if "参考" in mend.clause else Severity.WARNING
    return Rule(mend.code, mend.clause, severity, _finder(mend))


def _finder(mend: Mend) -> Callable[[Subject], Iterator[Miss]]:
    def find(subject: Subject) -> Iterator[Miss]:
        for part, paragraphs in subject.parts():
            for paragraph in paragraphs:
                change = next((each for each in changes_in(paragraph.text) if each.code == mend.code), None)
                if change is not None:
                    was = paragraph.text[max(0, change.start - 4) : change.end + 4]
                    now = (
                        paragraph.text[max(0, change.start - 4) : change.start]
                        + change.text
                        + paragraph.text[change.end : change.end + 4]
                    )
                    yield Miss(
                        at(part, paragraph), f"{mend.wrong}（“{was}”）", f"改为“{now}”；hongtou check --fix 可自动改正"
                    )
                    break

    return find


RULES: tuple[Rule, ...] = tuple(rule_of(mend) for mend in MENDS if mend.code not in _ALREADY)
