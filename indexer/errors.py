"""What can go wrong in the catalogue (目录室).

BadInputError       └── QueryError           HT-410  a query that can't be read (检索式有误)
MissingPartError    └── EngineVersionError   HT-411  another whoosh than the one measured is installed
SurroundingsError   └── CatalogueBusyError   HT-412  another process keeps writing
IntegrityError      └── DamagedIndexError    HT-413  an index can't be opened
"""

from __future__ import annotations

from domain.errors import BadInputError, IntegrityError, MissingPartError, SurroundingsError


class QueryError(BadInputError):
    """A query that can't be read (检索式有误)."""

    code = "HT-410"

    def __init__(self, happened: str, mend: str) -> None:
        super().__init__(f"检索式看不懂：{happened}", mend=mend)


class EngineVersionError(MissingPartError):
    """Another whoosh than the measured one is installed, or two mixed in one environment (检索组件版本不符)."""

    code = "HT-411"

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(f"检索组件 whoosh 的版本是 {found}，需要 {wanted}", mend="运行 make setup 重新安装后再启动")


class CatalogueBusyError(SurroundingsError):
    """Another process has been writing into the catalogue for too long (目录正忙)."""

    code = "HT-412"

    def __init__(self, folder: str, seconds: float) -> None:
        super().__init__(
            f"等了 {seconds:.0f} 秒，另一个进程仍在写目录", folder, "确认没有第二个服务在同一办公室运行，稍后再试"
        )


class DamagedIndexError(IntegrityError):
    """An index can't be opened or read (目录损坏); the next sweep fills it again from the archive, nothing is lost."""

    code = "HT-413"

    def __init__(self, folder: str) -> None:
        super().__init__(
            "目录打不开，档案本身不受影响；系统会自动重建", folder, "稍后再查，仍打不开再运行 hongtou rebuild index"
        )
