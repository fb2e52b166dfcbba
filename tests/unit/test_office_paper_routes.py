"""The routing table of papers that bear no number (材料), by hand from the sources: office × organs × direction × class → chain, or refusal.

S3 三1 has three classes. S2, S4 and S0 say nothing of who approves a speech or a summary, so nothing goes by their procedures.
"""

from __future__ import annotations

import datetime as dt
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from domain.document import STATUTORY_KINDS, Direction, Kind
from domain.facts import FactName, Facts, FactSource, stated
from domain.office import Organ, OrganKind
from domain.planning import plan
from domain.procedure import Procedure, Verb, choose, conditions_of
from ground.clock import BEIJING, FixedClock
from office.errors import NoProcedureError
from office.present import route_for
from office.procedure_files import load_procedures
from tests.unit.test_office_routing import PRINCIPALS

DAY = dt.date(2026, 3, 2)
FIRST, SECOND, THIRD = "一类文稿", "二类文稿", "三类文稿"
CLASSES = (FIRST, SECOND, THIRD)
OWN = {"township": ("dispatch-township", "papers-township")}
"""The procedures of each office; the others have but the one for official documents."""

# 二类……由部门负责起草 (S3 二2), 三类……组织相关室、办、股、班负责起草 (S3 三1(3)): its head checks it (A1); 一类由……起草小组进行起草
UNIT = "unit-review=unit_head "
# S3 二2 送乡党政办公室副主任、主任审核; 三2(1) 由乡党政办公室主任、副主任……依次审核、签字后
BOTH = "deputy-review=deputy director-review=director"

ROUTES: list[tuple[str, str, str]] = [
    # S3 三1(1) 乡党委、政府主要领导的讲话和乡党委、政府工作总结; 三2(1) 呈乡党委、政府主要领导审定
    ("party", FIRST, f"{BOTH} sign:party=secretary"),
    ("government", FIRST, f"{BOTH} sign:government=head"),
    # 条例第二十二条 两个以上机关的，其他机关的负责人会签
    ("party government", FIRST, f"{BOTH} cosign:government=head sign:party=secretary"),
    ("government party", FIRST, f"{BOTH} cosign:party=secretary sign:government=head"),
    # S3 三1(2) 领导在部门工作会议上的讲话; 二2 报乡党委、政府领导审定
    ("party", SECOND, f"{UNIT}{BOTH} sign-speech=leader"),
    ("government", SECOND, f"{UNIT}{BOTH} sign-speech=leader"),
    ("party government", SECOND, f"{UNIT}{BOTH} sign-speech=leader"),
    # S3 三1(3) 办公室的各项工作总结; 三2(2) 由副主任归口组织修订，依次审核、签字后，呈主任审定
    ("office", THIRD, f"{UNIT}deputy-review=deputy sign:office=director"),
    # S3 三2(1) 涉及全局性的重要文稿……呈乡党委、政府主要领导审定
    ("party", THIRD, f"{UNIT}{BOTH} sign:party=secretary"),
    ("government", THIRD, f"{UNIT}{BOTH} sign:government=head"),
    ("party government", THIRD, f"{UNIT}{BOTH} cosign:government=head sign:party=secretary"),
    ("office party", THIRD, f"{UNIT}deputy-review=deputy cosign:party=secretary sign:office=director"),
]
# S3 三1(1), 三1(2): the first two classes are the committee's and the government's leaders' only
REFUSED_CLASSES = [("office", FIRST), ("office", SECOND), ("office party", FIRST), ("party", "四类文稿"), ("party", "")]


def _procedures(office: str) -> tuple[Procedure, ...]:
    return load_procedures(OWN.get(office, (f"dispatch-{office}",)), Path("/nonexistent"))


def _organs(office: str, names: str) -> list[Organ]:
    return [
        Organ(name, f"本级{name}", name, OrganKind(name), "", PRINCIPALS[office][name], "", "", "")
        for name in names.split()
    ]


@pytest.mark.parametrize(("names", "about", "chain"), ROUTES)
def test_a_paper_of_the_township_goes_the_way_of_its_class(names: str, about: str, chain: str) -> None:
    organs = _organs("township", names)

    for direction in Direction:
        facts = conditions_of(organs, Kind.PAPER, direction, about, "")
        procedure = choose(_procedures("township"), facts, DAY)
        assert procedure is not None
        assert procedure.id == "papers.township"
        route = plan(procedure, facts, organs, "economy")

        assert " ".join(f"{step.key}={'|'.join(step.roles)}" for step in route.steps) == chain
        assert not route.is_numbered
        assert route.keys(Verb.SEAL) == ()
        assert [step.key for step in route.steps if step.unit] == [s.key for s in route.steps if s.id == "unit-review"]


@pytest.mark.parametrize(
    ("office", "names"), list(product(PRINCIPALS, [*OrganKind, "party government", "office party"]))
)
@pytest.mark.parametrize("about", [*CLASSES, "四类文稿", ""])
def test_a_paper_the_office_s_rules_do_not_cover_is_refused(office: str, names: str, about: str) -> None:
    stated_for = {(organs, name) for organs, name, _ in ROUTES} if office == "township" else set()
    if (names, about) in stated_for:
        return
    organs = _organs(office, names)
    known = stated({FactName.DOCUMENT_CLASS: about}, FactSource.SHEET)

    for direction in Direction:
        now = FixedClock(dt.datetime.combine(DAY, dt.time(9), BEIJING))
        house: Any = SimpleNamespace(procedures=_procedures(office), clock=now)
        case: Any = SimpleNamespace(document_id="W2026-00001", facts=Facts(known), unit="economy")
        document: Any = SimpleNamespace(kind=Kind.PAPER, direction=direction, urgency=None)

        with pytest.raises(NoProcedureError, match=f"没有适用于{organs[0].name}的材料的办文程序"):
            route_for(house, case, document, tuple(organs))


def test_what_the_sources_leave_out_is_among_the_refused() -> None:
    covered = {(names, about) for names, about, _ in ROUTES}

    assert covered.isdisjoint(REFUSED_CLASSES)
    assert {(kind.value, about) for kind in OrganKind for about in CLASSES} <= covered | set(REFUSED_CLASSES)


@pytest.mark.parametrize("kind", STATUTORY_KINDS, ids=str)
def test_an_official_document_keeps_its_numbered_way_whatever_class_is_stated(kind: Kind) -> None:
    organs = _organs("township", "government")

    # S3 三1(3) 需上报或下发的专项性文稿 is of the third class and goes out as an official document
    chosen = choose(_procedures("township"), conditions_of(organs, kind, Direction.DOWN, THIRD, ""), DAY)

    assert chosen is not None
    assert chosen.id == "dispatch.township"
