"""Tables for other programs (导出表格): an .xlsx workbook or a .csv, in which no cell is ever a formula.

A spreadsheet program takes a text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a return for a formula, and would run it. In the
workbook every text is typed as text, which no program takes for anything else; in the .csv such a text gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter

Cell = str | int | dt.date | None
"""What may stand in a cell."""

_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_CHARACTERS: Final = 32_767
_MADE: Final = dt.datetime(2012, 7, 1)  # noqa: DTZ001 - a fixed day without a zone, as the format has it
_PAPER_A4: Final = 9


@dataclass(frozen=True)
class Sheet:
    """A table with its title (表格): headings, the width of each column in characters, rows of cells."""

    title: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Sequence[Sequence[Cell]]


def workbook(sheet: Sheet) -> bytes:
    """Write a table as .xlsx: title, headings that stay in sight and come again on each printed page, A4 across; the same bytes for the same table."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"title": _text(sheet.title), "created": _MADE})
    page = book.add_worksheet(_sheet_name(sheet.title))
    _lay_out(page, sheet)
    frame = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    heading, plain = book.add_format(frame | {"bold": True, "align": "center"}), book.add_format(frame)
    number, day = book.add_format(frame | {"align": "right"}), book.add_format(frame | {"num_format": "yyyy-mm-dd"})
    page.write_string(0, 0, _text(sheet.title), book.add_format({"bold": True, "font_size": 16}))
    for column, text in enumerate(sheet.headings):
        page.write_string(1, column, text, heading)
    for row, cells in enumerate(sheet.rows, 2):
        for column, cell in enumerate(cells):
            match cell:
                case int():
                    page.write_number(row, column, cell, number)
                case dt.date():
                    page.write_datetime(row, column, cell, day)
                case _:
                    page.write_string(row, column, _text(cell or ""), plain)
    book.close()
    return made.getvalue()


def comma_separated(sheet: Sheet) -> bytes:
    """Write a table as .csv in UTF-8 with its mark, by which Excel knows the encoding."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(sheet.headings)
    writer.writerows([_harmless(cell) for cell in cells] for cells in sheet.rows)
    return made.getvalue().encode("utf-8-sig", "replace")


def _lay_out(page: Any, sheet: Sheet) -> None:
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    page.freeze_panes(2, 0)
    page.autofilter(1, 0, max(len(sheet.rows) + 1, 1), len(sheet.headings) - 1)
    page.set_landscape()
    page.set_paper(_PAPER_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    page.set_footer("&C第 &P 页，共 &N 页")


def _harmless(cell: Cell) -> str:
    text = cell.isoformat() if isinstance(cell, dt.date) else str(cell if cell is not None else "")
    if isinstance(cell, str) and text.lstrip(" 　\n").startswith(_DANGEROUS):
        return f"'{text}"
    return text


def _text(text: str) -> str:
    return _UNPRINTABLE.sub("�", text)[:_MOST_CHARACTERS]


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", "", title)[:31] or "表"
