"""Compartments and reading lists: who is outside learns of nothing, by list, search, page or number; who is inside is written down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Case
from domain.catalogue import GENERAL
from domain.closing_events import DocumentOpened
from domain.listing import ListQuery
from office import closing, views
from office.errors import NotYourRoleError, OfficeFileError, OpinionMissingError, SamePersonError, UnknownDocumentError
from office.lists import documents, my_log
from office.office_file import parse_office
from office.scope import may_see
from office.search import search
from office.secret_errors import ClosingUnfitError, NoRequestError, UnseenStepError
from registry.registry import Registry
from tests.an_office import AnOffice, a_draft, a_title, new_clock, opened, prepare

COMPARTMENTS = """
[[compartment]]
id = "petition"
name = "信访"
posts = ["clerk", "unit_head", "deputy", "director", "leader", "head", "archivist"]

[[compartment]]
id = "personnel"
name = "人事"
people = ["he-weimin"]
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    settings = root / "office.toml"
    settings.write_text(settings.read_text("utf-8") + COMPARTMENTS, "utf-8")
    with opened(root, new_clock()) as office:
        yield office


def filed(office: AnOffice) -> tuple[str, str]:
    title = a_title("信访")
    document_id = office.take_in(title, a_draft(title))
    office.filed_from(document_id)
    return document_id, title


def outside(office: AnOffice, login: str, document_id: str, title: str) -> bool:
    """Tell whether somebody learns nothing of a document by any way there is."""
    actor, house = office.actor(login), office.house
    with pytest.raises(UnknownDocumentError):
        views.view_document(house, actor, document_id)
    listed = {row.document_id for row in documents(house, actor, ListQuery(text=title)).rows}
    found = search(house, actor, f'"{title}"')
    logged = {line.document_id for line in my_log(house, actor, 1000).lines}
    return document_id not in listed and not found.total and document_id not in logged


def inside(office: AnOffice, login: str, document_id: str, title: str) -> bool:
    actor = office.actor(login)
    views.view_document(office.house, actor, document_id)
    listed = {row.document_id for row in documents(office.house, actor, ListQuery(text=title)).rows}
    return document_id in listed and search(office.house, actor, f'"{title}"').total == 1


def test_what_is_in_a_compartment_is_known_to_its_posts_only(office: AnOffice) -> None:
    document_id, title = filed(office)
    assert inside(office, "secretary", document_id, title)

    closing.set_compartment(office.house, office.actor("clerk"), document_id, "信访", "涉及信访人")
    office.work()

    assert office.case(document_id).compartment == "petition"
    assert inside(office, "leader", document_id, title)
    assert outside(office, "secretary", document_id, title)
    assert outside(office, "drafter", document_id, title)
    closing.set_compartment(office.house, office.actor("clerk"), document_id, GENERAL, "已办结，不再限制")
    office.work()
    assert inside(office, "secretary", document_id, title)


def test_a_reading_list_lets_only_its_people_read(office: AnOffice) -> None:
    document_id, title = filed(office)

    closing.set_readers(office.house, office.actor("clerk"), document_id, ["zheng-yuan"], "只供乡长阅")
    office.work()

    clerk = office.actor("clerk").person
    assert office.case(document_id).readers == tuple(sorted({"zheng-yuan", clerk}))
    assert inside(office, "head", document_id, title)
    assert outside(office, "secretary", document_id, title)


def test_a_list_is_widened_by_a_leader_only_who_did_not_ask(office: AnOffice) -> None:
    document_id, title = filed(office)
    house, clerk = office.house, office.actor("clerk")
    people = [office.actor(login).person for login in ("head", "director", "drafter")]
    closing.set_readers(house, clerk, document_id, people, "限阅")
    secretary = office.actor("secretary").person
    with pytest.raises(ClosingUnfitError, match="报批"):
        closing.set_readers(house, clerk, document_id, [*people, secretary], "直接加")
    closing.ask_widening(house, office.actor("director"), document_id, [secretary], "需书记阅")
    (asked,) = office.case(document_id).widenings

    with pytest.raises(SamePersonError):
        closing.decide_widening(house, office.actor("director"), document_id, asked.index, approved=True)
    with pytest.raises(NotYourRoleError):
        closing.decide_widening(house, office.actor("drafter"), document_id, asked.index, approved=True)
    with pytest.raises(OpinionMissingError):
        closing.decide_widening(house, office.actor("head"), document_id, asked.index, approved=False)
    assert outside(office, "secretary", document_id, title)
    closing.decide_widening(house, office.actor("head"), document_id, asked.index, approved=True, opinion="同意")
    office.work()

    assert inside(office, "secretary", document_id, title)
    with pytest.raises(NoRequestError):
        closing.decide_widening(house, office.actor("head"), document_id, asked.index, approved=True)
    closing.set_readers(house, clerk, document_id, people, "阅后清理")
    office.work()
    assert outside(office, "secretary", document_id, title)


def test_nothing_is_closed_to_those_who_have_to_do_it(office: AnOffice) -> None:
    title = a_title("信访")
    document_id = office.take_in(title, a_draft(title))

    with pytest.raises(UnseenStepError, match="签发"):
        closing.set_readers(
            office.house, office.actor("clerk"), document_id, [office.actor("unit_head").person], "限阅"
        )
    with pytest.raises(ClosingUnfitError, match="人事"):
        closing.set_compartment(office.house, office.actor("clerk"), document_id, "人事", "我不在其中")
    with pytest.raises(NotYourRoleError):
        closing.set_compartment(office.house, office.actor("unit_head"), document_id, "信访", "不是我的事")
    with pytest.raises(ClosingUnfitError, match="不是本机关人员"):
        closing.set_readers(office.house, office.actor("clerk"), document_id, ["无名氏"], "限阅")


def test_each_reading_of_what_is_restricted_is_written_down_before_it(office: AnOffice) -> None:
    document_id, _ = filed(office)
    clerk, leader = office.actor("clerk"), office.actor("leader")
    views.page_image(office.house, leader, document_id, 1)
    assert not _openings(office.house.registry, document_id)

    closing.set_compartment(office.house, clerk, document_id, "信访", "涉及信访人")
    views.view_document(office.house, leader, document_id)
    for _ in range(3):
        views.page_image(office.house, leader, document_id, 1)
    views.document_file(office.house, leader, document_id, "pdf")

    assert _openings(office.house.registry, document_id) == [
        (leader.person, "文件页"),
        (leader.person, "版面"),
        (leader.person, "文件（pdf）"),
    ]
    told = views.view_document(office.house, leader, document_id).history
    assert ("打开阅读", "版面") in [(line.what, line.detail) for line in told]
    assert ("归入专管范围", "信访；涉及信访人") in [(line.what, line.detail) for line in told]


def _openings(registry: Registry, document_id: str) -> list[tuple[str, str]]:
    history = registry.history(document_id)
    return [(line.actor, event.what) for line, event in history if isinstance(event, DocumentOpened)]


def test_nobody_reads_by_a_list_what_is_above_their_clearance(office: AnOffice) -> None:
    text = (Path(office.house.root) / "office.toml").read_text("utf-8")
    low = text.replace('name = "何为民"\nclearance = "内部"', 'name = "何为民"\nclearance = "公开"')
    assert low != text
    settings = parse_office(low, "office.toml")
    case: Case = office.case(filed(office)[0])

    assert not any(
        may_see(actor, case)
        for one in settings.accounts
        if one.person == "he-weimin"
        if (actor := settings.actor(one.login))
    )


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ('[[compartment]]\nid = "general"\nname = "一般"\nposts = ["clerk"]\n', "不能是 general"),
        ('[[compartment]]\nid = "petition"\nname = "信访"\n', "没有写明谁知道"),
        ('[[compartment]]\nid = "petition"\nname = "信访"\nposts = ["nobody"]\n', "不存在"),
        ('[[copying]]\nlevels = ["内部"]\nposts = ["director"]\n', "国家秘密"),
        ('[[copying]]\nlevels = ["机密"]\nposts = []\n', "由哪些岗位批准"),
    ],
)
def test_a_compartment_or_rule_of_copying_that_can_not_stand_is_named(table: str, sentence: str) -> None:
    text = '[office]\nname = "本机关"\npermitted_level = "内部"\n' + table

    with pytest.raises(OfficeFileError, match=sentence):
        parse_office(text, "office.toml")
