"""The log-in page (登录页): for who comes in, and for who was turned away because the session had ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from domain.office import Actor

TURNED_AWAY = "登录已过期，刚才的操作没有办理，请重新登录再办"
_EXPIRED = "登录已过期，请重新登录"
_WRITTEN = ("opinion", "reason", "note")
_MOST_SHOWN = 2000


@dataclass(frozen=True)
class LoginPage:
    """What the log-in page says: ``target`` is where its form goes, ``had_session`` whether an ended session's mark came along."""

    logins: Sequence[tuple[Actor, str]]
    """Who may log in without a password, with the names of their posts; the example office alone has any."""
    problem: str
    target: str
    had_session: bool
    status: int = 200


def login_page(request: HttpRequest, page: LoginPage) -> HttpResponse:
    """Show the log-in page."""
    known = {
        "logins": page.logins,
        "problem": page.problem or _ended(request, had_session=page.had_session),
        "typed": request.POST.get("login", "")[:64],
        "target": page.target,
    }
    return render(request, "desk/login.html", known, status=page.status)


def turned_away(request: HttpRequest) -> HttpResponse:
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


def _ended(request: HttpRequest, *, had_session: bool) -> str:
    """Say that a session ended, to who still holds its mark or was sent here from a form."""
    if request.method == "POST":
        return ""
    if "turned" in request.GET:
        return TURNED_AWAY
    return _EXPIRED if "next" in request.GET and had_session else ""


def _came_from(request: HttpRequest) -> str:
    """Give the page whose form was sent; what another site says it was does not count."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    if referrer.netloc != request.META.get("HTTP_HOST") or not referrer.path.startswith("/"):
        return "/todo"
    return referrer.path + (f"?{referrer.query}" if referrer.query else "")
