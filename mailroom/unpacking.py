"""A ZIP file as a drop (压缩包): unpacked in memory, in the bounded child; names as Chinese Windows writes them; no folder within a folder."""

from __future__ import annotations

import json
import stat
import zipfile
import zlib
from dataclasses import dataclass

from mailroom.names import is_ignored
from mailroom.package import HostilePackageError, NotWholeError, open_package

UNPACK_JOB = "mailroom.unpacking:unpack_job"
MOST_FILES = 60
_UTF_8 = 0x800
_CHINESE = (
    ("\u2010", "\u2027"),
    ("\u2e80", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\uff00", "\uffef"),
    ("\u00b7", "\u00b7"),
    ("\u2460", "\u2473"),
)


@dataclass(frozen=True)
class Unpacked:
    """What a ZIP file held: names and bytes, or ``problem`` and its detail (开包结果)."""

    files: tuple[tuple[str, bytes], ...] = ()
    problem: str = ""
    detail: str = ""


def unpack_job(data: bytes) -> bytes:
    """Unpack one ZIP file."""
    try:
        files = _unpacked(data)
    except NotWholeError as error:
        return _told("not_whole", str(error))
    except (HostilePackageError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        return _told("hostile", str(error))
    head = {"names": [name for name, _ in files], "lengths": [len(content) for _, content in files]}
    return b"".join([json.dumps(head).encode(), b"\n", *(content for _, content in files)])


def unpacked(reply: bytes) -> Unpacked:
    """Read what ``unpack_job`` answered."""
    line, _, rest = reply.partition(b"\n")
    head = json.loads(line)
    if "problem" in head:
        return Unpacked(problem=head["problem"], detail=head["detail"])
    files, at = [], 0
    for name, length in zip(head["names"], head["lengths"], strict=True):
        files.append((name, rest[at : at + length]))
        at += length
    return Unpacked(tuple(files))


def _told(problem: str, detail: str) -> bytes:
    return json.dumps({"problem": problem, "detail": detail}).encode() + b"\n"


def _unpacked(data: bytes) -> list[tuple[str, bytes]]:
    package = open_package(data)  # its directory judged, every member unpacked once against its CRC
    entries = [entry for entry in package.archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES * 2:
        raise HostilePackageError(f"压缩包里有 {len(entries)} 个文件，最多 {MOST_FILES} 个")
    named = {_name(entry): entry for entry in entries}
    if len(named) != len(entries):
        raise HostilePackageError("压缩包里有重名的文件")
    for name, entry in named.items():
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise HostilePackageError("压缩包里有链接")
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or "\0" in name or ":" in name:
            raise HostilePackageError("压缩包里的文件名指向包外")
    wanted = [name for name in named if not name.startswith("__MACOSX/") and not is_ignored(_base(name).encode())]
    folders = {name.rpartition("/")[0] for name in wanted}
    if len(folders) > 1 or any("/" in folder for folder in folders):
        raise HostilePackageError("压缩包里套着几个文件夹；正文和附件要放在同一层")
    if not 0 < len(wanted) <= MOST_FILES:
        raise HostilePackageError("压缩包是空的" if not wanted else f"压缩包里超过 {MOST_FILES} 个文件")
    return [(_base(name), package.read_entry(named[name])) for name in sorted(wanted)]


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def _name(entry: zipfile.ZipInfo) -> str:
    """Give a member's name: UTF-8 where it is flagged so, else as Chinese Windows writes it."""
    if entry.flag_bits & _UTF_8:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    found = [name for encoding in ("utf-8", "gb18030") if (name := _decoded(raw, encoding))]
    return next((name for name in found if _is_chinese(name)), found[0] if found else entry.filename)


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _is_chinese(name: str) -> bool:
    """Tell whether a name is of characters that Chinese names of files have: short GBK names can pass for UTF-8."""
    return all(sign.isascii() or any(first <= sign <= last for first, last in _CHINESE) for sign in name)
