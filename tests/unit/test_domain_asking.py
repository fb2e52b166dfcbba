"""Units asked to countersign (会签科室): a route takes them in at any time before 签发, and no step is skipped or lost by it."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.asked_units import asked_of, asking
from domain.asking_events import UnitsAsked
from domain.case import Case, Phase
from domain.case_asking import asks
from domain.codec import from_plain, to_plain
from domain.condition import Condition
from domain.events import Corrected, Event, Nature, Revised, Withdrawn
from domain.facts import FactName, FactSource
from domain.office import Unit
from domain.planning import plan
from domain.posts import Role
from domain.procedure import ForEach, Limit, LimitUnit, Procedure, Route, Step, Verb, may_do
from tests import making
from tests.unit.test_domain_case import Life

OWN = "综合科"
UNITS = tuple(Unit(name, name) for name in ("财政所", "农业办", "司法所", "社会办"))
FINANCE, FARMING, JUSTICE, SOCIAL = UNITS
ALWAYS = Condition()
SOME_UNITS = st.lists(st.sampled_from(UNITS), unique=True)


def a_procedure(*, in_order: bool = False, at: int = 1) -> Procedure:
    """核稿 → 审核 → 签发 → 登记 → 用印, with 会签 by other units at a place."""
    steps = [
        Step("check", "核稿", Verb.REVIEW, (Role.UNIT_HEAD,), ALWAYS, own_unit=True),
        Step("audit", "审核", Verb.REVIEW, (Role.DIRECTOR,), ALWAYS),
        Step("leader", "审签", Verb.REVIEW, (Role.LEADER,), ALWAYS),
        Step("sign", "签发", Verb.SIGN, (Role.SECRETARY,), ALWAYS),
        Step("register", "登记", Verb.REGISTER, (Role.CLERK,), ALWAYS),
        Step("seal", "用印", Verb.SEAL, (Role.KEEPER,), ALWAYS),
    ]
    limit = Limit(1, LimitUnit.WORKING_DAYS)
    asked = Step("ask", "会签", Verb.COSIGN, (Role.UNIT_HEAD,), ALWAYS, limit, ForEach.OTHER_UNITS, in_order=in_order)
    steps.insert(at, asked)
    day = making.MONDAY.date()
    return Procedure("own", 1, "本机关发文", day, "发文登记簿", "", ALWAYS, tuple(steps), "10年")


def a_route(*units: Unit, in_order: bool = False, at: int = 1) -> Route:
    return plan(a_procedure(in_order=in_order, at=at), {}, (), OWN, units)


def under_way(route: Route) -> Life:
    life = Life()
    for event in (making.taken_in(), making.examined(), making.presented(route=route)):
        life.happen(event)
    return life


def decide(life: Life, *steps: str) -> Case:
    for step in steps:
        life.happen(making.decided(step))
    return life.now()


def open_keys(case: Case) -> list[str]:
    return [step.key for step in case.open_steps()]


def test_each_named_unit_signs_side_by_side_at_the_place_of_the_procedure() -> None:
    route = a_route(FINANCE, FARMING)

    after_check = route.open_steps(frozenset({"check"}))

    assert [(step.key, step.name, step.unit, step.organ) for step in after_check] == [
        ("ask:财政所", "财政所会签", "财政所", ""),
        ("ask:农业办", "农业办会签", "农业办", ""),
    ]
    assert all(step.limit == Limit(1, LimitUnit.WORKING_DAYS) for step in after_check)
    assert [step.key for step in route.open_steps(frozenset({"check", "ask:财政所"}))] == ["ask:农业办"]
    assert [step.key for step in route.open_steps(frozenset({"check", "ask:财政所", "ask:农业办"}))] == ["audit"]


def test_units_that_sign_in_turn_sign_in_the_order_in_which_they_are_named() -> None:
    route = a_route(FARMING, FINANCE, in_order=True)

    assert [step.key for step in route.open_steps(frozenset({"check"}))] == ["ask:农业办"]
    assert [step.key for step in route.open_steps(frozenset({"check", "ask:农业办"}))] == ["ask:财政所"]
    assert [step.key for step in route.open_steps(frozenset({"check", "ask:农业办", "ask:财政所"}))] == ["audit"]


def test_where_no_unit_is_named_nobody_waits_and_the_drafting_unit_is_not_asked_about_its_own_draft() -> None:
    assert asked_of(a_route()) == ()
    assert asked_of(a_route(Unit(OWN, OWN), FINANCE)) == ("财政所",)
    assert [step.key for step in a_route().open_steps(frozenset({"check"}))] == ["audit"]


def test_only_the_head_of_the_asked_unit_may_sign_for_it() -> None:
    step = a_route(FINANCE).step("ask:财政所")
    assert step is not None

    assert may_do(step, [Role.UNIT_HEAD], ["财政所"])
    assert not may_do(step, [Role.UNIT_HEAD], ["农业办"])
    assert not may_do(step, [Role.DRAFTER], ["财政所"])


def test_a_unit_asked_after_its_place_was_passed_signs_before_the_reviewer_who_asked() -> None:
    life = under_way(a_route())
    decide(life, "check", "audit")

    case = life.happen(UnitsAsked("leader", (FINANCE,), "涉及经费"))

    assert open_keys(case) == ["ask:财政所"]
    assert open_keys(decide(life, "ask:财政所")) == ["leader"]
    fact = next(fact for fact in case.facts.known if fact.name is FactName.COSIGN_UNITS)
    assert (fact.value, fact.source) == ("财政所", FactSource.REVIEWER)


def test_a_signature_that_was_given_is_not_taken_off_the_route() -> None:
    life = under_way(a_route(FINANCE, FARMING))
    decide(life, "check", "ask:财政所", "ask:农业办")

    assert life.refuses(UnitsAsked("audit", (FARMING,)))
    case = life.happen(UnitsAsked("audit", (FINANCE, FARMING, JUSTICE)))
    assert open_keys(case) == ["ask:司法所"]
    assert {"ask:财政所", "ask:农业办"} <= set(case.done)


def test_who_is_not_asked_any_more_is_not_waited_for() -> None:
    life = under_way(a_route(FINANCE, FARMING))

    case = life.happen(UnitsAsked("check", (FARMING,)))
    assert open_keys(decide(life, "check")) == ["ask:农业办"]
    assert asked_of(life.now().route or case.route or a_route()) == ("农业办",)


@pytest.mark.parametrize(
    ("done", "event"),
    [
        (("check",), UnitsAsked("ask:财政所", (FINANCE, FARMING))),  # a unit that is asked asks no others
        ((), UnitsAsked("audit", (FARMING,))),  # not their turn
        ((), UnitsAsked("check", (FINANCE,))),  # nothing changes
        ((), UnitsAsked("check", (FARMING, FARMING))),
        ((), UnitsAsked("check", (Unit(OWN, OWN),))),
        (("check", "ask:财政所", "audit", "leader", "sign"), UnitsAsked("register", (FARMING, FINANCE))),  # signed
    ],
)
def test_units_can_t_be_asked_by_others_or_too_late(done: tuple[str, ...], event: UnitsAsked) -> None:
    life = under_way(a_route(FINANCE))
    decide(life, *done)

    assert life.refuses(event)


def test_a_route_made_before_units_could_be_asked_is_written_as_it_was_and_asks_nobody() -> None:
    life = under_way(making.a_route())

    assert life.refuses(UnitsAsked("check", (FINANCE,)))
    plain = to_plain(making.a_route())
    assert "places" not in plain
    assert "asked" not in plain["steps"][0]
    assert from_plain(Route, to_plain(a_route(FINANCE))) == a_route(FINANCE)


def test_a_unit_s_return_goes_to_the_drafter_and_a_revision_is_signed_again_where_the_procedure_says_so() -> None:
    procedure = a_procedure()
    steps = (dataclasses.replace(step, again=step.id == "ask") for step in procedure.steps)
    life = under_way(plan(dataclasses.replace(procedure, steps=tuple(steps)), {}, (), OWN, (FINANCE,)))
    decide(life, "check", "ask:财政所")

    life.happen(Revised("audit", 2, making.taken_in().files, "改数字"))
    life.happen(making.examined(version=2))
    case = life.happen(making.presented(version=2, again=True))
    assert open_keys(case) == ["ask:财政所"]

    case = life.happen(making.decided("ask:财政所", version=2, approved=False, opinion="经费没有来源"))
    assert (case.phase, case.reason) == (Phase.TO_RETURN, "经费没有来源")


def test_what_a_reviewer_settled_stands_in_the_next_round_too() -> None:
    life = under_way(a_route())
    life.happen(UnitsAsked("check", (FINANCE,)))
    life.happen(making.decided("check", approved=False, opinion="重写"))
    life.happen(making.handed_back("退回", reason="returned"))

    case = life.happen(making.taken_in("second", version=2))
    assert case.facts.value(FactName.COSIGN_UNITS) == "财政所"
    assert life.happen(making.examined(version=2)).facts.value(FactName.COSIGN_UNITS) == "财政所"


def test_in_the_round_after_a_change_of_substance_units_are_asked_at_their_place_again() -> None:
    life = under_way(a_route(FINANCE))
    decide(life, "check", "ask:财政所", "audit", "leader", "sign")
    life.happen(making.registered(1))
    life.happen(Corrected("seal", 2, Nature.SUBSTANCE, making.taken_in().files, "改标准"))
    life.happen(making.examined(version=2))
    case = life.happen(making.presented(version=2, again=True))
    assert (open_keys(case), case.number) == (["check"], making.registered(1).number)

    life.happen(UnitsAsked("check", (FARMING,)))

    assert open_keys(life.now()) == ["check"]
    assert open_keys(life.happen(making.decided("check", version=2))) == ["ask:农业办"]


# -- whatever order things happen in --------------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(st.data())
def test_however_units_are_asked_no_step_is_skipped_none_is_lost_and_every_path_ends(data: st.DataObject) -> None:
    in_order, at = data.draw(st.booleans()), data.draw(st.integers(0, 3))
    life = under_way(a_route(*data.draw(SOME_UNITS), in_order=in_order, at=at))

    for _ in range(data.draw(st.integers(0, 12))):
        fitting = [event for event in _moves(life.now(), data.draw(SOME_UNITS)) if not life.refuses(event)]
        if not fitting or life.now().signer:
            break
        before = life.now()
        _assert_sound(before, life.happen(data.draw(st.sampled_from(fitting))))

    for _ in range(20):
        if life.now().signer:
            break
        before = life.now()
        _assert_sound(before, life.happen(making.decided(data.draw(st.sampled_from(open_keys(before))))))
    assert life.now().signer
    assert open_keys(life.now()) == ["register"]


def _moves(case: Case, units: list[Unit]) -> list[Event]:
    asked = [UnitsAsked(step.key, tuple(units)) for step in case.open_steps()]
    return [*asked, *(making.decided(step.key) for step in case.open_steps())]


def _assert_sound(before: Case, case: Case) -> None:
    assert before.route is not None
    assert case.route is not None
    steps = case.route.steps
    assert len({step.key for step in steps}) == len(steps)
    assert [step.stage for step in steps] == sorted(step.stage for step in steps)
    fixed = [step.key for step in before.route.steps if not step.asked]
    assert [step.key for step in steps if not step.asked] == fixed
    assert set(before.done) <= set(case.done) <= {step.key for step in steps}
    stages = {step.key: step.stage for step in steps}
    for key in case.done:
        assert all(other.key in case.done for other in steps if other.stage < stages[key])
    assert all(step.stage < stages["sign"] for step in steps if step.asked)
    assert len({step.stage for step in case.open_steps()}) == 1
    alone = [step for step in steps if not step.asked]
    assert len({step.stage for step in alone}) == len(alone)
    assert all(step.stage not in {one.stage for one in alone} for step in steps if step.asked)


@settings(max_examples=100)
@given(st.data())
def test_through_returns_revisions_and_corrections_whoever_is_asked_is_heard_before_it_is_signed(
    data: st.DataObject,
) -> None:
    at, again = data.draw(st.integers(0, 3)), data.draw(st.booleans())
    life = Walk(data, at=at, again=again)

    for _ in range(data.draw(st.integers(0, 25))):
        life.step()
        case = life.now()
        now = {step.key for step in case.open_steps()}
        assert {step.key for step in case.asked} <= now | set(case.done) or case.phase is not Phase.UNDER_WAY
        if case.signer and case.route:
            assert {step.key for step in case.route.steps if step.asked} <= set(case.done)
            heard = {decision.step for decision in case.decisions if decision.approved and decision.round == case.round}
            assert {step.key for step in case.route.steps if step.asked} <= heard

    for _ in range(60):
        if life.now().signer and life.now().phase is Phase.UNDER_WAY:
            break
        life.go_on()
    assert open_keys(life.now()) == ["register"]


class Walk(Life):
    """A document on which anything may happen that people can do before it is numbered."""

    def __init__(self, data: st.DataObject, *, at: int, again: bool) -> None:
        super().__init__()
        self.data = data
        procedure = a_procedure(at=at)
        steps = (dataclasses.replace(step, again=again and step.id == "ask") for step in procedure.steps)
        self.procedure = dataclasses.replace(procedure, steps=tuple(steps))
        self.happen(making.taken_in())

    def step(self) -> None:
        case = self.now()
        if case.phase is not Phase.UNDER_WAY:
            self.go_on()
            return
        files, units = making.taken_in().files, tuple(self.data.draw(SOME_UNITS))
        moves: list[Event] = []
        for one in case.open_steps():
            moves += [
                making.decided(one.key, version=case.version),
                making.decided(one.key, version=case.version, approved=False, opinion="改"),
                UnitsAsked(one.key, units),
                Revised(one.key, case.version + 1, files, "改"),
                Corrected(one.key, case.version + 1, Nature.SUBSTANCE, files, "改"),
            ]
        fitting = [event for event in moves if not self.refuses(event)]
        self.happen(self.data.draw(st.sampled_from(fitting)))

    def go_on(self) -> None:
        """Do what comes next without asking anybody more."""
        case = self.now()
        match case.phase:
            case Phase.TAKEN_IN:
                self.happen(making.examined(version=case.version))
            case Phase.EXAMINED:
                named = [unit for unit in UNITS if unit.name in case.facts.listed(FactName.COSIGN_UNITS)]
                route = None if case.route else plan(self.procedure, {}, (), OWN, named)
                self.happen(making.presented(version=case.version, route=route, again=route is None))
            case Phase.TO_RETURN:
                self.happen(making.handed_back("退回", reason=f"{self.lines}"))
            case Phase.RETURNED:
                self.happen(making.taken_in(f"drop {self.lines}", version=case.version + 1))
            case _:
                self.happen(making.decided(case.open_steps()[0].key, version=case.version))


@given(first=SOME_UNITS, then=SOME_UNITS, in_order=st.booleans())
def test_settling_anew_before_anybody_signed_is_as_if_it_had_been_so_from_the_start(
    first: list[Unit], then: list[Unit], *, in_order: bool
) -> None:
    again = asking(a_route(*first, in_order=in_order), then)
    anew = a_route(*then, in_order=in_order)

    assert [step.key for step in again.steps] == [step.key for step in anew.steps]
    done: set[str] = set()
    for _ in anew.steps:
        now = [step.key for step in anew.open_steps(frozenset(done))]
        assert [step.key for step in again.open_steps(frozenset(done))] == now
        done |= set(now)


def test_nobody_asks_when_nothing_may_be_changed_any_more() -> None:
    life = under_way(a_route(FINANCE))
    decide(life, "check", "ask:财政所", "audit", "leader")
    step = life.now().open_steps()[0]
    assert asks(life.now(), step)

    life.happen(Withdrawn("不办"))

    assert life.refuses(UnitsAsked("sign", (FINANCE, FARMING)))
