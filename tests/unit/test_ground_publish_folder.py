"""A folder that appears whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from ground import durable
from ground.durable import publish_folder

FILES = {"a.txt": b"one", "b.txt": b"two"}


def held(place: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in place.iterdir()}


def test_it_holds_its_files_and_nothing_unfinished_stays_beside_it(tmp_path: Path) -> None:
    publish_folder(tmp_path / "parcel", FILES)

    assert held(tmp_path / "parcel") == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["parcel"]


def test_what_lies_there_is_replaced_only_when_that_is_said(tmp_path: Path) -> None:
    publish_folder(tmp_path / "parcel", {"half.txt": b"x"})

    with pytest.raises(FileExistsError):
        publish_folder(tmp_path / "parcel", FILES)
    assert held(tmp_path / "parcel") == {"half.txt": b"x"}
    publish_folder(tmp_path / "parcel", FILES, replace=True)
    assert held(tmp_path / "parcel") == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["parcel"]


def test_a_full_disk_leaves_neither_half_a_folder_nor_its_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "write_all", full)

    with pytest.raises(OSError, match="No space"):
        publish_folder(tmp_path / "parcel", FILES)
    assert list(tmp_path.iterdir()) == []
