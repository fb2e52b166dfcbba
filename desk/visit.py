"""One request's surroundings (来访): which house it came to, and who is asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect

from desk.door import Door
from desk.login_page import turned_away
from domain.office import Actor
from office.house import House

DESK = "hongtou.desk"
"""The key in the WSGI environment under which the application hands itself to its views."""


_VISIT = "hongtou.visit"


@dataclass(frozen=True)
class Desk:
    """A desk that is open (柜台): the house behind it and how it is reached."""

    house: House
    door: Door
    tls: bool
    example: bool

    @property
    def session_cookie(self) -> str:
        """Name the session cookie; ``__Host-`` makes the browser insist on TLS, this host and the root path."""
        return "__Host-hongtou" if self.tls else "hongtou"


@dataclass(frozen=True)
class Visit:
    """Somebody who is logged in and asks for something (来访)."""

    desk: Desk
    actor: Actor
    token: str

    @property
    def house(self) -> House:
        """Give the house behind the desk."""
        return self.desk.house


View = Callable[..., HttpResponseBase]


def desk_of(request: HttpRequest) -> Desk:
    """Give the desk a request came to."""
    desk: Desk = request.META[DESK]
    return desk


def visit_of(request: HttpRequest) -> Visit | None:
    """Tell who is asking; roles and units are read again at each request, so what is taken away is gone at once."""
    if _VISIT not in request.META:
        request.META[_VISIT] = _visit_of(request)
    visit: Visit | None = request.META[_VISIT]
    return visit


def signed_in(*methods: str) -> Callable[[View], View]:
    """Let only those in who are logged in, and only by these methods; others are led to the log-in page."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **named: Any) -> HttpResponseBase:
            visit = visit_of(request)
            if visit is None:
                return _to_login(request)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, visit, **named)

        return guarded

    return guard


def address_of(request: HttpRequest) -> str:
    """Give the peer's address; no proxy stands before the desk, so no header is believed."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _visit_of(request: HttpRequest) -> Visit | None:
    desk = desk_of(request)
    token = request.COOKIES.get(desk.session_cookie, "")
    login = desk.door.session_login(token) if token else None
    if login is None:
        return None
    actor = desk.house.office.actor(login)
    if actor is None:
        desk.door.end_sessions(login)
        return None
    return Visit(desk, actor, token)


def _to_login(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request)
    if request.method == "POST" and request.path != "/logout":
        return turned_away(request) if request.COOKIES.get(desk.session_cookie) else _redirect("turned", "1")
    if request.method != "GET" or request.path == "/":
        return HttpResponseRedirect("/login")
    return _redirect("next", request.get_full_path())


def _redirect(name: str, value: str) -> HttpResponse:
    return HttpResponseRedirect("/login?" + urlencode({name: value}))
