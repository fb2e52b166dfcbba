"""A document handed in again: the same bytes are a mistake while it is on its way, a new try once it came back; a newer text is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Phase
from domain.facts import FactName
from office import complete, sign
from office.errors import NothingToDoError, OtherUnitError, SignedAlreadyError
from tests.an_office import AnOffice, a_draft, a_title, new_clock, opened, prepare


@pytest.fixture(scope="module")
def an_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root: Path = tmp_path_factory.mktemp("resubmission") / "office"
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


def test_the_same_bytes_while_under_way_are_the_same_document(an_office: AnOffice) -> None:
    title = a_title()
    data = a_draft(title)
    document_id = an_office.take_in(title, data)

    place = an_office.drop(f"{title}（再投）.docx", data)
    an_office.work()

    assert not place.exists()
    assert an_office.case(document_id).version == 1


def test_the_same_bytes_after_a_return_are_the_next_version(an_office: AnOffice) -> None:
    title = a_title()
    data = a_draft(title)
    document_id = an_office.take_in(title, data)
    an_office.send_back(document_id, "unit_head")
    an_office.work()

    an_office.drop(f"{title}.docx", data)
    an_office.work()

    case = an_office.case(document_id)
    assert (case.version, case.round, case.phase) == (2, 2, Phase.UNDER_WAY)


def test_the_same_bytes_after_a_withdrawal_are_a_document_of_their_own(an_office: AnOffice) -> None:
    title = a_title()
    data = a_draft(title)
    withdrawn = an_office.take_in(title, data)
    sign.withdraw(an_office.house, an_office.actor("clerk"), withdrawn, reason="改期")

    again = an_office.take_in(title, data)

    assert again != withdrawn
    assert an_office.case(again).phase is Phase.UNDER_WAY


def a_newer_text(title: str) -> bytes:
    return a_draft(title, body="各单位要坚持预防为主。")


def stamped(an_office: AnOffice, document_id: str, data: bytes) -> bytes:
    return an_office.house.press.stamp(data, document_id)


def test_a_newer_text_with_the_id_of_a_running_document_is_asked_about(an_office: AnOffice) -> None:
    running = an_office.take_in(a_title())

    title = a_title()
    newer = an_office.take_in(title, stamped(an_office, running, a_newer_text(title)))

    case = an_office.case(newer)
    assert (newer != running, case.phase) == (True, Phase.LACKING)
    assert f"带有在办的 {running} 的编号，该件现在“科室核稿”" in case.question
    slip = next(path for path in an_office.back("已收") if f"{title} 待补正" in path.name).read_text("utf-8-sig")
    assert running in slip
    assert "由这一稿代替" in slip


def test_a_newer_text_of_the_same_title_is_asked_about_while_the_first_runs(an_office: AnOffice) -> None:
    title = a_title()
    running = an_office.take_in(title)

    newer = an_office.take_in(title, a_newer_text(title))

    assert f"与在办的 {running} 同单位、同标题" in an_office.case(newer).question


def test_a_newer_text_takes_the_place_of_the_running_one_and_starts_from_the_first_step(an_office: AnOffice) -> None:
    title = a_title()
    running = an_office.take_in(title)
    an_office.approve(running, "unit_head")
    newer = an_office.take_in(title, a_newer_text(title))

    complete.join_to(an_office.house, an_office.actor("clerk"), newer, running)
    an_office.work()

    old, new = an_office.case(running), an_office.case(newer)
    assert (old.phase, old.reason) == (Phase.WITHDRAWN, f"由新稿 {newer} 代替")
    assert (new.phase, [step.key for step in new.open_steps()]) == (Phase.UNDER_WAY, ["unit-review"])


def test_a_newer_text_may_be_a_document_of_its_own(an_office: AnOffice) -> None:
    title = a_title()
    running = an_office.take_in(title)
    newer = an_office.take_in(title, a_newer_text(title))

    complete.state_facts(an_office.house, an_office.actor("clerk"), newer, {})
    an_office.work()

    assert {an_office.case(each).phase for each in (running, newer)} == {Phase.UNDER_WAY}


def test_a_newer_text_follows_the_running_one_once_that_was_returned(an_office: AnOffice) -> None:
    title = a_title()
    running = an_office.take_in(title)
    newer = an_office.take_in(title, a_newer_text(title))
    an_office.send_back(running, "unit_head")
    an_office.work()

    complete.join_to(an_office.house, an_office.actor("clerk"), newer, running)
    an_office.work()

    case = an_office.case(running)
    assert (case.version, case.phase, an_office.case(newer).phase) == (2, Phase.UNDER_WAY, Phase.WITHDRAWN)


def test_what_is_signed_is_not_replaced(an_office: AnOffice) -> None:
    title = a_title()
    signed = an_office.signed(title)
    newer = an_office.take_in(title, a_newer_text(title))

    with pytest.raises(SignedAlreadyError):
        complete.join_to(an_office.house, an_office.actor("clerk"), newer, signed)

    assert an_office.case(signed).signer
    assert an_office.case(newer).phase is Phase.LACKING


def test_only_the_running_document_that_was_asked_about_is_replaced(an_office: AnOffice) -> None:
    other = an_office.take_in(a_title())
    title = a_title()
    an_office.take_in(title)
    newer = an_office.take_in(title, a_newer_text(title))

    with pytest.raises(NothingToDoError):
        complete.join_to(an_office.house, an_office.actor("clerk"), newer, other)

    assert an_office.case(other).phase is Phase.UNDER_WAY


def test_no_unit_learns_of_another_s_document_by_writing_its_id_into_a_file(an_office: AnOffice) -> None:
    running = an_office.take_in(a_title())
    title = a_title()
    data = stamped(an_office, running, a_newer_text(title))

    other = an_office.take_in(title, data, unit="经济发展办公室")

    case = an_office.case(other)
    assert (case.question, case.phase) == ("", Phase.UNDER_WAY)


def test_a_draft_is_joined_to_no_other_unit_s_document(an_office: AnOffice) -> None:
    older = an_office.take_in(a_title())
    an_office.send_back(older, "unit_head")
    an_office.work()
    title = a_title()
    for body in ("第一次写的。", "第二次写的。"):
        newer = an_office.take_in(title, a_draft(title, body=body), unit="经济发展办公室")

    with pytest.raises(OtherUnitError, match="另一科室"):
        complete.join_to(an_office.house, an_office.actor("clerk"), newer, older)

    assert an_office.case(older).phase is Phase.RETURNED


def test_a_title_used_again_after_the_first_came_to_its_end_is_no_question(an_office: AnOffice) -> None:
    title = a_title()
    an_office.filed(title)

    again = an_office.take_in(title, a_newer_text(title))

    case = an_office.case(again)
    assert (case.question, case.facts.value(FactName.TITLE), case.phase) == ("", title, Phase.UNDER_WAY)


def test_the_receipt_of_a_draft_handed_in_again_says_which_version_it_is(an_office: AnOffice) -> None:
    title = a_title()
    document_id = an_office.take_in(title)
    an_office.send_back(document_id, "unit_head")
    an_office.work()

    again = an_office.take_in(title, stamped(an_office, document_id, a_newer_text(title)))

    receipts = [path.read_text("utf-8-sig") for path in an_office.back("已收") if f"《{title}》已收" in path.name]
    assert again == document_id
    assert sorted(f"{document_id}（第2稿）" in receipt for receipt in receipts) == [False, True]
