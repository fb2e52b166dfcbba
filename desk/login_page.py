"""The log-in page (登录页): for who comes in, and for who was turned away because the session had ended."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

if TYPE_CHECKING:
    from desk.visit import Desk

TURNED_AWAY = "登录已过期，刚才的操作没有办理，请重新登录再办"
_EXPIRED = "登录已过期，请重新登录"
_WRITTEN = ("opinion", "reason", "note")
_MOST_SHOWN = 2000


def login_page(request: HttpRequest, desk: Desk, problem: str, target: str, status: int = 200) -> HttpResponse:
    """Show the log-in page; ``target`` is where its form goes."""
    logins = [desk.house.office.actor(account.login) for account in desk.house.office.accounts] if desk.example else []
    known = {
        "actors": [actor for actor in logins if actor],
        "problem": problem or _ended(request, desk),
        "typed": request.POST.get("login", "")[:64],
        "target": target,
    }
    return render(request, "desk/login.html", known, status=status)


def turned_away(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Answer a form whose session has ended: nothing was done, and what was written is shown once more, to be copied.

    It goes back to the browser that sent it and is kept nowhere.
    """
    written = [request.POST.get(name, "").strip()[:_MOST_SHOWN] for name in _WRITTEN]
    known = {
        "problem": TURNED_AWAY,
        "written": "\n".join(text for text in written if text),
        "target": "/login?" + urlencode({"next": _came_from(request)}),
    }
    return render(request, "desk/turned_away.html", known, status=403)


def _ended(request: HttpRequest, desk: Desk) -> str:
    """Say that a session ended, to who still holds its mark or was sent here from a form."""
    if request.method == "POST":
        return ""
    if "turned" in request.GET:
        return TURNED_AWAY
    return _EXPIRED if "next" in request.GET and request.COOKIES.get(desk.session_cookie) else ""


def _came_from(request: HttpRequest) -> str:
    """Give the page whose form was sent; what another site says it was does not count."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    if referrer.netloc != request.META.get("HTTP_HOST") or not referrer.path.startswith("/"):
        return "/todo"
    return referrer.path + (f"?{referrer.query}" if referrer.query else "")
