"""One transaction of the registry (一次登记): events appended one after another, and what may be asked meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from domain.case import Case
from domain.destruction import DestructionList
from domain.destruction_events import DestructionBegun
from domain.events import Event, Registered, encode
from domain.exchange import Parcel
from domain.holding import Holding
from domain.holding_events import Arranged
from domain.ledger_line import FIRST_PREVIOUS, LedgerLine, chain
from domain.numbers import IssuedNumber
from domain.receipt_events import Received
from registry import numbering
from registry.books import Books
from registry.errors import ClockBehindError, LeaseLostError
from registry.projection import DOCUMENTS, document_id, project
from registry.values import Lease

CLOCK_MAY_LAG = dt.timedelta(minutes=5)
"""How far behind the last line the clock may stand when a number is given or records are destroyed."""


class LiveBooks(Books, Protocol):
    """The books of live work: with the events themselves, and the leases."""

    def head(self) -> LedgerLine | None:
        """Give the last line."""
        ...

    def history(self, object_id: str, after: int = 0) -> tuple[tuple[LedgerLine, Event], ...]:
        """List what happened to an object, in order."""
        ...

    def add_event(self, line: LedgerLine, payload: bytes) -> None:
        """Add a line with its payload."""
        ...

    def number_of(self, document_id: str) -> IssuedNumber | None:
        """Give a document's number."""
        ...

    def parcels_of(self, document_id: str) -> Sequence[Parcel]:
        """List the packages in which a document was sent."""
        ...

    def last_serial(self, series: str) -> int:
        """Give the last 件号 of a series."""
        ...

    def code_taken(self, code: str) -> bool:
        """Tell whether a record bears the 档号."""
        ...

    def same_incoming(self, sender: str, number: str) -> tuple[str, ...]:
        """List the documents that were entered under the same number of the same sender."""
        ...

    def lease_token(self, name: str) -> int:
        """Give the token of who took a lease last."""
        ...


class Transaction:
    """What happens together or not at all. It belongs to the thread that opened it, and ends with its ``with`` block."""

    def __init__(self, books: LiveBooks) -> None:
        self._books = books
        self._head = books.head()
        self.failed = False

    def append(self, event: Event, object_id: str, actor: str, channel: str, at: dt.datetime) -> LedgerLine:
        """Record that ``event`` happened to ``object_id`` and give its line; ``actor`` is a person's id.

        After an error the whole transaction is void: it can't be committed any more.

        Raises:
            MisfitHereError: The event does not fit where the document is.
            AlreadyTakenInError: The drop is known.
            NumberTakenError: Another document bears the number.
            NotNextNumberError: Another number is next.
            NotReservedError: The number lies in no reserved range.
            RangeNotFreeError: A range touches what is used or kept.
            SamePersonError: The office's rules want another person for this act.
            ClockBehindError: A number or a 档号 is asked for, or destroying begins, while the clock stands before the last line.
        """
        try:
            return self._append(event, object_id, actor, channel, at)
        except BaseException:
            self.failed = True
            raise

    def _append(self, event: Event, object_id: str, actor: str, channel: str, at: dt.datetime) -> LedgerLine:
        if isinstance(event, Registered | Received | Arranged | DestructionBegun):
            self._refuse_clock_behind(at, "销毁" if isinstance(event, DestructionBegun) else "编号")
        payload = encode(event)
        line = chain(
            index=self._head.index + 1 if self._head else 1,
            previous=self._head.own if self._head else FIRST_PREVIOUS,
            at=at,
            actor=actor,
            channel=channel,
            verb=event.VERB,
            object_id=object_id,
            payload=payload,
        )
        self._books.add_event(line, payload)
        project(self._books, event, line)
        self._head = line
        return line

    def _refuse_clock_behind(self, now: dt.datetime, act: str) -> None:
        if self._head is not None and now < self._head.at - CLOCK_MAY_LAG:
            raise ClockBehindError(now, self._head.at, act)

    def case(self, document_id: str) -> Case | None:
        """Give a document's state, or nothing."""
        return self._books.case(document_id)

    def parcel(self, parcel_id: str) -> Parcel | None:
        """Give an exchanged package's state, or nothing."""
        return self._books.parcel(parcel_id)

    def parcels_of(self, document_id: str) -> Sequence[Parcel]:
        """List the packages in which a document was sent."""
        return self._books.parcels_of(document_id)

    def holding(self, record: str) -> Holding | None:
        """Give a kept record's state, or nothing."""
        return self._books.holding(record)

    def history(self, object_id: str, after: int = 0) -> tuple[tuple[LedgerLine, Event], ...]:
        """List what happened to an object after a line, in order; nothing comes to it until the transaction ends."""
        return self._books.history(object_id, after)

    def destruction(self, list_id: str) -> DestructionList | None:
        """Give a list of records to be destroyed, or nothing."""
        return self._books.destruction(list_id)

    def last_serial(self, series: str) -> int:
        """Give the last 件号 of a series, as its head is written in 档号; 0 when it has none."""
        return self._books.last_serial(series)

    def code_taken(self, code: str) -> bool:
        """Tell whether a record bears the 档号."""
        return self._books.code_taken(code)

    def same_incoming(self, sender: str, number: str) -> tuple[str, ...]:
        """List the documents that were entered under the same number of the same sender (重复来文)."""
        return self._books.same_incoming(sender, number)

    def new_document_id(self, year: int) -> str:
        """Give the id for the next document taken in; it is used up by appending its ``TakenIn``."""
        return document_id(year, self._books.counter(DOCUMENTS, year) + 1)

    def next_serial(self, scheme: str, period: int) -> int:
        """Give the serial whose turn it is; it is used up by appending its ``Registered``."""
        return numbering.next_serial(self._books, scheme, period)

    def reserved_free(self, scheme: str, period: int, serial: int) -> bool:
        """Tell whether a serial is reserved and no document bears it yet."""
        return numbering.reserved_free(self._books, scheme, period, serial)

    def number_of(self, document_id: str) -> IssuedNumber | None:
        """Give a document's number, if it has one."""
        return self._books.number_of(document_id)

    def document_for_drop(self, digest: str) -> str | None:
        """Find the document a drop became."""
        return self._books.document_for_drop(digest)

    def last_at(self) -> dt.datetime | None:
        """Give the time of the last line."""
        return self._head.at if self._head else None

    def check(self, lease: Lease) -> None:
        """See that nobody took the lease over; holds until the transaction ends.

        Raises:
            LeaseLostError: Somebody did.
        """
        if self._books.lease_token(lease.name) != lease.token:
            self.failed = True
            raise LeaseLostError(lease.name)
