"""Two people of one name (同名): which of them drafted it is asked of the clerk, never guessed (law 6)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.case import Phase
from domain.facts import FactName
from domain.procedure import Verb
from office import complete
from office.errors import SamePersonError, UnfitFactError
from office.signers import barred
from tests.an_office import AnOffice, a_sheet, a_title, new_clock, opened, prepare

TWO = """
[[person]]
id = "lin-xiao-2"
name = "林晓"
clearance = "内部"

[[account]]
login = "unit_head_2"
person = "lin-xiao-2"
roles = ["unit_head"]
units = ["general"]
"""
FIRST, SECOND = "林晓（社会事务办公室）", "林晓（党政办公室）"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    settings = root / "office.toml"
    settings.write_text(settings.read_text("utf-8") + TWO, "utf-8")
    with opened(root, new_clock()) as made:
        yield made


def waiting(office: AnOffice) -> str:
    title = a_title()
    return office.take_in(title, a_sheet(title))


def test_the_clerk_is_asked_which_of_two_people_of_one_name_drafted_it(office: AnOffice) -> None:
    case = office.case(waiting(office))

    assert (case.phase, case.lacking) == (Phase.LACKING, (FactName.DRAFTER,))
    said = [finding.sentence for finding in case.findings if finding.code == "FACT-04"]
    assert said == [f"本机关有2位“林晓”：{FIRST}、{SECOND}；拟稿人是哪一位？"]


def test_whom_the_clerk_names_is_the_one_who_may_not_approve_it(office: AnOffice) -> None:
    document_id = waiting(office)
    clerk = office.actor("clerk")
    with pytest.raises(UnfitFactError, match="林晓（党政办公室）"):
        complete.state_facts(office.house, clerk, document_id, {FactName.DRAFTER: "林晓"})

    complete.state_facts(office.house, clerk, document_id, {FactName.DRAFTER: SECOND})
    office.work()

    assert office.case(document_id).drafter == SECOND
    assert barred(office.house, office.case(document_id), Verb.REVIEW) == "lin-xiao-2"
    with pytest.raises(SamePersonError):
        office.approve(document_id, "unit_head_2")
    office.approve(document_id, "unit_head")


def test_people_of_one_name_in_one_unit_are_told_apart_by_their_ids(office: AnOffice) -> None:
    rules = office.house.office
    person = rules.person("lin-xiao-2")
    assert person is not None

    assert rules.person_named("lin-xiao-2") == person
    assert [rules.person_label(one) for one in rules.people_named("林晓")] == [FIRST, SECOND]
    assert rules.person_label(rules.people[1]) == rules.people[1].name
