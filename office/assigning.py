"""To whom a piece goes (分送): who is named must be there and able to act, before a leader's word becomes steps on its way."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from domain.case import Case
from domain.office import Person, Unit
from domain.procedure import RouteStep, Verb
from domain.receipt import Assignment, Called, Incoming
from office.house import House
from office.receipt_errors import AssignmentUnfitError


def fitted(house: House, case: Case, given: Assignment) -> Assignment:
    """Check who is named, by id or by name, and give the assignment with ids and with what each is called.

    Raises:
        AssignmentUnfitError: Somebody is not there or can't act, no unit of several leads, an urgent piece has no limit or nobody who urges it on.
    """
    incoming = case.incoming
    if incoming is None:
        raise AssignmentUnfitError(case.document_id, ["这不是收文"])
    by_id = _with_ids(house, given)
    faults = tuple(_faults(house, case, incoming, by_id))
    if faults:
        raise AssignmentUnfitError(case.document_id, faults)
    return dataclasses.replace(by_id, names=_names(house, by_id))


def units_to_choose(house: House, case: Case) -> tuple[Unit, ...]:
    """List the units that can be asked to act: somebody is there to do it."""
    form = _form(case.incoming, Verb.HANDLE)
    return tuple(unit for unit in house.office.units if form and _has_head(house, form, unit.id))


def people_to_choose(house: House, case: Case, verb: Verb) -> tuple[Person, ...]:
    """List the people who can be named as readers, or asked for their instructions."""
    form = _form(case.incoming, verb)
    return tuple(person for person in house.office.people if form and _holds(house, form, person.id))


def _faults(house: House, case: Case, incoming: Incoming, given: Assignment) -> Iterator[str]:
    units = {unit.id for unit in units_to_choose(house, case)}
    readers = {person.id for person in people_to_choose(house, case, Verb.READ)}
    leaders = {person.id for person in people_to_choose(house, case, Verb.INSTRUCT)}
    yield from (f"没有“{one}”这个科室，或者它没有负责人" for one in given.every_unit if one not in units)
    yield from (f"“{_name(house, one)}”不能列为传阅人" for one in given.readers if one not in readers)
    yield from (f"“{_name(house, one)}”不能批示" for one in given.leaders if one not in leaders)
    several = len({*given.every_unit, *incoming.units}) > 1
    if several and not (given.lead or incoming.lead):
        yield "有两个以上承办单位，要写明牵头单位"
    if given.due is not None and given.due < house.clock.today():
        yield "办理期限在今天以前"
    yield from _urging(house, incoming, given)


def _urging(house: House, incoming: Incoming, given: Assignment) -> Iterator[str]:
    """Ask for limit and chaser of an urgent piece (条例 art. 24 (四)(六))."""
    is_urgent = incoming.particulars is not None and bool(incoming.particulars.urgency)
    if given.chaser and house.office.person(given.chaser) is None:
        yield f"没有“{given.chaser}”这个人"
    if is_urgent and given.every_unit and not (given.due or incoming.due):
        yield "紧急来文要写明办理期限"
    if is_urgent and given.every_unit and not (given.chaser or incoming.chaser):
        yield "紧急来文要指定催办人"


def _with_ids(house: House, given: Assignment) -> Assignment:
    def unit(name: str) -> str:
        found = house.office.unit_named(name.strip())
        return found.id if found else name.strip()

    def person(name: str) -> str:
        found = house.office.person(name.strip()) or house.office.person_named(name)
        return found.id if found else name.strip()

    return dataclasses.replace(
        given,
        lead=unit(given.lead) if given.lead else "",
        units=_each(given.units, unit),
        readers=_each(given.readers, person),
        leaders=_each(given.leaders, person),
        chaser=person(given.chaser) if given.chaser else "",
    )


def _each(names: Sequence[str], found: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found(name) for name in names if name.strip()))  # type: ignore[operator]


def _names(house: House, given: Assignment) -> tuple[Called, ...]:
    units = [Called(one, unit.name) for one in given.every_unit if (unit := house.office.unit_named(one))]
    people = dict.fromkeys((*given.readers, *given.leaders, *([given.chaser] if given.chaser else [])))
    return (*units, *(Called(one, _name(house, one)) for one in people))


def _name(house: House, person_id: str) -> str:
    person = house.office.person(person_id)
    return house.office.person_label(person) if person else person_id


def _form(incoming: Incoming | None, verb: Verb) -> RouteStep | None:
    return next((step for step in incoming.growth if step.verb is verb), None) if incoming else None


def _has_head(house: House, form: RouteStep, unit: str) -> bool:
    return any(house.office.holders(role, unit) for role in form.roles)


def _holds(house: House, form: RouteStep, person: str) -> bool:
    held = {role for account in house.office.accounts if account.person == person for role in account.roles}
    return any(role in held for role in form.roles)
