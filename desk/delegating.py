"""Letting another act, at the desk (委托): who acts for whom, given and taken back by oneself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.entrance import confirm
from desk.error_pages import status_of
from desk.forms import DelegationForm, MarkedForm, filled
from desk.once import new_mark, use_mark
from desk.visit import Visit, signed_in
from domain.delegation import Delegation
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotFoundError, NotNowError
from office import delegation as delegating

CHANNEL = "desk"


@dataclass(frozen=True)
class DelegationRow:
    """A delegation as it reads on the page (委托)."""

    index: int
    giver: str
    receiver: str
    roles: str
    first: str
    last: str
    reason: str
    state: str
    mine: bool


@signed_in("GET", "POST")
def delegations(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show who acts for whom, or let another act (委托)."""
    if request.method == "GET":
        return _page(request, visit, None)
    try:
        form = filled(DelegationForm, request)
        use_mark(visit, "delegations", form.cleaned_data["once"])
        if not visit.desk.example:  # whoever holds this may sign: the same care as for signing
            confirm(request, visit, form.cleaned_data["password"])
        delegating.delegate(
            visit.house,
            visit.actor,
            receiver=form.cleaned_data["receiver"],
            roles=tuple(form.cleaned_data["roles"]),
            first=form.cleaned_data["first"],
            last=form.cleaned_data["last"],
            reason=form.cleaned_data["reason"],
            channel=CHANNEL,
        )
    except (BadInputError, NotAllowedError, NotNowError) as error:
        return _page(request, visit, error)
    return HttpResponseRedirect("/delegations?done=given")


@signed_in("POST")
def take_back(request: HttpRequest, visit: Visit, index: int) -> HttpResponse:
    """Take a delegation back (收回委托)."""
    try:
        form = filled(MarkedForm, request)
        use_mark(visit, "delegations", form.cleaned_data["once"])
        delegating.take_back(visit.house, visit.actor, index, channel=CHANNEL)
    except (BadInputError, NotNowError, NotFoundError) as error:
        return _page(request, visit, error)
    return HttpResponseRedirect("/delegations?done=back")


def _page(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    house, me = visit.house, visit.actor
    rows = [_row(visit, one) for one in reversed(delegating.delegations(house))]
    typed = {name: request.POST.get(name, "")[:500] for name in ("receiver", "first", "last", "reason")}
    known: dict[str, Any] = {
        "problem": str(error) if error else "",
        "done": {"given": "委托已生效，按起止日期执行。", "back": "委托已收回。"}.get(request.GET.get("done", ""), ""),
        "once": new_mark(visit, "delegations"),
        "rows": rows,
        "roles": [(role, visit.house.office.titles(role)) for role in me.roles],
        "chosen": request.POST.getlist("roles") or list(me.roles),
        "people": [person for person in house.office.people if person.id != me.person],
        "typed": typed,
        "today": house.clock.today().isoformat(),
    }
    return render(request, "desk/delegations.html", known, status=status_of(error) if error else 200)


def _row(visit: Visit, one: Delegation) -> DelegationRow:
    today, office = visit.house.clock.today(), visit.house.office
    giver, receiver = office.person(one.giver), office.person(one.receiver)
    state = "有效" if one.holds(today) else "未开始" if today < one.first <= one.last else "已结束"
    return DelegationRow(
        index=one.index,
        giver=giver.name if giver else one.giver,
        receiver=receiver.name if receiver else one.receiver,
        roles=visit.house.office.titles(*one.roles),
        first=one.first.isoformat(),
        last=one.last.isoformat(),
        reason=one.reason,
        state=state,
        mine=one.giver == visit.actor.person and one.last >= today,
    )
