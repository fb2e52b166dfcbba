"""The pages of docs/procedures: a drawing of each procedure, how they differ, and what a procedure can't say yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.resources import files

from domain.procedure import Procedure
from office.procedure_diff import DiffRow, heads_side_by_side, set_side_by_side
from office.procedure_drawing import draw
from tools.reference_procedures import procedures

_LACKS = "# 来源要求、程序还不能表达的："
_HEAD = """\
# 办文程序图 Procedures drawn

由 `make docs` 从随软件带的程序文件生成，不要手改。逐个环节的表格见 [procedures.md](../reference/procedures.md)。

用 `hongtou procedures` 看有哪些程序，`hongtou procedures --svg 文件夹` 画成图（每个程序一页 A4），`hongtou procedures --diff` 互相对照；
office.toml 用到的、机关文件夹 `程序/` 里自己的程序也在其中。S0 至 S4 是编写时参照的几家机关的制度。

| 程序 | 文件 | 适用的机关办公室 |
|---|---|---|
"""
_OFFICES = {
    "dispatch-township": "乡镇党政办公室（S3）",
    "dispatch-subdistrict": "街道党政办公室（S2）",
    "dispatch-district": "区政府办公室（S4）",
    "dispatch-hospital": "医院党委政工部门（S0）",
    "papers-township": "乡镇党政办公室的讲话、工作报告、总结（S3）",
    "receipt-township": "乡镇党政办公室的收文（S3）",
    "receipt-subdistrict": "街道党政办公室的收文（S2）",
}


def pages() -> dict[str, Callable[[], str]]:
    """Give each page by its name, with what writes it."""
    drawings = {_drawing(name): partial(draw, procedure) for name, procedure in procedures()}
    return {"README.md": _overview, **drawings}


def lacking(name: str) -> list[str]:
    """List what the sources ask and the procedure can't say, as the head of its file has it."""
    text = files("templates").joinpath("procedures", name).read_text("utf-8")
    lines = text.partition(_LACKS)[2].partition("[procedure]")[0].splitlines()
    return [line.removeprefix("# - ") for line in lines if line.startswith("# - ")]


def _overview() -> str:
    found = procedures()
    listed = "\n".join(f"| [{p.name}]({_drawing(name)}) | `{name}` | {_OFFICES[_stem(name)]} |" for name, p in found)
    every = [procedure for _, procedure in found]
    rows = (*set_side_by_side(every), *heads_side_by_side(every))
    return (
        f"{_HEAD}{listed}\n\n"
        f"## 不同在哪里\n\n各办公室的同一步名称不同的，用“／”并列；“—”是没有这一步。\n\n{_table(found, rows)}\n\n"
        "## 来源要求、程序还不能表达的\n\n" + "\n".join(map(_lacks, found)) + "\n" + "\n".join(map(_shown, found))
    )


def _table(found: list[tuple[str, Procedure]], rows: tuple[DiffRow, ...]) -> str:
    head = "| 环节 | " + " | ".join(procedure.name for _, procedure in found) + " |\n|" + "---|" * (len(found) + 1)
    body = "\n".join("| " + " | ".join((row.step, *row.cells)) + " |" for row in rows if row.differs)
    same = "、".join(row.step for row in rows if not row.differs)
    return f"{head}\n{body}" + (f"\n\n各程序相同：{same}。" if same else "")


def _lacks(entry: tuple[str, Procedure]) -> str:
    name, procedure = entry
    return f"**{procedure.name}**\n\n" + "\n".join(f"- {sentence}" for sentence in lacking(name)) + "\n"


def _shown(entry: tuple[str, Procedure]) -> str:
    name, procedure = entry
    return f"## {procedure.name}\n\n![{procedure.name}]({_drawing(name)})\n"


def _stem(name: str) -> str:
    return name.removesuffix(".toml")


def _drawing(name: str) -> str:
    return f"{_stem(name)}.svg"
