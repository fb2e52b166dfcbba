"""What the doctor says of the people who receive, instruct, act and read: steps without people, units without a head, whose leave would stop what."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.condition import parse_condition
from domain.posts import Role, Sees
from domain.procedure import Flow, Procedure
from office.doctor import Check, Health, doctor
from office.doctor_receipts import ReceiptStaff, look_at_receipts
from office.house import House
from tests.an_office import AnOffice, new_clock, opened, prepare


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root: Path = tmp_path_factory.mktemp("doctor") / "office"
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


def changed(house: House, **more: Any) -> House:
    return dataclasses.replace(house, office=dataclasses.replace(house.office, **more))


def without(house: House, *roles: Role) -> House:
    kept = tuple(one for one in house.office.accounts if not set(roles) & set(one.roles))
    return changed(house, accounts=kept)


def by_procedure(house: House, **more: Any) -> House:
    """Give the house with the one receipt procedure changed."""
    procedures = tuple(dataclasses.replace(one, **more) if _receives(one) else one for one in house.procedures)
    return dataclasses.replace(house, procedures=procedures)


def _receives(procedure: Procedure) -> bool:
    return procedure.flow is Flow.RECEIPT


def found(house: House) -> list[Check]:
    return [check for check in doctor(house) if check.name == "收文" and check.health is not Health.GOOD]


def test_an_example_office_can_receive(office: AnOffice) -> None:
    assert found(office.house) == []
    assert look_at_receipts(office.house).looked


def test_a_step_that_nobody_can_do_is_named_with_its_procedure(office: AnOffice) -> None:
    house = without(office.house, Role.DEPUTY, Role.DIRECTOR)

    (proposing, *_) = (check for check in found(house) if "拟办" in check.sentence)

    assert proposing.health is Health.BAD
    assert proposing.sentence.startswith("乡镇收文办理：拟办（")
    assert proposing.sentence.endswith("没有人")


def test_an_office_without_a_clerk_can_sign_for_nothing(office: AnOffice) -> None:
    assert any("签收登记" in check.sentence for check in found(without(office.house, Role.CLERK)))


def test_a_unit_without_a_head_can_not_be_asked_to_handle(office: AnOffice) -> None:
    accounts = tuple(
        dataclasses.replace(one, units=("general", "economy")) if one.login == "unit_head" else one
        for one in office.house.office.accounts
    )

    (check,) = found(changed(office.house, accounts=accounts))

    assert check.health is Health.WARNING
    assert "社会事务办公室没有科室负责人，不能列为承办单位" in check.sentence


def test_whose_leave_would_stop_what_is_said_of_each_person_in_a_real_office(office: AnOffice) -> None:
    said = {check.sentence for check in found(changed(office.house, profile="township"))}

    (clerk,) = (one for one in said if "赵敏" in one and "请假" in one)
    assert "签收登记、初审、办结" in clerk
    (chen,) = (one for one in said if "陈立" in one)
    assert "经济发展办公室承办（可委托）" in chen
    assert not any("批示" in one and "请假" in one for one in said), "郑远 and 何为民 stand in for one another"


def test_a_second_person_ends_the_warning(office: AnOffice) -> None:
    clerk = next(one for one in office.house.office.accounts if one.login == "clerk")
    second = dataclasses.replace(clerk, login="clerk2", person="lin-xiao")
    house = changed(office.house, profile="township", accounts=(*office.house.office.accounts, second))

    assert not any("赵敏" in check.sentence and "签收登记" in check.sentence for check in found(house))


def test_papers_that_no_procedure_covers_are_named(office: AnOffice) -> None:
    narrow = by_procedure(office.house, applies=parse_condition("nature = 批办性"))

    (check,) = found(narrow)

    assert check.health is Health.BAD
    assert "阅知性" in check.sentence


def test_people_who_do_not_see_what_comes_to_them_are_named(office: AnOffice) -> None:
    accounts = tuple(
        dataclasses.replace(one, units=("general",)) if set(one.roles) & {Role.DEPUTY, Role.DIRECTOR} else one
        for one in office.house.office.accounts
    )
    house = changed(office.house, accounts=accounts)
    posts = tuple(
        dataclasses.replace(post, sees=Sees.UNIT) if post.id in (Role.DEPUTY, Role.DIRECTOR) else post
        for post in house.office.posts
    )

    assert any(
        "拟办" in check.sentence and "看不到来文" in check.sentence for check in found(changed(house, posts=posts))
    )


def test_a_paper_decision_that_only_its_recorder_could_compare_is_named(office: AnOffice) -> None:
    (check,) = found(by_procedure(office.house, compare_by=(Role.CLERK,)))

    assert "赵敏代录的批示没有另一位同志可以核对" in check.sentence


def test_an_office_that_receives_nothing_here_is_asked_nothing(office: AnOffice) -> None:
    schemes = tuple(scheme for scheme in office.house.office.schemes if not scheme.receives)
    house = dataclasses.replace(
        changed(office.house, schemes=schemes),
        procedures=tuple(one for one in office.house.procedures if not _receives(one)),
    )

    assert look_at_receipts(house) == ReceiptStaff()
