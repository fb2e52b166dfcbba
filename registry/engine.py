"""What drives one database of the registry (登记库): connection, transactions, schema. It needs Django set up; ``Registry`` sees to that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import connections, transaction

from domain.destruction_events import Destroyed
from domain.ledger_line import LedgerLine
from ground.sqlite_copy import copy_database
from registry import emptying, leases, reading, rebuilding, schema, scrubbing, statements
from registry.database_books import CaseCache, DatabaseBooks
from registry.failures import spoken
from registry.settings import DatabaseSettings, PostgresDatabase, SqliteDatabase, alias_of
from registry.transaction import Transaction
from registry.values import Lease

_WRITING = 4_841_702
"""The advisory lock that lets one writer at a time into a PostgreSQL registry, so that the chain has no fork."""


class Engine:
    """One database, driven for any thread."""

    def __init__(self, database: DatabaseSettings) -> None:
        self._database = database
        self._alias = alias_of(database)
        self._books = DatabaseBooks(self._alias, CaseCache())
        self._reading = reading.Reading(self._alias, self._books)

    def prepare(self, rules: Sequence[tuple[str, str]]) -> None:
        """Bring the tables up to date and put the rules in."""
        with spoken(self._alias, self._database):
            schema.prepare(self._alias, self._database)
        with self.writing():
            reading.keep_rules(self._alias, rules)

    def check(self) -> None:
        """See that the tables are those of this software."""
        with spoken(self._alias, self._database):
            schema.check(self._alias, self._database)

    def clear(self, rules: Sequence[tuple[str, str]]) -> None:
        """Empty all tables."""
        self.prepare(rules)
        with self.writing():
            emptying.empty(self._alias)
            reading.keep_rules(self._alias, rules)

    @contextmanager
    def asking(self) -> Iterator[reading.Reading]:
        """Answer questions outside a transaction."""
        with spoken(self._alias, self._database):
            yield self._reading

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer until the block ends, then commit."""
        with spoken(self._alias, self._database), transaction.atomic(using=self._alias, durable=True):
            self._wait_for_turn()
            yield

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Append events; commit unless one failed."""
        with self.writing():
            work = Transaction(self._books)
            yield work
            if work.failed:
                raise RuntimeError("an append failed in this transaction; let its error leave the with block")

    def _wait_for_turn(self) -> None:
        if isinstance(self._database, PostgresDatabase):  # SQLite's BEGIN IMMEDIATE has waited already
            with connections[self._alias].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITING])

    def lease(
        self, name: str, holder: str, ttl: dt.timedelta, now: dt.datetime, is_gone: Callable[[str], bool]
    ) -> Lease | None:
        """Take a lease."""
        with self.writing():
            return leases.take(self._alias, name, holder, ttl, now, is_gone)

    def renew(self, lease: Lease, ttl: dt.timedelta, now: dt.datetime) -> Lease | None:
        """Hold a lease longer."""
        with self.writing():
            return leases.renew(self._alias, lease, ttl, now)

    def release(self, lease: Lease, now: dt.datetime) -> None:
        """Let a lease go."""
        with self.writing():
            leases.release(self._alias, lease, now)

    def rebuild(
        self,
        lines: Iterable[tuple[LedgerLine, bytes]],
        rules: Sequence[tuple[str, str]],
        erased: Mapping[int, Destroyed],
        *,
        anew: bool = False,
    ) -> int:
        """Replay the ledger into empty tables, or ``anew`` in place of what is there but leases: in one transaction."""
        with self.writing():
            if anew:
                emptying.empty(self._alias, but=("Lease",))
            reading.keep_rules(self._alias, ())  # today's rules do not judge what was allowed in its time
            count = rebuilding.rebuild(self._alias, self._books, lines, erased)
            reading.keep_rules(self._alias, rules)
        return count

    def erase(self) -> int:
        """Empty the payloads noted as erased, then make the database's files anew without what was deleted; give the payloads emptied."""
        with self.writing():
            emptied = statements.empty_payloads(self._alias)
        with spoken(self._alias, self._database):
            scrubbing.scrub(self._alias)
        return emptied

    def copy_to(self, target: Path) -> bool:
        """Copy SQLite's file; nothing is done for another database."""
        if not isinstance(self._database, SqliteDatabase):
            return False
        copy_database(self._database.path, target)
        return True

    def close(self) -> None:
        """Close the calling thread's connection."""
        connections[self._alias].close()
