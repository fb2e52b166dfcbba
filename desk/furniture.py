"""The stylesheet and the icon (样式): the only things that browsers may keep."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse

_STATIC = Path(__file__).parent / "static"


@cache
def content_of(name: str) -> bytes:
    """Give a file of the desk's own."""
    return (_STATIC / name).read_bytes()


@cache
def version_of(name: str) -> str:
    """Give a short digest of a file, which goes into its address so that a new one is fetched at once."""
    return hashlib.sha256(content_of(name)).hexdigest()[:12]


def stylesheet(_request: HttpRequest) -> HttpResponse:
    """Give the stylesheet."""
    return _kept("desk.css", "text/css; charset=utf-8")


def icon(_request: HttpRequest) -> HttpResponse:
    """Give the icon."""
    return _kept("favicon.svg", "image/svg+xml")


def _kept(name: str, content_type: str) -> HttpResponse:
    return HttpResponse(
        content_of(name), content_type=content_type, headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )
