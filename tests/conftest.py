"""What every test stands on: tiers, no network, hypothesis profiles."""

from __future__ import annotations

import datetime as dt
import os
import socket
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from ground.clock import BEIJING, FixedClock
from press.transcribing import RapidTranscriber
from tests.django_here import set_up_django
from tests.needs import NEEDS, what_lacks

_AT_ANY_SPEED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", _AT_ANY_SPEED, max_examples=40)
settings.register_profile("ci", _AT_ANY_SPEED, max_examples=300, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

_LEFT_OUT = pytest.StashKey[Counter[str]]()
_LOOPBACK = ("127.", "::1", "localhost")


def pytest_configure() -> None:
    set_up_django()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("hongtou")
    group.addoption("--full", action="store_true", help="run every test; a missing program or a skip is a failure")
    group.addoption("--marked", action="store_true", help="with --full: only the tests that need more than Python")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    needing = [item for item in items if _needs_of(item)]
    plain = [item for item in items if not _needs_of(item)]
    if config.getoption("--full"):
        kept, left = (needing, plain) if config.getoption("--marked") else (items[:], [])
    else:
        kept, left = plain, needing
        config.stash[_LEFT_OUT] = Counter(need for item in needing for need in _needs_of(item))
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


_REALLY_NAMED = RapidTranscriber.name


def pytest_runtest_setup(item: pytest.Item) -> None:
    # what a test shows is the same whether the optional extra is installed or not
    named = _REALLY_NAMED if item.get_closest_marker("ocr") else lambda _: ""
    setattr(RapidTranscriber, "name", named)  # noqa: B010 - a method
    for need in _needs_of(item):
        lack = what_lacks(need)
        if lack:
            pytest.fail(lack, pytrace=False)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    outcome: Any = yield
    report = outcome.get_result()
    if item.config.getoption("--full") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} skipped itself; with --full nothing may be skipped: {report.longrepr}"


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # one of several processes: only the first one speaks to people
        session.config.workeroutput["left_out"] = dict(session.config.stash.get(_LEFT_OUT, {}))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[_LEFT_OUT] = Counter(getattr(node, "workeroutput", {}).get("left_out", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left_out = config.stash.get(_LEFT_OUT, Counter())
    if not left_out:
        return
    terminalreporter.section("tests that need more than Python, or much time, were left out")
    for need in NEEDS:
        if left_out[need]:
            terminalreporter.line(f"{left_out[need]:4d}  {need:12s} {what_lacks(need) or 'is on this machine'}")
    terminalreporter.line("Run them, and all others, with: make test-full")


def _needs_of(item: pytest.Item) -> list[str]:
    return [need for need in NEEDS if item.get_closest_marker(need)]


@pytest.fixture
def clock() -> FixedClock:
    """Stand still on a Monday morning in Beijing."""
    return FixedClock(dt.datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test of ours leave the machine."""
    connect = socket.socket.connect

    def connect_here_only(sock: socket.socket, address: Any) -> None:
        if sock.family in {socket.AF_INET, socket.AF_INET6} and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"A test may not use the network; it asked for {address!r}.")
        connect(sock, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here_only)
