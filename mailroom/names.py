"""Names of files (文件名): bytes outside, reversible text inside, a safe display for people and for results."""

from __future__ import annotations

import os
import re
import unicodedata

from domain.file_names import FORBIDDEN, INVISIBLE, LONGEST_BYTES, safe_name

_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")
_IGNORED = frozenset({b"Thumbs.db", b"desktop.ini", b"Desktop.ini", b".DS_Store", b".directory"})
_DOCUMENTS = (b".docx", b".doc", b".docm", b".wps", b".pdf", b".ofd", b".zip", b".odt", b".rtf")
_TITLED = (".docx", ".zip", ".doc", ".wps", ".odt", ".rtf")
_UNFINISHED = (b".tmp", b".part", b".partial", b".crdownload", b".filepart", b".download")


def to_text(name: bytes) -> str:
    """Turn a name's bytes into text that ``to_bytes`` turns back, whatever the bytes are."""
    return name.replace(b"\\", b"\\x5c").decode("utf-8", "backslashreplace")


def to_bytes(text: str) -> bytes:
    """Turn the text of ``to_text`` back into the name's bytes."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text.encode("utf-8"))


def display(name: bytes) -> str:
    """Show a name to people: nothing invisible or directional, no path, at most 80 characters; ``（无名文件）`` when nothing is left."""
    text = name.decode("utf-8", "replace")
    shown = "".join(character for character in text if unicodedata.category(character) not in INVISIBLE)
    shown = "".join("_" if character in FORBIDDEN else character for character in shown).strip(" .　_")
    return shown if 0 < len(shown) <= 80 else (shown[:60] + "…" + shown[-19:] if shown else "（无名文件）")


def title_of(display_name: str) -> str:
    """Give a display name without the ending of what can be a draft."""
    ending = next((ending for ending in _TITLED if display_name.lower().endswith(ending)), "")
    return display_name.removesuffix(display_name[len(display_name) - len(ending) :]) if ending else display_name


def titled(display_name: str, pattern: str) -> str:
    """Put a title, shortened where it must be, into a name such as ``《{}》已收.txt``."""
    return pattern.format(safe_name(title_of(display_name), LONGEST_BYTES - len(pattern.encode())))


def is_ignored(name: bytes) -> bool:
    """Tell whether a name belongs to a program and not to a drafter: lock files, thumbnails, hidden files that are no documents."""
    if name.startswith((b"~$", b"._", b".~")) or name in _IGNORED:
        return True
    return name.startswith(b".") and not name.lower().endswith(_DOCUMENTS)


def is_unfinished(name: bytes) -> bool:
    """Tell whether a program is still writing under a passing name."""
    return name.lower().endswith(_UNFINISHED) or name.startswith(b"~WRL")


def lock_names(name: bytes) -> frozenset[bytes]:
    """Name the files that Word, WPS and LibreOffice lay beside a document while it is open.

    Word puts ``~$`` before a short name and over the first characters of a longer one.
    """
    text = name.decode("utf-8", "surrogateescape")
    words = {"~$" + text, "~$" + text[1:], "~$" + text[2:], ".~" + text, f".~lock.{text}#"}
    return frozenset(os.fsencode(word) for word in words)
