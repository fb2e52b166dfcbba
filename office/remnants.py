"""Where else in the office's folder a record's bytes may lie (残留), and taking them away: staging, receipts, hand-backs, what was set apart.

Only what is the same byte for byte is removed from the units' folders; what a unit has changed is its own, and is named on the certificate.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import ObjectDamagedError
from domain.destruction import ListedItem
from domain.events import HandedBack, encode
from domain.intake import Place
from domain.levels import Level
from ground.durable import sync_directory
from ground.wiping import wipe_file, wipe_tree
from office.archived import archive_id, find_record
from office.backup_walk import BEYOND
from office.exchange_remnants import sheets_of
from office.house import House
from office.tidy import needed

_SHA512 = re.compile(rb"[0-9a-f]{128}")
_NUMBER = re.compile(r"^(?:收件)?编号：([^\s（]+)", re.MULTILINE)


@dataclass
class Remnants:
    """What is known of the bytes of records that are being destroyed (残留线索).

    ``digests`` are SHA-512 digests of files, ``folders`` is where things were handed back, ``words`` are titles and numbers.
    """

    records: set[str] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


def remnants_of(house: House, items: Collection[ListedItem]) -> Remnants:
    """Gather what the records' objects, events and staged values name, as far as these are still there."""
    found = Remnants()
    for item in items:
        found.records.add(item.record)
        found.words |= {item.title, item.number} - {""}
        found.digests |= set(_of_object(house, item))
        for _, event in house.registry.history(item.record):
            found.digests |= _named_in(encode(event))
            if isinstance(event, HandedBack):
                found.folders.add(event.folder)
    _follow(house, found)
    return found


def clear(house: House, found: Remnants) -> tuple[str, ...]:
    """Remove all of it for good; give the paths of what units have changed and keep. Done again it finishes what was interrupted."""
    for digest in sorted(found.digests - needed(house)):
        house.staging.destroy(digest)
    for digest in sorted(found.digests | sheets_of(house, found.records, found.digests)):
        house.exchange.content.destroy(digest)
    _clear_receipts(house, found)
    kept = tuple(path for folder in sorted(found.folders) for path in _clear_handed_back(house, folder, found))
    for place in _set_apart(house, found.records):
        wipe_tree(place)
    for scratch in house.root.glob(".backup-*"):  # left by a backup that was killed; none runs now
        wipe_tree(scratch)
    house.post.forget_about(found.words | found.records)
    return kept


def _of_object(house: House, item: ListedItem) -> Iterator[str]:
    try:
        stored = find_record(house, item.record, Level(item.level))
    except ObjectDamagedError:
        return
    yield from stored.inventory.manifest if stored else ()


def _follow(house: House, found: Remnants) -> None:
    """Follow from staged drafts and documents to the pictures and PDFs that they name."""
    for digest in tuple(found.digests):
        path = house.staging.path(digest)
        if path.is_file():
            with path.open("rb") as stream:
                if stream.read(1) == b"{":
                    found.digests |= _named_in(path.read_bytes())


def _named_in(data: bytes) -> set[str]:
    return {digest.decode() for digest in _SHA512.findall(data)}


def _clear_handed_back(house: House, name: str, found: Remnants) -> Iterator[str]:
    """Remove from where something was handed back what is ours, and the place itself when nothing is left; yield what stays."""
    place = house.root / name
    if not _is_handed_back(house, place) or not place.exists():
        return
    files = [place] if place.is_file() else sorted(path for path in place.rglob("*") if path.is_file())
    for path in files:
        if _is_ours(path, found):
            wipe_file(path)
            sync_directory(path.parent)
        else:
            yield path.relative_to(house.root).as_posix()
    if place.is_dir() and not any(path.is_file() for path in place.rglob("*")):
        wipe_tree(place)


def _is_handed_back(house: House, place: Path) -> bool:
    homes = [(house.root / one).resolve() for one in Place]
    return any(home in place.resolve().parents for home in homes)


def _is_ours(path: Path, found: Remnants) -> bool:
    data = path.read_bytes()
    if path.suffix == ".txt":
        return _names_one(data, found)
    return hashlib.sha512(data).hexdigest() in found.digests


def _clear_receipts(house: House, found: Remnants) -> None:
    """Remove the receipts that told who dropped the records that they were taken in: their names are the titles."""
    for path in sorted((house.root / Place.TAKEN).rglob("*.txt")):
        if path.is_file() and _names_one(path.read_bytes(), found):
            wipe_file(path)
            sync_directory(path.parent)


def _names_one(slip: bytes, found: Remnants) -> bool:
    """Tell whether a slip of ours is about one of the records."""
    return not found.records.isdisjoint(_NUMBER.findall(slip.decode("utf-8", "replace")))


def _set_apart(house: House, records: Collection[str]) -> Iterator[Path]:
    """Yield what a mending or a restore set apart of the records' objects."""
    for level, store in house.stores.items():
        for record in records:
            folder = store.folder_of(archive_id(record)).name
            yield from (house.root / "quarantine" / store.root.name).glob(f"{_escaped(folder)}-*")
            yield house.root / BEYOND / level.slug / folder


def _escaped(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)
