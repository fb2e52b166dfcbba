"""The house that bulk work is done in (成批办文的机关): the real registry, ledger and archive, a clock that is set, staging in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, cast

from django.db import connections

from bench.bulk_press import BulkPress, PressOf
from bench.office_people import write_office
from domain.book_events import OfficeOpened
from domain.draft import Draft, SourceFile
from domain.intake import Place
from ground.clock import FixedClock
from ground.content import ContentFolder
from hongtou.certificates import make_authority
from hongtou.settings import load_settings
from hongtou.wiring import close_house, open_house, prepare
from mailroom.folders import Folders
from office.house import House
from office.record import record
from press.fonts import FontShelf, standard_folders
from press.seal_drawing import draw_seal
from registry.settings import alias_of


class BulkHouse:
    """One office, twice over the same books: ``kept`` stages on disk what somebody will look at, ``swift`` in memory what nobody will."""

    def __init__(self, root: Path, seed: int, workers: int, begins: dt.datetime) -> None:
        write_office(root, seed)
        prepare(root)
        self.clock = FixedClock(begins)
        self._opened = open_house(root, clock=self.clock)
        _draw_seals(self._opened)
        make_authority(root, self._opened.office.name)
        fonts = standard_folders(root / "字体")
        self.press = BulkPress(fonts, workers)
        with connections[alias_of(load_settings(root).database)].cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
        self.memory = MemoryFolder(root / "staging")
        self.kept = self._house(self._opened.staging, images=True)
        self.swift = self._house(self.memory, images=False)
        opened = OfficeOpened(self.kept.office.name, self.kept.office.profile)
        record(self.kept, lambda pen: pen.note(opened, "office"))

    def read(self, docx: bytes) -> Draft:
        """Read one draft as the press does, in its child."""
        return self._opened.press.read([SourceFile("底稿.docx", docx, "body")], "底稿.docx")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.press.close()
        close_house(self._opened)

    def _house(self, staging: ContentFolder, *, images: bool) -> House:
        press: Any = PressOf(self.press, staging, images=images)
        mailroom: Any = NoFolders(self._opened.mailroom.folders)
        return dataclasses.replace(self._opened, staging=staging, press=press, mailroom=mailroom)


class NoFolders:
    """A mailroom that puts nothing into the units' folders: they have long fetched it."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders

    def hand_back(
        self, place: Place, unit: str, folder_name: str, _files: Mapping[str, bytes | Path], _slip: str | None = None
    ) -> Path:
        """Name the folder it would have been."""
        return self.folders.root / place / unit / folder_name


class MemoryFolder(ContentFolder):
    """A content folder that holds everything in memory."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._held: dict[str, bytes] = {}

    def put_all(self, pieces: Any) -> list[str]:
        """Keep several pieces."""
        digests = [self._digest_of(data) for data in pieces]
        self._held |= dict(zip(digests, pieces, strict=True))
        return digests

    def read(self, digest: str) -> bytes:
        """Give the bytes."""
        return self._held[digest]

    def holds(self, digest: str) -> bool:
        """Tell whether they are here."""
        return digest in self._held

    def forget(self) -> None:
        """Let everything go."""
        self._held.clear()


@contextmanager
def synced_at_the_end() -> Iterator[None]:
    """Let nothing be synced by itself, and everything at the end: a machine that stops half-way leaves nothing worth keeping."""
    fsync = os.fsync
    os.fsync = cast("Any", lambda descriptor: None)
    try:
        yield
    finally:
        os.fsync = fsync
        os.sync()


def _draw_seals(house: House) -> None:
    font = FontShelf(standard_folders(house.root / "字体")).file_of("xiaobiaosong")
    for organ in house.office.organs:
        (house.seals / organ.seal).write_bytes(draw_seal(organ.name, font))
