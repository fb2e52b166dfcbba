"""Exclusive work (值班): one holder at a time, by a lease of the registry that ends by itself when its holder dies (law 8)."""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import HongtouError
from office.house import House
from registry.values import Lease

DUTY = "porter"
"""The duty of moving documents on: only one process at a time sweeps."""
TERM = dt.timedelta(seconds=8)
RENEW_EVERY_S = 2.0
ASK_AGAIN_S = 0.5
log = logging.getLogger(__name__)


@contextmanager
def on_duty(house: House, name: str, wait_s: float = 0.0) -> Iterator[threading.Event | None]:
    """Hold a lease for the length of a ``with`` block, renewed from a thread.

    Gives an event that is set when the lease was lost, or nothing when somebody else holds it, still after ``wait_s`` seconds.
    """
    lease = _taken(house, name, wait_s)
    if lease is None:
        yield None
        return
    lost, ends = threading.Event(), threading.Event()
    keeper = threading.Thread(target=_keep, args=(house, lease, lost, ends), name=f"lease-{name}", daemon=True)
    keeper.start()
    try:
        yield lost
    finally:
        ends.set()
        keeper.join()
        house.registry.release(lease)


def _taken(house: House, name: str, wait_s: float) -> Lease | None:
    holder, deadline = f"{socket.gethostname()}:{os.getpid()}", time.monotonic() + wait_s
    while (lease := house.registry.lease(name, holder, TERM)) is None and time.monotonic() < deadline:
        time.sleep(ASK_AGAIN_S)
    return lease


def _keep(house: House, lease: Lease, lost: threading.Event, ends: threading.Event) -> None:
    """Renew a lease until the work ends; a database that can't be asked is asked again as long as the lease runs."""
    held: Lease | None = lease
    try:
        while held is not None and not ends.wait(RENEW_EVERY_S):
            held = _renewed(house, held)
    finally:  # whatever ended the renewing while the work goes on: the work must hear of it
        if not ends.is_set():
            lost.set()
        house.registry.close_connections()


def _renewed(house: House, held: Lease) -> Lease | None:
    try:
        return house.registry.renew(held, TERM)
    except HongtouError as error:
        log.warning("the lease was not renewed: %s", error)
        return held if house.clock.now() < held.until else None
