"""Headings by their labels: which level a paragraph has, where a heading runs on into text, how its label is written (层次序数).

Source: GB/T 9704-2012 7.3.3 (一、 （一） 1. （1）).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.document import Paragraph
from domain.findings import Finding, Severity
from press.reading_items import Line
from press.reading_styles import Look

_COUNTING = "一二三四五六七八九十百〇零"
_LABELS = (
    (1, re.compile(rf"(?P<n>[{_COUNTING}]{{1,4}})\s*[、.．,，]\s*")),
    (2, re.compile(rf"[（(]\s*(?P<n>[{_COUNTING}]{{1,4}})\s*[)）]\s*[、.．]?\s*")),
    (3, re.compile(r"(?P<n>[0-9０-９]{1,2})\s*(?P<mark>[.．、])(?![0-9０-９])\s*")),
    (4, re.compile(r"[（(]\s*(?P<n>[0-9０-９]{1,2})\s*[)）]\s*[、.．]?\s*")),
    (2, re.compile(r"(?P<n>[㈠-㈩])\s*[、.．]?\s*")),
    (3, re.compile(r"(?P<n>[⒈-⒛])(?P<mark>)\s*")),
    (4, re.compile(r"(?P<n>[⑴-⒇])\s*[、.．]?\s*")),
)
"""The last three are the single signs that input methods offer: ㈠ ⒈ ⑴."""

_WRITTEN = {1: "{}、", 2: "（{}）", 3: "{}.", 4: "（{}）"}
_CHAPTER = re.compile(rf"第[{_COUNTING}]+[章节编]([\s　]|$)")
LONGEST_HEADING = 45
"""A longer first sentence after a label is text, not a heading (characters)."""

_LONGEST_UNNUMBERED = 20
MOST_COMMAS = 1
"""A heading may have two halves; what has more commas is a sentence."""

_SIGNS = {0x3220 + place: numeral for place, numeral in enumerate("一二三四五六七八九十")}
_SIGNS |= {first + place: str(place + 1) for first in (0x2474, 0x2488) for place in range(20)}
_DIGITS = _SIGNS | {ord(full): half for full, half in zip("０１２３４５６７８９", "0123456789", strict=True)}
_ENDS = "。；：，！？.;:,!?"
CLAUSE = "GB/T 9704-2012 7.3.3"


@dataclass(frozen=True)
class Label:
    """A heading's label as typed and as the standard writes it (序数)."""

    level: int
    typed: str
    written: str
    number: str


def evened(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Give neighbours with labels of one level one look: where most are sentences of the text, all are."""
    even: list[Paragraph] = []
    for level, group in itertools.groupby(paragraphs, key=_label_level):
        members = list(group)
        sentences = [member for member in members if member.level == 0]
        sure = [member for member in members if member.level and not _may_be_sentence(member)]
        is_text = level > 0 and len(members) > 1 and bool(sentences) and len(sentences) >= len(sure)
        even += [Paragraph(member.text) for member in members] if is_text else members
    return even


def _may_be_sentence(paragraph: Paragraph) -> bool:
    return paragraph.lead == 0 and paragraph.text.endswith("。") and "，" in paragraph.text


def _label_level(paragraph: Paragraph) -> int:
    label = label_of(paragraph.text)
    return label.level if label else 0


def label_of(text: str) -> Label | None:
    """Find the label a paragraph begins with, or nothing."""
    for level, pattern in _LABELS:
        found = pattern.match(text)
        if found is not None:
            number = found["n"].translate(_DIGITS)
            return Label(level, found[0], _WRITTEN[level].format(number), number)
    return None


def mixes_third_marks(lines: Iterable[str]) -> bool:
    """Tell whether both ``1.`` and ``1、`` are used, so that they may mean different levels."""
    marks = {found["mark"].replace("．", ".") for line in lines if (found := _LABELS[2][1].match(line))}
    return len(marks) > 1


@dataclass
class HeadingReader:
    """Turns lines into paragraphs and remembers what it changed (标题读取)."""

    keeps_third_marks: bool = False

    def __post_init__(self) -> None:
        self._changes: dict[tuple[str, str], list[str]] = {}
        self._bold: list[str] = []

    def paragraph(self, line: Line) -> Paragraph:
        """Give the paragraph a line stands for: by its label first, then its style, then its font."""
        label = label_of(line.text)
        if label is None:
            level = _level_by_look(line)
            if level == 0 and _stands_out(line):
                self._bold.append(line.place)
            return Paragraph(line.text, level)
        text = self._relabelled(line, label)
        level, lead = _extent(text, label.level)
        return Paragraph(text, level, lead)

    def notes(self) -> tuple[Finding, ...]:
        """Tell what was changed, one note for each kind of change, and what looked like a heading without a number."""
        bold = [_unnumbered(self._bold)] if self._bold else []
        changed = (
            Finding(
                "RD-01",
                CLAUSE,
                Severity.NOTE,
                places[0],
                f"层次序数的写法“{typed}”已改为“{written}”" + (f"，共{len(places)}处" if len(places) > 1 else ""),
                "如属有意，请在送审稿上注明",
            )
            for (typed, written), places in self._changes.items()
        )
        return (*changed, *bold)

    def _relabelled(self, line: Line, label: Label) -> str:
        if label.level == 3 and self.keeps_third_marks:
            return line.text
        typed = "".join(label.typed.split())
        if typed != label.written:
            kind = (typed.replace(label.number, "×"), label.written.replace(label.number, "×"))
            self._changes.setdefault(kind, []).append(line.place)
        return label.written + line.text[len(label.typed) :]


def _extent(text: str, level: int) -> tuple[int, int]:
    """Give level and lead: a heading of its own, one that runs on, or (level 0) a numbered sentence of the text."""
    stop = text.find("。")
    head = text if stop < 0 else text[: stop + 1]
    if len(head) > LONGEST_HEADING or head.count("，") > MOST_COMMAS or head[-1] in "；;，,：":
        return 0, 0
    return (level, 0) if len(head) == len(text) else (level, stop + 1)


def _stands_out(line: Line) -> bool:
    """Tell whether a short bold line without a number may have been meant as a heading."""
    look = line.look
    is_short = 2 <= len(line.text) <= _LONGEST_UNNUMBERED and line.text[-1] not in _ENDS
    return is_short and look.is_bold and not look.is_centred and not look.is_right


def _unnumbered(places: list[str]) -> Finding:
    count = f"等{len(places)}处" if len(places) > 1 else ""
    sentence = f"加粗的短行{count}像小标题，但没有层次序数，已按正文排"
    return Finding("RD-17", CLAUSE, Severity.WARNING, places[0], sentence, "是标题的，写上“一、”“（一）”等序数后重投")


def _level_by_look(line: Line) -> int:
    text, look = line.text, line.look
    if len(text) > LONGEST_HEADING or text[-1] in _ENDS:
        return 0
    if _CHAPTER.match(text):
        return 1
    return look.heading or _level_by_font(look)


def _level_by_font(look: Look) -> int:
    if look.is_right or look.is_centred:
        return 0
    if "黑体" in look.font or "SimHei" in look.font:
        return 1
    return 2 if "楷体" in look.font or "KaiTi" in look.font else 0
