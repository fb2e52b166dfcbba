"""The situations of signing on paper, by word of mouth, and after a change (签批中的特殊情况).

NotAllowedError
└── PaperOnlyError        HT-360  an organ elsewhere signs on paper, nobody here for it
BadInputError
├── SignerUnfitError      HT-361  who is named can't sign at this step
├── DayUnfitError         HT-362  the day on the paper, or of the consent, can't be right
├── CorrectionTooFarError HT-363  what was put in is another document, not a correction
└── LimitUnfitError       HT-364  an extension that extends nothing
NotNowError
├── PaperWaitsError       HT-365  a paper signature of this step waits to be compared
├── NumberedAlreadyError  HT-366  a document that bears a number is not sent back
└── NotYourSignatureError HT-367  somebody else signed, and confirms
"""

from __future__ import annotations

import datetime as dt

from domain.errors import BadInputError, NotAllowedError, NotNowError


class PaperOnlyError(NotAllowedError):
    """An organ elsewhere signs on paper, nobody here for it (外机关以纸质签批)."""

    code = "HT-360"

    def __init__(self, document_id: str, step: str) -> None:
        super().__init__(f"“{step}”由外机关在纸上签批，不能在这里代为决定", document_id, "把签回的纸质稿扫描后代录")


class SignerUnfitError(BadInputError):
    """Who is named can't sign at this step (签批人不符)."""

    code = "HT-361"

    def __init__(self, document_id: str, step: str, fit: str) -> None:
        mend = f"签批人应为：{fit}" if fit else "写明签批人姓名"
        super().__init__(f"“{step}”的签批人没有写对", document_id, mend)


class DayUnfitError(BadInputError):
    """The day on the paper, or of the consent, can't be right (日期有误)."""

    code = "HT-362"

    def __init__(self, document_id: str, what: str, first: dt.date, last: dt.date) -> None:
        days = f"{first:%Y年%-m月%-d日}（本稿形成）到{last:%Y年%-m月%-d日}（现在）之间"
        super().__init__(f"{what}不在{days}", document_id, "核对后改正；签的是以前的稿子的，应请签批人重新看过这一稿")


class CorrectionTooFarError(BadInputError):
    """What was put in is another document, not a correction (不是本件的修改稿)."""

    code = "HT-363"

    def __init__(self, document_id: str, what: str) -> None:
        mend = "核对上传的文件；确要改变的，按撤销办理后另行发文"
        super().__init__(f"签发后的修改不能改变{what}", document_id, mend)


class LimitUnfitError(BadInputError):
    """An extension that extends nothing (延长时限有误)."""

    code = "HT-364"

    def __init__(self, document_id: str) -> None:
        super().__init__("延长的时间应为 1 以上的整数", document_id, "写成如 2 个工作日、3 天或 4 小时")


class PaperWaitsError(NotNowError):
    """A paper signature of this step waits to be compared (代录待核对)."""

    code = "HT-365"

    def __init__(self, document_id: str, step: str) -> None:
        super().__init__(
            f"“{step}”已有代录，待核对", document_id, "请另一位同志核对；录错了的，核对时选“不一致”，再重新代录"
        )


class NumberedAlreadyError(NotNowError):
    """A document that bears a number is not sent back or withdrawn (已编号)."""

    code = "HT-366"

    def __init__(self, document_id: str, number: str, act: str) -> None:
        super().__init__(f"文件已编号（{number}），不能{act}", document_id, "不同意印发的，请办撤销")


class NotYourSignatureError(NotNowError):
    """Somebody else signed, and confirms (由原签批人确认)."""

    code = "HT-367"

    def __init__(self, document_id: str, who: str) -> None:
        super().__init__(f"改动由原签批人{who}确认，您没有签过这一步", document_id, f"转告{who}")
