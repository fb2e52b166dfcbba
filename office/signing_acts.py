"""What may be done about signing beyond deciding (签批的其他办理), and what is still owed: for the page of a document."""

from __future__ import annotations

from dataclasses import dataclass

from domain.calendar import Due
from domain.case import Case, PaperSignature, VerbalConsent
from domain.deadlines import step_due, whole_due
from domain.office import Actor, Person
from domain.procedure import RouteStep, Verb
from office.asking import asking_step
from office.confirm import may_confirm
from office.consent import verbal_steps
from office.correct import correctable_by
from office.extend import extendable_by
from office.house import House
from office.paper import steps_for_paper
from office.signers import signers_for


@dataclass(frozen=True)
class SigningActs:
    """What the actor may do beside the steps' own acts (可办事项)."""

    paper: tuple[RouteStep, ...]
    compare: tuple[PaperSignature, ...]
    verbal: tuple[RouteStep, ...]
    confirm: tuple[RouteStep, ...]
    correct: tuple[RouteStep, ...]
    extend: tuple[RouteStep | None, ...]
    asks: RouteStep | None
    """The step at which the actor may settle which units countersign (会签科室)."""


@dataclass(frozen=True)
class Owed:
    """A signature that is owed (待补签)."""

    step: RouteStep
    consent: VerbalConsent


def signing_acts(house: House, actor: Actor, case: Case) -> SigningActs:
    """List what the actor may do now."""
    compares = case.route is not None and actor.has(*case.route.compare_by)
    takes = case.route is not None and actor.has(*case.route.consent_by)
    return SigningActs(
        paper=steps_for_paper(case) if case.route and actor.has(*case.route.paper_by) else (),
        compare=tuple(paper for paper in case.papers if compares and paper.recorder != actor.person),
        verbal=verbal_steps(case) if takes else (),
        confirm=tuple(step for step in case.open_steps() if may_confirm(house, actor, case, step)),
        correct=correctable_by(house, actor, case),
        extend=extendable_by(actor, case),
        asks=asking_step(house, actor, case),
    )


def owed(case: Case) -> tuple[Owed, ...]:
    """List the signatures that are owed, with the consents they stand for."""
    newest = {consent.step: consent for consent in case.consents}
    return tuple(Owed(step, newest[step.key]) for step in case.open_steps() if step.key in case.owed)


def awaited(house: House, case: Case) -> tuple[tuple[RouteStep, tuple[Person, ...]], ...]:
    """List the steps at which a change waits to be confirmed, with who confirms it."""
    waiting = (step for step in case.open_steps() if step.verb is Verb.CONFIRM)
    return tuple((step, signers_for(house, case, step)) for step in waiting)


def dues(house: House, case: Case) -> tuple[tuple[RouteStep | None, Due], ...]:
    """List the deadlines that run, the whole way's first, under nothing."""
    if not case.is_in_flight:
        return ()
    found = [
        (None, whole_due(house.calendar, case)),
        *((s, step_due(house.calendar, case, s)) for s in case.open_steps()),
    ]
    return tuple((step, due) for step, due in found if due)
