"""The kinds of files that can be dropped (文件种类), told by ending, first and last bytes; what each can be within a drop."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from mailroom.errors import ArchiveError, NoConverterError, NotWordError, StillWrittenError
from mailroom.names import display
from mailroom.package import END_OF_DIRECTORY

WORD = ".docx"
OTHER_WORD = (".doc", ".wps", ".odt", ".rtf")
SHEETS = (".xlsx", ".xls", ".et", ".ods")
PDF = ".pdf"
PICTURES = (".png", ".jpg", ".jpeg")
ARCHIVE = ".zip"
BODIES = (WORD, *OTHER_WORD)
BODIES_FROM_OUTSIDE = (*BODIES, PDF)
ATTACHED = (*BODIES, PDF, *PICTURES, *SHEETS)
CONVERTED = (*OTHER_WORD, *SHEETS)
PLAIN_TEXT = (".json", ".xml", ".txt", ".csv")
"""What a PDF may carry inside beside the files that may be attached: its metadata."""
NOT_SECRET = re.compile(r"[（(]\s*(?:已核)?\s*(?:不涉密|非密|非涉密)\s*[)）]")
"""How a drafter says in a file's name that somebody has looked: a program sees no mark in a picture."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_HEADS: dict[str, tuple[bytes, ...]] = {
    WORD: (_ZIP,),
    ".odt": (_ZIP,),
    ".xlsx": (_ZIP,),
    ".ods": (_ZIP,),
    ARCHIVE: (_ZIP,),
    ".doc": (_OLD_OFFICE,),
    ".wps": (_OLD_OFFICE,),
    ".xls": (_OLD_OFFICE,),
    ".et": (_OLD_OFFICE,),
    ".rtf": (b"{\\rtf",),
    PDF: (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
}
_TAILS: dict[bytes, bytes] = {
    _ZIP: END_OF_DIRECTORY,
    b"%PDF-": b"%%EOF",
    b"\x89PNG\r\n\x1a\n": b"IEND",
    b"\xff\xd8\xff": b"\xff\xd9",
}


@dataclass(frozen=True)
class Standing:
    """Where a file stands in its drop (位置): the only one, inside a folder or a ZIP file, and what this machine can convert."""

    is_only: bool
    is_inside: bool
    converts: tuple[str, ...] = ()
    came_in: bool = False
    """A paper from outside (收文): it may be a PDF, a picture or a table alone."""


def ending(name: str) -> str:
    """Give a name's ending in small letters."""
    return PurePosixPath(name).suffix.lower()


def check(name: bytes, head: bytes, tail: bytes, shown: str, place: Standing) -> None:
    """Judge a file by its name, its first and its last bytes.

    Raises:
        DropError: It can't be taken in here, or not yet.
    """
    suffix = ending(display(name))
    _check_ending(suffix, head, shown, place)
    if head.startswith(_HEADS[suffix]):
        end = _TAILS.get(next(found for found in _HEADS[suffix] if head.startswith(found)))
        if end is not None and end not in tail:
            raise StillWrittenError(shown)
        return
    if not head.strip(b"\0"):
        raise StillWrittenError(shown)  # room was made for it, its bytes are still to come
    if suffix == WORD and head.startswith(_OLD_OFFICE):
        raise NotWordError(shown, "旧版 .doc 格式，或者设有打开密码")
    content = " Word 文档" if suffix == WORD else "这种文件"
    raise NotWordError(shown, f"扩展名是 {suffix}，内容不是{content}")


def _check_ending(suffix: str, head: bytes, shown: str, place: Standing) -> None:
    if not suffix:
        raise NotWordError(shown, "没有扩展名")
    if suffix == ARCHIVE and place.is_inside:
        raise ArchiveError(shown, "文件夹或压缩包里不能再放压缩包")
    if place.is_only and not place.came_in and suffix in (PDF, *PICTURES, *SHEETS):
        raise NotWordError(shown, f"单独的 {suffix} 只能作附件，要与正文放在同一文件夹中")
    if suffix not in (*ATTACHED, ARCHIVE):
        raise NotWordError(shown, f"扩展名 {suffix}")
    if suffix in CONVERTED and suffix not in place.converts:
        if head.startswith(_OLD_OFFICE) and suffix in OTHER_WORD:
            raise NotWordError(shown, "旧版 .doc 格式，或者设有打开密码；本机没有安装 LibreOffice，不能转换")
        raise NoConverterError(shown, suffix)


def says_not_secret(name: str) -> bool:
    """Tell whether a name says that its picture bears no mark."""
    return NOT_SECRET.search(name) is not None
