"""What stands around every page (门禁): whom we listen to, what browsers may do with an answer, and what an error looks like."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from desk.error_pages import error_page
from desk.errors import DeskFailedError, ForeignRequestError, UploadTooLargeError
from desk.visit import desk_of
from domain.errors import HongtouError

log = logging.getLogger("hongtou.desk")

MOST_MB = 60
"""The most that one request may send. It is read into memory: a draft is looked through before any byte of it is stored."""

_SAFE = ("GET", "HEAD", "OPTIONS")
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not no-referrer: browsers then send "Origin: null" with our own forms, and Django rightly refuses those
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_HSTS = "max-age=31536000"

Answer = Callable[[HttpRequest], HttpResponseBase]


class Guard:
    """The outermost middleware (门禁)."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse what is not ours to answer, answer the rest, and send the headers."""
        refused = _refusal(request)
        answer = error_page(request, refused) if refused else self._answer(request)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if isinstance(answer, HttpResponse):
            answer.headers["Content-Length"] = str(len(answer.content))
        if desk_of(request).tls:
            answer.headers["Strict-Transport-Security"] = _HSTS
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn an error into its page; what is not ours goes to the log with its trace and to the reader with a reference."""
        if isinstance(error, HongtouError):
            if error.exit_code >= 50:
                log.error("%s %s: %s", error.code, request.path, error, exc_info=error)
            return error_page(request, error)
        if type(error).__module__.startswith("django."):
            return None  # 404 and refused requests: Django's own handlers, which lead to our pages
        reference = secrets.token_hex(4)
        log.error("%s %s %s failed", reference, request.method, request.path, exc_info=error)
        return error_page(request, DeskFailedError(reference))


def _refusal(request: HttpRequest) -> HongtouError | None:
    if desk_of(request).example and _host(request) not in _LOOPBACK:
        # no password guards the example office: a page elsewhere must not reach it by a name of its own (DNS rebinding)
        return ForeignRequestError()
    if request.method not in _SAFE and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return ForeignRequestError()
    if _length(request) > MOST_MB * 1024 * 1024:
        return UploadTooLargeError(MOST_MB)
    return None


def _host(request: HttpRequest) -> str:
    host = str(request.META.get("HTTP_HOST", ""))
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdigit() else 0
