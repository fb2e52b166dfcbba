"""Folders for a moment's work (临时目录): they bear their process's number, so that the next process removes what a killed one left."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path


def scratch_prefix(prefix: str, parent: Path | None = None) -> str:
    """Give how the name of a new scratch folder begins, after clearing away those of processes that are no more.

    ``parent`` is the system's folder for such things unless given. Folders of other users are left alone.
    """
    for folder in (parent or Path(tempfile.gettempdir())).glob(f"{prefix}*"):
        pid = folder.name.removeprefix(prefix).partition("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists() and _is_ours(folder):
            shutil.rmtree(folder, ignore_errors=True)
    return f"{prefix}{os.getpid()}-"


def _is_ours(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except FileNotFoundError:  # another process was faster
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
