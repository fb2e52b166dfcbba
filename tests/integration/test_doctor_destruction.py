"""The doctor says which part of a destruction an office can't staff: five different people, whatever accounts they have."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from domain.compartments import Compartment
from domain.levels import Level
from domain.office import Account
from domain.posts import Role, Sees
from office.doctor import Health, doctor
from office.house import House
from tests.an_office import AnOffice, new_clock, opened, prepare

FIVE = {
    "one": (Role.ARCHIVIST,),
    "two": (Role.LEADER,),
    "three": (Role.SECRETARY,),
    "four": (Role.KEEPER,),
    "five": (Role.DIRECTOR,),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    root: Path = tmp_path_factory.mktemp("destruction") / "office"
    prepare(root)
    with opened(root, new_clock()) as office:
        yield _staffed(office)


def _staffed(office: AnOffice) -> House:
    """Let the office have the five people who are needed, and nobody else."""
    return with_accounts(office.house, FIVE)


def with_accounts(house: House, held: Mapping[str, tuple[Role, ...]], clearance: Level = Level.INTERNAL) -> House:
    """Give the house with one person for each name; a name like ``one+`` is another account of ``one``."""
    some = house.office.people[0]
    names = dict.fromkeys(name.rstrip("+") for name in held)
    people = tuple(dataclasses.replace(some, id=name, name=f"同志{name}", clearance=clearance) for name in names)
    accounts = tuple(Account(login=name, person=name.rstrip("+"), roles=roles) for name, roles in held.items())
    return dataclasses.replace(house, office=dataclasses.replace(house.office, people=people, accounts=accounts))


def said(house: House) -> list[tuple[str, str]]:
    return [
        (check.sentence, check.mend)
        for check in doctor(house)
        if check.name == "销毁" and check.health is not Health.GOOD
    ]


def test_five_people_can_destroy(house: House) -> None:
    assert said(house) == []


@pytest.mark.parametrize(
    ("name", "lacks", "post"),
    [
        ("one", "拟制清册要1人，还缺1人", "档案员"),
        ("two", "批准销毁要2人，还缺1人", "党委书记"),
        ("four", "监销要2人，还缺1人", "办公室主任"),
    ],
)
def test_the_part_that_lacks_somebody_is_named_with_its_mend(house: House, name: str, lacks: str, post: str) -> None:
    lacking = with_accounts(house, {one: roles for one, roles in FIVE.items() if one != name})

    ((sentence, mend),) = said(lacking)

    assert lacks in sentence
    assert "公开档案" in sentence
    assert post in mend
    assert "五个不同的人" in mend


def test_a_person_with_two_accounts_is_one_person(house: House) -> None:
    """The witness whose other account approves can't be both: four people are four."""
    doubled = {name: roles for name, roles in FIVE.items() if name != "five"} | {"two+": (Role.DIRECTOR,)}

    ((sentence, _),) = said(with_accounts(house, doubled))

    assert "监销要2人，还缺1人" in sentence
    assert "有人已要办另一环节" in sentence


def test_whoever_could_do_several_parts_is_given_the_one_that_nobody_else_can(house: House) -> None:
    able = FIVE | {"one": (Role.ARCHIVIST, Role.LEADER), "six": (Role.LEADER, Role.DIRECTOR), "two": (Role.CLERK,)}

    assert said(with_accounts(house, able)) == []


def test_records_that_too_few_may_see_are_named_by_their_level(house: House) -> None:
    blind = with_accounts(house, FIVE, Level.OPEN)

    sentences = [sentence for sentence, _ in said(blind)]

    assert len(sentences) == 3
    assert all(sentence.startswith("内部档案到期不能销毁") for sentence in sentences)


def test_a_compartment_that_too_few_may_know_of_is_named(house: House) -> None:
    petitions = Compartment("petitions", "信访专卷", people=("one", "two", "three", "four"))
    office = dataclasses.replace(house.office, compartments=(petitions,))

    ((sentence, _),) = said(dataclasses.replace(house, office=office))

    assert "专管范围“信访专卷”的档案到期不能销毁：监销要2人，还缺1人" in sentence


def test_who_sees_one_unit_alone_can_not_destroy_the_offices_records(house: House) -> None:
    posts = tuple(
        dataclasses.replace(post, sees=Sees.UNIT) if post.id == Role.DIRECTOR else post for post in house.office.posts
    )
    accounts = tuple(
        dataclasses.replace(account, units=("social",)) if account.login == "five" else account
        for account in house.office.accounts
    )
    office = dataclasses.replace(house.office, posts=posts, accounts=accounts)

    ((sentence, _),) = said(dataclasses.replace(house, office=office))

    assert "监销要2人，还缺1人" in sentence
