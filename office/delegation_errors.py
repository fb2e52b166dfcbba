"""The situations of delegating (委托中的情况).

BadInputError
└── DelegationUnfitError    HT-370  a delegation is not one that can be given
NotFoundError
└── NoDelegationError       HT-371  there is no such delegation to take back
"""

from __future__ import annotations

from domain.errors import BadInputError, NotFoundError


class DelegationUnfitError(BadInputError):
    """A delegation can't be given like this (委托有误)."""

    code = "HT-370"

    def __init__(self, why: str) -> None:
        super().__init__(f"不能这样委托：{why}", "委托", "改正后再提交")


class NoDelegationError(NotFoundError):
    """There is no such delegation of this person that still holds (没有可收回的委托)."""

    code = "HT-371"

    def __init__(self, index: int) -> None:
        super().__init__(f"没有找到您给出的、仍然有效的第{index}号委托", "委托", "打开“委托”页查看现有的委托")
