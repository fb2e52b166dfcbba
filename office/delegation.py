"""Letting another act (委托): given by the one whose part it is, between two days, and taken back at any time."""

from __future__ import annotations

import datetime as dt

from domain.book_events import Delegated, DelegationEnded
from domain.delegation import DELEGATIONS, Delegation, delegations_of, principal_for
from domain.office import Actor
from domain.procedure import RouteStep, may_do
from office.delegation_errors import DelegationUnfitError, NoDelegationError
from office.house import House
from office.record import record


def delegate(
    house: House,
    actor: Actor,
    *,
    receiver: str,
    roles: tuple[str, ...],
    first: dt.date,
    last: dt.date,
    reason: str,
    channel: str = "desk",
) -> None:
    """Let ``receiver`` (a person's id) act in the actor's ``roles`` from ``first`` to ``last``, both included.

    Raises:
        DelegationUnfitError: The roles are not the actor's, the days are none, or the receiver is nobody else.
    """
    person = house.office.person(receiver)
    if person is None or person.id == actor.person:
        raise DelegationUnfitError("受托人应为本机关的另一位同志")
    if not roles or not set(roles) <= set(actor.roles):
        raise DelegationUnfitError("只能委托自己担任的角色")
    if last < first or last < house.clock.today():
        raise DelegationUnfitError("起止日期有误，止日不能早于起日和今天")
    if not reason.strip():
        raise DelegationUnfitError("没有写明委托事由")
    given = Delegated(actor.person, person.id, tuple(dict.fromkeys(roles)), first, last, reason.strip())
    record(house, lambda pen: pen.note(given, DELEGATIONS), actor=actor, channel=channel)


def take_back(house: House, actor: Actor, index: int, *, channel: str = "desk") -> None:
    """Take a delegation back from now on.

    Raises:
        NoDelegationError: The actor gave none of this number that still holds.
    """
    mine = [one for one in delegations(house) if one.index == index and one.giver == actor.person]
    if not mine or mine[0].last < house.clock.today():
        raise NoDelegationError(index)
    record(house, lambda pen: pen.note(DelegationEnded(index), DELEGATIONS), actor=actor, channel=channel)


def delegations(house: House) -> tuple[Delegation, ...]:
    """List all delegations ever given, oldest first."""
    return delegations_of(house.registry.history(DELEGATIONS))


def acts_for(house: House, actor: Actor) -> tuple[Delegation, ...]:
    """List the delegations under which the actor may act today."""
    today = house.clock.today()
    return tuple(one for one in delegations(house) if one.receiver == actor.person and one.holds(today))


def part_in(house: House, actor: Actor, step: RouteStep, given: tuple[Delegation, ...] | None = None) -> str | None:
    """Tell in whose place the actor may do the step: an empty string for their own part, a person's id under a delegation, else nothing."""
    if may_do(step, actor.parts, actor.units):
        return ""
    held = acts_for(house, actor) if given is None and step.delegable else given or ()
    return principal_for(step, actor.person, held, house.office.accounts, house.clock.today()) or None
