"""The folders an office works with (办公室文件夹): where people drop, and where things come back.

    投稿/发文/<unit>/   投稿/收文/      watched
    退回/<unit>/  办结/<unit>/  已收/<unit>/   written

Every one holds a marker file. A folder without it is a share that is not mounted: nothing is concluded from what is missing there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.intake import Category, Place
from ground.durable import make_directory, sync_directory, write_new
from mailroom.errors import FolderAwayError, OverlapError, UnitNameError
from mailroom.names import display

DROPS = "投稿"
MARKER = ".红头收发室"
CLAIMED = ".收取中"
RECEIPT_UNIT = "收文"
"""The unit under which answers to drops in ``投稿/收文`` come back."""
CODE_FOLDER = Path(__file__).resolve().parents[1]
MARKER_TEXT = "红头系统用此文件辨认文件夹是否在位，请勿删除。\n".encode()
_SHARED_MODE = 0o775


@dataclass(frozen=True)
class Watched:
    """One watched folder (投稿文件夹); ``name`` is its path below the office folder."""

    category: Category
    unit: str
    path: Path
    name: str

    def is_there(self) -> bool:
        """Tell whether the folder is in place: its marker is."""
        return (self.path / MARKER).is_file()


class Folders:
    """The tree of one office's folders (文件夹)."""

    def __init__(self, root: Path, units: Sequence[str], code_folder: Path = CODE_FOLDER) -> None:
        """Refuse a root that overlaps the program's own folder.

        Raises:
            OverlapError: Data and program would share a folder (law 12).
            UnitNameError: A unit's name can't be a folder's.
        """
        self.root = root.resolve()
        self.units = tuple(units)
        home = code_folder.resolve()
        if self.root == home or home in self.root.parents or self.root in home.parents:
            raise OverlapError(str(self.root), str(home))
        for unit in self.units:
            if unit != display(unit.encode()) or len(unit) > 60 or unit == RECEIPT_UNIT:
                raise UnitNameError(unit)

    def make(self) -> None:
        """Make what is missing, each folder with its marker; what is there is left alone."""
        for path in (*(watched.path for watched in self.watched()), *self._places()):
            make_directory(path, _SHARED_MODE)
            if not (path / MARKER).is_file():
                write_new(path / MARKER, MARKER_TEXT, 0o644)
                sync_directory(path)

    def watched(self) -> Iterator[Watched]:
        """Yield the watched folders, there or not."""
        for unit in self.units:
            yield self._watched(Category.DISPATCH, unit, f"{DROPS}/{Category.DISPATCH}/{unit}")
        yield self._watched(Category.RECEIPT, RECEIPT_UNIT, f"{DROPS}/{Category.RECEIPT}")

    def missing(self) -> tuple[str, ...]:
        """Name the folders that are not in place, for the doctor."""
        paths = (*(watched.path for watched in self.watched()), *self._places())
        return tuple(str(path.relative_to(self.root)) for path in paths if not (path / MARKER).is_file())

    @property
    def drops(self) -> Path:
        """Give the folder that holds all watched folders."""
        return self.root / DROPS

    def place(self, place: Place, unit: str) -> Path:
        """Give a unit's folder for what comes back.

        Raises:
            FolderAwayError: It is not in place; writing there would hide what is written below the mount point.
        """
        path = self.root / place / unit
        if not (path / MARKER).is_file():
            raise FolderAwayError(f"{place}/{unit}")
        return path

    def _places(self) -> Iterator[Path]:
        for place in Place:
            for unit in (*self.units, RECEIPT_UNIT):
                yield self.root / place / unit

    def _watched(self, category: Category, unit: str, name: str) -> Watched:
        return Watched(category, unit, self.root / name, name)
