"""How large the mark of several organs may be (联合行文标志字号): page one must still show body text (7.3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from press import layout

_BLANK_LINES: Final = 5
"""Blank lines of the head: two, two and one (7.2.5, 7.3.1, 7.3.2)."""
_LINES_OF_TEXT: Final = 3
"""Room that the page keeps for text; what the addressees need beyond it goes to 版记 (7.3.2)."""


@dataclass(frozen=True)
class MarkSize:
    """What else stands on page one (首页所余): where the mark begins, lines of title, lines of approvers, names in the mark."""

    top_mm: float
    titles: int
    approver_lines: int
    names: int

    @property
    def room_pt(self) -> float:
        """Give the height that is left for the mark."""
        lines = _BLANK_LINES + self.approver_lines + _LINES_OF_TEXT
        below = lines * layout.LINE_PITCH_PT + self.titles * layout.TITLE_PITCH_PT
        foot = layout.TOP_MARGIN + layout.CORE_HEIGHT - self.top_mm - layout.RED_LINE_GAP - layout.RED_LINE_THICKNESS
        return foot * layout.MM_PT - below


def mark_size(names: Sequence[str], page: MarkSize) -> float | None:
    """Give the size of the mark in points, or nothing when so many names can't stand on page one."""
    if len(names) <= 1:
        return layout.MARK_SIZE_PT
    ems = len(names) + mark_air(names) * (len(names) - 1)
    size = min(layout.MARK_JOINT_SIZE_PT, int(page.room_pt / ems * 2) / 2)
    return size if size >= layout.MARK_JOINT_SMALLEST_PT else None


def mark_air(names: Sequence[str]) -> float:
    """Give the air between stacked names in parts of their size; many stand closer."""
    return layout.MARK_JOINT_AIR if len(names) <= layout.MARK_JOINT_WIDE else layout.MARK_JOINT_TIGHT_AIR
