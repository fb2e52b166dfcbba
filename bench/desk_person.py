"""One person with a browser (来访者): a connection over TLS that is kept, a session, pages asked for and forms sent as they came."""

from __future__ import annotations

import http.client
import random
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

GIVE_UP_S = 60.0
PASSWORD = "measure-the-desk-4711"  # noqa: S105 - of an office that holds nothing but made-up documents
_DOCUMENT = re.compile(r'href="/documents/(W\d{4}-\d{5})"')


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    location: str
    seconds: float

    @property
    def text(self) -> str:
        """Give the page as text."""
        return self.body.decode("utf-8", "replace")

    def documents(self) -> list[str]:
        """Name the documents that the page leads to."""
        return list(dict.fromkeys(_DOCUMENT.findall(self.text.partition("<main")[2])))


@dataclass
class Person:
    """Somebody at the desk; not safe for threads, each has a thread of their own."""

    login: str
    port: int
    trusted: ssl.SSLContext
    chance: random.Random
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = self._new_connection()

    def enter(self) -> Answer:
        """Log in."""
        page = self.get("/login")
        form = forms_of(page.text)["/login"]
        return self.send("/login", form | {"login": self.login, "password": PASSWORD})

    def get(self, address: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", address, None)

    def send(self, address: str, fields: Mapping[str, str]) -> Answer:
        """Send a form."""
        return self._ask("POST", address, urlencode(fields).encode())

    def close(self) -> None:
        """Go."""
        self._connection.close()

    def _ask(self, method: str, address: str, body: bytes | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"https://127.0.0.1:{self.port}",
                "Referer": f"https://127.0.0.1:{self.port}/",
            }
        began = time.perf_counter()
        response, data = self._exchange(method, address, body, headers)
        seconds = time.perf_counter() - began
        self._keep_cookies(response)
        return Answer(response.status, data, response.headers.get("Location", ""), seconds)

    def _exchange(
        self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Ask over the kept connection; one that the server has closed meanwhile is opened anew, as browsers do."""
        for fresh in (False, True):
            try:
                self._connection.request(method, address, body, dict(headers))
                response = self._connection.getresponse()
                return response, response.read()
            except (http.client.RemoteDisconnected, ConnectionError, ssl.SSLError):
                self._connection.close()
                if fresh:
                    raise
                self._connection = self._new_connection()
        raise AssertionError

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0].strip('"')

    def _new_connection(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=GIVE_UP_S, context=self.trusted)


def forms_of(page: str) -> dict[str, dict[str, str]]:
    """Give each form's fields by its action, as a person would send them who ticks every box and types their password."""
    reader = _FormReader()
    reader.feed(page)
    return reader.forms


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = self.forms.setdefault(known.get("action", ""), {})
        elif self._form is None or not known.get("name"):
            return
        elif tag == "textarea":
            self._form.setdefault(known["name"], "")
        elif tag == "input" and known.get("type") == "password":
            self._form[known["name"]] = PASSWORD
        elif tag == "input" and (known.get("type") != "radio" or "checked" in dict(attrs)):
            self._form[known["name"]] = known.get("value") or ("on" if known.get("type") == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
