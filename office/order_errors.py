"""What stands in the way of ordering pieces and putting them into boxes (排列、装盒的错误), HT-941 to HT-944.

NotNowError
├── NotItsClassError        HT-941  the pieces are not of one class, or one waits for nothing
├── RingError               HT-942  a piece would follow itself
├── NothingToBoxError       HT-943  nothing waits for a box
└── OtherBoxError           HT-944  the pieces lie in a box already
"""

from __future__ import annotations

from domain.errors import NotNowError


class NotItsClassError(NotNowError):
    """The pieces are not of one class, or one waits for nothing (不在同一类)."""

    code = "HT-941"

    def __init__(self, record: str) -> None:
        super().__init__(
            "这一件不在同一类的待编各件里，不能这样排，各件的次序没有变",
            record,
            "在年度归档的“排列”页核对全宗、保管期限和机构；已编档号的不再排列",
        )


class RingError(NotNowError):
    """A piece would follow itself (首尾相接)."""

    code = "HT-942"

    def __init__(self, record: str) -> None:
        super().__init__("这样排会首尾相接，各件的次序没有变", record, "先把它恢复按时间排列，再排到别的件之后")


class NothingToBoxError(NotNowError):
    """Nothing waits for a box (没有要装盒的)."""

    code = "HT-943"

    def __init__(self, what: str) -> None:
        super().__init__("没有等待装盒的件，没有装", what, "先编档号；已经装盒的见“装盒”页")


class OtherBoxError(NotNowError):
    """The pieces lie in a box already (已经装盒)."""

    code = "HT-944"

    def __init__(self, code: str, box: int) -> None:
        super().__init__(f"这一件已装在第{box}盒，没有重装", code, "写明改盒的理由后再装")
