"""The situations of papers that come in (收文中的情况).

NotAllowedError
└── LevelTooHighError        HT-884  the piece bears a level above what this installation may hold
NotNowError
├── NotAReceiptError         HT-880  the document is none that came in
├── ReceiptDestroyedError    HT-946  it was destroyed; its line in the register is left
├── DuplicateReceiptError    HT-882  the sender's number was entered before
├── PackageNotWholeError     HT-883  what is looked at before signing does not hold
├── NotCountedError          HT-831  it is to be counted copy by copy and page by page
├── CountDiffersError        HT-832  what was counted differs, and the sender was not asked
├── LeadReportsLastError     HT-888  other units have not reported yet
├── ReplyMissingError        HT-890  the sender asks for an answer
├── NotInstructedYetError    HT-891  nobody is added before the leader has instructed
├── NotRecallableError       HT-892  the step was not laid out on the way, or is done
└── NotShownYetError         HT-895  a scan is not shown before its level is stated
BadInputError
├── ParticularsUnfitError    HT-881  something of the register entry lacks or does not fit
├── NoSuchCheckError         HT-876  what did not hold is nothing that is looked at here
├── AssignmentUnfitError     HT-887  who is named can't have it
├── CountUnfitError          HT-830  what was counted can't be read
├── ScanMissingError         HT-829  a 拟办 or 批示 is entered from paper without its scan
├── ItemsNotTickedError      HT-889  an item of the first review has no tick
└── NotOurDocumentError      HT-894  the answer is no document of ours that was issued
MissingPartError
├── NoReceiptSchemeError     HT-885  no number scheme is for receipts
└── NoReceiptProcedureError  HT-886  no procedure is for such a piece
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.errors import BadInputError, MissingPartError, NotAllowedError, NotNowError


class NotAReceiptError(NotNowError):
    """The document is none that came in (不是收文)."""

    code = "HT-880"

    def __init__(self, document_id: str) -> None:
        super().__init__("这不是收文", document_id, "核对编号；收文在“收文登记簿”中")


class ReceiptDestroyedError(NotNowError):
    """What came in was destroyed (收文已销毁): its line in the register is all that is left."""

    code = "HT-946"

    def __init__(self, document_id: str, told: str) -> None:
        super().__init__(f"这件收文{told}，内容不再保存", document_id, "在收文登记簿看登记，在销毁清册看题名")


class ParticularsUnfitError(BadInputError):
    """Something of the register entry lacks or does not fit (登记项目不全)."""

    code = "HT-881"

    def __init__(self, document_id: str, faults: Iterable[str]) -> None:
        super().__init__(f"收文登记的项目没有填对：{'；'.join(faults)}", document_id, "对照来文改正后再登记")


class DuplicateReceiptError(NotNowError):
    """The sender's number was entered before (重复来文)."""

    code = "HT-882"

    def __init__(self, document_id: str, sender: str, number: str, known: Iterable[str]) -> None:
        super().__init__(
            f"{sender}{number}已经登记过：{'、'.join(known)}",
            document_id,
            "核对是不是同一件：是的，拒收这一件并写明重复；确要另行登记的，写明理由再登记",
        )


class PackageNotWholeError(NotNowError):
    """What is looked at before one signs for a piece does not hold (不得签收)."""

    code = "HT-883"

    def __init__(self, document_id: str, failed: Iterable[str]) -> None:
        super().__init__(
            f"没有核对或不符：{'、'.join(failed)}，不得签收",
            document_id,
            "与来文机关联系；不能解决的，拒收并写明原因",
        )


class NoSuchCheckError(BadInputError):
    """What did not hold is nothing that is looked at here (没有这一项核对)."""

    code = "HT-876"

    def __init__(self, strange: Iterable[str], known: Iterable[str]) -> None:
        super().__init__(
            f"签收核对中没有“{'、'.join(strange)}”这一项",
            "签收登记",
            f"本机关核对的是：{'；'.join(known) or '没有规定，先写收文程序'}；照原文写，一项写一次",
        )


class LevelTooHighError(NotAllowedError):
    """The piece bears a level above what this installation may hold (密级超出许可)."""

    code = "HT-884"

    def __init__(self, document_id: str, level: str, permitted: str) -> None:
        super().__init__(
            f"来文是{level}，本系统最高只能办理{permitted}，不得在这里登记",
            document_id,
            "按“涉密，移出”处理，电子件立即从本系统清除，并报告保密员；纸质件按涉密载体登记",
        )


class NoReceiptSchemeError(MissingPartError):
    """No number scheme is for receipts (没有收文编号)."""

    code = "HT-885"

    def __init__(self, document_id: str, wanted: str = "") -> None:
        super().__init__(
            f"没有收文编号序列{f'“{wanted}”' if wanted else ''}",
            document_id,
            "在 office.toml 中加一段 [[scheme]]，写上 receives = true",
        )


class NoReceiptProcedureError(MissingPartError):
    """No procedure is for such a piece (没有收文程序)."""

    code = "HT-886"

    def __init__(self, document_id: str) -> None:
        super().__init__(
            "没有适用的收文程序", document_id, '在 office.toml 的 procedures 中写上收文程序，如 "receipt-township"'
        )


class AssignmentUnfitError(BadInputError):
    """Who is named can't have it (分送有误)."""

    code = "HT-887"

    def __init__(self, document_id: str, faults: Iterable[str]) -> None:
        super().__init__(f"分送没有写对：{'；'.join(faults)}", document_id, "改正后再提交")


class CountUnfitError(BadInputError):
    """What was counted can't be read (查点填写有误)."""

    code = "HT-830"

    def __init__(self, document_id: str, faults: Iterable[str]) -> None:
        super().__init__(
            f"逐份逐页查点没有填对：{'；'.join(faults)}",
            document_id,
            "一行一份，写份号（或第几份）、空格、页数，如“000012 8”",
        )


class NotCountedError(NotNowError):
    """It is to be counted copy by copy and page by page before it is signed for (尚未查点)."""

    code = "HT-831"

    def __init__(self, document_id: str) -> None:
        super().__init__(
            "按程序，这件来文要逐份逐页查点，还没有查点", document_id, "先对照清单逐份逐页查点，再签收登记"
        )


class CountDiffersError(NotNowError):
    """What was counted differs from the list, and the sender was not asked (查点不符)."""

    code = "HT-832"

    def __init__(self, document_id: str, found: Iterable[str]) -> None:
        super().__init__(
            f"查点不符：{'；'.join(found)}，还没有登记与来文机关联系的结果",
            document_id,
            "与来文机关联系，在“登记催办、联系”记下对方的答复；补齐了的重新查点，再签收登记",
        )


class ScanMissingError(BadInputError):
    """A 拟办 or 批示 is entered from paper without its scan (代录缺扫描件)."""

    code = "HT-829"

    def __init__(self, document_id: str, step: str) -> None:
        super().__init__(
            f"代录的{step}没有附扫描件，别人没法核对", document_id, "扫描签了字的文件处理签，连同扫描件一起代录"
        )


class LeadReportsLastError(NotNowError):
    """Other units have not reported yet (牵头单位最后汇总)."""

    code = "HT-888"

    def __init__(self, document_id: str, waiting: Iterable[str]) -> None:
        super().__init__(
            f"协办的{'、'.join(waiting)}还没有反馈，牵头单位最后汇总", document_id, "催促协办单位反馈后再填写承办结果"
        )


class ItemsNotTickedError(BadInputError):
    """An item of the first review has no tick (初审未逐项核对)."""

    code = "HT-889"

    def __init__(self, document_id: str, missing: Iterable[str]) -> None:
        super().__init__(
            f"初审没有逐项勾选：{'、'.join(missing)}",
            document_id,
            "逐项核对后勾选；有一项不符合的，退回来文机关并写明理由",
        )


class ReplyMissingError(NotNowError):
    """The sender asks for an answer (尚未答复)."""

    code = "HT-890"

    def __init__(self, document_id: str) -> None:
        super().__init__("来文要求答复，还没有登记我方的复文", document_id, "复文印发后登记它的发文字号，再办结")


class NotInstructedYetError(NotNowError):
    """Nobody is added before the leader has instructed (领导尚未批示)."""

    code = "HT-891"

    def __init__(self, document_id: str) -> None:
        super().__init__("领导还没有批示，不能增加承办单位和传阅人", document_id, "批示时一并写明，或等批示以后再加")


class NotRecallableError(NotNowError):
    """The step was not laid out on the way, or is done (不能收回)."""

    code = "HT-892"

    def __init__(self, document_id: str, step: str) -> None:
        super().__init__(
            f"“{step}”不能收回：已经办完，不是分送出去的，或者是还有协办单位的牵头单位",
            document_id,
            "核对现在在谁那里；要换牵头单位的，先由领导另行指定",
        )


class NotOurDocumentError(BadInputError):
    """The answer is no document of ours that was issued (不是本机关的复文)."""

    code = "HT-894"

    def __init__(self, document_id: str, number: str) -> None:
        super().__init__(
            f"“{number}”不是本机关已印发的发文", document_id, "填写复文的发文字号；还没有印发的，印发以后再登记"
        )


class NotShownYetError(NotNowError):
    """A scan is not shown before its level is stated (未定密级，不显示)."""

    code = "HT-895"

    def __init__(self, document_id: str) -> None:
        super().__init__(
            "扫描件没有文字层，密级还没有写明，暂不显示", document_id, "机要员对照原件签收登记、写明密级后即可查看"
        )
