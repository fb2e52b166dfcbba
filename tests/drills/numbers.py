"""The numbers drill (编号演练): eight workers number documents while they are killed at random; no gap, no double, nothing promised is lost.

Each number is given in one transaction and promised after its line stands in the ledger on disk, as the office does it.
"""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from archive.ledger import Ledger
from office.house import House
from office.record import flush
from registry.registry import Registry
from registry.settings import DatabaseSettings, SqliteDatabase
from tests import making

WORKERS = 8
_AT_ONCE = 200


@dataclass(frozen=True)
class Books:
    """As much of a house as a flush needs."""

    root: Path
    registry: Registry
    ledger: Ledger


@dataclass(frozen=True)
class Brought:
    """What a drill of numbers brought."""

    numbers: int
    kills: int
    seconds: float
    faults: tuple[str, ...]

    @property
    def rate(self) -> float:
        """Give how many numbers a second were given, kills and all."""
        return self.numbers / self.seconds


def books_of(root: Path, database: DatabaseSettings | None = None) -> Books:
    """Open the books of a drill."""
    registry = Registry(database or SqliteDatabase(root / "registry.sqlite"), making.DIFFERENT_PEOPLE)
    return Books(root, registry, Ledger(root / "ledger", root / "payloads"))


def drill(root: Path, numbers: int, kills: int, seed: int = 1, database: DatabaseSettings | None = None) -> Brought:
    """Number so many documents with eight workers, of which so many are killed and replaced."""
    root.mkdir(parents=True)
    _in_fork(lambda: _prepare(root, numbers, database))
    begun, dice = time.monotonic(), random.Random(seed)  # noqa: S311 - repeatable on purpose
    promised: dict[str, int] = {}
    shares = [list(range(1, numbers + 1))[worker::WORKERS] for worker in range(WORKERS)]
    workers = [_Worker(root, share, database) for share in shares]
    done = 0
    while any(worker.runs for worker in workers):
        for worker in workers:
            promised |= worker.heard(0.005)
        killable = [worker for worker in workers if worker.runs]
        if done < kills and killable and len(promised) > (done + 1) * numbers / (kills + 2):
            dice.choice(killable).kill(promised)
            done += 1
    seconds = time.monotonic() - begun
    return Brought(numbers, done, seconds, tuple(_in_fork(lambda: _faults(root, numbers, promised, database))))


class _Worker:
    """A fork that numbers its share of documents; one that is killed is followed by another with what it had not promised."""

    def __init__(self, root: Path, share: Sequence[int], database: DatabaseSettings | None) -> None:
        self._share = share
        self._books = (root, database)
        self._start(share)

    def _start(self, share: Sequence[int]) -> None:
        self._pipe, telling = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            os.close(self._pipe)
            _number(share, *self._books, telling)
        os.close(telling)
        self._rest = b""
        self.runs = True

    def heard(self, wait_s: float) -> dict[str, int]:
        """Take in what it promised; notice its end."""
        if not self.runs or not select.select([self._pipe], [], [], wait_s)[0]:
            return {}
        data = os.read(self._pipe, 1 << 16)
        if not data:
            os.close(self._pipe)
            _, status = os.waitpid(self._child, 0)
            self.runs = False
            if status and not os.WIFSIGNALED(status):
                raise RuntimeError(f"a worker ended with {status}")
            return {}
        *lines, self._rest = (self._rest + data).split(b"\n")
        return {line.split()[0].decode(): int(line.split()[1]) for line in lines}

    def kill(self, promised: dict[str, int]) -> None:
        """Kill it, hear its last words, and let another go on."""
        os.kill(self._child, signal.SIGKILL)
        while self.runs:
            promised |= self.heard(1.0)
        self._start([number for number in self._share if _document(number) not in promised])


def _document(number: int) -> str:
    return f"W{making.YEAR}-{number:05d}"


def _number(share: Sequence[int], root: Path, database: DatabaseSettings | None, telling: int) -> None:
    """Be a worker; never come back."""
    code = 1
    try:
        books = books_of(root, database)
        for number in share:
            document = _document(number)
            with books.registry.transaction() as transaction:
                known = transaction.number_of(document)
                if known is None:
                    serial = transaction.next_serial(making.SCHEME, making.YEAR)
                    transaction.append(making.registered(serial), document, making.CLERK, "test", making.MONDAY)
                else:
                    serial = known.serial
            flush(cast("House", books))
            os.write(telling, f"{document} {serial}\n".encode())
        code = 0
    finally:
        os._exit(code)


def _prepare(root: Path, numbers: int, database: DatabaseSettings | None) -> list[str]:
    """Bring documents to 签发, many in one transaction."""
    books = books_of(root, database)
    books.registry.prepare()
    books.ledger.create()
    for first in range(1, numbers + 1, _AT_ONCE):
        with books.registry.transaction() as transaction:

            def note(event: Any, document: str, actor: str) -> Any:
                return transaction.append(event, document, actor, "test", making.MONDAY)

            for number in range(first, min(first + _AT_ONCE, numbers + 1)):
                making.to_signed(note, _document(number), f"drop {number}")
        flush(cast("House", books))
    return []


def _faults(root: Path, numbers: int, promised: dict[str, int], database: DatabaseSettings | None) -> list[str]:
    books = books_of(root, database)
    flush(cast("House", books))
    given = {number.document_id: number.serial for number in books.registry.numbers()}
    faults = []
    if sorted(given.values()) != list(range(1, numbers + 1)):
        faults.append(f"{len(given)} numbers, {len(set(given.values()))} different, highest {max(given.values())}")
    faults += [
        f"{document} was promised {serial}" for document, serial in promised.items() if given.get(document) != serial
    ]
    if len(promised) != numbers:
        faults.append(f"{len(promised)} of {numbers} were promised")
    head, report = books.registry.head(), books.ledger.check()
    if report.fault or report.payloads_gone or report.payloads_damaged or report.head != head:
        faults.append(f"the ledger does not hold: {report.fault}, at {report.lines}, registry at {head and head.index}")
    return faults


def _in_fork(work: Any) -> list[str]:
    """Do something with the database in a fork, so that this process never holds a connection."""
    from tests.drills.crash.server import run  # noqa: PLC0415 - beside its only use

    ended = run(lambda: lambda _: work())
    if ended.trace or ended.told:
        raise RuntimeError(ended.trace or ended.told)
    return list(ended.result)
