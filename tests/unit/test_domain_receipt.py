"""A paper that came in, as its events tell it: steps grow by whom a leader names, nobody reads in another's place, all is reached or refused."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import canonical_bytes, parse_plain
from domain.case import Case, MisfitError, Phase
from domain.case_events import apply
from domain.codec import from_plain
from domain.events import Event, TakenIn, decode, encode
from domain.intake import Role as FileRole
from domain.intake import StagedFile
from domain.ledger_line import LedgerLine
from domain.procedure import Verb
from domain.receipt import Assignment, Look, OnPaper, number_key
from domain.receipt_events import (
    Concluded,
    Enlarged,
    FirstReviewed,
    HandledByUnit,
    Instructed,
    LookedThrough,
    PaperCame,
    Proposed,
    ReadBy,
    Replied,
    SentBack,
    StepRecalled,
)
from domain.receipt_moves import co_units_open, seen_of
from ground.clock import BEIJING
from tests.receipts_made import TICKS, entered

MORNING = dt.datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING)
PEOPLE = ("zheng-yuan", "he-weimin", "sun-wei", "chen-li")
UNITS = ("general", "economy", "social")


def line(index: int, event: Event, actor: str = "zhao-min") -> LedgerLine:
    at = MORNING + dt.timedelta(minutes=index)
    return LedgerLine(index, at, actor, "desk", event.VERB, "W2026-00001", "", "", "", "")


def after(case: Case | None, event: Event, actor: str = "zhao-min") -> Case:
    index = 1 if case is None else 1 + len(case.done) + len(case.incoming.contacts if case.incoming else ())
    assert decode(event.VERB, encode(event)) == event
    made = apply(case, event, line(index, event, actor))
    assert from_plain(Case, parse_plain(canonical_bytes(made))) == made
    return made


def came(**more: object) -> Case:
    return after(after(None, PaperCame("关于开展防汛检查的通知")), entered(**more))


def reviewed(**more: object) -> Case:
    case = came(**more)
    return after(case, FirstReviewed("examine", TICKS, seen_of(case)))


def proposed(**more: object) -> Case:
    case = reviewed(**more)
    return after(case, Proposed("propose", "拟请郑远同志阅示", Assignment(lead="economy"), seen_of(case)), "sun-wei")


def instructed(assignment: Assignment) -> Case:
    case = proposed()
    return after(case, Instructed("instruct", "请照此办理", assignment, seen_of(case)), "zheng-yuan")


def keys(case: Case) -> list[str]:
    return [step.key for step in case.open_steps()]


def handled(case: Case, unit: str) -> Case:
    return after(case, HandledByUnit(f"handle:{unit}", "已检查", seen_of(case)), "chen-li")


def read(case: Case, person: str) -> Case:
    key = next(step.key for step in case.open_steps() if step.id.startswith(f"read/{person}"))
    return after(case, ReadBy(key, "已阅", seen_of(case)), person)


def test_a_drop_waits_to_be_looked_through_and_then_to_be_signed_for() -> None:
    file = StagedFile("来文.pdf", FileRole.BODY, "0" * 128, 10)
    case = after(None, TakenIn(1, "收文", "", "来文.pdf", "drop", (file,)))
    assert case.phase is Phase.ARRIVED

    case = after(case, LookedThrough(Look(pdf="0" * 128, pages=2, blind=(1, 2)), "来文"))

    assert case.phase is Phase.TO_RECEIVE
    assert [step.verb for step in case.tasks()] == [Verb.RECEIVE]


def test_a_scan_is_not_shown_before_somebody_stated_its_level() -> None:
    file = StagedFile("来文.pdf", FileRole.BODY, "0" * 128, 10)
    case = after(None, TakenIn(1, "收文", "", "来文.pdf", "drop", (file,)))
    case = after(case, LookedThrough(Look(pdf="0" * 128, pages=2, blind=(2,)), "来文"))
    assert case.incoming is not None
    assert not case.incoming.may_be_shown

    case = after(case, entered())

    assert case.incoming is not None
    assert case.incoming.may_be_shown


def test_what_is_entered_bears_its_number_and_starts_on_its_way() -> None:
    case = came(urgency="特急")

    assert (case.number, case.phase, case.organs) == ("云收〔2026〕1号", Phase.UNDER_WAY, ("office",))
    assert keys(case) == ["examine"]


def test_what_is_unfit_goes_back_with_its_reason_and_is_at_its_end() -> None:
    case = came()

    case = after(case, SentBack("examine", "不属于本乡职权", (TICKS[0],), seen_of(case)))

    assert (case.phase, case.reason, case.tasks()) == (Phase.SENT_BACK, "不属于本乡职权", ())


def test_every_item_of_the_first_review_has_its_tick() -> None:
    case = came()

    with pytest.raises(MisfitError, match="ticked"):
        after(case, FirstReviewed("examine", TICKS[:1], seen_of(case)))


def test_a_proposal_moves_nobody_before_the_leader_instructs() -> None:
    case = proposed()

    assert keys(case) == ["instruct"]
    assert case.incoming is not None
    assert case.incoming.proposal == Assignment(lead="economy")


def test_each_unit_and_each_reader_named_gets_a_step_of_its_own() -> None:
    case = instructed(Assignment(lead="economy", units=("social",), readers=("he-weimin", "sun-wei")))

    assert keys(case) == ["handle:economy", "handle:social", "read/he-weimin", "read/sun-wei"]
    assert case.unit == "economy"


def test_of_several_units_one_has_to_lead() -> None:
    with pytest.raises(MisfitError, match="none leads"):
        instructed(Assignment(units=("economy", "social")))


def test_the_leading_unit_reports_last() -> None:
    case = instructed(Assignment(lead="economy", units=("social",)))
    with pytest.raises(MisfitError):
        handled(case, "economy")

    case = handled(handled(case, "social"), "economy")

    assert keys(case) == ["conclude"]


def test_readers_in_order_have_it_one_after_another() -> None:
    case = instructed(Assignment(readers=("he-weimin", "sun-wei"), in_order=True))
    assert keys(case) == ["read/he-weimin"]

    case = read(case, "he-weimin")
    assert keys(case) == ["read/sun-wei"]
    case = read(case, "sun-wei")

    assert keys(case) == ["conclude"]


def test_nobody_signs_in_a_readers_place() -> None:
    case = instructed(Assignment(readers=("he-weimin",)))

    with pytest.raises(MisfitError, match="alone"):
        after(case, ReadBy("read/he-weimin", "已阅", seen_of(case)), "sun-wei")


def test_a_readers_signature_on_paper_is_entered_by_another() -> None:
    case = instructed(Assignment(readers=("he-weimin",)))
    on_paper = OnPaper("he-weimin", MORNING.date())

    case = after(case, ReadBy("read/he-weimin", "已阅", seen_of(case), on_paper), "zhao-min")

    assert case.incoming is not None
    made = case.incoming.remarks[-1]
    assert (made.person, made.recorder, made.at.date()) == ("he-weimin", "zhao-min", MORNING.date())


def test_a_reader_who_left_is_taken_off_and_the_next_has_it() -> None:
    case = instructed(Assignment(readers=("he-weimin", "sun-wei", "chen-li"), in_order=True))
    case = after(case, StepRecalled("queue/sun-wei", "已调离"))

    case = after(case, StepRecalled("read/he-weimin", "已调离"))

    assert keys(case) == ["read/chen-li"]


def test_a_unit_that_was_recalled_is_no_unit_of_it_any_more() -> None:
    case = instructed(Assignment(lead="economy", units=("social",)))
    with pytest.raises(MisfitError, match="leads"):
        after(instructed(Assignment(lead="economy", units=("social", "general"))), StepRecalled("handle:economy", "误"))

    case = after(case, StepRecalled("handle:social", "不涉及"))

    assert case.incoming is not None
    assert (case.incoming.units, case.incoming.lead) == (("economy",), "economy")
    assert keys(handled(case, "economy")) == ["conclude"]


def test_a_leader_adds_readers_while_it_is_under_way() -> None:
    case = instructed(Assignment(lead="economy"))

    case = after(case, Enlarged("请何为民同志阅", Assignment(readers=("he-weimin",))), "zheng-yuan")

    assert keys(case) == ["handle:economy", "read/he-weimin"]


def test_a_leader_asks_another_leader_who_instructs_before_anybody_acts() -> None:
    case = instructed(Assignment(lead="economy", leaders=("he-weimin",)))
    assert keys(case) == ["instruct/he-weimin"]
    with pytest.raises(MisfitError, match="alone"):
        after(case, Instructed("instruct/he-weimin", "同意", Assignment(), seen_of(case)), "sun-wei")

    case = after(case, Instructed("instruct/he-weimin", "同意", Assignment(), seen_of(case)), "he-weimin")

    assert keys(case) == ["handle:economy"]


def test_what_asks_for_an_answer_is_not_concluded_without_one() -> None:
    case = proposed(wants_reply=True)
    case = after(case, Instructed("instruct", "办公室答复", Assignment(), seen_of(case)), "zheng-yuan")
    with pytest.raises(MisfitError, match="answer"):
        after(case, Concluded("conclude", "已答复", seen_of(case)))

    case = after(case, Replied("W2026-00009", "云政函〔2026〕2号"))
    case = after(case, Concluded("conclude", "已答复", seen_of(case)))

    assert case.phase is Phase.ISSUED


def test_an_act_on_other_files_than_those_shown_is_refused() -> None:
    case = came()

    with pytest.raises(MisfitError, match="shown"):
        after(case, FirstReviewed("examine", TICKS, "something else"))


@pytest.mark.parametrize(
    "written",
    ["临政发〔2026〕3号", "临政发[2026]3号", "临政发（2026）第3号", " 临政发〔2026〕 03 号 ", "临政发【2026】3号"],
)
def test_a_senders_number_is_the_same_in_every_common_writing(written: str) -> None:
    assert number_key(written) == number_key("临政发〔2026〕3号")


assignments = st.builds(
    lambda units, readers, in_order: Assignment(
        lead=units[0] if units else "", units=tuple(units[1:]), readers=tuple(readers), in_order=in_order
    ),
    st.lists(st.sampled_from(UNITS), unique=True),
    st.lists(st.sampled_from(PEOPLE), unique=True),
    st.booleans(),
)


@given(st.lists(assignments, max_size=4), st.randoms(use_true_random=False))
def test_whoever_was_named_acts_once_and_then_it_can_be_concluded(named: list[Assignment], chance: object) -> None:
    case = instructed(named[0] if named else Assignment())
    for assignment in named[1:]:
        if assignment.is_empty:
            continue
        lead = assignment.lead if case.incoming and not case.incoming.lead else ""
        case = after(
            case,
            Enlarged("增加", dataclasses.replace(assignment, lead=lead, units=assignment.every_unit)),
            "zheng-yuan",
        )
    readers = {person for assignment in named for person in assignment.readers}
    units = {unit for assignment in named for unit in assignment.every_unit}

    while steps := [step for step in case.open_steps() if step.verb is not Verb.CONCLUDE]:
        step = chance.choice([step for step in steps if not co_units_open(case, step)])  # type: ignore[attr-defined]
        case = handled(case, step.unit) if step.verb is Verb.HANDLE else read(case, step.roles[0].partition("/")[2])

    assert keys(case) == ["conclude"]
    assert case.incoming is not None
    assert {remark.person for remark in case.incoming.said("read")} == readers
    assert {remark.step for remark in case.incoming.said("handle")} == {f"handle:{unit}" for unit in units}
    assert case.incoming.queue == ()
