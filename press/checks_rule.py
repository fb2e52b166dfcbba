"""What a rule is, what it looks at, and what it yields (检查规则)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from domain.document import Kind, OfficialDocument, Paragraph
from domain.draft import Draft
from domain.facts import Facts
from domain.findings import Finding, Severity
from domain.office import Office

UPWARD = frozenset({Kind.REQUEST, Kind.REPORT})
WITHOUT_ADDRESSEE = frozenset(
    {
        Kind.RESOLUTION,
        Kind.DECISION,
        Kind.ORDER,
        Kind.COMMUNIQUE,
        Kind.ANNOUNCEMENT,
        Kind.PUBLIC_NOTICE,
        Kind.MINUTES,
    }
)


class Miss(NamedTuple):
    """What a rule found wrong (不合之处): where, what, how to mend it."""

    place: str
    sentence: str
    mend: str


@dataclass(frozen=True)
class Subject:
    """What is checked (受检文稿); ``office`` knows who stands above and below, where there is one."""

    document: OfficialDocument
    draft: Draft
    facts: Facts
    office: Office | None = None

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield the paragraphs of the body."""
        return (block for block in self.document.blocks if isinstance(block, Paragraph))

    def parts(self) -> Iterator[tuple[str, list[Paragraph]]]:
        """Yield body and typeset attachments, each with its name and paragraphs."""
        yield "正文", list(self.paragraphs())
        for attachment in self.document.attachments:
            yield f"附件“{attachment.name}”", [block for block in attachment.blocks if isinstance(block, Paragraph)]


@dataclass(frozen=True)
class Rule:
    """A rule with the clause it stands on (规则): ERROR only where the clause says 应当 or 不得."""

    code: str
    clause: str
    severity: Severity
    test: Callable[[Subject], Iterator[Miss]]

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield what the rule finds."""
        for miss in self.test(subject):
            yield Finding(self.code, self.clause, self.severity, miss.place, miss.sentence, miss.mend)


def at(part: str, paragraph: Paragraph) -> str:
    """Name a paragraph's place by its first words."""
    return f"{part}“{paragraph.text[:14]}{'…' if len(paragraph.text) > 14 else ''}”"
