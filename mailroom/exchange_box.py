"""The folders through which offices exchange packages (交换箱): put in whole, looked into without following anything, cleared when told.

    交换/发出/<office>/   to an office     交换/收到/<office>/   from it     交换/隔离/<office>/   what was refused

The first two are whatever the transport makes of them: a mount, a disk that is carried, a folder that is synced. Each holds the
mailroom's marker; without it the transport is away, and nothing is concluded from what is missing there.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.canonical import digest_of
from domain.exchange import ANSWER_ENDING, URGENT_MARK
from domain.file_names import free_name, safe_name
from ground import child
from ground.durable import (
    PART_SUFFIX,
    make_directory,
    part_beside,
    publish,
    publish_folder,
    remove_tree,
    sync_directory,
    write_new,
)
from mailroom import opening
from mailroom.errors import FolderAwayError, ScannerDownError
from mailroom.exchange_reading import (
    ANSWER_JOB,
    MOST_BYTES,
    MOST_FILES,
    MOST_SHEET_BYTES,
    READ_JOB,
    Flaw,
    Inspected,
    answered,
    request,
)
from mailroom.folders import MARKER, MARKER_TEXT
from mailroom.hand_back import slip_bytes
from mailroom.names import display, is_ignored, is_unfinished, to_bytes, to_text

EXCHANGE = "交换"
OUT, IN, ASIDE = "发出", "收到", "隔离"
WHY = "说明.txt"
_MODE = 0o775
_LEFT_AT_MOST = 4
_GONE, _HANDED = "gone", "exchange"
"""How names of what is being removed, and of what is being handed in, begin."""


@dataclass(frozen=True)
class Lying:
    """Something that lies in a partner's folder (在箱物); ``state`` is another when any byte may have changed."""

    partner: str
    name: str
    shown: str
    is_folder: bool
    state: str

    @property
    def is_urgent(self) -> bool:
        """Tell whether it asks to be taken in at once."""
        return self.is_folder and self.name.endswith(URGENT_MARK)

    @property
    def is_answer(self) -> bool:
        """Tell whether it calls itself a receipt."""
        return not self.is_folder and self.name.endswith(ANSWER_ENDING)


@dataclass(frozen=True)
class Package:
    """What was read of a package (读到的包): its files, and what the bounded child says of them. ``waits`` while it may still be written."""

    files: Mapping[str, bytes]
    inspected: Inspected
    waits: bool = False


class ExchangeBox:
    """The exchange folders of one office; partners are named by their names, as the folders are."""

    def __init__(self, root: Path, bounded: child.Child) -> None:
        self.root = root / EXCHANGE
        self._child = bounded

    def make(self, partners: Sequence[str]) -> None:
        """Make what is missing, each folder with its marker."""
        for partner in partners:
            for side in (OUT, IN):
                path = self.root / side / partner
                make_directory(path, _MODE)
                if not (path / MARKER).is_file():
                    write_new(path / MARKER, MARKER_TEXT, 0o644)
                    sync_directory(path)

    def place_of(self, side: str, partner: str) -> Path:
        """Give a partner's folder.

        Raises:
            FolderAwayError: It is not in place.
        """
        path = self.root / side / partner
        if not (path / MARKER).is_file():
            raise FolderAwayError(f"{EXCHANGE}/{side}/{partner}")
        return path

    def is_there(self, side: str, partner: str) -> bool:
        """Tell whether a partner's folder is in place."""
        return (self.root / side / partner / MARKER).is_file()

    def lying(self, partner: str) -> tuple[Lying, ...]:
        """List what lies in the folder from a partner, the transport's own passing files left out."""
        place = self.place_of(IN, partner)
        names = sorted(os.fsencode(entry.name) for entry in place.iterdir())
        return tuple(self._seen(partner, place, name) for name in names if not _is_passing(name))

    def read(self, one: Lying) -> Package:
        """Read a package into memory and hold it against its sheet, in the bounded child; links are never followed.

        Raises:
            ScannerDownError: The bounded child does not start.
        """
        if not one.is_folder:
            return _flawed(Flaw.HOSTILE, "这里只收交换包（文件夹）和回执")
        with opening.folder(os.fsencode(self.root / IN / one.partner)) as outer:
            try:
                files, passing, trouble = _files_in(to_bytes(one.name), outer)
            except FileNotFoundError:
                return Package({}, Inspected(None, Flaw.HALF, "正在变动"), waits=True)
            except OSError as error:
                return _flawed(Flaw.HOSTILE, f"打不开（{error.strerror}）")
        if trouble:
            return Package(files, Inspected(None, Flaw.HOSTILE, trouble))
        inspected = self._inspect(one.shown, files)
        waits = passing or inspected.flaw in (Flaw.HALF, Flaw.DAMAGED)
        if passing and inspected.flaw is None:
            inspected = Inspected(inspected.sheet, Flaw.HALF, "还有没写完的临时文件")
        return Package(files, inspected, waits)

    def read_answer(self, one: Lying) -> tuple[bytes, bytes]:
        """Read a receipt's bytes and what the bounded child makes of them: canonical JSON, or ``null``."""
        with opening.folder(os.fsencode(self.root / IN / one.partner)) as outer:
            try:
                data = _bytes_of(to_bytes(one.name), outer, MOST_SHEET_BYTES)
            except OSError:
                return b"", b"null"
        return data, self._call(ANSWER_JOB, data) or b"null"

    def put(self, partner: str, name: str, files: Mapping[str, bytes]) -> Path:
        """Put a package into the folder to a partner, whole with one rename; the same that lies there stays.

        Raises:
            FolderAwayError: The folder is not in place.
        """
        place = self.place_of(OUT, partner)
        if _holds(place / name, files):
            return place / name
        # what a transport left of it half is ours, and lies here again whole
        publish_folder(place / name, files, mode=_MODE, file_mode=0o664, replace=True)
        return place / name

    def put_answer(self, partner: str, name: str, data: bytes) -> None:
        """Put a receipt into the folder to a partner, in one step; the same that lies there is written again."""
        place = self.place_of(OUT, partner)
        part = part_beside(place / "receipt")
        write_new(part, data, 0o664)
        part.replace(place / name)
        sync_directory(place)

    def settle(self, one: Lying) -> bool:
        """Remove what came in and is durably ours, unless something else lies there by now; tell whether it was removed."""
        place = self.place_of(IN, one.partner)
        name = to_bytes(one.name)
        if self._seen(one.partner, place, name).state != one.state:
            return False
        _let_go(place / os.fsdecode(name))
        return True

    def take_back(self, partner: str, name: str) -> None:
        """Remove a package of ours that the other office has answered; one that the transport took along is fine."""
        if self.is_there(OUT, partner):
            _let_go(self.root / OUT / partner / name)

    def hand_in(self, folder: Path, name: str, data: bytes) -> Path:
        """Lay a file into a watched folder, in one step and under a name that is free (转收文); give its path.

        Raises:
            FolderAwayError: The folder is not in place.
        """
        if not (folder / MARKER).is_file():
            raise FolderAwayError(folder.name)
        part = part_beside(folder / _HANDED)
        write_new(part, data, 0o664)
        try:
            taken = {entry.name for entry in folder.iterdir()}
            target = folder / free_name(safe_name(name), taken)
            publish(part, target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return target

    def set_apart(self, one: Lying, name: str, sentence: str) -> Path:
        """Move what was refused into quarantine as it is, unopened, and lay the sentence beside it (隔离); give its place.

        Moved there before, by a run that was broken off, it is not moved again.
        """
        home = self.root / ASIDE / one.partner / safe_name(name)
        make_directory(home, 0o750)
        source = self.root / IN / one.partner / os.fsdecode(to_bytes(one.name))
        target = home / safe_name(one.shown)
        if os.path.lexists(source) and not os.path.lexists(target):
            _move(source, target)
        if not (home / WHY).exists():
            write_new(home / WHY, slip_bytes(sentence), 0o640)
        sync_directory(home)
        return home

    def clear_unfinished(self, partners: Sequence[str], watched: Path) -> None:
        """Remove what interrupted runs left half made or half removed; only while nobody puts anything out or takes anything in."""
        places = [(self.root / OUT / partner, "*") for partner in partners if self.is_there(OUT, partner)]
        places += [(self.root / IN / partner, _GONE) for partner in partners if self.is_there(IN, partner)]
        for place, name in (*places, (watched, _HANDED)):
            for path in place.glob(f".{name}.*{PART_SUFFIX}"):
                remove_tree(path)

    def _seen(self, partner: str, place: Path, name: bytes) -> Lying:
        path = place / os.fsdecode(name)
        try:
            status = path.lstat()
            is_folder = stat.S_ISDIR(status.st_mode)
            marks = [list(_mark(entry)) for entry in _entries(path)] if is_folder else []
        except OSError:  # gone, or not to be read: another state next time
            return Lying(partner, to_text(name), display(name), False, "")
        own = [status.st_ino, status.st_size, status.st_mtime_ns, status.st_mode]
        return Lying(partner, to_text(name), display(name), is_folder, digest_of([own, marks]))

    def _inspect(self, folder: str, files: Mapping[str, bytes]) -> Inspected:
        reply = self._call(READ_JOB, request(folder, files))
        return answered(reply) if reply is not None else Inspected(None, Flaw.HOSTILE, "核对时出错或占用过大")

    def _call(self, job: str, message: bytes) -> bytes | None:
        try:
            return self._child.call(job, message)
        except child.ChildStartError as error:
            raise ScannerDownError(str(error)) from error
        except child.ChildError:
            return None


def _let_go(path: Path) -> None:
    """Remove what lies in a folder that others look into: whole or gone, nobody ever finds half of it there."""
    gone = part_beside(path.parent / _GONE)
    try:
        path.rename(gone)
    except FileNotFoundError:
        return
    sync_directory(path.parent)
    remove_tree(gone)


def _flawed(flaw: Flaw, detail: str) -> Package:
    return Package({}, Inspected(None, flaw, detail))


def _is_passing(name: bytes) -> bool:
    return name == os.fsencode(MARKER) or is_ignored(name) or is_unfinished(name) or name.startswith(b".")


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from sorted(entries, key=lambda entry: entry.name)[: MOST_FILES * 2]


def _mark(entry: os.DirEntry[str]) -> Iterator[str | int]:
    status = entry.stat(follow_symlinks=False)
    yield from (to_text(os.fsencode(entry.name)), status.st_ino, status.st_size, status.st_mtime_ns, status.st_mode)


def _files_in(name: bytes, outer: int) -> tuple[dict[str, bytes], bool, str]:
    """Read all regular files of a folder; tell whether passing ones lie among them, and what must not lie there."""
    files: dict[str, bytes] = {}
    passing, left = False, MOST_BYTES
    with opening.folder(name, outer) as inside:
        entries = sorted(os.fsencode(entry) for entry in os.listdir(inside))  # noqa: PTH208 - a descriptor has no Path
        if len(entries) > MOST_FILES + _LEFT_AT_MOST:
            return files, False, "文件过多"
        for entry in entries:
            status = os.stat(entry, dir_fd=inside, follow_symlinks=False)
            if not stat.S_ISREG(status.st_mode):
                return files, False, f"“{display(entry)}”不是普通文件（链接、文件夹或设备）"
            if _is_passing(entry):
                passing = True
                continue
            if status.st_size > left:
                return files, False, f"超过{MOST_BYTES >> 20} MB"
            files[to_text(entry)] = _bytes_of(entry, inside, left)
            left -= len(files[to_text(entry)])
    return files, passing, ""


def _bytes_of(name: bytes, inside: int, most: int) -> bytes:
    data = bytearray()
    with opening.regular_file(name, inside) as descriptor:
        while len(data) <= most and (chunk := os.read(descriptor, 1 << 20)):
            data += chunk
    if len(data) > most:
        raise OSError("too large")
    return bytes(data)


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Tell whether a package lies there whole already."""
    if folder.is_symlink() or not folder.is_dir() or {entry.name for entry in folder.iterdir()} != set(files):
        return False
    return all(
        not (folder / name).is_symlink() and (folder / name).read_bytes() == data for name, data in files.items()
    )


def _move(source: Path, target: Path) -> None:
    """Move something as it is; between two disks a file or folder is copied piece by piece, links as links, within bounds."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(source, target)
        remove_tree(source)
    sync_directory(target.parent)
    sync_directory(source.parent)


def _copy(source: Path, target: Path) -> None:
    if source.is_symlink():
        target.symlink_to(source.readlink())
    elif source.is_dir():
        target.mkdir(0o750)
        names: dict[str, Path] = {}
        for entry in sorted(source.iterdir())[: MOST_FILES * 2]:
            names[free_name(safe_name(entry.name), names)] = entry
        for name, entry in names.items():
            if entry.is_symlink() or entry.is_file():
                _copy(entry, target / name)
    elif source.is_file() and source.stat().st_size <= MOST_BYTES:
        write_new(target, source.read_bytes())
