"""Texts compared line by line (文字差异)."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class DifferenceLine:
    """A line of text compared with the version before: ``+`` new, ``-`` gone, blank the same (文字差异)."""

    mark: str
    text: str


def differences(before: Sequence[str], after: Sequence[str]) -> tuple[DifferenceLine, ...]:
    """Compare two texts; nothing when they are the same."""
    if list(before) == list(after):
        return ()
    return tuple(DifferenceLine(line[0], line[2:]) for line in difflib.ndiff(before, after) if line[0] in "+- ")
