"""Row A16 of the offices' rules, confidentiality (保密), sentence by sentence: each quoted beside the assertion that holds it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest

from domain.levels import Level
from domain.secret_book import Standing
from domain.secret_events import SECRETS, Leaving, Move, PaperOrigin
from office import closing, handover
from office.care import rebuild_registry
from office.clean_up import (
    clean_up_due,
    clean_up_workbook,
    close_clean_up,
    half_of,
    open_clean_up,
    return_lists,
    return_workbook,
)
from office.complete import require_permitted
from office.doctor_secrecy import look_at_secrecy
from office.errors import NotYourRoleError, SamePersonError
from office.office_file import parse_office
from office.secret_copying import ask_for_copies, copy_requests, decide_copies, register_copies
from office.secret_errors import (
    AbovePermittedError,
    CleanUpError,
    CopyElsewhereError,
    NoCopyRuleError,
    NoRequestError,
    NoSecretPaperError,
    NotClearedError,
    NothingHeldError,
    SecretUnfitError,
)
from office.secret_register import Stated, move_secret, read_book, register_secret, secret_book, send_secret_away
from tests.an_office import AnOffice, a_draft, a_title, new_clock, opened, prepare

ISSUER = "中共临溪县委办公室"
S3 = """
[[copying]]
levels = ["绝密"]
posts = ["head"]
by_issuer = true

[[copying]]
levels = ["机密", "秘密"]
posts = ["director"]
"""
S4 = """
[[copying]]
levels = ["绝密", "机密", "秘密"]
posts = ["director"]
by_issuer = true
"""


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root, S3)
    settings = root / "office.toml"
    text = settings.read_text("utf-8").replace('clearance = "内部"', 'clearance = "绝密"')
    settings.write_text(text.replace('name = "林晓"\nclearance = "绝密"', 'name = "林晓"\nclearance = "秘密"'), "utf-8")
    with opened(root, new_clock()) as office:
        yield office


def stated(**more: object) -> Stated:
    known = {
        "issuer": ISSUER,
        "level": Level.CONFIDENTIAL,
        "term": "10年",
        "serials": "000012-000013",
        "place": "保密柜甲",
    }
    return Stated(**known | more)  # type: ignore[arg-type]


def registered(office: AnOffice, **more: object) -> str:
    return register_secret(office.house, office.actor("clerk"), stated(**more))


def copy_of(office: AnOffice, number: str, serial: str = "000012") -> tuple[Standing, str]:
    copy = read_book(office.house).papers[number].copy(serial)
    assert copy is not None
    return copy.standing, copy.holder


# Levels 绝密/机密/秘密;


@pytest.mark.parametrize("level", list(Level))
def test_levels(office: AnOffice, level: Level) -> None:
    if level.is_state_secret:
        number = registered(office, level=level)
        assert read_book(office.house).papers[number].level is level
    else:
        with pytest.raises(SecretUnfitError, match="不是国家秘密的密级"):
            registered(office, level=level)


# only the confidential clerk receives and opens;


@pytest.mark.parametrize(
    "login", ["drafter", "unit_head", "director", "leader", "head", "archivist", "admin", "auditor"]
)
def test_only_the_confidential_clerk_receives(office: AnOffice, login: str) -> None:
    with pytest.raises(NotYourRoleError, match="机要员"):
        register_secret(office.house, office.actor(login), stated())


# registered, numbered, signed for;


def test_registered_numbered_signed_for(office: AnOffice) -> None:
    first, second = registered(office, reference="临办发〔2026〕3号"), registered(office)

    assert (first, second) == ("密2026-0001", "密2026-0002")
    assert [copy.serial for copy in read_book(office.house).papers[first].copies] == ["000012", "000013"]
    with pytest.raises(SecretUnfitError, match="已经登记过"):
        registered(office, reference="临办发〔2026〕3号", serials="13")
    with pytest.raises(SecretUnfitError, match="份号"):
        registered(office, serials="")
    move_secret(office.house, office.actor("clerk"), first, ["000012"], Move.OUT, receiver="郑远", purpose="阅办")
    assert copy_of(office, first) == (Standing.OUT, "zheng-yuan")


# read within scope, widening needs approval and clean-up;


def test_read_within_scope(office: AnOffice) -> None:
    number = registered(office)

    with pytest.raises(NotClearedError, match="林晓"):
        move_secret(office.house, office.actor("clerk"), number, ["000012"], Move.OUT, receiver="林晓", purpose="阅办")
    with pytest.raises(SecretUnfitError, match="外单位"):
        move_secret(office.house, office.actor("clerk"), number, ["000012"], Move.OUT, receiver="张三", purpose="阅办")


def test_widening_needs_approval_and_clean_up(office: AnOffice) -> None:
    title = a_title()
    document_id = office.take_in(title, a_draft(title))
    office.filed_from(document_id)
    house, clerk = office.house, office.actor("clerk")
    closing.set_readers(house, clerk, document_id, ["郑远"], "限阅")
    closing.ask_widening(house, clerk, document_id, ["孙伟"], "需要阅处")
    (asked,) = office.case(document_id).widenings
    assert "sun-wei" not in office.case(document_id).readers

    closing.decide_widening(house, office.actor("head"), document_id, asked.index, approved=True, opinion="同意")
    assert "sun-wei" in office.case(document_id).readers
    closing.set_readers(house, clerk, document_id, ["郑远"], "阅毕清理")
    assert "sun-wei" not in office.case(document_id).readers


# copying by a table office × level (S3: 绝密 by the issuing organ's leader, 机密/秘密 by the director; S4: always by the issuing organ),


def test_copying_by_the_table_of_s3(office: AnOffice) -> None:
    house, clerk = office.house, office.actor("clerk")
    plain, top = registered(office), registered(office, level=Level.TOP_SECRET, term="30年")
    one, other = (ask_for_copies(house, clerk, number, 2, "会议使用", "何为民") for number in (plain, top))

    with pytest.raises(NotYourRoleError, match="办公室主任"):
        decide_copies(house, office.actor("leader"), one, approved=True)
    with pytest.raises(NotYourRoleError):
        decide_copies(house, office.actor("director"), other, approved=True, consent="县委办〔2026〕1号函")
    with pytest.raises(SecretUnfitError, match="发文机关书面同意"):
        decide_copies(house, office.actor("head"), other, approved=True)
    decide_copies(house, office.actor("director"), one, approved=True)
    decide_copies(house, office.actor("head"), other, approved=True, consent="县委办〔2026〕1号函，3月1日")

    assert [request.approved for request, _ in copy_requests(house, clerk)] == [True, True]
    assert [paper.number for _, paper in copy_requests(house, office.actor("director"))] == [plain]


def test_copying_by_the_table_of_s4_and_by_none(office: AnOffice) -> None:
    number = registered(office)
    text = (office.house.root / "office.toml").read_text("utf-8")
    s4 = dataclasses.replace(office.house, office=parse_office(text.replace(S3, S4), "office.toml"))
    none = dataclasses.replace(office.house, office=parse_office(text.replace(S3, ""), "office.toml"))
    index = ask_for_copies(s4, office.actor("clerk"), number, 1, "会议使用", "何为民")

    with pytest.raises(SecretUnfitError, match="发文机关书面同意"):
        decide_copies(s4, office.actor("director"), index, approved=True)
    with pytest.raises(NoCopyRuleError, match="没有规定"):
        ask_for_copies(none, office.actor("clerk"), number, 1, "会议使用", "何为民")


def test_nobody_approves_copies_for_themselves(office: AnOffice) -> None:
    director = office.actor("director")
    index = ask_for_copies(office.house, office.actor("clerk"), registered(office), 1, "自用", director.person)

    with pytest.raises(SamePersonError):
        decide_copies(office.house, director, index, approved=True)


# copies handled at the same level;


def test_copies_are_handled_at_the_same_level(office: AnOffice) -> None:
    house, clerk = office.house, office.actor("clerk")
    number = registered(office, return_by=dt.date(2026, 6, 1))
    index = ask_for_copies(house, clerk, number, 2, "会议使用", "何为民")
    with pytest.raises(NoRequestError):
        register_copies(house, clerk, index, "保密柜甲")
    decide_copies(house, office.actor("director"), index, approved=True)

    copied = register_copies(house, clerk, index, "保密柜甲")

    made, original = read_book(house).papers[copied], read_book(house).papers[number]
    assert (made.origin, made.original) == (PaperOrigin.COPY, number)
    assert (made.level, made.term, made.return_by) == (original.level, original.term, original.return_by)
    assert [copy.serial for copy in made.copies] == ["复001", "复002"]
    with pytest.raises(NoRequestError):
        register_copies(house, clerk, index, "保密柜甲")


# never on internet-connected machines or the exchange network;


def test_a_level_above_what_this_machine_may_hold_is_refused(office: AnOffice) -> None:
    with pytest.raises(AbovePermittedError, match="机密”高于本机允许存放的“内部"):
        require_permitted(office.house, "机密★10年")
    assert not (office.house.root / "archive" / Level.CONFIDENTIAL.slug).exists()


# half-yearly clean-up;


def test_half_yearly_clean_up(office: AnOffice) -> None:
    house, clerk = office.house, office.actor("clerk")
    assert open_clean_up(house) is None  # nothing is here
    number = registered(office)
    office.clock.advance(dt.timedelta(days=95))  # June

    rows = clean_up_due(house)

    assert [(row.document_id, row.act, row.result) for row in rows] == [(number, "2026年上半年", "待核对")] * 2
    with pytest.raises(SamePersonError):
        close_clean_up(house, clerk, missing=[], witness=clerk.person)
    with pytest.raises(SecretUnfitError, match="没有写明查找"):
        close_clean_up(house, clerk, missing=[f"{number}/000013"], witness="陈立")
    with pytest.raises(NoSecretPaperError):
        close_clean_up(house, clerk, missing=["密2026-0009/000013"], witness="陈立", note="已报告")
    done = close_clean_up(house, clerk, missing=[f"{number}/000013"], witness="陈立", note="当日报告乡长，正在查找")

    assert done.closed is not None
    assert (done.closed.counted, done.closed.missing) == (1, (f"{number}/000013",))
    assert copy_of(office, number, "000013")[0] is Standing.MISSING
    assert any("没有找到" in said for said, _ in look_at_secrecy(house).faults)
    assert not clean_up_due(house)
    with pytest.raises(CleanUpError):
        close_clean_up(house, clerk, missing=[], witness="陈立")
    move_secret(house, clerk, number, ["000013"], Move.BACK, place="保密柜甲")
    assert not look_at_secrecy(house).faults


@pytest.mark.parametrize(
    ("day", "half"),
    [
        (dt.date(2026, 5, 31), "2025年下半年"),
        (dt.date(2026, 6, 1), "2026年上半年"),
        (dt.date(2026, 11, 30), "2026年上半年"),
        (dt.date(2026, 12, 1), "2026年下半年"),
    ],
)
def test_a_missed_day_catches_up(day: dt.date, half: str) -> None:
    assert half_of(day) == half


# returned to the issuer on schedule (A18: 清退 lists per issuer)


def test_lists_of_what_goes_back_by_issuer(office: AnOffice) -> None:
    house, clerk = office.house, office.actor("clerk")
    late = registered(office, return_by=dt.date(2026, 3, 1))
    registered(office, issuer="临溪县人民政府办公室", serials="7")
    registered(office, issuer="云岭乡党政办公室", origin=PaperOrigin.ISSUED, serials="1")

    lists = return_lists(house, clerk)

    assert [(one.issuer, len(one.copies), one.overdue) for one in lists] == [
        (ISSUER, 2, 2),
        ("临溪县人民政府办公室", 1, 0),
    ]
    assert return_workbook(house, clerk, ISSUER)[:2] == clean_up_workbook(house, clerk)[:2] == b"PK"
    move_secret(house, clerk, late, ["000012"], Move.OUT, receiver="郑远", purpose="阅办")
    with pytest.raises(CopyElsewhereError, match="郑远"):
        send_secret_away(house, clerk, late, ["000012"], Leaving.RETURNED, receiver="县委机要局", reference="清退1号")
    move_secret(house, clerk, late, ["000012"], Move.BACK, place="保密柜甲")
    send_secret_away(
        house, clerk, late, ["000012", "000013"], Leaving.RETURNED, receiver="县委机要局", reference="清退1号"
    )
    assert ISSUER not in [one.issuer for one in return_lists(house, clerk)]


# handed over when staff leave;


def test_handed_over_when_staff_leave(office: AnOffice) -> None:
    house, clerk = office.house, office.actor("clerk")
    number = registered(office)
    title = a_title()
    document_id = office.take_in(title, a_draft(title))
    office.filed_from(document_id)
    closing.set_readers(house, clerk, document_id, ["何为民"], "限阅")
    move_secret(house, clerk, number, ["000012"], Move.OUT, receiver="何为民", purpose="阅办")
    leaving = handover.held_by(house, "he-weimin")
    assert ([copy.serial for _, copy in leaving.secrets], leaving.listed) == (["000012"], (document_id,))

    settings = house.office
    gone = dataclasses.replace(settings, people=tuple(one for one in settings.people if one.id != "he-weimin"))
    faults = look_at_secrecy(dataclasses.replace(house, office=gone)).faults
    assert any("he-weimin" in said and "写回 office.toml" in mend for said, mend in faults)
    with pytest.raises(SecretUnfitError, match="批准人"):
        handover.hand_over(house, clerk, "何为民", "赵敏", "林晓")
    with pytest.raises(NotClearedError):
        handover.hand_over(house, clerk, "何为民", "林晓", "郑远")
    handover.hand_over(house, clerk, "何为民", "赵敏", "郑远", "调离")

    assert copy_of(office, number) == (Standing.OUT, "zhao-min")
    assert "he-weimin" not in office.case(document_id).readers
    assert "zhao-min" in office.case(document_id).readers
    assert not handover.held_by(house, "he-weimin").secrets
    with pytest.raises(NothingHeldError):
        handover.hand_over(house, clerk, "何为民", "赵敏", "郑远")


# destroyed centrally with approval, register, escort.


def test_destroyed_with_approval_register_escort(office: AnOffice) -> None:
    house, clerk = office.house, office.actor("clerk")
    number = registered(office)

    def destroy(approver: str, *escorts: str) -> None:
        send_secret_away(
            house,
            clerk,
            number,
            ["000012"],
            Leaving.DESTROYED,
            receiver="县涉密载体销毁中心",
            reference="销毁清单2026-1",
            approver=approver,
            escorts=escorts,
        )

    for approver, escorts in (
        ("", ("陈立", "孙伟")),
        ("林晓", ("陈立", "孙伟")),
        ("郑远", ("陈立",)),
        ("郑远", ("陈立", "郑远")),
    ):
        with pytest.raises(SecretUnfitError):
            destroy(approver, *escorts)
    destroy("郑远", "陈立", "孙伟")

    assert copy_of(office, number)[0] is Standing.DESTROYED
    assert copy_of(office, number, "000013")[0] is Standing.KEPT


# Paper secrets have a register without content (a neutral title is allowed).


def test_a_register_without_content(office: AnOffice) -> None:
    number = registered(office, name="甲号文件")
    assert read_book(office.house).papers[number].name == "甲号文件"
    with pytest.raises(SecretUnfitError, match="代称"):
        registered(office, name="中共临溪县委办公室关于做好某项重要工作有关事项的通知（二次征求意见稿）")
    with pytest.raises(NotYourRoleError):
        secret_book(office.house, office.actor("director"))


def test_the_register_is_the_same_when_it_is_made_again(office: AnOffice) -> None:
    number = registered(office)
    move_secret(office.house, office.actor("clerk"), number, ["000012"], Move.OUT, receiver="郑远", purpose="阅办")
    before = read_book(office.house)

    rebuild_registry(office.house)

    assert read_book(office.house) == before
    assert len(office.house.registry.history(SECRETS)) == 2
