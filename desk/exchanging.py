"""The page of exchange (公文交换): what was sent to whom and its receipts, what came in, what was refused and why; sending, asking again, pulling now."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from desk.doing import CHANNEL
from desk.error_pages import status_of
from desk.forms import OPINION_LENGTH, MarkedForm, filled
from desk.once import new_mark, use_mark
from desk.paging import Asked
from desk.visit import Visit, signed_in
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotFoundError, NotNowError
from domain.exchange import Side
from office import exchange as exchanging
from office import exchange_send as sending
from office.exchange_duties import settle as settling
from office.exchange_view import PAGE, destinations, exchange_view, to_send

BY_EXCHANGE, OTHERWISE = "exchange", "otherwise"
_SIDES = {"out": Side.OUT, "in": Side.IN, "refused": Side.REFUSED}
_TABS = (("out", "发出的"), ("in", "收到的"), ("refused", "拒收的"))
_SAID = {
    "send": "已发出，对方的回执来了会登记为已签收。",
    "resend": "已照原样重新发出。",
    "settle": "处理情况已登记，不再列在待办里。",
    "pull": "已收取一次；没有变化就是没有新的。",
}
_TROUBLE = (BadInputError, NotAllowedError, NotFoundError, NotNowError)


@signed_in("GET", "HEAD")
def exchange(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show one side of the exchange."""
    return _page(request, visit, None)


@signed_in("POST")
def send(request: HttpRequest, visit: Visit, document_id: str) -> HttpResponse:
    """Send a document: each recipient of the approved list by exchange or on another way (发送)."""
    names, ways = request.POST.getlist("recipient"), request.POST.getlist("way")
    by_exchange = [name for name, way in zip(names, ways, strict=False) if way == BY_EXCHANGE]
    otherwise = [name for name, way in zip(names, ways, strict=False) if way == OTHERWISE]

    def act() -> None:
        sending.send(visit.house, visit.actor, document_id, to=by_exchange, otherwise=otherwise, channel=CHANNEL)

    return _done(request, visit, "send", act)


@signed_in("POST")
def send_again(request: HttpRequest, visit: Visit, package: str) -> HttpResponse:
    """Put a package out once more (重发)."""

    def act() -> None:
        sending.send_again(visit.house, visit.actor, package, CHANNEL)

    return _done(request, visit, "resend", act)


@signed_in("POST")
def settle(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Note what was done about a package that was refused (处理登记)."""
    parcel, words = request.POST.get("parcel", "")[:300], request.POST.get("words", "")[:OPINION_LENGTH]

    def act() -> None:
        settling(visit.house, visit.actor, parcel, words, CHANNEL)

    return _done(request, visit, "settle", act)


@signed_in("POST")
def pull(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Pull once, now (立即收取)."""

    def act() -> None:
        sending.require_clerk(visit.actor)
        sending.require_set_up(visit.house)
        exchanging.exchange(visit.house)

    return _done(request, visit, "pull", act)


def _done(request: HttpRequest, visit: Visit, word: str, act: Callable[[], None]) -> HttpResponse:
    try:
        form: MarkedForm = filled(MarkedForm, request)
        use_mark(visit, "exchange", form.cleaned_data["once"])
        act()
    except _TROUBLE as error:
        return _page(request, visit, error)
    side = request.POST.get("side", "")
    return HttpResponseRedirect(f"/exchange?done={word}" + (f"&side={side}" if side in _SIDES else ""))


def _page(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    asked = Asked.of(request, PAGE)
    chosen = request.GET.get("side") or request.POST.get("side", "out")
    view = exchange_view(visit.house, visit.actor, _SIDES.get(chosen, Side.OUT), asked.offset)
    known = {
        "view": view,
        "pager": asked.pager(view.total),
        "side": chosen if chosen in _SIDES else "out",
        "tabs": _TABS,
        "pull_times": "、".join(visit.house.exchange.settings.pull_at),
        "to_send": [
            destinations(visit.house, visit.actor, case.document_id) for case in to_send(visit.house, visit.actor)
        ],
        "mark": new_mark(visit, "exchange"),
        "problem": str(error) if error else "",
        "done": _SAID.get(request.GET.get("done", ""), ""),
    }
    return render(request, "desk/exchange.html", known, status=status_of(error) if error else 200)
