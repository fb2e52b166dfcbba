"""Who approves that a secret paper is copied (复制审批): a table of issuing organ × level, which each office states for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.levels import Level


@dataclass(frozen=True)
class CopyRule:
    """A row of the table (复制审批规定): who approves copies of papers of these levels, of these issuers if any are named.

    ``posts`` approve here; ``by_issuer`` says that the issuing organ's written consent is needed, which one of the posts then records.
    """

    levels: tuple[Level, ...]
    posts: tuple[str, ...]
    issuers: tuple[str, ...] = ()
    by_issuer: bool = False


def rule_for(table: Sequence[CopyRule], issuer: str, level: Level) -> CopyRule | None:
    """Give the row that counts: one that names the issuer before one that names none; nothing where the office says nothing."""
    fit = [rule for rule in table if level in rule.levels and (not rule.issuers or issuer in rule.issuers)]
    return next(iter(sorted(fit, key=lambda rule: not rule.issuers)), None)
