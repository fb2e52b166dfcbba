"""Row A1 of the offices' rules, dispatch (发文), sentence by sentence: each quoted beside the assertion that holds it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest

from domain.book_events import RepealKind
from domain.case import Phase
from domain.deadlines import whole_due
from domain.events import Nature
from domain.levels import Level
from domain.posts import Role
from domain.procedure import Limit, LimitUnit, Verb
from office import delegation, extend, register, repeal, seal, sign
from office.errors import NothingToDoError, NotYourRoleError, NotYourStepError, SignedAlreadyError
from office.issuing_errors import PrinterNotApprovedError
from office.printing import note_printing
from office.views import todo
from registry.errors import MisfitHereError
from tests.a_way import act, drafted, go_on, going_by, until
from tests.an_office import AnOffice, a_sheet, a_title, new_clock, opened, prepare
from tests.office_signing import agree, compare, put_in, record_paper, say_yes, to_sign
from tests.samples.docx_builder import with_table


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as office:
        yield office


@pytest.fixture
def subdistrict(township: AnOffice) -> AnOffice:
    return going_by(township, "dispatch-subdistrict")


@pytest.fixture
def district(township: AnOffice) -> AnOffice:
    return going_by(township, "dispatch-district")


def _names(office: AnOffice, document_id: str) -> list[str]:
    return [decision.step for decision in office.case(document_id).decisions]


# Chain: unit drafts → unit head signs → the office reviews → leader in charge signs → 签发.


def test_the_chain(township: AnOffice) -> None:
    document_id = until(township, "register")

    assert _names(township, document_id) == [
        "unit-review",
        "deputy-review",
        "director-review",
        "leader-review",
        "sign:government",
    ]


# Who issues depends on the organ named.


@pytest.mark.parametrize(
    ("organ", "steps", "issuer"),
    [
        # S2: party committee → 书记 issues
        ("中共云岭乡委员会", ["leader-review"], "secretary"),
        # sub-district office 办事处 → 书记 audits, 办事处主任 issues
        ("云岭乡人民政府", ["leader-review", "secretary-review"], "head"),
        # the party-and-government office's own documents → the committee's 秘书 reviews, the 驻会书记 issues
        ("云岭乡党政办公室", ["leader-review", "aide-review"], ""),
    ],
)
def test_who_issues_depends_on_the_organ_named(
    subdistrict: AnOffice, organ: str, steps: list[str], issuer: str
) -> None:
    route = subdistrict.case(drafted(subdistrict, organs=organ)).route
    assert route is not None
    before = [step.id for step in route.steps if step.verb is Verb.REVIEW]
    signing = next(step for step in route.steps if step.verb is Verb.SIGN)

    assert before[2:] == steps
    named = subdistrict.house.office.organ_named(organ)
    assert named is not None
    assert signing.roles == ((Role(issuer),) if issuer else (named.principal,))


def test_s3_papers_of_overall_weight_go_through_deputies_and_director_and_routine_ones_to_the_director(
    township: AnOffice,
) -> None:
    # S3: committee and government documents and papers of overall weight → revised and signed in turn by the office's deputies
    # and director → principal; routine office documents → director.
    heavy = township.case(drafted(township)).route
    routine = township.case(drafted(township, organs="云岭乡党政办公室")).route
    assert heavy is not None
    assert routine is not None

    assert [step.id for step in heavy.steps][1:3] == ["deputy-review", "director-review"]
    assert "director-review" not in [step.id for step in routine.steps]
    assert next(step.roles for step in routine.steps if step.verb is Verb.SIGN) == (Role.DIRECTOR,)


def test_s4_upward_papers_are_signed_by_the_principal_alone_others_also_by_a_delegate(district: AnOffice) -> None:
    # S4: 上行文 by the principal or acting leader alone; 下行文/平行文 by the principal or a delegate.
    today = district.clock.today()
    delegation.delegate(
        district.house,
        district.actor("head"),
        receiver="sun-wei",
        roles=(Role.HEAD,),
        first=today,
        last=today,
        reason="外出",
    )
    down, up = until(district, "sign"), until(district, "sign", 行文方向="上行文")

    assert district.approve(down, "director").decisions[-1].principal == "zheng-yuan"
    with pytest.raises(NotYourStepError):
        district.approve(up, "director")


def test_joint_documents_every_organ_s_principal_signs(township: AnOffice) -> None:
    # Joint documents: every organ's principal signs.
    document_id = until(township, "register", organs="中共云岭乡委员会、云岭乡人民政府")

    signed = {decision.organ: decision.actor for decision in township.case(document_id).decisions if decision.organ}

    assert signed == {"party": "he-weimin", "government": "zheng-yuan"}


def test_the_office_revises_it_does_not_only_return(township: AnOffice) -> None:
    # The office revises (修订), it does not only return.
    title = a_title()
    document_id = township.take_in(title, a_sheet(title))
    township.approve(document_id, "unit_head")

    sign.revise(township.house, township.actor("deputy"), document_id, name="修订.docx", data=a_sheet(title))
    township.work()

    case = township.case(document_id)
    assert (case.version, case.phase) == (2, Phase.UNDER_WAY)
    assert [step.id for step in case.open_steps()] == ["deputy-review"], "the unit head's signature stands"


def test_review_asks_whether_form_and_format_are_right(township: AnOffice) -> None:
    # Review asks: is a document needed, is its form right, does it follow the rules, is the format right.
    document_id = drafted(township, kind="请示", organs="云岭乡人民政府、中共云岭乡委员会")

    assert township.case(document_id).findings


# 复核: signatures complete, attachments, format; S2 rechecks after numbering, S4 before registering and once more after printing.


@pytest.mark.parametrize(
    ("name", "after"),
    [("dispatch-subdistrict", ["register"]), ("dispatch-district", ["proofread", "print"])],
)
def test_recheck_stands_where_the_office_put_it(township: AnOffice, name: str, after: list[str]) -> None:
    route = going_by(township, name).case(drafted(going_by(township, name))).route
    assert route is not None
    checks = [place for place, step in enumerate(route.steps) if step.id.startswith("recheck")]

    assert [route.steps[place - 1].id for place in checks] == after
    items = "".join(route.steps[checks[0]].items)
    assert all(word in items for word in ("手续完备", "附件", "格式"))


def test_corrections_of_wording_are_confirmed_by_the_signer(township: AnOffice) -> None:
    # Corrections of wording are confirmed by the signer;
    document_id = until(township, "register")
    put_in(township, document_id, Nature.WORDING)
    with pytest.raises(NothingToDoError):
        township.register(document_id)

    say_yes(township, document_id)

    assert township.register(document_id).number


def test_substantive_changes_go_through_review_again(township: AnOffice) -> None:
    # substantive changes go through review again.
    document_id = until(township, "register")
    case = put_in(township, document_id, Nature.SUBSTANCE)

    assert (case.signer, [step.id for step in case.open_steps()]) == ("", ["unit-review"])


def test_registration_is_the_clerk_s_own_act(subdistrict: AnOffice) -> None:
    # 登记 is the confidential clerk's own act: number, signer, scope, print run;
    document_id = until(subdistrict, "register")
    for login in ("director", "head", "keeper"):
        with pytest.raises(NotYourStepError):
            register.register_document(subdistrict.house, subdistrict.actor(login), document_id)

    act(subdistrict, document_id)

    case = subdistrict.case(document_id)
    assert (case.signer, case.recipients) == ("zheng-yuan", ("各村（居）民委员会", "临溪县人民政府办公室"))
    assert case.number
    assert case.print_run > 14, "the recipients' copies and those that stay"


def test_offices_keep_number_one_for_a_chosen_document(township: AnOffice) -> None:
    # offices keep No. 1 for a chosen document, so a range may be reserved with a reason.
    clerk = township.actor("clerk")
    register.reserve_range(township.house, clerk, "office", period=2026, first=1, last=1, reason="留给年度第一号文件")
    first, chosen = (until(township, "register", organs="云岭乡党政办公室") for _ in range(2))

    assert township.register(first).serial == 2
    assert township.register(chosen, 1).serial == 1


def test_sealed_by_the_keeper_who_reads_what_was_signed(township: AnOffice) -> None:
    # After the number: sealed by the keeper, who reads the text first and refuses what lacks its formalities;
    document_id = until(township, "sign")
    with pytest.raises(NothingToDoError):
        township.seal(document_id)
    go_on(township, document_id, "seal")

    keeper, binding = township.actor("keeper"), township.binding(document_id)
    case = seal.refuse_seal(township.house, keeper, document_id, opinion="附件不全", binding=binding)
    assert [step.roles for step in case.open_steps()] == [(Role.CLERK,)]
    with pytest.raises(NothingToDoError):
        township.seal(document_id)
    seal.answer_refusal(township.house, township.actor("clerk"), document_id, note="附件已补上")

    assert township.seal(document_id).seals


def test_printed_within_a_working_day_classified_at_the_approved_printer_only(
    subdistrict: AnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    # printed within 1 wd (classified: only at the approved printer);
    document_id = until(subdistrict, "print")
    (step,) = subdistrict.case(document_id).open_steps()
    assert step.limit == Limit(1, LimitUnit.WORKING_DAYS)

    monkeypatch.setattr("office.printing.level_of", lambda facts: Level.SECRET)
    with pytest.raises(PrinterNotApprovedError):
        note_printing(subdistrict.house, subdistrict.actor("clerk"), document_id, printer="街边图文店")


def test_checked_again_distributed_and_signed_for_and_nothing_counts_as_done_before(district: AnOffice) -> None:
    # checked again; distributed to each recipient, who signs for it. Nothing counts as done before.
    document_id = until(district, "distribute")
    assert "recheck-printed" in district.case(document_id).done
    act(district, document_id)
    district.work()
    assert district.case(document_id).phase is Phase.UNDER_WAY

    act(district, document_id)
    district.work()

    assert district.case(document_id).phase is Phase.DONE


def test_nothing_unsigned_is_numbered_but_for_a_verbal_consent_that_stays_owed(township: AnOffice) -> None:
    # Nothing unsigned is printed; in special cases a verbal consent (who, when, by what means, taken by whom) allows number and
    # printing, stays red, and must be signed later (补签) before it is done or filed.
    document_id = to_sign(township)
    with pytest.raises(NothingToDoError):
        township.register(document_id)

    case = agree(township, document_id)
    (consent,) = case.consents
    assert (consent.person, consent.at, consent.means, consent.taker) == (
        "zheng-yuan",
        township.clock.now(),
        "电话",
        "zhao-min",
    )
    township.register(document_id)
    township.seal(document_id)
    township.work()
    assert township.case(document_id).issued, "printed on the consent"
    assert township.case(document_id).filed is None
    owed = [item for item in todo(township.house, township.actor("head")) if item.document_id == document_id]
    assert [item.step_name for item in owed] == ["签发（补签）"]

    township.approve(document_id, "head")
    township.work()

    assert township.case(document_id).phase is Phase.DONE


def test_a_signature_on_paper_is_recorded_by_the_clerk_and_checked_by_a_second_person(township: AnOffice) -> None:
    # (issue: 代录) recorded with opinion, date and scan, marked 纸质签批, checked by a second person
    document_id = to_sign(township)
    record_paper(township, document_id, opinion="同意印发")
    assert not township.case(document_id).signer

    compare(township, document_id)

    made = township.case(document_id).decisions[-1]
    assert (made.channel, made.actor, made.opinion) == ("paper", "zheng-yuan", "同意印发")


def test_the_whole_within_five_working_days_extended_only_by_a_leader_urgent_ones_the_same_day(
    subdistrict: AnOffice,
) -> None:
    # The whole within 5 wd, extended only by a leader; urgent ones at once, same day.
    calendar, today = subdistrict.house.calendar, subdistrict.clock.today()
    plain, urgent = drafted(subdistrict), drafted(subdistrict, 紧急程度="特急")
    due = whole_due(calendar, subdistrict.case(plain))
    at_once = whole_due(calendar, subdistrict.case(urgent))
    assert due is not None
    assert at_once is not None
    assert (due.at.date() - today).days == 7, "five working days from a Monday"
    assert at_once.at.date() == today
    more = Limit(2, LimitUnit.WORKING_DAYS)
    with pytest.raises(NotYourRoleError):
        extend.extend(subdistrict.house, subdistrict.actor("clerk"), plain, limit=more, reason="材料未齐")

    extend.extend(subdistrict.house, subdistrict.actor("leader"), plain, limit=more, reason="材料未齐")

    later = whole_due(calendar, subdistrict.case(plain))
    assert later is not None
    assert later.at - due.at == dt.timedelta(days=2)


@pytest.mark.parametrize(
    ("title", "about", "way"),
    [
        ("在乡党代会上的报告", "一类文稿", ["deputy-review", "director-review", "sign:party"]),
        (
            "在全乡教育工作会议上的讲话",
            "二类文稿",
            ["unit-review", "deputy-review", "director-review", "sign-speech"],
        ),
        ("年度工作总结", "三类文稿", ["unit-review", "deputy-review", "director-review", "sign:party"]),
    ],
)
def test_three_draft_classes_each_with_its_own_chain(
    township: AnOffice, title: str, about: str, way: list[str]
) -> None:
    # Three draft classes each with its own chain: congress and government work reports and principals' speeches (drafting group);
    # leaders' speeches at department meetings (liaison unit); summaries and special papers (deputies assign).
    rows = [["文稿类别", about, "发文机关", "中共云岭乡委员会"], ["标题", title, "拟稿人", "林晓"]]
    document_id = township.take_in(title, with_table(rows, after=(f"^{title}", "同志们：", "　　现在开会。")))

    case = township.play_to_end(document_id)

    assert case.phase is Phase.DONE, case.stuck
    assert _names(township, document_id) == way
    assert (case.number, case.seals) == ("", ())


def test_withdrawal_before_signing_only(township: AnOffice) -> None:
    # Withdrawal 撤稿 before 签发;
    early, late = drafted(township), until(township, "register")

    done = sign.withdraw(township.house, township.actor("drafter"), early, reason="会议取消")

    assert done.phase is Phase.WITHDRAWN
    with pytest.raises((SignedAlreadyError, MisfitHereError)):
        sign.withdraw(township.house, township.actor("drafter"), late, reason="会议取消")


def test_issued_documents_are_abolished_or_revoked_with_their_effective_day(township: AnOffice) -> None:
    # 废止/撤销 of issued documents with their effective day.
    document_id = until(township, "nothing")
    day = township.clock.today() + dt.timedelta(days=30)

    repeal.repeal(
        township.house,
        township.actor("director"),
        document_id,
        kind=RepealKind.ABOLISHED,
        reason="新办法印发",
        effective=day,
    )

    repealed = township.case(document_id).repealed
    assert repealed is not None
    assert (repealed.kind, repealed.effective) == (RepealKind.ABOLISHED, day)


def test_a_draft_dropped_in_a_folder_comes_back_to_its_unit_as_the_issued_papers(township: AnOffice) -> None:
    # a .docx dropped in a folder comes back to its unit as the numbered, sealed .docx and PDF
    document_id = until(township, "nothing")
    title = township.case(document_id).title

    back = [path for path in township.back("办结") if title in str(path)]

    assert {path.suffix for path in back} >= {".docx", ".pdf"}


def test_who_takes_a_consent_and_who_repeals_is_what_the_procedure_says(township: AnOffice) -> None:
    # law 9: a rule of an office is data
    procedures = tuple(
        dataclasses.replace(one, consent_by=(Role.DIRECTOR,), repeal_by=(Role.HEAD,))
        for one in township.house.procedures
    )
    office = AnOffice(dataclasses.replace(township.house, procedures=procedures), township.clock)
    waiting, issued = to_sign(office), until(office, "nothing")

    with pytest.raises(NotYourRoleError):
        agree(office, waiting, login="clerk")
    with pytest.raises(NotYourRoleError):
        repeal.repeal(office.house, office.actor("director"), issued, kind=RepealKind.REVOKED, reason="依据有误")

    assert agree(office, waiting, login="director").owed
    head = office.actor("head")
    assert repeal.repeal(office.house, head, issued, kind=RepealKind.REVOKED, reason="依据有误").repealed
