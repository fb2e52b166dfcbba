"""The clerk's number series (编号序列): how far each has come, which numbers are kept, keeping more, and joining on to paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.forms import ConfirmNumbersForm, ReservationForm, StartForm, filled
from desk.once import new_mark, use_mark
from desk.visit import Visit, signed_in
from domain.errors import BadInputError, HongtouError, MissingPartError, NotAllowedError, NotFoundError, NotNowError
from domain.numbers import NumberScheme
from domain.posts import Role
from office import register
from office.errors import NotYourRoleError
from office.numbers_lock import confirm_numbers, locked_series

_SAID = {
    "confirmed": "已确认，这个序列可以接着编号了。",
    "reserved": "已预留。登记时可以选用这一段的编号。",
    "started": "已接上纸上用过的编号。",
}


@dataclass(frozen=True)
class KeptRow:
    """A range that the counter passes over (号段)."""

    first: int
    last: int
    word: str
    reason: str


@dataclass(frozen=True)
class SeriesRow:
    """A series this year (编号序列): the next number, and what is kept of it."""

    scheme: str
    organ: str
    next_text: str
    kept: tuple[KeptRow, ...]


@signed_in("GET", "HEAD")
def numbers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every series of this year (编号)."""
    return _page(request, visit, None)


@signed_in("POST")
def reserve(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Keep a range for chosen documents (预留字号)."""

    def act() -> None:
        known = filled(ReservationForm, request).cleaned_data
        use_mark(visit, "reserve", known["once"])
        period = visit.house.clock.today().year
        first, last = known["first"], known["last"]
        register.reserve_range(
            visit.house,
            visit.actor,
            known["scheme"],
            period=period,
            first=first,
            last=last,
            reason=known["reason"],
            channel=CHANNEL,
        )

    return _done(request, visit, act, "reserved")


@signed_in("POST")
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Join on to numbers that were used on paper (启用编号)."""

    def act() -> None:
        known = filled(StartForm, request).cleaned_data
        use_mark(visit, "start", known["once"])
        period, last = visit.house.clock.today().year, known["last"]
        register.start_numbers(
            visit.house, visit.actor, known["scheme"], period=period, last=last, reason=known["reason"], channel=CHANNEL
        )

    return _done(request, visit, act, "started")


@signed_in("POST")
def confirm(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Confirm the highest number in use after the office was restored (确认编号)."""

    def act() -> None:
        known = filled(ConfirmNumbersForm, request).cleaned_data
        use_mark(visit, "confirm_numbers", known["once"])
        confirm_numbers(
            visit.house,
            visit.actor,
            known["scheme"],
            period=known["period"] or visit.house.clock.today().year,
            highest=known["highest"],
            reason=known["reason"],
            channel=CHANNEL,
        )

    return _done(request, visit, act, "confirmed")


def _done(request: HttpRequest, visit: Visit, act: Callable[[], None], word: str) -> HttpResponse:
    try:
        act()
    except (BadInputError, MissingPartError, NotAllowedError, NotFoundError, NotNowError) as error:
        return _page(request, visit, error)
    return HttpResponseRedirect(f"/numbers?done={word}")


def _page(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    if not visit.actor.has(Role.CLERK):
        raise error or NotYourRoleError("管理编号", visit.house.office.titles(Role.CLERK))
    names = ("scheme", "first", "last", "reason")
    known = {
        "rows": [_row(visit, scheme) for scheme in visit.house.office.schemes],
        "year": visit.house.clock.today().year,
        "marks": {act: new_mark(visit, act) for act in ("reserve", "start", "confirm_numbers")},
        "locked": locked_series(visit.house),
        "typed": {name: request.POST.get(name, "")[:500] for name in names},
        "problem": str(error) if error else "",
        "done": _SAID.get(request.GET.get("done", ""), ""),
    }
    return render(request, "desk/numbers.html", known, status=status_of(error) if error else 200)


def _row(visit: Visit, scheme: NumberScheme) -> SeriesRow:
    house, year = visit.house, visit.house.clock.today().year
    organ = house.office.organ_named(scheme.organ)
    period = scheme.period(year)
    kept = tuple(
        KeptRow(one.first, one.last, "预留" if one.reserved else "纸上已用", one.reason)
        for one in house.registry.number_ranges(scheme.id, period)
    )
    following = house.registry.next_serial(scheme.id, period)
    return SeriesRow(scheme.id, organ.name if organ else scheme.organ, scheme.text(year, following), kept)
