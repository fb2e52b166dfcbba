"""A table at the top that only holds the head: mark, number, signer, title, addressees set in cells to place them (抬头表格)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from press import recognition_words as words
from press.reading_items import Item, Line, TableItem
from press.reading_styles import Look
from press.reading_xml import without_blanks
from press.sheet import listed, parts_of, read_sheet

_MOST_LINES = 12
_AMONG_FIRST = 3
_COPY_SERIAL = re.compile(r"\d{6}")


def without_head_table(items: Sequence[Item]) -> list[Item]:
    """Give the items with the lines of a head table in its place; any other table stays as it is, a 发文稿纸 too."""
    for place, item in enumerate(items[:_AMONG_FIRST]):
        if isinstance(item, TableItem):
            lines = _lines_of(item)
            return [*items[:place], *lines, *items[place + 1 :]] if lines else list(items)
    return list(items)


def _lines_of(item: TableItem) -> list[Line]:
    """Give the lines of a table when each is a part of the head, else nothing."""
    if item.labels or read_sheet(item.table) is not None:
        return []
    cells = [_together(cell.text) for row in item.table.rows for cell in row]
    lines = [Line(text, 0, Look()) for cell in cells for text in cell]
    is_head = 0 < len(lines) <= _MOST_LINES and all(_is_of_head(line.text) for line in lines)
    return lines if is_head and any(_is_sure(line.text) for line in lines) else []


def _together(cell: str) -> list[str]:
    """Part a cell into its lines, unless they are one title broken by hand."""
    lines = [line.strip(" \u3000\t") for line in cell.split("\n") if line.strip(" \u3000\t")]
    whole = "".join(lines)
    return [whole] if len(lines) > 1 and _is_title(without_blanks(whole)) else lines


def _is_of_head(text: str) -> bool:
    bare = without_blanks(text)
    return _is_sure(text) or words.is_organ(bare) or _is_degree(bare) or bool(_COPY_SERIAL.fullmatch(bare))


def _is_sure(text: str) -> bool:
    """Tell whether a line can be nothing but a part of a head."""
    bare = without_blanks(text)
    mark = words.MARK.fullmatch(bare)
    is_mark = mark is not None and words.is_organ(mark["organ"])
    return is_mark or _is_number(text) or _is_title(bare) or _is_addressees(bare)


def _is_number(text: str) -> bool:
    number = words.NUMBER.match(text)
    rest = text[number.end() :].strip() if number else text
    return words.SIGNER.fullmatch(rest) is not None or (number is not None and not rest)


def _is_title(bare: str) -> bool:
    return "关于" in bare and words.kind_of(bare) is not None and not re.search(r"[。！？；：]", bare)


def _is_addressees(bare: str) -> bool:
    names = parts_of(listed(bare)) if bare.endswith(("：", ":")) else ()
    return bool(names) and all(words.is_addressee(name) for name in names)


def _is_degree(bare: str) -> bool:
    return bool(words.urgency_of(bare)) or words.SECRECY.fullmatch(bare) is not None
