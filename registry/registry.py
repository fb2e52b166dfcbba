"""The registry (登记处): what is in flight, who decided what, which numbers are given; all of it made from events.

Any thread may call it, but never an event loop: each thread has a connection of its own, which ``close_connections`` closes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from domain.case import Case, Phase
from domain.destruction import DestructionList, Stage
from domain.destruction_events import Destroyed
from domain.events import Event
from domain.exchange import Parcel, ParcelQuery
from domain.holding import Holding
from domain.holding_listing import HoldingQuery
from domain.intake import StoppedFile
from domain.ledger_line import LedgerLine
from domain.listing import EVERYTHING, ActPage, Entry, EntryPage, ListQuery, Scope
from domain.numbers import IssuedNumber
from domain.receipt_listing import ReceiptPage, ReceiptQuery
from domain.use import UseQuery
from ground.clock import Clock, SystemClock
from registry.errors import NoDriverError
from registry.settings import DatabaseSettings, PostgresDatabase, configure
from registry.transaction import Transaction
from registry.values import Counts, Lease, NumberRange, NumberState, TodoRow

if TYPE_CHECKING:
    from registry.engine import Engine

__all__ = ["Registry", "Transaction"]

_NONE: Mapping[int, Destroyed] = MappingProxyType({})


class Registry:
    """One office's registry in one database.

    ``different_people`` names pairs of acts that one person may not do on the same document: ``draft`` and the verbs of steps.
    Every method raises a ``SurroundingsError`` when the database is away, busy for too long or full. Making one opens nothing yet.

    Raises:
        NoDriverError: PostgreSQL is asked for and its driver is not installed.
    """

    def __init__(
        self, database: DatabaseSettings, different_people: Sequence[tuple[str, str]] = (), clock: Clock | None = None
    ) -> None:
        self._different = tuple(different_people)
        self._clock = clock or SystemClock()
        self._engine = _engine(database)

    def prepare(self) -> None:
        """Make the tables or bring them up to date, and put the office's rules in; doing it again changes nothing.

        Raises:
            NewerSchemaError: Newer software made them.
        """
        self._engine.prepare(self._different)

    def check(self) -> None:
        """See that the tables are there and those of this software.

        Raises:
            NewerSchemaError: Newer software made them.
            OlderSchemaError: They are not made, or not up to date.
        """
        self._engine.check()

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Open the one transaction in which events are appended; leaving the block commits, an error undoes all.

        Writers wait for one another here. The lines are durable in the database when the block is left, in the ledger's file
        once they were flushed; only then may anything be acknowledged.
        """
        return self._engine.transaction()

    def case(self, document_id: str) -> Case | None:
        """Give a document's state, or nothing."""
        with self._engine.asking() as reading:
            return reading.case(document_id)

    def cases(
        self,
        phases: Collection[Phase] | None = None,
        units: Collection[str] | None = None,
        limit: int | None = None,
        title: str | None = None,
    ) -> tuple[Case, ...]:
        """List states, the one that changed last first."""
        with self._engine.asking() as reading:
            return reading.cases(phases, units, limit, title)

    def documents_due(self, phases: Collection[Phase], limit: int) -> tuple[Case, ...]:
        """List states in some phases: those that never failed first, so that none holds up the line; the longest waiting first."""
        with self._engine.asking() as reading:
            return reading.documents_due(phases, limit)

    def tasks(
        self, roles: Collection[str] | None, units: Collection[str] = (), scope: Scope = EVERYTHING
    ) -> tuple[TodoRow, ...]:
        """List the open steps that somebody with these roles may do (nothing: anybody; no units: the whole office), the oldest first."""
        with self._engine.asking() as reading:
            return reading.tasks(roles, units, scope)

    def entries(self, scope: Scope, query: ListQuery, limit: int | None = None, offset: int = 0) -> EntryPage:
        """Give a page of the documents within a scope that a query asks for, and how many they are in all."""
        with self._engine.asking() as reading:
            return reading.entries(scope, query, limit, offset)

    def numbered(self, number: str, scope: Scope = EVERYTHING) -> Entry | None:
        """Find the document that bears a number."""
        with self._engine.asking() as reading:
            return reading.numbered(scope, number)

    def receipts(self, scope: Scope, query: ReceiptQuery, limit: int | None = None, offset: int = 0) -> ReceiptPage:
        """Give a page of the register of receipts within a scope, and how many there are in all."""
        with self._engine.asking() as reading:
            return reading.receipts(scope, query, limit, offset)

    def same_incoming(self, sender: str, number: str) -> tuple[str, ...]:
        """List the documents that were entered under the same number of the same sender (重复来文)."""
        with self._engine.asking() as reading:
            return reading.same_incoming(sender, number)

    def acts_of(self, person: str, scope: Scope, limit: int, offset: int = 0) -> ActPage:
        """Give a page of what a person did, newest first: to documents within a scope, and to what is no document."""
        with self._engine.asking() as reading:
            return reading.acts_of(person, scope, limit, offset)

    def next_serial(self, scheme: str, period: int) -> int:
        """Give the serial whose turn it is, as it looks now; another act may take it."""
        with self._engine.asking() as reading:
            return reading.next_serial(scheme, period)

    def reserved_free(self, scheme: str, period: int, at_most: int = 50) -> tuple[int, ...]:
        """List the lowest reserved serials that no document bears, so many at most."""
        with self._engine.asking() as reading:
            return reading.reserved_free(scheme, period, at_most)

    def holding(self, record: str) -> Holding | None:
        """Give a kept record's state, or nothing."""
        with self._engine.asking() as reading:
            return reading.holding(record)

    def holding_of_code(self, code: str) -> Holding | None:
        """Find the record that bears a 档号, or nothing."""
        with self._engine.asking() as reading:
            return reading.holding_of_code(code)

    def holdings(
        self, query: HoldingQuery, scope: Scope = EVERYTHING, limit: int | None = None, offset: int = 0
    ) -> tuple[Holding, ...]:
        """List kept records within a scope, by their ids unless the query asks for the order of their 档号."""
        with self._engine.asking() as reading:
            return reading.holdings(scope, query, limit, offset)

    def last_serial(self, series: str) -> int:
        """Give the last 件号 of a series, as its head is written in 档号; 0 when it has none."""
        with self._engine.asking() as reading:
            return reading.last_serial(series)

    def holding_years(self) -> tuple[int, ...]:
        """Name the years that records are filed with."""
        with self._engine.asking() as reading:
            return reading.holding_years()

    def count_holdings(self, query: HoldingQuery, scope: Scope = EVERYTHING) -> int:
        """Count kept records within a scope."""
        with self._engine.asking() as reading:
            return reading.count_holdings(scope, query)

    def shelves(self, scope: Scope) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Name the compartments with reading lists that records within a scope have, each once."""
        with self._engine.asking() as reading:
            return reading.shelves(scope)

    def listed_for(self, person: str) -> tuple[str, ...]:
        """Name the documents whose reading lists a person stands on, whoever may know of them."""
        with self._engine.asking() as reading:
            return reading.listed_for(person)

    def uses(self, query: UseQuery, scope: Scope = EVERYTHING, limit: int | None = None, offset: int = 0) -> ActPage:
        """Give a page of the register of use within a scope, newest first."""
        with self._engine.asking() as reading:
            return reading.uses(scope, query, limit, offset)

    def parcel(self, parcel_id: str) -> Parcel | None:
        """Give an exchanged package's state, or nothing."""
        with self._engine.asking() as reading:
            return reading.parcel(parcel_id)

    def parcels(
        self, query: ParcelQuery, scope: Scope = EVERYTHING, limit: int | None = None, offset: int = 0
    ) -> tuple[Parcel, ...]:
        """List exchanged packages within a scope, the one that changed last first."""
        with self._engine.asking() as reading:
            return reading.parcels(scope, query, limit, offset)

    def count_parcels(self, query: ParcelQuery, scope: Scope = EVERYTHING) -> int:
        """Count exchanged packages within a scope."""
        with self._engine.asking() as reading:
            return reading.count_parcels(scope, query)

    def history(self, object_id: str, after: int = 0) -> tuple[tuple[LedgerLine, Event], ...]:
        """List what happened to an object, in order, or what did after a line."""
        with self._engine.asking() as reading:
            return reading.history(object_id, after)

    def events_after(self, index: int, limit: int) -> tuple[tuple[LedgerLine, Event], ...]:
        """List the events after an index, in order."""
        with self._engine.asking() as reading:
            return reading.events_after(index, limit)

    def head(self) -> LedgerLine | None:
        """Give the last line."""
        with self._engine.asking() as reading:
            return reading.head()

    def counts(self) -> Counts:
        """Count events, documents by phase, numbers and tasks."""
        with self._engine.asking() as reading:
            return reading.counts()

    def numbers(self, scheme: str | None = None, period: int | None = None) -> tuple[IssuedNumber, ...]:
        """List the numbers given, by scheme, period and serial."""
        with self._engine.asking() as reading:
            return reading.numbers(scheme, period)

    def number_ranges(self, scheme: str | None = None, period: int | None = None) -> tuple[NumberRange, ...]:
        """List the ranges used on paper before or reserved."""
        with self._engine.asking() as reading:
            return reading.number_ranges(scheme, period)

    def number_states(self) -> tuple[NumberState, ...]:
        """List how far each series has come."""
        with self._engine.asking() as reading:
            return reading.number_states()

    def document_for_drop(self, digest: str) -> str | None:
        """Find the document a drop became."""
        with self._engine.asking() as reading:
            return reading.document_for_drop(digest)

    def secrecy_stop_known(self, sha256: str) -> bool:
        """Tell whether a file with these bytes was stopped for its mark before."""
        with self._engine.asking() as reading:
            return reading.secrecy_stop_known(sha256)

    def secrecy_stops(self) -> tuple[StoppedFile, ...]:
        """List the files that were stopped for a mark, the last first."""
        with self._engine.asking() as reading:
            return reading.secrecy_stops()

    def unflushed(self, limit: int) -> tuple[tuple[LedgerLine, bytes], ...]:
        """List the lines and payloads that the ledger's file does not hold yet, in order."""
        with self._engine.asking() as reading:
            return reading.unflushed(limit)

    def mark_flushed(self, up_to_index: int) -> None:
        """Note that the ledger's file holds all lines up to an index; the mark never goes back."""
        with self._engine.asking() as reading:
            reading.mark_flushed(up_to_index)

    def lease(
        self, name: str, holder: str, ttl: dt.timedelta, is_gone: Callable[[str], bool] = lambda _: False
    ) -> Lease | None:
        """Take the right to exclusive work for a while; nothing when somebody has it whom ``is_gone`` does not know to be gone."""
        return self._engine.lease(name, holder, ttl, self._clock.now(), is_gone)

    def renew(self, lease: Lease, ttl: dt.timedelta) -> Lease | None:
        """Hold a lease longer from now on; nothing when somebody else took it over."""
        return self._engine.renew(lease, ttl, self._clock.now())

    def release(self, lease: Lease) -> None:
        """Let a lease go before its time; one that was taken over stays with its new holder."""
        self._engine.release(lease, self._clock.now())

    def rebuild(self, lines: Iterable[tuple[LedgerLine, bytes]], erased: Mapping[int, Destroyed] = _NONE) -> int:
        """Make everything again from the ledger's lines and payloads, into empty tables; give the number of events.

        The chain and the payloads' digests are checked on the way, but for the payloads that were ``erased``. Nothing is changed when an
        error is raised.

        Raises:
            NotEmptyError: There are events already; ``clear`` first.
            BrokenLineError: A line does not follow the one before, or it or its payload was changed.
            MisfitHereError: An event does not fit; the ledger was not written by this registry.
        """
        return self._engine.rebuild(lines, self._different, erased)

    def replace(self, lines: Iterable[tuple[LedgerLine, bytes]], erased: Mapping[int, Destroyed] = _NONE) -> int:
        """Make everything but leases again from the ledger, in place of what is there; give the number of events.

        It happens at once or not at all: whoever is killed on the way leaves the registry as it was.

        Raises:
            BrokenLineError: A line does not follow the one before, or it or its payload was changed.
            MisfitHereError: An event does not fit; the ledger was not written by this registry.
        """
        return self._engine.rebuild(lines, self._different, erased, anew=True)

    def destruction(self, list_id: str) -> DestructionList | None:
        """Give a list of records to be destroyed, or nothing."""
        with self._engine.asking() as reading:
            return reading.destruction(list_id)

    def destructions(self, stage: Stage | None = None) -> tuple[DestructionList, ...]:
        """Give the lists of records to be destroyed, or those of a stage, the one that changed last first."""
        with self._engine.asking() as reading:
            return reading.destructions(stage)

    def erased_lines(self, record: str | None = None) -> tuple[int, ...]:
        """Name the lines whose payloads went with destroyed records, or with one of them, in order."""
        with self._engine.asking() as reading:
            return reading.erased_lines(record)

    def erase(self) -> int:
        """Empty the payloads that go with destroyed records, so that their bytes are gone from the database's files; give how many were not empty.

        Raises:
            RegistryBusyError: Somebody reads for so long that the files can't be made anew; to be done again.
        """
        return self._engine.erase()

    def copy_to(self, target: Path) -> bool:
        """Copy the registry's file as it stands at one moment; tell whether there is a file: PostgreSQL's is made again from the ledger."""
        return self._engine.copy_to(target)

    def clear(self) -> None:
        """Empty the registry, leases included; only for rebuilding it."""
        self._engine.clear(self._different)

    def close_connections(self) -> None:
        """Close the calling thread's connection; its next question opens a new one."""
        self._engine.close()


def _engine(database: DatabaseSettings) -> Engine:
    if isinstance(database, PostgresDatabase) and find_spec("psycopg") is None:
        raise NoDriverError
    configure()
    from registry.engine import Engine  # noqa: PLC0415  # Django's models exist only once it is set up

    return Engine(database)
