"""Whether a .docx is whole and of a size one can look at (完整性): its ZIP directory and the CRC of every member.

Runs in the bounded child: the bytes are a stranger's.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

MOST_MEMBERS = 2_000
MOST_UNPACKED_BYTES = 200 << 20
MOST_RATIO = 100
RATIO_FREE_BYTES = 1 << 20
END_OF_DIRECTORY = b"PK\x05\x06"
TAIL_BYTES = 22 + 65_535
"""The end record with the longest comment: where the directory's end must be found."""
_BODY = "word/document.xml"
_CHUNK_BYTES = 1 << 20


class NotWholeError(Exception):
    """The file breaks off, or its bytes are not those that were packed."""


class NotDocxError(Exception):
    """A whole ZIP file, but no Word document."""


class HostilePackageError(Exception):
    """It would unpack to more than one can look at, or hides its content."""


@dataclass(frozen=True)
class Package:
    """The members of a whole package, unpacked one at a time."""

    archive: zipfile.ZipFile

    def names(self) -> list[str]:
        """Name the members."""
        return self.archive.namelist()

    def read(self, name: str) -> bytes:
        """Unpack one member."""
        return self.archive.read(name)

    def read_entry(self, entry: zipfile.ZipInfo) -> bytes:
        """Unpack the member of a directory entry."""
        return self.archive.read(entry)


def open_whole(data: bytes) -> Package:
    """Open a Word document after unpacking every member once.

    Raises:
        NotWholeError: The directory or a member is damaged or cut off.
        NotDocxError: It holds no Word document.
        HostilePackageError: It is beyond the limits.
    """
    package = open_package(data)
    if _BODY not in package.names():
        raise NotDocxError("缺少 word/document.xml")
    return package


def open_package(data: bytes) -> Package:
    """Open any ZIP file after unpacking every member once."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OverflowError, UnicodeDecodeError) as error:
        raise NotWholeError(str(error)) from error
    entries = archive.infolist()
    _refuse_hostile(entries)
    for entry in entries:
        _check(archive, entry)
    return Package(archive)


def _refuse_hostile(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_MEMBERS:
        raise HostilePackageError(f"内含{len(entries)}个部件")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
        raise HostilePackageError("解压后超过200 MB")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise HostilePackageError("内含加密部件")
        if entry.file_size > RATIO_FREE_BYTES and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise HostilePackageError("压缩比异常")
    if len({entry.filename for entry in entries}) != len(entries):
        raise HostilePackageError("部件重名")


def _check(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    unpacked = 0
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                unpacked += len(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise NotWholeError(str(error)) from error
    if unpacked != entry.file_size:
        raise NotWholeError(f"{entry.filename} is {unpacked} bytes long, {entry.file_size} announced")
