"""Reading scans as a flow (文字识别): page by page in the background, beside the line; one process does it at a time."""

from __future__ import annotations

from prefect import flow

from flows.report import publish
from flows.room import held, in_thread
from office.advance import SweepRow, moved
from office.duty import on_duty, under
from office.transcribe import DUTY, transcribe_due


@flow(name="文字识别", validate_parameters=False)
async def transcribe() -> int:
    """Read the pages of scans that wait, until none does; give the number of pages."""
    rows: tuple[SweepRow, ...] = ()
    async with held(lambda here: on_duty(here, DUTY)) as duty:
        if duty is not None:
            with under(duty):
                while read := await in_thread(lambda house: transcribe_due(house, is_over=duty.lost.is_set)):
                    rows += read
    await publish("transcribe", "文字识别", rows)
    return moved(rows)
