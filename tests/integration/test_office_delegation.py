"""Somebody acts for another between two days, where the procedure allows it, and is named as who they are."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest

from domain.posts import Role
from domain.procedure import Procedure, Verb
from office import delegation, views
from office.delegation_errors import DelegationUnfitError, NoDelegationError
from office.errors import NotYourStepError
from tests.an_office import MONDAY, AnOffice, a_sheet, a_title, new_clock, opened, prepare

TODAY = MONDAY.date()
FRIDAY = TODAY + dt.timedelta(days=4)


def _delegable(procedure: Procedure) -> Procedure:
    steps = (dataclasses.replace(step, delegable=step.verb is Verb.SIGN) for step in procedure.steps)
    return dataclasses.replace(procedure, steps=tuple(steps))


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as office:
        office.house = dataclasses.replace(office.house, procedures=tuple(map(_delegable, office.house.procedures)))
        yield office


def _give(office: AnOffice, **more: object) -> None:
    given = {"receiver": "lin-xiao", "roles": (Role.HEAD,), "first": TODAY, "last": FRIDAY, "reason": "外出学习"} | more
    delegation.delegate(office.house, office.actor("head"), **given)  # type: ignore[arg-type]


def _at_signing(office: AnOffice) -> str:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, drafter="何为民"))
    office.to_step(document_id, "sign:government")
    return document_id


def test_who_was_delegated_signs_and_both_are_named(office: AnOffice) -> None:
    document_id = _at_signing(office)
    _give(office, receiver="sun-wei")

    office.approve(document_id, "director")

    case = office.case(document_id)
    assert (case.signer, case.decisions[-1].principal) == ("sun-wei", "zheng-yuan")
    assert "孙伟（代郑远）" in [
        line.who for line in views.view_document(office.house, office.actor("clerk"), document_id).history
    ]


def test_what_waits_for_the_giver_stands_in_the_to_do_of_who_acts_for_them(office: AnOffice) -> None:
    document_id = _at_signing(office)
    before = [item.document_id for item in views.todo(office.house, office.actor("director"))]

    _give(office, receiver="sun-wei")

    assert document_id not in before
    assert document_id in [item.document_id for item in views.todo(office.house, office.actor("director"))]


@pytest.mark.parametrize("days", [{"first": TODAY + dt.timedelta(days=1)}, {"roles": (Role.HEAD,), "back": True}])
def test_outside_its_days_a_delegation_opens_nothing(office: AnOffice, days: dict[str, object]) -> None:
    document_id = _at_signing(office)
    taken_back = bool(days.pop("back", False))
    _give(office, receiver="sun-wei", **days)
    if taken_back:
        delegation.take_back(office.house, office.actor("head"), delegation.delegations(office.house)[0].index)

    with pytest.raises(NotYourStepError):
        office.approve(document_id, "director")


def test_a_step_whose_procedure_does_not_allow_it_stays_with_its_own_people(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, drafter="何为民"))
    delegation.delegate(
        office.house,
        office.actor("unit_head"),
        receiver="he-weimin",
        roles=(Role.UNIT_HEAD,),
        first=TODAY,
        last=FRIDAY,
        reason="外出",
    )

    with pytest.raises(NotYourStepError):
        office.approve(document_id, "secretary")


@pytest.mark.parametrize(
    "unfit",
    [
        {"receiver": "zheng-yuan"},
        {"receiver": "nobody"},
        {"roles": (Role.SECRETARY,)},
        {"roles": ()},
        {"last": TODAY - dt.timedelta(days=1)},
        {"reason": " "},
    ],
)
def test_a_delegation_that_can_not_be_given_is_refused(office: AnOffice, unfit: dict[str, object]) -> None:
    with pytest.raises(DelegationUnfitError):
        _give(office, **unfit)


def test_nobody_takes_back_what_another_gave(office: AnOffice) -> None:
    _give(office, receiver="sun-wei")

    with pytest.raises(NoDelegationError):
        delegation.take_back(office.house, office.actor("secretary"), delegation.delegations(office.house)[0].index)
