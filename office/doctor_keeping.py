"""How what is kept is cared for (保管检查): numbers to be confirmed, backups and their drills, heads in a second place, damaged records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from domain.keeping_events import BACKUPS, DRILLS, BackedUp, RestoreDrilled
from domain.ledger_line import LedgerLine
from domain.posts import Role
from office.fixity import damaged
from office.house import House
from office.numbers_lock import locked_series

BACKUP_AGE = dt.timedelta(days=2)
DRILL_AGE = dt.timedelta(days=31)
Finding = tuple[str, str]
"""What is wrong, and how to mend it."""


@dataclass(frozen=True)
class KeepingReport:
    """What the care of the archive lacks (保管情况)."""

    faults: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    good: str


def look_at_keeping(house: House) -> KeepingReport:
    """Look at the numbers after a restore, the backups and their drills, and where the heads are kept."""
    return KeepingReport(tuple(_faults(house)), tuple(_warnings(house)), _good(house))


def _faults(house: House) -> Iterator[Finding]:
    if locked := locked_series(house):
        names = "、".join(one.text for one in locked)
        yield (
            f"由备份恢复后，{names} 已用的最高号没有确认，不能编号",
            f"由{house.office.titles(Role.CLERK)}核对纸质登记簿，在柜台的编号页上确认，或运行 hongtou numbers confirm",
        )
    for one in damaged(house):
        yield (
            f"档案 {one.record} 受损：{one.faults[0]}",
            f"由备份恢复：hongtou fixity mend {one.record} --as 账号（{house.office.titles(Role.ARCHIVIST)}）",
        )
    drilled = _last_drill(house)
    if drilled is not None and drilled[1].faults:
        yield (
            f"最近一次恢复演练不符：{drilled[1].faults[0]}",
            "检查备份盘，再运行 hongtou backup 和 hongtou restore-drill",
        )


def _warnings(house: House) -> Iterator[Finding]:
    now = house.clock.now()
    if not house.keeping.backup:
        yield "没有设置备份", "在 office.toml 的 [keeping] 写 backup = 另一块盘上的文件夹"
    last = _last_backup(house)
    if last is not None and now - last.at > BACKUP_AGE:
        yield f"最近一次备份是 {last.at:%Y-%m-%d %H:%M}", "检查备份盘是否挂载，运行 hongtou backup"
    drilled = _last_drill(house)
    if last is not None and (drilled is None or now - drilled[0].at > DRILL_AGE):
        yield "一个月没有做过恢复演练", "运行 hongtou restore-drill"
    if not house.keeping.heads:
        yield (
            "签名链头没有另存一处，台账被整个重写看不出来",
            "在 office.toml 的 [keeping] 写 heads = 另一台机器上的文件夹",
        )


def _good(house: House) -> str:
    last = _last_backup(house)
    return f"最近一次备份 {last.at:%Y-%m-%d %H:%M}" if last else ""


def _last_backup(house: House) -> LedgerLine | None:
    return next(
        (line for line, event in reversed(house.registry.history(BACKUPS)) if isinstance(event, BackedUp)), None
    )


def _last_drill(house: House) -> tuple[LedgerLine, RestoreDrilled] | None:
    done = reversed(house.registry.history(DRILLS))
    return next(((line, event) for line, event in done if isinstance(event, RestoreDrilled)), None)
