"""Exclusive work (值班): one holder at a time, by a lease of the registry that ends by itself when its holder dies (law 8).

The lease keeps two from working at once; its token keeps the one who was paused too long, and does not know it yet, from recording
anything: ``office.record`` asks ``require_duty`` inside every transaction. What such a one still does outside the registry is safe to do
twice and takes nothing away: ``Store.add`` refuses other content under an id, ``Mailroom.hand_back`` changes nothing when the same
stands there, a source is removed only after its event, the index takes a card again, and a flush writes what the registry holds.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from domain.errors import HongtouError
from ground.process import identity, is_gone
from office.house import House
from registry.errors import LeaseLostError
from registry.registry import Transaction
from registry.values import Lease

DUTY = "porter"
"""The duty of moving documents on: only one process at a time sweeps."""
LETTERS = "letters"
"""The duty of sending letters: only one process at a time sends what lies in the outbox."""
TERM = dt.timedelta(seconds=8)
RENEW_EVERY_S = 2.0
ASK_AGAIN_S = 0.5
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Duty:
    """Exclusive work that somebody holds (值班): its lease, and an event that is set once it is known to be lost."""

    lease: Lease
    lost: threading.Event = field(default_factory=threading.Event)


_duty: ContextVar[Duty | None] = ContextVar("duty", default=None)


@contextmanager
def under(duty: Duty) -> Iterator[None]:
    """Record only as long as nobody else took the duty over, for the length of a ``with`` block and the threads started from it."""
    token = _duty.set(duty)
    try:
        yield
    finally:
        _duty.reset(token)


def require_duty(transaction: Transaction) -> None:
    """See that the duty under which somebody records is still theirs; holds until the transaction ends. People's acts need none.

    Raises:
        LeaseLostError: Somebody else took it over.
    """
    duty = _duty.get()
    if duty is None:
        return
    try:
        transaction.check(duty.lease)
    except LeaseLostError:
        duty.lost.set()
        raise


@contextmanager
def on_duty(house: House, name: str, wait_s: float = 0.0) -> Iterator[Duty | None]:
    """Hold a lease for the length of a ``with`` block, renewed from a thread; work is to be done ``under`` it.

    Gives nothing when somebody else holds it, still after ``wait_s`` seconds.
    """
    lease = _taken(house, name, wait_s)
    if lease is None:
        yield None
        return
    duty, ends = Duty(lease), threading.Event()
    keeper = threading.Thread(target=_keep, args=(house, duty, ends), name=f"lease-{name}", daemon=True)
    keeper.start()
    try:
        yield duty
    finally:
        ends.set()
        keeper.join()
        house.registry.release(lease)


def _taken(house: House, name: str, wait_s: float) -> Lease | None:
    """Take the lease; from a process of this machine that was killed it is taken at once."""
    holder, deadline = identity(), time.monotonic() + wait_s
    while (lease := house.registry.lease(name, holder, TERM, is_gone)) is None and time.monotonic() < deadline:
        time.sleep(ASK_AGAIN_S)
    return lease


def _keep(house: House, duty: Duty, ends: threading.Event) -> None:
    """Renew a lease until the work ends; a database that can't be asked is asked again as long as the lease runs."""
    held: Lease | None = duty.lease
    try:
        while held is not None and not ends.wait(RENEW_EVERY_S):
            held = _renewed(house, held)
    finally:  # whatever ended the renewing while the work goes on: the work must hear of it
        if not ends.is_set():
            duty.lost.set()
        house.registry.close_connections()


def _renewed(house: House, held: Lease) -> Lease | None:
    try:
        return house.registry.renew(held, TERM)
    except HongtouError as error:
        log.warning("the lease was not renewed: %s", error)
        return held if house.clock.now() < held.until else None
