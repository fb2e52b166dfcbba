"""A document's life as its events tell it: random walks that try every event at every moment, fitting or not."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.case import Case, MisfitError, Phase
from domain.case_events import apply
from domain.events import Event, FactsStated, HandedBack, Refused, Revised, Stuck, Withdrawn, encode
from domain.facts import FactName, FactSource, stated
from domain.ledger_line import LedgerLine, chain
from domain.procedure import Verb
from tests import making

ENDS = (Phase.DONE, Phase.WITHDRAWN)
STEPS = [step.key for step in making.a_route().steps if step.verb.is_decision]
CLERK_SAYS = stated({FactName.KIND: "通知", FactName.ORGANS: "党委", FactName.TITLE: "标题"}, FactSource.CLERK)


class Life:
    """A document and the ledger that tells of it."""

    def __init__(self) -> None:
        self.case: Case | None = None
        self.lines = 0

    def happen(self, event: Event, actor: str = "system", at: dt.datetime = making.MONDAY) -> Case:
        self.case = apply(self.case, event, self.line(event, actor, at))
        self.lines += 1
        return self.case

    def line(self, event: Event, actor: str = "system", at: dt.datetime = making.MONDAY) -> LedgerLine:
        return chain(
            index=self.lines + 1,
            previous="0" * 64,
            at=at,
            actor=actor,
            channel="test",
            verb=event.VERB,
            object_id="W2026-00001",
            payload=encode(event),
        )

    def refuses(self, event: Event) -> bool:
        try:
            apply(self.case, event, self.line(event))
        except MisfitError:
            return True
        return False

    def now(self) -> Case:
        assert self.case is not None
        return self.case


def a_life(*events: Event) -> Life:
    life = Life()
    for event in events:
        life.happen(event, making.PEOPLE.get(getattr(event, "step", ""), "system"))
    return life


def to_sign() -> list[Event]:
    return [making.taken_in(), making.examined(), making.presented(), *(making.decided(step) for step in STEPS[:3])]


def everything(case: Case | None) -> list[Event]:
    """Give an event of every kind for the next, this and a wrong version."""
    version = case.version if case else 0
    events: list[Event] = []
    for number in (version, version + 1):
        events += [
            making.taken_in(f"drop {number}", version=number),
            making.examined(version=number),
            dataclasses.replace(making.examined(version=number), lacking=(FactName.KIND,), facts=()),
            making.presented(version=number),
            Refused(number, "HT-1", "读不出"),
            HandedBack(number, "退回", "退回/综合科", f"{len(case.handed_back) if case else 0} before"),
            *(making.decided(step, version=number) for step in STEPS),
            making.decided("sign", version=number, content="别的"),
            making.decided("audit", version=number, approved=False),
            *(Revised(step, number, making.taken_in().files, "") for step in STEPS),
        ]
    return [
        *events,
        FactsStated(CLERK_SAYS),
        Withdrawn("不办"),
        making.registered(1),
        making.sealed(),
        making.issued(),
        making.filed(),
    ]


@settings(max_examples=40)
@given(st.data())
def test_whatever_happens_no_step_is_skipped_and_none_is_done_twice(data: st.DataObject) -> None:
    life = Life()

    for _ in range(40):
        before = life.case
        fitting = [event for event in everything(before) if not life.refuses(event)]
        if not fitting:
            break
        case = life.happen(data.draw(st.sampled_from(fitting)))
        assert_sound(before, case)

    assert fitting or life.now().phase in ENDS


def assert_sound(before: Case | None, case: Case) -> None:
    route = case.route.steps if case.route else ()
    assert len(set(case.done)) == len(case.done)
    for key in case.done:
        step = next(step for step in route if step.key == key)
        assert all(other.key in case.done for other in route if other.stage < step.stage)
    assert not case.number or case.signer
    assert not case.seals or case.number
    assert case.issued is None or {step.key for step in route} == set(case.done)
    assert case.filed is None or case.issued is not None
    assert [version.number for version in case.versions] == list(range(1, len(case.versions) + 1))
    if before is not None:
        assert case.decisions[: len(before.decisions)] == before.decisions
        assert case.versions[: len(before.versions)] == before.versions
        assert before.number in ("", case.number)
        if case.round > before.round:
            assert (case.done, case.route, case.signer) == ((), None, "")


@settings(max_examples=40)
@given(st.data())
def test_every_path_can_still_come_to_an_end(data: st.DataObject) -> None:
    life = Life()
    for _ in range(data.draw(st.integers(1, 25))):
        fitting = [event for event in everything(life.case) if not life.refuses(event)]
        if fitting:
            life.happen(data.draw(st.sampled_from(fitting)))

    for _ in range(20):
        if life.now().phase in ENDS:
            break
        life.happen(the_way_on(life))

    assert life.now().phase in ENDS


def the_way_on(life: Life) -> Event:
    case = life.now()
    match case.phase:
        case Phase.RETURNED | Phase.REFUSED:
            return making.taken_in("again", version=case.version + 1)
        case Phase.TAKEN_IN:
            return making.examined(version=case.version)
        case Phase.LACKING:
            return FactsStated(CLERK_SAYS)
        case Phase.EXAMINED:
            return making.presented(version=case.version)
        case Phase.UNDER_WAY:
            step = case.open_steps()[0]
            acts: dict[Verb, Event] = {Verb.REGISTER: making.registered(1), Verb.SEAL: making.sealed()}
            return acts.get(step.verb) or making.decided(step.key, version=case.version)
        case Phase.SEALED:
            return making.issued()
        case Phase.ISSUED:
            return making.filed()
        case _:
            return HandedBack(case.version, "办结", "办结/综合科", f"{len(case.handed_back)} before")


@pytest.mark.parametrize("step", STEPS[1:])
def test_a_step_before_its_turn_is_refused(step: str) -> None:
    life = a_life(*to_sign()[:3])

    assert life.refuses(making.decided(step))


def test_a_decision_binds_what_is_shown_and_nothing_else() -> None:
    life = a_life(*to_sign())

    assert life.refuses(making.decided("sign", content="别的正文"))
    assert life.refuses(making.decided("sign", version=2))
    assert not life.refuses(making.decided("sign"))


def test_a_number_is_given_after_the_signature_and_once() -> None:
    life = a_life(*to_sign())
    assert life.refuses(making.registered(1))

    life.happen(making.decided("sign"), making.SECRETARY)
    life.happen(making.registered(1), making.CLERK)

    assert life.refuses(making.registered(2))
    assert life.refuses(Withdrawn("不办了"))


def test_the_document_is_dated_by_the_day_of_its_signature() -> None:
    life = a_life(*to_sign())
    night = dt.datetime(2026, 12, 31, 23, 59, tzinfo=making.MONDAY.tzinfo)

    case = life.happen(making.decided("sign"), making.SECRETARY, night)

    assert (case.signer, case.dated) == (making.SECRETARY, dt.date(2026, 12, 31))


def test_a_return_starts_a_new_round_in_which_everybody_decides_again() -> None:
    life = a_life(*to_sign(), making.decided("sign", approved=False, opinion="数字不对"))
    assert life.now().reason == "数字不对"

    life.happen(making.handed_back("退回", reason="returned"))
    life.happen(making.taken_in("second", version=2))
    life.happen(making.examined(version=2))
    case = life.happen(making.presented(version=2))

    assert (case.round, case.version, case.done) == (2, 2, ())
    assert [step.key for step in case.open_steps()] == ["check"]
    assert len(case.decisions) == 4


def test_a_revised_text_is_known_by_its_new_title() -> None:
    life = a_life(*to_sign())
    life.happen(Revised("sign", 2, making.taken_in().files, ""), making.SECRETARY)

    case = life.happen(making.examined(version=2, title="关于改了标题的通知"))

    assert case.facts.value(FactName.TITLE) == case.title == "关于改了标题的通知"


def test_a_revised_text_keeps_its_way_and_is_shown_before_anybody_decides() -> None:
    life = a_life(*to_sign())
    life.happen(Revised("sign", 2, making.taken_in().files, "改一处"), making.SECRETARY)
    assert life.refuses(making.decided("sign", version=2))

    life.happen(making.examined(version=2))
    case = life.happen(making.presented(version=2, again=True))

    assert [step.key for step in case.open_steps()] == ["sign"]


def test_nothing_is_handed_back_twice() -> None:
    life = a_life(*to_sign()[:2])
    life.happen(making.handed_back("已收", reason="lacking"))

    assert life.refuses(making.handed_back("已收", reason="lacking"))


def test_a_failure_is_forgotten_with_the_next_event_and_keeps_the_time_of_waiting() -> None:
    life = a_life(making.taken_in())
    later = making.MONDAY + dt.timedelta(hours=1)

    stuck = life.happen(Stuck(1, "审读", "HT-1", "磁盘已满"), at=later)
    assert (stuck.stuck is not None, stuck.since) == (True, making.MONDAY)

    assert life.happen(making.examined(), at=later).stuck is None


def test_nothing_happens_to_a_document_before_it_was_taken_in() -> None:
    for event in everything(None):
        if not isinstance(event, type(making.taken_in())):
            assert Life().refuses(event)
