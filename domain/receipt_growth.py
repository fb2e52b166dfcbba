"""How the way of a receipt grows while it is under way (增加环节): a leader names units and readers, each becomes a step of its own."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from domain.case import Case, MisfitError
from domain.posts import person_of, person_part
from domain.procedure import RouteStep, Verb
from domain.receipt import Assignment, Incoming, name_in


def assigned(case: Case, assignment: Assignment, at: dt.datetime) -> Case:
    """Lay out the steps of those whom an assignment names; who has one open already gets no second one."""
    incoming = _incoming(case)
    units = tuple(dict.fromkeys((*incoming.units, *assignment.every_unit)))
    lead = assignment.lead or incoming.lead or (units[0] if len(units) == 1 else "")
    if len(units) > 1 and not lead:
        raise MisfitError(f"{case.document_id}: several units, none leads")
    incoming = dataclasses.replace(
        incoming,
        units=units,
        lead=lead,
        due=assignment.due or incoming.due,
        chaser=assignment.chaser or incoming.chaser,
        names=tuple(dict.fromkeys((*incoming.names, *assignment.names))),
    )
    case = dataclasses.replace(case, incoming=incoming, unit=lead or case.unit)
    case = _laid(case, Verb.INSTRUCT, assignment.leaders, at)
    case = _laid(case, Verb.HANDLE, assignment.every_unit, at)
    if not assignment.in_order:
        return _laid(case, Verb.READ, assignment.readers, at)
    queue = (*incoming.queue, *(one for one in assignment.readers if one not in incoming.queue))
    return _next_reader(_with(case, queue=queue), at)


def without_turn(case: Case, key: str, at: dt.datetime) -> Case:
    """Let the next reader have it when the one whose turn it was is done."""
    return _next_reader(_with(case, turn=""), at) if _incoming(case).turn == key else case


def recalled(case: Case, key: str, at: dt.datetime) -> Case:
    """Take a step back that was laid out on the way, or a reader whose turn has not come."""
    incoming = _incoming(case)
    waiting = tuple(one for one in incoming.queue if queued_key(one) != key)
    if waiting != incoming.queue:
        return _with(case, queue=waiting)
    step = case.open_step(key)
    if step is None or case.route is None or not may_be_recalled(case, step):
        raise MisfitError(f"{case.document_id}: {key} is not to be recalled")
    route = dataclasses.replace(case.route, steps=tuple(one for one in case.route.steps if one.key != key))
    case = dataclasses.replace(case, route=route)
    if step.verb is Verb.HANDLE:
        units = tuple(unit for unit in incoming.units if unit != step.unit)
        lead = incoming.lead if incoming.lead in units else ""
        if len(units) > 1 and not lead:
            raise MisfitError(f"{case.document_id}: {step.unit} leads; name another first")
        lead = lead or (units[0] if units else "")
        case = dataclasses.replace(_with(case, units=units, lead=lead), unit=lead)
    return without_turn(case, key, at)


def may_be_recalled(case: Case, step: RouteStep) -> bool:
    """Tell whether a step was laid out on the way, so that it can be taken back."""
    return step.asked and step.key not in case.done


def queued_key(person: str) -> str:
    """Name a reader whose turn has not come as recalling names them."""
    return f"queue/{person}"


def _next_reader(case: Case, at: dt.datetime) -> Case:
    incoming = _incoming(case)
    if incoming.turn or not incoming.queue:
        return case
    person, rest = incoming.queue[0], incoming.queue[1:]
    grown = _laid(case, Verb.READ, (person,), at)
    keys = [step.key for step in _steps(grown) if person_of(step.roles[0]) == person and step.verb is Verb.READ]
    return _with(grown, queue=rest, turn=keys[-1])


def _laid(case: Case, verb: Verb, named: Iterable[str], at: dt.datetime) -> Case:
    """Lay out one step of a verb for each of those named."""
    wanted = tuple(dict.fromkeys(named))
    if not wanted or case.route is None:
        return case
    form = next((step for step in _incoming(case).growth if step.verb is verb), None)
    if form is None:
        raise MisfitError(f"{case.document_id}: its procedure has no {verb}")
    due = _due(_incoming(case), form, at)
    steps = list(case.route.steps)
    for name in wanted:
        if not any(_is_for(step, verb, name) and step.key not in case.done for step in steps):
            steps.append(_placed(form, verb, name, steps, due, name_in(_incoming(case).names, name)))
    steps.sort(key=lambda step: step.stage)
    return dataclasses.replace(case, route=dataclasses.replace(case.route, steps=tuple(steps)))


def _placed(
    form: RouteStep, verb: Verb, name: str, steps: list[RouteStep], due: dt.date | None, called: str
) -> RouteStep:
    before = sum(_is_for(step, verb, name) for step in steps)
    again = f"/{before + 1}" if before else ""
    laid = dataclasses.replace(form, due=due, asked=True)
    if verb is Verb.HANDLE:
        return dataclasses.replace(laid, id=f"{form.id}{again}", unit=name, name=f"{called}{form.name}")
    whose = (person_part(name),)
    return dataclasses.replace(laid, id=f"{form.id}/{name}{again}", roles=whose, titles=(called,))


def _is_for(step: RouteStep, verb: Verb, name: str) -> bool:
    if step.verb is not verb or not step.asked:
        return False
    return step.unit == name if verb is Verb.HANDLE else person_part(name) in step.roles


def _due(incoming: Incoming, form: RouteStep, at: dt.datetime) -> dt.date | None:
    """Give the day that was named for handling it; a unit that is named after that day has until midnight."""
    return max(incoming.due, at.date()) if form.verb is Verb.HANDLE and incoming.due else None


def _steps(case: Case) -> tuple[RouteStep, ...]:
    return case.route.steps if case.route else ()


def _with(case: Case, **changes: object) -> Case:
    return dataclasses.replace(case, incoming=dataclasses.replace(_incoming(case), **changes))  # type: ignore[arg-type]


def _incoming(case: Case) -> Incoming:
    if case.incoming is None:
        raise MisfitError(f"{case.document_id} did not come in from outside")
    return case.incoming
