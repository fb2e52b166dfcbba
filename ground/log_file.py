"""Logs of processes that never end (运行日志): bounded, while they are being written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import BinaryIO

MOST_LOGGED = 16 << 20


def open_log(path: Path) -> BinaryIO:
    """Open a log so that it may be cut while somebody writes: each line goes to whatever its end is then."""
    return path.open("ab")


def cut_log(path: Path, most: int = MOST_LOGGED) -> bool:
    """Copy a log that is longer than ``most`` bytes to ``.1``, over the one of before, and begin it anew; tell whether it was.

    What is written between copy and cut is lost: lines of a log, never of the ledger.
    """
    try:
        if path.stat().st_size <= most:
            return False
        shutil.copyfile(path, path.with_name(path.name + ".1"))
        os.truncate(path, 0)
    except OSError:  # a full disk must not end what keeps the office running; the next look tries again
        return False
    return True
