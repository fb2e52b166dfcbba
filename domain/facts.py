"""The facts of a draft (文稿要素): what it is, who issues it, to whom; each with the place it was taken from.

Taken in this order: the 发文稿纸 on top of the draft, the document's properties, the folder it was dropped in, recognition from
the text. What the clerk states stands above these, what a reviewer settled on the way above all. What still lacks becomes the clerk's to-do; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class FactName(StrEnum):
    """The facts a draft can state; the value is the label on the 发文稿纸."""

    KIND = "文种"
    ORGANS = "发文机关"
    TITLE = "标题"
    ADDRESSEES = "主送"
    COPIES_TO = "抄送"
    URGENCY = "紧急程度"
    LEVEL = "密级"
    DIRECTION = "行文方向"
    ENDING = "落款方式"
    DRAFTER = "拟稿人"
    UNIT = "拟稿单位"
    DOCUMENT_CLASS = "文稿类别"
    PRINT_RUN = "印数"
    RETENTION = "保管期限"
    SUBJECT_TO = "公开属性"
    COSIGN_UNITS = "会签科室"


class FactSource(StrEnum):
    """Where a fact was taken from, the first one wins (要素来源)."""

    REVIEWER = "审核时定"
    CLERK = "经办补正"
    SHEET = "发文稿纸"
    PROPERTIES = "文档属性"
    FOLDER = "文件夹"
    TEXT = "正文识别"
    DOOR = "收件检查"
    CATALOGUE = "接收目录"


_LIST_MARK = re.compile(r"[、，,;；\n](?![^（(\n]*[）)])")
NEEDED = (FactName.KIND, FactName.ORGANS, FactName.TITLE)


@dataclass(frozen=True)
class Fact:
    """One fact with its source (要素). Several organs or addressees are parted by ``、``."""

    name: FactName
    value: str
    source: FactSource


@dataclass(frozen=True)
class Facts:
    """The facts known of a draft, at most one of each name (文稿要素)."""

    known: tuple[Fact, ...] = ()

    def value(self, name: FactName) -> str:
        """Give a fact's value, or an empty string."""
        return next((fact.value for fact in self.known if fact.name is name), "")

    def listed(self, name: FactName) -> tuple[str, ...]:
        """Give a fact that is a list, split at ``、``, ``，`` and ``;``, but not inside brackets as in ``各办（站、所）``."""
        return tuple(part.strip() for part in _LIST_MARK.split(self.value(name)) if part.strip())

    def lacking(self) -> tuple[FactName, ...]:
        """Name the needed facts that nobody has stated (缺项)."""
        return tuple(name for name in NEEDED if not self.value(name))


def settle(*sources: Iterable[Fact]) -> Facts:
    """Merge facts so that for each name the one with the strongest source stands (要素定取)."""
    rank = {source: place for place, source in enumerate(FactSource)}
    best: dict[FactName, Fact] = {}
    for fact in (fact for source in sources for fact in source):
        if fact.value.strip() and (fact.name not in best or rank[fact.source] < rank[best[fact.name].source]):
            best[fact.name] = fact
    return Facts(tuple(best[name] for name in FactName if name in best))


def stated(values: Mapping[FactName, str], source: FactSource) -> tuple[Fact, ...]:
    """Make facts of one source from a mapping, leaving blanks out."""
    return tuple(Fact(name, value.strip(), source) for name, value in values.items() if value.strip())
