"""Laying out the route of one document from the procedure it goes by (排定路线)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from domain.asked_units import asking
from domain.office import Organ, Unit
from domain.procedure import PRINCIPAL, ForEach, Place, Procedure, Route, RouteStep, Step, titled


def plan(
    procedure: Procedure, facts: Mapping[str, str], organs: Sequence[Organ], unit: str, asked: Sequence[Unit] = ()
) -> Route:
    """Lay out the route of a document issued by ``organs`` (lead first) and drafted in ``unit``.

    The units ``asked`` countersign where the procedure lets units countersign; the drafting unit does not countersign its own draft.
    """
    steps: list[RouteStep] = []
    places: list[Place] = []
    stage = 0
    for step in procedure.steps:
        if not step.when.holds(facts):
            continue
        if step.for_each is ForEach.OTHER_UNITS:
            placed = dataclasses.replace(_placed(procedure, step, None, unit), stage=stage)
            places.append(Place(placed, in_order=step.in_order))
            stage += 1
            continue
        for_whom = _organs_of(step, organs)
        for nth, organ in enumerate(for_whom):
            placed = _placed(procedure, step, organ, unit)
            steps.append(dataclasses.replace(placed, stage=stage + (nth if step.in_order else 0)))
        stage += len(for_whom) if step.in_order else min(len(for_whom), 1)
    limit = procedure.urgent_limit if facts.get("urgency") and procedure.urgent_limit else procedure.limit
    route = Route(
        procedure=procedure.id,
        version=procedure.version,
        steps=tuple(steps),
        limit=limit,
        extend_by=procedure.extend_by,
        withdraw_by=procedure.withdraw_by,
        consent_by=procedure.consent_by,
        compare_by=procedure.compare_by,
        repeal_by=procedure.repeal_by,
        paper_by=procedure.paper_by,
        titles=procedure.titles,
        places=tuple(places),
    )
    return asking(route, [one for one in asked if one.id != unit])


def _organs_of(step: Step, organs: Sequence[Organ]) -> Sequence[Organ | None]:
    match step.for_each:
        case ForEach.LEAD_ORGAN:
            return organs[:1]
        case ForEach.OTHER_ORGANS:
            return organs[1:]
        case _:
            return [None]


def _placed(procedure: Procedure, step: Step, organ: Organ | None, unit: str) -> RouteStep:
    is_elsewhere = organ is not None and organ.external and PRINCIPAL in step.roles
    stated = tuple(organ.principal if name == PRINCIPAL and organ else name for name in step.roles)
    roles = procedure.paper_by if is_elsewhere else stated
    return RouteStep(
        stage=0,
        id=step.id,
        name=step.name,
        verb=step.verb,
        roles=roles,
        organ=organ.id if organ else "",
        unit=unit if step.own_unit else "",
        limit=step.limit,
        delegable=step.delegable,
        verbal=step.verbal,
        items=step.items,
        extend_by=step.extend_by,
        again=step.again,
        on_paper=is_elsewhere,
        titles=titled(procedure.titles, roles),
    )
