"""What the words of a piece say about itself (来文识别): a proposal for the clerk, who looks at the piece and decides. Nothing is guessed beyond it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise

from domain.document import Kind, Urgency

MOST_LINES = 40
_MOST_TITLE_LINES = 4
_NUMBER = re.compile(r"[\u4e00-\u9fffA-Z]{2,20}\s*[〔\[［（(【]\s*(?:19|20)\d{2}\s*[〕\]］）)】]\s*第?\s*\d+\s*号")
_DATE = re.compile(r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_BLANKS = re.compile(r"\s+")
_MARK = "文件"
_KINDS = tuple(kind.value for kind in Kind if kind is not Kind.PAPER)


@dataclass(frozen=True)
class Recognised:
    """What was found on the pages of a piece (识别结果); an empty string where nothing was."""

    sender: str = ""
    sender_number: str = ""
    title: str = ""
    kind: str = ""
    urgency: str = ""
    dated: dt.date | None = None


def recognise(text: str) -> Recognised:
    """Find sender, number, title, kind, urgency and day in the words of a piece, the first page's lines first."""
    lines = [bare for line in text.splitlines() if (bare := _BLANKS.sub("", line))]
    head = lines[:MOST_LINES]
    place = next((nth for nth, line in enumerate(head) if _NUMBER.search(line)), -1)
    found = _NUMBER.search(head[place]) if place >= 0 else None
    title = _title(head[place + 1 :])
    return Recognised(
        sender=_sender(head[: place + 1] if place >= 0 else head, lines),
        sender_number=_BLANKS.sub("", found[0]) if found else "",
        title=title,
        kind=kind_in(title),
        urgency=next((one.value for one in Urgency if one.value in head), ""),
        dated=_day(lines),
    )


def kind_in(title: str) -> str:
    """Give the 文种 a title ends with, or nothing."""
    return next((kind for kind in _KINDS if title.rstrip("）)》").endswith(kind)), "")


def _title(lines: list[str]) -> str:
    for first in range(len(lines)):
        for count in range(1, _MOST_TITLE_LINES + 1):
            together = "".join(lines[first : first + count])
            if together.endswith("："):
                break
            if kind_in(together) and (together.startswith("关于") or "关于" in together):
                return together
    return ""


def _sender(above: list[str], lines: list[str]) -> str:
    """Give the organ of the red mark, else the one above the date at the end."""
    for line in above:
        if line.endswith(_MARK) and len(line) > len(_MARK) + 2:
            return line.removesuffix(_MARK)
    for before, line in pairwise(lines):
        if _DATE.fullmatch(line) and len(before) <= 30 and not before.endswith(("。", "；", "：")):
            return before
    return ""


def _day(lines: list[str]) -> dt.date | None:
    for line in reversed(lines):
        found = _DATE.fullmatch(line)
        if found:
            try:
                return dt.date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
    return None
