"""The situations of asking units to countersign (会签科室).

BadInputError
└── AskingUnfitError     HT-870  a name is no unit's, the drafting unit's, or that of a unit without a head
NotNowError
├── CosignedAlreadyError HT-871  who has signed is left out
├── AskedAlreadyError    HT-872  nothing would change
└── NoCosigningError     HT-874  the document's procedure lets no units countersign
"""

from __future__ import annotations

from domain.errors import BadInputError, NotNowError


class AskingUnfitError(BadInputError):
    """A unit can't be asked to countersign (不能列为会签科室)."""

    code = "HT-870"

    def __init__(self, subject: str, why: str, others: str) -> None:
        mend = f"从下列科室中选：{others}" if others else "没有别的科室可以会签；在 office.toml 中给科室设负责人"
        super().__init__(f"不能列为会签科室：{why}", subject, mend)


class CosignedAlreadyError(NotNowError):
    """A unit that has signed is left out (已经会签)."""

    code = "HT-871"

    def __init__(self, document_id: str, signed: str) -> None:
        super().__init__(f"{signed}已经会签，不能去掉", document_id, "保留已经会签的科室，只增减其他科室")


class AskedAlreadyError(NotNowError):
    """Nothing would change (会签科室没有变化)."""

    code = "HT-872"

    def __init__(self, document_id: str) -> None:
        super().__init__("会签科室没有变化", document_id, "增列或去掉科室后再提交；不用改的，直接签批")


class NoCosigningError(NotNowError):
    """The document's procedure lets no units countersign (程序没有科室会签)."""

    code = "HT-874"

    def __init__(self, document_id: str) -> None:
        mend = "请会签科室在纸上写明意见附上；今后要用的，由管理员在程序中加上各会签科室的环节（other_units）"
        super().__init__("本件走的程序没有科室会签", document_id, mend)
