"""What can go wrong with backups (备份的错误), HT-630 to HT-639.

IntegrityError
├── BackupDamagedError      HT-630  a backup's bytes are not what was written
├── BackupForgedError       HT-631  a backup is not signed, or not by the key it should be
NotFoundError
├── NoBackupError           HT-632  there is no backup in the folder
SurroundingsError
├── TargetUnusableError     HT-633  the target is something else, or can't be written
NotNowError
└── BackupRunsError         HT-634  another backup to the same target is on its way
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.disk_causes import cause_of
from domain.errors import IntegrityError, NotFoundError, NotNowError, SurroundingsError
from ground.lock import LockHeldError


class BackupDamagedError(IntegrityError):
    """A backup's bytes are not what was written (备份受损)."""

    code = "HT-630"

    def __init__(self, place: str, what: str) -> None:
        super().__init__(
            f"备份不完整：{what}，没有采用", place, "换一份备份（更早的一次，或另一处的），并检查这个备份盘"
        )


class BackupForgedError(IntegrityError):
    """A backup is not signed, or not by the key it should be (备份签名无效)."""

    code = "HT-631"

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"备份清单{what}，没有采用", place, "核对这个备份的来历；换一份备份，或写明应有的公钥")


class NoBackupError(NotFoundError):
    """There is no backup in the folder (没有备份)."""

    code = "HT-632"

    def __init__(self, place: Path) -> None:
        super().__init__("这里没有备份", str(place), "写 hongtou backup 时所写的文件夹，或其中 backups 里的一份清单")


class TargetUnusableError(SurroundingsError):
    """The target is something else, or can't be written (备份处不可用)."""

    code = "HT-633"

    def __init__(self, place: Path, what: str, mend: str = "换一个空文件夹，或原来的备份处") -> None:
        super().__init__(f"不能备份到这里：{what}", str(place), mend)


class BackupRunsError(NotNowError):
    """Another backup to the same target, or of the same office, is on its way (备份正在进行)."""

    code = "HT-634"

    def __init__(self, place: Path) -> None:
        super().__init__("另一次备份正在进行", str(place), "不必再办；等它做完")


@contextmanager
def told_of_target(place: Path) -> Iterator[None]:
    """Turn the operating system's refusals at the target into ``TargetUnusableError``."""
    try:
        yield
    except LockHeldError:
        raise
    except OSError as error:
        inside = error.filename is None or Path(str(error.filename)).is_relative_to(place)
        cause = cause_of(error)
        if cause is None or not inside:
            raise
        raise TargetUnusableError(place, cause.happened, cause.mend) from error
