"""Somebody at the desk, for tests: logs in, reads pages, fills in the forms found there or forges one."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from argon2 import PasswordHasher
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from desk.once import new_mark
from desk.visit import DESK, Desk, Visit
from domain.office import Account
from domain.posts import Role
from office.house import House
from registry.accounts import Accounts

HOST = "127.0.0.1:8080"
STRANGER = Account("stranger", "lin-xiao", (Role.DRAFTER,), ("economy",))


def desk_for(house: House, *, tls: bool = False, example: bool = True) -> Desk:
    """Open a desk, with one more login: a drafter of another unit."""
    office = dataclasses.replace(
        house.office,
        accounts=(*house.office.accounts, STRANGER),
        profile="example" if example else "office",
    )
    light = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    door = Accounts(house.clock, light)
    return Desk(dataclasses.replace(house, office=office, accounts=door), door, tls, example)


class Visitor:
    """A browser of one person (来访者)."""

    def __init__(self, desk: Desk, login: str = "", password: str = "", *, checks: bool = False) -> None:
        self.desk = desk
        known: dict[str, Any] = {DESK: desk, "HTTP_HOST": HOST, "wsgi.url_scheme": "https" if desk.tls else "http"}
        self.client = Client(enforce_csrf_checks=checks, raise_request_exception=False, **known)
        if login:
            answer = self.post("/login", login=login, password=password)
            assert answer.status_code == 302, answer.content.decode()

    def get(self, address: str, **headers: Any) -> HttpResponse:
        """Ask for a page."""
        answer: Any = self.client.get(address, **headers)
        return _http(answer)

    def post(self, address: str, **fields: Any) -> HttpResponse:
        """Send a form."""
        answer: Any = self.client.post(address, fields)
        return _http(answer)

    def form(self, page: str, action: str = "") -> dict[str, str]:
        """Give the fields of a form as the page filled them in; without ``action``, of the one that comes back to its page."""
        return forms_of(self.get(page).content.decode())[action]

    @property
    def token(self) -> str:
        """Give the session's token."""
        return str(self.client.cookies[self.desk.session_cookie].value)

    def mark(self, purpose: str) -> str:
        """Forge a form's mark as a page would have it, were it shown to this person."""
        token = self.client.cookies.get(self.desk.session_cookie)
        if token is None:
            return "forged"
        actor = self.desk.house.office.accounts[0]
        known = self.desk.house.office.actor(actor.login)
        assert known is not None
        return new_mark(Visit(self.desk, known, str(token.value)), purpose)

    def binding(self, document_id: str) -> dict[str, str]:
        """Give the fields that bind what a document shows now."""
        case = self.desk.house.registry.case(document_id)
        if case is None or case.shown is None:
            return {}
        bound = case.shown.binding()
        return {"content": bound.content, "pages": bound.pages, "rendered_by": bound.renderer}


def word_file(data: bytes, name: str = "修改稿.docx") -> SimpleUploadedFile:
    """Give an upload."""
    return SimpleUploadedFile(name, data)


def forms_of(page: str) -> dict[str, dict[str, str]]:
    """Give each form's fields by its action."""
    reader = _FormReader()
    reader.feed(page)
    return reader.forms


def tags_of(page: str) -> list[tuple[str, dict[str, str]]]:
    """Give each tag with its attributes."""
    reader = _TagReader()
    reader.feed(page)
    return reader.tags


def text_of(answer: HttpResponse) -> str:
    """Give the page as text."""
    return answer.content.decode()


def _http(answer: Any) -> HttpResponse:
    assert isinstance(answer, HttpResponse)
    return answer


class _TagReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


@dataclass
class _FormReader(HTMLParser):
    forms: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self._form: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "form":
            self._form = {}
            self.forms[known.get("action") or ""] = self._form
        elif tag == "input" and self._form is not None and known.get("name"):
            if known.get("type") not in ("radio", "checkbox") or "checked" in known:
                self._form[str(known["name"])] = known.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
