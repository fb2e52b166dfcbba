"""Conditions, and the routes they make: the routing table of the example office, written by hand from its sources."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.condition import ConditionError, parse_condition
from domain.document import STATUTORY_KINDS, Direction, Kind
from domain.office import Office
from domain.planning import plan
from domain.posts import Role
from domain.procedure import Procedure, Verb, choose, conditions_of, may_do, unstaffed
from office.office_file import load_office
from office.procedure_files import load_procedures
from tests.needs import REPOSITORY

DAY = dt.date(2026, 3, 2)


@pytest.fixture(scope="module")
def office() -> Office:
    return load_office(REPOSITORY / "templates" / "profiles" / "example" / "office.toml")


@pytest.fixture(scope="module")
def dispatch(office: Office) -> Procedure:
    return load_procedures(office.procedures, Path("/nonexistent"))[0]


@pytest.mark.parametrize(
    ("text", "facts", "holds"),
    [
        ("", {}, True),
        ("kind = 通知", {"kind": "通知"}, True),
        ("kind = 通知", {"kind": "函"}, False),
        ("kind != 通知", {"kind": "函"}, True),
        ("kind != 通知", {}, True),
        ("organ in party | government", {"organ": "government"}, True),
        ("organ in party | government", {"organ": "office"}, False),
        ("organs >= 2", {"organs": "2"}, True),
        ("organs >= 2", {"organs": "1"}, False),
        ("organs <= 9", {"organs": "10"}, False),
        ("organs >= 2", {}, False),
        ("organs >= 2", {"organs": "许多"}, False),
        ("a = 1 or b = 1 and c = 1", {"a": "1"}, True),
        ("a = 1 or b = 1 and c = 1", {"b": "1"}, False),
        ("a = 1 or b = 1 and c = 1", {"b": "1", "c": "1"}, True),
        ("a = 1 and b = 1 or c = 1", {"c": "1"}, True),
        ("class = 党代会 报告", {"class": "党代会 报告"}, True),
    ],
)
def test_a_condition_holds_as_it_reads(text: str, facts: dict[str, str], holds: bool) -> None:  # noqa: FBT001
    assert parse_condition(text).holds(facts) is holds


@pytest.mark.parametrize(
    "text",
    ["kind", "kind =", "= 通知", "kind == 通知", "organs => 2", "organs >= 两", "organs >= ²", "a = 1 or", "a or b"],
)
def test_what_is_no_condition_is_refused_when_it_is_read(text: str) -> None:
    with pytest.raises(ConditionError, match="条件"):
        parse_condition(text)


@given(st.lists(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("12")), min_size=1), min_size=1))
def test_and_binds_closer_than_or(alternatives: list[list[tuple[str, str]]]) -> None:
    text = " or ".join(" and ".join(f"{field} = {value}" for field, value in tests) for tests in alternatives)

    for values in product("12", repeat=3):
        facts = dict(zip("abc", values, strict=True))
        expected = any(all(facts[field] == value for field, value in tests) for tests in alternatives)
        assert parse_condition(text).holds(facts) is expected


PARTY = "unit-review deputy-review director-review leader-review sign:party register seal"
GOVERNMENT = "unit-review deputy-review director-review leader-review sign:government register seal"
OFFICE = "unit-review deputy-review sign:office register seal"
# S3 三2(1), 三3(1): committee and government documents by the office's deputies and director in turn, signed by the principal;
# S3 三2(2): the office's routine documents by the deputy, then the director; joint ones by every organ's principal (条例 art. 22)
ROUTES = {
    ("party",): PARTY,
    ("government",): GOVERNMENT,
    ("office",): OFFICE,
    ("party", "government"): PARTY.replace("sign:", "cosign:government sign:"),
    ("government", "party"): GOVERNMENT.replace("sign:", "cosign:party sign:"),
    ("office", "government"): OFFICE.replace("sign:", "cosign:government sign:"),
    ("party", "government", "office"): PARTY.replace("sign:", "cosign:government cosign:office sign:"),
}
SIGNS = {"party": Role.SECRETARY, "government": Role.HEAD, "office": Role.DIRECTOR}


@pytest.mark.parametrize("organs", ROUTES, ids="+".join)
@pytest.mark.parametrize("kind", STATUTORY_KINDS, ids=str)
def test_a_document_of_the_township_goes_the_way_its_rules_say(
    office: Office, dispatch: Procedure, organs: tuple[str, ...], kind: Kind
) -> None:
    issuing = [organ for name in organs if (organ := office.organ_named(name))]

    for direction in Direction:
        facts = conditions_of(issuing, kind.value, direction.value, "", "")
        chosen = choose([dispatch], facts, DAY)
        assert chosen is dispatch
        route = plan(chosen, facts, issuing, "economy")

        assert " ".join(step.key for step in route.steps) == ROUTES[organs]
        assert unstaffed(route, office) == ()
        principals = {step.organ: step.roles for step in route.steps if step.verb in (Verb.SIGN, Verb.COSIGN)}
        assert principals == {organ: (SIGNS[organ],) for organ in organs}


def test_organs_that_sign_together_wait_for_one_another_but_not_in_turn(office: Office, dispatch: Procedure) -> None:
    organs = [organ for name in ("party", "government", "office") if (organ := office.organ_named(name))]
    route = plan(dispatch, conditions_of(organs, "通知", "", "", ""), organs, "economy")
    before = {step.key for step in route.steps if step.verb is Verb.REVIEW}

    assert [step.key for step in route.open_steps(frozenset(before))] == ["cosign:government", "cosign:office"]
    left = route.open_steps(frozenset({*before, "cosign:office"}))
    assert [step.key for step in left] == ["cosign:government"]


def test_a_unit_s_own_step_is_done_by_the_head_of_that_unit_only(office: Office, dispatch: Procedure) -> None:
    organs = [organ for organ in office.organs if organ.id == "office"]
    step = plan(dispatch, conditions_of(organs, "通知", "", "", ""), organs, "economy").steps[0]

    assert may_do(step, [Role.UNIT_HEAD], ["economy"])
    assert may_do(step, [Role.UNIT_HEAD], [])
    assert not may_do(step, [Role.UNIT_HEAD], ["social"])
    assert not may_do(step, [Role.CLERK], ["economy"])


def test_a_step_nobody_can_do_is_named(office: Office, dispatch: Procedure) -> None:
    organs = [organ for organ in office.organs if organ.id == "party"]
    route = plan(dispatch, conditions_of(organs, "通知", "", "", ""), organs, "economy")
    poor = dataclasses.replace(office, accounts=tuple(a for a in office.accounts if a.login != "secretary"))

    assert [step.key for step in unstaffed(route, poor)] == ["sign:party"]


def test_a_new_version_of_a_procedure_holds_from_its_day_on(dispatch: Procedure) -> None:
    newer = dataclasses.replace(dispatch, version=2, effective_from=dt.date(2026, 7, 1))
    facts = {"organ": "party"}

    assert choose([dispatch, newer], facts, dt.date(2026, 6, 30)) is dispatch
    assert choose([newer, dispatch], facts, dt.date(2026, 7, 1)) is newer
    assert choose([dispatch], facts, dt.date(2025, 12, 31)) is None


def test_what_a_new_version_leaves_out_does_not_fall_back_to_the_old_one(dispatch: Procedure) -> None:
    narrower = dataclasses.replace(dispatch, version=2, applies=parse_condition("organ = party"))

    assert choose([dispatch, narrower], {"organ": "office"}, DAY) is None


def test_the_first_procedure_that_applies_is_taken(dispatch: Procedure) -> None:
    special = dataclasses.replace(dispatch, id="special", applies=parse_condition("kind = 函"))

    assert choose([special, dispatch], {"organ": "party", "kind": "函"}, DAY) is special
    assert choose([special, dispatch], {"organ": "party", "kind": "通知"}, DAY) is dispatch
