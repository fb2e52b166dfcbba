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
