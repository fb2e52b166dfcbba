"""What the steps of a procedure for receipts must hold to one another (收文程序校验), so that no piece gets stuck or passes by its end."""

from __future__ import annotations

from collections.abc import Iterator

from domain.admitted import admitted, passes_by, unreachable
from domain.procedure import RECEIPT_VERBS, Procedure, Verb
from office.procedure_checks import Fault

EXAMINE_ITEMS = (
    "应当由本机关办理",
    "符合行文规则",
    "文种、格式符合要求",
    "涉及其他地区或部门职权的事项已协商、会签",
    "符合公文起草的其他要求",
)
"""What is ticked at the first review where the file does not say it (条例 art. 24 (三))."""

PACKAGE_ITEMS = ("密封完好", "件数与清单相符", "文号、份数、序号相符")
"""What is looked at before one signs for a piece where the file does not say it (S3 四2)."""


def faults_of_receipts(procedure: Procedure) -> Iterator[Fault]:
    """Tell what is wrong with a procedure for receipts."""
    verbs = [step.verb for step in procedure.steps]
    for verb, word in ((Verb.PROPOSE, "拟办"), (Verb.CONCLUDE, "办结")):
        if verb not in verbs:
            yield Fault("procedure", f"收文程序缺少{word}（{verb}）环节")
    for verb, word in ((Verb.CONCLUDE, "办结"), (Verb.HANDLE, "承办"), (Verb.READ, "传阅")):
        if verbs.count(verb) > 1:
            yield Fault("procedure", f"{word}（{verb}）环节只能写一个：承办、传阅按分送意见逐个单位、逐个人展开")
    if verbs != sorted(verbs, key=RECEIPT_VERBS.index):
        yield Fault("procedure", "顺序应为初审、拟办、批示、承办、传阅、办结")
    yield from _faults_of_each(procedure)
    yield from _not_reached(procedure)


def _faults_of_each(procedure: Procedure) -> Iterator[Fault]:
    ids = [step.id for step in procedure.steps]
    for number, step in enumerate(procedure.steps, 1):
        if step.id in ids[: number - 1]:
            yield Fault("id", f"环节“{step.id}”重复", number)
        if "/" in step.id or ":" in step.id:
            yield Fault("id", f"环节“{step.id}”的标识中不能有 / 和 :", number)
        if step.own_unit:
            yield Fault("own_unit", "收文没有拟稿科室，不用写 own_unit", number)
        if step.when.alternatives and step.verb in (Verb.HANDLE, Verb.READ, Verb.CONCLUDE):
            yield Fault("when", "承办、传阅、办结都要有，不写条件：没有分送的，自然跳过", number)


def _not_reached(procedure: Procedure) -> Iterator[Fault]:
    if not admitted(procedure):
        yield Fault("applies", "没有一件来文符合适用条件（applies）")
        return
    for step in unreachable(procedure):
        number = procedure.steps.index(step) + 1
        yield Fault("when", f"环节“{step.name}”永远走不到：适用的来文没有一件符合它的条件", number)
    if passes_by(procedure, Verb.PROPOSE) is not None:
        yield Fault("when", "有的来文走不到拟办（propose）：没有人分送，它就停在那里")
