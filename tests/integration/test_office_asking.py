"""Units countersign each other's documents in a real house (会签科室): asked by the draft, by the clerk, by a reviewer; seen once asked."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest

from domain.case import Phase
from domain.facts import FactName
from domain.levels import Level
from domain.listing import ListQuery
from domain.posts import Role
from office import asking, care, complete, delegation, extend, views
from office.asked_facts import not_asked
from office.asking_errors import AskedAlreadyError, AskingUnfitError, CosignedAlreadyError, NoCosigningError
from office.errors import NotYourStepError, UnknownDocumentError
from office.scope import scope_of
from office.sign import revise
from tests import office_signing as signing
from tests.a_way import going_by
from tests.an_office import AnOffice, a_sheet, a_title, new_clock, opened, prepare

PEOPLE = """
[[unit]]
id = "justice"
name = "司法所"

[[person]]
id = "ma-caiwu"
name = "马才武"
clearance = "内部"

[[person]]
id = "he-she"
name = "贺舍"
clearance = "内部"

[[account]]
login = "economy_head"
person = "ma-caiwu"
roles = ["unit_head"]
units = ["economy"]

[[account]]
login = "social_head"
person = "he-she"
roles = ["unit_head"]
units = ["social"]
"""
ECONOMY, SOCIAL, JUSTICE = "经济发展办公室", "社会事务办公室", "司法所"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    settings = root / "office.toml"
    text = settings.read_text("utf-8").replace(
        'login = "unit_head"\nperson = "chen-li"\nroles = ["unit_head"]',
        'login = "unit_head"\nperson = "chen-li"\nroles = ["unit_head"]\nunits = ["general"]',
    )
    assert 'units = ["general"]' in text
    settings.write_text(text + PEOPLE, "utf-8")
    with opened(root, new_clock()) as office:
        yield office


def _drop(office: AnOffice, units: str = "", **more: str) -> str:
    title = a_title()
    said = {"会签科室": units} if units else {}
    return office.take_in(title, a_sheet(title, **said, **more))


def _keys(office: AnOffice, document_id: str) -> list[str]:
    return [step.key for step in office.case(document_id).open_steps()]


def _sees(office: AnOffice, login: str, document_id: str) -> bool:
    """Tell whether the document is opened, listed and counted for a login; the three always say the same."""
    actor = office.actor(login)
    listed = {entry.document_id for entry in office.house.registry.entries(scope_of(actor), ListQuery()).entries}
    try:
        views.view_document(office.house, actor, document_id)
    except UnknownDocumentError:
        assert document_id not in listed
        return False
    assert document_id in listed
    return True


def _todo(office: AnOffice, login: str) -> list[str]:
    return [item.document_id for item in views.todo(office.house, office.actor(login))]


def test_the_units_on_the_sheet_sign_side_by_side_and_are_seen_by_their_heads_from_then_on(office: AnOffice) -> None:
    document_id = _drop(office, f"{ECONOMY}、{SOCIAL}")
    assert not _sees(office, "economy_head", document_id)
    assert document_id not in _todo(office, "economy_head")

    office.approve(document_id, "unit_head")

    assert _keys(office, document_id) == ["unit-cosign:economy", "unit-cosign:social"]
    assert _sees(office, "economy_head", document_id)
    assert document_id in _todo(office, "economy_head")
    assert not _sees(office, "social_drafter", document_id)
    office.approve(document_id, "economy_head")
    assert document_id not in _todo(office, "economy_head")
    assert _keys(office, document_id) == ["unit-cosign:social"]
    with pytest.raises(NotYourStepError, match="社会事务办公室会签"):
        office.approve(document_id, "economy_head")
    office.approve(document_id, "social_head")
    assert _keys(office, document_id) == ["deputy-review"]
    assert _sees(office, "economy_head", document_id)
    said = [line.what for line in views.view_document(office.house, office.actor("clerk"), document_id).history]
    assert f"{ECONOMY}会签：同意" in said


def test_a_record_that_units_countersigned_goes_the_whole_way_and_comes_back_from_the_ledger_row_for_row(
    office: AnOffice,
) -> None:
    document_id = _drop(office, ECONOMY)
    office.approve(document_id, "unit_head")
    office.approve(document_id, "economy_head")

    case = office.filed_from(document_id)

    assert case.phase is Phase.DONE
    assert _sees(office, "economy_head", document_id)
    assert not _sees(office, "social_head", document_id)


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ("水利站", "“水利站”不是本机关的科室"),
        (JUSTICE, "“司法所”没有科室负责人"),
        (f"{ECONOMY}、水利站", "“水利站”不是本机关的科室"),
    ],
)
def test_a_unit_that_is_none_or_has_no_head_is_the_clerk_s_question_and_never_dropped(
    office: AnOffice, named: str, sentence: str
) -> None:
    document_id = _drop(office, named)
    clerk, state = office.actor("clerk"), complete.state_facts

    case = office.case(document_id)
    assert (case.phase, case.lacking) == (Phase.LACKING, (FactName.COSIGN_UNITS,))
    assert [one.sentence for one in case.findings if one.code == "FACT-05"] == [f"会签科室{sentence}" + _tail(named)]
    for wrong in ("水利站", JUSTICE):
        with pytest.raises(AskingUnfitError, match=wrong):
            state(office.house, clerk, document_id, {FactName.COSIGN_UNITS: wrong})

    state(office.house, clerk, document_id, {FactName.COSIGN_UNITS: SOCIAL})
    office.work()
    office.approve(document_id, "unit_head")
    assert _keys(office, document_id) == ["unit-cosign:social"]


def _tail(named: str) -> str:
    return "，没有人可以会签" if named == JUSTICE else ""


def test_the_clerk_may_say_that_no_unit_countersigns(office: AnOffice) -> None:
    document_id = _drop(office, "水利站")

    complete.state_facts(office.house, office.actor("clerk"), document_id, {FactName.COSIGN_UNITS: "无"})
    office.work()

    office.approve(document_id, "unit_head")
    assert _keys(office, document_id) == ["deputy-review"]


def test_the_drafting_unit_is_not_asked_about_its_own_draft_and_that_is_said(office: AnOffice) -> None:
    document_id = _drop(office, f"党政办公室、{ECONOMY}")

    said = [one.sentence for one in office.case(document_id).findings if one.code == "FACT-06"]
    assert said == ["会签科室中的“党政办公室”是拟稿科室，由本科室负责人审核，不另送会签"]
    office.approve(document_id, "unit_head")
    assert _keys(office, document_id) == ["unit-cosign:economy"]


def test_a_procedure_in_which_units_don_t_countersign_says_so_with_the_pages(office: AnOffice) -> None:
    hospital = going_by(office, "dispatch-hospital")
    document_id = _drop(hospital, ECONOMY, organs="中共云岭乡委员会")

    said = [one.sentence for one in office.case(document_id).findings if one.code == "FACT-06"]
    assert said == [f"文稿写了会签科室“{ECONOMY}”，本件的程序没有科室会签，没有送它会签"]
    with pytest.raises(NoCosigningError, match="本件走的程序没有科室会签"):
        asking.ask_units(hospital.house, office.actor("deputy"), document_id, [ECONOMY])


def test_a_reviewer_asks_a_unit_more_which_signs_before_the_reviewer_does(office: AnOffice) -> None:
    document_id = _drop(office)
    office.approve(document_id, "unit_head")
    office.approve(document_id, "deputy")
    director = office.actor("director")

    asking.ask_units(office.house, director, document_id, [ECONOMY], note="涉及经费")

    assert _keys(office, document_id) == ["unit-cosign:economy"]
    assert _sees(office, "economy_head", document_id)
    with pytest.raises(NotYourStepError):
        office.approve(document_id, "director")
    office.approve(document_id, "economy_head")
    assert _keys(office, document_id) == ["director-review"]
    with pytest.raises(CosignedAlreadyError, match="已经会签，不能去掉"):
        asking.ask_units(office.house, director, document_id, [SOCIAL])
    history = views.view_document(office.house, director, document_id).history
    assert [(one.what, one.detail) for one in history if "会签科室" in one.what] == [
        (f"办公室主任审核：会签科室定为{ECONOMY}", "涉及经费")
    ]


def test_who_is_not_at_the_step_asks_nobody_and_a_unit_that_is_taken_off_sees_nothing_any_more(
    office: AnOffice,
) -> None:
    document_id = _drop(office, f"{ECONOMY}、{SOCIAL}")
    for login in ("deputy", "clerk"):
        with pytest.raises(NotYourStepError):
            asking.ask_units(office.house, office.actor(login), document_id, [ECONOMY])
    head = office.actor("unit_head")
    for names, why in (
        ([JUSTICE], "没有人可以会签"),
        (["水利站"], "没有“水利站”这个科室"),
        (["党政办公室"], "拟稿科室"),
    ):
        with pytest.raises(AskingUnfitError, match=why):
            asking.ask_units(office.house, head, document_id, names)
    with pytest.raises(AskedAlreadyError, match="没有变化"):
        asking.ask_units(office.house, head, document_id, [ECONOMY, SOCIAL])

    asking.ask_units(office.house, head, document_id, [SOCIAL])
    office.approve(document_id, "unit_head")

    assert _keys(office, document_id) == ["unit-cosign:social"]
    assert not _sees(office, "economy_head", document_id)


def test_a_unit_s_return_goes_to_the_drafter_and_what_the_reviewer_settled_stands_in_the_next_round(
    office: AnOffice,
) -> None:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title))
    asking.ask_units(office.house, office.actor("unit_head"), document_id, [ECONOMY])
    office.approve(document_id, "unit_head")
    office.send_back(document_id, "economy_head", "经费没有来源")
    office.work()
    assert office.case(document_id).phase is Phase.RETURNED

    office.drop(f"{title}.docx", a_sheet(title, 会签科室=SOCIAL, 备注="第二稿"))
    office.work()
    waiting = office.case(document_id)
    newest = waiting if waiting.version == 2 else office.case(_joined(office, document_id))

    assert newest.document_id == document_id
    office.approve(document_id, "unit_head")
    assert _keys(office, document_id) == ["unit-cosign:economy"]
    said = [one.sentence for one in newest.findings if one.code == "FACT-06"]
    assert said == [f"发文稿纸写了会签科室“{SOCIAL}”，审核时定的是“{ECONOMY}”，按审核时定的办"]


def _joined(office: AnOffice, document_id: str) -> str:
    drop = next(case for case in office.house.registry.cases(phases=(Phase.LACKING,)) if document_id in case.question)
    complete.join_to(office.house, office.actor("clerk"), drop.document_id, document_id)
    office.work()
    return document_id


def test_a_revision_of_the_text_keeps_who_is_asked(office: AnOffice) -> None:
    document_id = _drop(office, ECONOMY)
    title = office.case(document_id).title

    revise(office.house, office.actor("unit_head"), document_id, name="改.docx", data=a_sheet(title, 会签科室=SOCIAL))
    office.work()

    case = office.case(document_id)
    assert [one.sentence for one in case.findings if one.code == "FACT-06"] == [
        f"文稿写了会签科室“{SOCIAL}”，本件已经在办，没有送它会签"
    ]
    office.approve(document_id, "unit_head")
    assert _keys(office, document_id) == ["unit-cosign:economy"]


def test_a_countersignature_on_paper_is_recorded_by_the_clerk_and_compared(office: AnOffice) -> None:
    document_id = _drop(office, ECONOMY)
    office.approve(document_id, "unit_head")

    signing.record_paper(office, document_id, step="unit-cosign:economy", signer="马才武")
    signing.compare(office, document_id, step="unit-cosign:economy")

    made = office.case(document_id).decisions[-1]
    assert (made.actor, made.channel, made.step) == ("ma-caiwu", "paper", "unit-cosign:economy")
    assert _keys(office, document_id) == ["deputy-review"]


def test_a_delegate_of_a_unit_s_head_sees_and_signs_while_it_is_asked(office: AnOffice) -> None:
    document_id = _drop(office, ECONOMY)
    today = office.clock.today()
    assert "lin-xiao" not in [person.person for person in office.house.office.holders(Role.UNIT_HEAD, "economy")]
    delegation.delegate(
        office.house,
        office.actor("economy_head"),
        receiver="he-she",
        roles=(Role.UNIT_HEAD,),
        first=today,
        last=today + dt.timedelta(days=2),
        reason="出差",
    )
    with pytest.raises(UnknownDocumentError):
        views.view_document(office.house, office.actor("social_head"), document_id)

    office.approve(document_id, "unit_head")

    assert document_id in _todo(office, "social_head")
    case = office.approve(document_id, "social_head")
    assert (case.decisions[-1].actor, case.decisions[-1].principal) == ("he-she", "ma-caiwu")
    with pytest.raises(UnknownDocumentError):
        views.view_document(office.house, office.actor("social_head"), document_id)


def test_a_countersignature_has_its_limit(office: AnOffice) -> None:
    document_id = _drop(office, ECONOMY)
    office.approve(document_id, "unit_head")

    item = next(
        item for item in views.todo(office.house, office.actor("economy_head")) if item.document_id == document_id
    )

    assert item.step_name == f"{ECONOMY}会签"
    assert item.due is not None
    assert item.due.at.date() == dt.date(2026, 3, 3)
    assert "unit-cosign:economy" in extend.extendable(office.case(document_id))


def test_what_was_asked_comes_back_from_the_ledger_row_for_row(office: AnOffice) -> None:
    document_id = _drop(office, ECONOMY)
    asking.ask_units(office.house, office.actor("unit_head"), document_id, [SOCIAL, ECONOMY])
    office.approve(document_id, "unit_head")
    before = office.case(document_id)

    care.rebuild_registry(office.house)

    assert office.case(document_id) == before
    assert _sees(office, "social_head", document_id)


def test_the_slip_tells_the_drafter_why_the_units_are_asked_for(office: AnOffice) -> None:
    title = a_title()
    office.take_in(title, a_sheet(title, 会签科室="水利站"))

    slip = next(one for one in office.back("已收") if title in one.name and "待补正" in one.name).read_text("utf-8-sig")

    assert "缺少：会签科室\n　　会签科室“水利站”不是本机关的科室\n" in slip
    assert "机要员会补正" in slip


def test_a_unit_whose_head_may_not_know_of_the_document_is_not_asked_and_that_is_said(office: AnOffice) -> None:
    document_id = _drop(office, ECONOMY)
    people = tuple(
        dataclasses.replace(one, clearance=Level.OPEN) if one.id in ("ma-caiwu", "he-she") else one
        for one in office.house.office.people
    )
    strict = dataclasses.replace(office.house, office=dataclasses.replace(office.house.office, people=people))
    case = office.case(document_id)
    assert case.route is not None

    said = [one.sentence for one in not_asked(strict.office, case, case.facts, case.route)]
    assert said == [f"“{ECONOMY}”的负责人没有知悉本件的权限，轮到会签时没有人办"]
    assert [one.lacks_head for one in asking.units_to_choose(strict, case)] == [True, True, True]
    with pytest.raises(AskingUnfitError, match="没有知悉本件的权限"):
        asking.ask_units(strict, office.actor("unit_head"), document_id, [SOCIAL])
    assert list(not_asked(office.house.office, case, case.facts, case.route)) == []
