"""Coming in and going out (登录与退出)."""

from __future__ import annotations

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import render

from desk.error_pages import status_of
from desk.errors import LoginFailedError, WaitBeforeLoginError, WrongPasswordError
from desk.forms import LoginForm, PasswordForm, filled
from desk.login_page import LoginPage, login_page
from desk.once import new_mark, use_mark
from desk.visit import Desk, Visit, address_of, desk_of, signed_in, visit_of
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotNowError

log = logging.getLogger("hongtou.desk")


def front(request: HttpRequest) -> HttpResponse:
    """Lead to one's to-do, or to the log-in page."""
    return HttpResponseRedirect("/todo" if visit_of(request) else "/login")


def login(request: HttpRequest) -> HttpResponseBase:
    """Show the log-in page, or log in."""
    if request.method in ("GET", "HEAD"):
        return _login_page(request, None)
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "POST"])
    try:
        return _enter(request, filled(LoginForm, request).cleaned_data)
    except (BadInputError, NotAllowedError) as error:
        _note_refusal(request, error)
        return _login_page(request, error)


@signed_in("POST")
def logout(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """End the session."""
    visit.desk.door.end_session(visit.token)
    answer = HttpResponseRedirect("/login")
    answer.delete_cookie(visit.desk.session_cookie, samesite="Strict")
    if visit.desk.tls:
        answer.cookies[visit.desk.session_cookie]["secure"] = True  # browsers drop a __Host- cookie without it
    return answer


@signed_in("GET", "POST")
def password(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Change one's own password; all sessions of the login end, this one begins anew."""
    if request.method != "POST":
        return _password_page(request, visit, None)
    try:
        form = filled(PasswordForm, request)
        use_mark(visit, "password", form.cleaned_data["once"])
        confirm(request, visit, form.cleaned_data["old"])
        visit.desk.door.set_password(visit.actor.login, form.cleaned_data["new"])
    except (BadInputError, NotAllowedError, NotNowError) as error:
        return _password_page(request, visit, error)
    return _welcome(visit.desk, visit.actor.login, "/todo?done=password")


def confirm(request: HttpRequest, visit: Visit, given: str) -> None:
    """Make sure that the person at the desk is still the one who logged in (再次验证).

    Raises:
        WaitBeforeLoginError: Too many tries.
        WrongPasswordError: The password is wrong.
    """
    login_name, address = visit.actor.login, address_of(request)
    wait = visit.desk.door.admit(login_name, address)
    if wait:
        raise WaitBeforeLoginError(wait)
    if not visit.desk.door.verify(login_name, given):
        raise WrongPasswordError
    visit.desk.door.succeeded(login_name, address)


def _enter(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    desk = desk_of(request)
    if desk.example:
        if desk.house.office.actor(given["login"]) is None:
            raise LoginFailedError
    else:
        _check_password(request, desk, given["login"], given["password"])
    old = request.COOKIES.get(desk.session_cookie, "")
    if old:
        desk.door.end_session(old)
    rotate_token(request)
    return _welcome(desk, given["login"], _next(request))


def _check_password(request: HttpRequest, desk: Desk, login_name: str, given: str) -> None:
    wait = desk.door.admit(login_name, address_of(request))
    if wait:
        raise WaitBeforeLoginError(wait)
    right = desk.door.verify(login_name, given)  # asked first, so that an unknown login takes as long
    if not right or desk.house.office.actor(login_name) is None:
        raise LoginFailedError
    desk.door.succeeded(login_name, address_of(request))


def _welcome(desk: Desk, login_name: str, target: str) -> HttpResponse:
    answer = HttpResponseRedirect(target)
    answer.set_cookie(
        desk.session_cookie, desk.door.open_session(login_name), secure=desk.tls, httponly=True, samesite="Strict"
    )
    return answer


def _note_refusal(request: HttpRequest, error: HongtouError) -> None:
    given = request.POST.get("login", "")
    known = desk_of(request).house.office.actor(given)
    # an unknown login may be a password typed into the wrong box: it is not written down
    log.warning(
        "%s log-in of %s from %s refused", error.code, given if known else "an unknown login", address_of(request)
    )


def _next(request: HttpRequest) -> str:
    target = request.GET.get("next", "")
    inside = target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    return target if inside else "/todo"


def _login_page(request: HttpRequest, error: HongtouError | None) -> HttpResponse:
    desk = desk_of(request)
    logins = [desk.house.office.actor(account.login) for account in desk.house.office.accounts] if desk.example else []
    page = LoginPage(
        logins=[(actor, desk.house.office.titles(*actor.roles)) for actor in logins if actor],
        problem=str(error) if error else "",
        target=request.get_full_path() if request.GET.get("next") else "/login",
        had_session=bool(request.COOKIES.get(desk.session_cookie)),
        status=status_of(error) if error else 200,
    )
    return login_page(request, page)


def _password_page(request: HttpRequest, visit: Visit, error: HongtouError | None) -> HttpResponse:
    known = {"problem": str(error) if error else "", "once": new_mark(visit, "password")}
    return render(request, "desk/password.html", known, status=status_of(error) if error else 200)
