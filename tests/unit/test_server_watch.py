"""Whether Prefect's server is of use is told by its answers and by the very file of its database (探查)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from hongtou.server_watch import ServerWatch


class _Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def api() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "prefect.db"
    path.write_bytes(b"tables")
    return path


def test_a_server_that_answers_over_its_own_database_is_of_use(api: str, database: Path) -> None:
    watch = ServerWatch(api, database)
    watch.look()
    database.write_bytes(b"more tables")

    assert watch.is_ready
    assert not watch.is_lost


def test_a_deleted_database_is_seen_also_where_an_empty_one_was_made_in_its_place(api: str, database: Path) -> None:
    watch = ServerWatch(api, database)
    watch.look()
    kept = database.open("rb")  # as the server's older connections keep it
    database.unlink()
    assert watch.is_lost

    database.write_bytes(b"")

    assert watch.is_lost
    kept.close()


def test_one_that_was_started_anew_is_judged_by_the_file_it_answers_over(api: str, database: Path) -> None:
    watch = ServerWatch(api, database)
    watch.look()
    database.rename(database.with_name("old"))
    database.write_bytes(b"tables")
    before = watch.is_lost

    watch.has_started()
    watch.look()

    assert (before, watch.is_ready, watch.is_lost) == (True, True, False)
