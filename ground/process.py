"""Who a process is (进程身份), told so that another process on the same machine can say later that it is gone for certain.

A number alone is not enough: numbers are used again. With the moment the process started, the boot and the namespaces in which number
and moment hold, nothing else can be taken for it. After a reboot, in another container or on another machine nobody can tell.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_NAMESPACES = (Path("/proc/self/ns/pid"), Path("/proc/self/ns/time"))
_STARTED = 19
"""Where the start stands in /proc/PID/stat, counted from the field after the name."""


def identity() -> str:
    """Name this process: host, number, start in clock ticks since boot, and where these hold."""
    pid = os.getpid()
    return f"{socket.gethostname()} {pid} {_started(pid)} {_where()}"


def is_gone(named: str) -> bool:
    """Tell whether a process, by its ``identity``, has certainly ended; what can't be known is not gone.

    A process that was killed and not yet waited for by its parent still counts as there: threads of it may be.
    """
    words = named.split()
    if len(words) != 4 or words[3] != _where() or not words[1].isdigit():
        return False
    pid, started = int(words[1]), words[2]
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (
        PermissionError
    ):  # somebody else's process has the number; /proc says since when, unless it is hidden from us
        pass
    found = _started(pid)
    return found not in {"?", started} and started != "?"


def _started(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[_STARTED]
    except (OSError, IndexError):
        return "?"


def _where() -> str:
    """Name the boot and the namespaces; a machine that does not tell gets a name that fits no other process."""
    try:
        return "/".join((_BOOT.read_text().strip(), *(str(_inode(path)) for path in _NAMESPACES)))
    except OSError:
        return f"?{os.getpid()}"


def _inode(namespace: Path) -> int:
    return namespace.stat().st_ino if namespace.exists() else 0
