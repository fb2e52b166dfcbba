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
_ORGAN = re.compile(
    r".*(?:委员会|委|政府|政协|人大|常委会|办公室|办公厅|办|厅|局|部|署|院|所|站|中心|社|会|处|公司|学校|医院|法院|检察院)$"
)
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
    written = [line for line in text.splitlines() if line.strip()]
    lines = [_BLANKS.sub("", line) for line in written]
    head = lines[:MOST_LINES]
    place = next((nth for nth, line in enumerate(head) if _NUMBER.search(line)), -1)
    found = _NUMBER.search(head[place]) if place >= 0 else None
    title = _title(written[place + 1 : MOST_LINES])
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


def _title(written: list[str]) -> str:
    """Give the first lines that read as a title together; a blank between two organs that issue it together stays."""
    lines = [_BLANKS.sub("", line) for line in written]
    for first in range(len(lines)):
        for count in range(1, _MOST_TITLE_LINES + 1):
            together = "".join(lines[first : first + count])
            if together.endswith("："):
                break
            if kind_in(together) and (together.startswith("关于") or "关于" in together):
                return _with_blanks(together, written[first : first + count])
    return ""


def _with_blanks(title: str, written: list[str]) -> str:
    """Put back the blanks before 关于 where organs stand on either side; all others are the setting's, or were spread over the line."""
    before, about, matter = title.partition("关于")
    named = "\n".join(line.strip() for line in written).partition("关于")[0].strip()
    together = " ".join(_between_organs(named))
    return f"{together}{about}{matter}" if together.replace(" ", "") == before else title


def _between_organs(named: str) -> list[str]:
    """Cut a line of organs at its blanks; at the end of a line only where the next organ begins with the same place."""
    parts = re.split(r"(\s+)", named)
    organs, blanks = parts[::2], parts[1::2]
    if not all(_ORGAN.match(organ) and len(organ) > 1 for organ in organs):
        return [_BLANKS.sub("", named)]
    found = organs[:1]
    for blank, organ in zip(blanks, organs[1:], strict=True):
        if "\n" in blank and found[-1][:2] != organ[:2]:
            found[-1] += organ
        else:
            found.append(organ)
    return found


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
