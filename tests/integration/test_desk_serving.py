"""The server under the desk: it listens, outlasts clients that leave half a request, and ends gracefully."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desk.serving import THREADS
from ground.clock import SystemClock
from hongtou import wiring
from tests.desk_house import new_office
from tests.needs import REPOSITORY
from tests.patience import PATIENCE_S, listens, wait_until


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Serve an example office's desk in a process of its own."""
    wiring.close_house(new_office(tmp_path / "office", SystemClock()))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    words = [sys.executable, "-m", "tests.desk_server", str(tmp_path / "office"), str(port)]
    process = subprocess.Popen(words, cwd=REPOSITORY)
    try:
        wait_until(lambda: process.poll() is not None or listens(port), "the desk listens")
        yield port
    finally:
        process.terminate()
        ended = process.wait(PATIENCE_S)
    assert ended == 0


@pytest.mark.long
def test_clients_that_leave_half_a_request_keep_nobody_out_for_long(port: int) -> None:
    with ExitStack() as held:
        for _ in range(THREADS * 2):
            half = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            half.sendall(b"GET /login HTTP/1.1\r\nHost: 127")
        time.sleep(0.5)

        other = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        other.request("GET", "/login")

        assert other.getresponse().status == 200
        other.close()
