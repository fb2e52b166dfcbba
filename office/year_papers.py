"""The papers of a filed year (归档文件目录、备考表、四性检测表): as PDF and for a spreadsheet, in the office's folder 归档/<年度>/.

They are made again only where what they say has changed, and may be lost at any time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.boxes import Box
from domain.canonical import digest_of
from domain.errors import HongtouError
from domain.listing import EVERYTHING, Scope
from domain.papers import Paper
from domain.year_report import Piece, YearReport
from ground.durable import make_directory, replace_file
from office.boxes import boxes, boxes_workbook, note_of
from office.house import House
from press.tables import Cell, Sheet, workbook

FOLDER = "归档"
LIST = "归档文件目录"
LIST_FILE = f"{LIST}.xlsx"
BOXES_FILE = "档案盒清单.xlsx"
CHECKS_FILE = "四性检测.xlsx"
ROWS_A_VOLUME = 1_000
_MADE = ".made.json"
_COLUMNS = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注")
_WIDTHS = (6, 30, 22, 20, 46, 11, 8, 7, 16)
_CHECK_COLUMNS = ("代码", "检测项", "性质", "通过", "不通过", "未检测", "说明", "不通过的档号")
_CHECK_WIDTHS = (10, 22, 10, 8, 8, 8, 24, 60)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Volume:
    """Pieces that are listed together: of one class, at most a thousand."""

    head: str
    number: int
    pieces: tuple[Piece, ...]

    @property
    def name(self) -> str:
        return f"{self.head} 第{self.number}册"


def write_papers(house: House, report: YearReport) -> Path:
    """Write the papers of a year that lack or say something else; give their folder."""
    folder = house.root / FOLDER / str(report.year)
    make_directory(folder)
    made = _made(folder)
    wanted = {LIST_FILE: digest_of(list(report.pieces)), CHECKS_FILE: digest_of(list(report.checks))}
    if _is_due(folder, made, LIST_FILE, wanted[LIST_FILE]):
        replace_file(folder / LIST_FILE, list_workbook(house, report))
    if _is_due(folder, made, CHECKS_FILE, wanted[CHECKS_FILE]):
        replace_file(folder / CHECKS_FILE, checks_workbook(report))
    packed = [box for box in boxes(house, report.year) if box.packed]
    if packed:
        wanted[BOXES_FILE] = digest_of(packed)
        if _is_due(folder, made, BOXES_FILE, wanted[BOXES_FILE]):
            replace_file(folder / BOXES_FILE, boxes_workbook(house, report.year, packed))
    for name, paper in _papers(house, report, packed):
        wanted[name] = digest_of(paper)
        if _is_due(folder, made, name, wanted[name]):
            _set(house, folder / name, paper)
    _forget(folder, made.keys() - wanted.keys())
    replace_file(folder / _MADE, json.dumps(wanted, ensure_ascii=False, sort_keys=True, indent=1).encode())
    return folder


def papers_of(house: House, report: YearReport, scope: Scope = EVERYTHING) -> Iterator[tuple[str, Paper]]:
    """Give the papers of a year within a scope, to be printed, each with the name of its file (归档文件目录、备考表)."""
    yield from _papers(house, report, [box for box in boxes(house, report.year, scope) if box.packed])


def _papers(house: House, report: YearReport, packed: Sequence[Box]) -> Iterator[tuple[str, Paper]]:
    """Give the list of each volume, the 备考表 of each box, and one for what lies in none."""
    boxed = {piece.code for box in packed for piece in box.pieces}
    for volume in _volumes(report.pieces):
        yield f"{LIST} {volume.name}.pdf", _list_of(volume)
    for volume in _volumes([piece for piece in report.pieces if piece.code not in boxed]):
        yield f"备考表 {volume.name}.pdf", _note_of(volume)
    for box in packed:
        yield f"备考表 {box.head} 第{box.number}盒.pdf", note_of(house, box, report.year)


def list_workbook(house: House, report: YearReport) -> bytes:
    """Give the 归档文件目录 of the year for a spreadsheet."""
    rows: list[tuple[Cell, ...]] = [(place, *_row(piece)) for place, piece in enumerate(report.pieces, 1)]
    return workbook(Sheet(f"{house.office.name}{report.year}年度{LIST}", _COLUMNS, _WIDTHS, rows))


def checks_workbook(report: YearReport) -> bytes:
    """Give the four-property checks of the year for a spreadsheet (四性检测)."""
    rows = [
        (one.code, one.name, one.nature, one.passed, len(one.failed), one.unchecked, one.why, "、".join(one.failed))
        for one in report.checks
    ]
    return workbook(Sheet(f"{report.year}年度四性检测", _CHECK_COLUMNS, _CHECK_WIDTHS, rows))


def _row(piece: Piece) -> tuple[str, ...]:
    date = piece.date.strftime("%Y%m%d") if piece.date else ""
    level = "" if piece.level == "公开" else piece.level
    return (
        piece.code,
        piece.number,
        piece.organ,
        piece.title,
        date,
        level,
        str(piece.pages or ""),
        "；".join(_remarks(piece)),
    )


def _remarks(piece: Piece) -> Iterator[str]:
    if piece.related:
        yield f"参见{'、'.join(piece.related)}"
    if piece.remark and not piece.stamped:
        yield piece.remark


def _volumes(pieces: Sequence[Piece]) -> Iterator[_Volume]:
    classes: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.serial:
            classes.setdefault(piece.code.rpartition("-")[0], []).append(piece)
    for head, members in classes.items():
        for number, first in enumerate(range(0, len(members), ROWS_A_VOLUME), 1):
            yield _Volume(head, number, tuple(members[first : first + ROWS_A_VOLUME]))


def _list_of(volume: _Volume) -> Paper:
    first = volume.pieces[0]
    fields = (
        ("全宗号", first.fonds),
        ("年度", str(first.year)),
        ("保管期限", first.retention),
        ("机构（问题）", first.unit_code or "—"),
    )
    rows = tuple((str(place), *_row(piece)) for place, piece in enumerate(volume.pieces, 1))
    return Paper(LIST, fields, rows)


def _note_of(volume: _Volume) -> Paper:
    first, last = volume.pieces[0], volume.pieces[-1]
    pages = sum(piece.pages for piece in volume.pieces)
    without = [piece.code for piece in volume.pieces if not piece.stamped]
    said = f"{first.code} 至 {last.code}，共 {len(volume.pieces)} 件，有页数的共 {pages} 页。"
    if without:
        said += f"\n未盖归档章 {len(without)} 件：{'、'.join(without[:20])}{' 等' if len(without) > 20 else ''}。"
    return Paper("备考表", (("全宗号", first.fonds), ("年度", str(first.year)), ("盒内文件情况说明", said)))


def _set(house: House, path: Path, paper: Paper) -> None:
    """Typeset one paper; one that can't be (a character no font has) is said and does not hold up the others."""
    try:
        replace_file(path, house.press.paper(paper))
    except HongtouError as error:
        path.unlink(missing_ok=True)
        log.error("%s 没有印成：%s", path.name, error)  # noqa: TRY400 - the sentence says it


def _made(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / _MADE).read_bytes()))
    except (OSError, ValueError):
        return {}


def _is_due(folder: Path, made: dict[str, str], name: str, digest: str) -> bool:
    return made.get(name) != digest or not (folder / name).is_file()


def _forget(folder: Path, names: set[str]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)
