"""The ledger's files, a segment a year (台账分册): bytes in, bytes out, whole lines, and what a crash leaves behind."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.ledger_line import LedgerLine, parse_line
from ground.clock import BEIJING
from ground.durable import write_all

_SEGMENT = re.compile(r"[0-9]{4}\.jsonl")
_TAIL_BYTES = 1 << 16


@dataclass(frozen=True)
class RawLine:
    """A line as it stands in a segment: ``number`` counts from 1 in it, ``data`` has no line end."""

    segment: str
    number: int
    data: bytes


@dataclass(frozen=True)
class Extent:
    """How long a segment was when it was measured."""

    path: Path
    size: int


def segments(folder: Path) -> list[Path]:
    """Give the segments, oldest first."""
    return sorted(path for path in folder.iterdir() if _SEGMENT.fullmatch(path.name))


def by_segment(folder: Path, lines: Sequence[LedgerLine]) -> dict[Path, list[LedgerLine]]:
    """Put lines to the segments of their years, but never to one before the newest, so that they stay in their order."""
    found: dict[Path, list[LedgerLine]] = {}
    newest = (segments(folder) or [folder])[-1]
    for line in lines:
        newest = max(newest, folder / f"{line.at.astimezone(BEIJING).year:04d}.jsonl")
        found.setdefault(newest, []).append(line)
    return found


def well_formed(data: bytes) -> LedgerLine | None:
    """Give the line that the bytes (without line end) are, byte for byte and with a digest that holds, or nothing."""
    try:
        line = parse_line(data)
    except (ValueError, RecursionError):
        return None
    return line if line.own_holds() and line.to_bytes() == data + b"\n" else None


def append_durably(path: Path, data: bytes) -> None:
    """Append with one write and one fsync; a failure cuts the segment back to what it was and is passed on.

    The caller syncs the folder, once per segment.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o640)
    try:
        size = os.fstat(descriptor).st_size
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(
                descriptor, size
            )  # the batch will be written anew: pages of a failed fsync must not be trusted
            raise
    finally:
        os.close(descriptor)


def cut(path: Path, size: int) -> None:
    """Shorten a segment durably."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        os.ftruncate(descriptor, size)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def last_line(path: Path, up_to: int | None = None) -> bytes | None:
    """Give what stands after the last line end but one, without its line end; nothing for an empty segment.

    ``up_to`` looks only at so many bytes of it.

    Raises:
        ValueError: The segment does not end in a line end.
    """
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END) if up_to is None else up_to
        window = b""
        while size and window.count(b"\n") < 2:
            step = min(size, _TAIL_BYTES)
            size = file.seek(size - step)
            window = file.read(step) + window
    if not window:
        return None
    if not window.endswith(b"\n"):
        raise ValueError("the last line is torn")
    return window[:-1].rpartition(b"\n")[2]


def lines_backwards(path: Path, window_bytes: int = _TAIL_BYTES) -> Iterator[bytes]:
    """Yield the lines of a segment without their line ends, the last first; of a long one only as much is read as is asked for."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        rest = b""
        while size:
            step = min(size, window_bytes)
            size = file.seek(size - step)
            first, *whole = (file.read(step) + rest).split(b"\n")
            yield from (line for line in reversed(whole) if line)
            rest = first
        if rest:
            yield rest


def extents(folder: Path) -> list[Extent]:
    """Measure the segments; while nobody writes, so that they end in whole batches."""
    return [Extent(path, path.stat().st_size) for path in segments(folder)]


def raw_lines(measured: Iterable[Extent]) -> Iterator[RawLine]:
    """Yield every line as far as was measured; a torn last line is yielded like a whole one."""
    for extent in measured:
        left = extent.size
        with extent.path.open("rb") as file:
            for number, data in enumerate(file, 1):
                if left <= 0:
                    break
                yield RawLine(extent.path.name, number, data[:left].removesuffix(b"\n"))
                left -= len(data)


def ends_torn(extent: Extent) -> bool:
    """Tell whether a segment's last line lacks its line end."""
    if extent.size == 0:
        return False
    with extent.path.open("rb") as file:
        file.seek(extent.size - 1)
        return file.read(1) != b"\n"
