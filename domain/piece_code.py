"""The archival code of a piece (档号), DA/T 22-2015 5.4: ``全宗号-门类代码·年度-保管期限-机构代码-件号``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.levels import Retention

CATEGORY = "WS"
"""文书档案."""

FORM = re.compile(
    r"(?P<fonds>[A-Z0-9]{4})-(?P<category>[A-Z]{2,}(?:·[A-Z0-9]+)*)·(?P<year>\d{4})-(?P<period>Y|D30|D10)"
    r"(?:-(?P<unit>[A-Z0-9]{1,5}))?-(?P<serial>\d{4,})"
)
_PERIODS = {retention.code: retention for retention in Retention}


@dataclass(frozen=True, order=True)
class Series:
    """The lowest class, in which pieces are counted from 0001 (最低一级类目): 全宗, 年度, 保管期限, 机构."""

    fonds: str
    year: int
    retention: Retention
    unit_code: str = ""
    category: str = CATEGORY

    @property
    def head(self) -> str:
        """Give the code up to the 件号."""
        unit = f"-{self.unit_code}" if self.unit_code else ""
        return f"{self.fonds}-{self.category}·{self.year}-{self.retention.code}{unit}"

    def code(self, serial: int) -> str:
        """Give the 档号 of a piece."""
        return f"{self.head}-{serial:04d}"


def read_code(code: str) -> tuple[Series, int] | None:
    """Take a 档号 apart, or give nothing when it has another form."""
    found = FORM.fullmatch(code)
    if found is None:
        return None
    series = Series(
        found["fonds"], int(found["year"]), _PERIODS[found["period"]], found["unit"] or "", found["category"]
    )
    return series, int(found["serial"])
