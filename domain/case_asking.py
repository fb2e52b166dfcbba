"""What asking other units does to a document on its way (会签科室增减)."""

from __future__ import annotations

import dataclasses

from domain.asked_units import NOBODY, asked_of, asking
from domain.asking_events import UnitsAsked
from domain.case import Case, MisfitError, Phase
from domain.case_moves import onward, open_step, require_phase
from domain.facts import Fact, FactName, Facts, FactSource
from domain.ledger_line import LedgerLine
from domain.procedure import RouteStep, Verb


def asks(case: Case, step: RouteStep) -> bool:
    """Tell whether who is at this step may settle which units countersign: a reviewer or the signer, before 签发."""
    is_fit = step.verb in (Verb.REVIEW, Verb.SIGN) and not step.on_paper
    return is_fit and not case.signer and case.route is not None and bool(case.route.places)


def signed_units(case: Case) -> tuple[str, ...]:
    """Name the units that have countersigned, by id."""
    steps = case.route.steps if case.route else ()
    return tuple(dict.fromkeys(step.unit for step in steps if step.asked and step.key in case.done))


def units_asked(case: Case, event: UnitsAsked, line: LedgerLine) -> Case:
    """Let exactly these units countersign; nobody's signature is taken off the route, and the reviewer's word stays in the facts."""
    require_phase(case, Phase.UNDER_WAY)
    step, route = open_step(case, event.step), case.route
    asked = tuple(unit.id for unit in event.units)
    if route is None or not asks(case, step) or case.unit in asked or len(set(asked)) < len(asked):
        raise MisfitError(f"{case.document_id}: no units can be asked at {step.key}")
    if not set(signed_units(case)) <= set(asked) or asked == asked_of(route):
        raise MisfitError(f"{case.document_id}: {asked} leave out who has signed, or are those asked already")
    route = asking(route, event.units, case.done)
    after = dataclasses.replace(
        case,
        route=route,
        facts=_with(case.facts, "、".join(unit.name for unit in event.units) or NOBODY),
        papers=tuple(paper for paper in case.papers if route.step(paper.step)),
    )
    return onward(after)


def _with(facts: Facts, units: str) -> Facts:
    others = (fact for fact in facts.known if fact.name is not FactName.COSIGN_UNITS)
    return Facts((*others, Fact(FactName.COSIGN_UNITS, units, FactSource.REVIEWER)))
