"""What stands in the way of restoring (恢复的错误), HT-850 to HT-859 and HT-940.

SurroundingsError
├── NotEmptyFolderError     HT-850  the folder to restore to holds something else
├── HalfRestoredError       HT-851  restoring the office was broken off
├── OfficeRunsError         HT-852  the office in the folder is running
IntegrityError
├── LongerLedgerError       HT-853  the office in the folder knows more than the backup
├── LongerDatabaseError     HT-940  the database of the registry knows more than the backup
├── OtherStoryError         HT-854  the office in the folder is another one
├── RestoredFaultyError     HT-855  what was restored is not what was backed up
NotNowError
├── NumbersLockedError      HT-856  no number is given before the highest in use was confirmed
└── NothingToConfirmError   HT-857  this series waits for nobody's confirmation
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from domain.errors import IntegrityError, NotNowError, SurroundingsError


class NotEmptyFolderError(SurroundingsError):
    """The folder to restore to holds something else (文件夹不空)."""

    code = "HT-850"

    def __init__(self, place: Path) -> None:
        super().__init__("文件夹里有别的东西，没有恢复", str(place), "换一个空文件夹")


class HalfRestoredError(SurroundingsError):
    """Restoring the office was broken off (恢复没有做完)."""

    code = "HT-851"

    def __init__(self, place: Path) -> None:
        super().__init__("这个机关由备份恢复到一半，不能启用", str(place), "再运行一次同样的 hongtou restore，做完为止")


class OfficeRunsError(SurroundingsError):
    """The office in the folder is running (正在运行)."""

    code = "HT-852"

    def __init__(self, place: Path) -> None:
        super().__init__("文件夹里的机关正在运行，没有恢复", str(place), "先停掉 hongtou up，再恢复")


class LongerLedgerError(IntegrityError):
    """The office in the folder knows more than the backup (台账比备份长)."""

    code = "HT-853"

    def __init__(self, place: Path, there: int, backed_up: int) -> None:
        lost = f"会丢掉第{backed_up + 1}至{there}号"
        super().__init__(
            f"这里的台账已到第{there}号，备份只到第{backed_up}号，恢复{lost}，没有动它",
            str(place),
            "用更新的备份；这里的台账确已损坏的，恢复到另一个空文件夹，再由人核对后面的各号",
        )


class LongerDatabaseError(IntegrityError):
    """The database that office.toml names knows more than the backup (登记库比备份长)."""

    code = "HT-940"

    def __init__(self, place: Path, there: int, backed_up: int) -> None:
        super().__init__(
            f"office.toml 所写的数据库里，登记库已到第{there}号，备份只到第{backed_up}号，没有恢复，数据库没有动",
            str(place),
            "用原来的机关文件夹；它确已丢失的，把那个数据库改名留底，新建同名的空数据库，再运行同样的 hongtou restore",
        )


class OtherStoryError(IntegrityError):
    """The office in the folder is another one, or its ledger was changed (不是同一份台账)."""

    code = "HT-854"

    def __init__(self, place: Path, index: int) -> None:
        super().__init__(
            f"这里的台账第{index}号与备份的不是同一份，没有动它",
            str(place),
            "恢复到另一个空文件夹；查明这里是哪个机关，或者台账被谁改过",
        )


class RestoredFaultyError(IntegrityError):
    """What was restored is not what was backed up (恢复后核验不符)."""

    code = "HT-855"

    def __init__(self, place: Path, faults: Sequence[str]) -> None:
        super().__init__(
            f"恢复后核验有 {len(faults)} 处不符，没有启用：{'；'.join(faults[:5])}", str(place), "换一份备份再恢复"
        )


class NumbersLockedError(NotNowError):
    """No number is given before a person has confirmed the highest in use (恢复后编号未确认)."""

    code = "HT-856"

    def __init__(self, scheme: str, period: int, known: int) -> None:
        super().__init__(
            f"本机关由备份恢复过，{scheme}{f' {period} 年' if period else ''}已编到第几号还没有人确认"
            f"（登记库里到{known}号），不能编号",
            scheme,
            f"核对纸质登记簿和已发文件，由机要员运行 hongtou numbers confirm {scheme} --highest 最高号 --reason 依据，"
            "或在柜台的编号页上确认",
        )


class NothingToConfirmError(NotNowError):
    """This series waits for nobody's confirmation (不需确认)."""

    code = "HT-857"

    def __init__(self, scheme: str) -> None:
        super().__init__("这个编号序列不需要确认最高号，没有改动", scheme, "不必再办；用 hongtou numbers 查看")
