"""The situations of rechecking, printing, distributing and ending a document's force (复核、印制、分发、失效的情况).

NotNowError
├── NotAllTickedError       HT-220  a recheck with an item left out
├── NoRecipientsError       HT-221  a document to be distributed that nobody gets
├── WhoMissingError         HT-223  it was not said who printed, or who signed for the copies
├── CopiesShortError        HT-225  fewer copies than the recipients and the files need
├── NotARecipientError      HT-226  somebody who is not on the list, or has signed before
├── PrintRunMissingError    HT-873  nobody has stated how many copies are printed
├── ReceiptDayError         HT-227  a day of receipt that can't be
└── RepealDayError          HT-228  a day of losing force that can't be
BadInputError
└── RecipientUnreadableError HT-222  a recipient that can't be read
NotAllowedError
└── PrinterNotApprovedError HT-224  a classified document at a printer nobody approved
"""

from __future__ import annotations

from domain.errors import BadInputError, NotAllowedError, NotNowError


class NotAllTickedError(NotNowError):
    """A recheck left an item out (复核不全)."""

    code = "HT-220"

    def __init__(self, document_id: str, missing: str) -> None:
        super().__init__(f"没有逐项核对：{missing}", document_id, "核对后逐项勾选；有差错的不要通过，按签发后修改办理")


class NoRecipientsError(NotNowError):
    """A document to be distributed has no recipients (没有分送范围)."""

    code = "HT-221"

    def __init__(self, document_id: str) -> None:
        super().__init__("没有写明分送给谁", document_id, "登记时逐行写明收文单位和份数")


class RecipientUnreadableError(BadInputError):
    """A recipient can't be read (收文单位有误)."""

    code = "HT-222"

    def __init__(self, line: str) -> None:
        super().__init__("收文单位没有写对，或写了两次", line, "一行一个，写成“县政府办公室 2份”")


class WhoMissingError(NotNowError):
    """It was not said who did it (没有写明由谁)."""

    code = "HT-223"

    def __init__(self, document_id: str, who: str) -> None:
        super().__init__(f"没有写明{who}", document_id, f"写明{who}后再提交")


class PrinterNotApprovedError(NotAllowedError):
    """A classified document may be printed by an approved printer only (非定点印制)."""

    code = "HT-224"

    def __init__(self, document_id: str, printer: str, level: str) -> None:
        super().__init__(
            f"{level}文件不能在{printer}印制",
            document_id,
            "送批准定点的印制单位；定点单位写在 office.toml 的 approved_printers 中",
        )


class CopiesShortError(NotNowError):
    """Fewer copies than the recipients and the files need (印数不足)."""

    code = "HT-225"

    def __init__(self, document_id: str, made: int, needed: int) -> None:
        super().__init__(f"印数{made}份不够，分送和存档需要{needed}份", document_id, "改足份数后再办")


class PrintRunMissingError(NotNowError):
    """Nobody has stated how many copies are printed (没有写印数)."""

    code = "HT-873"

    def __init__(self, document_id: str) -> None:
        mend = "登记时写明印数，命令行加 --copies 份数；发文稿纸写了印数的不用再写"
        super().__init__("没有写印数：这份文件不分发，印多少份要由登记的人定", document_id, mend)


class NotARecipientError(NotNowError):
    """Somebody who is not on the list of distribution, or has signed before (不在分送范围)."""

    code = "HT-226"

    def __init__(self, document_id: str, name: str, left: str) -> None:
        super().__init__(
            f"“{name}”不在待签收之列", document_id, f"核对收文单位；还没有签收的：{left}" if left else "核对分送明细"
        )


class ReceiptDayError(NotNowError):
    """The day of receipt is still to come, or before the document was issued (签收日期有误)."""

    code = "HT-227"

    def __init__(self, document_id: str, day: str) -> None:
        super().__init__(f"签收日期{day}不对：早于印发，或还没有到", document_id, "按签收单上的日期填写")


class RepealDayError(NotNowError):
    """废止 has no day, or one before the document itself (失效日期有误)."""

    code = "HT-228"

    def __init__(self, document_id: str, day: str) -> None:
        happened = f"废止日期{day}早于成文日期" if day else "没有写明自哪一天起废止"
        super().__init__(happened, document_id, "写明废止日期，不早于成文日期；自始无效的按撤销办理")
