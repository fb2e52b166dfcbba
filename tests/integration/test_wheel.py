"""The wheel holds every file of every room and nothing else, and the check says so when it does not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tools import check_wheel
from tools.wheel import build_wheel


def test_the_wheel_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_wheel.main() == 0, capsys.readouterr().err


def test_a_template_that_is_left_out_and_a_stray_folder_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel = build_wheel(tmp_path)
    broken = tmp_path / "broken.whl"
    with zipfile.ZipFile(wheel) as whole, zipfile.ZipFile(broken, "w") as copy:
        for name in whole.namelist():
            if name != "templates/__init__.py":
                copy.writestr(name, whole.read(name))
        copy.writestr("tests/test_stray.py", "")
    monkeypatch.setattr(check_wheel, "build_wheel", lambda _folder: broken)

    assert check_wheel.main() == 1

    said = capsys.readouterr().err
    assert "templates/__init__.py is missing" in said
    assert "tests/ does not belong into it" in said
