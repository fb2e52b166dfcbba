"""People at the desk in a real browser without JavaScript (浏览器), each in a context of their own."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.needs import REPOSITORY
from tests.patience import PATIENCE_S, listens, wait_until

expect.set_options(timeout=PATIENCE_S * 1000)


class OpenDesk(Protocol):
    """A desk that can be called up (柜台)."""

    @property
    def address(self) -> str:
        """Where it stands."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments, timeout=PATIENCE_S * 1000)
        yield browser
        browser.close()


@contextmanager
def desk_of(root: Path, password: str = "") -> Iterator[str]:
    """Open an office's desk in a process of its own and give its address; with a password it is served over TLS."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "tests.desk_server", str(root), str(port), "--password", password]
    process = subprocess.Popen(words, cwd=REPOSITORY)
    try:
        wait_until(lambda: process.poll() is not None or listens(port), "the desk listens")
        assert process.poll() is None, "the desk ended by itself"
        yield f"{'https' if password else 'http'}://127.0.0.1:{port}"
    finally:
        process.terminate()
        ended = process.wait(PATIENCE_S)
    assert ended == 0, "SIGTERM ends the desk gracefully"


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    """Open a browser window that shares nothing with the others and runs no JavaScript."""
    context = browser.new_context(java_script_enabled=False, **options)
    context.set_default_timeout(PATIENCE_S * 1000)
    return context


def enter(browser: Browser, desk: OpenDesk, login: str, *, width: int = 1366, height: int = 768) -> Page:
    """Open a browser of one person, without JavaScript, and log in by the button."""
    viewport = {"width": width, "height": height}
    page = new_context(browser, viewport=viewport, locale="zh-CN", base_url=desk.address).new_page()
    page.goto("/")
    page.click(f"button[value={login}]")
    expect(page).to_have_url(re.compile("/todo$"))
    return page


def go_to(page: Page, act: str, title: str) -> None:
    """Take a document from the to-do."""
    page.goto("/todo")
    page.get_by_role("link", name=re.compile(f"^去{act}：.*{title}$")).click()
