"""Why a disk refuses (磁盘故障原因): the operating system's refusals in a clerk's words, one table for every room."""

from __future__ import annotations

import errno
from dataclasses import dataclass


@dataclass(frozen=True)
class DiskCause:
    """What stands in the way, and what to do about it (原因与处理); neither says which act it was."""

    happened: str
    mend: str


FULL = DiskCause("磁盘空间已满", "清理磁盘空间")
FAULTY = DiskCause("磁盘读写出错", "检查磁盘（如系统日志、SMART），必要时更换后由备份恢复")
_NO_PERMISSION = DiskCause("没有读写权限", "检查文件夹的属主和权限")
_TOO_MANY = DiskCause("打开的文件过多", "重新启动服务")

_HELD = "另一个进程长时间占着这个文件夹不放"
_END_IT = "结束那个进程（停住的进程不会自己让出）"

_CAUSES = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: DiskCause("磁盘配额已用完", "提高配额或清理空间"),
    errno.EROFS: DiskCause("文件系统为只读", "检查磁盘并以可写方式重新挂载"),
    errno.EIO: FAULTY,
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
    errno.EDEADLK: DiskCause(_HELD, _END_IT),
}


def cause_of(error: OSError) -> DiskCause | None:
    """Give the cause of a refusal, nothing when it was not the disk's; a lock's holder is named."""
    holder = getattr(error, "holder", None)
    if error.errno == errno.EDEADLK and holder is not None and holder.pid:
        return DiskCause(f"{_HELD}（{holder.host} 上的进程 {holder.pid}）", f"{_END_IT}：kill -9 {holder.pid}")
    return _CAUSES.get(error.errno or 0)
