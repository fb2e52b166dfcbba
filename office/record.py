"""The only way a fact enters the books (记事): one transaction, then the ledger line on disk, then the acknowledgement (law 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from archive.errors import ArchiveNotWritableError
from domain.disk_causes import DiskCause, cause_of
from domain.errors import SurroundingsError
from domain.events import Event
from domain.office import SYSTEM, Actor
from ground.lock import exclusive
from office.duty import require_duty
from office.errors import LedgerWaitsError
from office.house import House
from registry.registry import Transaction

T = TypeVar("T")

FLUSH_BATCH = 500
_UNKNOWN = DiskCause("登记库或磁盘暂时不能用", "检查磁盘和数据库")
_flush_waits = ContextVar("flush_waits", default=False)


class Pen:
    """Writes events of one act inside its transaction (执笔)."""

    def __init__(self, house: House, transaction: Transaction, actor: Actor, channel: str) -> None:
        self.books = transaction
        self._house = house
        self._actor = actor
        self._channel = channel

    @property
    def house(self) -> House:
        """Give the house it writes for."""
        return self._house

    def note(self, event: Event, object_id: str) -> None:
        """Write one event about an object."""
        self.books.append(
            event, object_id=object_id, actor=self._actor.person, channel=self._channel, at=self._house.clock.now()
        )


def record(house: House, act: Callable[[Pen], T], *, actor: Actor = SYSTEM, channel: str = "system") -> T:
    """Run ``act`` in one transaction and come back when its events stand in the ledger on disk.

    ``act`` decides what happened by reading through ``pen.books`` and writes it with ``pen.note``; nothing stays if it raises.

    Raises:
        LeaseLostError: This is work under a duty that somebody else has taken over (``office.duty``).
        LedgerWaitsError: What was done is kept, but the ledger could not be written; it is not to be done again.
    """
    with house.registry.transaction() as transaction:
        require_duty(transaction)
        result = act(Pen(house, transaction, actor, channel))
    if not _flush_waits.get():
        flush_what_is_kept(house)
    return result


@contextmanager
def flushed_together(house: House) -> Iterator[None]:
    """Let the acts of one sweep reach the ledger with one flush at its end (成批落账).

    Each is durable in the registry at once, and a crash leaves its line for the next flush; but nobody may be told of any of them
    before the block is left.
    """
    token = _flush_waits.set(True)
    try:
        yield
    finally:
        _flush_waits.reset(token)
        flush_what_is_kept(house)


def flush(house: House) -> int:
    """Write what the registry holds and the ledger does not yet, in order; give the number of lines written."""
    written = 0
    with exclusive(house.root / "ledger" / ".flush.lock"):
        while batch := house.registry.unflushed(FLUSH_BATCH):
            house.ledger.append(batch)
            house.registry.mark_flushed(batch[-1][0].index)
            written += len(batch)
            if len(batch) < FLUSH_BATCH:
                break  # what others have added meanwhile they flush themselves
    return written


def flush_what_is_kept(house: House) -> None:
    """Flush after a commit: whatever refuses now, the act stays done.

    Raises:
        LedgerWaitsError: The disk refuses; the lines wait in the registry for the next flush.
    """
    try:
        flush(house)
    except (SurroundingsError, OSError) as error:
        cause = _cause_of(error)
        raise LedgerWaitsError(cause.happened, cause.mend) from error


def _cause_of(error: SurroundingsError | OSError) -> DiskCause:
    if isinstance(error, ArchiveNotWritableError):
        return error.cause
    return (cause_of(error) if isinstance(error, OSError) else None) or _UNKNOWN
