"""Signing on paper, by word of mouth and after a change, as events alone: random walks that try every event at every moment."""

from __future__ import annotations

import dataclasses
import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.case import Case, MisfitError, Phase
from domain.case_events import apply
from domain.case_signing import PAPER
from domain.events import (
    ChangeDeclined,
    Checked,
    Confirmed,
    Corrected,
    Decided,
    Delivered,
    Event,
    Extended,
    Nature,
    Presented,
    Printed,
    Registered,
    Revised,
    SealsPressed,
    VerballyAgreed,
    Withdrawn,
)
from domain.intake import Role as FileRole
from domain.intake import StagedFile
from domain.ledger_line import LedgerLine, chain
from domain.pages import PressedSeal
from domain.paper_events import PaperChecked, PaperRecorded
from domain.posts import Role
from domain.procedure import Limit, LimitUnit, Route, RouteStep, Verb
from domain.seal_events import SealAnswered, SealRefused
from tests import making

DAY = Limit(1, LimitUnit.WORKING_DAYS)
ITEMS = ("手续", "附件")
SCAN = StagedFile("签批.png", FileRole.SCAN, making.digest("scan"), 100)
CLERK, DEPUTY = "zhou", "sun"
ROUTE = Route(
    "dispatch",
    1,
    (
        making.a_step(0, "check", "核稿", Verb.REVIEW, Role.UNIT_HEAD, limit=DAY),
        RouteStep(1, "cosign", "会签", Verb.COSIGN, (Role.CLERK,), organ="bureau", on_paper=True),
        making.a_step(2, "sign", "签发", Verb.SIGN, Role.SECRETARY, verbal=True),
        making.a_step(3, "recheck", "复核", Verb.CHECK, Role.DIRECTOR, items=ITEMS),
        making.a_step(4, "register", "登记", Verb.REGISTER, Role.CLERK),
        making.a_step(5, "seal", "用印", Verb.SEAL, Role.KEEPER),
        making.a_step(6, "print", "印制", Verb.PRINT, Role.CLERK),
        making.a_step(7, "distribute", "分发", Verb.DISTRIBUTE, Role.CLERK),
    ),
    limit=Limit(5, LimitUnit.WORKING_DAYS),
)
PAPERS = dataclasses.replace(
    ROUTE, steps=tuple(step for step in ROUTE.steps if step.verb not in (Verb.REGISTER, Verb.SEAL, Verb.DISTRIBUTE))
)
"""The same way for what bears neither number nor seal."""
STEPS = [step.key for step in ROUTE.steps]
ENDS = (Phase.DONE, Phase.WITHDRAWN, Phase.RETURNED)


class Walk:
    """A document on its way and who did what last."""

    def __init__(self) -> None:
        self.case: Case | None = None
        self.lines = 0

    def line(self, event: Event, actor: str) -> LedgerLine:
        return chain(
            index=self.lines + 1,
            previous="0" * 64,
            at=making.MONDAY + dt.timedelta(minutes=self.lines),
            actor=actor,
            channel="test",
            verb=event.VERB,
            object_id="W2026-00001",
            payload=b"",  # what it says is asked of the event itself
        )

    def fits(self, event: Event, actor: str) -> bool:
        try:
            apply(self.case, event, self.line(event, actor))
        except MisfitError:
            return False
        return True

    def go(self, event: Event, actor: str) -> Case:
        self.case = apply(self.case, event, self.line(event, actor))
        self.lines += 1
        return self.case

    def now(self) -> Case:
        assert self.case is not None
        return self.case

    def sight(self, case: Case) -> str:
        """Name the text that stands there: each version has one of its own."""
        return f"text {case.version}"


def on_its_way(route: Route = ROUTE) -> Walk:
    walk = Walk()
    for event in (making.taken_in(), making.examined()):
        walk.go(event, "system")
    walk.go(presented(1, route=route), "system")
    return walk


def presented(version: int, renderer: str = "", route: Route | None = ROUTE) -> Presented:
    event = making.presented(version=version, content=f"text {version}", route=route)
    shown = dataclasses.replace(event.shown, renderer=event.shown.renderer + renderer)
    return dataclasses.replace(event, shown=shown, route=route)


def everything(case: Case) -> list[tuple[Event, str]]:
    """Give an event of every kind at every step, fitting or not, by two people."""
    version = case.version
    bound = case.shown.binding() if case.shown else making.shown().binding()
    other = making.shown("别的").binding()
    at, today = making.MONDAY, making.MONDAY.date()
    files = making.taken_in().files
    events: list[Event] = [
        presented(version, route=case.route),
        presented(version, "；新字体", case.route),
        making.examined(version=version),
        Withdrawn("不办"),
        making.issued(),
        making.filed(),
        making.handed_back(version=version, reason=f"{len(case.handed_back)} before"),
        Registered("register", "京发", 2026, 1, "京发〔2026〕1号", today, today, 3, recipients=("甲", "乙")),
        SealsPressed("seal", (PressedSeal("dangwei", making.digest("seal")),), bound),
        Checked("recheck", version, ITEMS, bound),
        Checked("recheck", version, ITEMS[:1], bound),
        SealRefused("seal", version, "缺签发人签名", bound),
        SealRefused("seal", version, "缺签发人签名", other),
        SealRefused("seal", version, "", bound),
        SealAnswered("answer/seal", version, "已补齐"),
        SealAnswered("seal", version, "已补齐"),
        Printed("print", 3, "文印室"),
        Extended("", DAY, "忙"),
        Extended("", Limit(0, LimitUnit.DAYS), "忙"),
        *(Delivered("distribute", name, "收", today, 1) for name in ("甲", "乙")),
    ]
    for step in STEPS:
        events += [
            Decided(step, version, True, "同意", bound),
            Decided(step, version, True, "同意", other),
            Decided(step, version, False, "不同意", bound),
            PaperRecorded(step, version, True, "同意", "周水生", today, SCAN, bound),
            PaperRecorded(step, version, False, "不同意", "周水生", today, SCAN, bound),
            PaperChecked(step, True, ""),
            PaperChecked(step, False, "不符"),
            VerballyAgreed(step, version, "sun", at, "电话", bound),
            Revised(step, version + 1, files, ""),
            Corrected(step, version + 1, Nature.WORDING, files, "改"),
            Corrected(step, version + 1, Nature.SUBSTANCE, files, "改"),
            Confirmed(step, version, bound),
            Confirmed(step, version, other),
            ChangeDeclined(step, version, "不要改", bound),
            Extended(step, DAY, "忙"),
        ]
    return [(event, actor) for event in events for actor in (CLERK, DEPUTY)]


def a_step_further(walk: Walk, data: st.DataObject) -> tuple[Event, str] | None:
    fitting = [(event, actor) for event, actor in everything(walk.now()) if walk.fits(event, actor)]
    kinds = sorted({type(event).__name__ for event, _ in fitting})
    if not kinds:
        return None
    kind = data.draw(st.sampled_from(kinds))  # by kind first, or the many decisions would crowd the others out
    return data.draw(st.sampled_from([one for one in fitting if type(one[0]).__name__ == kind]))


@settings(max_examples=40)
@given(st.sampled_from([ROUTE, PAPERS]), st.data())
def test_nothing_is_skipped_and_nothing_is_filed_while_a_signature_is_owed(route: Route, data: st.DataObject) -> None:
    walk = on_its_way(route)

    for _ in range(50):
        before, found = walk.now(), a_step_further(walk, data)
        if found is None:
            break
        case = walk.go(*found)
        assert_sound(before, case, *found)

    assert found or walk.now().phase in ENDS


def assert_sound(before: Case, case: Case, event: Event, actor: str) -> None:
    steps = case.route.steps if case.route else ()
    done = set(case.done)
    assert len(done) == len(case.done)
    for step in steps:
        if step.key in done and step.verb is not Verb.REGISTER:  # a number stays through every change
            assert all(other.key in done for other in steps if other.stage < step.stage)
    if case.phase in (Phase.ISSUED, Phase.FILED, Phase.DONE):
        assert (case.owed, case.confirm) == ((), ())
        assert done == {step.key for step in steps}
    if case.issued and not before.issued:
        assert before.confirm == ()
        assert {step.key for step in steps if not step.verb.is_after_issue} <= done
    if set(case.done) > set(before.done):
        assert before.confirm == (), "nothing goes on before a change is confirmed"
    assert before.number in ("", case.number)
    assert all(made.channel == PAPER for made in case.decisions if made.step == "cosign:bureau")
    if isinstance(event, PaperChecked):
        was = before.paper(event.step)
        assert was is not None
        assert was.recorder != actor
    assert case.on_paper[: len(before.on_paper)] == before.on_paper
    assert not case.seals or case.number
    assert {seal.organ for seal in case.seal_images} == set(case.seals)
    assert case.refusal is None or "seal" not in done, "what was refused is not sealed before it is answered"


@settings(max_examples=40)
@given(st.sampled_from([ROUTE, PAPERS]), st.data())
def test_whatever_was_owed_or_changed_every_path_can_still_come_to_an_end(route: Route, data: st.DataObject) -> None:
    walk = on_its_way(route)
    for _ in range(data.draw(st.integers(1, 40))):
        found = a_step_further(walk, data)
        if found:
            walk.go(*found)

    for _ in range(60):
        if walk.now().phase in ENDS:
            break
        walk.go(*the_way_on(walk.now()))

    assert walk.now().phase in ENDS


def the_way_on(case: Case) -> tuple[Event, str]:
    """Give what the next person or we would do to bring it to its end."""
    version, today = case.version, making.MONDAY.date()
    bound = case.shown.binding() if case.shown else making.shown().binding()
    machine: dict[Phase, Event] = {
        Phase.TAKEN_IN: making.examined(version=version),
        Phase.EXAMINED: presented(version),
        Phase.SEALED: making.issued(),
        Phase.ISSUED: making.filed(),
        Phase.FILED: making.handed_back(version=version, reason=f"{len(case.handed_back)} before"),
        Phase.TO_RETURN: making.handed_back(version=version, reason=f"{len(case.handed_back)} before"),
    }
    if case.phase in machine:
        return machine[case.phase], "system"
    step = case.open_steps()[0]
    paper = case.paper(step.key)
    if paper:
        return PaperChecked(step.key, True, ""), CLERK if paper.recorder == DEPUTY else DEPUTY
    if step.on_paper:
        return PaperRecorded(step.key, version, True, "同意", "周水生", today, SCAN, bound), CLERK
    acts: dict[Verb, Event] = {
        Verb.CONFIRM: Confirmed(step.key, version, bound),
        Verb.CHECK: Checked(step.key, version, ITEMS, bound),
        Verb.REGISTER: Registered(
            step.key, "京发", 2026, 1, "京发〔2026〕1号", today, today, 3, recipients=("甲", "乙")
        ),
        Verb.SEAL: SealsPressed(step.key, (), bound),
        Verb.ANSWER: SealAnswered(step.key, version, "已补齐"),
        Verb.PRINT: Printed(step.key, 3, "文印室"),
        Verb.DISTRIBUTE: Delivered(step.key, next(iter(case.to_deliver), ""), "收", today, 1),
    }
    return acts.get(step.verb) or Decided(step.key, version, True, "同意", bound), DEPUTY


def to_signature(walk: Walk) -> Walk:
    while walk.now().open_step("sign") is None:
        walk.go(*the_way_on(walk.now()))
    return walk


def test_what_is_only_consented_to_is_issued_but_not_filed_before_it_is_signed() -> None:
    walk = to_signature(on_its_way())
    shown = walk.now().shown
    assert shown is not None
    walk.go(VerballyAgreed("sign", 1, "sun", making.MONDAY, "电话", shown.binding()), CLERK)

    while len(walk.now().open_steps()) > 1 or walk.now().phase is Phase.SEALED:
        case = walk.now()
        if case.phase is Phase.SEALED:
            walk.go(making.issued(), "system")
        else:
            rest = dataclasses.replace(case, owed=())
            walk.go(*the_way_on(rest))

    case = walk.now()
    assert case.issued is not None
    assert set(case.done) == set(STEPS) - {"cosign"} | {"cosign:bureau"}
    assert [step.name for step in case.open_steps()] == ["签发（补签）"]
    assert not walk.fits(making.filed(), "system")


def test_a_signer_s_no_to_other_pages_of_a_sealed_text_leaves_a_way_to_correct_it() -> None:
    walk = on_its_way()
    while walk.now().phase is not Phase.SEALED:
        walk.go(*the_way_on(walk.now()))
    walk.go(presented(1, "；新字体"), "system")
    shown = walk.now().shown
    assert shown is not None
    assert walk.now().confirm == ("cosign:bureau", "sign")

    walk.go(ChangeDeclined("sign", 1, "字太小", shown.binding()), DEPUTY)
    walk.go(Corrected("seal", 2, Nature.WORDING, making.taken_in().files, "换字体"), DEPUTY)
    while walk.now().phase is not Phase.DONE:
        walk.go(*the_way_on(walk.now()))

    assert walk.now().seals == (), "it was sealed anew"


def test_a_walk_reaches_every_kind_of_event() -> None:
    """The walks above prove nothing about an event that never fits: each kind fits somewhere on the way."""
    walk, seen = on_its_way(), set[str]()

    def look() -> None:
        seen.update(type(event).__name__ for event, actor in everything(walk.now()) if walk.fits(event, actor))

    look()
    walk.go(*the_way_on(walk.now()))
    look()
    walk.go(*the_way_on(walk.now()))
    look()
    walk.go(*the_way_on(walk.now()))
    look()
    bound = walk.now().shown
    assert bound is not None
    walk.go(Decided("sign", 1, True, "同意", bound.binding()), DEPUTY)
    look()
    walk.go(Corrected("recheck", 2, Nature.WORDING, making.taken_in().files, "改"), DEPUTY)
    for _ in range(2):
        look()
        walk.go(*the_way_on(walk.now()))
    look()
    is_refused = False
    while walk.now().phase is not Phase.DONE:
        bound = walk.now().shown
        assert bound is not None
        refused = SealRefused("seal", walk.now().version, "缺签名", bound.binding()), DEPUTY
        if walk.now().open_step("seal") and not is_refused:
            is_refused = True
            walk.go(*refused)
        else:
            walk.go(*the_way_on(walk.now()))
        look()

    assert {type(event).__name__ for event, _ in everything(walk.now())} <= seen
