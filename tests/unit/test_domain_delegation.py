"""Nobody does a step whose role they neither hold nor were given by somebody who holds it: any step, any accounts, any delegations."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from domain.delegation import Delegation, principal_for
from domain.office import Account
from domain.posts import Role
from domain.procedure import RouteStep, Verb, may_do

PEOPLE = ("lin", "chen", "zheng")
ROLES = (Role.UNIT_HEAD, Role.DEPUTY, Role.HEAD)
UNITS = ("economy", "social")
DAY = dt.date(2026, 3, 2)

some_roles = st.lists(st.sampled_from(ROLES), min_size=1, max_size=2, unique=True).map(tuple)
days = st.integers(-2, 2).map(lambda after: DAY + dt.timedelta(days=after))
steps = st.builds(
    lambda roles, unit, delegable: RouteStep(1, "s", "审核", Verb.REVIEW, roles, unit=unit, delegable=delegable),
    some_roles,
    st.sampled_from(("", *UNITS)),
    st.booleans(),
)
accounts = st.lists(
    st.builds(
        lambda person, roles, units: Account(person, person, roles, units=units),
        st.sampled_from(PEOPLE),
        some_roles,
        st.lists(st.sampled_from(UNITS), max_size=1).map(tuple),
    ),
    max_size=4,
).map(tuple)
delegations = st.lists(
    st.builds(
        lambda giver, receiver, roles, first, last: Delegation(1, giver, receiver, roles, first, last, "外出"),
        st.sampled_from(PEOPLE),
        st.sampled_from(PEOPLE),
        some_roles,
        days,
        days,
    ),
    max_size=4,
).map(tuple)


def _fits(step: RouteStep, account: Account, role: str) -> bool:
    is_theirs = role in account.roles and role in step.roles
    return is_theirs and (step.unit == "" or account.units == () or step.unit in account.units)


@given(steps, accounts)
def test_who_may_do_a_step_holds_one_of_its_roles_in_its_unit(step: RouteStep, accounts: tuple[Account, ...]) -> None:
    for account in accounts:
        assert may_do(step, account.roles, account.units) == any(_fits(step, account, role) for role in ROLES)


@given(steps, accounts, delegations)
def test_a_delegate_does_what_the_giver_may_do_and_gave_on_these_days_and_nothing_else(
    step: RouteStep, accounts: tuple[Account, ...], given: tuple[Delegation, ...]
) -> None:
    for receiver in PEOPLE:
        givers = {
            one.giver
            for one in given
            for account in accounts
            for role in one.roles
            if step.delegable and one.receiver == receiver and one.first <= DAY <= one.last
            if account.person == one.giver and _fits(step, account, role)
        }

        principal = principal_for(step, receiver, given, accounts, DAY)

        assert principal in givers or (principal == "" and not givers)
