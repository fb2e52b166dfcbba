"""What this office has laid down, to read (本机关): people and roles, working days, procedures as pictures. It is changed in its files."""

from __future__ import annotations

import calendar as months
import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from desk.visit import Visit, signed_in
from domain.calendar import Calendar
from domain.office import Office
from domain.posts import Post
from office.procedure_drawing import draw


@dataclass(frozen=True)
class PersonRow:
    """A person with all they may do (人员)."""

    name: str
    roles: str
    units: str


@dataclass(frozen=True)
class RoleRow:
    """A role with all who hold it (角色)."""

    label: str
    holders: str


@signed_in("GET", "HEAD")
def office(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the office's people, roles, calendars and procedures (本机关)."""
    house = visit.house
    this_year = house.clock.today().year
    known = {
        "people": [_person(house.office, person.id) for person in house.office.people],
        "roles": [_role(house.office, post.id) for post in house.office.posts if _matters(house.office, post)],
        "years": [(year, _months(house.calendar, year)) for year in (this_year, this_year + 1)],
        "unknown_year": next((year for year in (this_year, this_year + 1) if not house.calendar.knows(year)), None),
        "weekdays": "一二三四五六日",
        "procedures": house.procedures,
    }
    return render(request, "desk/office.html", known)


@signed_in("GET", "HEAD")
def procedure_picture(_request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Give the picture of a procedure, counted from 1 (程序图)."""
    if not 1 <= number <= len(visit.house.procedures):
        raise Http404(number)
    return HttpResponse(draw(visit.house.procedures[number - 1]), content_type="image/svg+xml; charset=utf-8")


def _person(rules: Office, person_id: str) -> PersonRow:
    person = rules.person(person_id)
    accounts = [account for account in rules.accounts if account.person == person_id]
    roles = dict.fromkeys(rules.titles(role) for account in accounts for role in account.roles)
    units = dict.fromkeys(unit for account in accounts for unit in account.units)
    names = [known.name if (known := rules.unit_named(unit)) else unit for unit in units]
    everywhere = any(not account.units for account in accounts)
    return PersonRow(
        name=person.name if person else person_id,
        roles="、".join(roles) or "没有账号",
        units="全机关" if everywhere else "、".join(names),
    )


def _matters(rules: Office, post: Post) -> bool:
    """Tell whether a post is worth a row: one that others stand in for is shown where somebody holds it."""
    return not post.vacant or bool(rules.holders(post.id))


def _role(rules: Office, role: str) -> RoleRow:
    holders = dict.fromkeys(actor.name for actor in rules.holders(role))
    return RoleRow(rules.titles(role), "、".join(holders))


def _months(days: Calendar, year: int) -> list[tuple[int, list[list[tuple[int, str]]]]]:
    """Lay out a year: for each month its weeks of (day, kind); the kind is ``work``, ``rest``, ``holiday``, ``makeup`` or nothing."""
    return [
        (
            month,
            [[(day.day, _kind(days, day, month)) for day in week] for week in _WEEKS.monthdatescalendar(year, month)],
        )
        for month in range(1, 13)
    ]


_WEEKS = months.Calendar(firstweekday=0)


def _kind(days: Calendar, day: dt.date, month: int) -> str:
    if day.month != month:
        return ""
    if day in days.makeup_days:
        return "makeup"
    if day in days.holidays:
        return "holiday"
    return "work" if days.is_working_day(day) else "rest"
