"""Exclusive work (值班): one holder at a time, by a lease of the registry that ends by itself when its holder dies (law 8)."""

from __future__ import annotations

import datetime as dt
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from office.house import House

TERM = dt.timedelta(seconds=8)
RENEW_EVERY_S = 2.0


@contextmanager
def on_duty(house: House, name: str) -> Iterator[threading.Event | None]:
    """Hold a lease for the length of a ``with`` block, renewed from a thread.

    Gives an event that is set when the lease was lost, or nothing when somebody else holds it.
    """
    lease = house.registry.lease(name, f"{socket.gethostname()}:{os.getpid()}", TERM)
    if lease is None:
        yield None
        return
    lost, ends = threading.Event(), threading.Event()

    def keep() -> None:
        held = lease
        while not ends.wait(RENEW_EVERY_S):
            renewed = house.registry.renew(held, TERM)
            if renewed is None:
                lost.set()
                break
            held = renewed
        house.registry.close_connections()

    keeper = threading.Thread(target=keep, name=f"lease-{name}", daemon=True)
    keeper.start()
    try:
        yield lost
    finally:
        ends.set()
        keeper.join()
        house.registry.release(lease)
