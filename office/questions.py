"""Asking the clerk whether a draft is another text of a document the house already has (询问): the machine never guesses that."""

from __future__ import annotations

import re

from domain.case import IN_FLIGHT, Case, Phase
from domain.draft import Draft
from office.house import House

HANDED_BACK = (Phase.RETURNED, Phase.REFUSED)
_NAMED = re.compile(r"(?:已退回|在办)的 (\S+) ")


def question_about(house: House, case: Case, draft: Draft, title: str) -> str:
    """Ask the clerk when a first version carries the id of a running document, or has the title of a running or returned one.

    Only documents of the same unit are looked at: no unit learns of another's, whatever id it writes into a file.
    """
    if case.version > 1:
        return ""
    carried = house.registry.case(draft.document_id) if draft.document_id else None
    if carried is not None and carried.unit == case.unit and carried.phase in IN_FLIGHT:
        return f"带有在办的 {carried.document_id} 的编号，该件现{_place(carried)}：是它的新稿，还是另一份文件？"
    same = _of_same_title(house, case, title) if title else None
    if same is None:
        return ""
    if same.phase in HANDED_BACK:
        return f"与已退回的 {same.document_id} 同单位、同标题：是它的修改稿，还是另一份文件？"
    return f"与在办的 {same.document_id} 同单位、同标题，该件现{_place(same)}：是它的新稿，还是另一份文件？"


def asked_about(question: str) -> str:
    """Give the id of the document that a question names, or an empty string."""
    named = _NAMED.search(question)
    return named[1] if named else ""


def is_about_running(question: str) -> bool:
    """Tell whether a question names a document that is under way, not one that waits for its next version."""
    return "在办的 " in question


def _of_same_title(house: House, case: Case, title: str) -> Case | None:
    """Find a document of the same unit and title that has not come to its end; one that waits for its next version first."""
    found = house.registry.cases(phases=(*HANDED_BACK, *IN_FLIGHT), units=(case.unit,), title=title)
    others = [other for other in found if other.document_id != case.document_id]
    return min(others, key=lambda other: other.phase not in HANDED_BACK, default=None)


def _place(case: Case) -> str:
    steps = "、".join(step.name for step in case.open_steps())
    return f"在“{steps}”" if steps else f"处于“{case.phase.value}”"
