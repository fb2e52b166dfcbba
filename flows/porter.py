"""The porter (值守): looks into the watched folders and runs the urgent flows in its own process, at once and one after another.

It runs a flow only when something is due. When Prefect does not answer, the porter says so by ending with ``SERVER_IS_GONE``: whoever
supervises it starts the server again, and the work goes on where the registry says it stands. What the office itself can't do, such
as writing to a full disk, is said in the log and tried again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from domain.errors import HongtouError
from flows.room import SERVER_IS_GONE, held, house, in_thread
from flows.sweeps import issue, take_in
from office.advance import catalogue_due, waiting
from office.duty import DUTY, on_duty
from office.watching import watching

FAILURES_BORNE = 3
log = logging.getLogger(__name__)


async def keep_watch(every_s: float, ends: asyncio.Event) -> int:
    """Watch until ``ends`` is set; give the exit code."""
    loop, wake = asyncio.get_running_loop(), asyncio.Event()

    def stir() -> None:
        loop.call_soon_threadsafe(wake.set)

    with watching(house(), stir):
        while not ends.is_set():
            async with held(lambda here: on_duty(here, DUTY)) as lost:
                if lost is not None:
                    code = await _rounds(every_s, ends, wake, lost.is_set)
                    if code:
                        return code
            await _pause(every_s, ends, wake)
    return 0


async def _rounds(every_s: float, ends: asyncio.Event, wake: asyncio.Event, is_lost: Callable[[], bool]) -> int:
    failures = 0
    while not ends.is_set() and not is_lost():
        wake.clear()
        moved = await _round()
        failures = 0 if moved is not None else failures + 1
        if failures >= FAILURES_BORNE:
            return SERVER_IS_GONE
        if not moved:
            await _pause(every_s, ends, wake)
    return 0


async def _round() -> int | None:
    """Run what is due; give the number of documents that moved, or nothing when Prefect failed."""
    try:
        return await _run_due()
    except HongtouError as error:  # disk full, database busy: no fault of Prefect's
        log.error("%s %s", error.code, error)  # noqa: TRY400 - the sentence says it all
        return 0
    except Exception:  # the outermost loop: whatever it was, the next round tries again
        log.exception("a round failed")
        return None


async def _run_due() -> int:
    due = await in_thread(waiting)
    moved = await take_in() if due.to_take_in else 0
    moved += await issue() if due.to_issue else 0
    if due.to_catalogue:
        await in_thread(catalogue_due)  # a moment's work after every act: no run of its own
    return moved


async def _pause(every_s: float, ends: asyncio.Event, wake: asyncio.Event) -> None:
    """Wait for a wake-up, the end, or the next look."""
    waits = [asyncio.ensure_future(wake.wait()), asyncio.ensure_future(ends.wait())]
    await asyncio.wait(waits, timeout=every_s, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
