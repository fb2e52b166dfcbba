"""The rows of the table of who gets what answer at the desk (权限表)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.posts import Role
from tests.desk_house import Papers
from tests.desk_visitor import Visitor

LOGINS = [*(role.value for role in Role), "stranger"]
BLIND = {"security", "auditor", "admin", "stranger"}  # they read no documents, or not those of this unit
READERS = set(LOGINS) - BLIND

Stage = Callable[[Papers], str]


@dataclass(frozen=True)
class Row:
    """One address with a method: at which stage of a document it is asked, who may, and what each gets."""

    may: set[str]
    if_so: int
    if_not: int = 0
    if_blind: int = 404
    if_nobody: int = 302
    stage: Stage | None = None
    fields: Callable[[Visitor, str], dict[str, Any]] = lambda visitor, document_id: {}

    def expected(self, login: str) -> int:
        if not login:
            return self.if_nobody
        if login in self.may:
            return self.if_so
        return self.if_blind if login in BLIND and self.stage else self.if_not
