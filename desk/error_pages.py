"""Error pages (出错页): one Chinese sentence and the next step; a page that is not there looks like one that may not be seen."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from desk.errors import ForeignRequestError, UploadTooLargeError, WaitBeforeLoginError
from domain.errors import (
    BadInputError,
    HongtouError,
    MissingPartError,
    NotAllowedError,
    NotFoundError,
    NotNowError,
    SurroundingsError,
)
from office.errors import LedgerWaitsError

_STATUS: tuple[tuple[type[HongtouError], int], ...] = (
    (WaitBeforeLoginError, 429),
    (UploadTooLargeError, 413),
    (BadInputError, 422),
    (NotAllowedError, 403),
    (NotNowError, 409),
    (NotFoundError, 404),
    (MissingPartError, 503),
    (LedgerWaitsError, 202),
    (SurroundingsError, 503),
)


def status_of(error: HongtouError) -> int:
    """Give the HTTP status of an error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def error_page(request: HttpRequest, error: HongtouError) -> HttpResponse:
    """Show an error."""
    if isinstance(error, NotFoundError):
        return nothing_here(request)
    heading = "已经办成，台账待写" if isinstance(error, LedgerWaitsError) else "没有办成"
    known = {"heading": heading, "sentence": str(error), "code": error.code}
    return render(request, "desk/error.html", known, status=status_of(error))


def nothing_here(request: HttpRequest, **_why: object) -> HttpResponse:
    """Answer with the one 404 page, whether the thing does not exist or lies outside the reader's scope."""
    sentence = "没有这个页面，或没有您可以查看的这份文件。请核对网址，或从待办、检索中打开。"
    return render(request, "desk/error.html", {"heading": "没有找到", "sentence": sentence}, status=404)


def refused_request(request: HttpRequest, **_why: object) -> HttpResponse:
    """Answer a request without our mark (CSRF), or one that Django finds suspicious."""
    return error_page(request, ForeignRequestError(has_cookies=settings.CSRF_COOKIE_NAME in request.COOKIES))


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when even the error page's surroundings failed."""
    sentence = "系统出了故障，没有办成。请稍后再试；仍不行时告诉系统管理员。"
    return render(request, "desk/error.html", {"heading": "没有办成", "sentence": sentence}, status=500)
