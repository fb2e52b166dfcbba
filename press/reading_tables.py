"""Tables of a .docx: merged cells counted into spans, covered places left out (表格)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.document import Cell, Table
from press.inventory import TRANSPARENT
from press.reading_xml import Element, W, is_on, local_name, value_at, whole

MOST_COLUMNS = 63
"""Word's own limit."""


@dataclass(frozen=True)
class RawCell:
    """A cell as it stands in its row (单元格): ``goes_on`` when it is covered by the one above it."""

    text: str
    columns: int
    goes_on: bool
    labels: int = 0


@dataclass
class _Placed:
    text: str
    column: int
    columns: int
    rows: int = 1


def rows_of(parent: Element, wanted: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, through wrappers."""
    for element in parent:
        name = local_name(element)
        if name == wanted:
            yield element
        elif name in TRANSPARENT or name == "sdt":
            yield from rows_of(element, wanted)


def span_of(cell: Element) -> int:
    """Give the number of columns a cell covers."""
    return max(1, whole(value_at(cell, "tcPr", "gridSpan"), 1))


def is_going_on(cell: Element) -> bool:
    """Tell whether a cell continues the one above it (vMerge without restart)."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def widths_of(table: Element) -> tuple[float, ...]:
    """Give the widths of the grid's columns, relative to one another."""
    columns = [float(whole(column.get(f"{W}w"))) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    return tuple(columns) if columns and all(width > 0 for width in columns) else tuple(1.0 for _ in columns)


def with_true_merges(rows: Sequence[tuple[Element, Sequence[RawCell]]]) -> list[tuple[Element, list[RawCell]]]:
    """Let a cell go on only where one stands above it: what Word shows of a merge that begins nowhere is the cell itself."""
    begun: set[int] = set()
    told: list[tuple[Element, list[RawCell]]] = []
    for row, cells in rows:
        column, kept = whole(value_at(row, "trPr", "gridBefore")), []
        for cell in cells:
            kept.append(replace(cell, goes_on=cell.goes_on and column in begun))
            begun.add(column)
            column += cell.columns
        told.append((row, kept))
    return told


def table_from(rows: Sequence[tuple[Element, Sequence[RawCell]]], widths: tuple[float, ...]) -> Table:
    """Put rows together; a table without text or with more columns than Word can have comes out without rows."""
    placed: list[list[_Placed]] = []
    open_cells: dict[int, _Placed] = {}
    for row, cells in rows:
        placed.append(_place_row(row, cells, open_cells))
    kept = tuple(tuple(Cell(cell.text, cell.columns, cell.rows) for cell in row) for row in placed)
    columns = max((sum(cell.columns for cell in cells) + _skipped(row) for row, cells in rows), default=0)
    if columns > MOST_COLUMNS or not any(cell.text for row in kept for cell in row):
        return Table((), (1.0,) * min(columns, MOST_COLUMNS + 1))
    heads = _header_rows([row for row, _ in rows])
    return Table(kept, widths if len(widths) == columns else (1.0,) * columns, heads)


def _place_row(row: Element, cells: Sequence[RawCell], open_cells: dict[int, _Placed]) -> list[_Placed]:
    column = whole(value_at(row, "trPr", "gridBefore"))
    placed = [_Placed("", 0, column)] if column else []
    for cell in cells:
        above = open_cells.get(column)
        if cell.goes_on and above is not None:
            above.rows += 1
        else:
            here = _Placed(cell.text, column, cell.columns)
            placed.append(here)
            open_cells[column] = here
        column += cell.columns
    after = whole(value_at(row, "trPr", "gridAfter"))
    return [*placed, _Placed("", column, after)] if after else placed


def _skipped(row: Element) -> int:
    return sum(whole(value_at(row, "trPr", name)) for name in ("gridBefore", "gridAfter"))


def _header_rows(rows: Sequence[Element]) -> int:
    marked = 0
    for row in rows:
        if not is_on(row.find(f"{W}trPr"), "tblHeader"):
            break
        marked += 1
    return min(marked, len(rows) - 1) or 1 if len(rows) > 1 else 0
