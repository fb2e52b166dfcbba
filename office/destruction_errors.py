"""What stands in the way of destroying records (销毁), each with its sentence.

RowError
└── RowDestroyedError       HT-933  a row of a catalogue was destroyed since it was taken over
NotNowError
├── NothingToDestroyError   HT-920  no record is decided on, over and free
├── ListStageError          HT-922  the list is not where this act belongs
├── StillWaitingError       HT-923  the days between approval and destruction are not over
├── BlockedItemError        HT-925  a record on the list may not be destroyed any more
└── TooManyItemsError       HT-931  more records than a list holds
NotFoundError
├── UnknownListError        HT-921  no such list within scope
└── NotOnListError          HT-930  the record is not on the list
MissingPartError
└── CalendarUnknownError    HT-924  the calendar of the year is not loaded
NotAllowedError
├── PartTakenError          HT-926  the person had a part in the list before
└── NotWitnessError         HT-932  only who witnessed it signs
IntegrityError
├── NotAsListedError        HT-927  records are not as they were when the list was made
└── NoteForgedError         HT-929  what a backup's folder says of destroyed records bears no good signature
SurroundingsError
└── ErasureWaitsError       HT-928  it is decided and recorded, but not all content could be erased yet
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from domain.errors import (
    IntegrityError,
    MissingPartError,
    NotAllowedError,
    NotFoundError,
    NotNowError,
    SurroundingsError,
)
from office.keeping_errors import RowError


class NothingToDestroyError(NotNowError):
    """No record is decided on, over and free (没有可销毁的档案)."""

    code = "HT-920"

    def __init__(self) -> None:
        super().__init__(
            "没有可以列入销毁清册的档案：要保管期满、鉴定决定销毁、没有冻结、没有借出、不在别的清册上",
            "",
            "先用 hongtou due 看到期的，由鉴定小组用 hongtou appraise 鉴定",
        )


class UnknownListError(NotFoundError):
    """No such list within the reader's scope (没有这份清册)."""

    code = "HT-921"

    def __init__(self, name: str) -> None:
        super().__init__("没有查到这份销毁清册", name, "用 hongtou destroy 查看各份清册的编号，如 2036-001")


class ListStageError(NotNowError):
    """The list is not where this act belongs (清册进度不符)."""

    code = "HT-922"

    def __init__(self, name: str, stage: str, act: str) -> None:
        super().__init__(f"销毁清册现在是“{stage}”，不能{act}", name, f"用 hongtou destroy show {name} 看下一步该谁办")


class StillWaitingError(NotNowError):
    """The days between approval and destruction are not over (冷静期未满)."""

    code = "HT-923"

    def __init__(self, name: str, ready_on: dt.date) -> None:
        super().__init__(
            f"批准后的等待期未满，{ready_on:%Y年%-m月%-d日}起才能监销",
            name,
            "到那天再办；这期间仍可冻结、抽出或不予批准",
        )


class CalendarUnknownError(MissingPartError):
    """The calendar of the year is not loaded, so that the day can't be told (没有当年工作日历)."""

    code = "HT-924"

    def __init__(self, name: str, year: int) -> None:
        super().__init__(
            f"没有{year}年的工作日历，等待期的日子算不准，销毁不能按暂定的日子办",
            name,
            f"把国务院办公厅{year}年放假安排写入机关的 日历 文件夹后再批准",
        )


class BlockedItemError(NotNowError):
    """A record on the list may not be destroyed any more (该件不能销毁)."""

    code = "HT-925"

    def __init__(self, name: str, record: str, why: str) -> None:
        self.why = why
        super().__init__(
            f"清册{name}上的这一件不能销毁：{why}。整份清册都没有执行",
            record,
            f"先处理好，或用 hongtou destroy strike {name} {record} 把它抽出",
        )


class PartTakenError(NotAllowedError):
    """The person had a part in the list before (同一人不得办两个环节)."""

    code = "HT-926"

    def __init__(self, name: str, person: str, before: str) -> None:
        super().__init__(
            f"{person}已经在这份清册上{before}，拟制、两位批准、两位监销须是五个不同的人",
            name,
            "请另一位有此职责的同志办理",
        )


class NotAsListedError(IntegrityError):
    """Records are not as they were when the list was made (与清册不符)."""

    code = "HT-927"

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        more = f"等{len(faults)}处" if len(faults) > 3 else ""
        super().__init__(
            f"档案与清册不符，没有签认：{'；'.join(faults[:3])}{more}",
            name,
            "查明原因；受损的先修复，换了版本的抽出后另列清册",
        )


class ErasureWaitsError(SurroundingsError):
    """It is decided and recorded, but not all content could be erased yet (清除未完)."""

    code = "HT-928"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"销毁已经记入台账，内容还没有清除完：{why}",
            name,
            f"排除故障后运行 hongtou destroy run {name} 接着清除；重新启动服务也会接着清除",
        )


class NoteForgedError(IntegrityError):
    """What a backup's folder says of destroyed records bears no good signature (销毁通知签名不符)."""

    code = "HT-929"

    def __init__(self, path: Path) -> None:
        super().__init__(
            "备份处的销毁通知签名对不上，没有恢复", str(path), "请系统管理员查明是谁改动的；换用另一处备份恢复"
        )


class NotOnListError(NotFoundError):
    """The record is not on the list, or was taken off it (不在清册上)."""

    code = "HT-930"

    def __init__(self, name: str, record: str) -> None:
        super().__init__(f"清册{name}上没有这一件，或者已经抽出", record, f"用 hongtou destroy show {name} 核对")


class TooManyItemsError(NotNowError):
    """More records than a list holds (一份清册放不下)."""

    code = "HT-931"

    def __init__(self, count: int, most: int) -> None:
        super().__init__(f"有{count}件，一份销毁清册最多{most}件", "", "写明档号，分成几份清册")


class RowDestroyedError(RowError):
    """A row of a catalogue was taken over once and destroyed since (已销毁的不再接收)."""

    code = "HT-933"

    def __init__(self, record: str, told: str) -> None:
        super().__init__(f"这个编号的档案{told}，未接收", record, "不要再接收这一件；确是另一件的，换一个编号")


class NotWitnessError(NotAllowedError):
    """Only who witnessed it signs (不是监销人)."""

    code = "HT-932"

    def __init__(self, name: str, person: str) -> None:
        super().__init__(f"{person}不是这份清册的监销人，或者已经签过字", name, "请监销时在场核对的两位同志签字")
