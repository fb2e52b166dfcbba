"""Fonts come from packages through apt; here apt and dpkg-deb are small scripts that hand out packages of our own."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from press.font_fetching import MANIFEST, PACKAGES, FontsUnavailableError, fetch_fonts, fonts_folder

ALL_FONTS = {font for package in PACKAGES for font in package.fonts}


class Mirror:
    """A package mirror in a folder, with a log of what was asked of it."""

    def __init__(self, root: Path) -> None:
        self.packages = root / "packages"
        self.log = root / "log"
        self.programs = root / "bin"
        self.packages.mkdir()
        self.programs.mkdir()
        for package in PACKAGES:
            self.offer(package.name, {font: font.encode() * 100 for font in package.fonts})
        self._script(
            "apt-get",
            f'while [ "$1" != update ] && [ "$1" != download ]; do shift; done\n'
            f'echo "$*" >> "{self.log}"\n'
            f'[ "$1" = update ] && {{ mkdir -p state/lists; : > state/lists/x_Packages; exit 0; }}\n'
            f'[ -f "{self.packages}/$2" ] || {{ echo "E: Unable to locate package $2" >&2; exit 100; }}\n'
            f'cp "{self.packages}/$2" "$2_1.0_all.deb"',
        )
        self._script("dpkg-deb", 'case "$1" in --field) echo 1.0 ;; *) cat "$2" ;; esac')

    def offer(self, name: str, fonts: dict[str, bytes]) -> None:
        with tarfile.open(self.packages / name, "w") as archive:
            for font, data in {**fonts, "FandolSong-Bold.otf": b"bad widths"}.items():
                _add(archive, f"./usr/share/fonts/{font}", data)
            _add(archive, f"./usr/share/doc/{name}/copyright", b"free")

    def withdraw(self, name: str) -> None:
        (self.packages / name).unlink()

    def asked(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def _script(self, name: str, body: str) -> None:
        (self.programs / name).write_text(f"#!/bin/sh\n{body}\n")
        (self.programs / name).chmod(0o755)


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, BytesIO(data))


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mirror:
    made = Mirror(tmp_path)
    monkeypatch.setenv("PATH", str(made.programs), prepend=":")
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "my fonts" / "fonts"


@pytest.fixture
def told() -> Callable[[str], None]:
    return lambda _line: None


def test_every_font_arrives_with_its_origin_and_licence(
    mirror: Mirror, folder: Path, told: Callable[[str], None]
) -> None:
    entries = fetch_fonts(folder, told)

    assert {entry.file for entry in entries} == ALL_FONTS
    assert {entry["version"] for entry in json.loads((folder / MANIFEST).read_text())} == {"1.0"}
    assert (folder / "licences" / "fonts-noto-cjk" / "copyright").read_bytes() == b"free"
    assert not (folder / "FandolSong-Bold.otf").exists()


def test_a_second_run_asks_for_nothing(mirror: Mirror, folder: Path, told: Callable[[str], None]) -> None:
    fetch_fonts(folder, told)
    before = mirror.asked()
    manifest = (folder / MANIFEST).read_bytes()

    fetch_fonts(folder, told)

    assert mirror.asked() == before
    assert (folder / MANIFEST).read_bytes() == manifest


def test_a_flipped_byte_is_noticed_and_only_its_package_comes_again(
    mirror: Mirror, folder: Path, told: Callable[[str], None]
) -> None:
    fetch_fonts(folder, told)
    broken = folder / "FandolKai-Regular.otf"
    whole = broken.read_bytes()
    broken.write_bytes(b"X" + whole[1:])
    before = len(mirror.asked())

    fetch_fonts(folder, told)

    assert broken.read_bytes() == whole
    assert mirror.asked()[before:] == ["update", "download texlive-lang-chinese"]


def test_what_the_first_package_brought_stays_when_the_second_fails(
    mirror: Mirror, folder: Path, told: Callable[[str], None]
) -> None:
    mirror.withdraw("fonts-noto-cjk")
    with pytest.raises(FontsUnavailableError):
        fetch_fonts(folder, told)
    mirror.offer("fonts-noto-cjk", dict.fromkeys(PACKAGES[1].fonts, b"ttcf"))
    before = len(mirror.asked())

    fetch_fonts(folder, told)

    assert "download texlive-lang-chinese" not in mirror.asked()[before:]
    assert {file.name for file in folder.glob("*.[ot]t[fc]")} == ALL_FONTS


def test_the_error_says_which_files_to_put_where_in_both_languages(
    mirror: Mirror, folder: Path, told: Callable[[str], None]
) -> None:
    mirror.withdraw("fonts-noto-cjk")

    with pytest.raises(FontsUnavailableError) as failed:
        fetch_fonts(folder, told)

    for text in (str(failed.value), failed.value.english):
        assert "Unable to locate package fonts-noto-cjk" in text
        assert "NotoSerifCJK-Bold.ttc" in text
        assert "FandolFang" not in text
        assert str(folder) in text
    assert "请排除后再运行 make setup" in str(failed.value)


def test_without_apt_the_files_can_be_placed_by_hand(
    folder: Path, tmp_path: Path, told: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FontsUnavailableError, match="不是 Debian 或 Ubuntu"):
        fetch_fonts(folder, told)
    for font in ALL_FONTS:
        (folder / font).write_bytes(b"OTTO")

    entries = fetch_fonts(folder, told)

    assert {entry.package for entry in entries} == {"placed by hand"}


def test_a_package_without_the_wanted_file_is_told(mirror: Mirror, folder: Path, told: Callable[[str], None]) -> None:
    mirror.offer("texlive-lang-chinese", {"FandolFang-Regular.otf": b"OTTO"})

    with pytest.raises(FontsUnavailableError, match=r"texlive-lang-chinese 1\.0 里没有"):
        fetch_fonts(folder, told)


def test_a_package_cut_short_leaves_no_half_font(mirror: Mirror, folder: Path, told: Callable[[str], None]) -> None:
    whole = (mirror.packages / "texlive-lang-chinese").read_bytes()
    (mirror.packages / "texlive-lang-chinese").write_bytes(whole[:1600])

    with pytest.raises(FontsUnavailableError):
        fetch_fonts(folder, told)

    assert not list(folder.glob("*.otf"))


def test_an_interruption_between_manifest_and_fonts_is_made_good(
    mirror: Mirror, folder: Path, told: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    moves: list[Path] = []
    replace = Path.replace

    def replace_or_stop(self: Path, target: Path) -> Path:
        if target.name == "FandolHei-Regular.otf" and not moves:
            moves.append(target)
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", replace_or_stop)
    with pytest.raises(KeyboardInterrupt):
        fetch_fonts(folder, told)

    entries = fetch_fonts(folder, told)

    assert {entry.version for entry in entries} == {"1.0"}
    assert {file.name for file in folder.glob("*.[ot]t[fc]")} == ALL_FONTS


def test_a_font_placed_by_hand_is_never_overwritten(mirror: Mirror, folder: Path, told: Callable[[str], None]) -> None:
    folder.mkdir(parents=True)
    (folder / "FandolKai-Regular.otf").write_bytes(b"OTTO of the office")

    fetch_fonts(folder, told)

    assert (folder / "FandolKai-Regular.otf").read_bytes() == b"OTTO of the office"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, told: Callable[[str], None]) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(FontsUnavailableError, match="写不进"):
        fetch_fonts(tmp_path / "file" / "fonts", told)


def test_the_fonts_lie_under_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert fonts_folder() == tmp_path / "hongtou" / "fonts"


def test_a_relative_data_folder_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "somewhere")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert fonts_folder() == tmp_path / ".local" / "share" / "hongtou" / "fonts"
