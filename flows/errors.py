"""How a run fails (运行失败): by the code of what happened, without its words, since Prefect keeps what it is told (ADR 0039).

What happened stands in full in the process's own log.
"""

from __future__ import annotations

from domain.errors import SurroundingsError


class RunFailedError(SurroundingsError):
    """A scheduled run met a failure that the office itself names (定时任务没有办成)."""

    code = "HT-501"

    def __init__(self, code: str) -> None:
        super().__init__(
            f"定时任务没有办成（{code}）",
            mend="看机关文件夹 prefect/ 中的日志，按其中这一代码的提示处理；处理好后会自动再办",
        )


class UnforeseenRunError(Exception):
    """A run met what nobody foresaw: the class of the failure and nothing else."""

    def __init__(self, failure: BaseException) -> None:
        super().__init__(f"{type(failure).__module__}.{type(failure).__qualname__}")
