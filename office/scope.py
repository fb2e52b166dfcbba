"""Who may see what (知悉范围): the one place where clearance and part in a document decide (law 7)."""

from __future__ import annotations

from domain.case import Case
from domain.catalogue import GENERAL, Reach
from domain.composing import level_of
from domain.levels import Level
from domain.listing import NOTHING, Scope
from domain.office import Actor
from domain.posts import Sees
from office.errors import UnknownDocumentError
from office.house import House


def reads_content(actor: Actor) -> bool:
    """Tell whether any of the actor's posts reads documents; those of system, security and audit see none by themselves."""
    return actor.sees is not Sees.NOTHING


def may_see(actor: Actor, case: Case) -> bool:
    """Tell whether a document lies within the actor's scope."""
    if not reads_content(actor) or level_of(case.facts).rank > actor.clearance.rank:
        return False
    return sees_unit(actor, case.unit)


def sees_unit(actor: Actor, unit: str) -> bool:
    """Tell whether documents of a unit lie within the actor's scope, as far as their level and kind let them."""
    return reads_content(actor) and (actor.sees is Sees.OFFICE or not actor.units or unit in actor.units)


def case_for(house: House, actor: Actor, name: str) -> Case:
    """Find a document by its id or number within the actor's scope.

    Raises:
        UnknownDocumentError: It does not exist, or the actor may not know of it; the answer is the same.
    """
    case = house.registry.case(name) or _numbered(house, name)
    if case is None or not may_see(actor, case):
        raise UnknownDocumentError(name)
    return case


def _numbered(house: House, text: str) -> Case | None:
    found = house.registry.numbered(text)
    return house.registry.case(found.document_id) if found else None


def scope_of(actor: Actor) -> Scope:
    """Give the scope in which the registry lists and counts for this actor: what ``may_see`` says, as a question to its rows."""
    if not reads_content(actor):
        return NOTHING
    units = frozenset(actor.units) if actor.units and actor.sees is not Sees.OFFICE else None
    return Scope(actor.clearance.rank, units)


def reach_of(actor: Actor) -> Reach:
    """Give where a search of this actor may look, before anything is counted."""
    if not reads_content(actor):
        return Reach(frozenset())
    levels = frozenset((level, GENERAL) for level in Level if level.rank <= actor.clearance.rank)
    units = frozenset(actor.units) if actor.units and actor.sees is not Sees.OFFICE else None
    return Reach(levels, units)
