"""A list of records to be destroyed: whatever happens to it in whatever order, it is carried out only after five people and the days between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from domain.case import MisfitError
from domain.destruction import DestructionList, ListedItem, Stage, list_id
from domain.destruction_events import (
    DestructionApproved,
    DestructionAttested,
    DestructionBegun,
    DestructionListed,
    DestructionRefused,
    DestructionWitnessed,
    ItemStruck,
    ListEvent,
)
from domain.destruction_moves import apply
from domain.ledger_line import LedgerLine
from ground.clock import BEIJING

MONDAY = dt.datetime(2036, 3, 3, 9, 0, tzinfo=BEIJING)
PEOPLE = ("archivist", "leader", "secretary", "keeper", "director", "clerk")
RECORDS = ("OLD", "OTHER")
LIST = list_id("2036-001")

Step = tuple[str, str, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["approve", "witness", "begin", "attest", "strike", "refuse", "forged"]),
        st.sampled_from(PEOPLE),
        st.integers(0, 12),
    ),
    max_size=25,
)


def line(verb: str, person: str, at: dt.datetime, payload: str = "") -> LedgerLine:
    return LedgerLine(1, at, person, "test", verb, LIST, payload, "", "", "")


def listed() -> DestructionList:
    items = tuple(
        ListedItem(one, "", "", "题名", 2020, "10年", dt.date(2031, 1, 1), 1, "内部", "i" * 128) for one in RECORDS
    )
    event = DestructionListed(items, "鉴定报告", 10)
    return apply(None, event, line(event.VERB, "archivist", MONDAY, "d" * 64))


def event_of(word: str, known: DestructionList, at: dt.datetime) -> ListEvent:
    made: dict[str, Callable[[], ListEvent]] = {
        "approve": lambda: DestructionApproved(known.digest, "同意", (at + dt.timedelta(days=5)).date()),
        "forged": lambda: DestructionApproved("f" * 64, "同意", (at + dt.timedelta(days=5)).date()),
        "witness": lambda: DestructionWitnessed(known.digest, len(known.left)),
        "begin": lambda: DestructionBegun(known.digest),
        "attest": lambda: DestructionAttested(known.digest),
        "strike": lambda: ItemStruck("OLD", "还要用"),
        "refuse": lambda: DestructionRefused(known.digest, "不同意"),
    }
    return made[word]()


@given(STEPS)
def test_nothing_is_carried_out_but_by_five_people_and_after_the_days_between(steps: list[Step]) -> None:
    known, at = listed(), MONDAY
    for word, person, days in steps:
        at += dt.timedelta(days=days)
        event = event_of(word, known, at)
        try:
            known = apply(known, event, line(event.VERB, person, at))
        except MisfitError:
            continue

        people = [one for one, _ in known.parts]
        assert len(set(people)) == len(people)
        if known.stage is Stage.ERASING:
            assert (len(known.approvals), len(known.witnesses)) == (2, 2)
            assert known.ready_on is not None
            assert known.destroyed_at is not None
            assert known.destroyed_at.date() >= known.ready_on > known.approvals[-1].at.date()
            assert known.left


def test_what_was_struck_off_is_on_no_row() -> None:
    known = listed()

    after = apply(known, ItemStruck("OLD", "还要用"), line(ItemStruck.VERB, "archivist", MONDAY))

    assert [item.record for item in after.left] == ["OTHER"]
    assert (after.row("OLD"), after.row("OTHER")) == (0, 2)
