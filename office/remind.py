"""What is due or overdue (督促): one question over all open steps."""

from __future__ import annotations

from domain.case import Phase
from office.advance import SweepRow
from office.house import House


def overdue_rows(house: House) -> tuple[SweepRow, ...]:
    """List the open steps that are due today or overdue, with who has them."""
    now, rows = house.clock.now(), list[SweepRow]()
    for case in house.registry.cases(phases=(Phase.UNDER_WAY,)):
        for step in case.open_steps():
            due = house.calendar.due(case.since, step.limit) if step.limit else None
            if due is not None and (due.is_overdue(now) or due.at.date() == now.date()):
                who = "、".join(role.label for role in step.roles)
                rows.append(SweepRow(case.document_id, case.title, f"{step.name}（{who}）", due.left(now)))
    return tuple(rows)
