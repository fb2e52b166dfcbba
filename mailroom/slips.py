"""What a drafter reads (回执): the receipt for what was taken in."""

from __future__ import annotations

from domain.intake import Arrival, Category, Known, Place

_AT_THE_DESK = "下一步：机要员在柜台核对、签收登记，再送拟办。"


def receipt(taken: Arrival | Known, identifier: str, version: int, at: str) -> str:
    """Write the receipt; ``identifier`` is the line with the document's id."""
    if isinstance(taken, Known):
        what = "这份文件与以前收到的内容完全相同，不重复登记，仍按下列编号办理。"
    elif version > 1:
        what = f"已收到，作为这份文件的第{version}稿接着办；原文件已从投稿文件夹取走，由系统妥善保管。"
    else:
        what = "已收到，原文件已从投稿文件夹取走，由系统妥善保管。"
    files = [] if isinstance(taken, Known) else [f"　　{file.role}：{file.name}" for file in taken.files]
    listed = ["内含：", *files] if len(files) > 1 else []
    unit = taken.unit
    lines = [
        f"文件：{taken.display_name}",
        f"时间：{at}",
        identifier,
        f"说明：{what}",
        *listed,
        _AT_THE_DESK
        if taken.category is Category.RECEIPT
        else f"下一步：系统审读后转审核。缺少要素的，在“{Place.TAKEN}/{unit}”中放“待补正”说明；退回修改的，文稿和意见放在"
        f"“{Place.RETURNED}/{unit}”；办结后结果放在“{Place.DONE}/{unit}”。",
    ]
    return "\n".join(lines) + "\n"
