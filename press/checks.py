"""The checks of a draft: named rules of 条例 and GB/T 9704, each with clause and severity (检查).

A rule is a small function that yields what it found; the tables in ``press.checks_*`` give it code, clause and severity.
"""

from __future__ import annotations

from domain.document import Kind, OfficialDocument
from domain.draft import Draft
from domain.facts import Facts
from domain.findings import Finding, Severity
from domain.office import Office
from press import (
    checks_form,
    checks_kinds,
    checks_mendable,
    checks_numbers,
    checks_organs,
    checks_text,
    checks_writing,
)
from press.checks_rule import Rule, Subject

RULES: tuple[Rule, ...] = (
    *checks_form.RULES,
    *checks_organs.RULES,
    *checks_kinds.RULES,
    *checks_writing.RULES,
    *checks_text.RULES,
    *checks_numbers.RULES,
    *checks_mendable.RULES,
)
NOT_OF_PAPERS = frozenset(
    {"TL-906", "TL-906b", "TL-906c", "TL-906d", "TL-906e", "TL-907", "XW-03", "XW-08", "FMT-016", "FMT-015b"}
)
"""Rules on what only an official document has: a title that names organ, matter and kind, addressees, a signature (条例 art. 9)."""
_ORDER = {severity: place for place, severity in enumerate(Severity)}


def check(document: OfficialDocument, draft: Draft, facts: Facts, office: Office | None = None) -> tuple[Finding, ...]:
    """Give what the rules and the reader found, gravest first; an empty tuple when all is well."""
    subject = Subject(document, draft, facts, office)
    is_paper = document.kind is Kind.PAPER
    rules = (rule for rule in RULES if not (is_paper and rule.code in NOT_OF_PAPERS))
    found = [finding for rule in rules for finding in rule.findings(subject)]
    return tuple(sorted((*found, *draft.findings), key=lambda finding: _ORDER[finding.severity]))
