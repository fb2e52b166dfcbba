"""Folders for a moment's work: what a killed process left goes, what is in use or somebody else's stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ground.scratch import scratch_prefix


def a_dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / f"ours-{a_dead_process()}-x1"
    left.mkdir()
    (left / "seal-0.png").write_bytes(b"seal")

    assert scratch_prefix("ours-", tmp_path) == f"ours-{os.getpid()}-"
    assert not left.exists()


def test_a_folder_in_use_a_file_a_link_and_other_names_stay(tmp_path: Path) -> None:
    dead = a_dead_process()
    elsewhere = tmp_path / "elsewhere"
    kept = [tmp_path / f"ours-{os.getpid()}-x", tmp_path / "ours-abc", tmp_path / f"other-{dead}-x", elsewhere]
    for folder in kept:
        folder.mkdir()
    file, link = tmp_path / f"ours-{dead}-file", tmp_path / f"ours-{dead}-link"
    file.write_bytes(b"")
    link.symlink_to(elsewhere)

    scratch_prefix("ours-", tmp_path)

    assert all(path.exists() for path in (*kept, file, link))
