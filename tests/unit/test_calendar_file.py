"""A calendar or a procedure states days with or without quotes; a bad one is named with its line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from office.calendar_file import parse_year
from office.errors import OfficeFileError
from office.office_file import load_calendar
from office.procedure_files import parse_procedure, shipped_procedures

GOOD = """\
year = 2027
holidays = [
  "2027-01-01",  # 元旦
  2027-01-02,
]
makeup_days = ["2027-01-03"]
"""


def _refusal(text: str) -> str:
    with pytest.raises(OfficeFileError) as refused:
        parse_year(text, "2027.toml")
    return str(refused.value)


def test_a_day_is_read_with_and_without_quotes(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(GOOD, "utf-8")
    calendar = load_calendar(tmp_path)
    assert {dt.date(2027, 1, 1), dt.date(2027, 1, 2)} <= calendar.holidays
    assert calendar.is_working_day(dt.date(2027, 1, 3))


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("2027-01-02", '"2027-02-30"', 4, "holidays 中的“2027-02-30”不是一天"),
        ('"2027-01-01"', '"20270101"', 3, "holidays 中的“20270101”不是一天"),
        ('["2027-01-03"]', "[2027-01-03T08:00:00]", 6, "makeup_days 中的"),
        ('["2027-01-03"]', '"2027-01-03"', 6, "makeup_days 应写成"),
        ("year = 2027", 'year = "2027"', 1, "年份“2027”应写成"),
        ("makeup_days", "make_up_days", 6, "日历中没有“make_up_days”这一项，只有 year、holidays、makeup_days"),
        ("year = 2027", "year = 2027\n[days]", 2, "日历中没有“days”这一项"),
    ],
)
def test_one_fault_is_named_with_its_line(old: str, new: str, line: int, sentence: str) -> None:
    refusal = _refusal(GOOD.replace(old, new))
    assert f"2027.toml 第{line}行" in refusal
    assert sentence in refusal


def test_a_missing_year_is_the_fault_that_is_named() -> None:
    refusal = _refusal(GOOD.replace("year = 2027", ""))
    assert "缺少年份" in refusal
    assert "makeup_days" not in refusal


def test_a_procedure_takes_its_first_day_in_quotes() -> None:
    shipped = Path("templates/procedures", f"{shipped_procedures()[0]}.toml").read_text("utf-8")
    plain = parse_procedure(shipped, "own.toml")
    line = f"effective_from = {plain.effective_from}"
    assert line in shipped
    quoted = shipped.replace(line, f'effective_from = "{plain.effective_from}"')
    assert parse_procedure(quoted, "own.toml") == plain
