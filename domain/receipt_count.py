"""Counting a paper that came in copy by copy and page by page (逐份逐页查点): what its list says against what is there (S3 四2 (3))."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class CopyCount:
    """One copy as it was counted (一份): its 份号 or which copy it is, and its pages."""

    name: str
    pages: int


@dataclass(frozen=True)
class Tally:
    """What was counted (查点): ``copies`` and ``pages`` of each as the list or the envelope says, and the copies that are there."""

    copies: int
    pages: int
    counted: tuple[CopyCount, ...]
    person: str
    at: dt.datetime

    @property
    def differences(self) -> tuple[str, ...]:
        """Say in which ways what is there is not what the list says."""
        return tuple(differences(self.copies, self.pages, self.counted))


def differences(copies: int, pages: int, counted: tuple[CopyCount, ...]) -> Iterator[str]:
    """Say what differs: the number of copies first, then each copy with other pages."""
    if len(counted) != copies:
        yield f"清单{copies}份，实有{len(counted)}份"
    for one in counted:
        if one.pages != pages:
            yield f"{one.name}有{one.pages}页，清单{pages}页"


def count_words(copies: int, pages: int, counted: tuple[CopyCount, ...]) -> str:
    """Say how a count came out."""
    found = "；".join(differences(copies, pages, counted))
    return f"不符：{found}" if found else f"{copies}份、每份{pages}页，与清单相符"
