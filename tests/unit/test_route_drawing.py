"""The picture of a document's way (办理路线图): its place in it is said in words, in form and in colour, and what is written in it stays text."""

from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ET

import pytest

from domain.case import Case, Phase, SealRefusal
from domain.case_events import apply
from domain.events import Event, encode
from domain.ledger_line import chain
from office.route_drawing import State, draw_route, states
from tests import making

NAMES = ["核稿", "审核", "会签", "签发", "登记", "用印"]
EVENTS: list[tuple[Event, str]] = [
    (making.taken_in(), "system"),
    (making.examined(), "system"),
    (making.presented(), "system"),
    (making.decided("check"), making.UNIT_HEAD),
    (making.decided("audit"), making.DIRECTOR),
    (making.decided("leader"), making.LEADER),
    (making.decided("sign"), making.SECRETARY),
    (making.registered(1), making.CLERK),
]


def a_case(events: int = 5) -> Case:
    case: Case | None = None
    for index, (event, actor) in enumerate(EVENTS[:events], 1):
        line = chain(
            index=index,
            previous="0" * 64,
            at=making.MONDAY,
            actor=actor,
            channel="test",
            verb=event.VERB,
            object_id="W2026-00001",
            payload=encode(event),
        )
        case = apply(case, event, line)
    assert case is not None
    return case


def texts(picture: str) -> list[str]:
    root = ET.fromstring(picture)  # noqa: S314 - our own
    return [found.text or "" for found in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("done", range(5))
def test_every_step_says_whether_it_is_done_open_or_to_come(done: int) -> None:
    case = a_case(3 + done)

    assert [state for _, state in states(case)] == [State.DONE] * done + [State.NOW] + [State.LATER] * (5 - done)
    said = texts(draw_route(case))
    assert [name for name in said if name in NAMES] == NAMES
    assert (said.count("✓ 已办"), said.count("● 正在办"), said.count("○ 未到")) == (done, 1, 5 - done)


def test_the_whole_way_stands_in_the_description_for_those_who_do_not_see_the_picture() -> None:
    root = ET.fromstring(draw_route(a_case()))  # noqa: S314 - our own

    described = root.find("{http://www.w3.org/2000/svg}desc")
    assert described is not None
    assert "核稿（科室负责人）已办；审核（办公室主任）已办；会签（分管领导）正在办；签发（党委书记）未到" in (
        described.text or ""
    )
    assert root.get("role") == "img"


def test_nothing_in_it_needs_style_or_script_and_what_people_wrote_stays_text() -> None:
    case = dataclasses.replace(a_case(), title="<script>alert(1)</script>&")

    picture = draw_route(case)

    assert "<script" not in picture
    assert "style" not in picture
    ET.fromstring(picture)  # noqa: S314 - our own


def test_what_is_owed_refused_or_to_be_confirmed_is_where_the_document_stands() -> None:
    case = a_case(8)
    assert case.route is not None

    owed = dataclasses.replace(case, owed=("sign",))
    again = dataclasses.replace(case, confirm=("sign",))
    refused = dataclasses.replace(case, refusal=SealRefusal("seal", "附件不全", making.KEEPER, making.MONDAY))

    assert {step.key: state for step, state in states(owed)}["sign"] is State.OWED
    assert {step.key: state for step, state in states(again)}["sign"] is State.AGAIN
    assert {step.key: state for step, state in states(refused)}["seal"] is State.NOW
    assert "退回未用印：附件不全" in texts(draw_route(refused))


def test_a_document_that_was_given_back_ends_there() -> None:
    returned = dataclasses.replace(a_case(), phase=Phase.RETURNED)

    assert texts(draw_route(returned))[-1] == "已退回"


def test_steps_that_are_open_together_stand_side_by_side() -> None:
    case = a_case()
    assert case.route is not None
    first, second, *rest = case.route.steps
    together = dataclasses.replace(case.route, steps=(first, dataclasses.replace(second, stage=first.stage), *rest))

    root = ET.fromstring(draw_route(dataclasses.replace(case, route=together)))  # noqa: S314 - our own

    boxes = [found for found in root.iter("{http://www.w3.org/2000/svg}rect") if found.get("rx") == "1.6"]
    assert boxes[0].get("y") == boxes[1].get("y")
    assert float(boxes[0].get("x", 0)) + float(boxes[0].get("width", 0)) <= float(boxes[1].get("x", 0))
