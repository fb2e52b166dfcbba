"""What can go wrong in the archive (档案室的错误), HT-600 to HT-629.

IntegrityError
├── ObjectDamagedError        HT-601  an object's bytes are not what was filed
├── ObjectDiffersError        HT-602  the id is taken by other content
├── LedgerBrokenError         HT-610  the chain does not hold
├── LedgerOutOfStepError      HT-611  a line does not follow the head
├── PayloadDamagedError       HT-612  a payload's bytes are not those its line names
└── HeadForgedError           HT-613  a signed head does not carry a good signature
NotFoundError
├── ObjectNotFoundError       HT-603  no object, version or file of that name
NotNowError
├── ObjectChangedError        HT-604  somebody added a version meanwhile
BadInputError
├── BadFileNameError          HT-605  a name that can't stand in an object
SurroundingsError
├── StoreUnusableError        HT-606  the folder is no store, or one we can't read
└── ArchiveNotWritableError   HT-607  the disk, its permissions or its space
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.disk_causes import FAULTY, FULL, DiskCause, cause_of
from domain.errors import BadInputError, IntegrityError, NotFoundError, NotNowError, SurroundingsError

_LEAST_FREE_BYTES = 64 << 20
_FOLDER_GONE = DiskCause("文件夹不见了", "检查磁盘是否已挂载")


class ObjectDamagedError(IntegrityError):
    """An object's bytes are not what was filed (档案受损)."""

    code = "HT-601"

    def __init__(self, object_id: str, what: str) -> None:
        super().__init__(
            f"档案内容与归档时不一致：{what}", object_id, "不要改动该文件夹，由备份恢复该件，并报告档案管理员"
        )


class ObjectDiffersError(IntegrityError):
    """The object id is taken by other content: archived bytes are written once (同号异件)."""

    code = "HT-602"

    def __init__(self, object_id: str) -> None:
        super().__init__(
            "档案库中已有同一标识而内容不同的档案，未作任何改动", object_id, "核对两件内容；确属更正的，作为新版本归档"
        )


class ObjectNotFoundError(NotFoundError):
    """No object, version or file of that name (查无档案)."""

    code = "HT-603"

    def __init__(self, object_id: str, what: str = "") -> None:
        super().__init__(f"档案库中没有{what or '此件'}", object_id, "核对标识后重试")


class ObjectChangedError(NotNowError):
    """Somebody added a version since the caller looked (版本已变)."""

    code = "HT-604"

    def __init__(self, object_id: str, expected: int, found: int) -> None:
        super().__init__(f"该档案现为第{found}版，不再是第{expected}版", object_id, "查看现有版本后重新办理")


class BadFileNameError(BadInputError):
    """A name that can't stand in an object (文件名不可用)."""

    code = "HT-605"

    def __init__(self, name: str) -> None:
        super().__init__(
            "文件名不能用于归档（为空、过长、含控制字符或指向上级文件夹）", ascii(name)[1:-1][:80], "改名后重试"
        )


class StoreUnusableError(SurroundingsError):
    """The folder is no store of ours, or one this version can't read (档案库不可用)."""

    code = "HT-606"

    def __init__(self, root: Path, what: str) -> None:
        super().__init__(
            f"该文件夹不是可用的档案库：{what}",
            str(root),
            "检查磁盘是否已挂载、路径是否正确；新设档案库用 hongtou init",
        )


class ArchiveNotWritableError(SurroundingsError):
    """The disk, its permissions or its space do not allow the writing (无法写入)."""

    code = "HT-607"

    def __init__(self, subject: str, cause: DiskCause) -> None:
        self.cause = cause
        super().__init__(f"写入档案失败：{cause.happened}，原有档案未受影响", subject, f"{cause.mend}后重试")


class LedgerBrokenError(IntegrityError):
    """The chain of the ledger does not hold (台账链断裂)."""

    code = "HT-610"

    def __init__(self, segment: str, line: int, what: str) -> None:
        self.segment = segment
        self.line = line
        super().__init__(
            f"台账第{line}行起不可信：{what}",
            segment,
            "停止办理，保留现场，运行 hongtou verify 查明哪一号缺失、改动、颠倒或截去，用签名链头和备份核对，并报告安全审计员",
        )


class LedgerOutOfStepError(IntegrityError):
    """A line does not follow the ledger's head (台账行不衔接)."""

    code = "HT-611"

    def __init__(self, index: int, head: int, what: str = "与链头不衔接") -> None:
        super().__init__(
            f"第{index}号台账行{what}（台账现至第{head}号），未写入",
            "台账",
            "停止办理，核对登记库与台账是否出自同一备份",
        )


class PayloadDamagedError(IntegrityError):
    """A payload's bytes are not those its line names (事件内容受损)."""

    code = "HT-612"

    def __init__(self, index: int) -> None:
        super().__init__(f"第{index}号台账行的事件内容与其摘要不符", "台账", "由备份恢复该事件内容，并报告安全审计员")


class HeadForgedError(IntegrityError):
    """A signed head does not carry a good signature of a key we trust (链头签名无效)."""

    code = "HT-613"

    def __init__(self, head: str) -> None:
        super().__init__("台账链头的签名无效或不是本单位的密钥所签", head, "用另一处保存的链头核对，并报告安全审计员")


@contextmanager
def told_in_words(subject: str, place: Path) -> Iterator[None]:
    """Turn the operating system's refusals while writing under ``place`` into ``ArchiveNotWritableError``.

    A file that is missing elsewhere, such as one that was to be filed, is the caller's affair and stays what it is.
    """
    try:
        yield
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not Path(error.filename or "").is_relative_to(place):
            raise
        raise ArchiveNotWritableError(subject, _cause(error, place)) from error


def _cause(error: OSError, place: Path) -> DiskCause:
    """Choose the words; a full disk sometimes shows as another error, so the free space is looked at."""
    if isinstance(error, FileNotFoundError):
        return _FOLDER_GONE
    cause = cause_of(error)
    if cause is None or cause is FAULTY:
        return FULL if _is_full(place) else FAULTY
    return cause


def _is_full(place: Path) -> bool:
    try:
        state = os.statvfs(place)
    except OSError:
        return False
    return state.f_bavail * state.f_frsize < _LEAST_FREE_BYTES or (state.f_files > 0 and state.f_favail == 0)
