"""The job of the child process: a framed request of files in, a framed draft out (读稿作业).

Frame: four bytes of length (big-endian), a canonical JSON header of that length, then the bytes one after another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from domain.canonical import canonical_bytes
from domain.codec import to_plain
from press.reading import SourceFile, read_draft


def read(request: bytes) -> bytes:
    """Read the files of ``request`` and give the draft; errors of reading are raised as they are."""
    header, bodies = unframe(request)
    files = [SourceFile(file["name"], data, file["role"]) for file, data in zip(header["files"], bodies, strict=True)]
    result = read_draft(files)
    given = set(bodies)
    new = {digest: data for digest, data in result.pictures.items() if data not in given}
    kept = {digest: bodies.index(data) for digest, data in result.pictures.items() if data in given}
    head = {"draft": to_plain(result.draft), "digests": list(new), "given": kept}
    return frame(head, list(new.values()))


def frame(header: Mapping[str, Any], bodies: Sequence[bytes]) -> bytes:
    """Put a header and bytes into one message; their lengths are added to the header."""
    head = canonical_bytes({**header, "lengths": [len(body) for body in bodies]})
    return b"".join((len(head).to_bytes(4, "big"), head, *bodies))


def unframe(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Take a message apart again."""
    start = 4 + int.from_bytes(message[:4], "big")
    header: dict[str, Any] = json.loads(message[4:start])
    bodies: list[bytes] = []
    for length in header["lengths"]:
        bodies.append(message[start : start + length])
        start += length
    return header, bodies
