"""Wiped files leave neither name nor bytes; what is somebody else's under another name stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ground.wiping import wipe_file, wipe_tree


def test_a_file_is_zeros_before_it_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"secret" * 300_000)
    path.chmod(0o440)
    seen: list[bytes] = []
    unlink = Path.unlink

    def looked_at(self: Path) -> None:
        seen.append(self.read_bytes())
        unlink(self)

    monkeypatch.setattr(Path, "unlink", looked_at)

    wipe_file(path)

    assert seen == [bytes(1_800_000)]
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_fine_and_a_link_is_not_followed(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text("stays")
    (tmp_path / "link").symlink_to(theirs)

    wipe_file(tmp_path / "nothing")
    wipe_file(tmp_path / "link")

    assert [path.name for path in tmp_path.iterdir()] == ["theirs"]
    assert theirs.read_text() == "stays"


def test_bytes_that_have_another_name_are_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("stays")
    os.link(tmp_path / "one", tmp_path / "two")

    wipe_file(tmp_path / "two")

    assert (tmp_path / "one").read_text() == "stays"


def test_a_tree_goes_whole(tmp_path: Path) -> None:
    (tmp_path / "object" / "v1").mkdir(parents=True)
    (tmp_path / "object" / "v1" / "a").write_text("x")

    for _ in range(2):
        wipe_tree(tmp_path / "object")

    assert list(tmp_path.iterdir()) == []
