"""Reminders by e-mail: written once a day, kept until the server has taken them, and never a title in them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from domain.office import Person
from mailroom.post import SENT, WAITING, Letter, Post, PostSettings
from office.remind import send_letters, write_reminders
from tests.an_office import MONDAY, AnOffice, a_title, new_clock, opened, prepare


class _Server(socketserver.ThreadingTCPServer):
    """A mail server as far as a sender sees one; it refuses the addresses in ``refused``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[bytes] = []
        self.refused: set[str] = set()


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, _Server)
        self._say("220 mail ready")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "RCPT" and any(address in line for address in self.server.refused):
                self._say("550 nobody here")
            elif word == "DATA":
                self._say("354 go on")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                self.server.taken.append(b"".join(lines))
                self._say("250 taken")
            elif word == "QUIT":
                return self._say("221 bye")
            else:
                self._say("250 ok")
        return None

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def a_server() -> Iterator[_Server]:
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _settings(port: int) -> PostSettings:
    return PostSettings(host="127.0.0.1", port=port, sender="office@example.invalid")


def _letter(name: str = "one", to: str = "a@example.invalid") -> Letter:
    return Letter(name, to, "您有1件公文到期", "请登录公文办理。")


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as office:
        people = tuple(
            dataclasses.replace(person, mail=f"{person.id}@example.invalid") for person in office.house.office.people
        )
        rules = dataclasses.replace(office.house.office, people=people)
        office.house = dataclasses.replace(
            office.house,
            office=rules,
            post=Post(root / "outbox", PostSettings(host="mail", sender="o@example.invalid")),
        )
        yield office


def _waiting(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / WAITING).glob("*.eml"))


def test_a_letter_reaches_the_server_and_leaves_the_outbox(tmp_path: Path) -> None:
    with a_server() as server:
        post = Post(tmp_path, _settings(server.server_address[1]))
        assert post.put(_letter(), MONDAY)

        deliveries = post.send()

        assert [one.fault for one in deliveries] == [""]
        assert len(server.taken) == 1
        assert b"Message-ID: <one.office@example.invalid>" in server.taken[0]
    assert _waiting(tmp_path) == []
    assert (tmp_path / SENT / "one.eml").exists()


def test_a_letter_is_written_and_sent_once(tmp_path: Path) -> None:
    with a_server() as server:
        post = Post(tmp_path, _settings(server.server_address[1]))
        assert [post.put(_letter(), MONDAY), post.put(_letter(), MONDAY)] == [True, False]
        post.send()

        assert not post.put(_letter(), MONDAY)
        assert post.send() == ()
        assert len(server.taken) == 1


def test_a_letter_waits_while_the_server_is_away(tmp_path: Path) -> None:
    with a_server() as server:
        settings = _settings(server.server_address[1])
    post = Post(tmp_path, settings)  # nobody listens there any more
    post.put(_letter(), MONDAY)

    deliveries = post.send()

    assert [one.fault for one in deliveries] == ["连不上邮件服务器（ConnectionRefusedError）"]
    assert _waiting(tmp_path) == ["one.eml"]


def test_one_refused_address_holds_back_no_other_letter(tmp_path: Path) -> None:
    with a_server() as server:
        server.refused = {"b@example.invalid"}
        post = Post(tmp_path, _settings(server.server_address[1]))
        for name in "abc":
            post.put(_letter(name, f"{name}@example.invalid"), MONDAY)

        faults = {one.name: one.fault for one in post.send()}

        assert faults == {"a": "", "b": "邮件服务器不接受收件地址", "c": ""}
    assert _waiting(tmp_path) == ["b.eml"]


@pytest.mark.parametrize(
    "wrong", [{"security": "ssl"}, {"sender": ""}, {"login": "office"}], ids=["security", "no sender", "open password"]
)
def test_settings_that_can_not_work_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(TypeError):
        PostSettings(**{"host": "mail", "sender": "o@example.invalid"} | wrong)  # type: ignore[arg-type]


def test_whoever_has_something_overdue_gets_one_letter_a_day_without_its_title(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title)
    assert write_reminders(office.house) == 0, "due tomorrow"
    office.clock.advance(dt.timedelta(days=4))

    assert write_reminders(office.house) == 1
    assert write_reminders(office.house) == 0

    waiting = list((office.house.root / "outbox" / WAITING).glob("*.eml"))
    text = waiting[0].read_bytes()
    assert b"To: chen-li@example.invalid" in text
    assert document_id.encode() in _decoded(waiting[0])
    assert title.encode() not in _decoded(waiting[0])


def test_without_a_mail_server_nothing_is_written(office: AnOffice) -> None:
    office.take_in(a_title())
    office.clock.advance(dt.timedelta(days=4))
    house = dataclasses.replace(office.house, post=Post(office.house.root / "outbox", PostSettings()))

    assert write_reminders(house) == 0
    assert send_letters(house) == ()


def test_what_was_not_sent_is_a_row_of_the_flow(office: AnOffice) -> None:
    with a_server() as server:
        settings = _settings(server.server_address[1])
    house = dataclasses.replace(office.house, post=Post(office.house.root / "outbox", settings))
    house.post.put(_letter(), MONDAY)

    assert [row.act for row in send_letters(house)] == ["邮件提醒"]


def test_a_person_without_an_address_gets_no_letter(office: AnOffice) -> None:
    people = tuple(Person(one.id, one.name, one.clearance) for one in office.house.office.people)
    rules = dataclasses.replace(office.house.office, people=people)
    house = dataclasses.replace(office.house, office=rules)
    office.take_in(a_title())
    office.clock.advance(dt.timedelta(days=4))

    assert write_reminders(house) == 0


def _decoded(path: Path) -> bytes:
    content = message_from_bytes(path.read_bytes(), policy=default).get_content()
    assert isinstance(content, str)
    return content.encode()
