"""What one drop is made of (投稿件): a file, or a folder with body and attachments; told by names and inodes, nothing is read."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import PurePosixPath

from domain.intake import Role, Source, SourceFile
from mailroom import opening
from mailroom.errors import (
    DropError,
    FolderShapeError,
    NoBodyError,
    NoPermissionError,
    SpecialFileError,
    SymbolicLinkError,
    UnreadableError,
)
from mailroom.kinds import ARCHIVE, ATTACHED, BODIES, ending
from mailroom.names import display, is_ignored, lock_names, to_bytes, to_text

MOST_FILES = 60
_BODY_STEMS = ("正文",)
_NUMBER = re.compile(r"附件\s*([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})")
_CHINESE = "一二三四五六七八九十"
_SPECIAL = {
    stat.S_IFIFO: "命名管道",
    stat.S_IFSOCK: "套接字",
    stat.S_IFBLK: "设备",
    stat.S_IFCHR: "设备",
}


@dataclass(frozen=True)
class Drop:
    """A drop as the directory shows it; ``trouble`` is what speaks against it already, ``is_open`` whether a lock lies beside a file."""

    source: Source
    is_open: bool
    trouble: DropError | None

    @property
    def size_bytes(self) -> int:
        """Give the size of all files."""
        return sum(file.size_bytes for file in self.source.files)


def look(folder_name: str, name: bytes, inside: int, beside: frozenset[bytes]) -> Drop:
    """Look at one name of a watched folder; links, pipes and devices are never opened.

    Raises:
        FileNotFoundError: It is gone meanwhile.
    """
    status = os.stat(name, dir_fd=inside, follow_symlinks=False)
    file = opening.source_file(name, status)
    if stat.S_ISDIR(status.st_mode):
        return _look_inside(folder_name, name, inside)
    trouble = irregular(display(name), status.st_mode)
    return Drop(Source(folder_name, to_text(name), False, (file,)), bool(lock_names(name) & beside), trouble)


def irregular(shown: str, mode: int) -> DropError | None:
    """Say what speaks against a file that is no regular one."""
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        return SymbolicLinkError(shown)
    return SpecialFileError(shown, _SPECIAL.get(stat.S_IFMT(mode), "未知类型"))


def in_order(source: Source, bodies: tuple[str, ...] = BODIES) -> tuple[tuple[SourceFile, Role], ...]:
    """Tell the body and the attachments, in their order (正文与附件).

    The body is the only file, or one with an ending of ``bodies`` called 正文, bearing the folder's name, or the only one not called 附件.

    Raises:
        NoBodyError: None of that holds.
    """
    body = _body(source, bodies)
    rest = sorted((file for file in source.files if file is not body), key=_attachment_order)
    return ((body, Role.BODY), *((file, Role.ATTACHMENT) for file in rest))


def _look_inside(folder_name: str, name: bytes, inside: int) -> Drop:
    shown = display(name)
    files: list[SourceFile] = []
    trouble: DropError | None = None
    is_open = False
    try:
        with opening.folder(name, inside) as descriptor:
            entries = sorted(os.fsencode(entry) for entry in os.listdir(descriptor))  # noqa: PTH208 - a descriptor has no Path
            beside = frozenset(entries)
            for entry in entries:
                status = os.stat(entry, dir_fd=descriptor, follow_symlinks=False)
                trouble = trouble or _misfit(shown, entry, status.st_mode)
                if is_ignored(entry):
                    continue
                files.append(opening.source_file(entry, status))
                is_open = is_open or bool(lock_names(entry) & beside)
                if len(files) > MOST_FILES:
                    break
    except PermissionError:
        trouble = NoPermissionError(shown)
    except FileNotFoundError:
        raise
    except OSError as error:
        trouble = UnreadableError(shown, error.strerror or "未知原因")
    if len(files) > MOST_FILES:
        trouble = trouble or FolderShapeError(shown, f"超过{MOST_FILES}个文件")
    return Drop(Source(folder_name, to_text(name), True, tuple(files)), is_open, trouble)


def _misfit(shown: str, entry: bytes, mode: int) -> DropError | None:
    """Say what speaks against an entry of a folder; of what belongs to a program only a folder does: it may hold anything."""
    if stat.S_ISDIR(mode):
        return FolderShapeError(shown, f"还套着文件夹“{display(entry)}”")
    return None if is_ignored(entry) else irregular(f"{shown}/{display(entry)}", mode)


def _body(source: Source, bodies: tuple[str, ...]) -> SourceFile:
    if len(source.files) == 1:
        return source.files[0]
    written = [file for file in source.files if ending(file.name) in bodies]
    for belongs in (
        lambda stem: stem in _BODY_STEMS,
        lambda stem: stem.startswith(_BODY_STEMS),
        lambda stem: stem == _stem(source.name),
        lambda stem: not stem.startswith("附"),
    ):
        found = [file for file in written if belongs(_stem(file.name))]
        if len(found) == 1:
            return found[0]
    raise NoBodyError(display(to_bytes(source.name)))


def _stem(name: str) -> str:
    return name.removesuffix(PurePosixPath(name).suffix) if ending(name) in (*ATTACHED, ARCHIVE) else name


def _attachment_order(file: SourceFile) -> tuple[int, str]:
    found = _NUMBER.search(file.name)
    return (_number(found[1]) if found else 1000, file.name)


def _number(text: str) -> int:
    if text[0] not in _CHINESE:
        return int(text)
    tens, ten, ones = text.rpartition("十")
    whole = (_CHINESE.index(tens) + 1 if tens else 1) * 10 if ten else 0
    return whole + (_CHINESE.index(ones[0]) + 1 if ones else 0)
