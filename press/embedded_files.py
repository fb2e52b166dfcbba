"""Files inside a PDF (内嵌文件): our own PDF/A-3 carries its draft; they are looked through at the door and never bound in with the pages."""

from __future__ import annotations

import io
from typing import Final

import pikepdf

from press.errors import PdfError

MOST: Final = 20
MOST_BYTES: Final = 64 << 20
_LONGEST_NAME: Final = 120


def names_in(opened: pikepdf.Pdf, subject: str) -> tuple[str, ...]:
    """Name the files inside an opened PDF, in their order.

    Raises:
        PdfError: There are too many, or one is not where it should be.
    """
    names = opened.Root.get("/Names")
    if not isinstance(names, pikepdf.Dictionary) or "/EmbeddedFiles" not in names:
        return ()
    found = tuple(_plain(name) for name in opened.attachments)
    if len(found) > MOST:
        raise PdfError(subject, f"内嵌文件超过 {MOST} 个")
    return found


def files_in(data: bytes, subject: str) -> tuple[tuple[str, bytes], ...]:
    """Give the files inside a PDF with their names.

    Raises:
        PdfError: One can't be read, or they are too large.
    """
    found: list[tuple[str, bytes]] = []
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            names_in(opened, subject)
            for name, held in opened.attachments.items():
                found.append((_plain(held.filename or name), held.get_file().read_bytes()))
                if sum(len(each) for _, each in found) > MOST_BYTES:
                    raise PdfError(subject, f"内嵌文件超过 {MOST_BYTES >> 20} MB")
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise PdfError(subject, "内嵌文件已损坏") from error
    return tuple(found)


def _plain(name: str) -> str:
    """Give a name that people can read: no folders, no control characters, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[-_LONGEST_NAME:] or "未命名"
