"""What stands in the way of putting a damaged record back (校验的错误), HT-858 and HT-859.

NotFoundError
├── NotDamagedError      HT-858  the record is not among the damaged
└── NoGoodCopyError      HT-859  no backup has it whole
"""

from __future__ import annotations

from domain.errors import NotFoundError


class NotDamagedError(NotFoundError):
    """The record is not among the damaged (不在受损之列)."""

    code = "HT-858"

    def __init__(self, record: str) -> None:
        super().__init__("这一件不在受损档案之列", record, "不必再办；用 hongtou fixity 查看受损的各件")


class NoGoodCopyError(NotFoundError):
    """No backup has the record whole (没有完好的备份)."""

    code = "HT-859"

    def __init__(self, record: str) -> None:
        super().__init__(
            "没有哪一次备份里有这一件的完好副本，没有改动",
            record,
            "挂上别的备份盘，写明备份文件夹再试，受损的一件原样保留",
        )
