"""One document on its way, as its events tell it (在办件): the state that every row and page about it is made from.

How an event changes it stands in ``domain.case_events``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from domain.book_events import Repealed
from domain.catalogue import GENERAL
from domain.codec import later
from domain.events import Filed, Issued, Stuck
from domain.facts import FactName, Facts
from domain.findings import Finding
from domain.intake import StagedFile
from domain.pages import PressedSeal, Shown
from domain.posts import Role
from domain.procedure import Limit, LimitUnit, Route, RouteStep, Verb, titled
from domain.receipt import Assignment, Incoming


class Phase(StrEnum):
    """Where a document is (办理阶段): waiting for us or for people, or at one of its ends."""

    TAKEN_IN = "待审读"
    LACKING = "待补正"
    EXAMINED = "待呈批"
    UNDER_WAY = "办理中"
    SEALED = "待印发"
    ISSUED = "待归档"
    FILED = "待回送"
    DONE = "已办结"
    TO_RETURN = "待退回"
    RETURNED = "已退回"
    TO_REFUSE = "待退稿"
    REFUSED = "已退稿"
    WITHDRAWN = "已撤稿"
    DESTROYED = "已销毁"
    ARRIVED = "待清点"
    TO_RECEIVE = "待签收"
    NOT_RECEIVED = "已拒收"
    SENT_BACK = "已退来文机关"


MACHINE_PHASES = (
    Phase.TAKEN_IN,
    Phase.EXAMINED,
    Phase.SEALED,
    Phase.ISSUED,
    Phase.FILED,
    Phase.TO_RETURN,
    Phase.TO_REFUSE,
    Phase.ARRIVED,
)
"""The phases in which the next act is ours, not a person's."""

IN_FLIGHT = (*MACHINE_PHASES, Phase.LACKING, Phase.UNDER_WAY, Phase.TO_RECEIVE)

SIGNED_LATER = "（补签）"
"""What the name of a step ends with while its signature is owed after a verbal consent."""


class MisfitError(ValueError):
    """An event does not fit the state of its document (时机不符)."""


@dataclass(frozen=True)
class Version:
    """One version of the text (稿次), counted from 1; ``marked`` is the secrecy level seen at the door, ``told`` what else was noticed there."""

    number: int
    files: tuple[StagedFile, ...]
    at: dt.datetime
    actor: str
    why: str
    marked: str = ""
    told: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Decision:
    """One decision at a step (签批意见)."""

    step: str
    name: str
    verb: Verb
    organ: str
    actor: str
    approved: bool
    opinion: str
    at: dt.datetime
    version: int
    channel: str
    round: int
    principal: str = ""


@dataclass(frozen=True)
class PaperSignature:
    """A decision on paper that waits for a second person to compare it (待核对的代录)."""

    step: str
    approved: bool
    opinion: str
    signer: str
    signed_on: dt.date
    scan: StagedFile
    recorder: str
    assignment: Assignment | None = later(None)
    """To whom a paper that came in goes by it (分送)."""


@dataclass(frozen=True)
class VerbalConsent:
    """A consent that was spoken and is signed later (口头同意); ``step`` is owed a signature until then."""

    step: str
    person: str
    at: dt.datetime
    means: str
    taker: str


@dataclass(frozen=True)
class Extension:
    """A limit that was extended (延长时限); ``step`` is empty for the whole way."""

    step: str
    limit: Limit
    reason: str
    actor: str
    at: dt.datetime


@dataclass(frozen=True)
class SealRefusal:
    """Why the keeper did not seal (拒绝用印); it stands until the clerk brings the document again."""

    step: str
    opinion: str
    actor: str
    at: dt.datetime


@dataclass(frozen=True)
class Widening:
    """A request that more people may read a document (扩大阅文范围申请); ``index`` is its line in the ledger."""

    index: int
    people: tuple[str, ...]
    reason: str
    asker: str
    at: dt.datetime


@dataclass(frozen=True)
class Receipt:
    """What a recipient signed for (签收)."""

    recipient: str
    received_by: str
    received_on: dt.date
    copies: int


@dataclass(frozen=True)
class LongerOpen:
    """A step that is open since before the one that was opened last (先到环节), and since when."""

    step: str
    at: dt.datetime


@dataclass(frozen=True)
class Case:
    """A document with all that is known of it (在办件). Times carry their offset; persons are named by id.

    ``opened_at`` is when the last of the steps that are open now was opened, ``longer_open`` are those that were open before. ``confirm`` are the steps whose signers have to confirm a change,
    ``declined`` is why one did not, ``signed_as`` the document they signed; ``owed`` are the steps that were only consented to by word
    of mouth. ``papers`` wait to be compared, ``on_paper`` are all that were ever recorded from paper. ``compartment`` and ``readers`` bound who
    may know of it; ``widenings`` wait to be decided.
    """

    document_id: str
    unit: str
    category: str
    name: str
    phase: Phase
    versions: tuple[Version, ...]
    since: dt.datetime
    drops: tuple[str, ...] = ()
    round: int = 1
    title: str = ""
    kind: str = ""
    organs: tuple[str, ...] = ()
    scheme: str = ""
    facts: Facts = field(default_factory=Facts)
    lacking: tuple[FactName, ...] = ()
    question: str = ""
    findings: tuple[Finding, ...] = ()
    draft: str = ""
    document: str = ""
    shown: Shown | None = None
    route: Route | None = None
    done: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    signer: str = ""
    number: str = ""
    serial: int = 0
    period: int = 0
    dated: dt.date | None = None
    printed_on: dt.date | None = None
    print_run: int = 0
    seals: tuple[str, ...] = ()
    issued: Issued | None = None
    filed: Filed | None = None
    handed_back: tuple[str, ...] = ()
    reason: str = ""
    stuck: Stuck | None = None
    opened_at: dt.datetime | None = None
    confirm: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()
    consents: tuple[VerbalConsent, ...] = ()
    papers: tuple[PaperSignature, ...] = ()
    extensions: tuple[Extension, ...] = ()
    recipients: tuple[str, ...] = ()
    shares: tuple[int, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    repealed: Repealed | None = None
    seal_images: tuple[PressedSeal, ...] = ()
    declined: str = ""
    signed_as: str = ""
    on_paper: tuple[PaperSignature, ...] = ()
    refusal: SealRefusal | None = None
    compartment: str = later(GENERAL)
    readers: tuple[str, ...] = later(())
    widenings: tuple[Widening, ...] = later(())
    incoming: Incoming | None = later(None)
    """What only a paper that came in has (收文)."""
    longer_open: tuple[LongerOpen, ...] = later(())

    def open_since(self, key: str) -> dt.datetime:
        """Tell since when a step is open: what happens beside it does not start its limit anew."""
        return next((one.at for one in self.longer_open if one.step == key), self.opened_at or self.since)

    @property
    def version(self) -> int:
        """Give the number of the newest version; 0 of a document that was destroyed."""
        return self.versions[-1].number if self.versions else 0

    def open_steps(self) -> tuple[RouteStep, ...]:
        """List the steps that a person may do now."""
        if self.phase is not Phase.UNDER_WAY or self.route is None or self.is_contradicted:
            return ()
        if self.confirm:
            return tuple(_confirming(step) for step in self.route.steps if step.key in self.confirm)
        owed = (_to_sign_later(step) for step in self.route.steps if step.key in self.owed)
        steps = self.route.open_steps(frozenset(self.done))
        return (*owed, *(self._answering(step) if self._is_refused(step) else step for step in steps))

    def open_step(self, key: str) -> RouteStep | None:
        """Find a step that is open now by its key."""
        return next((step for step in self.open_steps() if step.key == key), None)

    def tasks(self) -> tuple[RouteStep, ...]:
        """List all that waits for people: the open steps, papers to record or compare, and a change that was declined."""
        if self.phase is Phase.TO_RECEIVE:
            return (TO_RECEIVE,)
        if self.is_contradicted:
            return (TO_JUDGE,)
        steps = (step for step in self.open_steps() if not (step.on_paper and self.paper(step.key)))
        mine = (dataclasses.replace(step, verb=Verb.PAPER) if step.on_paper else step for step in steps)
        papers = (_comparing(paper, self.open_step(paper.step), self.route) for paper in self.papers)
        again = (_correcting(step) for step in self.correctable() if self.declined)
        return (*mine, *papers, *again) if self.phase is Phase.UNDER_WAY else ()

    @property
    def is_contradicted(self) -> bool:
        """Tell whether it stands still because a mark on it says another level than was entered (密级不符)."""
        is_open = self.phase in (Phase.UNDER_WAY, Phase.ISSUED)
        return is_open and self.incoming is not None and bool(self.incoming.contradicted)

    def correctable(self) -> tuple[RouteStep, ...]:
        """List the steps at which the text may be corrected now, after 签发 and before it is issued (签发后修改)."""
        if self.phase is not Phase.UNDER_WAY or self.route is None or not self.signer or self.issued:
            return ()
        checks = (Verb.CHECK, Verb.REGISTER, Verb.SEAL)
        now = tuple(step for step in self.route.open_steps(frozenset(self.done)) if step.verb in checks)
        before = tuple(step for step in self.route.steps if step.verb in checks and step.key in self.done)
        now = tuple(self._for_clerks(step) if self._is_refused(step) else step for step in now)
        return now or (before[-1:] if self.confirm else ())

    @property
    def clerks(self) -> tuple[str, ...]:
        """Name whose it is to put in order what the keeper refused: who registers, else the clerk."""
        steps = self.route.steps if self.route else ()
        return next((step.roles for step in steps if step.verb is Verb.REGISTER), (Role.CLERK,))

    def _is_refused(self, step: RouteStep) -> bool:
        return self.refusal is not None and self.refusal.step == step.key

    def _answering(self, step: RouteStep) -> RouteStep:
        name = f"{step.name}（退回，待处理）"
        return dataclasses.replace(self._for_clerks(step), id=f"answer/{step.id}", verb=Verb.ANSWER, name=name)

    def _for_clerks(self, step: RouteStep) -> RouteStep:
        titles = titled(self.route.titles, self.clerks) if self.route else ()
        return dataclasses.replace(step, roles=self.clerks, titles=titles)

    @property
    def asked(self) -> tuple[RouteStep, ...]:
        """List the steps of the units asked to countersign (会签科室): those that signed, and those whose turn it is."""
        if self.route is None:
            return ()
        now = {step.key for step in self.route.open_steps(frozenset(self.done))}
        return tuple(step for step in self.route.steps if step.asked and (step.key in self.done or step.key in now))

    def paper(self, key: str) -> PaperSignature | None:
        """Find what was recorded from paper for a step and is not compared yet."""
        return next((paper for paper in self.papers if paper.step == key), None)

    @property
    def signers(self) -> tuple[str, ...]:
        """List the keys of the steps at which it was signed: 签发, and 会签 in the name of another organ."""
        steps = self.route.steps if self.route else ()
        signing = {Verb.SIGN, Verb.COSIGN}
        return tuple(
            step.key
            for step in steps
            if step.key in self.done and step.verb in signing and (step.verb is Verb.SIGN or step.organ)
        )

    def share(self, recipient: str) -> int:
        """Tell how many copies a recipient gets (分送份数)."""
        return dict(zip(self.recipients, self.shares, strict=True)).get(recipient, 0)

    @property
    def to_deliver(self) -> tuple[str, ...]:
        """List the recipients that have not signed for their copies."""
        received = {receipt.recipient for receipt in self.receipts}
        return tuple(recipient for recipient in self.recipients if recipient not in received)

    @property
    def drafter(self) -> str:
        """Give the drafter as the facts state it, or an empty string."""
        return self.facts.value(FactName.DRAFTER)

    @property
    def is_in_flight(self) -> bool:
        """Tell whether somebody still has to act on it."""
        return self.phase in IN_FLIGHT


TO_RECEIVE = RouteStep(0, "receive", "签收登记", Verb.RECEIVE, (Role.CLERK,), limit=Limit(0, LimitUnit.DAYS))
"""What came in is entered the day it came (S3 四2 (4), S2 二1)."""
TO_JUDGE = RouteStep(0, "level", "核对密级", Verb.RECEIVE, (Role.CLERK,), limit=Limit(0, LimitUnit.DAYS))
"""A mark that contradicts the level entered is looked at the day it was found (保密法 art. 22)."""


def _confirming(step: RouteStep) -> RouteStep:
    return dataclasses.replace(step, verb=Verb.CONFIRM, name=f"{step.name}（确认改动）")


def _to_sign_later(step: RouteStep) -> RouteStep:
    return dataclasses.replace(step, name=f"{step.name}{SIGNED_LATER}")


def _comparing(paper: PaperSignature, step: RouteStep | None, route: Route | None) -> RouteStep:
    roles = route.compare_by if route else ()
    name = f"{step.name if step else paper.step}（核对代录）"
    return RouteStep(
        0, f"compare/{paper.step}", name, Verb.COMPARE, roles, titles=titled(route.titles, roles) if route else ()
    )


def _correcting(step: RouteStep) -> RouteStep:
    return dataclasses.replace(step, id=f"correct/{step.id}", verb=Verb.CORRECT, name=f"{step.name}（改动未获确认）")


def hand_back_key(place: str, version: int, reason: str) -> str:
    """Name one handing back, so that it is done once (回送标识)."""
    return f"{place}/{version}/{reason}"
