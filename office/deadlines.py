"""What is due, overdue and extended (时限): one question over all open steps within somebody's scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.calendar import Due
from domain.case import Case, Extension
from domain.deadlines import piece_due, step_due, whole_due
from domain.listing import EVERYTHING, Scope
from domain.office import Actor
from domain.procedure import Limit
from office.house import House
from office.scope import scope_of
from registry.values import TodoRow


@dataclass(frozen=True)
class Deadline:
    """When a step is due, as it reads now (时限): ``left`` is ``还剩2天``, ``今天到期`` or ``已超期1天``."""

    at: dt.datetime
    provisional: bool
    left: str
    overdue: bool


@dataclass(frozen=True)
class DueRow:
    """An open step with its deadline, if it has one, and who has it (到期情况)."""

    document_id: str
    title: str
    number: str
    unit: str
    step: str
    who: str
    since: dt.datetime
    due: Deadline | None
    due_today: bool
    extended: bool


@dataclass(frozen=True)
class UnitRow:
    """How a unit's documents stand (科室时限): open steps, those due today, overdue, extended, and the oldest deadline missed."""

    unit_id: str
    unit: str
    open: int
    due_today: int
    overdue: int
    extended: int
    worst: str


def due_rows(house: House, actor: Actor | None = None) -> tuple[DueRow, ...]:
    """List the open steps within the actor's scope (nobody: all), what is due first; those without a limit come last."""
    rows = [_due_row(house, task) for task in house.registry.tasks(None, (), _scope(actor))]
    return tuple(sorted(rows, key=lambda row: (row.due is None, row.due.at if row.due else row.since, row.document_id)))


def by_unit(house: House, rows: Sequence[DueRow]) -> tuple[UnitRow, ...]:
    """Count the steps of each unit that drafted their documents, in the office's order of units, and all together last."""
    known = {unit.id: unit.name for unit in house.office.units} | {row.unit: row.unit for row in rows}
    named = {unit.id: unit.name for unit in house.office.units}
    units = [
        _unit_row(unit, named.get(unit, name), [row for row in rows if row.unit == unit])
        for unit, name in known.items()
    ]
    return (*(unit for unit in units if unit.open), _unit_row("", "合计", rows))


def deadline_of(house: House, task: TodoRow) -> Deadline | None:
    """Give a step's deadline with every extension it was given, or that of the whole way (全程) where it comes first."""
    return _deadline_in(house, task, house.registry.case(task.document_id))


def deadline(house: House, since: dt.datetime, limit: Limit) -> Deadline:
    """Give the deadline of what came at ``since`` and is no step of a route."""
    return _reads(house, house.calendar.due(since, limit))


def piece_day(house: House, case: Case) -> dt.date | None:
    """Give the day by which a piece that came in has to be handled, extensions included; nothing where no day was named."""
    due = piece_due(house.calendar, case)
    return due.at.date() if due else None


def _deadline_in(house: House, task: TodoRow, case: Case | None) -> Deadline | None:
    own, whole = _own_due(house, task, case), whole_due(house.calendar, case) if case else None
    if whole is None or (own and own.at <= whole.at):
        return _reads(house, own) if own else None
    return _reads(house, whole, "全程")


def _own_due(house: House, task: TodoRow, case: Case | None) -> Due | None:
    """Give when the step itself is due: by the state of its document where it is one of its steps, else by its own limit."""
    step = case.open_step(task.step) if case else None
    if case is not None and step is not None:
        return step_due(house.calendar, case, step)
    return house.calendar.due(task.since, task.limit) if task.limit else None


def _reads(house: House, due: Due, of: str = "") -> Deadline:
    now = house.clock.now()
    return Deadline(due.at, due.provisional, of + due.left(now), due.is_overdue(now))


def _extensions(task: TodoRow, case: Case | None) -> list[Extension]:
    return [one for one in case.extensions if one.step == task.step and one.at >= task.since] if case else []


def _scope(actor: Actor | None) -> Scope:
    return scope_of(actor) if actor else EVERYTHING


def _due_row(house: House, task: TodoRow) -> DueRow:
    case = house.registry.case(task.document_id)
    due = _deadline_in(house, task, case)
    return DueRow(
        document_id=task.document_id,
        title=task.title,
        number=task.number,
        unit=task.unit,
        step=task.name,
        who=house.office.titles(*task.roles),
        since=task.since,
        due=due,
        due_today=due is not None and not due.overdue and due.at.date() == house.clock.today(),
        extended=bool(_extensions(task, case)),
    )


def _unit_row(unit_id: str, unit: str, rows: Sequence[DueRow]) -> UnitRow:
    late = [row.due for row in rows if row.due and row.due.overdue]
    return UnitRow(
        unit_id=unit_id,
        unit=unit,
        open=len(rows),
        due_today=sum(row.due_today for row in rows),
        overdue=len(late),
        extended=sum(row.extended for row in rows),
        worst=min(late, key=lambda due: due.at).left if late else "",
    )
