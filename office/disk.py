"""The disk that refuses (磁盘故障): the operating system's refusals in a clerk's words, wherever no workshop has found its own."""

from __future__ import annotations

import errno

from domain.errors import SurroundingsError

_CAUSES = {
    errno.ENOSPC: ("磁盘空间已满", "清理磁盘空间后再办"),
    errno.EDQUOT: ("磁盘配额已用完", "提高配额或清理空间后再办"),
    errno.EROFS: ("文件系统为只读", "检查磁盘并以可写方式重新挂载后再办"),
    errno.EIO: ("磁盘读写出错", "检查磁盘，必要时更换后由备份恢复"),
    errno.EACCES: ("没有读写权限", "检查文件夹的属主和权限后再办"),
    errno.EPERM: ("没有读写权限", "检查文件夹的属主和权限后再办"),
    errno.EMFILE: ("打开的文件过多", "重新启动服务后再办"),
    errno.ENFILE: ("打开的文件过多", "重新启动服务后再办"),
}


class DiskRefusesError(SurroundingsError):
    """The disk, its space or its permissions do not allow the step (磁盘拒绝)."""

    code = "HT-353"

    def __init__(self, subject: str, act: str, cause: str, mend: str) -> None:
        super().__init__(f"{act}没有办成：{cause}，原有内容完好", subject, mend)


def refusal(error: OSError, subject: str, act: str) -> DiskRefusesError | None:
    """Give the error that says why, nothing when it was not the disk."""
    cause = _CAUSES.get(error.errno or 0)
    return DiskRefusesError(subject or str(error.filename or ""), act, *cause) if cause else None
