"""What an office's settings let the reader settle by itself instead of stopping (读稿设置)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadingRules:
    """Whether tracked changes are taken as accepted, and comments left out (读稿设置); without either a draft that has them stops."""

    accepts_changes: bool = False
    leaves_out_comments: bool = False


STRICT = ReadingRules()
