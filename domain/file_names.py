"""File names for people and for the archive, from names that anyone may have typed (文件名)."""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from itertools import count

LONGEST_BYTES = 200
"""Room is left for ``（2）`` and for a suffix while a file is being written: file systems allow 255."""
FORBIDDEN = frozenset('/\\:*?"<>|')
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that no eye sees: control and bidi characters, lone surrogates, unassigned ones, line separators."""
_LONGEST_EXTENSION = 8


def safe_name(name: str, most_bytes: int = LONGEST_BYTES) -> str:
    """Give a name that is one path part on every file system: no separators, control or bidi characters, not too long.

    The extension is kept. The name as dropped stays in the ledger.
    """
    clean = "".join("_" if _is_unsafe(character) else character for character in name).strip(" .") or "未命名"
    stem, ending = _parted(clean)
    return _cut(stem, most_bytes - len(ending.encode())) + ending


def numbered(name: str, number: int) -> str:
    """Give the name its number before its extension: ``通知（2）.docx``; the first has none."""
    if number == 1:
        return name
    stem, ending = _parted(name)
    return f"{stem}（{number}）{ending}"


def free_name(name: str, taken: Container[str]) -> str:
    """Give a name that is not taken yet: itself, or the first free with a number."""
    return next(free for number in count(1) if (free := numbered(name, number)) not in taken)


def _parted(name: str) -> tuple[str, str]:
    """Part a name before its extension, which keeps its dot; what is long or all there is, is none."""
    stem, dot, extension = name.rpartition(".")
    return (stem, dot + extension) if stem and len(extension) <= _LONGEST_EXTENSION else (name, "")


def _is_unsafe(character: str) -> bool:
    return character in FORBIDDEN or unicodedata.category(character) in INVISIBLE


def _cut(text: str, size_bytes: int) -> str:
    while len(text.encode()) > size_bytes:
        text = text[:-1]
    return text.rstrip(" .")
