"""How documents are numbered: 代字〔年〕n号, 第n号 of a term, 第n期 of a year or in all (发文字号)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.document import Kind


class NumberStyle(StrEnum):
    """The form of a number (编号形式); all but ``TERM`` and ``ISSUE`` start again each year."""

    YEAR = "代字〔年〕n号"
    TERM = "第n号"
    ISSUE_OF_YEAR = "年第n期"
    ISSUE = "第n期"


@dataclass(frozen=True)
class NumberScheme:
    """A series of numbers of one organ (编号序列); ``kinds`` names the kinds it is for, none means all others.

    One that ``receives`` numbers what comes in (收文号), never what goes out.
    """

    id: str
    organ: str
    code: str
    style: NumberStyle
    kinds: tuple[Kind, ...] = ()
    receives: bool = False

    def period(self, year: int) -> int:
        """Give the year within which serials count, or 0 for one run over all years."""
        return 0 if self.style in (NumberStyle.TERM, NumberStyle.ISSUE) else year

    def text(self, year: int, serial: int) -> str:
        """Write the number as it is printed: the year in full in 〔〕, the serial without leading zero and without 第."""
        match self.style:
            case NumberStyle.YEAR:
                return f"{self.code}〔{year}〕{serial}号"
            case NumberStyle.TERM:
                return f"第{serial}号"
            case NumberStyle.ISSUE_OF_YEAR | NumberStyle.ISSUE:
                return f"第{serial}期"

    def blank(self) -> str:
        """Write the number's place before 登记."""
        match self.style:
            case NumberStyle.YEAR:
                return f"{self.code}〔　　〕　号"
            case NumberStyle.TERM:
                return "第　号"
            case NumberStyle.ISSUE_OF_YEAR | NumberStyle.ISSUE:
                return "第　期"


@dataclass(frozen=True)
class IssuedNumber:
    """A number given to a document for ever (已发字号)."""

    scheme: str
    period: int
    serial: int
    text: str
    document_id: str


_NUMBER = re.compile(
    r"^(?P<code>[\u4e00-\u9fffA-Z]{2,20})[〔\[［(（【](?P<year>(?:19|20)\d{2})[〕\]］)）】](?P<serial>[1-9]\d*)号?$"
)


def parse_number(text: str) -> tuple[str, int, int] | None:
    """Read 代字, year and serial from a number in any of the common writings, or nothing."""
    found = _NUMBER.match(re.sub(r"\s|第", "", text))
    return (found["code"], int(found["year"]), int(found["serial"])) if found else None


def free_spans(first: int, last: int, used: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give the spans of a range that no number has used (空号段), lowest first; a range of millions costs no more than its used ones."""
    begin = first
    for serial in sorted({serial for serial in used if first <= serial <= last}):
        if serial > begin:
            yield begin, serial - 1
        begin = serial + 1
    if begin <= last:
        yield begin, last
