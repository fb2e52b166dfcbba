"""What stands in the way of taking over, arranging, appraising and lending records (在档情况), each with its sentence.

BadInputError
├── CatalogueFileError      HT-800  the catalogue can't be read at all
├── RowError                HT-822  a row is refused, for one of these reasons:
├── RowFieldError           HT-801  a field of a row is missing or not as it should be
├── RowIdError              HT-802  the id can't stand
├── RowFileError            HT-803  the file of a row can't be taken
├── RowDiffersError         HT-804  the id is taken by something else
├── RowLevelError           HT-805  the level is above what this office may hold
├── RowMarkError            HT-806  the record bears a higher mark than its row says
├── CodeTakenError          HT-807  another record bears the 档号
├── ReasonMissingError      HT-808  an act lacks its reason
├── RetentionTableError     HT-809  the table of retention periods can't be used
└── UnknownClassError       HT-810  a class is none of the office's
NotFoundError
└── UnknownRecordError      HT-811  nothing of that name lies in the archive within scope
NotNowError
├── NotOpenError            HT-812  the piece has its place already, or is left out
├── ShorterError            HT-813  a retention period is never shortened
├── NotOverError            HT-814  the record's time is not over
├── NoOpinionError          HT-815  decided without opinions
├── LentAlreadyError        HT-816  the piece is lent
├── NotLentError            HT-817  the piece is not lent
├── NoSuchHoldError         HT-818  there is no such hold
└── YearBusyError           HT-819  another process arranges the year
NotAllowedError
├── OtherPersonNeededError  HT-820  the office's rule wants another person
└── ApprovalMissingError    HT-821  nobody who may has approved it
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.errors import BadInputError, NotAllowedError, NotFoundError, NotNowError


class CatalogueFileError(BadInputError):
    """The catalogue to be taken over can't be read at all (目录文件有误)."""

    code = "HT-800"

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"目录文件读不出来：{why}，没有接收任何档案", place, "改正这个文件后再接收")


class RowError(BadInputError):
    """A row of the catalogue is refused (未接收); the others are taken over."""

    code = "HT-822"


class RowFieldError(RowError):
    """A field of a row is missing or not as it should be (项目不符)."""

    code = "HT-801"

    def __init__(self, record: str, name: str, value: str, fit: str) -> None:
        happened = f"{name}“{value}”不合要求，未接收" if value else f"没有写明{name}，未接收"
        super().__init__(happened, record, f"改正后再接收一次（{name}应为{fit}）")


class RowIdError(RowError):
    """The id of a row can't stand (编号不可用)."""

    code = "HT-802"

    def __init__(self, record: str, why: str) -> None:
        super().__init__(f"编号 id 不能用：{why}，未接收", record, "换一个编号后再接收一次")


class RowFileError(RowError):
    """The file of a row can't be taken (文件不能接收)."""

    code = "HT-803"

    def __init__(self, record: str, name: str, why: str) -> None:
        super().__init__(f"文件“{name}”不能接收：{why}", record, "核对文件后再接收一次")


class RowDiffersError(RowError):
    """The id is taken by something else (编号已用)."""

    code = "HT-804"

    def __init__(self, record: str) -> None:
        super().__init__(
            "这个编号已有档案，内容与本行不同，未接收，原有档案未动",
            record,
            "核对是不是同一件：同一件的不必再接收，另一件的换一个编号再接收",
        )


class RowLevelError(RowError):
    """The level is above what this office may hold (密级超出)."""

    code = "HT-805"

    def __init__(self, record: str, level: str, permitted: str) -> None:
        super().__init__(
            f"密级“{level}”超出本机可存的“{permitted}”，未接收，没有留存内容", record, "转到符合该密级要求的系统办理"
        )


class RowMarkError(RowError):
    """The record bears a higher mark than its row says (密级不符)."""

    code = "HT-806"

    def __init__(self, record: str, stated: str) -> None:
        super().__init__(
            f"文内密级标志高于目录所写的“{stated}”，未接收，没有留存内容", record, "由保密员核定密级，目录改正后再接收"
        )


class CodeTakenError(RowError):
    """Another record bears the 档号 (档号重复)."""

    code = "HT-807"

    def __init__(self, record: str, code: str) -> None:
        super().__init__(f"档号“{code}”已属另一件，未接收", record, "核对档号后再接收一次")


class ReasonMissingError(BadInputError):
    """An act on a kept record lacks its reason, its owner or its purpose (须写明)."""

    code = "HT-808"

    def __init__(self, subject: str, what: str) -> None:
        super().__init__(f"没有写明{what}", subject, f"写明{what}后再办")


class RetentionTableError(BadInputError):
    """The table of retention periods can't be used (保管期限表有误)."""

    code = "HT-809"

    def __init__(self, place: str, why: str) -> None:
        super().__init__(why, place, "改正这个文件后再试")


class UnknownClassError(BadInputError):
    """A class is none of the office's (没有这个机构代码)."""

    code = "HT-810"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__("没有这个机构（问题）代码", name, f"改用其中之一：{'、'.join(known)}")


class UnknownRecordError(NotFoundError):
    """Nothing of that name lies in the archive within the reader's scope (查无此档)."""

    code = "HT-811"

    def __init__(self, name: str) -> None:
        super().__init__("没有查到这件档案", name, "核对档号或编号")


class NotOpenError(NotNowError):
    """The piece has its place already, or is left out (不能再定件)."""

    code = "HT-812"

    def __init__(self, record: str, standing: str) -> None:
        super().__init__(
            f"这一件{standing}，不能这样改", record, "已编档号的不再改动；要延长保管期限用 hongtou retention"
        )


class ShorterError(NotNowError):
    """A retention period is never shortened (保管期限不得缩短)."""

    code = "HT-813"

    def __init__(self, record: str, old: str, new: str) -> None:
        super().__init__(
            f"保管期限现为{old}，不能改为{new}，保管期限只延长、不缩短",
            record,
            "选同样或更长的期限；不再保存的，期满后提请鉴定销毁",
        )


class NotOverError(NotNowError):
    """The record's time is not over, so that there is nothing to appraise (未到期)."""

    code = "HT-814"

    def __init__(self, record: str, until: str) -> None:
        super().__init__(f"保管期限未满（{until}），不能鉴定", record, "到期后再办")


class NoOpinionError(NotNowError):
    """An appraisal is decided on opinions (没有鉴定意见)."""

    code = "HT-815"

    def __init__(self, record: str, needed: int, given: int) -> None:
        super().__init__(f"鉴定意见应有{needed}人，现有{given}人，不能作出决定", record, "先由鉴定小组成员提出意见")


class LentAlreadyError(NotNowError):
    """The piece is lent (已借出)."""

    code = "HT-816"

    def __init__(self, record: str, borrower: str, due: str) -> None:
        super().__init__(f"这一件已由{borrower}借出，应于{due}前归还", record, "归还后再借")


class NotLentError(NotNowError):
    """The piece is not lent (未借出)."""

    code = "HT-817"

    def __init__(self, record: str) -> None:
        super().__init__("这一件没有借出，不用归还", record, "核对档号")


class NoSuchHoldError(NotNowError):
    """There is no such hold (没有这项冻结)."""

    code = "HT-818"

    def __init__(self, record: str, index: int) -> None:
        super().__init__(f"没有第{index}号冻结", record, "用 hongtou holds 查看")


class YearBusyError(NotNowError):
    """Another process arranges the year (正在整理)."""

    code = "HT-819"

    def __init__(self, year: int) -> None:
        super().__init__(f"{year}年度的归档正由另一个进程整理", "", "等它办完再运行，结果不变")


class OtherPersonNeededError(NotAllowedError):
    """The office's rule wants another person for this act (须由不同的人办理)."""

    code = "HT-820"

    def __init__(self, record: str, act: str, other: str) -> None:
        super().__init__(f"{act}不能由{other}的同一人办理", record, "请另一位有权限的同志办理")


class ApprovalMissingError(NotAllowedError):
    """An outsider's reading, or any lending, needs the approval of somebody who may give it (须经批准)."""

    code = "HT-821"

    def __init__(self, record: str, who: str) -> None:
        super().__init__(f"没有{who}批准，不能借出或供外单位查阅", record, "经批准后写明批准人的账号")
