"""Which font file serves which role of the standard (字体): licensed families first, free ones after; nothing is replaced in silence.

``FontShelf`` finds the families in the given folders; ``report`` says which characters of a text come from which family.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import typst
from fontTools.ttLib import TTCollection, TTFont

from press.font_fetching import fonts_folder
from press.typeset_errors import MissingFontError, MissingGlyphError

ROLE_NAMES: Final[Mapping[str, str]] = {
    "fangsong": "仿宋",
    "kaiti": "楷体",
    "heiti": "黑体",
    "xiaobiaosong": "小标宋",
    "songti": "宋体",
}

LICENSED: Final[Mapping[str, tuple[str, ...]]] = {
    "fangsong": (
        "仿宋_GB2312",
        "FangSong_GB2312",
        "方正仿宋_GBK",
        "FZFangSong-Z02",
        "方正仿宋简体",
        "仿宋",
        "FangSong",
        "STFangsong",
    ),
    "kaiti": ("楷体_GB2312", "KaiTi_GB2312", "方正楷体_GBK", "FZKai-Z03", "方正楷体简体", "楷体", "KaiTi", "STKaiti"),
    "heiti": ("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "方正黑体简体", "STHeiti"),
    "xiaobiaosong": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
    "songti": ("宋体", "SimSun", "方正书宋_GBK", "STSong"),
}

FREE: Final[Mapping[str, tuple[str, ...]]] = {
    "fangsong": ("Zhuque Fangsong", "Zhuque Fangsong (technical preview)", "FandolFang R", "FandolFang"),
    "kaiti": ("FandolKai", "LXGW WenKai GB", "LXGW WenKai", "AR PL UKai"),
    "heiti": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "FandolHei"),
    # FandolSong-Bold is left out: its glyph widths break PDF/A (ISO 19005-2 6.2.11.5).
    "xiaobiaosong": ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC"),
    "songti": ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC"),
}

FALLBACK: Final = (
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "LXGW WenKai",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "FandolFang R",
)
"""Families that lend single characters their role's font lacks, in this order."""

NAMED_IN_DOCX: Final[Mapping[str, str]] = {
    "fangsong": "仿宋_GB2312",
    "kaiti": "楷体_GB2312",
    "heiti": "黑体",
    "xiaobiaosong": "方正小标宋简体",
    "songti": "宋体",
}
"""The .docx always names the families the offices have."""

_BOLD_STAND_INS: Final = frozenset(FREE["xiaobiaosong"])


@dataclass(frozen=True)
class FontReport:
    """What stood in for what (字体替代): families for roles, and single characters lent by another family."""

    families: tuple[tuple[str, str], ...]
    lent: tuple[tuple[str, str], ...]

    def sentences(self) -> tuple[str, ...]:
        """Give one Chinese line per substitution, empty when every role has its licensed family and every character."""
        roles = [
            f"{ROLE_NAMES[role]}用 {family} 代替" for role, family in self.families if family not in LICENSED[role]
        ]
        return (*roles, *(f"“{characters}”用 {family} 补字" for family, characters in self.lent))


@dataclass(frozen=True)
class FontInUse:
    """Which family serves a role (所用字体): the role's Chinese name, the family, its file, and whether it stands in for a licensed one."""

    role: str
    family: str
    file: str
    stands_in: bool


@dataclass(frozen=True)
class _Face:
    family: str
    path: Path
    index: int
    weight: int

    @cached_property
    def characters(self) -> frozenset[int]:
        with self.path.open("rb") as stream:
            if stream.read(4) == b"ttcf":
                stream.seek(0)
                return frozenset(TTCollection(stream, lazy=True).fonts[self.index].getBestCmap())
            stream.seek(0)
            return frozenset(TTFont(stream, lazy=True).getBestCmap())


def standard_folders(office_fonts: Path | None = None, stated: Path | None = None) -> tuple[Path, ...]:
    """List the folders where fonts are looked for (字体文件夹): the office's, the user's, HONGTOU_FONTS, the system's.

    With a folder ``stated`` in the office's settings, that one stands in the place of what depends on who runs the house, so that the
    pages are the same under every user.
    """
    own = [office_fonts] if office_fonts else []
    folders = [*own, *([stated] if stated else _of_this_user()), *_SYSTEM_FOLDERS]
    return tuple(folder for folder in folders if folder.is_dir())


def depends_on_user(font: Path) -> bool:
    """Tell whether a font is found only because this user, with this environment, runs the house."""
    personal = (folder.resolve() for folder in _of_this_user() if not folder.is_relative_to(sys.prefix))
    return any(font.resolve().is_relative_to(folder) for folder in personal)


def _of_this_user() -> list[Path]:
    named = [Path(part) for part in os.environ.get("HONGTOU_FONTS", "").split(os.pathsep) if part]
    return [fonts_folder(), *named]


_SYSTEM_FOLDERS: Final = (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


class FontShelf:
    """The fonts at hand, resolved to the roles once (字库)."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.found = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in folders]
        )
        self._faces: dict[tuple[str, bool], _Face] = {}
        self._stock(folders)
        self.roles: Mapping[str, tuple[str, ...]] = {role: self._resolve(role) for role in ROLE_NAMES}

    def _stock(self, folders: Sequence[Path]) -> None:
        """Take one face per family and weight; the earlier folder wins."""
        rank = {str(folder.resolve()): place for place, folder in enumerate(folders)}

        def place(face: _Face) -> tuple[int, int, str]:
            home = next((rank[str(up)] for up in face.path.resolve().parents if str(up) in rank), len(rank))
            return (home, abs(face.weight - 400), str(face.path))

        faces = [
            _Face(info.family, Path(info.path), info.index, info.weight) for info in self.found.fonts() if info.path
        ]
        for face in sorted(faces, key=place):
            self._faces.setdefault((face.family.casefold(), face.weight >= _BOLD), face)

    def _resolve(self, role: str) -> tuple[str, ...]:
        wanted = (*LICENSED[role], *FREE[role])
        own = [face.family for face in (self._face(family, role) for family in wanted) if face]
        if not own:
            raise MissingFontError(ROLE_NAMES[role], (*LICENSED[role][:1], *FREE[role]))
        lent = [face.family for face in (self._face(family, role) for family in FALLBACK) if face]
        return tuple(dict.fromkeys([own[0], *lent]))

    def _face(self, family: str, role: str) -> _Face | None:
        bold = role == "xiaobiaosong" and family in _BOLD_STAND_INS
        regular = self._faces.get((family.casefold(), False))
        return self._faces.get((family.casefold(), True)) if bold else regular

    def weight(self, role: str) -> int:
        """Give the weight the role's family is asked for: a bold Song stands in for 小标宋."""
        return _BOLD if role == "xiaobiaosong" and self.roles[role][0] in _BOLD_STAND_INS else 400

    def file_of(self, role: str) -> Path:
        """Give the file of the font that serves a role."""
        return self._lenders(role)[0].path

    def in_use(self) -> tuple[FontInUse, ...]:
        """List what serves each role."""
        return tuple(
            FontInUse(name, self.roles[role][0], str(self.file_of(role)), self.roles[role][0] not in LICENSED[role])
            for role, name in ROLE_NAMES.items()
        )

    @cached_property
    def digest(self) -> str:
        """Give a digest over the font files that serve the roles: another file may make another page."""
        paths = {face.path for role in ROLE_NAMES for face in self._lenders(role)}
        sums = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)
        return hashlib.sha256("".join(sums).encode()).hexdigest()

    def _lenders(self, role: str) -> list[_Face]:
        return [face for face in (self._face(family, role) for family in self.roles[role]) if face]

    def report(self, texts: Mapping[str, str], subject: str) -> FontReport:
        """Check every character of each role's text against its font (字符检查).

        Raises:
            MissingGlyphError: A character is in none of the role's families.
        """
        lent: dict[str, set[str]] = {}
        missing: set[str] = set()
        for role, text in texts.items():
            wanting = {character for character in set(text) if not character.isspace()}
            for place, face in enumerate(self._lenders(role)):
                here = {character for character in wanting if ord(character) in face.characters}
                if place and here:
                    lent.setdefault(face.family, set()).update(here)
                wanting -= here
                if not wanting:
                    break
            missing |= wanting
        if missing:
            raise MissingGlyphError(subject, sorted(missing))
        return FontReport(
            tuple((role, self.roles[role][0]) for role, text in texts.items() if text),
            tuple((family, "".join(sorted(characters))) for family, characters in sorted(lent.items())),
        )


_BOLD: Final = 700
