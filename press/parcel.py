"""Bytes packed together for the way to a child process and back (包裹): one JSON line, then the parts it gives the lengths of."""

from __future__ import annotations

import json
from collections.abc import Sequence

from domain.codec import Plain


def pack(head: Plain, parts: Sequence[bytes] = ()) -> bytes:
    """Pack plain JSON data and byte strings into one."""
    line = json.dumps(
        {"head": head, "lengths": [len(part) for part in parts]}, ensure_ascii=False, separators=(",", ":")
    )
    return b"".join((line.encode(), b"\n", *parts))


def unpack(data: bytes) -> tuple[Plain, tuple[bytes, ...]]:
    """Take apart what ``pack`` made."""
    end = data.index(b"\n")
    line = json.loads(data[:end])
    parts = []
    place = end + 1
    for length in line["lengths"]:
        parts.append(data[place : place + length])
        place += length
    return line["head"], tuple(parts)
