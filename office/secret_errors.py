"""The situations of secrecy (保密管理中的情况).

BadInputError
├── AbovePermittedError     HT-833  a level above what this installation may hold
├── SecretUnfitError        HT-834  what was stated of a secret paper can't stand like this
└── ClosingUnfitError       HT-835  no such compartment, or people that can't be put on a reading list
NotFoundError
├── NoSecretPaperError      HT-836  no such paper or copy in the register
├── NoRequestError          HT-837  no such request waits
└── NoStopError             HT-878  no such stopped file waits to be seen to
NotNowError
├── CopyElsewhereError      HT-838  a copy of a secret paper is not where the act needs it
├── UnseenStepError         HT-839  a step would be left to people who may not see the document
├── CleanUpError            HT-840  the half-yearly clean-up is not at that point
└── NothingHeldError        HT-843  somebody holds nothing that could be handed over
NotAllowedError
├── NotClearedError         HT-841  somebody may not have a paper of this level
└── OutsiderError           HT-877  somebody from outside may not be shown it
MissingPartError
└── NoCopyRuleError         HT-842  the office does not say who approves copies
"""

from __future__ import annotations

from domain.errors import BadInputError, MissingPartError, NotAllowedError, NotFoundError, NotNowError


class AbovePermittedError(BadInputError):
    """A level is stated that this installation may not hold (高于本机允许的密级)."""

    code = "HT-833"

    def __init__(self, subject: str, level: str, permitted: str) -> None:
        super().__init__(
            f"密级“{level}”高于本机允许存放的“{permitted}”，没有改",
            subject,
            "如果确属此级，立即停办、告知安全保密员按规定处理，改走纸质；填错的，改正后再提交",
        )


class SecretUnfitError(BadInputError):
    """What was stated of a secret paper can't stand like this (涉密文件登记有误)."""

    code = "HT-834"

    def __init__(self, subject: str, why: str, mend: str = "改正后再提交") -> None:
        super().__init__(f"涉密文件登记有误：{why}", subject, mend)


class ClosingUnfitError(BadInputError):
    """Who may know of a document can't be bounded like this (知悉范围有误)."""

    code = "HT-835"

    def __init__(self, subject: str, why: str, mend: str) -> None:
        super().__init__(f"知悉范围有误：{why}", subject, mend)


class NoSecretPaperError(NotFoundError):
    """There is no such paper or copy in the register (台账中没有)."""

    code = "HT-836"

    def __init__(self, name: str) -> None:
        super().__init__("涉密文件台账中没有这个登记号或份号", name, "打开“涉密文件台账”核对登记号和份号")


class NoRequestError(NotFoundError):
    """No such request waits to be decided (没有待批的申请)."""

    code = "HT-837"

    def __init__(self, subject: str, what: str) -> None:
        super().__init__(f"没有这件待批的{what}，可能已经批过", subject, "刷新页面，从待批的申请中选")


class NoStopError(NotFoundError):
    """No stopped file of this number waits to be seen to (没有待处理的拦截)."""

    code = "HT-878"

    def __init__(self, index: int) -> None:
        super().__init__(f"没有待处理的{index}号拦截，可能已经登记过处理情况", "", "刷新页面，从没有处理的当中选")


class CopyElsewhereError(NotNowError):
    """A copy of a secret paper is not where the act needs it (份号不在应在之处)."""

    code = "HT-838"

    def __init__(self, subject: str, where: str, act: str) -> None:
        super().__init__(f"现在{where}，不能{act}", subject, "先把它现在的去向办结，再办这一步")


class UnseenStepError(NotNowError):
    """A step would be left to people who may not see the document (无人可见的环节)."""

    code = "HT-839"

    def __init__(self, document_id: str, steps: str) -> None:
        super().__init__(
            f"这样限定以后，环节“{steps}”没有一个人看得到这件文件",
            document_id,
            "把办理这些环节的同志列入范围，再提交",
        )


class CleanUpError(NotNowError):
    """The half-yearly clean-up is not at that point (清理核对未到这一步)."""

    code = "HT-840"

    def __init__(self, half: str, why: str, mend: str) -> None:
        super().__init__(f"清理核对现在办不了：{why}", half, mend)


class NotClearedError(NotAllowedError):
    """Somebody may not have a paper of this level (涉密资格不够)."""

    code = "HT-841"

    def __init__(self, subject: str, person: str, clearance: str, level: str) -> None:
        super().__init__(
            f"{person}可接触的最高密级是“{clearance}”，不能接触{level}件",
            subject,
            "换有资格的同志；资格确已批准的，由系统管理员在 office.toml 中改其 clearance",
        )


class OutsiderError(NotAllowedError):
    """Somebody from outside may not be shown it without approval (外来人员查阅未经批准)."""

    code = "HT-877"

    def __init__(self, subject: str, why: str, mend: str) -> None:
        super().__init__(f"外来人员不能查阅：{why}", subject, mend)


class NoCopyRuleError(MissingPartError):
    """The office does not say who approves copies of this level (没有复制审批规定)."""

    code = "HT-842"

    def __init__(self, subject: str, level: str) -> None:
        super().__init__(
            f"本机关没有规定{level}件由谁批准复制，不能复制",
            subject,
            "请系统管理员按本机关的保密规定在 office.toml 写明 [[copying]]",
        )


class NothingHeldError(NotNowError):
    """Somebody holds nothing that could be handed over (没有可移交的)."""

    code = "HT-843"

    def __init__(self, person: str) -> None:
        super().__init__(f"{person}名下没有涉密文件，也不在任何阅文范围中，没有可移交的", "工作移交", "核对移交人")
