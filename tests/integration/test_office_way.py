"""A document's way through an office, and every way back: returns, questions, lacking facts, revisions, withdrawals."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Phase
from domain.errors import BadInputError
from domain.facts import FactName
from domain.intake import Role as FileRole
from office import complete, sign, views
from office.advance import show_again_due
from office.errors import (
    NothingToDoError,
    OpinionMissingError,
    ShownHasChangedError,
    SignedAlreadyError,
    UnfitFactError,
)
from office.staged import document_of
from press.press import Press
from tests.an_office import UNIT, AnOffice, a_draft, a_sheet, a_title, new_clock, opened, prepare
from tests.samples.docx_builder import plain_docx


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


def returned(office: AnOffice, title: str) -> str:
    document_id = office.take_in(title)
    office.send_back(document_id, "unit_head", "第二段的数字请核对")
    office.work()
    return document_id


def folder_of(office: AnOffice, place: str, document_id: str) -> Path:
    return next(path for path in (office.house.root / place / UNIT).iterdir() if document_id in path.name)


def test_a_draft_goes_from_its_folder_into_the_archive_and_back(office: AnOffice) -> None:
    title = a_title()

    case = office.filed(title)

    assert office.verbs(case.document_id) == [
        "taken_in",
        "examined",
        "presented",
        *["decided"] * 5,
        "registered",
        "seals_pressed",
        "issued",
        "filed",
        "handed_back",
    ]
    names = [path.name for path in office.back("办结") if title in str(path)]
    assert [Path(name).suffix for name in sorted(names)] == [".docx", ".pdf", ".txt"]
    assert not list((office.house.mailroom.folders.drops / "发文" / UNIT).glob("*.docx"))


def test_a_returned_draft_comes_back_with_its_slip_and_its_id(office: AnOffice) -> None:
    document_id = returned(office, a_title())

    folder = folder_of(office, "退回", document_id)

    slip = next(folder.glob("*.txt")).read_text("utf-8-sig")
    assert "第二段的数字请核对（陈立" in slip
    docx = next(folder.glob("*.docx")).read_bytes()
    assert office.house.press.carried_id(docx) == document_id


def test_the_returned_file_dropped_again_is_the_next_version_of_the_same_document(office: AnOffice) -> None:
    title = a_title()
    document_id = returned(office, title)
    file = next(folder_of(office, "退回", document_id).glob("*.docx"))

    again = office.take_in(f"{title}（改）", file.read_bytes())

    case = office.case(again)
    assert (again, case.version, case.round) == (document_id, 2, 2)
    assert [step.key for step in case.open_steps()] == ["unit-review"]
    assert office.filed_from(document_id).phase is Phase.DONE


def test_the_returned_file_dropped_by_another_unit_is_a_document_of_its_own(office: AnOffice) -> None:
    title = a_title()
    document_id = returned(office, title)
    file = next(folder_of(office, "退回", document_id).glob("*.docx"))

    other = office.take_in(title, file.read_bytes(), unit="经济发展办公室")

    assert other != document_id
    assert office.case(document_id).phase is Phase.RETURNED


def test_without_the_id_the_clerk_is_asked_and_may_join_it(office: AnOffice) -> None:
    title = a_title()
    older = returned(office, title)
    newer = office.take_in(title, a_draft(title, body="各单位要坚持预防为主。"))
    assert older in office.case(newer).question
    assert any(item.document_id == newer for item in views.todo(office.house, office.actor("clerk")))

    complete.join_to(office.house, office.actor("clerk"), newer, older)
    office.work()

    assert office.case(newer).phase is Phase.WITHDRAWN
    case = office.case(older)
    assert (case.version, case.phase) == (2, Phase.UNDER_WAY)
    assert "预防为主" in document_of(office.house, case).plain_text()


def test_without_the_id_the_clerk_may_say_that_it_is_a_document_of_its_own(office: AnOffice) -> None:
    title = a_title()
    older = returned(office, title)
    newer = office.take_in(title, a_draft(title, body="各单位要坚持预防为主。"))

    complete.state_facts(office.house, office.actor("clerk"), newer, {})
    office.work()

    assert (office.case(newer).phase, office.case(older).phase) == (Phase.UNDER_WAY, Phase.RETURNED)


def test_nothing_is_joined_to_a_document_that_was_not_returned(office: AnOffice) -> None:
    title = a_title()
    returned(office, title)
    newer = office.take_in(title, a_draft(title, body="各单位要坚持预防为主。"))
    running = office.take_in(a_title())

    with pytest.raises(NothingToDoError, match="并入修改稿"):
        complete.join_to(office.house, office.actor("clerk"), newer, running)


def test_what_a_draft_lacks_is_told_its_drafter_and_stated_by_the_clerk(office: AnOffice) -> None:
    title = a_title("秋粮")
    document_id = office.take_in(title, plain_docx((f"^{title}", "各村：", "　　请抓紧收割。")))
    case = office.case(document_id)
    assert (case.phase, case.lacking) == (Phase.LACKING, (FactName.ORGANS,))
    slips = [path for path in office.back("已收") if f"{title} 待补正" in str(path)]
    assert "缺少：发文机关" in slips[0].read_text("utf-8-sig")
    (waits,) = [item for item in views.todo(office.house, office.actor("clerk")) if item.document_id == document_id]
    assert waits.due is not None
    assert (waits.due.at - office.clock.now()).days <= 1, "one working day, from office.toml"

    complete.state_facts(office.house, office.actor("clerk"), document_id, {FactName.ORGANS: "云岭乡党委"})
    office.work()

    case = office.case(document_id)
    assert (case.phase, case.organs, case.scheme) == (Phase.UNDER_WAY, ("party",), "party")
    assert office.verbs(document_id).count("handed_back") == 1


def test_the_clerk_states_only_what_the_office_knows(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, plain_docx((f"^{title}", "　　请抓紧收割。")))

    for name, value in [(FactName.KIND, "便条"), (FactName.ORGANS, "县政府"), (FactName.DRAFTER, "王五")]:
        with pytest.raises(UnfitFactError, match=value):
            complete.state_facts(office.house, office.actor("clerk"), document_id, {name: value})
    assert office.case(document_id).phase is Phase.LACKING


def test_a_reviewer_puts_in_a_revised_text_and_decides_on_what_is_shown_then(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title)
    before = office.binding(document_id)
    office.approve(document_id, "unit_head")
    revised = a_draft(a_title("防火"), body="各单位要严防死守。")

    sign.revise(office.house, office.actor("deputy"), document_id, name="修改.docx", data=revised, note="改标题")
    with pytest.raises(NothingToDoError):
        sign.approve(office.house, office.actor("deputy"), document_id, binding=before)
    office.work()

    case = office.case(document_id)
    assert (case.version, case.versions[-1].why, case.versions[-1].actor) == (2, "改标题", "sun-wei")
    assert "防火" in case.title
    assert case.title == document_of(office.house, case).title
    assert [step.key for step in case.open_steps()] == ["deputy-review"]
    marks = {line.mark for line in views.view_document(office.house, office.actor("deputy"), document_id).differences}
    assert marks >= {"+", "-"}
    with pytest.raises(ShownHasChangedError):
        sign.approve(office.house, office.actor("deputy"), document_id, binding=before)
    office.approve(document_id, "deputy")


def test_a_revised_text_that_cannot_be_read_changes_nothing(office: AnOffice) -> None:
    document_id = office.take_in(a_title())

    with pytest.raises(BadInputError):
        sign.revise(office.house, office.actor("unit_head"), document_id, name="坏.docx", data=b"PK\x03\x04 broken")

    assert office.case(document_id).version == 1


def test_a_draft_is_withdrawn_before_its_signature_only(office: AnOffice) -> None:
    document_id = office.take_in(a_title())
    with pytest.raises(OpinionMissingError, match="撤稿没有写明理由"):
        sign.withdraw(office.house, office.actor("drafter"), document_id, reason=" ")
    assert sign.withdraw(office.house, office.actor("drafter"), document_id, reason="不发了").phase is Phase.WITHDRAWN
    office.work()
    with pytest.raises(NothingToDoError):
        office.approve(document_id, "unit_head")

    signed = office.signed(a_title())
    with pytest.raises(SignedAlreadyError):
        sign.withdraw(office.house, office.actor("drafter"), signed, reason="不发了")


def test_an_unreadable_draft_goes_back_with_its_slip_and_can_come_again(office: AnOffice) -> None:
    title = a_title()
    hidden = plain_docx(
        (f"^{title}", "　　正文。"),
        raw=("<w:p><w:r><w:object/></w:r></w:p>",),
    )
    document_id = office.take_in(title, hidden)
    assert office.case(document_id).phase is Phase.REFUSED
    slip = next(folder_of(office, "退回", document_id).glob("*.txt")).read_text("utf-8-sig")
    assert "没有受理" in slip

    mended = office.take_in(title, a_draft(title))

    assert office.case(mended).phase in (Phase.UNDER_WAY, Phase.LACKING)


def test_a_joint_document_is_cosigned_before_it_is_signed_and_sealed_by_both(office: AnOffice) -> None:
    title = a_title("联合")
    document_id = office.take_in(title, a_sheet(title, "中共云岭乡委员会、云岭乡人民政府"))
    case = office.to_step(document_id, "cosign:government")
    assert [step.key for step in case.open_steps()] == ["cosign:government"]
    with pytest.raises(NothingToDoError):
        sign.approve(
            office.house, office.actor("secretary"), document_id, binding=office.binding(document_id), step="sign:party"
        )

    case = office.filed_from(document_id)

    assert case.number.startswith("云党发〔2026〕")
    assert case.seals == ("中共云岭乡委员会", "云岭乡人民政府")


def test_minutes_bear_the_number_of_their_issue(office: AnOffice) -> None:
    title = "云岭乡人民政府乡长办公会议纪要"
    data = a_sheet(title, kind="纪要")

    case = office.filed(title, data)

    assert case.number == "第1期"


def test_pages_made_by_another_renderer_are_shown_again_before_anybody_signs(
    office: AnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = office.take_in(a_title())
    old = office.binding(document_id)
    real, show = office.house.press.renderer(), office.house.press.show
    with monkeypatch.context() as patch:
        patch.setattr(Press, "renderer", lambda self: real + "；新字体")
        patch.setattr(
            Press, "show", lambda self, document: dataclasses.replace(show(document), renderer=real + "；新字体")
        )
        with pytest.raises(ShownHasChangedError):
            sign.approve(office.house, office.actor("unit_head"), document_id, binding=old)
        show_again_due(office.house)

        case = office.approve(document_id, "unit_head")

    assert case.decisions[-1].approved
    assert office.verbs(document_id).count("presented") == 2
    show_again_due(office.house)  # and back to the real one, for the tests that follow


def test_the_same_bytes_dropped_twice_are_one_document(office: AnOffice) -> None:
    title = a_title()
    data = a_draft(title)
    document_id = office.take_in(title, data)

    assert office.take_in(f"{title} 副本", data) == document_id

    assert office.verbs(document_id).count("taken_in") == 1


def test_attachments_stay_with_a_revised_body(office: AnOffice) -> None:
    title = a_title()
    folder = office.house.mailroom.folders.drops / "发文" / UNIT / title
    folder.mkdir()
    (folder / "附件1 名单.docx").write_bytes(plain_docx(("^名单", "　　甲。")))
    (folder / "正文.docx").write_bytes(a_sheet(title))
    document_id = next(row.document_id for row in office.work() if row.act == "收件")

    sign.revise(office.house, office.actor("unit_head"), document_id, name="改.docx", data=a_sheet(title, 印数="30"))
    office.work()

    case = office.case(document_id)
    assert [file.role for file in case.versions[-1].files] == [FileRole.BODY, FileRole.ATTACHMENT]
    assert "甲。" in document_of(office.house, case).plain_text()
