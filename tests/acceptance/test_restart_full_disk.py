"""A disk that fills up while the office works: a clear sentence, nothing lost, and the work is finished once there is space."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.aimed import ISSUING
from tests.drills.stage import FEW, Stage

pytestmark = pytest.mark.mount

SURROUNDINGS = (70, 71)
"""Nothing was done; or it was, and its ledger line waits for space."""
WHILE_TAKING_IN = (0, 300, 700)
WHILE_ISSUING = (0, 400)
"""How much space is left, in KiB."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_work_that_met_a_full_disk_is_finished_when_there_is_space_again(disk: Path) -> None:
    stage = Stage(disk / "drill", FEW)
    stage.prepare()

    refused = [_work_with(stage, left) for left in WHILE_TAKING_IN]
    assert _work(stage)[0] == 0
    died = stage.start("-m", "tests.drills.victim", str(stage.root), str(len(FEW)), ISSUING.name).wait()
    refused += [_work_with(stage, left) for left in WHILE_ISSUING]
    stage.run("-m", "tests.drills.victim", str(stage.root), str(len(FEW)))

    assert died == -9
    assert all(code in SURROUNDINGS for code, _ in refused if code)
    assert sum(1 for code, _ in refused if code) >= 3
    for _, said in refused:
        assert "Traceback" not in said
        assert "意外情况" not in said
    assert all("空间" in said for code, said in refused if code)
    assert stage.inspect() == []


def _work_with(stage: Stage, left_kib: int) -> tuple[int, str]:
    """Work while only so much space is left."""
    filler = stage.folder / "filler"
    state = os.statvfs(stage.folder)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, state.f_bavail * state.f_frsize - left_kib * 1024)
    try:
        return _work(stage)
    finally:
        filler.unlink()


def _work(stage: Stage) -> tuple[int, str]:
    words = [sys.executable, "-m", "hongtou", "work", "--office", str(stage.root)]
    ended = subprocess.run(words, check=False, capture_output=True, text=True)
    return ended.returncode, ended.stdout + ended.stderr
