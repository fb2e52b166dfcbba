"""The routing table of the four offices, written by hand from their rules: office × organs × kind × direction → the chain of steps, or refusal.

S0 and S2 to S4 are the source documents; 条例 is 《党政机关公文处理工作条例》. No source tells one kind of document (文种) from another, so
each line is held for all fifteen.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from domain.document import STATUTORY_KINDS, Direction, Kind
from domain.facts import Facts
from domain.office import Organ, OrganKind
from domain.planning import plan
from domain.posts import Role
from domain.procedure import Procedure, Route, Verb, choose, conditions_of
from ground.clock import BEIJING, FixedClock
from office.errors import NoProcedureError
from office.present import route_for
from office.procedure_files import load_procedures

DAY = dt.date(2026, 3, 2)
ANY = tuple(Direction)
UP, DOWN, LEVEL = Direction.UP, Direction.DOWN, Direction.LEVEL

PRINCIPALS: dict[str, dict[str, str]] = {
    # S3 三3(1) 乡党委、政府文件由乡党委、政府主要领导签发; 三2(2) 办公室的常规文件……呈主任审定
    "township": {"party": Role.SECRETARY, "government": Role.HEAD, "office": Role.DIRECTOR},
    # S2 二2 committee: the party secretary; 办事处: its director; 党政办: the resident secretary
    "subdistrict": {"party": Role.SECRETARY, "government": Role.HEAD, "office": "resident"},
    # S4 公文三 由主要负责人签发
    "district": {"party": Role.SECRETARY, "government": Role.HEAD, "office": Role.DIRECTOR},
    # S0 第2条 in the name of the Party Committee and of political engineering (政工)
    "hospital": {"party": Role.SECRETARY, "government": Role.HEAD, "office": Role.DIRECTOR},
}
# S3 writes no 复核, printing or distribution; A12 S3 七: one keeper
TOWNSHIP_END = "register=clerk seal=keeper"
# S2 二3 registered and numbered, and rechecked by the secretary before formal copying; 二4 printed; 二5 the recipient registers it
SUBDISTRICT_END = "register=clerk recheck-numbered=aide seal=keeper print=clerk distribute=clerk"
# S4 公文四 各办文科室在印制前应对公文进行校对、复核，机要科在发文登记时重点……进行复核; 公文七 印制成文后由机要科再次……复核，并……分发
DISTRICT_END = "proofread=drafter|unit_head recheck=clerk register=clerk seal=keeper print=clerk recheck-printed=clerk distribute=clerk"
# 条例第二十五条 复核、登记、印制、核发
HOSPITAL_END = "recheck=deputy|director register=clerk seal=keeper print=clerk recheck-printed=clerk distribute=clerk"

# S3 三2(1) 由乡党政办公室主任、副主任组织人员修订，依次审核、签字后，呈乡党委、政府主要领导审定 (the unit's and the leader's review: A1)
TOWNSHIP = "unit-review=unit_head deputy-review=deputy director-review=director leader-review=leader"
# S3 三2(2) 办公室的常规文件，由副主任归口组织修订，依次审核、签字后，呈主任审定
TOWNSHIP_OFFICE = "unit-review=unit_head deputy-review=deputy"
# S2 二1 drafted by the unit, signed by the person in charge of the unit, reviewed by the party and government office, reviewed and
# signed by the leaders in charge
SUBDISTRICT = "unit-review=unit_head office-review=deputy|director leader-review=leader"
# S4 公文二 公文送领导签发前，应由各办文科室负责人、分管负责人进行审核
DISTRICT = "unit-review=unit_head leader-review=leader"
# S0 第2条 documents issued in the name of the Party Committee and 政工 are numbered and proofread by the department
HOSPITAL = "office-review=deputy|director"

OWN_UNIT = ("unit-review", "proofread")

ROUTES: list[tuple[str, str, tuple[Direction, ...], str]] = [
    # S3 三3(1) 乡党委、政府文件由乡党委、政府主要领导签发
    ("township", "party", ANY, f"{TOWNSHIP} sign:party=secretary {TOWNSHIP_END}"),
    ("township", "government", ANY, f"{TOWNSHIP} sign:government=head {TOWNSHIP_END}"),
    # S3 三2(2) 办公室的常规文件……呈主任审定
    ("township", "office", ANY, f"{TOWNSHIP_OFFICE} sign:office=director {TOWNSHIP_END}"),
    # 条例第二十二条 联合发文由所有联署机关的负责人会签
    ("township", "party government", ANY, f"{TOWNSHIP} cosign:government=head sign:party=secretary {TOWNSHIP_END}"),
    ("township", "government party", ANY, f"{TOWNSHIP} cosign:party=secretary sign:government=head {TOWNSHIP_END}"),
    ("township", "office party", ANY, f"{TOWNSHIP_OFFICE} cosign:party=secretary sign:office=director {TOWNSHIP_END}"),
    # S2 二2 the documents of the street party committee shall be examined and issued by the party secretary
    ("subdistrict", "party", ANY, f"{SUBDISTRICT} sign:party=secretary {SUBDISTRICT_END}"),
    # S2 二2 Office documents (办事处文件) shall be audited by the Party Secretary and issued by the Director of the Office (办事处主任)
    (
        "subdistrict",
        "government",
        ANY,
        f"{SUBDISTRICT} secretary-review=secretary sign:government=head {SUBDISTRICT_END}",
    ),
    # S2 二2 Party and government office documents shall be reviewed by the committee's secretary (秘书), issued by the resident secretary
    ("subdistrict", "office", ANY, f"{SUBDISTRICT} aide-review=aide sign:office=resident {SUBDISTRICT_END}"),
    # 条例第二十二条; the lead organ's own review stays
    (
        "subdistrict",
        "party government",
        ANY,
        f"{SUBDISTRICT} cosign:government=head sign:party=secretary {SUBDISTRICT_END}",
    ),
    (
        "subdistrict",
        "government party office",
        ANY,
        f"{SUBDISTRICT} secretary-review=secretary cosign:party=secretary cosign:office=resident sign:government=head {SUBDISTRICT_END}",
    ),
    (
        "subdistrict",
        "office government",
        ANY,
        f"{SUBDISTRICT} aide-review=aide cosign:government=head sign:office=resident {SUBDISTRICT_END}",
    ),
    # S4 公文三 以本机关名义制发的上行文，由主要负责人或者主持工作的负责人签发
    ("district", "government", (UP,), f"{DISTRICT} sign-up:government=head {DISTRICT_END}"),
    ("district", "office", (UP,), f"{DISTRICT} sign-up:office=director {DISTRICT_END}"),
    # S4 公文三 下行文或平行文，由主要负责人或者主要负责人授权的其他负责人签发
    ("district", "government", (DOWN, LEVEL), f"{DISTRICT} sign:government=head {DISTRICT_END}"),
    ("district", "office", (DOWN, LEVEL), f"{DISTRICT} sign:office=director {DISTRICT_END}"),
    # 条例第二十二条 联合发文由所有联署机关的负责人会签
    (
        "district",
        "government office",
        (UP,),
        f"{DISTRICT} cosign:office=director sign-up:government=head {DISTRICT_END}",
    ),
    (
        "district",
        "government party",
        (UP,),
        f"{DISTRICT} cosign:party=secretary sign-up:government=head {DISTRICT_END}",
    ),
    (
        "district",
        "office government",
        (DOWN, LEVEL),
        f"{DISTRICT} cosign:government=head sign:office=director {DISTRICT_END}",
    ),
    # 条例第二十二条 公文应当经本机关负责人审批签发 (S0 does not say who signs)
    ("hospital", "party", ANY, f"{HOSPITAL} sign:party=secretary {HOSPITAL_END}"),
    ("hospital", "office", ANY, f"{HOSPITAL} sign:office=director {HOSPITAL_END}"),
    # 条例第二十二条 联合发文由所有联署机关的负责人会签
    ("hospital", "party office", ANY, f"{HOSPITAL} cosign:office=director sign:party=secretary {HOSPITAL_END}"),
    ("hospital", "party government", ANY, f"{HOSPITAL} cosign:government=head sign:party=secretary {HOSPITAL_END}"),
]

REFUSED = [
    # S4 is the rule of the government's office: 以本机关名义; the committee's documents are its own office's
    ("district", "party"),
    ("district", "party government"),
    # S0 第2条 in the name of the Party Committee and 政工 only: the administration's documents are the hospital office's
    ("hospital", "government"),
    ("hospital", "government party"),
]


def _procedure(office: str) -> Procedure:
    return load_procedures((f"dispatch-{office}",), Path("/nonexistent"))[0]


def _organs(office: str, names: str) -> list[Organ]:
    return [
        Organ(name, f"本级{name}", name, OrganKind(name), "", PRINCIPALS[office][name], "", "", "")
        for name in names.split()
    ]


@pytest.mark.parametrize("kind", STATUTORY_KINDS, ids=str)
@pytest.mark.parametrize(("office", "names", "directions", "chain"), ROUTES)
def test_a_document_goes_the_way_its_office_wrote(
    office: str, names: str, directions: tuple[Direction, ...], chain: str, kind: Kind
) -> None:
    organs, procedure = _organs(office, names), _procedure(office)

    for direction in directions:
        facts = conditions_of(organs, kind, direction, "", "")
        assert choose([procedure], facts, DAY) is procedure
        route = plan(procedure, facts, organs, "economy")

        assert " ".join(f"{step.key}={'|'.join(step.roles)}" for step in route.steps) == chain
        assert [step.unit for step in route.steps] == ["economy" * (step.id in OWN_UNIT) for step in route.steps]
        assert len({step.stage for step in route.steps if step.verb is Verb.COSIGN}) <= 1


@pytest.mark.parametrize("kind", STATUTORY_KINDS, ids=str)
@pytest.mark.parametrize(("office", "names"), REFUSED)
def test_a_document_the_office_s_rules_do_not_cover_is_refused(office: str, names: str, kind: Kind) -> None:
    organs = _organs(office, names)

    for direction in ANY:
        house: Any = SimpleNamespace(
            procedures=(_procedure(office),), clock=FixedClock(dt.datetime.combine(DAY, dt.time(9), BEIJING))
        )
        case: Any = SimpleNamespace(document_id="W2026-00001", facts=Facts(), unit="economy")
        document: Any = SimpleNamespace(kind=kind, direction=direction, urgency=None)

        with pytest.raises(NoProcedureError, match=f"没有适用于{organs[0].name}的{kind}的办文程序"):
            route_for(house, case, document, tuple(organs))


@pytest.mark.parametrize("office", PRINCIPALS)
def test_nothing_goes_by_a_procedure_before_its_day(office: str) -> None:
    organs = _organs(office, "office")

    assert choose([_procedure(office)], conditions_of(organs, "通知", DOWN, "", ""), dt.date(2025, 12, 31)) is None


@pytest.mark.parametrize("office", PRINCIPALS)
def test_every_organ_of_every_office_stands_in_the_table_or_among_the_refused(office: str) -> None:
    stated = {(names, d) for who, names, directions, _ in ROUTES if who == office for d in directions}
    stated |= {(names, d) for who, names in REFUSED if who == office for d in ANY}

    assert {(kind.value, direction) for kind in OrganKind for direction in Direction} <= stated


@pytest.mark.parametrize(
    ("office", "direction", "delegable"),
    [
        # S4 公文三 上行文，由主要负责人或者主持工作的负责人签发；下行文或平行文，由主要负责人或者主要负责人授权的其他负责人签发
        ("district", UP, False),
        ("district", DOWN, True),
        ("district", LEVEL, True),
        # S3 三3(1) 由主要领导签发; S2 二2 by the director of the office; S0 says nothing, 条例第二十二条
        ("township", DOWN, False),
        ("subdistrict", DOWN, False),
    ],
)
def test_a_delegate_signs_only_where_the_office_s_rules_let_one(
    office: str, direction: Direction, *, delegable: bool
) -> None:
    route = _route(office, direction)

    assert [step.delegable for step in route.steps if step.verb is Verb.SIGN] == [delegable]


@pytest.mark.parametrize(
    ("office", "verbal"),
    # S3 三3(2) 特殊情况下要经请示领导同意后补签; no other source lets a document go on unsigned
    [("township", True), ("subdistrict", False), ("district", False), ("hospital", False)],
)
def test_only_the_township_lets_a_verbal_consent_stand_until_it_is_signed(office: str, *, verbal: bool) -> None:
    office_route = _route(office, DOWN, "office")

    assert [step.verbal for step in office_route.steps if step.verb is Verb.SIGN] == [verbal]


@pytest.mark.parametrize(
    ("office", "urgency", "limit"),
    [
        # S2 二 It usually takes 5 working days; urgent ones the same day (office-rules A1)
        ("subdistrict", "", "5个工作日"),
        ("subdistrict", "特急", "当天"),
        ("township", "", "5个工作日"),
        ("township", "加急", "当天"),
        # neither S4 nor S0 states a limit
        ("district", "特急", "None"),
        ("hospital", "", "None"),
    ],
)
def test_the_whole_way_has_the_limit_the_office_wrote(office: str, urgency: str, limit: str) -> None:
    assert str(_route(office, DOWN, "office", urgency).limit) == limit


def test_only_leaders_extend_the_sub_district_s_limit() -> None:
    # S2 二 Under special circumstances, with the approval of the relevant leaders, it may be appropriately extended
    assert _route("subdistrict", DOWN).extend_by == (Role.LEADER, Role.SECRETARY, Role.HEAD)


def _route(office: str, direction: Direction, organ: str = "government", urgency: str = "") -> Route:
    organs = _organs(office, organ)
    return plan(_procedure(office), conditions_of(organs, "通知", direction, "", urgency), organs, "economy")
