"""The 发文稿纸 on top of a draft: a table of labels and values from which facts are taken (发文稿纸)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.document import Direction, Ending, Kind, Table, Urgency
from domain.facts import Fact, FactName, FactSource
from domain.findings import Finding, Severity
from domain.levels import Level
from domain.undersigning import STATED
from press.reading_xml import characters_of, without_blanks

_ALSO = {
    FactName.KIND: ("公文种类", "公文文种"),
    FactName.ORGANS: ("发文单位", "制发机关", "发文名义"),
    FactName.TITLE: ("文件标题", "公文标题", "文稿标题"),
    FactName.ADDRESSEES: ("主送机关", "主送单位"),
    FactName.COPIES_TO: ("抄送机关", "抄送单位"),
    FactName.ENDING: ("用印方式", "盖章方式"),
    FactName.URGENCY: ("缓急", "缓急程度", "紧急"),
    FactName.LEVEL: ("秘密等级", "密级和保密期限", "密级及保密期限"),
    FactName.DRAFTER: ("拟稿", "起草人", "拟稿人员", "经办人"),
    FactName.UNIT: ("拟稿部门", "起草单位", "拟稿科室", "主办单位", "承办单位", "主办科室"),
    FactName.PRINT_RUN: ("印制份数", "印刷份数", "打印份数", "份数"),
    FactName.SUBJECT_TO: ("公开方式", "信息公开", "公开类别"),
    FactName.COSIGN_UNITS: ("会签单位", "会签部门", "会签股室", "会办科室", "会办单位"),
}
LABELS = {name.value: name for name in FactName} | {label: name for name, labels in _ALSO.items() for label in labels}
_ENDINGS = {
    **{ending.value: ending.value for ending in STATED},
    **dict.fromkeys(("印章", "盖章", "加盖公章", "公章"), Ending.SEALED.value),
    **dict.fromkeys(("签名章", "加盖签名章", "签发人签名章"), Ending.STAMPED.value),
}
_OTHER_LABELS = frozenset(
    [
        "签发",
        "核稿",
        "会签",
        "审核",
        "审签",
        "校对",
        "打字",
        "印刷",
        "复核",
        "编号",
        "发文字号",
        "文号",
        "附件",
        "主题词",
        "领导批示",
        "拟办意见",
        "备注",
        "电话",
        "联系电话",
        "日期",
        "拟稿日期",
        "签发日期",
        "审稿",
        "核签",
        "部门负责人",
        "办公室核稿",
        "分管领导",
        "办公室审核",
        "领导签发",
        "签发意见",
        "审核意见",
        "会签意见",
        "核稿意见",
    ]
)
LEAST_LABELS = 3
_CHECKED = re.compile(r"[☑■✔√●◉]\s*([^\s□☐○☑■✔√●◉]+)")
_BOXES = re.compile(r"[□☐○☑■✔√●◉]")
_LIST_MARK = re.compile(r"[\n、，,；;](?![^（(\n]*[）)])")
"""A mark inside brackets, as in 各办（站、所）, does not part a list."""

_NOTHING = frozenset({"", "无", "/", "／", "—", "-", "普通", "平件", "常规", "一般", "非密", "不涉密"})


@dataclass(frozen=True)
class SheetReading:
    """What a 发文稿纸 says (稿纸所载): facts, findings on values that can't be used, characters that are no fact."""

    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    left_characters: int


def read_sheet(table: Table) -> SheetReading | None:
    """Read a table as a 发文稿纸, or give nothing when it has too few of its labels."""
    pairs = list(_pairs(table))
    if len({name for name, _, _ in pairs}) < LEAST_LABELS:
        return None
    facts: list[Fact] = []
    findings: list[Finding] = []
    for name, typed, _ in pairs:
        value = tidied(name, typed)
        if value is None:
            findings.append(_unusable(name, typed))
        elif value:
            facts.append(Fact(name, value, FactSource.SHEET))
    total = sum(characters_of(cell.text) for row in table.rows for cell in row)
    return SheetReading(tuple(facts), tuple(findings), total - sum(taken for _, _, taken in pairs))


def tidied(name: FactName, typed: str) -> str | None:
    """Bring a stated value into the form facts have; empty when it says there is none, nothing when it can't be used."""
    value = _chosen(typed)
    if without_blanks(value) in _NOTHING:
        return ""
    match name:
        case FactName.KIND:
            kind = without_blanks(value).replace("（令）", "").replace("(令)", "")
            return kind if kind in set(Kind) else None
        case FactName.URGENCY:
            return without_blanks(value) if without_blanks(value) in set(Urgency) else None
        case FactName.DIRECTION:
            direction = without_blanks(value).removesuffix("文") + "文"
            return direction if direction in set(Direction) else None
        case FactName.ENDING:
            return _ENDINGS.get(without_blanks(value))
        case FactName.LEVEL:
            return _level(without_blanks(value))
        case FactName.PRINT_RUN:
            digits = without_blanks(value).removesuffix("份")
            return digits if digits.isascii() and digits.isdigit() else None
        case FactName.TITLE | FactName.DRAFTER | FactName.UNIT:
            return without_blanks(value)
        case FactName.ORGANS | FactName.ADDRESSEES | FactName.COPIES_TO | FactName.COSIGN_UNITS:
            return listed(value)
        case _:
            return " ".join(value.split())


def listed(value: str) -> str:
    """Write a list the way facts do: parted by ``、``, without a closing mark."""
    lines = [line.strip("　 、，,；;。：:") for line in _LIST_MARK.split(value)]
    return "、".join(line for line in (without_blanks(line) for line in lines) if line)


def parts_of(value: str) -> tuple[str, ...]:
    """Take a list apart that ``listed`` has written."""
    return tuple(part for part in _LIST_MARK.split(value) if part)


def _chosen(typed: str) -> str:
    if not _BOXES.search(typed):
        return typed
    return "、".join(found[1] for found in _CHECKED.finditer(typed))


def _level(value: str) -> str | None:
    level, _, period = value.replace("*", "★").replace("☆", "★").partition("★")
    if level not in {known.value for known in Level}:
        return None
    return f"{level}★{period}" if period else level


def _pairs(table: Table) -> Iterator[tuple[FactName, str, int]]:
    """Yield each label's fact, its value, and the characters both take: in one cell after a colon, or in the next cell."""
    for row in table.rows:
        for place, cell in enumerate(row):
            label, colon, inside = _split(cell.text)
            name = LABELS.get(label)
            if name is None:
                continue
            if colon and inside.strip():
                yield name, inside, characters_of(cell.text)
                continue
            beside = row[place + 1].text if place + 1 < len(row) else ""
            value = "" if is_label(beside) else beside
            yield name, value, characters_of(cell.text) + characters_of(value)


def is_label(text: str) -> bool:
    """Tell whether a cell holds a label of a 发文稿纸 and not a value."""
    label, colon, inside = _split(text)
    return (label in LABELS or label in _OTHER_LABELS) and (not colon or not inside.strip())


def _split(text: str) -> tuple[str, str, str]:
    whole = without_blanks(text)
    if whole in LABELS or whole in _OTHER_LABELS:
        return whole, "", ""
    head, colon, rest = text.replace(":", "：").partition("：")
    return without_blanks(head), colon, rest


def _unusable(name: FactName, typed: str) -> Finding:
    return Finding(
        "RD-02",
        "",
        Severity.WARNING,
        f"发文稿纸“{name.value}”栏",
        f"“{' '.join(typed.split())}”不能用作{name.value}，未采用",
        f"请在稿纸上写明{name.value}，或由经办补正",
    )
