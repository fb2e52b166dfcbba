"""Founding an office makes it whole or leaves nothing, and makes nothing of settings that can't be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from hongtou import founding
from hongtou.founding import found
from office.errors import OfficeFileError, ProcedureFileError

BROKEN = RuntimeError("the disk went away")


def _break(*_: object) -> None:
    raise BROKEN


@pytest.mark.parametrize("was_there", [True, False])
def test_an_office_that_could_not_be_founded_leaves_no_half_of_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    was_there: bool,  # noqa: FBT001
) -> None:
    folder = tmp_path / "office"
    if was_there:
        folder.mkdir()
    monkeypatch.setattr(founding, "_draw_seals", _break)

    with pytest.raises(RuntimeError, match="went away"):
        list(found(folder, "example"))

    assert folder.exists() is was_there
    assert not was_there or list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("office.toml", "[office]\nname = 3 3\n", OfficeFileError),
        ("程序/dispatch-township.toml", "[procedure]\n", ProcedureFileError),
        ("日历/2027.toml", "year = 2027\nfeiertage = []\n", OfficeFileError),
    ],
)
def test_nothing_is_made_of_settings_that_can_t_be_used(
    tmp_path: Path, name: str, text: str, error: type[Exception]
) -> None:
    list(found(tmp_path / "model", "example"))
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "office.toml").write_bytes((tmp_path / "model" / "office.toml").read_bytes())
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    before = sorted(path.relative_to(folder) for path in folder.rglob("*"))

    with pytest.raises(error):
        list(found(folder, "example"))

    assert sorted(path.relative_to(folder) for path in folder.rglob("*")) == before
