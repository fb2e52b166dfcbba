"""Procedures in the words of office staff (程序用语): who does a step, when it is taken, for which organ."""

from __future__ import annotations

from collections.abc import Mapping

from domain.admitted import FIELD_VALUES
from domain.condition import Condition, Test
from domain.office import OrganKind
from domain.posts import title_of
from domain.procedure import PRINCIPAL, ForEach, Procedure, Step

_EACH = {
    ForEach.ONCE: "",
    ForEach.LEAD_ORGAN: "主办机关",
    ForEach.OTHER_ORGANS: "其他各机关",
    ForEach.OTHER_UNITS: "各会签科室的",
}
_FIELDS = {
    "organ": "发文机关",
    "organs": "联署机关数",
    "kind": "文种",
    "direction": "行文方向",
    "urgency": "紧急程度",
    "class": "文稿类别",
    "joint": "联合行文",
    "nature": "来文性质",
    "sender": "来文机关",
    "level": "密级",
}
_VALUES = {
    ("organ", OrganKind.PARTY.value): "党委",
    ("organ", OrganKind.GOVERNMENT.value): "政府",
    ("organ", OrganKind.OFFICE.value): "办公室",
    ("joint", "yes"): "是",
    ("joint", "no"): "否",
}
_OPS = {"=": "为", "!=": "不为", "in": "为", ">=": "不少于", "<=": "不多于"}


def who(step: Step) -> str:
    """Name who does a step, with the organ or the unit they do it for."""
    names = "或".join("主要负责人" if role == PRINCIPAL else _title(role, step.titles) for role in step.roles)
    return _EACH[step.for_each] + names + ("（本科室）" if step.own_unit else "")


def rules(step: Step) -> tuple[str, ...]:
    """Say what else holds at a step: in which order, who may stand in, what is ticked, who may extend."""
    said = {
        "逐个机关依次办": step.in_order and step.for_each is ForEach.OTHER_ORGANS,
        "逐个科室依次办": step.in_order and step.for_each is ForEach.OTHER_UNITS,
        "没有写会签科室的，没有这一步": step.for_each is ForEach.OTHER_UNITS,
        "可委托": step.delegable,
        "可先口头同意，事后补签": step.verbal,
        "后面修改了文稿的，重新办": step.again,
        f"逐项核对{''.join(f'“{item}”' for item in step.items)}": bool(step.items),
        f"{_named(step.extend_by, step.titles)}可延长时限": bool(step.extend_by),
    }
    return tuple(words for words, holds in said.items() if holds)


def whole_way(procedure: Procedure) -> str:
    """Say how long the whole way may take, and who may extend that."""
    limits = [
        str(procedure.limit) if procedure.limit else "",
        f"注明紧急程度的{procedure.urgent_limit}" if procedure.urgent_limit else "",
    ]
    by = f"{_named(procedure.extend_by, procedure.titles)}可延长" if procedure.extend_by else ""
    return "；".join(part for part in (*limits, by) if part)


def withdrawal(procedure: Procedure) -> str:
    """Name who may withdraw a draft before 签发."""
    return _named(procedure.withdraw_by, procedure.titles)


def borne(procedure: Procedure) -> str:
    """Say whether its documents bear a number and a seal."""
    return f"{'编' if procedure.numbered else '不编'}发文字号，{'用印' if procedure.sealed else '不用印'}"


def looked_at(procedure: Procedure) -> str:
    """Name what is looked at before one signs for a piece; nothing where the procedure is for our own papers."""
    counted = [f"{when(procedure.counted)}的逐份逐页查点"] if procedure.counted is not None else []
    return "；".join((*procedure.package_checks, *counted))


def _named(posts: tuple[str, ...], titles: tuple[tuple[str, str], ...]) -> str:
    return "、".join(_title(post, titles) for post in posts)


def _title(post: str, titles: tuple[tuple[str, str], ...]) -> str:
    return dict(titles).get(post, title_of(post))


def when(condition: Condition) -> str:
    """Say a condition; nothing when it always holds."""
    return "，或".join("，且".join(_said(test) for test in tests) for tests in condition.alternatives)


def described(facts: Mapping[str, str]) -> str:
    """Describe a document by the facts that conditions ask for."""
    known = [(field, value) for field, value in facts.items() if value and field not in ("organs", "flow")]
    return "，".join(f"{_FIELDS[field]}{_OPS['=']}{_value(field, value)}" for field, value in known)


def allowed_values(field: str) -> str:
    """Say what a field of a condition can be compared with, and how."""
    if field in FIELD_VALUES:
        return f"用 =、!= 或 in 与下列之一比较：{'、'.join(str(value) for value in FIELD_VALUES[field])}"
    return "只能与正整数比较"


def _said(test: Test) -> str:
    if test.field == "joint" and test.op != "in":
        return "联合行文" if (test.value == "yes") is (test.op == "=") else "单独行文"
    values = "、".join(_value(test.field, value.strip()) for value in test.value.split("|"))
    return f"{_FIELDS[test.field]}{_OPS[test.op]}{values}"


def _value(field: str, value: str) -> str:
    return _VALUES.get((field, value), value)
