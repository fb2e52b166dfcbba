"""Telling whether Prefect's server is of any use (探查): it must answer a question that needs its database, and the file must be there."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path

LOOK_EVERY_S = 5.0
"""How often a server that has answered is looked at again."""
SILENCES_BORNE = 3
WAIT_FOR_ANSWER_S = 10.0
_QUESTION = "/deployments/count"


class ServerWatch:
    """What is known of one server at ``api``, whose database is the file ``database``; told of its start, asked from time to time.

    Prefect's own health page answers without looking at the database, and a deleted file lives on unseen in open connections.
    """

    def __init__(self, api: str, database: Path) -> None:
        self._api = api
        self._database = database
        self.is_ready = False
        self._silences = 0
        self._next_look = 0.0
        self._file: tuple[int, int] | None = None

    def has_started(self) -> None:
        """Note that the server was started anew: it is not ready until it answers."""
        self.is_ready = False
        self._silences = 0
        self._next_look = 0.0

    def look(self) -> None:
        """Ask, if it is time to."""
        if time.monotonic() < self._next_look:
            return
        if self._answers():
            self._file = self._file if self.is_ready else self._identity()
            self.is_ready, self._silences = True, 0
        else:
            self._silences += 1
        self._next_look = time.monotonic() + (LOOK_EVERY_S if self.is_ready else 0.5)

    @property
    def is_lost(self) -> bool:
        """Tell whether a server that once answered does so no more, or works on a database that was deleted.

        Where it was, a new connection may have made an empty one by now, while older connections go on answering.
        """
        there = self._identity()
        return self.is_ready and (self._silences >= SILENCES_BORNE or there is None or there != self._file)

    def _identity(self) -> tuple[int, int] | None:
        """Say which file lies under the database's name; nothing where none does."""
        try:
            found = self._database.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _answers(self) -> bool:
        question = urllib.request.Request(  # noqa: S310 - our own server on loopback
            self._api + _QUESTION, data=b"{}", headers={"Content-Type": "application/json"}, method="POST"
        )
        try:
            with urllib.request.urlopen(question, timeout=WAIT_FOR_ANSWER_S) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
