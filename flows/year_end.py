"""The filing of last year as a flow (年度归档): each morning from the 1st of January, until nothing is open."""

from __future__ import annotations

from prefect import flow

from flows.report import publish
from flows.room import in_thread
from office.year_sweep import year_sweep


@flow(name="年度归档", validate_parameters=False)
async def file_last_year() -> int:
    """List what is open of last year's filing and remind the archivist; give how many pieces are open."""
    rows = await in_thread(year_sweep)
    await publish("year", "上一年度待归档", rows)
    return len(rows)
