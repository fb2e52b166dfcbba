"""A flow that looks under which duty its threads record, run by Prefect's own engine: ``python -m tests.duty_flow``."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from prefect import flow

from flows.room import OFFICE_VARIABLE, OPENER_VARIABLE, in_thread
from office.duty import DUTY, Duty, require_duty, under
from office.house import House
from registry.registry import Transaction
from registry.values import Lease

LEASE = Lease(DUTY, "one", 7, dt.datetime.max.replace(tzinfo=dt.UTC))


class Asked:
    """Stands for a transaction and keeps which lease was checked in it."""

    lease: Lease | None = None

    def check(self, lease: Lease) -> None:
        self.lease = lease


def open_nothing(_: Path) -> House:
    return cast("House", SimpleNamespace(registry=SimpleNamespace(close_connections=lambda: None)))


@flow(name="a look at the duty", validate_parameters=False)
async def look() -> int:
    asked = Asked()
    await in_thread(lambda _: require_duty(cast("Transaction", asked)))
    return asked.lease.token if asked.lease else 0


async def main() -> None:
    with under(Duty(LEASE)):
        sys.stdout.write(f"{await look()}\n")
    sys.stdout.write(f"{await look()}\n")


if __name__ == "__main__":
    os.environ.update({OFFICE_VARIABLE: ".", OPENER_VARIABLE: "tests.duty_flow:open_nothing"})
    asyncio.run(main())
