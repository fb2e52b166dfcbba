"""What a check found (检查意见): a rule's code and clause, how grave, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How grave a finding is (程度): ERROR only for what the rules state as 应当 or 不得."""

    ERROR = "错误"
    WARNING = "提醒"
    NOTE = "说明"


@dataclass(frozen=True)
class Finding:
    """One finding (检查意见); ``place`` reads like ``第3段“二、工作要求”`` or is empty for the whole document."""

    code: str
    clause: str
    severity: Severity
    place: str
    sentence: str
    mend: str


@dataclass(frozen=True)
class Mended:
    """One thing that was mended in a draft without asking (自动改正): which rule, where, what it read and what it reads now."""

    code: str
    place: str
    was: str
    now: str
