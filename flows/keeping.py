"""The care of what is kept, as flows (保管流程): backups, and the drill of restoring them; each run leaves its report as a table."""

from __future__ import annotations

from prefect import flow

from flows.report import publish
from flows.room import in_thread
from office.keeping_due import back_up_due, check_due, drill_due, sign_head_due


@flow(name="备份", validate_parameters=False)
async def back_up() -> int:
    """Back the office up where it says, if something happened since the last time; give the number of backups made."""
    rows = await in_thread(back_up_due)
    await publish("back-up", "备份", rows)
    return len(rows)


@flow(name="恢复演练", validate_parameters=False)
async def drill_restore() -> int:
    """Restore the newest backup to a scratch folder and compare; give the number of rows of the report."""
    rows = await in_thread(drill_due)
    await publish("restore-drill", "恢复演练", rows)
    return len(rows)


@flow(name="签名链头", validate_parameters=False)
async def sign_head() -> int:
    """Sign the ledger's end of today and keep it in a second place; give 1 unless the ledger is empty."""
    rows = await in_thread(sign_head_due)
    await publish("sign-head", "签名链头", rows)
    return len(rows)


@flow(name="固化校验", validate_parameters=False)
async def check_fixity() -> int:
    """Read today's share of all content again; give the number of rows of the report."""
    rows = await in_thread(check_due)
    await publish("fixity", "固化校验", rows)
    return len(rows)
