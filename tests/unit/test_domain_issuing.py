"""After 签发, in whatever order an office wrote it: random routes, random events; nothing is filed before the last recipient signed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.book_events import Repealed, RepealKind
from domain.case import Case, MisfitError, Phase
from domain.case_events import apply
from domain.events import Checked, Delivered, Event, Printed, Registered, encode
from domain.ledger_line import chain
from domain.posts import Role
from domain.procedure import Route, RouteStep, Verb
from tests import making

ITEMS = ("签批手续完备", "附件齐全", "格式规范")
RECIPIENTS = ("各村", "县政府办公室", "县应急局")
DAY = making.MONDAY.date()


class Life:
    """A document that is signed, and the ledger that tells of it."""

    def __init__(self, route: Route) -> None:
        self.case: Case | None = None
        self.lines = 0
        for event, actor in (
            (making.taken_in(), "system"),
            (making.examined(), "system"),
            (making.presented(route=route), "system"),
            (making.decided("sign"), making.SECRETARY),
        ):
            self.happen(event, actor)

    def happen(self, event: Event, actor: str = making.CLERK, at: dt.datetime = making.MONDAY) -> Case:
        line = chain(
            index=self.lines + 1,
            previous="0" * 64,
            at=at,
            actor=actor,
            channel="test",
            verb=event.VERB,
            object_id="W2026-00001",
            payload=encode(event),
        )
        self.case = apply(self.case, event, line)
        self.lines += 1
        return self.case

    def refuses(self, event: Event) -> bool:
        before = self.case, self.lines
        try:
            self.happen(event)
        except MisfitError:
            return True
        finally:
            self.case, self.lines = before
        return False

    def now(self) -> Case:
        assert self.case is not None
        return self.case


def _step(stage: int, key: str, verb: Verb, role: Role = Role.CLERK) -> RouteStep:
    return RouteStep(stage, key, key, verb, (role,), items=ITEMS if verb is Verb.CHECK else ())


@st.composite
def routes(draw: st.DrawFn) -> Route:
    """Put checks, printing and distribution where an office may put them; some papers bear no number, some no seal."""
    borne = draw(st.sampled_from([("register", "seal"), ("register",), ("seal",), ()]))
    middle = [(name, Verb(name)) for name in borne]
    ends = draw(
        st.sampled_from([(), ("print",), *([("distribute",), ("print", "distribute")] if "register" in borne else [])])
    )
    steps = [*middle, *((name, Verb(name)) for name in ends)]
    for number in range(draw(st.integers(0, 3))):
        steps.insert(draw(st.integers(0, len(steps))), (f"check-{number}", Verb.CHECK))
    return Route(
        "dispatch",
        1,
        (
            _step(0, "sign", Verb.SIGN, Role.SECRETARY),
            *(_step(stage, key, verb) for stage, (key, verb) in enumerate(steps, 1)),
        ),
    )


def a_route(*verbs: Verb) -> Route:
    steps = (_step(stage, verb.value, verb) for stage, verb in enumerate(verbs, 1))
    return Route("dispatch", 1, (_step(0, "sign", Verb.SIGN, Role.SECRETARY), *steps))


def registered(recipients: tuple[str, ...] = RECIPIENTS, shares: tuple[int, ...] = (12, 2, 1)) -> Registered:
    number = f"{making.SCHEME}〔2026〕1号"
    return Registered(
        *("register", making.SCHEME, making.YEAR, 1, number, DAY, DAY, 17), recipients=recipients, shares=shares
    )


def checked(step: str, ticks: tuple[str, ...] = ITEMS, content: str = "content") -> Checked:
    return Checked(step, 1, ticks, making.shown(content).binding())


def delivered(recipient: str, received_on: dt.date = DAY) -> Delivered:
    return Delivered("distribute", recipient, "王芳", received_on, 1)


def everything(case: Case) -> list[Event]:
    steps = case.route.steps if case.route else ()
    return [
        *(checked(step.key) for step in steps if step.verb is Verb.CHECK),
        registered(),
        making.sealed(),
        making.issued(),
        Printed("print", 17, "文印室", 1),
        *(delivered(recipient) for recipient in (*RECIPIENTS, "没有这个单位")),
        Repealed(RepealKind.ABOLISHED, DAY, "情况变化"),
        making.filed(),
        *([making.handed_back()] if case.phase is Phase.FILED else []),
    ]


@settings(max_examples=80)
@given(st.data())
def test_nothing_is_filed_before_the_last_recipient_signed_wherever_the_office_puts_its_checks(
    data: st.DataObject,
) -> None:
    route = data.draw(routes())
    life = Life(route)

    while life.now().phase is not Phase.DONE:
        fitting = [event for event in everything(life.now()) if not life.refuses(event)]
        assert fitting, "it can't go on"
        assert_sound(life.happen(data.draw(st.sampled_from(fitting))), route)

    assert {step.key for step in route.steps} == set(life.now().done)


def assert_sound(case: Case, route: Route) -> None:
    done = set(case.done)
    for step in route.steps:
        if step.key in done:
            assert all(before.key in done for before in route.steps if before.stage < step.stage)
    assert route.is_numbered or not (case.number or case.recipients)
    assert not case.seals or case.number or not route.is_numbered
    if case.issued:
        assert set(route.keys(Verb.SEAL, Verb.SIGN)) <= done
    if set(route.keys(Verb.PRINT, Verb.DISTRIBUTE)) & done or case.receipts:
        assert case.issued
    assert [receipt.recipient for receipt in case.receipts] == list(
        dict.fromkeys(receipt.recipient for receipt in case.receipts)
    )
    if case.filed:
        assert set(route.keys(*Verb)) == done
        assert not route.keys(Verb.DISTRIBUTE) or case.to_deliver == ()


@pytest.mark.parametrize(
    "wrong",
    [
        checked("check", ITEMS[:2]),
        checked("check", (*ITEMS, "多出的一项")),
        checked("check", content="别的版面"),
        checked("register"),
        making.sealed(),
    ],
)
def test_a_check_with_an_item_left_out_or_of_other_pages_counts_for_nothing(wrong: Event) -> None:
    assert Life(a_route(Verb.CHECK, Verb.REGISTER, Verb.SEAL)).refuses(wrong)


@pytest.mark.parametrize(
    ("recipients", "shares"), [((), ()), (("各村", "各村"), ()), (("各村",), (0,)), (("各村",), (1, 2))]
)
def test_a_document_that_is_distributed_is_registered_for_each_recipient_once_and_with_copies(
    recipients: tuple[str, ...], shares: tuple[int, ...]
) -> None:
    assert Life(a_route(Verb.REGISTER, Verb.SEAL, Verb.DISTRIBUTE)).refuses(registered(recipients, shares))


def test_without_shares_each_recipient_gets_one_copy() -> None:
    case = Life(a_route(Verb.REGISTER, Verb.SEAL)).happen(registered(shares=()))

    assert [case.share(name) for name in (*RECIPIENTS, "没有这个单位")] == [1, 1, 1, 0]


def _in_distribution() -> Life:
    life = Life(a_route(Verb.REGISTER, Verb.SEAL, Verb.PRINT, Verb.DISTRIBUTE))
    for event in (registered(), making.sealed(), making.issued(), Printed("print", 17, "文印室")):
        life.happen(event)
    return life


def test_a_receipt_of_a_day_to_come_or_of_somebody_else_counts_for_nothing() -> None:
    life = _in_distribution()
    life.happen(delivered("各村"))

    for wrong in (
        delivered("各村"),
        delivered("别家"),
        delivered("县应急局", DAY + dt.timedelta(days=1)),
        making.filed(),
    ):
        assert life.refuses(wrong)


def test_an_issued_document_loses_its_force_once_and_stays_where_it_is() -> None:
    life = _in_distribution()
    before = life.now()

    after = life.happen(Repealed(RepealKind.REVOKED, DAY, "错发"))

    assert (after.phase, after.since, after.done) == (before.phase, before.since, before.done)
    assert life.refuses(Repealed(RepealKind.ABOLISHED, DAY, "再次"))


def test_a_document_that_is_not_issued_has_no_force_to_lose() -> None:
    assert Life(a_route(Verb.REGISTER, Verb.SEAL)).refuses(Repealed(RepealKind.ABOLISHED, DAY, "情况变化"))
