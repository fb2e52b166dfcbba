"""The forms of everyday papers (日常文书格式): read from ``templates/formats/papers``, filled with a paper's words.

A filled form is plain values for the page template; which part is which is the template's matter (``typst/form.typ``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from domain.document import Picture
from domain.papers import Paper
from press.layout import BOTTOM_MARGIN, LEFT_MARGIN, PAGE_HEIGHT, PAGE_WIDTH, RIGHT_MARGIN, SIZE_3_PT, TOP_MARGIN
from press.page_plan import Plain, block_plan
from press.paper_errors import (
    BodilessFormError,
    DraftedPaperError,
    FormFileError,
    UnknownFieldError,
    UnknownFormError,
    WrongRowError,
)
from press.title_breaking import break_title

_FIELD: Final = re.compile(r"\{([^{}]+)\}")
_DRAFTED: Final = ("讲话", "总结", "工作报告")
"""What has a way of its own through the house: it is drafted, reviewed and approved."""
_BEFORE_FIELDS: Final = ("第", "联系")
_AFTER_FIELDS: Final = ("期", "人名", "天", "份")
"""What a form says before and after a field; 人 and 名 count alike."""
_OPEN: Final = "　　　　"
"""What stands for a field nobody filled in inside a sentence: room for the pen."""


@cache
def forms() -> Mapping[str, Mapping[str, Any]]:
    """Give the forms by their Chinese names, as their files state them."""
    folder = files("templates").joinpath("formats", "papers")
    read = [tomllib.loads(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")]
    return {form["name"]: form for form in sorted(read, key=lambda form: str(form["name"]))}


def fields_of(name: str) -> tuple[str, ...]:
    """List the fields of a form in the order in which they stand on the page."""
    parts = _form(name)["parts"]
    labels = [label for part in parts for label in part.get("labels", [])]
    return tuple(dict.fromkeys([*_FIELD.findall(_spelled_out(parts)), *labels]))


def columns_of(name: str) -> tuple[str, ...]:
    """List the columns of a form's table, none when it has none."""
    return tuple(_name_of(column) for part in _form(name)["parts"] for column in part.get("columns", []))


def require_body(name: str) -> None:
    """Refuse a text for a form that has only fields.

    Raises:
        BodilessFormError: It has none.
    """
    if not _has_body(_form(name)):
        raise BodilessFormError(name, [known for known, form in forms().items() if _has_body(form)])


def _has_body(form: Mapping[str, Any]) -> bool:
    return any(part["kind"] == "body" for part in form["parts"])


def paper_plan(paper: Paper) -> Plain:
    """Fill a form.

    Raises:
        UnknownFormError: There is no form of this name.
        UnknownFieldError: A field is none of the form's.
        WrongRowError: A row has another number of cells than the table has columns.
    """
    form = _form(paper.form)
    values = dict(paper.fields)
    unknown = [name for name in values if name not in fields_of(paper.form)]
    if unknown:
        raise UnknownFieldError(paper.form, unknown, fields_of(paper.form))
    columns = columns_of(paper.form)
    for place, row in enumerate(paper.rows, 1):
        if len(row) != len(columns):
            raise WrongRowError(paper.form, place, len(row), columns)
    width, height = (PAGE_HEIGHT, PAGE_WIDTH) if form.get("landscape") else (PAGE_WIDTH, PAGE_HEIGHT)
    top, right, bottom, left = form.get("margins_mm", (TOP_MARGIN, RIGHT_MARGIN, BOTTOM_MARGIN, LEFT_MARGIN))
    return {
        "title": values.get("标题") or values.get("会议名称", "") + paper.form,
        "author": values.get("机关") or values.get("单位") or values.get("全宗名称") or "",
        "width": width,
        "height": height,
        "margins": {"top": top, "right": right, "bottom": bottom, "left": left},
        "text_pt": form.get("text_pt", SIZE_3_PT),
        "number_pages": form.get("number_pages", ""),
        "parts": [_filled(part, values, paper) for part in form["parts"] if _wanted(part, values)],
    }


def paper_texts(plan: Plain) -> dict[str, str]:
    """Gather the characters each font role will be asked for; a form asks three roles for all it says."""
    everything = _spelled_out(plan["parts"]) + "第页共0123456789—　"
    return dict.fromkeys(("fangsong", "kaiti", "heiti", "xiaobiaosong", "songti"), everything)


def pictures_in(paper: Paper) -> tuple[Picture, ...]:
    """List the pictures of a paper's body."""
    return tuple(block for block in paper.blocks if isinstance(block, Picture))


def _form(name: str) -> Mapping[str, Any]:
    if name.endswith(_DRAFTED):
        raise DraftedPaperError(name)
    if name not in forms():
        raise UnknownFormError(name, tuple(forms()))
    return forms()[name]


def _wanted(part: Mapping[str, Any], values: Mapping[str, str]) -> bool:
    return all(values.get(name) for name in part.get("needs", []))


def _filled(part: Mapping[str, Any], values: Mapping[str, str], paper: Paper) -> Plain:
    match part["kind"]:
        case "table":
            return _table(part, paper)
        case "cards":
            return {"kind": "cards", "names": [row[0] for row in paper.rows] or [values.get("姓名", "")]}
        case "body":
            return {"kind": "body", "blocks": [block_plan(block) for block in paper.blocks]}
        case kind if kind in _WORDED:
            return {"kind": kind, **_WORDED[kind](part, values)}
        case other:
            raise FormFileError(paper.form, str(other))


def _table(part: Mapping[str, Any], paper: Paper) -> Plain:
    columns = part["columns"]
    rows = [list(row) for row in paper.rows]
    rows += [[""] * len(columns) for _ in range(len(rows), part.get("least_rows", 0))]
    if part.get("counted"):
        rows = [[row[0] or str(place), *row[1:]] for place, row in enumerate(rows, 1)]
    return {
        "kind": "table",
        "columns": [_name_of(column) for column in columns],
        "widths": [column[1] for column in columns],
        "left": [column in part.get("left_columns", []) for column in range(1, len(columns) + 1)],
        "rows": rows,
        "filled": len(paper.rows),
    }


def _grid_row(row: Mapping[str, Any], values: Mapping[str, str]) -> Plain:
    return {"height": row["height_mm"], "cells": [_grid_cell(cell, row, values) for cell in row["cells"]]}


def _grid_cell(cell: Mapping[str, Any], row: Mapping[str, Any], values: Mapping[str, str]) -> Plain:
    side = cell.get("align", "center" if "label" in cell or len(row["cells"]) > 2 else "left")
    return {
        "text": cell.get("label") or _words(cell["text"], values),
        "head": "label" in cell,
        "columns": cell.get("columns", 1),
        "side": side,
        "height": row.get("align", "top" if side == "left" and row["height_mm"] > 20 else "horizon"),
    }


def _title(part: Mapping[str, Any], values: Mapping[str, str]) -> Plain:
    return {"lines": [line for line in break_title(_words(part["text"], values)) if line.strip()]}


def _text(part: Mapping[str, Any], values: Mapping[str, str]) -> Plain:
    return {"text": _words(part["text"], values), "font": part.get("font", "fangsong")}


def _both_sides(part: Mapping[str, Any], values: Mapping[str, str]) -> Plain:
    return {"left": _words(part["left"], values), "right": _words(part["right"], values)}


def _labels(part: Mapping[str, Any], values: Mapping[str, str]) -> Plain:
    return {"pairs": [[label, values.get(label, "")] for label in part["labels"]]}


def _grid(part: Mapping[str, Any], values: Mapping[str, str]) -> Plain:
    return {"widths": part["widths"], "rows": [_grid_row(row, values) for row in part["rows"]]}


def _foot(part: Mapping[str, Any], values: Mapping[str, str]) -> Plain:
    return {"rows": [_words(text, values) for text, name in part["rows"] if values.get(name)]}


def _nothing_said(part: Mapping[str, Any], values: Mapping[str, str]) -> Plain:
    return {"lines": part.get("lines", 1)}


_WORDED: Final[Mapping[str, Callable[[Mapping[str, Any], Mapping[str, str]], Plain]]] = {
    "title": _title,
    "line": _both_sides,
    "fields": _labels,
    "grid": _grid,
    "foot": _foot,
    **dict.fromkeys(("mark", "centred", "flush", "paragraph", "right"), _text),
    **dict.fromkeys(("space", "red-line", "cut"), _nothing_said),
}


def _words(text: str, values: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda found: _once(found, values.get(found[1], "")) or _OPEN, text).strip("\n")


def _once(found: re.Match[str], value: str) -> str:
    """Give a value without the words that the form itself has around it: 第5期 in 第…期 is 5, 联系项目 after 联系 is 项目."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    for word in _BEFORE_FIELDS:
        value = value.removeprefix(word) if before.endswith(word) else value
    for units in _AFTER_FIELDS:
        value = value[:-1] if after[:1] in units and after and value[-1:] in units else value
    return value


def _name_of(column: str | Sequence[Any]) -> str:
    return column if isinstance(column, str) else str(column[0])


def _spelled_out(value: Any) -> str:
    """String all words of a nested value together."""
    if isinstance(value, Mapping):
        return "".join(_spelled_out(item) for item in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "".join(_spelled_out(item) for item in value)
    return value if isinstance(value, str) else ""
