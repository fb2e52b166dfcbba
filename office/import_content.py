"""What the rows of a catalogue bring with them (接收内容): their files, read and looked through in memory before a byte is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.canonical import canonical_bytes, digest_of, sm3_hex
from domain.case_imported import kind_in
from domain.errors import HongtouError
from mailroom.errors import DropError, SecretMarkError
from mailroom.secrecy import scan_text
from office.filing import ISSUED_DOCX, ISSUED_PDF, RECORD, TEXT
from office.house import House
from office.import_rows import Row
from office.keeping_errors import RowError, RowFileError, RowLevelError, RowMarkError
from press.errors import DraftError
from press.kept_text import PDF, KeptText

MOST_FILE_BYTES = 200 << 20


@dataclass(frozen=True)
class Come:
    """A row with its file as it came (来件); ``source`` is the digest of all it says."""

    row: Row
    data: bytes
    source: str


@dataclass(frozen=True)
class Ready:
    """A row with what is to be filed of it (待入库)."""

    row: Row
    files: dict[str, bytes]
    source: str
    pages: int


def come(folder: Path, row: Row) -> Come:
    """Read the file a row names: from the catalogue's own folder, and from nowhere else.

    Raises:
        RowFileError: It can't be taken.
    """
    data = _read_file(folder, row)
    return Come(row, data, _source_of(row, data))


def make_ready(house: House, rows: Sequence[Come]) -> tuple[Ready | RowError, ...]:
    """Read the texts of many rows' files at once and look each through for marks; an error stands in its row's place (law: secrecy before staging)."""
    read: dict[int, KeptText | HongtouError] = {}
    wanted = []
    for place, one in enumerate(rows):
        if one.row.level not in house.stores:
            read[place] = RowLevelError(one.row.id, one.row.level.value, house.office.permitted_level.value)
        elif not one.data:
            read[place] = KeptText(one.row.text, 0)
        elif (error := _turned_away(house, one)) is not None:
            read[place] = error
        else:
            wanted.append(place)
    texts = house.press.kept_texts([(rows[place].row.file, rows[place].data) for place in wanted])
    read |= {place: _looked_within(house, rows[place], text) for place, text in zip(wanted, texts, strict=True)}
    return tuple(_ready(one, read[place]) for place, one in enumerate(rows))


def _turned_away(house: House, one: Come) -> HongtouError | None:
    """Look through what a Word file holds besides its text."""
    try:
        if not one.data.startswith(PDF):
            house.mailroom.look_through(Path(one.row.file).name, one.data)
    except (SecretMarkError, DropError) as error:
        return error
    return None


def _looked_within(house: House, one: Come, read: KeptText | HongtouError) -> KeptText | HongtouError:
    """Look through the files inside a PDF as well: a mark in one of them is a mark of the whole."""
    if not isinstance(read, KeptText) or not read.within:
        return read
    try:
        house.mailroom.look_at(Path(one.row.file).name, one.data, one.row.level, only_within=True)
    except (SecretMarkError, DropError) as error:
        return error
    return read


def _ready(one: Come, read: KeptText | HongtouError) -> Ready | RowError:
    row = one.row
    match read:
        case RowError():
            return read
        case SecretMarkError():
            return RowMarkError(row.id, row.level.value)
        case DraftError() | DropError():
            return RowFileError(row.id, row.file, read.happened)
        case HongtouError():
            raise read
    mark = scan_text(row.title, read.text)
    if mark is not None and mark.level.rank > row.level.rank:
        return RowMarkError(row.id, row.level.value)
    files = {TEXT: read.text.encode("utf-8", "replace")}
    if one.data:
        files[ISSUED_PDF if one.data.startswith(PDF) else ISSUED_DOCX] = one.data
    files[RECORD] = canonical_bytes(_metadata(row, files, read.pages))
    return Ready(row, files, one.source, read.pages)


def _metadata(row: Row, files: dict[str, bytes], pages: int) -> dict[str, object]:
    return {
        "format": "hongtou-record-1",
        "document_id": row.id,
        "number": row.number,
        "title": row.title,
        "kind": kind_in(row.title),
        "organs": [row.organ],
        "unit": "",
        "signer": "",
        "dated": row.date.isoformat(),
        "level": row.level.value,
        "retention": row.retention.value,
        "pages": pages,
        "renderer": "",
        "taken_over_from": Path(row.file).name if row.file else "",
        "archival_code": row.code,
        "files": {name: {"size_bytes": len(data), "sm3": sm3_hex(data)} for name, data in sorted(files.items())},
    }


def _source_of(row: Row, data: bytes) -> str:
    said = {name: value for name, value in vars(row).items() if name not in ("place", "file")}
    return digest_of({**said, "file": hashlib.sha512(data).hexdigest() if data else ""})


def _read_file(folder: Path, row: Row) -> bytes:
    if not row.file:
        return b""
    path = (folder / row.file).resolve()
    try:
        if not path.is_relative_to(folder.resolve()):
            raise RowFileError(row.id, row.file, "不在目录文件所在的文件夹里")
        if not path.is_file():
            raise RowFileError(row.id, row.file, "没有找到")
        if not 0 < path.stat().st_size <= MOST_FILE_BYTES:
            raise RowFileError(row.id, row.file, f"是空的，或者超过 {MOST_FILE_BYTES >> 20} MB")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise RowFileError(row.id, row.file, "打不开") from error
