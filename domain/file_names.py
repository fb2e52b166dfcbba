"""File names for people and for the archive, from names that anyone may have typed (文件名)."""

from __future__ import annotations

import unicodedata
from collections.abc import Container

LONGEST_BYTES = 200
_FORBIDDEN = set('/\\:*?"<>|')


def safe_name(name: str) -> str:
    """Give a name that is one path part on every file system: no separators, control or bidi characters, at most 200 bytes.

    The extension is kept. The name as dropped stays in the ledger.
    """
    clean = "".join("_" if _is_unsafe(character) else character for character in name).strip(" .") or "未命名"
    stem, dot, extension = clean.rpartition(".")
    if not dot or len(extension) > 8:
        return _cut(clean, LONGEST_BYTES)
    return f"{_cut(stem, LONGEST_BYTES - len(extension.encode()) - 1)}.{extension}"


def free_name(name: str, taken: Container[str]) -> str:
    """Give a name that is not taken yet: itself, or with a number before its extension, ``附件（2）.docx``."""
    stem, dot, extension = name.rpartition(".")
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{stem}（{number}）.{extension}" if dot else f"{name}（{number}）"
    return free


def _is_unsafe(character: str) -> bool:
    return character in _FORBIDDEN or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")


def _cut(text: str, size_bytes: int) -> str:
    while len(text.encode()) > size_bytes:
        text = text[:-1]
    return text.rstrip(" .")
