"""The main story as flows (办文流程): each run handles what is due, in chunks, and may be run again at any moment.

take_in       drop → read, checked, shown to those who sign
issue         sealed → issued, filed, handed back, catalogued
reconcile     whatever made no progress, once more
remind        what is due or overdue, as a table
tidy          what staging need not hold any more; the catalogue's small pieces put together
verify        archive and ledger against one another
"""

from __future__ import annotations

from collections.abc import Callable

from prefect import flow

from flows.report import publish
from flows.room import held, in_thread
from office.advance import (
    SweepRow,
    catalogue_due,
    file_due,
    hand_back_due,
    issue_due,
    moved,
    present_due,
    show_again_due,
    take_in_due,
)
from office.care import verify as verify_house
from office.catalogue import join_cards
from office.duty import DUTY, LETTERS, on_duty, under
from office.house import House
from office.remind import overdue_rows, send_letters, write_reminders
from office.tidy import tidy as tidy_house


@flow(name="收件与呈批", validate_parameters=False)
async def take_in() -> int:
    """Take in what was dropped, read and check it, and show it to those who sign; give the number of acts that moved something."""
    rows = await in_thread(take_in_due)
    rows += await in_thread(present_due)
    rows += await in_thread(hand_back_due)
    await publish("take-in", "收件与呈批", rows)
    return moved(rows)


@flow(name="印发与归档", validate_parameters=False)
async def issue() -> int:
    """Issue what was sealed, file it, hand the results back and catalogue them; give the number of acts that moved something."""
    rows = await in_thread(issue_due)
    rows += await in_thread(file_due)
    rows += await in_thread(hand_back_due)
    rows += await in_thread(catalogue_due)
    await publish("issue", "印发与归档", rows)
    return moved(rows)


@flow(name="督促", validate_parameters=False)
async def remind() -> int:
    """List what is due today or overdue, and put a letter to each person it waits for into the outbox; give the number of steps."""
    rows = await in_thread(overdue_rows)
    await in_thread(write_reminders)
    await publish("remind", "到期与超期", rows)
    return len(rows)


@flow(name="补办", validate_parameters=False)
async def reconcile() -> int:
    """Run every sweep once more when nobody else does, over whatever made no progress; give the number of acts that moved something."""
    rows = await _on_duty(DUTY, *_EVERY_SWEEP)
    rows += await _on_duty(LETTERS, send_letters)  # a duty of its own: the porter's is taken as long as it keeps watch
    await publish("reconcile", "补办", rows)
    return moved(rows)


_EVERY_SWEEP = (show_again_due, present_due, issue_due, file_due, hand_back_due, catalogue_due)


async def _on_duty(name: str, *sweeps: Callable[[House], tuple[SweepRow, ...]]) -> tuple[SweepRow, ...]:
    """Run sweeps under a duty; none when somebody else has it, no further one once it is lost."""
    rows: tuple[SweepRow, ...] = ()
    async with held(lambda here: on_duty(here, name)) as duty:
        if duty is not None:
            with under(duty):
                for sweep in sweeps:
                    if not duty.lost.is_set():
                        rows += await in_thread(sweep)
    return rows


@flow(name="清理暂存", validate_parameters=False)
async def tidy() -> int:
    """Clear staging of what is safely in the archive, and put the catalogue's small pieces together; give the number of files."""
    files = await in_thread(tidy_house)
    await in_thread(join_cards)
    return files


@flow(name="核验", validate_parameters=False)
async def verify() -> int:
    """Verify archive and ledger; give the number of faults, each a row of the table."""
    report = await in_thread(verify_house)
    await publish(
        "verify", "核验不符", tuple(SweepRow("", fault, "核验", "不符", plain="不符") for fault in report.faults)
    )
    return len(report.faults)
