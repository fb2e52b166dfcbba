"""The checks of the four properties at filing (四性检测: 真实性 完整性 可用性 安全性), after DA/T 70-2018.

The codes are the standard's where our sources name them; what we could not check against its text says so. A check that can't be made
never counts as passed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from domain.holding import Holding
from domain.piece_code import FORM

MOST_TITLE = 500
_FIRST_YEAR = 1900


@dataclass(frozen=True)
class Check:
    """One item (检测项): ``why`` says why it is not made here, empty when it is."""

    code: str
    name: str
    nature: str
    why: str = ""


FIXITY = Check("GD-1-1", "固化信息有效性", "真实性")
LENGTH = Check("GD-1-2", "元数据长度", "真实性")
PLAUSIBLE = Check("GD-1-5", "元数据合理性", "真实性")
CHARACTERS = Check("GD-1-6", "特殊字符", "真实性")
CODE_FORM = Check("GD-1-7", "档号规范性", "真实性")
ELECTRONIC = Check("GD-1-10", "电子属性一致性", "真实性")
LINKED = Check("GD-1-11", "元数据与内容关联", "真实性")
FILLED = Check("GD-2-4", "必填项完整性", "完整性")
PROCESS = Check("GD-2-5", "过程信息完整性", "完整性")
CONTENT = Check("GD-2-7", "内容数据完整性", "完整性")
SCOPE = Check("GD-2-9", "归档范围", "完整性")
FORMAT = Check("GD-3-3", "内容数据格式", "可用性")
READABLE = Check("GD-3-4", "内容数据可读性", "可用性")
VIRUS = Check("GD-4-2", "病毒检测", "安全性", "本机没有登记杀毒程序")
SURPLUS = Check("GD-4-3", "多余文件", "安全性")

EVERY = (
    FIXITY,
    LENGTH,
    PLAUSIBLE,
    CHARACTERS,
    CODE_FORM,
    ELECTRONIC,
    LINKED,
    FILLED,
    PROCESS,
    CONTENT,
    SCOPE,
    FORMAT,
    READABLE,
    VIRUS,
    SURPLUS,
)
"""What is checked piece by piece, in the order of the standard."""


@dataclass(frozen=True)
class Outcome:
    """What the checks of a piece came to (检测结果): codes of those not passed and of those not made; all others passed."""

    failed: tuple[str, ...]
    unchecked: tuple[str, ...]


def outcome(failed: Collection[Check], unchecked: Collection[Check]) -> Outcome:
    """Put the results in order; what is not made here is never passed."""
    left = {check.code for check in (*unchecked, *(check for check in EVERY if check.why))}
    wrong = {check.code for check in failed}
    return Outcome(
        tuple(check.code for check in EVERY if check.code in wrong),
        tuple(check.code for check in EVERY if check.code in left - wrong),
    )


def faults_of(holding: Holding) -> list[Check]:
    """Name the checks that what is known of a piece does not pass."""
    texts = (holding.title, holding.number, *holding.organs)
    wrong = {
        LENGTH: not 0 < len(holding.title) <= MOST_TITLE,
        PLAUSIBLE: not _is_plausible(holding),
        CHARACTERS: any(unicodedata.category(sign) == "Cc" for text in texts for sign in text),
        CODE_FORM: FORM.fullmatch(holding.code) is None,
        FILLED: not (holding.title and holding.dated and holding.code and all(holding.organs) and holding.organs),
        SCOPE: not holding.rule,
    }
    return [check for check, is_wrong in wrong.items() if is_wrong]


def _is_plausible(holding: Holding) -> bool:
    return holding.dated is None or (holding.dated.year >= _FIRST_YEAR and holding.dated <= holding.filed_at.date())
