"""Another process on duty, in the tests: run as ``python -m tests.duty_jobs TERM_S DATABASE FOLDER``.

It takes the duty, records an arrival, says so, waits for a line, records another, and says what came of it.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from archive.ledger import Ledger
from domain.errors import HongtouError
from ground.clock import SystemClock
from office import duty
from office.house import House
from office.record import Pen, record
from registry.registry import Registry
from registry.settings import DatabaseSettings
from tests import making
from tests.needs import REPOSITORY
from tests.registry_jobs import told, understood

ON_DUTY = "on duty"
RECORDED = "recorded"


def start(term_s: float, database: DatabaseSettings, folder: Path) -> subprocess.Popen[str]:
    """Start a process that is on duty once it says so; a line to it has it record once more."""
    words = [sys.executable, "-W", "error", "-m", "tests.duty_jobs", str(term_s), told(database), str(folder)]
    return subprocess.Popen(words, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def books_of(registry: Registry, folder: Path) -> House:
    """Give a house that has a registry and a ledger and nothing else."""
    ledger = Ledger(folder / "ledger", folder / "payloads")
    ledger.create()
    return cast("House", SimpleNamespace(registry=registry, ledger=ledger, root=folder, clock=SystemClock()))


def take_in(house: House, drop: str) -> str:
    """Record that a drop was taken in; give the document's id."""

    def enter(pen: Pen) -> str:
        document_id = pen.books.new_document_id(making.YEAR)
        pen.note(making.taken_in(drop), document_id)
        return document_id

    return record(house, enter)


def main() -> None:
    term_s, database, folder = sys.argv[1:]
    duty.TERM, duty.RENEW_EVERY_S = dt.timedelta(seconds=float(term_s)), float(term_s) / 4
    registry = Registry(understood(database), making.DIFFERENT_PEOPLE)
    house = books_of(registry, Path(folder))
    with duty.on_duty(house, duty.DUTY) as held:
        if held is None:
            raise SystemExit("somebody else is on duty")
        with duty.under(held):
            take_in(house, "first drop")
            _say(ON_DUTY)
            sys.stdin.readline()
            _say(_once_more(house))
    registry.close_connections()


def _once_more(house: House) -> str:
    try:
        take_in(house, "late drop")
    except HongtouError as error:
        return error.code
    return RECORDED


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
