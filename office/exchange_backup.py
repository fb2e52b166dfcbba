"""Copies of exchanged packages on a second disk (卸载备份), each whole as it was exchanged, and reading one back.

    <backup>/<year>/<sent|received>/<package>/manifest.json …

The folder itself is made by a person: one that is not there is a disk that is not there, and nothing is written in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from domain.exchange import SHEET_NAME, Parcel, ParcelQuery, Side
from domain.exchange_events import PackageBackedUp
from domain.office import SYSTEM, Actor
from ground.durable import make_directory, publish_folder
from mailroom.exchange_reading import inspect
from office.exchange_errors import ExchangeBackupAwayError, ExchangeBackupDamagedError
from office.exchange_send import files_of, is_kept
from office.house import House
from office.record import Pen, record

_FOLDERS = {Side.OUT: "sent", Side.IN: "received"}


def back_up_packages(house: House, actor: Actor = SYSTEM, channel: str = "system") -> tuple[Parcel, ...]:
    """Copy all packages that are not on the second disk yet, and record it; give them. Nothing where no second disk is set.

    Raises:
        ExchangeBackupAwayError: The folder is not there, or can't be written.
    """
    target = house.exchange.settings.backup_folder(house.root)
    if target is None:
        return ()
    if not target.is_dir():
        raise ExchangeBackupAwayError(target, "备份文件夹不在")
    every = (one for side in _FOLDERS for one in house.registry.parcels(ParcelQuery(side=side, backed_up=False)))
    due = [one for one in every if is_kept(house, one)]  # else destroyed since
    try:
        copied = {parcel.id: _copy(target, parcel, files_of(house, parcel)) for parcel in due}
    except OSError as error:
        raise ExchangeBackupAwayError(target, error.strerror or str(error)) from error

    def note(pen: Pen) -> None:
        for name, place in copied.items():
            pen.note(PackageBackedUp(str(place)), name)

    if copied:
        record(house, note, actor=actor, channel=channel)
    return tuple(due)


def read_back(copy: Path, to: Path) -> Path:
    """Write a package's copy out again after it was held against its sheet (由备份取回); give its folder.

    Raises:
        ExchangeBackupDamagedError: A file is missing or not what was exchanged.
    """
    try:
        files = {entry.name: entry.read_bytes() for entry in sorted(copy.iterdir()) if entry.is_file()}
    except OSError as error:
        raise ExchangeBackupDamagedError(copy, error.strerror or str(error)) from error
    found = inspect(copy.name, files)
    if found.flaw is not None:
        raise ExchangeBackupDamagedError(copy, found.detail)
    make_directory(to)
    publish_folder(to / copy.name, files)
    return to / copy.name


def _copy(target: Path, parcel: Parcel, files: Mapping[str, bytes]) -> Path:
    home = target / f"{parcel.at:%Y}" / _FOLDERS[parcel.side]
    make_directory(home)
    place = home / parcel.package
    if place.is_dir() and _holds(place, files):
        return place
    publish_folder(place, files, replace=True)
    return place


def _holds(place: Path, files: Mapping[str, bytes]) -> bool:
    names = {entry.name for entry in place.iterdir()}
    return names == set(files) | {SHEET_NAME} and all(
        (place / name).read_bytes() == data for name, data in files.items()
    )
