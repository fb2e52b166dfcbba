"""Who signs at a step (签批人): the people who may, the one who did and confirms a change, and whom the office's rules bar."""

from __future__ import annotations

from domain.case import Case
from domain.office import Person
from domain.procedure import RouteStep, Verb
from office.delegation import part_in
from office.house import House


def signers_for(house: House, case: Case, step: RouteStep) -> tuple[Person, ...]:
    """List who of the office may sign at a step, delegates included; nobody for an organ elsewhere.

    A change is confirmed by whoever signed, as long as the step is still theirs; else by those whose step it is.
    """
    if step.on_paper:
        return ()
    actors = (house.office.actor(account.login) for account in house.office.accounts)
    ids = dict.fromkeys(actor.person for actor in actors if actor and part_in(house, actor, step) is not None)
    signed = [person for person in ids if person in _who_signed(case, step)] if step.verb is Verb.CONFIRM else []
    return tuple(person for person in map(house.office.person, signed or ids) if person)


def barred(house: House, case: Case, act: Verb) -> str:
    """Give the drafter's id where the office's rules bar drafters from an act, else nothing (law 6)."""
    drafter = house.office.person_named(case.drafter)
    return drafter.id if drafter and house.office.must_differ("draft", act.value) else ""


def signer_name(house: House, signer: str) -> str:
    """Name who signed: a person of the office, or what stands on the paper."""
    person = house.office.person(signer)
    return person.name if person else signer


def _who_signed(case: Case, step: RouteStep) -> tuple[str, ...]:
    made = [decision for decision in case.decisions if decision.step == step.key and decision.approved]
    return (made[-1].actor, made[-1].principal) if made else ()
