"""What other processes do to a registry in the tests: run as ``python -m tests.registry_jobs JOB WORKER TIMES DATABASE``."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from domain.ledger_line import LedgerLine
from registry.registry import Registry
from registry.settings import DatabaseSettings, PostgresDatabase, SqliteDatabase
from tests import making
from tests.needs import REPOSITORY


def start(job: str, worker: int, times: int, database: DatabaseSettings) -> subprocess.Popen[bytes]:
    """Start a process that does a job so many times; it writes a line for each when that is durable."""
    words = [sys.executable, "-W", "error", "-m", "tests.registry_jobs", job, str(worker), str(times), told(database)]
    return subprocess.Popen(words, cwd=REPOSITORY, stdout=subprocess.PIPE)


def told(database: DatabaseSettings) -> str:
    """Say on a command line which database is meant."""
    if isinstance(database, SqliteDatabase):
        return json.dumps({"path": str(database.path)})
    return json.dumps(asdict(database))


def understood(text: str) -> DatabaseSettings:
    """Read which database is meant."""
    plain = json.loads(text)
    return SqliteDatabase(Path(plain["path"])) if "path" in plain else PostgresDatabase(**plain)


def take_in(registry: Registry, worker: int, turn: int) -> LedgerLine:
    """Take a new document in."""
    with registry.transaction() as books:
        event = making.taken_in(f"drop of {worker}, {turn}")
        return books.append(event, books.new_document_id(making.YEAR), "system", f"worker {worker}", making.MONDAY)


def give_number(registry: Registry, worker: int, turn: int) -> LedgerLine:
    """Bring a new document to 签发 in one transaction and give it the next number in another."""
    with registry.transaction() as books:
        document = books.new_document_id(making.YEAR)
        making.to_signed(
            lambda event, object_id, actor: books.append(event, object_id, actor, "test", making.MONDAY),
            document,
            f"drop of {worker}, {turn}",
        )
    with registry.transaction() as books:
        event = making.registered(books.next_serial(making.SCHEME, making.YEAR))
        return books.append(event, document, making.CLERK, "test", making.MONDAY)


JOBS = {"take_in": take_in, "give_number": give_number}


def main() -> None:
    job, worker, times, database = sys.argv[1:]
    registry = Registry(understood(database), making.DIFFERENT_PEOPLE)
    for turn in range(int(times)):
        line = JOBS[job](registry, int(worker), turn)
        sys.stdout.write(f"{line.index} {line.own}\n")
        sys.stdout.flush()
    registry.close_connections()


if __name__ == "__main__":
    main()
