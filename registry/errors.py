"""What the registry refuses or can't do (登记处错误).

NotNowError
├── MisfitHereError        HT-301  the event does not fit where the document is
├── AlreadyTakenInError    HT-302  this drop is ours already
├── NumberTakenError       HT-303  the number belongs to another document
├── NotNextNumberError     HT-304  a number out of turn
├── NotReservedError       HT-305  no reserved range holds the number
├── RangeNotFreeError      HT-306  the range touches numbers used or reserved
├── NotHighestError        HT-307  higher numbers were given than the one said to be the highest
├── LeaseLostError         HT-308  somebody else took over the work
└── NotEmptyError          HT-309  only an empty registry is rebuilt
NotAllowedError
└── SamePersonError        HT-310  two acts that need different people
SurroundingsError
├── ClockBehindError       HT-320  the clock stands before the last line of the ledger
├── RegistryBusyError      HT-321  others held the registry for too long
├── RegistryFullError      HT-322  the disk is full
└── RegistryAwayError      HT-323  the database can't be reached or used
MissingPartError
├── NewerSchemaError       HT-324  the registry was made by newer software
├── OlderSchemaError       HT-325  the registry is not prepared for this software
└── NoDriverError          HT-326  psycopg is missing
IntegrityError
├── BrokenLineError        HT-330  a line or payload is not what the ledger says
├── BrokenRowError         HT-331  a row can't be read back
└── GuardError             HT-332  the database refused a change of what is fixed
"""

from __future__ import annotations

import datetime as dt

from domain.errors import IntegrityError, MissingPartError, NotAllowedError, NotNowError, SurroundingsError

_ACTS = {
    "document.taken_in": "收稿",
    "document.refused": "退稿",
    "document.examined": "审读",
    "document.facts_stated": "补正要素",
    "document.presented": "呈批",
    "document.decided": "批示",
    "document.revised": "修改文稿",
    "document.withdrawn": "撤稿",
    "document.registered": "登记",
    "document.sealed": "用印",
    "document.issued": "印发",
    "record.filed": "归档",
    "document.handed_back": "回送",
    "document.stuck": "记录办理受阻",
    "destruction.listed": "拟制销毁清册",
    "destruction.struck": "抽出",
    "destruction.approved": "批准销毁",
    "destruction.refused": "不予批准销毁",
    "destruction.witnessed": "监销核对",
    "destruction.begun": "执行销毁",
    "destruction.attested": "监销签字",
    "record.destroyed": "销毁",
}

_STEPS = {"draft": "拟稿", "review": "审核", "cosign": "会签", "sign": "签发", "register": "登记", "seal": "用印"}


class MisfitHereError(NotNowError):
    """The event does not fit where the document is (时机不符)."""

    code = "HT-301"

    def __init__(self, document_id: str, phase: str, verb: str) -> None:
        act = _ACTS.get(verb, verb)
        super().__init__(
            f"文稿现在处于“{phase}”，这一步“{act}”不能办或者已经办过", document_id, "刷新待办，按文稿当前状态办理"
        )


class AlreadyTakenInError(NotNowError):
    """This drop is ours already (重复收稿)."""

    code = "HT-302"

    def __init__(self, name: str, document_id: str) -> None:
        super().__init__(f"这份文稿已经收过，编号{document_id}", name, f"按{document_id}办理，不要重复投稿")


class NumberTakenError(NotNowError):
    """The number belongs to another document (字号已用)."""

    code = "HT-303"

    def __init__(self, number: str) -> None:
        super().__init__("这个字号已经发给别的文件，字号一经发出永不再用", number, "改用下一个字号登记")


class NotNextNumberError(NotNowError):
    """A number out of turn (字号不连续)."""

    code = "HT-304"

    def __init__(self, number: str, expected: int) -> None:
        super().__init__(f"这个字号不是顺次的下一个，顺序号应为{expected}", number, "重新登记，由系统取号")


class NotReservedError(NotNowError):
    """No reserved range holds the number (未预留)."""

    code = "HT-305"

    def __init__(self, number: str) -> None:
        super().__init__("这个字号不在预留号段内", number, "先预留号段并写明理由，或者按顺序取号")


class RangeNotFreeError(NotNowError):
    """The range touches numbers used or reserved, or is none (号段冲突)."""

    code = "HT-306"

    def __init__(self, scheme: str, first: int, last: int, used_up_to: int) -> None:
        super().__init__(
            f"号段{first}至{last}不能用：已用到{used_up_to}号，或者与已预留的号段重叠", scheme, "核对编号台账后另选号段"
        )


class NotHighestError(NotNowError):
    """After a restore a number was named as the highest while these books know a higher one (不是最高号)."""

    code = "HT-307"

    def __init__(self, scheme: str, said: int, known: int) -> None:
        super().__init__(
            f"登记库里已编到{known}号，{said}号不是最高的号", scheme, f"核对纸质登记簿；没有更高的就写 {known}"
        )


class LeaseLostError(NotNowError):
    """Somebody else took over the work (租约已失)."""

    code = "HT-308"

    def __init__(self, name: str) -> None:
        super().__init__("这项独占工作已由另一进程接手，本次结果不予记录", name, "等待另一进程办完，系统会自动继续")


class NotEmptyError(NotNowError):
    """Only an empty registry is rebuilt (登记库非空)."""

    code = "HT-309"

    def __init__(self, events: int) -> None:
        super().__init__(f"登记库里已有{events}条事项，不能在上面重建", mend="先备份并清空登记库，再重建")


class SamePersonError(NotAllowedError):
    """Two acts that need different people (不得由同一人办理)."""

    code = "HT-310"

    def __init__(self, document_id: str, act: str, person: str) -> None:
        super().__init__(
            f"{person}在本件上已办过另一环节，按本机关规定不得再办“{_STEPS.get(act, act)}”",
            document_id,
            "请由另一位有此职责的同志办理",
        )


class ClockBehindError(SurroundingsError):
    """The clock stands before the last line of the ledger (时钟倒退)."""

    code = "HT-320"

    def __init__(self, now: dt.datetime, last: dt.datetime, act: str = "编号") -> None:
        super().__init__(
            f"系统时间{now:%Y-%m-%d %H:%M}早于台账最后一笔{last:%Y-%m-%d %H:%M}，不能{act}",
            mend="校准服务器时钟后再办",
        )


class RegistryBusyError(SurroundingsError):
    """Others held the registry for too long (登记库繁忙)."""

    code = "HT-321"

    def __init__(self, where: str) -> None:
        super().__init__("登记库一直被占用，这一步没有记上", where, "稍后再试；仍然如此时检查是否有卡住的进程")


class RegistryFullError(SurroundingsError):
    """The disk is full (磁盘已满)."""

    code = "HT-322"

    def __init__(self, where: str) -> None:
        super().__init__("登记库所在磁盘已满，这一步没有记上，原有内容完好", where, "清理磁盘空间后再办")


class RegistryAwayError(SurroundingsError):
    """The database can't be reached or used (登记库不可用)."""

    code = "HT-323"

    def __init__(self, where: str) -> None:
        super().__init__("登记库打不开或连接中断，这一步没有记上", where, "检查数据库服务、磁盘和权限，再重试")


class NewerSchemaError(MissingPartError):
    """The registry was made by newer software (登记库版本较新)."""

    code = "HT-324"

    def __init__(self, where: str, unknown: str) -> None:
        super().__init__(f"登记库由更新版本的软件建立（{unknown}），本版本不能使用", where, "升级软件后再启动")


class OlderSchemaError(MissingPartError):
    """The registry is not prepared for this software (登记库未升级)."""

    code = "HT-325"

    def __init__(self, where: str) -> None:
        super().__init__(
            "登记库尚未建立或尚未升级到本版本", where, "运行 hongtou up 或 hongtou rebuild registry，自动建立或升级"
        )


class NoDriverError(MissingPartError):
    """Psycopg is missing (缺少数据库驱动)."""

    code = "HT-326"

    def __init__(self) -> None:
        super().__init__("缺少 PostgreSQL 驱动 psycopg", mend="安装 hongtou[postgres] 后再启动")


class BrokenLineError(IntegrityError):
    """A line or payload is not what the ledger says (台账受损)."""

    code = "HT-330"

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(f"台账第{index}行{reason}，重建已停止", mend="运行 hongtou verify，用备份核对台账后再重建")


class BrokenRowError(IntegrityError):
    """A row can't be read back (登记库受损)."""

    code = "HT-331"

    def __init__(self, subject: str) -> None:
        super().__init__("登记库里这一条读不出来", subject, "运行 hongtou rebuild registry，从台账重建")


class GuardError(IntegrityError):
    """The database refused a change of what is fixed (拒绝改动)."""

    code = "HT-332"

    def __init__(self, where: str) -> None:
        super().__init__(
            "数据库拒绝了会破坏台账或字号的改动，这一步没有记上", where, "运行 hongtou verify 检查，并告知系统管理员"
        )
