"""Procedures as data, and the engine that runs them (办文程序): a rule of an office is a step in its file, never a line of code.

A procedure is a list of steps. For one document it becomes a route: the steps that apply, each with its organ, in stages; the steps of a
stage are open together, the next stage opens when all are done. The document keeps its route for good.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.codec import later
from domain.condition import Condition
from domain.document import Kind
from domain.office import Office, Organ
from domain.posts import Role, title_of


class Verb(StrEnum):
    """What is done at a step (办理动作)."""

    REVIEW = "review"
    COSIGN = "cosign"
    SIGN = "sign"
    CHECK = "check"
    REGISTER = "register"
    SEAL = "seal"
    PRINT = "print"
    DISTRIBUTE = "distribute"
    CONFIRM = "confirm"
    """Never in a file: a signer confirms what was changed after they signed."""
    PAPER = "paper"
    """Never in a file: what an organ elsewhere decided is recorded from paper."""
    COMPARE = "compare"
    """Never in a file: a second person compares what was recorded from paper with its scan."""
    CORRECT = "correct"
    """Never in a file: a change that a signer declined is changed again."""
    ANSWER = "answer"
    """Never in a file: what the keeper refused to seal is put in order."""
    EXAMINE = "examine"
    PROPOSE = "propose"
    INSTRUCT = "instruct"
    HANDLE = "handle"
    READ = "read"
    CONCLUDE = "conclude"
    RECEIVE = "receive"
    """Never in a file: what came in is signed for and entered."""

    @property
    def is_decision(self) -> bool:
        """Tell whether the step is one of approving or returning."""
        return self in (Verb.REVIEW, Verb.COSIGN, Verb.SIGN)

    @property
    def is_of_files(self) -> bool:
        """Tell whether a procedure's file may name it."""
        return self not in (Verb.CONFIRM, Verb.PAPER, Verb.COMPARE, Verb.CORRECT, Verb.ANSWER, Verb.RECEIVE)

    @property
    def is_after_issue(self) -> bool:
        """Tell whether the step needs the issued papers."""
        return self in (Verb.PRINT, Verb.DISTRIBUTE)


class Flow(StrEnum):
    """Which kind of papers a procedure is for (收发类别): ours that go out, or others' that come in."""

    DISPATCH = "dispatch"
    RECEIPT = "receipt"


RECEIPT_VERBS = (Verb.EXAMINE, Verb.PROPOSE, Verb.INSTRUCT, Verb.HANDLE, Verb.READ, Verb.CONCLUDE)
"""What is done at the steps of a paper that came in (收文环节的动作)."""


class LimitUnit(StrEnum):
    """The unit a limit is stated in (时限单位); it is kept, never converted."""

    WORKING_DAYS = "wd"
    DAYS = "d"
    HOURS = "h"


@dataclass(frozen=True)
class Limit:
    """How long a step may take (办理时限)."""

    amount: int
    unit: LimitUnit

    def __str__(self) -> str:
        words = {LimitUnit.WORKING_DAYS: "个工作日", LimitUnit.DAYS: "天", LimitUnit.HOURS: "小时"}
        return f"{self.amount}{words[self.unit]}" if self.amount else "当天"


class ForEach(StrEnum):
    """Whether a step is done once, once for each organ (逐机关), or once for each unit that was asked (会签科室)."""

    ONCE = "once"
    LEAD_ORGAN = "lead_organ"
    OTHER_ORGANS = "other_organs"
    OTHER_UNITS = "other_units"

    @property
    def is_of_several(self) -> bool:
        """Tell whether several may act at the step, side by side or in turn."""
        return self in (ForEach.OTHER_ORGANS, ForEach.OTHER_UNITS)


PRINCIPAL = "principal"
"""The role name in a step that stands for the signing role of its organ (主要负责人)."""


@dataclass(frozen=True)
class Step:
    """One step of a procedure (办理环节). ``roles`` holds role names, or ``principal`` with ``for_each`` naming the organ.

    ``in_order`` lets organs or units act one after another, not side by side. ``delegable``: a delegate may act for the one whose role it is
    (委托). ``verbal``: a verbal consent may stand until it is signed (补签). ``items`` are ticked one by one at a 复核. ``extend_by`` names
    the roles that may extend the limit. ``again``: given anew when a later step revises the text.
    """

    id: str
    name: str
    verb: Verb
    roles: tuple[str, ...]
    when: Condition
    limit: Limit | None = None
    for_each: ForEach = ForEach.ONCE
    own_unit: bool = False
    in_order: bool = False
    delegable: bool = False
    verbal: bool = False
    items: tuple[str, ...] = ()
    extend_by: tuple[str, ...] = ()
    again: bool = False
    titles: tuple[tuple[str, str], ...] = ()


MAY_WITHDRAW = (Role.DRAFTER, Role.UNIT_HEAD, Role.CLERK, Role.DIRECTOR)
"""Who may withdraw a draft where a procedure does not say it."""

MAY_TAKE_CONSENT = (Role.CLERK, Role.DEPUTY, Role.DIRECTOR)
"""Who may take a verbal consent where a procedure does not say it."""

MAY_COMPARE = (Role.CLERK, Role.DEPUTY, Role.DIRECTOR)
"""Who compares what was recorded from paper with the scan (核对代录) where a procedure does not say it; never the one who recorded it."""

MAY_REPEAL = (Role.DIRECTOR, Role.SECRETARY, Role.HEAD)
"""Who may end the force of an issued document where a procedure does not say it."""

RECORDS_PAPER = (Role.CLERK,)
"""Who records what was signed on paper (代录) where a procedure does not say it."""


@dataclass(frozen=True)
class Procedure:
    """A procedure as an office wrote it (办文程序): which documents it is for, and its steps in order.

    ``limit`` is for the whole way, from the first version taken in; the roles of ``extend_by`` may extend it, those of
    ``withdraw_by`` withdraw a draft before 签发, of ``consent_by`` take a verbal consent, of ``paper_by`` record what was signed on
    paper, of ``compare_by`` compare that, of ``repeal_by`` end the force of the issued document.

    What goes by it bears no number unless it is ``numbered``, no seal unless it is ``sealed``; papers (材料) never bear a number.
    """

    id: str
    version: int
    name: str
    effective_from: dt.date
    register: str
    source: str
    applies: Condition
    steps: tuple[Step, ...]
    retention: str
    limit: Limit | None = None
    urgent_limit: Limit | None = None
    extend_by: tuple[str, ...] = ()
    withdraw_by: tuple[str, ...] = MAY_WITHDRAW
    consent_by: tuple[str, ...] = MAY_TAKE_CONSENT
    compare_by: tuple[str, ...] = MAY_COMPARE
    repeal_by: tuple[str, ...] = MAY_REPEAL
    numbered: bool = True
    sealed: bool = True
    paper_by: tuple[str, ...] = RECORDS_PAPER
    titles: tuple[tuple[str, str], ...] = ()
    """What the office calls its posts, where it is not what the house calls them."""
    flow: Flow = Flow.DISPATCH
    package_checks: tuple[str, ...] = ()
    """What is looked at before one signs for a piece that comes in (签收核对): all of it holds, else it is not signed for."""
    counted: Condition | None = None
    """Which papers are counted copy by copy and page by page before they are signed for (逐份逐页查点)."""

    def counts(self, facts: Mapping[str, str]) -> bool:
        """Tell whether a paper with these facts is to be counted."""
        return self.counted is not None and self.counted.holds(facts)

    def admits(self, facts: Mapping[str, str]) -> bool:
        """Tell whether it is for a document with these facts."""
        if facts.get("flow", Flow.DISPATCH) != self.flow:
            return False
        return self.applies.holds(facts) and not (self.numbered and facts.get("kind") == Kind.PAPER)


@dataclass(frozen=True)
class RouteStep:
    """A step as it stands for one document (本件环节); ``unit`` limits who may do it, ``organ`` is for whom.

    ``on_paper``: who decides sits in an organ elsewhere, and ``roles`` record their decision from paper (代录). ``asked``: the unit was
    named to countersign (会签科室).
    """

    stage: int
    id: str
    name: str
    verb: Verb
    roles: tuple[str, ...]
    organ: str = ""
    unit: str = ""
    limit: Limit | None = None
    delegable: bool = False
    verbal: bool = False
    items: tuple[str, ...] = ()
    extend_by: tuple[str, ...] = ()
    again: bool = False
    on_paper: bool = False
    titles: tuple[str, ...] = ()
    """What the office calls ``roles``, where it is not what the house calls them."""
    asked: bool = later(default=False)
    due: dt.date | None = later(None)
    """The day that a leader named for it (办理期限); it stands for the limit, whenever the step is opened."""

    @property
    def who(self) -> str:
        """Name whose step it is, as the office calls them."""
        return "、".join(self.titles or map(title_of, self.roles))

    @property
    def key(self) -> str:
        """Give the name of the step within its route."""
        whose = self.unit if self.asked else self.organ
        return f"{self.id}:{whose}" if whose else self.id


@dataclass(frozen=True)
class Place:
    """Where units may be asked to countersign on a route (会签位置): ``step`` is done by each of them, at once or ``in_order``.

    It keeps a stage of its own, also while nobody is asked.
    """

    step: RouteStep
    in_order: bool = False


@dataclass(frozen=True)
class Route:
    """The steps of one document in stages (办理路线), with the procedure's version that made them."""

    procedure: str
    version: int
    steps: tuple[RouteStep, ...]
    limit: Limit | None = None
    extend_by: tuple[str, ...] = ()
    withdraw_by: tuple[str, ...] = MAY_WITHDRAW
    consent_by: tuple[str, ...] = MAY_TAKE_CONSENT
    compare_by: tuple[str, ...] = MAY_COMPARE
    repeal_by: tuple[str, ...] = MAY_REPEAL
    paper_by: tuple[str, ...] = RECORDS_PAPER
    titles: tuple[tuple[str, str], ...] = ()
    places: tuple[Place, ...] = later(())

    def open_steps(self, done: frozenset[str]) -> tuple[RouteStep, ...]:
        """List the steps that may be done now: what is left of the first stage that is not finished."""
        left = [step for step in self.steps if step.key not in done]
        return tuple(step for step in left if step.stage == left[0].stage) if left else ()

    def step(self, key: str) -> RouteStep | None:
        """Find a step by its key."""
        return next((step for step in self.steps if step.key == key), None)

    def keys(self, *verbs: Verb) -> tuple[str, ...]:
        """List the keys of the steps with one of these verbs."""
        return tuple(step.key for step in self.steps if step.verb in verbs)

    @property
    def is_numbered(self) -> bool:
        """Tell whether the document gets a 发文字号 on its way."""
        return bool(self.keys(Verb.REGISTER))

    def may_issue(self, done: frozenset[str]) -> bool:
        """Tell whether the final papers may be made: all is done up to the last 用印, without one up to what needs the papers."""
        sealing = [step.stage for step in self.steps if step.verb is Verb.SEAL]
        needing = [step.stage for step in self.steps if step.verb.is_after_issue]
        before = [step for step in self.steps if _is_before_issue(step, sealing, needing)]
        return all(step.key in done for step in before if not step.verb.is_after_issue)


def _is_before_issue(step: RouteStep, sealing: Sequence[int], needing: Sequence[int]) -> bool:
    if sealing:
        return step.stage <= max(sealing)
    return not needing or step.stage < min(needing)


def choose(procedures: Sequence[Procedure], facts: Mapping[str, str], day: dt.date) -> Procedure | None:
    """Choose the procedure for a document: the first of those in force on ``day`` that applies."""
    return next((one for one in in_force(procedures, day) if one.admits(facts)), None)


def in_force(procedures: Sequence[Procedure], day: dt.date) -> tuple[Procedure, ...]:
    """List the procedures of ``day`` (现行程序), each in its newest version in force, in the office's order."""
    newest: dict[str, Procedure] = {}
    for procedure in sorted(procedures, key=lambda p: (p.effective_from, p.version)):
        if procedure.effective_from <= day:
            newest[procedure.id] = procedure
    order = dict.fromkeys(procedure.id for procedure in procedures)
    return tuple(newest[name] for name in order if name in newest)


def conditions_of(
    organs: Sequence[Organ], kind: str, direction: str, document_class: str, urgency: str
) -> dict[str, str]:
    """Give the fields a condition of a procedure may ask for."""
    return {
        "kind": kind,
        "organ": organs[0].kind if organs else "",
        "organs": str(len(organs)),
        "joint": "yes" if len(organs) > 1 else "no",
        "direction": direction,
        "class": document_class,
        "urgency": urgency,
    }


CONDITION_FIELDS = frozenset(conditions_of((), "", "", "", ""))
RECEIPT_FIELDS = frozenset(("nature", "sender", "level", "kind", "urgency"))
"""What a condition may ask of a paper that came in."""


def titled(titles: tuple[tuple[str, str], ...], posts: Sequence[str]) -> tuple[str, ...]:
    """Name posts as an office does; nothing where the house calls them the same."""
    own = dict(titles)
    return tuple(own.get(post, title_of(post)) for post in posts) if any(post in own for post in posts) else ()


def may_do(step: RouteStep, roles: Sequence[str], units: Sequence[str]) -> bool:
    """Tell whether somebody with these roles and units may do the step (units empty: the whole office)."""
    return any(role in step.roles for role in roles) and (not step.unit or not units or step.unit in units)


def unstaffed(route: Route, office: Office) -> tuple[RouteStep, ...]:
    """List the steps that nobody in the office can do."""
    return tuple(step for step in route.steps if not any(office.holders(role, step.unit) for role in step.roles))
