"""What the care of the archive has to do now (保管到期): backups when there is something new, a drill of restoring each week."""

from __future__ import annotations

from archive.backup_errors import BackupRunsError
from domain.keeping_events import BackedUp
from office.advance import SweepRow
from office.back_up import back_up
from office.duty import on_duty
from office.fixity import check_share, damaged
from office.house import House
from office.restore_drill import drill_restore
from office.witness import sign_head


def back_up_due(house: House) -> tuple[SweepRow, ...]:
    """Back up where the office says, unless nothing happened since the last time."""
    target = house.keeping.backup_folder(house.root)
    head = house.registry.head()
    if target is None or head is None or head.verb == BackedUp.VERB:
        return ()
    try:
        report = back_up(house, target)
    except BackupRunsError:
        busy = "另一次备份还没有做完，这一次不做"
        return (SweepRow("", str(target), "备份", busy, plain=busy),)
    done = f"第{report.number}次，台账到第{report.ledger_index}号"
    return (SweepRow("", report.target, "备份", done, plain=done),)


def drill_due(house: House) -> tuple[SweepRow, ...]:
    """Restore the newest backup to a scratch folder and compare; each fault is a row."""
    target = house.keeping.backup_folder(house.root)
    if target is None:
        return ()
    with on_duty(house, "restore-drill") as duty:
        if duty is None:
            return ()  # the last one is still at it
        drilled = drill_restore(house, target)
    rows = tuple(SweepRow("", drilled.target, "恢复演练", fault, plain="不符") for fault in drilled.faults)
    done = f"第{drilled.number}次备份，台账 {drilled.lines} 笔，用时 {drilled.seconds} 秒，全部相符"
    return rows or (SweepRow("", drilled.target, "恢复演练", done, plain=done),)


def sign_head_due(house: House) -> tuple[SweepRow, ...]:
    """Sign the ledger's end of today and keep it in both places."""
    head = sign_head(house)
    return (SweepRow("", "", "签名链头", head.own, plain=f"第{head.index}号"),) if head else ()


def check_due(house: House) -> tuple[SweepRow, ...]:
    """Read today's share of all content again; a row for each record found damaged and not dealt with."""
    with on_duty(house, "fixity") as duty:
        if duty is None:
            return ()  # yesterday's share is still being read
        progress = check_share(house)
    rows = [
        SweepRow(one.record, one.level.value, "固化校验", "；".join(one.faults), plain="受损") for one in damaged(house)
    ]
    done = f"{progress.began} 起的一轮已读 {progress.records} 件"
    return (SweepRow("", "", "固化校验", done, plain=done), *rows)
