"""Looking over the exchange with other offices (交换体检): folders that are away, packages unanswered or refused, the second disk."""

from __future__ import annotations

from collections.abc import Iterator

from domain.exchange import ParcelQuery, Side, Stage
from mailroom.exchange_box import EXCHANGE, IN, OUT
from office.exchange_send import is_kept
from office.house import House

Said = tuple[str, str]
"""What is the matter, and how to mend it."""


def exchange_warnings(house: House) -> Iterator[Said]:
    """Say what stands in the way of exchange; nothing where none is set up."""
    room, today = house.exchange, house.clock.today()
    if not room.partners:
        return
    for partner in room.partners:
        for side in (OUT, IN):
            if not room.box.is_there(side, partner.name):
                mend = "接好传输的盘或网络；新设的单位运行 hongtou init 机关文件夹 补建"
                yield f"“{EXCHANGE}/{side}/{partner.name}”文件夹不在位，与它的收发停着", mend
    waiting = house.registry.parcels(ParcelQuery(side=Side.OUT, stages=(Stage.PREPARED, Stage.PLACED)))
    late = [one for one in waiting if (one.is_overdue(today) or one.chased) and is_kept(house, one)]
    if late:
        yield f"{len(late)}件交换公文到期没有回执", "机要员用 hongtou exchange status 查看，电话向对方核实"
    declined = house.registry.count_parcels(ParcelQuery(side=Side.OUT, stages=(Stage.DECLINED,)))
    if declined:
        yield f"{declined}件交换公文被对方拒收", "机要员按说明处理后 hongtou exchange resend 重发"
    target = room.settings.backup_folder(house.root)
    if target is None:
        yield "交换公文没有卸载备份", "在 office.toml 的 [exchange] 写 backup = 另一块盘上的文件夹"
    elif not target.is_dir():
        yield f"交换备份文件夹 {target} 不在", "接好备份盘；文件夹要先建好"
