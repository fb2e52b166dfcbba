"""Row A16, "outsiders only with approval and register" (外来人员查阅): nothing is shown before the one the rule names agreed, and all of it is in a register."""

# ruff: noqa: F401, F811 - a fixture is imported by its name, and asked for by it

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile

import pytest

from domain.secret_book import OutsiderVisit, Standing
from domain.secret_events import SECRETS, Move
from office import closing, handover, lending
from office.care import rebuild_registry
from office.doctor_secrecy import look_at_secrecy
from office.errors import NotYourRoleError, OfficeFileError, OpinionMissingError, SamePersonError, UnknownDocumentError
from office.office_file import parse_office
from office.outsiders import (
    Outsider,
    ask_for_outsider,
    decide_outsider,
    end_reading,
    outsider_register,
    outsider_workbook,
    show_to_outsider,
)
from office.secrecy_duties import secrecy_duties
from office.secret_errors import (
    CopyElsewhereError,
    NoRequestError,
    NoSecretPaperError,
    NotClearedError,
    OutsiderError,
    SecretUnfitError,
)
from office.secret_register import move_secret, read_book
from tests.acceptance.test_row_a16 import copy_of, office, registered
from tests.an_office import AnOffice, a_draft, a_title


def guest(subject: str, **more: object) -> Outsider:
    known = {
        "subject": subject,
        "serials": ("000012",),
        "name": "周国华",
        "organisation": "县委巡察组",
        "purpose": "核对会议精神传达情况",
        "companion": "陈立",
    }
    return Outsider(**known | more)  # type: ignore[arg-type]


def asked(office: AnOffice, subject: str, **more: object) -> int:
    return ask_for_outsider(office.house, office.actor("clerk"), guest(subject, **more))


def approved(office: AnOffice, subject: str, **more: object) -> int:
    index = asked(office, subject, **more)
    decide_outsider(office.house, office.actor("leader"), index, approved=True, opinion="同意")
    return index


def visit(office: AnOffice, index: int) -> OutsiderVisit:
    return read_book(office.house).visits[index]


def restricted(office: AnOffice) -> str:
    """File a document that only two and its clerk may read."""
    title = a_title()
    document_id = office.take_in(title, a_draft(title))
    office.filed_from(document_id)
    closing.set_readers(office.house, office.actor("clerk"), document_id, ["郑远", "陈立"], "限阅")
    return document_id


# outsiders only with approval and register; S3 十3: 外来查阅涉密材料必须请示办公室分管领导同意后方可查阅，并做好登记。


def test_outsiders_only_with_approval(office: AnOffice) -> None:
    house, clerk = office.house, office.actor("clerk")
    index = asked(office, registered(office))

    with pytest.raises(OutsiderError, match="还没有批准"):
        show_to_outsider(house, clerk, index)
    for login in ("director", "secretary", "unit_head", "clerk"):
        with pytest.raises(NotYourRoleError, match="分管领导"):
            decide_outsider(house, office.actor(login), index, approved=True)
    decide_outsider(house, office.actor("leader"), index, approved=True, opinion="同意")
    with pytest.raises(NoRequestError):
        decide_outsider(house, office.actor("leader"), index, approved=True)
    show_to_outsider(house, clerk, index)

    assert visit(office, index).is_under_way


def test_outsiders_only_with_register(office: AnOffice) -> None:
    house, clerk, number = office.house, office.actor("clerk"), registered(office)
    index = approved(office, number)
    show_to_outsider(house, clerk, index)
    office.clock.advance(dt.timedelta(minutes=40))
    end_reading(house, clerk, index, "摘抄一页，已核")

    (line,) = outsider_register(house, clerk)
    known = line.visit
    assert (known.asked.name, known.asked.organisation, known.asked.purpose) == (
        "周国华",
        "县委巡察组",
        "核对会议精神传达情况",
    )
    assert (known.asked.subject, known.asked.serials, line.level) == (number, ("000012",), "机密")
    assert (line.approver, line.companion, line.asker, line.state) == ("郑远", "陈立", "赵敏", "已归还")
    assert known.shown is not None
    assert known.done == known.shown + dt.timedelta(minutes=40)
    cells = zipfile.ZipFile(io.BytesIO(outsider_workbook(house, office.actor("auditor")))).read("xl/sharedStrings.xml")
    for words in ("周国华", "县委巡察组", "郑远同意：同意", "摘抄一页，已核", "陈立"):
        assert words in cells.decode()
    with pytest.raises(NotYourRoleError):
        outsider_register(house, office.actor("drafter"))


def test_what_was_refused_or_is_over_or_used_up_is_not_shown(office: AnOffice) -> None:
    house, clerk, leader = office.house, office.actor("clerk"), office.actor("leader")
    number, tomorrow = registered(office), office.clock.today() + dt.timedelta(days=1)
    refused, later, used = asked(office, number), approved(office, number, first=tomorrow), approved(office, number)

    with pytest.raises(OpinionMissingError):
        decide_outsider(house, leader, refused, approved=False)
    decide_outsider(house, leader, refused, approved=False, opinion="请其到县委办查阅")
    with pytest.raises(OutsiderError, match="请其到县委办查阅"):
        show_to_outsider(house, clerk, refused)
    with pytest.raises(OutsiderError, match="今天2026-03-02不在内"):
        show_to_outsider(house, clerk, later)
    show_to_outsider(house, clerk, used)
    end_reading(house, clerk, used)
    with pytest.raises(OutsiderError, match="已经用过"):
        show_to_outsider(house, clerk, used)
    office.clock.advance(dt.timedelta(days=2))
    with pytest.raises(OutsiderError, match="不在内"):
        show_to_outsider(house, clerk, later)
    assert [line.state for line in outsider_register(house, clerk)] == ["已归还", "已过期", "不同意"]


def test_nobody_approves_what_they_asked_for_or_stay_with(office: AnOffice) -> None:
    index = asked(office, registered(office), companion="郑远")

    with pytest.raises(SamePersonError, match="陪同人"):
        decide_outsider(office.house, office.actor("leader"), index, approved=True)


def test_a_copy_that_an_outsider_reads_goes_nowhere_else(office: AnOffice) -> None:
    house, clerk, number = office.house, office.actor("clerk"), registered(office)
    index, other = approved(office, number), approved(office, number)
    show_to_outsider(house, clerk, index)

    assert copy_of(office, number) == (Standing.SHOWN, "chen-li")
    with pytest.raises(CopyElsewhereError, match="由外来人员查阅，陈立陪同"):
        move_secret(house, clerk, number, ["000012"], Move.OUT, receiver="郑远", purpose="阅办")
    with pytest.raises(CopyElsewhereError, match="由外来人员查阅"):
        show_to_outsider(house, clerk, other)
    with pytest.raises(CopyElsewhereError, match="不能移交"):
        handover.hand_over(house, clerk, "陈立", "何为民", "郑远")
    end_reading(house, clerk, index)
    assert copy_of(office, number) == (Standing.KEPT, "")
    move_secret(house, clerk, number, ["000012"], Move.OUT, receiver="郑远", purpose="阅办")
    with pytest.raises(CopyElsewhereError, match="由郑远领用"):
        show_to_outsider(house, clerk, other)


def test_who_has_not_given_back_by_evening_is_named(office: AnOffice) -> None:
    house, clerk = office.house, office.actor("clerk")
    index = approved(office, registered(office))
    show_to_outsider(house, clerk, index)
    assert not look_at_secrecy(house).faults
    office.clock.advance(dt.timedelta(days=1))

    assert any("县委巡察组周国华" in said for said, _ in look_at_secrecy(house).faults)
    assert secrecy_duties(house, clerk).kept_out == ("县委巡察组周国华",)
    end_reading(house, clerk, index)
    assert not look_at_secrecy(house).faults
    assert not secrecy_duties(house, clerk).kept_out


def test_a_restricted_document_of_ours_is_shown_with_approval_and_known_to_nobody_outside_its_scope(
    office: AnOffice,
) -> None:
    house, clerk, document_id = office.house, office.actor("clerk"), restricted(office)

    with pytest.raises(OutsiderError, match="陪同人看不到"):
        asked(office, document_id, serials=(), companion="孙伟")
    index = asked(office, document_id, serials=())
    assert (secrecy_duties(house, office.actor("leader")).outsiders, outsider_register(house, clerk)[0].state) == (
        1,
        "待批",
    )
    blind = dataclasses.replace(house, office=dataclasses.replace(house.office, outsiders_by=("director",)))
    assert not outsider_register(blind, office.actor("director"))
    with pytest.raises(NoRequestError):
        decide_outsider(blind, office.actor("director"), index, approved=True)
    decide_outsider(house, office.actor("leader"), index, approved=True)
    show_to_outsider(house, clerk, index)
    assert [line.visit.asked.subject for line in outsider_register(house, office.actor("security"))] == [document_id]
    with pytest.raises(NoRequestError):
        end_reading(house, office.actor("security"), index)
    end_reading(house, clerk, index)


def test_an_archivist_gives_no_restricted_record_to_an_outsider(office: AnOffice) -> None:
    house, document_id = office.house, restricted(office)
    closing.set_readers(house, office.actor("clerk"), document_id, ["郑远"], "限阅")
    title = a_title()
    plain = office.filed(title).document_id
    reader = lending.Reader("周国华", "核对", "县委巡察组", "leader")
    archivist = office.actor("archivist")  # the clerk is the archivist, too, and so on the list

    with pytest.raises(OutsiderError, match="机要员"):
        lending.note_reading(house, archivist, [document_id], reader)
    with pytest.raises(OutsiderError, match="机要员"):
        lending.lend(house, archivist, [document_id], reader)
    assert lending.note_reading(house, archivist, [plain], reader)
    assert lending.note_reading(house, archivist, [document_id], lending.Reader("郑远", "核对"))


def test_what_is_asked_for_has_to_be_there_and_to_be_stated(office: AnOffice) -> None:
    number = registered(office)
    past = office.clock.today() - dt.timedelta(days=1)

    for wrong in ({"name": " "}, {"organisation": ""}, {"purpose": ""}, {"companion": "周国华"}, {"last": past}):
        with pytest.raises(SecretUnfitError):
            asked(office, number, **wrong)
    with pytest.raises(SecretUnfitError, match="本机关人员"):
        asked(office, number, organisation=office.house.office.name)
    with pytest.raises(NotClearedError, match="林晓"):
        asked(office, number, companion="林晓")
    with pytest.raises(NoSecretPaperError):
        asked(office, number, serials=())
    with pytest.raises(NoSecretPaperError):
        asked(office, "密2026-0099")
    with pytest.raises(UnknownDocumentError):
        asked(office, "W2026-99999", serials=())
    plain = office.filed(a_title()).document_id
    with pytest.raises(SecretUnfitError, match="不涉密、不限阅"):
        asked(office, plain, serials=())


def test_the_register_of_outsiders_is_the_same_when_it_is_made_again(office: AnOffice) -> None:
    index = approved(office, registered(office))
    show_to_outsider(office.house, office.actor("clerk"), index)
    before = read_book(office.house)

    rebuild_registry(office.house)

    assert read_book(office.house) == before
    assert [line.verb for line, _ in office.house.registry.history(SECRETS)][1:] == [
        "secret.outsider_asked",
        "secret.outsider_decided",
        "secret.outsider_shown",
    ]


@pytest.mark.parametrize(
    ("said", "answer"), [("[]", "至少一个岗位"), ('"leader"', "应写成"), ('["chief"]', "“chief”不存在")]
)
def test_who_may_approve_is_the_office_s_own(office: AnOffice, said: str, answer: str) -> None:
    text = (office.house.root / "office.toml").read_text("utf-8")

    def stated(by: str) -> str:
        return text.replace("[office]\n", f"[office]\noutsiders_by = {by}\n", 1)

    assert parse_office(stated('["director"]'), "office.toml").outsiders_by == ("director",)
    assert parse_office(text, "office.toml").outsiders_by == ("leader",)
    with pytest.raises(OfficeFileError, match=answer):
        parse_office(stated(said), "office.toml")
