"""A shipped procedure is taken over into the office's own folder to be changed."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from hongtou.commands import main
from hongtou.founding import found


@pytest.fixture
def office(tmp_path: Path) -> Path:
    root = tmp_path / "office"
    for _ in found(root, "blank"):
        pass
    return root


def said(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(words)
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out + told.err


def test_a_shipped_procedure_is_copied_as_it_stands_and_never_over_ones_own(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["procedures", "--copy", "dispatch-township", "--office", str(office)]

    main(words)

    own = office / "程序" / "dispatch-township.toml"
    assert own.read_bytes() == files("templates").joinpath("procedures", own.name).read_bytes()
    own.write_text("changed", "utf-8")
    code, told = said(words, capsys)
    assert code != 0
    assert "HT-733" in told
    assert own.read_text("utf-8") == "changed"


def test_a_procedure_that_is_not_shipped_is_answered_with_those_that_are(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = said(["procedures", "--copy", "dispatch", "--office", str(office)], capsys)

    assert code != 0
    assert "dispatch-township" in told
