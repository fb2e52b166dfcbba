"""Reading many files for the archive at once (成批读入库文件): some to a fresh child, children side by side; what ends a child is read one by one.

A fork costs more than reading a short PDF. Files that come together, from one catalogue, share a child of their own; whoever ends it, by
time, memory or a crash, takes nothing from the others but that moment.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Final

from domain.codec import from_plain
from domain.errors import HongtouError
from ground.child import ChildError, ChildJobError, ChildPool, ForkingChild
from press import reading_child
from press.kept_text import KeptText
from press.parcel import pack

Named = tuple[str, bytes]
"""A file's name and its bytes."""

JOB: Final = "press.reading_job:kept_texts"
AT_ONCE: Final = 12
MOST_BYTES_AT_ONCE: Final = 24 << 20
_MOST_CHILDREN: Final = 4


class KeptReader:
    """Children that read files for the archive side by side, as many as there are processors (读档组)."""

    def __init__(self) -> None:
        self._width = min(os.cpu_count() or 1, _MOST_CHILDREN)
        self._pool = ChildPool([ForkingChild(reading_child.PRELOAD) for _ in range(self._width)])

    def read(self, files: Sequence[Named]) -> tuple[KeptText | HongtouError, ...]:
        """Give what each file says, or the error that says why it can't be read, in their order."""
        with ThreadPoolExecutor(self._width) as hands:
            return tuple(chain.from_iterable(hands.map(self._some, _shares(files))))

    def close(self) -> None:
        """End the children."""
        self._pool.close()

    def _some(self, files: Sequence[Named]) -> list[KeptText | HongtouError]:
        """Read some files in one child; when it gives no answer, each in one of its own."""
        names = [name for name, _ in files]
        try:
            request = pack({"names": names}, [data for _, data in files])
            answers = json.loads(self._pool.call(JOB, request, reading_child.TIMEOUT_S))
        except ChildError as error:
            if len(files) > 1:
                return [found for one in files for found in self._some([one])]
            return [_error_of(error, names[0])]
        return [_found(answer, name) for answer, name in zip(answers, names, strict=True)]


def _shares(files: Sequence[Named]) -> Iterator[list[Named]]:
    """Share files out: a dozen, or so many bytes, to a child."""
    share: list[Named] = []
    size = 0
    for one in files:
        if share and (len(share) >= AT_ONCE or size + len(one[1]) > MOST_BYTES_AT_ONCE):
            yield share
            share, size = [], 0
        share.append(one)
        size += len(one[1])
    if share:
        yield share


def _found(answer: dict[str, object], name: str) -> KeptText | HongtouError:
    failed = answer.get("failed")
    if isinstance(failed, dict):
        return reading_child.reading_error(failed["kind"], failed["payload"], name)
    return from_plain(KeptText, answer)


def _error_of(error: ChildError, name: str) -> HongtouError:
    if isinstance(error, ChildJobError):
        return reading_child.reading_error(error.kind, error.payload, name)
    return reading_child.failure_of(error, name)
