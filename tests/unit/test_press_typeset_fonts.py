"""Fonts: licensed families first, every character looked up, nothing replaced in silence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from press.fonts import (
    LICENSED,
    NAMED_IN_DOCX,
    ROLE_NAMES,
    FontReport,
    FontShelf,
    depends_on_user,
    standard_folders,
)
from press.typeset_errors import MissingFontError, MissingGlyphError


@pytest.fixture(scope="module")
def shelf() -> FontShelf:
    return FontShelf(standard_folders())


def test_every_role_has_a_family(shelf: FontShelf) -> None:
    assert set(shelf.roles) == set(ROLE_NAMES)
    assert all(shelf.roles.values())


def test_an_offices_own_licensed_font_comes_first(tmp_path: Path) -> None:
    _small_font(tmp_path / "own.ttf", "FangSong_GB2312")

    shelf = FontShelf([tmp_path, *standard_folders()])

    assert shelf.roles["fangsong"][0] == "FangSong_GB2312"
    assert not shelf.report({"fangsong": "公文"}, "某文").sentences()


def test_other_font_files_make_another_digest(shelf: FontShelf, tmp_path: Path) -> None:
    _small_font(tmp_path / "own.ttf", "FangSong_GB2312")

    assert FontShelf([tmp_path, *standard_folders()]).digest != shelf.digest
    assert FontShelf(standard_folders()).digest == shelf.digest


def test_a_stand_in_is_reported_by_role(shelf: FontShelf) -> None:
    report = shelf.report({"fangsong": "公文", "heiti": ""}, "某文")

    assert [role for role, _ in report.families] == ["fangsong"]
    if shelf.roles["fangsong"][0] not in LICENSED["fangsong"]:
        assert report.sentences() == (f"仿宋用 {shelf.roles['fangsong'][0]} 代替",)


def test_a_lent_character_is_reported_with_its_lender() -> None:
    report = FontReport((("kaiti", "楷体_GB2312"),), (("Noto Serif CJK SC", "䶮"),))

    assert report.sentences() == ("“䶮”用 Noto Serif CJK SC 补字",)


def test_a_character_in_no_font_is_named_with_its_code(shelf: FontShelf) -> None:
    with pytest.raises(MissingGlyphError, match=r"【某文】.*U\+E000"):
        shelf.report({"fangsong": "甲\ue000"}, "某文")


def test_no_font_for_a_role_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(MissingFontError, match="make setup"):
        FontShelf([tmp_path])


def test_fandol_song_never_stands_in_for_xiaobiaosong(tmp_path: Path) -> None:
    for folder in standard_folders():
        for file in folder.rglob("Fandol*.otf"):
            shutil.copy(file, tmp_path)
    _small_font(tmp_path / "song.ttf", "FandolSong")

    with pytest.raises(MissingFontError, match="小标宋"):
        FontShelf([tmp_path])


def test_standard_folders_put_the_offices_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, named, data = tmp_path / "字体", tmp_path / "named", tmp_path / "data"
    for folder in (own, named, data / "hongtou" / "fonts"):
        folder.mkdir(parents=True)
    monkeypatch.setenv("HONGTOU_FONTS", str(named))
    monkeypatch.setenv("XDG_DATA_HOME", str(data))

    assert standard_folders(own)[:3] == (own, data / "hongtou" / "fonts", named)


def test_a_stated_folder_stands_in_the_place_of_what_depends_on_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, stated, named, data = (tmp_path / name for name in ("字体", "stated", "named", "data"))
    for folder in (own, stated, named, data / "hongtou" / "fonts"):
        folder.mkdir(parents=True)

    monkeypatch.setenv("HONGTOU_FONTS", str(named))
    folders = []
    for user in (data, tmp_path / "another"):
        monkeypatch.setenv("XDG_DATA_HOME", str(user))
        folders.append(standard_folders(own, stated))

    assert folders[0] == folders[1]
    assert folders[0][:2] == (own, stated)
    assert not {named, data / "hongtou" / "fonts"} & set(folders[0])


def test_a_font_in_the_user_s_own_folder_depends_on_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HONGTOU_FONTS", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert depends_on_user(tmp_path / "hongtou" / "fonts" / "a.otf")
    assert not depends_on_user(Path("/usr/share/fonts/a.otf"))


def test_the_docx_names_families_offices_have() -> None:
    assert all(NAMED_IN_DOCX[role] in LICENSED[role] for role in ROLE_NAMES)


def _small_font(target: Path, family: str) -> None:
    """Make a font of a few square characters."""
    names = [".notdef", *(f"u{ord(character):X}" for character in "公文甲")]
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((900, 0), (900, 800), (100, 800)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({int(name[1:], 16): name for name in names[1:]})
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": "Small-Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWeightClass=400)
    builder.setupPost()
    builder.save(target)
