"""Finding the line of a procedure's file that a sentence is about (行号)."""

from __future__ import annotations

import re
from itertools import pairwise

HEAD = 0
"""The place of ``[procedure]``; the steps are counted from 1."""
_TABLE = re.compile(r"^\s*\[")
_STEP = re.compile(r"^\s*\[\[\s*step\s*\]\]")


class ProcedureLines:
    """The lines of a procedure's file, step by step."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        starts = [number for number, line in enumerate(self._lines) if _STEP.match(line)]
        self._blocks = list(pairwise([0, *starts, len(self._lines)]))

    def line_of(self, key: str, step: int) -> int | None:
        """Give the line, from 1, where a key of a step stands; else the one where the step or the head begins."""
        if step >= len(self._blocks):
            return None
        block = range(*self._blocks[step])
        stated = re.compile(rf'^\s*\[*\s*"?{re.escape(key)}"?\s*[\]=.]')
        found = [number for number in block if stated.match(self._lines[number])]
        begins = [number for number in block if _TABLE.match(self._lines[number])]
        return next((number + 1 for number in (*found, *begins)), None)
