"""Setting procedures side by side (程序对照): where offices go different ways, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.procedure import Procedure, Step
from office.procedure_words import borne, looked_at, rules, when, who, whole_way, withdrawal

NOT_THERE = "—"


@dataclass(frozen=True)
class DiffRow:
    """One step in all procedures (对照行), by all its names; ``cells`` stand in the order of the procedures, ``—`` where one has no such step."""

    step: str
    cells: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the procedures don't all say the same."""
        return len(set(self.cells)) > 1


def set_side_by_side(procedures: Sequence[Procedure]) -> tuple[DiffRow, ...]:
    """Set the steps of the same id side by side, in an order that keeps each procedure's own where it can."""
    return tuple(_row(step_id, procedures) for step_id in _order(procedures))


def heads_side_by_side(procedures: Sequence[Procedure]) -> tuple[DiffRow, ...]:
    """Set side by side what holds for the whole way: its limits, who may withdraw a draft, what is looked at before signing for a piece."""
    return (
        DiffRow("全程时限", tuple(whole_way(procedure) or NOT_THERE for procedure in procedures)),
        DiffRow("可以撤稿的人", tuple(map(withdrawal, procedures))),
        DiffRow("编号、用印", tuple(map(borne, procedures))),
        DiffRow("签收前核对", tuple(looked_at(procedure) or NOT_THERE for procedure in procedures)),
    )


def _order(procedures: Sequence[Procedure]) -> list[str]:
    order: list[str] = []
    for procedure in sorted(procedures, key=lambda found: -len(found.steps)):
        place = 0
        for step in procedure.steps:
            if step.id not in order:
                order.insert(place, step.id)
            place = order.index(step.id) + 1
    return order


def _row(step_id: str, procedures: Sequence[Procedure]) -> DiffRow:
    steps = [next((step for step in procedure.steps if step.id == step_id), None) for procedure in procedures]
    names = dict.fromkeys(step.name for step in steps if step)
    return DiffRow("／".join(names), tuple(_cell(step) for step in steps))


def _cell(step: Step | None) -> str:
    if step is None:
        return NOT_THERE
    return "；".join(part for part in (who(step), when(step.when), str(step.limit or ""), *rules(step)) if part)
