"""Drafts read in the process that has just looked through them (预读), until ``Press.read`` asks for them.

A process for a file from outside costs 6 to 12 ms before it does anything. What was not read ahead, or could not be, is read in a
process of its own as ever: an answer kept here is the answer that reading would give, to the very same request.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import Final

from ground.child import Child, ChildError
from press.reading_child import JOB

MOST_DRAFT_BYTES: Final = 1 << 20
"""A longer draft is not read ahead: if it is turned away afterwards, the time was lost."""
_MOST_ANSWERS: Final = 200
_MOST_BYTES: Final = 32 << 20
_TIMEOUT_S: Final = 10.0


class ReadingAhead:
    """The reading child, with the answers that were given ahead (预读的答复); each is given once. Safe for threads."""

    def __init__(self, child: Child) -> None:
        self._child = child
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def read_ahead(self, process: Child, request: bytes) -> None:
        """Read now, in ``process``; why it can't be read is said when it is asked for."""
        try:
            answer = process.call(JOB, request, _TIMEOUT_S)
        except ChildError:
            return
        with self._lock:
            self._bytes += len(answer) - len(self._kept.pop(_key(request), b""))
            self._kept[_key(request)] = answer
            while len(self._kept) > _MOST_ANSWERS or self._bytes > _MOST_BYTES:
                self._bytes -= len(self._kept.popitem(last=False)[1])

    def call(self, job: str, request: bytes, timeout_s: float | None = None) -> bytes:
        """Run a job in the reading child, or give the answer that is here."""
        answer = self._taken(request) if job == JOB else None
        return self._child.call(job, request, timeout_s) if answer is None else answer

    def close(self) -> None:
        """End the processes of the reading child."""
        self._child.close()

    def _taken(self, request: bytes) -> bytes | None:
        with self._lock:
            answer = self._kept.pop(_key(request), None) if self._kept else None
            self._bytes -= len(answer or b"")
            return answer


def _key(request: bytes) -> bytes:
    return hashlib.sha256(request).digest()
