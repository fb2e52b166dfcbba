"""The desk as a web application (柜台): made for one house, handed to the server.

The composition root sets Django up once per process with ``DJANGO`` and ``registry.settings.configure``, then asks for the application.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.door import Door
from desk.errors import AccountsLackingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from office.house import House

    Application = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]

_HERE = Path(__file__).parent
_UPLOAD_BYTES = 64 * 1024 * 1024

DJANGO: dict[str, Any] = {
    "ROOT_URLCONF": "desk.urls",
    "MIDDLEWARE": ["desk.guard.Guard", "django.middleware.csrf.CsrfViewMiddleware"],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [str(_HERE / "templates")],
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.csrf", "desk.frame.frame"],
                "libraries": {"desk": "desk.words"},
                "builtins": ["desk.words"],
            },
        }
    ],
    # the guard looks at the host where it matters; no link is ever built from it
    "ALLOWED_HOSTS": ["*"],
    "APPEND_SLASH": False,
    "CSRF_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_SAMESITE": "Strict",
    "CSRF_FAILURE_VIEW": "desk.error_pages.refused_request",
    "DATA_UPLOAD_MAX_MEMORY_SIZE": 1024 * 1024,
    "DATA_UPLOAD_MAX_NUMBER_FIELDS": 100,
    "DATA_UPLOAD_MAX_NUMBER_FILES": 1,
    # in memory only: an upload is looked through for secrecy marks before any byte of it reaches a disk
    "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.MemoryFileUploadHandler"],
    "FILE_UPLOAD_MAX_MEMORY_SIZE": _UPLOAD_BYTES,
    "USE_I18N": True,
    "USE_TZ": True,
    "LANGUAGE_CODE": "zh-hans",
    "TIME_ZONE": "Asia/Shanghai",
}
"""The desk's part of the Django settings; ``settings_for`` adds what depends on TLS."""


def settings_for(*, tls: bool) -> dict[str, Any]:
    """Give the desk's Django settings for a desk with or without TLS."""
    cookie = "__Host-csrf" if tls else "csrf"
    return DJANGO | {"CSRF_COOKIE_NAME": cookie, "CSRF_COOKIE_SECURE": tls}


def application(house: House, *, tls: bool, example: bool) -> Application:
    """Give the desk of a house as a WSGI application. Django must be set up.

    Raises:
        AccountsLackingError: The house's accounts keep no sessions.
    """
    # Django reads its settings while these modules load; the composition root has made them by now
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415

    from desk.visit import DESK, Desk  # noqa: PLC0415

    if not isinstance(house.accounts, Door):
        raise AccountsLackingError
    desk = Desk(house, house.accounts, tls, example)
    handler = WSGIHandler()

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[DESK] = desk
        environ["wsgi.url_scheme"] = "https" if tls else "http"  # what the server says of itself, not a header
        return handler(environ, start_response)

    return answer
