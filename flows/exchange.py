"""The exchange with other offices as flows (公文交换): all of it four times a day, urgent packages at once."""

from __future__ import annotations

from prefect import flow

from flows.report import publish
from flows.room import in_thread
from office.advance import moved
from office.exchange import exchange as exchange_round


@flow(name="公文交换", validate_parameters=False)
async def exchange() -> int:
    """Pull, hand over, answer, chase, send and copy to the second disk; give the number of acts."""
    rows = await in_thread(exchange_round)
    await publish("exchange", "公文交换", rows)
    return moved(rows)


@flow(name="加急交换", validate_parameters=False)
async def exchange_urgent() -> int:
    """Take in urgent packages, hand them over and answer them; give the number of acts."""
    rows = await in_thread(lambda house: exchange_round(house, urgent_only=True))
    await publish("exchange-urgent", "加急交换", rows)
    return moved(rows)
