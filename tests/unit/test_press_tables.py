"""Tables for other programs: no cell is ever a formula, and Excel knows the encoding."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.tables import Sheet, comma_separated, workbook

FORMULAS = (
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\tx",
    "\rx",
    '=HYPERLINK("http://x","y")',
    "＝1+1",
    " =1+1",
    "　=1+1",
    "\n=1",
)


def _sheet(*cells: str | int | dt.date | None) -> Sheet:
    return Sheet("发文登记簿", tuple("栏" for _ in cells), tuple(10 for _ in cells), [cells])


def _part(book: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        return opened.read(name).decode()


def _read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    book = workbook(_sheet(text))
    (_, row) = _read(comma_separated(_sheet(text)))

    assert "<f>" not in _part(book, "xl/worksheets/sheet1.xml")
    assert 't="s"' in _part(book, "xl/worksheets/sheet1.xml")
    assert "hyperlink" not in _part(book, "xl/worksheets/sheet1.xml").lower()
    assert row == [f"'{text}"]


@given(st.text(max_size=40))
def test_no_text_at_all_begins_a_formula(text: str) -> None:
    (_, *rows) = _read(comma_separated(_sheet("x", text)))
    sheet = _part(workbook(_sheet(text)), "xl/worksheets/sheet1.xml")

    assert not rows[0][1].lstrip(" 　\n").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert "<f>" not in sheet


def test_a_csv_says_that_it_is_utf_8() -> None:
    data = comma_separated(_sheet("云政发〔2026〕1号", 20, dt.date(2026, 3, 2), None))

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith("云政发〔2026〕1号,20,2026-03-02,\r\n".encode())


def test_numbers_and_days_can_be_reckoned_with() -> None:
    sheet = _part(workbook(_sheet(-20, dt.date(2026, 3, 2))), "xl/worksheets/sheet1.xml")

    assert re.search(r'<c r="A3" s="\d+"><v>-20</v>', sheet)
    assert re.search(r'<c r="B3" s="\d+"><v>46083</v>', sheet)
    assert _read(comma_separated(_sheet(-20)))[1] == ["-20"]


def test_the_workbook_prints_across_with_its_headings_on_every_page() -> None:
    book = workbook(_sheet("x"))

    assert 'orientation="landscape"' in _part(book, "xl/worksheets/sheet1.xml")
    assert "第 &amp;P 页，共 &amp;N 页" in _part(book, "xl/worksheets/sheet1.xml")
    assert "_xlnm.Print_Titles" in _part(book, "xl/workbook.xml")


def test_the_same_table_is_the_same_bytes() -> None:
    assert workbook(_sheet("x", 1)) == workbook(_sheet("x", 1))


def test_what_no_workbook_may_hold_is_replaced() -> None:
    text = _part(workbook(_sheet("a\x00b\x1fc\ud800d" + "长" * 40_000)), "xl/sharedStrings.xml")

    assert "a�b�c�d长" in text
