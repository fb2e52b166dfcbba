"""Who may do what, and how numbers are given: the office refuses, and the database refuses by itself."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest

from domain.case import Phase
from domain.errors import HongtouError, SurroundingsError
from domain.events import Decided, Registered
from domain.numbers import NumberStyle
from domain.pages import Binding
from ground.clock import BEIJING
from office import book, complete, lists, register, seal, sign, views
from office.advance import advance
from office.errors import (
    ClockWentBackError,
    NothingToDoError,
    NotYourRoleError,
    NotYourStepError,
    NumberTakenError,
    OpinionMissingError,
    SamePersonError,
    SealImageMissingError,
    ShownHasChangedError,
    SignedTextDiffersError,
    UnknownDocumentError,
)
from office.issue import issue
from office.record import record
from office.search import search
from press.press import Press
from press.typeset_errors import TypesettingError
from registry import errors as registry_errors
from tests.an_office import MONDAY, AnOffice, a_sheet, a_title, new_clock, opened, prepare


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


# who


def test_nobody_signs_their_own_draft(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, "中共云岭乡委员会", drafter="何为民"))
    office.to_step(document_id, "sign:party")

    with pytest.raises(SamePersonError, match="签发不能由拟稿人的同一人办理"):
        office.approve(document_id, "secretary")

    assert not office.case(document_id).signer


def test_the_database_refuses_a_signature_of_one_s_own_draft_by_itself(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, "中共云岭乡委员会", drafter="何为民"))
    office.to_step(document_id, "sign:party")
    own = Decided("sign:party", 1, True, "同意", office.binding(document_id), "he-weimin")

    with pytest.raises(registry_errors.SamePersonError):
        record(office.house, lambda pen: pen.note(own, document_id), actor=office.actor("secretary"))

    assert not office.case(document_id).signer


def test_a_reviewer_may_return_their_own_draft_but_not_approve_it(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, drafter="陈立"))

    with pytest.raises(SamePersonError):
        office.approve(document_id, "unit_head")

    assert office.send_back(document_id, "unit_head").phase is Phase.TO_RETURN


def test_who_registered_a_document_does_not_seal_it(office: AnOffice) -> None:
    document_id = office.signed(a_title())
    office.register(document_id)
    both = dataclasses.replace(office.actor("keeper"), person="zhao-min")

    with pytest.raises(SamePersonError, match="登记人"):
        seal.seal_document(office.house, both, document_id, binding=office.binding(document_id))


@pytest.mark.parametrize("login", ["deputy", "clerk", "keeper", "secretary", "drafter"])
def test_a_step_is_done_by_its_role_only(office: AnOffice, login: str) -> None:
    document_id = office.take_in(a_title())

    with pytest.raises(NotYourStepError, match="科室负责人"):
        office.approve(document_id, login)


def test_what_was_not_shown_is_not_signed(office: AnOffice) -> None:
    document_id = office.take_in(a_title())
    real = office.binding(document_id)

    for other in (
        dataclasses.replace(real, content="0" * 64),
        dataclasses.replace(real, pages="0" * 64),
        dataclasses.replace(real, renderer="别的"),
        Binding("", "", ""),
    ):
        with pytest.raises(ShownHasChangedError):
            sign.approve(office.house, office.actor("unit_head"), document_id, binding=other)
    assert office.case(document_id).decisions == ()


def test_a_return_needs_its_reason(office: AnOffice) -> None:
    document_id = office.take_in(a_title())

    with pytest.raises(OpinionMissingError, match="退回没有写明理由"):
        office.send_back(document_id, "unit_head", "  ")


def test_a_decision_is_made_once(office: AnOffice) -> None:
    document_id = office.take_in(a_title())
    binding = office.binding(document_id)
    office.approve(document_id, "unit_head")

    with pytest.raises(HongtouError):
        sign.approve(office.house, office.actor("unit_head"), document_id, binding=binding, step="unit-review")

    assert len(office.case(document_id).decisions) == 1


def test_a_document_of_another_unit_is_one_that_does_not_exist(office: AnOffice) -> None:
    case = office.filed(a_title())
    outsider = office.actor("social_drafter")

    for name in (case.document_id, case.number, "W2026-99999"):
        with pytest.raises(UnknownDocumentError) as refusal:
            views.view_document(office.house, outsider, name)
        assert refusal.value.happened == "没有查到这份文件"
    assert case.document_id not in {row.document_id for row in lists.documents(office.house, outsider).rows}
    assert case.number not in {row.number for row in book.register_book(office.house, outsider).rows}
    assert search(office.house, outsider, f'"{case.title}"').total == 0
    assert search(office.house, office.actor("drafter"), f'"{case.title}"').total == 1


@pytest.mark.parametrize("login", ["security", "auditor", "admin"])
def test_the_three_officers_read_no_documents(office: AnOffice, login: str) -> None:
    case = office.filed(a_title())

    with pytest.raises(UnknownDocumentError):
        views.view_document(office.house, office.actor(login), case.document_id)
    assert search(office.house, office.actor(login), "安全第一").total == 0


def test_facts_and_numbers_are_the_clerk_s(office: AnOffice) -> None:
    title = a_title()
    lacking = office.take_in(title, a_sheet(title, "县政府"))

    with pytest.raises(NotYourRoleError):
        complete.state_facts(office.house, office.actor("deputy"), lacking, {})
    with pytest.raises(NotYourRoleError):
        register.start_numbers(office.house, office.actor("deputy"), "office", period=2026, last=3, reason="纸质")


# numbers


def test_nothing_is_registered_before_its_signature_and_nothing_twice(office: AnOffice) -> None:
    document_id = office.take_in(a_title())
    with pytest.raises(NothingToDoError, match="登记"):
        office.register(document_id)
    office.to_step(document_id, "register")
    number = office.register(document_id).number

    with pytest.raises(NothingToDoError):
        office.register(document_id)

    assert office.case(document_id).number == number


def test_numbers_follow_one_another_and_the_proposal_says_which(office: AnOffice) -> None:
    first, second = office.signed(a_title()), office.signed(a_title())
    offered = register.proposal(office.house, office.actor("clerk"), first)

    case = office.register(first)

    assert (case.number, case.serial) == (offered.text, offered.serial)
    assert office.register(second).serial == offered.serial + 1


def test_numbers_used_on_paper_are_passed_over_and_a_reserved_one_is_kept(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = tmp_path_factory.mktemp("numbers")
    prepare(root)
    with opened(root, new_clock()) as office:
        clerk = office.actor("clerk")
        with pytest.raises(OpinionMissingError, match="启用编号没有写明理由"):
            register.start_numbers(office.house, clerk, "云政发", period=2026, last=41, reason=" ")
        register.start_numbers(office.house, clerk, "云政发", period=2026, last=41, reason="纸质登记簿")
        register.reserve_range(office.house, clerk, "云政发", period=2026, first=42, last=43, reason="年度要点")
        with pytest.raises(registry_errors.RangeNotFreeError):
            register.reserve_range(office.house, clerk, "云政发", period=2026, first=43, last=44, reason="重叠")
        with pytest.raises(registry_errors.RangeNotFreeError):
            register.start_numbers(office.house, clerk, "云政发", period=2026, last=40, reason="往回")
        documents = [office.signed(a_title()) for _ in range(3)]
        assert register.proposal(office.house, clerk, documents[0]).reserved == (42, 43)

        with pytest.raises(NumberTakenError, match="云政发〔2026〕50号"):
            office.register(documents[1], serial=50)
        numbers = [office.register(documents[0]).number, office.register(documents[1], serial=43).number]
        with pytest.raises(NumberTakenError):
            office.register(documents[2], serial=43)

        assert numbers == ["云政发〔2026〕44号", "云政发〔2026〕43号"]
        assert office.register(documents[2], serial=42).number == "云政发〔2026〕42号"
        rows = book.register_book(office.house, clerk).rows
        assert [row.number for row in rows] == ["云政发〔2026〕42号", "云政发〔2026〕43号", "云政发〔2026〕44号"]


def test_the_number_bears_the_year_of_the_signature(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("year")
    prepare(root)
    clock = new_clock()
    with opened(root, clock) as office:
        clock.advance(dt.datetime(2026, 12, 31, 23, 59, tzinfo=BEIJING) - MONDAY)
        old = office.signed(a_title())
        clock.advance(days=4)
        new = office.signed(a_title())

        first, second = office.register(new), office.register(old)

        assert (first.number, first.dated) == ("云政发〔2027〕1号", dt.date(2027, 1, 4))
        assert (second.number, second.dated, second.printed_on) == (
            "云政发〔2026〕1号",
            dt.date(2026, 12, 31),
            dt.date(2027, 1, 4),
        )


def test_a_clock_set_back_gives_no_number(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("clock")
    prepare(root)
    clock = new_clock()
    with opened(root, clock) as office:
        document_id = office.signed(a_title())
        clock.advance(minutes=-6)

        with pytest.raises(ClockWentBackError):
            office.register(document_id)
        with pytest.raises(SurroundingsError):
            record(office.house, lambda pen: pen.note(a_registration(), document_id), actor=office.actor("clerk"))

        clock.advance(minutes=2)  # what a clock is corrected by on its own
        assert office.register(document_id).serial == 1


def a_registration() -> Registered:
    day = MONDAY.date()
    return Registered("register", "government", 2026, 1, "云政发〔2026〕1号", day, day, 1)


def test_every_series_of_the_example_office_is_written_by_its_rules(office: AnOffice) -> None:
    styles = {scheme.code: scheme.style for scheme in office.house.office.schemes}

    assert styles["云岭乡乡长办公会议纪要"] is NumberStyle.ISSUE_OF_YEAR
    assert styles["云政函"] is NumberStyle.YEAR


# what fails


def test_nothing_is_sealed_without_the_seal_s_image(office: AnOffice) -> None:
    document_id = office.signed(a_title())
    office.register(document_id)
    image = office.house.seals / "云岭乡人民政府.png"
    away = image.rename(image.with_suffix(".away"))

    try:
        with pytest.raises(SealImageMissingError, match=r"云岭乡人民政府\.png"):
            office.seal(document_id)
    finally:
        away.rename(image)

    assert office.seal(document_id).phase is Phase.SEALED


def test_what_would_be_issued_is_what_was_signed_or_nothing_is_issued(office: AnOffice) -> None:
    other = office.case(office.take_in(a_title())).document
    document_id = office.signed(a_title())
    office.register(document_id)
    office.seal(document_id)
    case = dataclasses.replace(office.case(document_id), document=other)

    with pytest.raises(SignedTextDiffersError):
        issue(office.house, case)
    assert office.case(document_id).phase is Phase.SEALED


@pytest.mark.parametrize(
    "error", [TypesettingError("标题", "纸张用完"), KeyError("nobody foresaw it")], ids=["known", "unforeseen"]
)
def test_a_document_that_fails_is_marked_and_stops_no_other(
    office: AnOffice, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    bad, good = a_title("坏"), a_title("好")
    show = Press.show

    def shows(press: Press, document: object) -> object:
        if document.title == bad:  # type: ignore[attr-defined]
            raise error
        return show(press, document)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Press, "show", shows)
        office.drop("b.docx", a_sheet(good))
        bad_id = office.take_in(bad, a_sheet(bad))
        stuck = office.case(bad_id).stuck
        advance(office.house)

    assert stuck is not None
    assert stuck.act == "呈批"
    assert office.verbs(bad_id).count("stuck") == 1
    cases = {case.title: case for case in office.house.registry.cases()}
    assert cases[good].phase is Phase.UNDER_WAY

    office.work()
    assert (office.case(bad_id).phase, office.case(bad_id).stuck) == (Phase.UNDER_WAY, None)


def test_the_limit_of_the_whole_way_counts_where_it_comes_first(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, a_sheet(title, 紧急程度="特急"))

    (item,) = [one for one in views.todo(office.house, office.actor("unit_head")) if one.document_id == document_id]

    assert item.due is not None
    assert item.due.at.date() == office.house.clock.today(), "urgent: the same day, though the step has a working day"
    assert item.due.left == "全程今天到期"
