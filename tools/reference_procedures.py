"""The page of procedures: each file that comes with the software, as a table."""

from __future__ import annotations

from importlib.resources import files

from domain.condition import Condition
from domain.office import Role
from domain.procedure import CONDITION_FIELDS, PRINCIPAL, ForEach, Procedure, Step
from office.procedure_files import parse_procedure
from office.sign import act_name

_EACH = {ForEach.ONCE: "", ForEach.LEAD_ORGAN: "主办机关", ForEach.OTHER_ORGANS: "其他各机关，逐个"}
_HEAD = f"""\
# 办文程序 Procedures

由 `make docs` 从 `templates/procedures/` 生成，不要手改。要改程序：把文件复制到机关文件夹的 `程序/` 中再改；名称相同时用机关自己的。
正在办的文件走它开始时的那条路线，不受影响。每个程序的图、各程序的不同、还不能表达的要求，见 [程序图](../procedures/README.md)。

条件写成 `项 = 值`、`!=`、`in 值 | 值`、`>=`、`<=`，用 `and`、`or` 连接；可用的项：{"、".join(f"`{name}`" for name in sorted(CONDITION_FIELDS))}。
时限：`1wd` 工作日，`2d` 天，`4h` 小时。角色 `principal` 指该发文机关的签发人。

打开时就检查：两个环节同名（id）、永远走不到的环节、有的文件走不到签发、登记或用印、顺序不是签发→登记→用印、某项与它不可能的值比较
（`organ` 只有 `party`、`government`、`office`；`kind` 是 15 个文种；`joint` 是 `yes`、`no`；`direction`、`urgency` 同样），都不予采用，
并说明在哪个文件、第几行、怎么不对。没有人办的环节由 `hongtou doctor` 指出。
"""


def page() -> str:
    """Write the page."""
    return "\n".join([_HEAD, *(_section(name, procedure) for name, procedure in procedures())])


def procedures() -> list[tuple[str, Procedure]]:
    """Read every procedure that comes with the software, by file name."""
    folder = files("templates").joinpath("procedures")
    found = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return [(name, parse_procedure(folder.joinpath(name).read_text("utf-8"), name)) for name in found]


def _section(name: str, procedure: Procedure) -> str:
    rows = "\n".join(_row(number, step) for number, step in enumerate(procedure.steps, 1))
    return (
        f"## {procedure.name}（`{name}`，第{procedure.version}版，{procedure.effective_from}起）\n\n"
        f"依据：{procedure.source}。适用：{_written(procedure.applies) or '所有文件'}。登记入：{procedure.register}。"
        f"保管期限：{procedure.retention}。\n\n"
        "| 顺序 | 环节 | 动作 | 谁办 | 为哪个机关 | 条件 | 时限 |\n|---|---|---|---|---|---|---|\n" + rows + "\n"
    )


def _row(number: int, step: Step) -> str:
    who = "、".join("该机关的签发人" if role == PRINCIPAL else Role(role).label for role in step.roles)
    own = "（本科室）" if step.own_unit else ""
    when = _written(step.when).replace("|", "\\|") or "都办"
    limit = str(step.limit or "")
    return (
        f"| {number} | {step.name} | {act_name(step.verb)} | {who}{own} | {_EACH[step.for_each]} | {when} | {limit} |"
    )


def _written(condition: Condition) -> str:
    return " or ".join(
        " and ".join(f"{test.field} {test.op} {test.value}" for test in tests) for tests in condition.alternatives
    )
