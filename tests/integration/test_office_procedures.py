"""A document's whole way by the procedures of the other offices: sub-district (S2), district (S4), hospital (S0)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.case import Case, Phase
from office.errors import NotYourStepError
from office.procedure_files import load_procedures
from tests.an_office import AnOffice, a_sheet, a_title, new_clock, opened, prepare

GoingBy = Callable[[str], AnOffice]


@pytest.fixture(scope="module")
def going_by(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GoingBy]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as office:
        yield lambda name: AnOffice(
            dataclasses.replace(
                office.house, procedures=load_procedures((name,), Path("/nonexistent"), office.house.office)
            ),
            office.clock,
        )


def _way(office: AnOffice, case: Case) -> list[tuple[str, str]]:
    names = {person.id: person.name for person in office.house.office.people}
    return [(decision.step, names[decision.actor]) for decision in case.decisions]


def test_a_paper_of_the_sub_district_is_audited_by_the_secretary_and_issued_by_the_director(going_by: GoingBy) -> None:
    office = going_by("dispatch-subdistrict")

    case = office.play_to_end(office.take_in(a_title()))

    assert case.phase is Phase.DONE
    assert _way(office, case) == [
        ("unit-review", "陈立"),
        ("office-review", "孙伟"),
        ("leader-review", "郑远"),
        ("secretary-review", "何为民"),
        ("sign:government", "郑远"),
    ]
    assert case.route is not None
    assert (case.route.procedure, case.route.version) == ("dispatch.subdistrict", 1)


def test_a_paper_of_the_district_going_down_is_issued_by_the_principal_or_a_delegate(going_by: GoingBy) -> None:
    office = going_by("dispatch-district")
    title = a_title()
    document_id = office.take_in(title, a_sheet(title))

    signing = office.to_step(document_id, "sign:government").open_step("sign:government")

    assert signing is not None
    assert signing.delegable
    assert _way(office, office.approve(document_id, "head"))[-1] == ("sign:government", "郑远")


def test_a_paper_of_the_district_going_up_is_issued_by_the_principal_alone(going_by: GoingBy) -> None:
    office = going_by("dispatch-district")
    title = a_title().replace("通知", "报告")
    document_id = office.take_in(title, a_sheet(title, kind="报告", 主送="临溪县人民政府"))
    office.to_step(document_id, "sign-up:government")

    with pytest.raises(NotYourStepError):
        office.approve(document_id, "deputy")

    office.approve(document_id, "head")

    assert _way(office, office.play_to_end(document_id))[-1] == ("sign-up:government", "郑远")
    assert office.case(document_id).phase is Phase.DONE


def test_a_paper_of_the_hospital_s_committee_is_proofread_issued_and_numbered(going_by: GoingBy) -> None:
    office = going_by("dispatch-hospital")
    title = a_title()

    case = office.play_to_end(office.take_in(title, a_sheet(title, organs="中共云岭乡委员会")))

    assert case.phase is Phase.DONE
    assert _way(office, case) == [("office-review", "孙伟"), ("sign:party", "何为民")]


@pytest.mark.parametrize(
    ("procedure", "organ"), [("dispatch-district", "中共云岭乡委员会"), ("dispatch-hospital", "云岭乡人民政府")]
)
def test_a_paper_of_an_organ_the_rules_do_not_cover_waits_and_says_why(
    going_by: GoingBy, procedure: str, organ: str
) -> None:
    office = going_by(procedure)
    title = a_title()

    case = office.case(office.take_in(title, a_sheet(title, organs=organ)))

    assert case.phase is Phase.EXAMINED
    assert case.stuck is not None
    assert f"没有适用于{organ}的通知的办文程序" in case.stuck.sentence
