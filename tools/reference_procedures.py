"""The page of procedures: each file that comes with the software, as a table."""

from __future__ import annotations

from importlib.resources import files

from domain.condition import Condition
from domain.posts import title_of
from domain.procedure import (
    CONDITION_FIELDS,
    MAY_COMPARE,
    MAY_REPEAL,
    MAY_TAKE_CONSENT,
    MAY_WITHDRAW,
    PRINCIPAL,
    RECEIPT_FIELDS,
    RECEIPT_VERBS,
    RECORDS_PAPER,
    Flow,
    ForEach,
    Procedure,
    Step,
)
from office.procedure_files import CHECK_ITEMS, STEP_VERBS, parse_procedure
from office.procedure_words import looked_at, rules, whole_way, withdrawal
from office.receipt_checks import PACKAGE_ITEMS
from office.sign import act_name

_EACH = {
    ForEach.ONCE: "",
    ForEach.LEAD_ORGAN: "主办机关",
    ForEach.OTHER_ORGANS: "其他各机关，逐个",
    ForEach.OTHER_UNITS: "各会签科室，逐个",
}
SAMPLE = """\
[procedure]
id = "dispatch.center"
version = 1
name = "本中心发文办理"
effective_from = 2026-01-01
register = "发文登记簿"
source = "本中心公文处理办法"
applies = "kind != 材料"            # 所有公文；讲话、总结另写一个程序
retention = "10年"
limit = "5wd"
urgent_limit = "0d"
extend_by = ["leader", "head"]

[[step]]
id = "unit-review"
name = "科室核稿"
verb = "review"
roles = ["unit_head"]
own_unit = true
limit = "1wd"

[[step]]
id = "leader-review"
name = "分管副主任审签"
verb = "review"
roles = ["leader"]
when = "direction = 上行文 or kind in 决定 | 通报"
limit = "1wd"
delegable = true

[[step]]
id = "sign"
name = "签发"
verb = "sign"
roles = ["principal"]
for_each = "lead_organ"
limit = "1wd"

[[step]]
id = "register"
name = "登记编号"
verb = "register"
roles = ["clerk"]

[[step]]
id = "seal"
name = "用印"
verb = "seal"
roles = ["keeper"]
"""
"""A whole file for the page; it is read like any other when the page is made."""
_FIELDS = {
    "kind": "文种：15 个文种的名称，或 `材料`",
    "organ": "主办机关的类别：`party`、`government`、`office`",
    "organs": "联合发文的机关共几个，如 `organs >= 3`；只有一个机关发的是 1",
    "joint": "是不是联合行文：`yes`、`no`",
    "direction": "行文方向：`上行文`、`下行文`、`平行文`",
    "class": "文稿类别：发文稿纸上填的；名称由机关自己定",
    "urgency": "紧急程度：`特急`、`加急`；没有注明的，两个都不等于",
}
_RECEIPT_FIELDS = {
    "nature": "来文性质：`阅知性`、`批办性`",
    "sender": "来文机关：`上级`、`下级`（office.toml 的 superiors、subordinates 写明的）、`其他`",
    "level": "密级：`公开`、`内部`、`秘密`、`机密`、`绝密`",
    "kind": "文种，由标题认出或登记时填写；没有的不等于任何一个",
    "urgency": "紧急程度：`特急`、`加急`；没有注明的，两个都不等于",
}
_HEAD = f"""\
# 办文程序 Procedures

由 `make docs` 从随软件带的程序文件生成，不要手改。要改程序：用 `hongtou procedures` 看有哪些，加 `--copy 程序名` 把一个写到机关文件夹的 `程序/` 中再改；
名称相同时用机关自己的。写好后在 office.toml 的 `procedures` 写上文件名（不带 .toml），先写的先用。
正在办的文件走它开始时的那条路线，不受影响。每个程序的图、各程序的不同、还不能表达的要求，见 [程序图](../procedures/README.md)。
下面“依据”中的 S0 至 S4，是编写时参照的医院、街道、乡镇、区政府办公室的几份制度；“条例”是《党政机关公文处理工作条例》。

## 怎么写

一个完整的程序文件，如 `程序/dispatch-center.toml`，存成 UTF-8：

```toml
{SAMPLE}```

条件写成 `项 = 值`、`!=`、`in 值 | 值`、`>=`、`<=`，用 `and`、`or` 连接，`and` 先算；值不加引号。可用的项：

| 项 | 意思和值 |
|---|---|
{chr(10).join(f"| `{name}` | {_FIELDS[name]} |" for name in sorted(CONDITION_FIELDS))}

时限：`1wd` 工作日，`2d` 天，`4h` 小时，`0d` 当天。角色 `principal` 指该发文机关的签发人，要配合 `for_each`。

**会签有两种。** 机关之间的：联合行文时其他各机关会签（`for_each = "other_organs"`）。本机关科室之间的（`for_each = "other_units"`）：哪几个科室，
每份文件各定各的，拟稿人写在发文稿纸的“会签科室”栏，机要员可以补正，审核、签发的人在办理中可以增减；名称是“财政所会签”这样。没有写会签科室的，没有这一步。
轮到会签时，会签科室的负责人才看得到这份文件；不是本机关的科室、没有负责人的科室，由机要员补正，不会漏掉：

```toml
[[step]]
id = "unit-cosign"
name = "会签"
verb = "cosign"
roles = ["unit_head"]
for_each = "other_units"
limit = "1wd"
delegable = true
```

`[procedure]` 中的项：

| 项 | 写法 | 意思 | 不写 |
|---|---|---|---|
| `id`、`name` | 文字 | 程序的标识（本机关自定，可与文件名不同，定下后不改；同一标识的几个文件是一个程序的几个版本，用已生效的最新一个）、名称 | 必须写 |
| `version`、`effective_from` | 整数；日期 | 版本（1、2、3）、生效日期（`2026-01-01`，加不加引号都行） | 版本为 1；生效日期必须写 |
| `register` | 文字 | 登记入哪个登记簿，名称自定，写给人看 | 必须写 |
| `source` | 文字 | 依据，写给人看 | 空 |
| `applies` | 条件 | 哪些文件走这个程序（条件） | 所有文件 |
| `retention` | 文字 | 保管期限：`永久`、`30年`、`10年`（文稿或机要员写明的优先） | 必须写 |
| `flow` | 文字 | `dispatch` 发文，`receipt` 收文（见下面“收文”） | `dispatch` |
| `numbered` | true 或 false | `false`：不编发文字号，没有登记、分发环节，如讲话、总结、工作报告 | `true` |
| `sealed` | true 或 false | `false`：不盖章，没有用印环节 | `true` |
| `limit` | 时限 | 全程时限，从收到第一稿算起 | 不限时 |
| `urgent_limit` | 时限 | 注明紧急程度的文件的全程时限，如 `0d` 当天 | 同 `limit` |
| `extend_by` | 角色的列表 | 哪些角色可以延长全程时限 | 谁也不能延长 |
| `withdraw_by` | 角色的列表 | 哪些角色可以在签发前撤稿 | {"、".join(f"`{role.value}`" for role in MAY_WITHDRAW)} |
| `consent_by` | 角色的列表 | 哪些角色可以记录口头同意 | {"、".join(f"`{role.value}`" for role in MAY_TAKE_CONSENT)} |
| `paper_by` | 角色的列表 | 哪些角色可以代录纸质签批 | {"、".join(f"`{role.value}`" for role in RECORDS_PAPER)} |
| `compare_by` | 角色的列表 | 哪些角色可以核对代录（代录人本人除外） | {"、".join(f"`{role.value}`" for role in MAY_COMPARE)} |
| `package_checks` | 文字的列表 | 签收前逐项核对的内容，有一项不符的不得签收（只用于收文） | {"、".join(f"“{item}”" for item in PACKAGE_ITEMS)} |
| `count_pages` | 条件 | 收文：哪些纸质来文签收登记前必须逐份逐页查点 | 都不必须，随时可以查点 |
| `repeal_by` | 角色的列表 | 哪些角色可以废止、撤销已印发的文件 | {"、".join(f"`{role.value}`" for role in MAY_REPEAL)} |

每个环节写一段 `[[step]]`，按先后顺序：

| 项 | 写法 | 意思 | 不写 |
|---|---|---|---|
| `id`、`name` | 文字 | 环节的标识（程序内不重复）、名称 | 必须写 |
| `verb` | 文字 | 动作：{"、".join(f"`{verb.value}` {act_name(verb)}" for verb in STEP_VERBS)}；印发、归档不写环节，由系统办 | 必须写 |
| `roles` | 角色的列表 | 哪些角色可以办，任一人办了就算；角色是 office.toml 的[岗位](settings.md#post) | 必须写 |
| `own_unit` | true 或 false | `true`：只由拟稿科室的人办：账号的 `units` 含拟稿科室，或没有写 `units` | `false` |
| `when` | 条件 | 什么文件才办这一步（条件） | 都办 |
| `for_each` | 文字 | `once` 办一次；`lead_organ` 由主办机关办；`other_organs` 其他各机关各办一次；`other_units` 各会签科室各办一次（只用于会签，在签发之前） | `once` |
| `in_order` | true 或 false | `true`：依次办，不同时办（配合 `other_organs`、`other_units`） | `false` |
| `limit` | 时限 | 这一步的时限，从轮到它算起 | 不限时 |
| `extend_by` | 角色的列表 | 哪些角色可以延长这一步的时限 | 谁也不能延长 |
| `delegable` | true 或 false | `true`：可以委托别人代办（只用于审核、会签、签发） | `false` |
| `verbal` | true 或 false | `true`：特殊情况可先口头同意，事后补签（只用于签发） | `false` |
| `again` | true 或 false | `true`：后面的环节修改了文稿的，重新办（只用于审核、会签） | `false` |
| `items` | 文字的列表 | 复核时逐项核对的内容（只用于复核） | {"、".join(CHECK_ITEMS)} |

打开时就检查：两个环节同名（id）、永远走不到的环节、有的文件走不到签发、登记或用印、顺序不是签发→登记→用印、审核会签签发在登记之后、
复核在签发之前、印制分发在用印之前、印制在分发之后、某项写在用不到它的动作上、没有时限却写了谁可以延长、某项与它不可能的值比较
（`organ` 只有 `party`、`government`、`office`；`kind` 是 15 个文种和 `材料`；`joint` 是 `yes`、`no`；`direction`、`urgency` 同样），都不予采用，
并说明在哪个文件、第几行、怎么不对。没有人办的环节由 `hongtou doctor` 指出。

印制、分发之前先由系统印发正式文件：最后一个用印环节办完，系统就做出正式的 .docx 和 PDF；不盖章的，签发和复核办完就做出。之后的环节都办完才归档。

**收文**：`flow = "receipt"` 的程序办理来文（不写就是发文 `dispatch`）。签收登记在第一个环节之前，由机要员办，收文号用 office.toml 中 `receives = true` 的编号序列。
动作是 {"、".join(f"`{verb.value}` {act_name(verb)}" for verb in RECEIPT_VERBS)}，按这个顺序；拟办、办结必须有。初审不写 `items` 时按条例第二十四条（三）核对五项。
承办（`handle`）和传阅（`read`）各写一个：批示（没有批示的，拟办）写明哪些科室、哪些人，就逐个展开成一步，一个科室、一个人一步；
承办的 `roles` 是科室里谁办，传阅的 `roles` 是哪些岗位的人可以列为传阅人。条件可用的项：

| 项 | 意思和值 |
|---|---|
{chr(10).join(f"| `{name}` | {_RECEIPT_FIELDS[name]} |" for name in sorted(RECEIPT_FIELDS))}

不是公文的文稿（讲话、工作报告、总结）文种写“材料”：没有红头和发文字号，只走 `numbered = false` 的程序。是哪一类由文稿类别（`class`）分，
名称由机关自己定：不编号的程序在 `applies` 中写了哪些，发文稿纸和补正页就能填哪些；写明了类别的，文种不写也算材料。
例如本机关分讲话和工作总结两类：`applies = "kind = 材料 and class in 讲话 | 工作总结"`。

`hongtou procedures --json` 中环节的 `titles` 是本机关给岗位起的名称，由系统按 office.toml 填入，程序文件中不写。

随软件带的程序如下。
"""


def page() -> str:
    """Write the page; its sample must be a procedure that an office could use."""
    parse_procedure(SAMPLE, "SAMPLE")
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
        f"保管期限：{procedure.retention}。全程时限：{whole_way(procedure) or '没有规定'}。{_before(procedure)}\n\n"
        "| 顺序 | 环节 | 动作 | 谁办 | 为哪个机关 | 条件 | 时限 | 其他 |\n|---|---|---|---|---|---|---|---|\n"
        + rows
        + "\n"
    )


def _before(procedure: Procedure) -> str:
    if procedure.flow is Flow.RECEIPT:
        return f"签收前核对：{looked_at(procedure)}。"
    return f"签发前可以撤稿：{withdrawal(procedure)}。"


def _row(number: int, step: Step) -> str:
    who = "、".join("该机关的签发人" if role == PRINCIPAL else title_of(role) for role in step.roles)
    own = "（本科室）" if step.own_unit else ""
    when = _written(step.when).replace("|", "\\|") or "都办"
    limit = str(step.limit or "")
    return (
        f"| {number} | {step.name} | {act_name(step.verb)} | {who}{own} | {_EACH[step.for_each]} | {when} | {limit} "
        f"| {'；'.join(rules(step))} |"
    )


def _written(condition: Condition) -> str:
    return " or ".join(
        " and ".join(f"{test.field} {test.op} {test.value}" for test in tests) for tests in condition.alternatives
    )
