"""Who may see what (知悉范围): the one place where clearance, compartment, reading list and part in a document decide (law 7)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from domain.case import Case
from domain.catalogue import Reach
from domain.compartments import may_read, shelf_of
from domain.composing import level_of
from domain.delegation import Delegation
from domain.holding import Holding
from domain.levels import Level
from domain.listing import NOTHING, Scope, part
from domain.office import Actor, Office
from domain.posts import Sees, person_part
from domain.procedure import RouteStep, may_do
from office.delegation import part_in
from office.errors import UnknownDocumentError
from office.house import House


def reads_content(actor: Actor) -> bool:
    """Tell whether any of the actor's posts reads documents; those of system, security and audit see none by themselves."""
    return actor.sees is not Sees.NOTHING


def may_see(actor: Actor, case: Case) -> bool:
    """Tell whether a document lies within the actor's scope."""
    return is_open_to(actor, case) and (sees_unit(actor, case.unit) or _is_asked(actor, case))


def sees_unit(actor: Actor, unit: str) -> bool:
    """Tell whether documents of a unit lie within the actor's scope, as far as their level and kind let them."""
    return reads_content(actor) and (actor.sees is Sees.OFFICE or not actor.units or unit in actor.units)


def case_for(house: House, actor: Actor, name: str) -> Case:
    """Find a document by its id or number within the actor's scope.

    Raises:
        UnknownDocumentError: It does not exist, or the actor may not know of it; the answer is the same.
    """
    case = house.registry.case(name) or _numbered(house, name)
    if case is None or not (may_see(actor, case) or _stands_in(house, actor, case)):
        raise UnknownDocumentError(name)
    return case


def is_open_to(actor: Actor, case: Case) -> bool:
    """Tell whether level, compartment and reading list let the actor know of a document, whosever unit it is of."""
    if not reads_content(actor) or level_of(case.facts).rank > actor.clearance.rank:
        return False
    return case.compartment in actor.compartments and may_read(case.readers, actor.person)


def holds_record(actor: Actor, holding: Holding) -> bool:
    """Tell whether a kept record lies within the actor's scope."""
    scope = scope_of(actor)
    if holding.level.rank > scope.most_rank or not may_read(holding.readers, actor.person):
        return False
    return holding.compartment in actor.compartments and (scope.units is None or holding.unit in scope.units)


def could_sign_for(office: Office, case: Case, posts: Sequence[str], unit: str) -> bool:
    """Tell whether somebody who may know of the document could countersign it for a unit."""
    return any(is_open_to(actor, case) for post in posts for actor in office.holders(post, unit))


def without_sight(office: Office, case: Case, compartment: str, readers: Sequence[str]) -> tuple[RouteStep, ...]:
    """Name the steps still to come that nobody could do who would see the document, were it bounded like this."""
    if case.route is None or not case.is_in_flight:
        return ()
    bounded = dataclasses.replace(case, compartment=compartment, readers=tuple(readers))
    actors = [actor for account in office.accounts if (actor := office.actor(account.login))]
    seeing = [actor for actor in actors if may_see(actor, bounded)]
    todo = (step for step in case.route.steps if step.key not in case.done and not step.asked)
    return tuple(step for step in todo if not any(may_do(step, one.roles, one.units) for one in seeing))


def _is_asked(actor: Actor, case: Case) -> bool:
    """Tell whether the actor, or their unit, was asked (会签科室、承办、传阅), and that is the actor's to do."""
    return any(may_do(step, actor.parts, actor.units) for step in case.asked)


def _stands_in(house: House, actor: Actor, case: Case) -> bool:
    """Tell whether the actor stands in today for the head of a unit that is asked to countersign (委托), within their clearance."""
    if not is_open_to(actor, case):
        return False
    return any(part_in(house, actor, step) for step in case.open_steps() if step.asked)


def _numbered(house: House, text: str) -> Case | None:
    found = house.registry.numbered(text)
    return house.registry.case(found.document_id) if found else None


def scope_of(actor: Actor) -> Scope:
    """Give the scope in which the registry lists and counts for this actor: what ``may_see`` says, as a question to its rows."""
    if not reads_content(actor):
        return NOTHING
    if not actor.units or actor.sees is Sees.OFFICE:
        return _scope(actor)
    named = part("", person_part(actor.person))
    return _scope(actor, frozenset(actor.units), _parts(actor.units, actor.roles) | {named})


def _scope(actor: Actor, units: frozenset[str] | None = None, parts: frozenset[str] = frozenset()) -> Scope:
    return Scope(actor.clearance.rank, units, parts, frozenset(actor.compartments), actor.person)


def scope_standing_in(house: House, actor: Actor, given: Sequence[Delegation]) -> Scope:
    """Give the actor's scope with what they may do under delegations: a unit's countersignature is of another unit's document."""
    own = scope_of(actor)
    if own == NOTHING or own.units is None:
        return own
    held = (
        (account.units, one.roles) for one in given for account in house.office.accounts if account.person == one.giver
    )
    return dataclasses.replace(own, parts=own.parts.union(*(_parts(units, roles) for units, roles in held)))


def _parts(units: Sequence[str], roles: Sequence[str]) -> frozenset[str]:
    return frozenset(part(unit, role) for unit in units for role in roles)


def reach_of(house: House, actor: Actor) -> Reach:
    """Give where a search of this actor may look, before anything is counted."""
    if not reads_content(actor):
        return Reach(frozenset())
    listed = (shelf_of(compartment, readers) for compartment, readers in house.registry.shelves(scope_of(actor)))
    shelves = (*actor.compartments, *listed)
    levels = frozenset((level, shelf) for level in Level if level.rank <= actor.clearance.rank for shelf in shelves)
    units = frozenset(actor.units) if actor.units and actor.sees is not Sees.OFFICE else None
    return Reach(levels, units)
