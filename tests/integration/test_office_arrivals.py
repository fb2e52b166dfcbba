"""What is known of a draft when it arrives: the level seen at the door guards it, and no draft goes on without its drafter."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Case, Phase
from domain.composing import level_of
from domain.facts import NEEDED, FactName, Facts
from domain.levels import Level
from domain.procedure import Verb
from hongtou import wiring
from office import complete, sign
from office.advance import take_in_due
from office.errors import SamePersonError
from office.examine import examine, lacking_of
from office.scope import may_see
from office.signers import barred
from tests.an_office import AnOffice, a_draft, a_sheet, a_title, new_clock, opened, prepare


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("arrivals") / "office"
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


@pytest.fixture(scope="module")
def cleared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    """An office that may hold 秘密; of its people only the unit head may see it."""
    root = tmp_path_factory.mktemp("cleared") / "office"
    prepare(root)
    settings = root / "office.toml"
    text = settings.read_text("utf-8").replace('permitted_level = "内部"', 'permitted_level = "秘密"')
    head = 'name = "陈立"\nclearance = "内部"'
    assert head in text
    settings.write_text(text.replace(head, head.replace("内部", "秘密")), "utf-8")
    wiring.prepare(root)
    with opened(root, new_clock()) as office:
        yield office


def unread(office: AnOffice, name: str, data: bytes) -> Case:
    """Take a drop in without reading it."""
    office.drop(name, data)
    return office.case(take_in_due(office.house)[-1].document_id)


def test_a_mark_seen_at_the_door_guards_a_document_before_it_is_read(cleared: AnOffice, tmp_path: Path) -> None:
    case = unread(cleared, f"【秘密】{a_title()}.docx", a_draft(a_title()))

    assert (case.phase, level_of(case.facts)) == (Phase.TAKEN_IN, Level.SECRET)
    assert may_see(cleared.actor("unit_head"), case)
    assert not may_see(cleared.actor("clerk"), case)


def test_a_mark_that_the_reading_does_not_find_again_still_counts_and_is_said(cleared: AnOffice) -> None:
    case = unread(cleared, f"【秘密】{a_title()}.docx", a_draft(a_title()))

    read = examine(cleared.house, case)

    assert level_of(read.facts) is Level.SECRET
    assert any("收件检查时见到密级标志“秘密”" in finding.sentence for finding in read.findings)


def test_a_next_version_is_guarded_by_the_mark_at_the_door_too(cleared: AnOffice) -> None:
    title = a_title()
    document_id = cleared.take_in(title)
    cleared.send_back(document_id, "unit_head")
    cleared.work()
    stamped = cleared.house.press.stamp(a_draft(title, body="第二稿。"), document_id)

    case = unread(cleared, f"【秘密】{title}.docx", stamped)

    assert (case.document_id, case.version, level_of(case.facts)) == (document_id, 2, Level.SECRET)


def test_what_bears_no_mark_is_kept_as_internal(office: AnOffice) -> None:
    case = unread(office, f"{a_title()}.docx", a_draft(a_title()))

    assert (case.versions[-1].marked, level_of(case.facts)) == ("", Level.INTERNAL)


def test_a_draft_whose_drafter_is_not_known_waits_for_the_clerk(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, drafter="借调的老王"))

    case = office.case(document_id)

    assert (case.phase, case.lacking) == (Phase.LACKING, (FactName.DRAFTER,))
    assert any("“借调的老王”不在本机关人员中" in finding.sentence for finding in case.findings)


def test_the_drafter_whom_the_clerk_states_is_barred_from_signing(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, drafter="借调的老王"))
    clerk = office.actor("clerk")

    complete.state_facts(office.house, clerk, document_id, {FactName.ADDRESSEES: "各村（居）民委员会"})
    assert office.case(document_id).lacking == (FactName.DRAFTER,)
    complete.state_facts(office.house, clerk, document_id, {FactName.DRAFTER: "陈立"})
    office.work()

    with pytest.raises(SamePersonError):
        sign.approve(office.house, office.actor("unit_head"), document_id, binding=office.binding(document_id))


def test_two_logins_of_one_person_are_one_drafter(office: AnOffice) -> None:
    title = a_title()

    document_id = office.take_in(title, a_draft(title), unit="社会事务办公室")

    assert office.case(document_id).drafter == "林晓"


@pytest.mark.parametrize("pair", [("draft", "review"), ("review", "draft")])
def test_two_acts_of_different_people_are_named_in_any_order(office: AnOffice, pair: tuple[str, str]) -> None:
    named = dataclasses.replace(office.house.office, different_people=(pair,))
    house = dataclasses.replace(office.house, office=named)
    title = a_title()
    case = office.case(office.take_in(title, a_sheet(title, drafter="陈立")))

    assert barred(house, case, Verb.REVIEW) == "chen-li"
    assert barred(house, case, Verb.SIGN) == ""
    assert lacking_of(named, Facts()) == (*NEEDED, FactName.DRAFTER)


def test_an_office_that_bars_no_drafter_asks_for_none(office: AnOffice) -> None:
    lenient = dataclasses.replace(office.house.office, different_people=(("register", "seal"),))
    title = a_title()
    case = office.case(office.take_in(title, a_sheet(title, drafter="借调的老王")))

    assert lacking_of(office.house.office, case.facts) == (FactName.DRAFTER,)
    assert lacking_of(lenient, case.facts) == ()
