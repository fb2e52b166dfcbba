"""Deadlines with their extensions: each counts from the deadline before it, in its own unit, and never brings it nearer."""

from __future__ import annotations

import dataclasses
import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.case import Case, Extension, Phase, VerbalConsent, Version
from domain.deadlines import step_due, whole_due
from domain.posts import Role
from domain.procedure import Limit, LimitUnit, Route, RouteStep, Verb
from ground.clock import BEIJING

FRIDAY = dt.datetime(2026, 2, 27, 15, 0, tzinfo=BEIJING)
CALENDAR = Calendar(frozenset(), frozenset(), frozenset({2026}))
DAYS, WORKING, HOURS = LimitUnit.DAYS, LimitUnit.WORKING_DAYS, LimitUnit.HOURS

limits = st.builds(Limit, st.integers(1, 60), st.sampled_from(LimitUnit))
moments = st.integers(0, 700 * 24 * 60).map(lambda minutes: FRIDAY + dt.timedelta(minutes=minutes))
ONE_DAY, FIVE_DAYS = Limit(1, WORKING), Limit(5, WORKING)


def a_step(limit: Limit | None = ONE_DAY) -> RouteStep:
    return RouteStep(0, "sign", "签发", Verb.SIGN, (Role.SECRETARY,), limit=limit, verbal=True)


def a_case(opened_at: dt.datetime, *extensions: Limit, whole: Limit | None = FIVE_DAYS, step: str = "sign") -> Case:
    return Case(
        document_id="W2026-00001",
        unit="",
        category="",
        name="",
        phase=Phase.UNDER_WAY,
        versions=(Version(1, (), opened_at - dt.timedelta(hours=1), "", ""),),
        since=opened_at + dt.timedelta(days=2),
        route=Route("dispatch", 1, (a_step(),), limit=whole),
        opened_at=opened_at,
        extensions=tuple(Extension(step, limit, "忙", "sun", opened_at) for limit in extensions),
    )


def test_a_limit_runs_from_when_the_step_was_opened_not_from_what_happened_since() -> None:
    due = step_due(CALENDAR, a_case(FRIDAY), a_step())

    assert due is not None
    assert due.at == dt.datetime(2026, 3, 2, 23, 59, 59, tzinfo=BEIJING), "the working day after a Friday"


def test_an_extension_counts_from_the_old_deadline_in_its_own_unit() -> None:
    due = step_due(CALENDAR, a_case(FRIDAY, Limit(1, DAYS), Limit(2, HOURS)), a_step())

    assert due is not None
    assert due.at == dt.datetime(2026, 3, 4, 1, 59, 59, tzinfo=BEIJING)


def test_the_whole_way_runs_from_the_first_version() -> None:
    due = whole_due(CALENDAR, a_case(FRIDAY, Limit(1, WORKING), step=""))

    assert due is not None
    assert due.at.date() == dt.date(2026, 3, 9)


def test_what_is_owed_runs_from_the_verbal_consent() -> None:
    consent = VerbalConsent("sign", "sun", FRIDAY - dt.timedelta(days=1), "电话", "zhou")
    case = dataclasses.replace(a_case(FRIDAY), owed=("sign",), consents=(consent,))

    due = step_due(CALENDAR, case, a_step())

    assert due is not None
    assert due.at.date() == dt.date(2026, 2, 27)


def test_an_extension_of_an_earlier_round_no_longer_counts() -> None:
    case = a_case(FRIDAY, Limit(30, DAYS))
    later = dataclasses.replace(case, opened_at=FRIDAY + dt.timedelta(hours=1))

    assert step_due(CALENDAR, later, a_step()) == step_due(CALENDAR, a_case(FRIDAY + dt.timedelta(hours=1)), a_step())


def test_what_has_no_limit_is_never_due() -> None:
    assert step_due(CALENDAR, a_case(FRIDAY), a_step(None)) is None
    assert whole_due(CALENDAR, a_case(FRIDAY, whole=None)) is None


@given(moments, limits, st.lists(limits, max_size=4), limits)
def test_an_extension_never_brings_a_deadline_nearer(
    at: dt.datetime, limit: Limit, given_before: list[Limit], more: Limit
) -> None:
    before = step_due(CALENDAR, a_case(at, *given_before), a_step(limit))
    after = step_due(CALENDAR, a_case(at, *given_before, more), a_step(limit))

    assert before is not None
    assert after is not None
    assert after.at > before.at
    assert after.provisional or not before.provisional, "what was provisional stays so"


@given(moments, limits, st.lists(limits, max_size=4), limits)
def test_an_extension_of_the_whole_never_brings_it_nearer(
    at: dt.datetime, limit: Limit, given_before: list[Limit], more: Limit
) -> None:
    before = whole_due(CALENDAR, a_case(at, *given_before, whole=limit, step=""))
    after = whole_due(CALENDAR, a_case(at, *given_before, more, whole=limit, step=""))

    assert before is not None
    assert after is not None
    assert after.at > before.at


@given(moments, limits, st.timedeltas(dt.timedelta(0), dt.timedelta(days=30)))
def test_what_is_opened_later_is_not_due_earlier(at: dt.datetime, limit: Limit, later: dt.timedelta) -> None:
    early, late = (step_due(CALENDAR, a_case(opened), a_step(limit)) for opened in (at, at + later))

    assert early is not None
    assert late is not None
    assert early.at <= late.at
