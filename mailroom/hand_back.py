"""Handing things back to a unit (交还): whole or not at all, never over what a person has put there, twice is once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from domain.file_names import free_name, numbered, safe_name
from ground.durable import part_beside, publish, remove_tree, sync_directory, write_new

SLIP_NAME = "办理说明.txt"
_FILE_MODE = 0o664
_FOLDER_MODE = 0o775
_MOST_NUMBERS = 1000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def hand_back_folder(place: Path, name: str, files: Mapping[str, bytes | Path], slip: str | None) -> Path:
    """Put a folder with files and a slip into ``place`` and give its path.

    The same content under the same name is there already: nothing happens. Other content: ``name（2）`` and so on.
    """
    contents: dict[str, bytes] = {}
    for file, data in files.items():
        contents[free_name(safe_name(file), contents)] = _bytes_of(data)
    if slip is not None:
        contents[SLIP_NAME] = slip_bytes(slip)
    target = _free_or_same(place, safe_name(name), lambda path: _folder_holds(path, contents))
    if os.path.lexists(target):
        return target
    part = part_beside(place / "handback")
    part.mkdir(_FOLDER_MODE)
    try:
        for file, data in contents.items():
            write_new(part / file, data, _FILE_MODE)
        sync_directory(part)
        publish(part, target)
    except BaseException:
        remove_tree(part)
        raise
    return target


def hand_back_text(place: Path, name: str, text: str) -> Path:
    """Put one text file into ``place``, by the same rules as a folder, and give its path."""
    data = slip_bytes(text)
    target = _free_or_same(place, safe_name(name), lambda path: _file_holds(path, data))
    if os.path.lexists(target):
        return target
    part = part_beside(place / "handback")
    write_new(part, data, _FILE_MODE)
    try:
        publish(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return target


def says_already(place: Path, name: str, words: str) -> bool:
    """Tell whether ``name``, or a numbered one after it, is there and says ``words``."""
    for number in range(1, _MOST_NUMBERS):
        path = place / numbered(name, number)
        if not path.is_file():
            return False
        if words in path.read_text("utf-8", "replace"):
            return True
    return False


def slip_bytes(text: str) -> bytes:
    """Write a text the way every editor of an office computer shows it: UTF-8 with its mark, CRLF."""
    return _BYTE_ORDER_MARK + text.rstrip("\n").replace("\n", "\r\n").encode() + b"\r\n"


def clear_unfinished(place: Path) -> None:
    """Remove what an interrupted hand-back left."""
    for path in place.glob(".handback.*.part"):
        remove_tree(path)


def _free_or_same(place: Path, name: str, is_same: Callable[[Path], bool]) -> Path:
    for number in range(1, _MOST_NUMBERS):
        target = place / numbered(name, number)
        if not os.path.lexists(target) or is_same(target):
            return target
    raise FileExistsError(f"{name} stands there {_MOST_NUMBERS} times")


def _folder_holds(path: Path, contents: Mapping[str, bytes]) -> bool:
    if path.is_symlink() or not path.is_dir():
        return False
    return all(_file_holds(path / name, data) for name, data in contents.items())


def _file_holds(path: Path, data: bytes) -> bool:
    try:
        return (
            not path.is_symlink() and path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
        )
    except OSError:
        return False


def _bytes_of(data: bytes | Path) -> bytes:
    return data.read_bytes() if isinstance(data, Path) else data
