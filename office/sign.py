"""Deciding at a step: approve, send back, revise, withdraw (签批). A decision binds what was shown to the one who decides."""

from __future__ import annotations

from dataclasses import dataclass

from domain.case import TO_JUDGE, Case, Phase
from domain.draft import SourceFile
from domain.events import Decided, Revised, Withdrawn
from domain.intake import Role as FileRole
from domain.intake import StagedFile
from domain.office import Actor
from domain.pages import Binding
from domain.procedure import MAY_WITHDRAW, RouteStep, Verb
from office.delegation import part_in
from office.errors import (
    NothingToDoError,
    NotYourRoleError,
    NotYourStepError,
    OpinionMissingError,
    SamePersonError,
    ShownHasChangedError,
    SignedAlreadyError,
)
from office.examine import current
from office.house import House
from office.reading_files import source_files, without_body
from office.record import record
from office.scope import case_for
from office.signers import barred
from office.signing_errors import NumberedAlreadyError, PaperOnlyError

AGREED = "同意"
_ACT_NAMES = {
    Verb.REVIEW: "审核",
    Verb.COSIGN: "会签",
    Verb.SIGN: "签发",
    Verb.CHECK: "复核",
    Verb.REGISTER: "登记",
    Verb.SEAL: "用印",
    Verb.PRINT: "印制",
    Verb.DISTRIBUTE: "分发",
    Verb.CONFIRM: "确认改动",
    Verb.PAPER: "代录",
    Verb.COMPARE: "核对代录",
    Verb.CORRECT: "再次修改",
    Verb.ANSWER: "处理退回的用印",
    Verb.EXAMINE: "初审",
    Verb.PROPOSE: "拟办",
    Verb.INSTRUCT: "批示",
    Verb.HANDLE: "承办",
    Verb.READ: "传阅",
    Verb.CONCLUDE: "办结",
    Verb.RECEIVE: "签收登记",
}


def approve(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    binding: Binding,
    opinion: str = "",
    step: str | None = None,
    channel: str = "desk",
) -> Case:
    """Approve at a step; a bare signature counts as 同意 (条例 art. 22).

    Raises:
        ShownHasChangedError: ``binding`` is not what stands there now, or the renderer has changed: it has to be shown again.
    """
    verdict = _Verdict(approved=True, opinion=opinion.strip() or AGREED, binding=binding)
    return _decide(house, actor, document_id, verdict, step, channel)


def send_back(
    house: House,
    actor: Actor,
    document_id: str,
    *,
    opinion: str,
    binding: Binding,
    step: str | None = None,
    channel: str = "desk",
) -> Case:
    """Return the draft to its drafter with the reason (退回)."""
    if not opinion.strip():
        raise OpinionMissingError(document_id, "退回")
    verdict = _Verdict(approved=False, opinion=opinion.strip(), binding=binding)
    return _decide(house, actor, document_id, verdict, step, channel)


def revise(
    house: House, actor: Actor, document_id: str, *, name: str, data: bytes, note: str = "", channel: str = "desk"
) -> Case:
    """Put in a revised .docx at the actor's step (修改稿); attachments stay. It is read first, so that a bad file changes nothing."""
    case = case_for(house, actor, document_id)
    mine = step_of(house, actor, case, "修改", decision=True)
    if mine.on_paper:
        raise PaperOnlyError(document_id, mine.name)
    house.mailroom.look_through(name, data)
    kept = without_body(case.versions[-1].files)
    house.press.read([SourceFile(name, data, "body"), *source_files(house, kept)], name)
    body = StagedFile(name, FileRole.BODY, house.staging.put(data), len(data))
    revised = Revised(mine.key, case.version + 1, (body, *kept), note.strip())
    record(house, lambda pen: pen.note(revised, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def withdraw(house: House, actor: Actor, document_id: str, *, reason: str, channel: str = "desk") -> Case:
    """Withdraw a draft before 签发 (撤稿)."""
    case = case_for(house, actor, document_id)
    if not actor.has(*may_withdraw(case)):
        raise NotYourRoleError("撤稿", house.office.titles(*may_withdraw(case)))
    if case.signer:
        raise SignedAlreadyError(document_id)
    if case.number:
        raise NumberedAlreadyError(document_id, case.number, "撤稿")
    if not case.is_in_flight:
        raise NothingToDoError(document_id, "撤稿", case.phase.value)
    if not reason.strip():
        raise OpinionMissingError(document_id, "撤稿")
    record(house, lambda pen: pen.note(Withdrawn(reason.strip()), case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)


def step_of(
    house: House,
    actor: Actor,
    case: Case,
    act: str,
    *,
    decision: bool = False,
    verb: Verb | None = None,
    key: str | None = None,
) -> RouteStep:
    """Find the open step at which the actor may do this act.

    Raises:
        NothingToDoError: No such step is open.
        NotYourStepError: It is open, for somebody else.
    """
    fitting = [
        step
        for step in case.open_steps()
        if (not decision or step.verb.is_decision) and (verb is None or step.verb is verb) and key in (None, step.key)
    ]
    if case.phase is not Phase.UNDER_WAY or not fitting:
        raise NothingToDoError(case.document_id, act, where(case))
    mine = [step for step in fitting if part_in(house, actor, step) is not None]
    if not mine:
        who = "、".join(step.who for step in fitting)
        raise NotYourStepError(case.document_id, fitting[0].name, who)
    return mine[0]


def where(case: Case) -> str:
    """Say where a document is (所在环节)."""
    steps = case.open_steps()
    if case.phase is Phase.DESTROYED:
        return case.reason
    if case.is_contradicted:
        return f"{TO_JUDGE.name}（机要员）"
    if not steps:
        return case.phase.value
    return "在" + "、".join(f"{step.name}（{step.who}）" for step in steps)


def require_other_person(house: House, actor: Actor, case: Case, act: Verb) -> str:
    """Give who is barred from the actor's act by the office's rules, or nothing; refuse when it is the actor."""
    return require_not_barred(house, case, act, actor.person)


def require_not_barred(house: House, case: Case, act: Verb, person: str) -> str:
    """Give who is barred from an act by the office's rules, or nothing; refuse when it is this person."""
    who = barred(house, case, act)
    if who and who == person:
        raise SamePersonError(case.document_id, act_name(act), "拟稿人")
    return who


def require_shown(house: House, case: Case, binding: Binding) -> None:
    """Refuse an act on another text or other pages than those that stand there now, or that we would make otherwise now (law 5).

    Pages that were issued stay what they are, whatever makes pages since.
    """
    shown = case.shown
    is_stale = shown is not None and case.issued is None and shown.renderer != house.press.renderer()
    if shown is None or is_stale or binding != shown.binding():
        raise ShownHasChangedError(case.document_id)


def act_name(act: Verb) -> str:
    """Give the Chinese word for an act."""
    return _ACT_NAMES[act]


def may_withdraw(case: Case) -> tuple[str, ...]:
    """Name who may withdraw a draft: as its procedure says, else whom the house lets."""
    return case.route.withdraw_by if case.route else MAY_WITHDRAW


@dataclass(frozen=True)
class _Verdict:
    """What a person decides on what they were shown."""

    approved: bool
    opinion: str
    binding: Binding


def _decide(house: House, actor: Actor, document_id: str, verdict: _Verdict, key: str | None, channel: str) -> Case:
    case = case_for(house, actor, document_id)
    step = step_of(house, actor, case, "签批", decision=True, key=key)
    if step.on_paper:
        raise PaperOnlyError(document_id, step.name)
    require_shown(house, case, verdict.binding)
    if not verdict.approved and case.number and step.key in case.owed:
        raise NumberedAlreadyError(document_id, case.number, "退回")
    drafter = require_other_person(house, actor, case, step.verb) if verdict.approved else ""
    principal = part_in(house, actor, step) or ""
    decided = Decided(step.key, case.version, verdict.approved, verdict.opinion, verdict.binding, drafter, principal)
    record(house, lambda pen: pen.note(decided, case.document_id), actor=actor, channel=channel)
    return current(house, case.document_id)
