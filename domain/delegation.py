"""Delegations (委托): somebody acts for another between two days, at the steps whose procedure allows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.book_events import Delegated, DelegationEnded
from domain.events import Event
from domain.ledger_line import LedgerLine
from domain.office import Account
from domain.procedure import RouteStep, may_do

DELEGATIONS = "delegations"
"""The object in the ledger under which all delegations stand."""


@dataclass(frozen=True)
class Delegation:
    """One delegation (委托); ``index`` is its line in the ledger, ``last`` the last day on which it holds."""

    index: int
    giver: str
    receiver: str
    roles: tuple[str, ...]
    first: dt.date
    last: dt.date
    reason: str

    def holds(self, day: dt.date) -> bool:
        """Tell whether it is in force on ``day``."""
        return self.first <= day <= self.last


def delegations_of(history: Iterable[tuple[LedgerLine, Event]]) -> tuple[Delegation, ...]:
    """Read the delegations from their events, oldest first; one that was ended holds until the day before it was."""
    known: dict[int, Delegation] = {}
    for line, event in history:
        if isinstance(event, Delegated):
            known[line.index] = Delegation(
                line.index, event.giver, event.receiver, event.roles, event.first, event.last, event.reason
            )
        elif isinstance(event, DelegationEnded) and event.index in known:
            ended = known[event.index]
            known[event.index] = replace(ended, last=min(ended.last, line.at.date() - dt.timedelta(days=1)))
    return tuple(known.values())


def principal_for(
    step: RouteStep, receiver: str, given: Sequence[Delegation], accounts: Sequence[Account], day: dt.date
) -> str:
    """Name whom ``receiver`` may act for at the step on ``day``, or give an empty string.

    The giver's own logins decide: nobody passes on what they may not do themselves.
    """
    if not step.delegable:
        return ""
    for delegation in given:
        if delegation.receiver == receiver and delegation.holds(day):
            for account in accounts:
                roles = [role for role in account.roles if role in delegation.roles]
                if account.person == delegation.giver and may_do(step, roles, account.units):
                    return delegation.giver
    return ""
