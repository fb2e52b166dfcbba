"""Every deadline of the table that was counted by hand is the one that is shown, and what can't be counted is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from domain.calendar import Calendar, Due
from domain.case import Case, Extension, Phase, Version
from domain.deadlines import step_due, whole_due
from domain.posts import Role
from domain.procedure import Limit, LimitUnit, Procedure, Route, RouteStep, Verb
from ground.clock import BEIJING, FixedClock
from office.destruction import _ready_on
from office.destruction_errors import CalendarUnknownError
from office.exchange_send import due_on
from office.office_file import load_calendar
from office.procedure_files import load_procedures
from tests import deadlines_by_hand as table

NOWHERE = Path("/nonexistent")
STATE = load_calendar(NOWHERE)


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def _end(text: str) -> dt.datetime:
    """Give the moment a row means: the end of the day where it names no hour."""
    return _moment(text if " " in text else f"{text} 23:59:59")


def _limit(text: str) -> Limit:
    unit = next(unit for unit in (LimitUnit.WORKING_DAYS, LimitUnit.DAYS, LimitUnit.HOURS) if text.endswith(unit))
    return Limit(int(text.removesuffix(unit)), unit)


def _case(since: dt.datetime, step: RouteStep, limit: Limit | None = None, extended: Iterable[str] = ()) -> Case:
    return Case(
        document_id="W2026-00001",
        unit="",
        category="",
        name="",
        phase=Phase.UNDER_WAY,
        versions=(Version(1, (), since, "", ""),),
        since=since,
        route=Route("own", 1, (step,), limit=limit),
        opened_at=since,
        extensions=tuple(Extension(step.key, _limit(more), "忙", "sun", since) for more in extended),
    )


def _due(calendar: Calendar, since: str, limits: str) -> Due:
    first, *more = limits.replace("+", "").split()
    named = dt.date.fromisoformat(first[1:]) if first.startswith("=") else None
    step = RouteStep(
        0, "do", "办", Verb.SIGN, (Role.CLERK,), limit=None if named else _limit(first), due=named, asked=bool(named)
    )
    due = step_due(calendar, _case(_moment(since), step, extended=more), step)
    assert due is not None
    return due


def _own(folder: Path, *years: str) -> Calendar:
    for text in years:
        year = text.split("year = ")[1][:4]
        (folder / f"{year}.toml").write_text(text, "utf-8")
    return load_calendar(folder)


def _named(rows: Sequence[table.Row]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("since", "limits", "due", "provisional"), [row[1:] for row in rows], ids=[row[0] for row in rows]
    )


@_named((*table.ORDINARY, *table.HOLIDAYS, *table.EXTENSIONS, *table.UNKNOWN))
def test_on_the_state_councils_days(since: str, limits: str, due: str, provisional: bool) -> None:  # noqa: FBT001
    assert _due(STATE, since, limits) == Due(_end(due), provisional)


@_named(table.LOADED)
def test_when_the_notice_has_come(tmp_path: Path, since: str, limits: str, due: str, provisional: bool) -> None:  # noqa: FBT001
    assert _due(_own(tmp_path, table.OWN_2027), since, limits) == Due(_end(due), provisional)


@_named(table.OWN_DAYS)
def test_on_an_offices_own_days(tmp_path: Path, since: str, limits: str, due: str, provisional: bool) -> None:  # noqa: FBT001
    assert _due(_own(tmp_path, table.OWN_2026), since, limits) == Due(_end(due), provisional)


@pytest.mark.parametrize(("name", "step", "urgency", "since", "due"), table.PROCEDURES)
def test_what_a_shipped_procedure_gives(name: str, step: str, urgency: str, since: str, due: str) -> None:
    (procedure,) = load_procedures((name,), NOWHERE)

    found = _shipped(procedure, step, urgency, _moment(since))

    assert found == Due(_end(due))


def _shipped(procedure: Procedure, step: str, urgency: str, since: dt.datetime) -> Due | None:
    if not step:
        limit = procedure.urgent_limit if urgency else procedure.limit
        return whole_due(STATE, _case(since, RouteStep(0, "do", "办", Verb.SIGN, (Role.CLERK,)), limit))
    limit = next(one.limit for one in procedure.steps if one.id == step)
    planned = RouteStep(0, step, step, Verb.SIGN, (Role.CLERK,), limit=limit)
    return step_due(STATE, _case(since, planned), planned)


@pytest.mark.parametrize(("within", "urgent", "sent", "due"), table.EXCHANGE)
def test_when_the_receipt_of_a_package_is_due(within: int, urgent: bool, sent: str, due: str) -> None:  # noqa: FBT001
    settings = SimpleNamespace(receipt_within=within)
    house: Any = SimpleNamespace(calendar=STATE, exchange=SimpleNamespace(settings=settings))

    assert due_on(house, _moment(sent), urgent=urgent) == dt.date.fromisoformat(due)


def test_the_table_has_more_than_sixty_rows_and_no_case_twice() -> None:
    on_calendars = (table.ORDINARY, table.HOLIDAYS, table.EXTENSIONS, table.UNKNOWN, table.LOADED, table.OWN_DAYS)
    names = [row[0] for rows in on_calendars for row in rows]

    assert len(names) + len(table.PROCEDURES) + len(table.EXCHANGE) > 60
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_the_working_days_that_two_independent_calendars_count(year: int) -> None:
    # research, standards 6.6: both packages count 248 for either year
    days = (dt.date(year, 1, 1) + dt.timedelta(days=nth) for nth in range(365))

    assert sum(STATE.is_working_day(day) for day in days) == 248


def test_what_is_guessed_is_said_beside_it() -> None:
    due = _due(STATE, "2026-12-31 09:00", "1wd")

    assert due.left(_moment("2026-12-31 10:00")) == "还剩1天（暂定）"
    assert due.left(_moment("2027-01-03 10:00")) == "已超期2天（暂定）"


@pytest.mark.parametrize(
    ("now", "days", "ready"),
    [("2026-12-29 09:00", 2, "2027-01-01"), ("2026-02-13 09:00", 3, "2026-02-26")],
    # 30, 31, ready the day after; 14 班, 24, 25, ready the day after
)
def test_destroying_waits_for_working_days_that_are_sure(now: str, days: int, ready: str) -> None:
    assert _waits(now, days) == dt.date.fromisoformat(ready)


def test_destroying_is_refused_where_the_days_would_be_guessed() -> None:
    with pytest.raises(CalendarUnknownError, match="2027"):
        _waits("2026-12-29 09:00", 3)


def _waits(now: str, days: int) -> dt.date:
    house: Any = SimpleNamespace(clock=FixedClock(_moment(now)), calendar=STATE)
    known: Any = SimpleNamespace(wait_days=days, name="销毁清册")
    return _ready_on(house, known)
