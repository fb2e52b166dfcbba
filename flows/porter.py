"""The porter (值守): looks into the watched folders and runs the urgent flows in its own process, at once and one after another.

It runs a flow only when something is due that was not just tried in vain (``flows.patience``). When Prefect does not answer, the porter says so by ending with ``SERVER_IS_GONE``: whoever
supervises it starts the server again, and the work goes on where the registry says it stands. What the office itself can't do, such
as writing to a full disk, is said in the log and tried again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from domain.errors import HongtouError
from flows.exchange import exchange_urgent
from flows.memory import Memory
from flows.room import SERVER_IS_GONE, held, house, in_thread
from flows.sweeps import issue, take_in
from office.advance import catalogue_due
from office.duty import DUTY, on_duty, under
from office.house import House
from office.record import flush_what_is_kept
from office.waiting import waiting
from office.watching import watching

FAILURES_BORNE = 3
log = logging.getLogger(__name__)


async def keep_watch(
    every_s: float, memory: Memory, ends: asyncio.Event, begin: Callable[[House], None] = lambda _: None
) -> int:
    """Watch until ``ends`` is set; give the exit code. ``begin`` is done first whenever the duty was taken."""
    loop, wake = asyncio.get_running_loop(), asyncio.Event()

    def stir() -> None:
        loop.call_soon_threadsafe(wake.set)

    with watching(house(), stir):
        while not ends.is_set():
            async with held(lambda here: on_duty(here, DUTY)) as duty:
                if duty is not None:
                    with under(duty):
                        await in_thread(begin)
                        code = await _rounds(every_s, memory, ends, wake, duty.lost.is_set)
                    if code:
                        return code
            await _pause(every_s, ends, wake)
    return 0


async def _rounds(
    every_s: float, memory: Memory, ends: asyncio.Event, wake: asyncio.Event, is_lost: Callable[[], bool]
) -> int:
    failures = 0
    while not ends.is_set() and not is_lost():
        wake.clear()
        moved = await _round(memory, is_lost)
        failures = 0 if moved is not None else failures + 1
        if failures >= FAILURES_BORNE:
            return SERVER_IS_GONE
        if not moved:
            await _pause(every_s, ends, wake)
    return 0


async def _round(memory: Memory, is_lost: Callable[[], bool]) -> int | None:
    """Run what is due; give the number of acts that moved something, or nothing when Prefect failed."""
    try:
        return await run_due(memory, is_lost)
    except HongtouError as error:  # database busy, a catalogue that can't be written: no fault of Prefect's
        log.error("%s %s", error.code, error)  # noqa: TRY400 - the sentence says it all
        return 0
    except Exception:  # the outermost loop: whatever it was, the next round tries again
        log.exception("a round failed")
        return None


async def run_due(memory: Memory, is_lost: Callable[[], bool] = lambda: False) -> int:
    """Run each flow that something calls for, then write down and catalogue what is left; give the number of acts that moved something."""
    due = await in_thread(waiting)
    moved = 0
    for name, flow, named in (
        ("exchange", exchange_urgent, due.to_exchange),
        ("take_in", take_in, due.to_take_in),
        ("issue", issue, due.to_issue),
    ):
        if not is_lost() and memory.calls_for(name, named, house().clock.now()):
            done = await _run(flow)
            moved += done
            if not done and not is_lost():
                memory.note_vain(name, named, house().clock.now())
    for is_due, work in ((due.to_flush, flush_what_is_kept), (due.to_catalogue, catalogue_due)):
        if is_due and not is_lost():
            await in_thread(work)  # a moment's work: no run of its own
    return moved


async def _run(flow: Callable[[], Awaitable[int]]) -> int:
    """Run a flow; what the office itself can't do, such as writing to a full disk, is a run in vain."""
    try:
        return await flow()
    except HongtouError as error:
        log.error("%s %s", error.code, error)  # noqa: TRY400 - the sentence says it all
        return 0


async def _pause(every_s: float, ends: asyncio.Event, wake: asyncio.Event) -> None:
    """Wait for a wake-up, the end, or the next look."""
    waits = [asyncio.ensure_future(wake.wait()), asyncio.ensure_future(ends.wait())]
    await asyncio.wait(waits, timeout=every_s, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
