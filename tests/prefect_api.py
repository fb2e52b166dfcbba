"""Asking the Prefect server of a running office over its own interface, as any client would."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any

from tests.patience import PATIENCE_S

BUSY = 503
"""What Prefect answers while its SQLite database is held by another writer."""


class PrefectApi:
    """The server on a port of this machine."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/api"

    def ask(self, path: str, body: object = None) -> Any:
        """Post a JSON body and give the answer; a server whose database is busy is asked again."""
        data = json.dumps(body if body is not None else {}).encode()
        head = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.address + path, data, head, method="POST")  # noqa: S310 - loopback
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return _answer(request)
            except urllib.error.HTTPError as error:
                if error.code != BUSY or time.monotonic() > deadline:
                    raise
            time.sleep(1)

    def deployments(self) -> dict[str, str]:
        """Give the ids of what is served, by name; nothing while the server does not answer."""
        try:
            return {found["name"]: found["id"] for found in self.ask("/deployments/filter")}
        except (OSError, HTTPException):
            return {}

    def runs_of(self, deployment: str) -> list[dict[str, Any]]:
        """List a deployment's runs."""
        return list(self.ask("/flow_runs/filter", {"deployments": {"id": {"any_": [deployment]}}}))


def _answer(request: urllib.request.Request) -> Any:
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 - loopback
        return json.loads(answer.read())


def port_of_server(supervisor: int) -> int:
    """Find on which port the server of a supervisor listens; 0 when there is none."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode().split("\0")
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == supervisor and "--port" in words and "server" in words:
            return int(words[words.index("--port") + 1])
    return 0
