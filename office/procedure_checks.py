"""What the steps of a procedure must hold to one another (程序校验), so that no document gets stuck or passes by what it needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from domain.admitted import admitted, passes_by, unreachable
from domain.procedure import PRINCIPAL, ForEach, Procedure, Step, Verb
from office.procedure_lines import HEAD
from office.procedure_words import described
from office.sign import act_name

_IN_ORDER = (Verb.SIGN, Verb.REGISTER, Verb.SEAL)


_MAY_GO_WITHOUT = {
    Verb.REGISTER: "；这类文件不编号的，写 numbered = false",
    Verb.SEAL: "；这类文件不盖章的，写 sealed = false",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file, at which key of which step (程序之误); steps are counted from 1, 0 is the head."""

    key: str
    sentence: str
    step: int = HEAD


def faults_of_step(step: Step, number: int) -> Iterator[Fault]:
    """Tell what a step states that its verb has no use for."""
    decides = step.verb.is_decision or step.verb in (Verb.PROPOSE, Verb.INSTRUCT, Verb.HANDLE)
    if step.delegable and not decides:
        yield Fault("delegable", "委托（delegable）只用于审核、会签、签发，收文的拟办、批示、承办", number)
    if step.verbal and step.verb is not Verb.SIGN:
        yield Fault("verbal", "口头同意后补签（verbal）只用于签发", number)
    if step.again and step.verb not in (Verb.REVIEW, Verb.COSIGN):
        yield Fault("again", "修改后重新办（again）只用于审核、会签", number)
    if step.items and step.verb not in (Verb.CHECK, Verb.EXAMINE):
        yield Fault("items", "逐项核对的内容（items）只用于复核（check）、初审（examine）", number)
    if step.in_order and not step.for_each.is_of_several:
        yield Fault("in_order", '逐个依次办（in_order）要配合 for_each = "other_organs" 或 "other_units"', number)
    if step.for_each is ForEach.OTHER_UNITS:
        yield from _faults_of_asking(step, number)
    if step.extend_by and step.limit is None:
        yield Fault("extend_by", "没有时限（limit），不用写谁可以延长", number)


def _faults_of_asking(step: Step, number: int) -> Iterator[Fault]:
    """Tell what does not go with units that are asked to countersign (会签科室)."""
    if step.verb is not Verb.COSIGN:
        yield Fault("for_each", '各会签科室办（other_units）只用于会签，写 verb = "cosign"', number)
    if PRINCIPAL in step.roles:
        yield Fault("roles", "principal 是机关的签发人，各会签科室要写科室的岗位，如 unit_head", number)
    if step.own_unit:
        yield Fault("own_unit", "own_unit 指拟稿科室，与各会签科室（other_units）不能同时写", number)


def needed_verbs(procedure: Procedure) -> tuple[Verb, ...]:
    """Name what every document of the procedure comes to: 签发, and the number and the seal where it bears them."""
    bears = {Verb.REGISTER: procedure.numbered, Verb.SEAL: procedure.sealed}
    return tuple(verb for verb in _IN_ORDER if bears.get(verb, True))


def faults_of_steps(procedure: Procedure) -> Iterator[Fault]:
    """Tell what is wrong with the steps in their order."""
    if procedure.counted is not None:
        yield Fault("count_pages", '逐份逐页查点（count_pages）只用于收文，flow = "receipt"')
    steps, needed = procedure.steps, needed_verbs(procedure)
    ids = [step.id for step in steps]
    for number, step_id in enumerate(ids, 1):
        if step_id in ids[: number - 1]:
            yield Fault("id", f"环节“{step_id}”重复", number)
    verbs = [step.verb for step in steps]
    if procedure.package_checks:
        yield Fault("package_checks", '签收核对（package_checks）只用于收文，即 flow = "receipt" 的程序')
    for verb in needed:
        if verb not in verbs:
            yield Fault("procedure", f"缺少{act_name(verb)}（{verb}）环节{_MAY_GO_WITHOUT.get(verb, '')}")
    kept = [verb for verb in verbs if verb in _IN_ORDER]
    if kept != sorted(kept, key=_IN_ORDER.index):
        yield Fault("procedure", "顺序应为签发、登记、用印")
    yield from _not_borne(procedure)
    for number, step in enumerate(steps, 1):
        if sentence := _misplaced(step.verb, verbs[: number - 1], verbs[number:]) or _asks_late(step, verbs[number:]):
            yield Fault("verb", f"环节“{step.name}”的位置不对：{sentence}", number)


def faults_of_procedure(procedure: Procedure, organs: Collection[str] = ()) -> Iterator[Fault]:
    """Tell which steps no document comes to, which documents pass by what they need, and which limits nobody can extend.

    ``organs`` are the kinds of organ that the office has: documents are shown by one of these where it can be.
    """
    if not admitted(procedure):
        sentence = "没有一份文件符合适用条件（applies）"
        if procedure.numbered and admitted(dataclasses.replace(procedure, numbered=False)):
            sentence += "：材料不编发文字号，要写 numbered = false"
        yield Fault("applies", sentence)
        return
    for step in unreachable(procedure):
        number = procedure.steps.index(step) + 1
        yield Fault("when", f"环节“{step.name}”永远走不到：适用的文件没有一份符合它的条件", number)
    for verb in needed_verbs(procedure):
        if (facts := passes_by(procedure, verb, organs)) is not None:
            number = next(place for place, step in enumerate(procedure.steps, 1) if step.verb is verb)
            mend = f"请给其中一个{act_name(verb)}环节的 when 补上这类文件，或从 applies 中去掉"
            yield Fault("when", f"有的文件走不到{act_name(verb)}（{verb}），如：{described(facts)}。{mend}", number)
    if procedure.extend_by and procedure.limit is None and procedure.urgent_limit is None:
        yield Fault("extend_by", "没有全程时限（limit），不用写谁可以延长")


def _not_borne(procedure: Procedure) -> Iterator[Fault]:
    """Tell which steps deal with a number or a seal that the procedure says its documents don't bear."""
    for number, step in enumerate(procedure.steps, 1):
        if step.verb is Verb.REGISTER and not procedure.numbered:
            yield Fault("verb", "不编号（numbered = false）的程序没有登记环节", number)
        if step.verb is Verb.SEAL and not procedure.sealed:
            yield Fault("verb", "不盖章（sealed = false）的程序没有用印环节", number)
        if step.verb is Verb.DISTRIBUTE and not procedure.numbered:
            yield Fault("verb", "分发给谁在登记时定，不编号（numbered = false）的程序不能分发", number)


def _asks_late(step: Step, after: Sequence[Verb]) -> str:
    """Say why units can't be asked here; nothing when they can."""
    is_late = step.for_each is ForEach.OTHER_UNITS and Verb.SIGN not in after
    return "各会签科室（other_units）要在签发之前" if is_late else ""


def _misplaced(verb: Verb, before: Sequence[Verb], after: Sequence[Verb]) -> str:
    """Say why a step can't stand between these; nothing when it can."""
    if verb.is_decision and any(later in before for later in (Verb.REGISTER, Verb.SEAL, Verb.PRINT)):
        return "审核、会签、签发要在登记、用印、印制之前"
    if verb.is_after_issue and Verb.SIGN in after:
        return "印制（print）、分发（distribute）要在签发之后"
    if verb is Verb.CHECK and Verb.SIGN in after:
        return "复核（check）要在签发之后"
    if verb.is_after_issue and Verb.SEAL in after:
        return "印制（print）、分发（distribute）要在用印之后"
    if verb is Verb.PRINT and Verb.DISTRIBUTE in before:
        return "印制（print）要在分发（distribute）之前"
    return ""
