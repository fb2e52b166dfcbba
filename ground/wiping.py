"""Removing files so that their bytes are written over first (清除): what a file system keeps of a removed file is then zeros.

On disks that write elsewhere than they are told (flash, copy-on-write) old bytes stay in the medium until it uses them again; only the
destruction of the medium ends them. No more is promised.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ground.durable import sync_directory, write_all

_ZEROS = bytes(1 << 20)


def wipe_file(path: Path) -> None:
    """Write zeros over a file, durably, and remove it; a missing one is fine, a link is removed and never followed.

    The caller syncs the folder.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    except OSError:  # a link, or something else that is no file of ours to write over
        path.unlink()
        return
    os.close(descriptor)
    if path.stat().st_nlink == 1:  # under another name the same bytes may be somebody's own
        path.chmod(0o600)
        _overwrite(path)
    path.unlink()


def wipe_tree(path: Path) -> None:
    """Write over and remove a folder with all it holds; a missing one is fine."""
    if not os.path.lexists(path):
        return
    if path.is_symlink() or not path.is_dir():
        wipe_file(path)
    else:
        for directory, _, names in os.walk(path):
            for name in names:
                wipe_file(Path(directory, name))
        shutil.rmtree(path)
    sync_directory(path.parent)


def _overwrite(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        left = os.fstat(descriptor).st_size
        while left > 0:
            step = min(left, len(_ZEROS))
            write_all(descriptor, _ZEROS[:step])
            left -= step
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
