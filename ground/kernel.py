"""Four requests to the Linux kernel that Python 3.11 has no words for (内核调用)."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_NO_SUCH_FLAG = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent_pid: int) -> None:
    """Have the kernel kill this process when the *thread* that forked it ends.

    To be used only where the parent has one thread: with several, a worker thread's end would kill a healthy child.
    """
    _libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent_pid:  # it died before the request was made
        os._exit(1)


def cut_network() -> bool:
    """Move this process and what it forks into a network of its own, without any way out; tell whether that worked.

    Root needs no user namespace; others get one that maps them to themselves. To be called while there is one thread.
    """
    user, group = os.getuid(), os.getgid()
    if _libc.unshare(_CLONE_NEWNET) == 0:
        return True
    if _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    except OSError:  # the network is gone all the same; only the names of users inside read "nobody"
        pass
    return True


def rename_new(source: Path, target: Path) -> None:
    """Rename in one step, never over anything: what appears at ``target`` at the last moment stays.

    A file system that does not know the request (some network shares) is asked to look first and rename then.

    Raises:
        FileExistsError: ``target`` is taken.
    """
    names = os.fsencode(source), os.fsencode(target)
    rename = getattr(_libc, "renameat2", None)  # the C library has it since 2018
    if rename is not None and rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_NOREPLACE) == 0:
        return
    number = ctypes.get_errno() if rename is not None else errno.ENOSYS
    if number not in _NO_SUCH_FLAG:
        raise OSError(number, os.strerror(number), str(source), None, str(target))
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    source.rename(target)
