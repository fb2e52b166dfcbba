"""How numbers are given (编号): in turn, each once, past what was used on paper or is reserved.

Everything here runs inside the one serialised transaction in which the event is recorded, so that no two writers see the same counter.
"""

from __future__ import annotations

from domain.book_events import NumbersStarted, RangeReserved
from domain.events import Registered
from domain.keeping_events import NumbersConfirmed
from domain.ledger_line import LedgerLine
from domain.receipt_events import Received
from registry.books import Books
from registry.errors import NotHighestError, NotNextNumberError, NotReservedError, NumberTakenError, RangeNotFreeError
from registry.values import NumberRange


def next_serial(books: Books, scheme: str, period: int) -> int:
    """Give the serial whose turn it is, passing over ranges kept for others."""
    serial = books.counter(scheme, period) + 1
    for kept in books.ranges(scheme, period):
        if kept.holds(serial):
            serial = kept.last + 1
    return serial


def reserved_free(books: Books, scheme: str, period: int, serial: int) -> bool:
    """Tell whether a serial is reserved and no document bears it yet."""
    reserved = any(kept.reserved and kept.holds(serial) for kept in books.ranges(scheme, period))
    return reserved and not books.number_taken(scheme, period, serial)


def give(books: Books, event: Registered | Received, line: LedgerLine) -> None:
    """Give a document the number its event names.

    Raises:
        NumberTakenError: Another document bears it.
        NotNextNumberError: It is not the one whose turn it is.
        NotReservedError: It is to come from a reserved range but lies in none.
    """
    if books.number_taken(event.scheme, event.period, event.serial):
        raise NumberTakenError(event.number)
    if event.from_reserve:
        if not reserved_free(books, event.scheme, event.period, event.serial):
            raise NotReservedError(event.number)
    else:
        expected = next_serial(books, event.scheme, event.period)
        if event.serial != expected:
            raise NotNextNumberError(event.number, expected)
        books.set_counter(event.scheme, event.period, event.serial)
    books.add_number(event, line)


def start(books: Books, event: NumbersStarted, index: int) -> None:
    """Note numbers used on paper before (启用编号).

    Raises:
        RangeNotFreeError: The counter stands there already, or a reserved range lies in between.
    """
    first = books.counter(event.scheme, event.period) + 1
    kept = NumberRange(event.scheme, event.period, first, event.last, reserved=False, reason=event.reason)
    _add(books, kept, index)
    books.set_counter(event.scheme, event.period, event.last)


def confirm(books: Books, event: NumbersConfirmed, index: int) -> None:
    """Go on after the highest number that a person found in use after a restore; what lies between was given and lost.

    Ranges reserved in between stay reserved.

    Raises:
        NotHighestError: Higher ones were given according to these very books.
    """
    reached = books.counter(event.scheme, event.period)
    if event.highest < reached:
        raise NotHighestError(event.scheme, event.highest, reached)
    if event.highest > reached:
        lost = NumberRange(
            event.scheme, event.period, reached + 1, event.highest, reserved=False, reason=f"恢复：{event.reason}"
        )
        books.add_range(lost, index)
        books.set_counter(event.scheme, event.period, event.highest)


def reserve(books: Books, event: RangeReserved, index: int) -> None:
    """Keep a range for chosen documents (预留字号).

    Raises:
        RangeNotFreeError: The range is none, or touches numbers given or kept.
    """
    _add(
        books,
        NumberRange(event.scheme, event.period, event.first, event.last, reserved=True, reason=event.reason),
        index,
    )


def _add(books: Books, kept: NumberRange, index: int) -> None:
    used = books.counter(kept.scheme, kept.period)
    others = books.ranges(kept.scheme, kept.period)
    overlaps = any(kept.first <= other.last and other.first <= kept.last for other in others)
    if kept.first > kept.last or kept.first <= used or overlaps:
        raise RangeNotFreeError(kept.scheme, kept.first, kept.last, used)
    books.add_range(kept, index)
