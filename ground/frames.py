"""Frames between parent and child (帧): one kind byte, eight length bytes (big endian), then the body, over pipes.

Both ends use descriptors that do not block, so that every wait has an end.
"""

from __future__ import annotations

import os
import select
import struct
import time
from dataclasses import dataclass

_HEAD = struct.Struct(">cQ")
_CHUNK_BYTES = 1 << 20


class ChannelClosedError(EOFError):
    """The other end is gone."""


class FrameTooLargeError(ValueError):
    """The other end announces more bytes than are allowed."""


@dataclass(frozen=True)
class Frame:
    """A message; ``kind`` is one ASCII byte whose meaning the two ends agree on."""

    kind: bytes
    body: bytes


def send(descriptor: int, frame: Frame, deadline: float | None = None) -> None:
    """Write a frame whole.

    Raises:
        TimeoutError: ``deadline`` (``time.monotonic``) has passed.
        ChannelClosedError: Nobody reads any more.
    """
    for piece in (_HEAD.pack(frame.kind, len(frame.body)), frame.body):
        rest = memoryview(piece)
        while rest:
            _wait(descriptor, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(descriptor, rest[:_CHUNK_BYTES]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError as error:
                raise ChannelClosedError from error


def receive(descriptor: int, deadline: float | None = None, limit_bytes: int | None = None) -> Frame:
    """Read a frame whole.

    Raises:
        TimeoutError: ``deadline`` (``time.monotonic``) has passed.
        ChannelClosedError: The other end went away before the frame was whole.
        FrameTooLargeError: The body is announced longer than ``limit_bytes``.
    """
    kind, size = _HEAD.unpack(_read_exactly(descriptor, _HEAD.size, deadline))
    if limit_bytes is not None and size > limit_bytes:
        raise FrameTooLargeError(f"{size} bytes announced, {limit_bytes} allowed")
    return Frame(kind, _read_exactly(descriptor, size, deadline))


def _read_exactly(descriptor: int, size: int, deadline: float | None) -> bytes:
    data = bytearray()
    while len(data) < size:
        _wait(descriptor, select.POLLIN, deadline)
        try:
            chunk = os.read(descriptor, min(size - len(data), _CHUNK_BYTES))
        except BlockingIOError:
            continue
        if not chunk:
            raise ChannelClosedError
        data += chunk
    return bytes(data)


def _wait(descriptor: int, event: int, deadline: float | None) -> None:
    poller = select.poll()
    poller.register(descriptor, event)
    if not poller.poll(None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError
