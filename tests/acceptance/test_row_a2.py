"""Row A2 of what the offices' rules ask, receipt: each sentence is one assertion, quoted beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.case import Phase
from domain.deadlines import step_due, whole_due
from domain.levels import Level
from domain.procedure import Limit, LimitUnit
from domain.receipt import Assignment, OnPaper, ReceiptNature
from domain.receipt_count import CopyCount
from domain.receipt_listing import ReceiptQuery
from office import extend, receipt_acts, receipt_care, receive, search
from office.archived import record_of
from office.errors import NotYourRoleError, UnknownDocumentError
from office.package_checks import package_checks
from office.paper import compare_paper
from office.receipt_acts import Given
from office.receipt_book import receipt_book
from office.receipt_checks import PACKAGE_ITEMS
from office.receipt_count import count_copies
from office.receipt_errors import (
    AssignmentUnfitError,
    CountDiffersError,
    DuplicateReceiptError,
    ItemsNotTickedError,
    LevelTooHighError,
    NotShownYetError,
    PackageNotWholeError,
    ReplyMissingError,
)
from office.receipt_paper import scanned
from office.receipt_sheet import circulation_sheet, processing_sheet
from office.receipt_views import receipt_page, view_receipt
from office.views import todo
from tests import an_office
from tests import receipts_office as r
from tests.an_office import AnOffice
from tests.making_pdf import scanned_pdf
from tests.office_signing import SCAN

SERIAL = iter(range(10, 1000))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    root: Path = tmp_path_factory.mktemp("row-a2") / "office"
    an_office.prepare(root)
    with an_office.opened(root, an_office.new_clock()) as opened:
        yield opened


def on_paper(office: AnOffice) -> str:
    """Enter a piece that came on paper, without a scan."""
    return receive.enter_paper(office.house, office.actor("clerk"), title=r.TITLE).document_id


def entered(office: AnOffice, **more: object) -> str:
    """Enter and sign for a piece on paper under a sender's number of its own."""
    document_id = on_paper(office)
    r.entered(office, document_id, **{"sender_number": f"临政发〔2026〕{next(SERIAL)}号"} | more)
    return document_id


def at_leader(office: AnOffice, **more: object) -> str:
    """Bring such a piece to its leader."""
    document_id = entered(office, **more)
    r.reviewed(office, document_id)
    r.proposed(office, document_id)
    return document_id


def test_seal_intact_and_count_equal_to_the_list_else_it_is_not_signed_for(office: AnOffice) -> None:
    # 签收 (seal intact, piece count equals the list, else refuse;
    document_id = on_paper(office)
    clerk, entry = office.actor("clerk"), r.particulars(sender_number="临政发〔2026〕1号")

    with pytest.raises(PackageNotWholeError, match="密封完好"):
        receive.receive(office.house, clerk, document_id, entry, checks=PACKAGE_ITEMS[1:])
    refused = receive.refuse(office.house, clerk, document_id, reason="封口破损，已与来文机关联系")

    assert (refused.phase, refused.number) == (Phase.NOT_RECEIVED, "")


def test_urgent_items_note_the_exact_time(office: AnOffice) -> None:
    # urgent items note the exact time),
    case = office.case(entered(office, urgency="特急"))

    assert case.incoming is not None
    assert case.incoming.received_at == office.clock.now()


def test_number_copies_and_serials_stand_in_the_register(office: AnOffice) -> None:
    # number, copies and serials checked against the list,
    document_id = entered(office, copies=3, serials="000012至000014")

    row = next(row for row in receipt_book(office.house, office.actor("clerk")).rows if row.document_id == document_id)

    assert (row.copies, row.sender) == (3, r.SENDER)
    assert "文号、份数、序号相符" in [check.name for check in package_checks(office.house)]


def test_counted_copy_by_copy_and_page_by_page_and_not_signed_for_while_a_mismatch_is_open(office: AnOffice) -> None:
    # important ones page by page; mismatches taken up with the sender;
    document_id, clerk = on_paper(office), office.actor("clerk")
    counted = (CopyCount("000012", 8), CopyCount("000013", 7))
    count_copies(office.house, clerk, document_id, copies=2, pages=8, counted=counted)
    with pytest.raises(CountDiffersError, match="000013有7页"):
        r.entered(office, document_id, sender_number=f"临政发〔2026〕{next(SERIAL)}号")

    sender = {"about": receipt_care.ASK_SENDER, "whom": "县政府办", "means": "电话"}
    receipt_care.contact(office.house, clerk, document_id, **sender, words="缺页下午补送")

    assert r.entered(office, document_id, sender_number=f"临政发〔2026〕{next(SERIAL)}号").number


def test_a_decision_on_paper_is_entered_with_its_scan_and_compared_by_another(office: AnOffice) -> None:
    # (issue) Paper decisions by 代录.
    document_id = at_leader(office)
    on_sheet = OnPaper("zheng-yuan", r.a_day(), scanned(office.house, "处理签.png", SCAN))
    given = Given("请经发办办理", Assignment(lead="economy"), "instruct", on_paper=on_sheet)

    receipt_acts.instruct(office.house, office.actor("clerk"), document_id, given)
    assert office.case(document_id).open_step("instruct"), "it does not count yet"
    case = compare_paper(office.house, office.actor("director"), document_id, step="instruct", agrees=True)

    assert [step.key for step in case.open_steps()] == ["handle:economy"]


def test_mismatches_are_taken_up_with_the_sender(office: AnOffice) -> None:
    # mismatches taken up with the sender;
    document_id = on_paper(office)

    case = receipt_care.contact(
        office.house,
        office.actor("clerk"),
        document_id,
        about=receipt_care.ASK_SENDER,
        whom="县政府办",
        means="电话",
        words="少附件一份，答复下午补送",
    )

    assert case.incoming is not None
    assert [one.about for one in case.incoming.contacts] == ["联系来文机关"]


def test_registered_at_once_piece_by_piece_by_class(office: AnOffice) -> None:
    # registered at once, piece by piece, by class;
    waiting = on_paper(office)
    item = next(item for item in todo(office.house, office.actor("clerk")) if item.document_id == waiting)
    first, second = entered(office, nature=ReceiptNature.TO_KNOW), entered(office)

    numbers = [office.case(one).serial for one in (first, second)]

    assert item.due is not None
    assert item.due.at.date() == office.clock.today()
    assert numbers[1] == numbers[0] + 1
    assert office.case(first).number.startswith("云收〔2026〕")


def test_the_processing_sheet_is_there_from_the_beginning(office: AnOffice) -> None:
    # 文件处理签 / 阅文单 attached;
    document_id = entered(office)

    made = [sheet(office.house, office.actor("clerk"), document_id) for sheet in (processing_sheet, circulation_sheet)]

    assert all(pdf.startswith(b"%PDF-") for pdf in made)


def test_the_first_review_has_five_ticks_and_sends_back_with_a_reason(office: AnOffice) -> None:
    # (issue) 初审 with its five ticks and return with reason
    document_id = entered(office)
    clerk, items = office.actor("clerk"), office.case(document_id).open_steps()[0].items
    with pytest.raises(ItemsNotTickedError):
        receipt_acts.first_review(office.house, clerk, document_id, ticks=items[:4], given=Given())

    case = receipt_acts.send_back(office.house, clerk, document_id, ticks=items[1:], given=Given("不属于本乡职权范围"))

    assert len(items) == 5
    assert (case.phase, case.reason) == (Phase.SENT_BACK, "不属于本乡职权范围")


def test_proposal_instruction_distribution_as_instructed(office: AnOffice) -> None:
    # the 秘书 puts 拟办 opinions → leader's 批示 → distributed as instructed, registered
    document_id = at_leader(office)

    case = r.instructed(office, document_id, lead="经济发展办公室", units=("社会事务办公室",), readers=("何为民",))

    assert case.incoming is not None
    assert [remark.verb for remark in case.incoming.remarks] == ["examine", "propose", "instruct"]
    assert (case.incoming.lead, case.incoming.units) == ("economy", ("economy", "social"))
    assert [step.key for step in case.open_steps()] == ["handle:economy", "handle:social", "read/he-weimin"]


def test_of_several_units_the_lead_is_named_and_an_urgent_piece_has_limit_and_chaser(office: AnOffice) -> None:
    # (issue) 承办 with a lead unit when several, … 催办 by a named person for urgent ones
    plain, urgent = at_leader(office), at_leader(office, urgency="特急")

    with pytest.raises(AssignmentUnfitError, match="牵头单位"):
        r.instructed(office, plain, units=("economy", "social"))
    with pytest.raises(AssignmentUnfitError, match="办理期限；紧急来文要指定催办人"):
        r.instructed(office, urgent, lead="economy")

    case = r.instructed(office, urgent, lead="economy", due=r.a_day(), chaser="sun-wei")
    assert case.incoming is not None
    assert case.incoming.chaser == "sun-wei"


def test_supervised_by_the_deadline_problems_and_results_reported_taken_back_filed(office: AnOffice) -> None:
    # → 督办 by the deadline, problems and results reported → feedback → taken back → filed.
    document_id = at_leader(office)
    r.instructed(office, document_id, lead="economy")
    r.reported(office, document_id, "economy", "已检查三处，发现一处隐患，已整改")

    case = r.concluded(office, document_id, "隐患已整改", copies=2)

    assert case.phase is Phase.DONE, case.stuck
    assert case.incoming is not None
    assert case.incoming.returned_copies == 2
    assert "文件处理签.pdf" in record_of(office.house, case).files()


def test_same_day_when_urgent(office: AnOffice) -> None:
    # Same day when urgent;
    due = whole_due(office.house.calendar, office.case(entered(office, urgency="特急")))

    assert due is not None
    assert due.at.date() == office.clock.today()


def test_leaders_instructions_are_done_within_two_days_extended_with_approval(office: AnOffice) -> None:
    # leader's instructions done within 2 days (calendar days in S2), extended with approval.
    document_id = at_leader(office)
    case = r.instructed(office, document_id, lead="economy")
    (step,) = case.open_steps()
    due = step_due(office.house.calendar, case, step)
    assert due is not None
    assert (due.at.date() - office.clock.today()).days == 2
    more = Limit(1, LimitUnit.DAYS)
    with pytest.raises(NotYourRoleError):
        extend.extend(office.house, office.actor("clerk"), document_id, limit=more, reason="材料未齐", step=step.key)

    case = extend.extend(
        office.house, office.actor("leader"), document_id, limit=more, reason="材料未齐", step=step.key
    )

    later = step_due(office.house.calendar, case, step)
    assert later is not None
    assert (later.at - due.at).days == 1


def test_only_the_confidential_clerk_receives_and_opens(office: AnOffice) -> None:
    # Confidential pieces are received and opened by the confidential clerk only.
    document_id = on_paper(office)

    with pytest.raises(NotYourRoleError):
        receive.receive(office.house, office.actor("director"), document_id, r.particulars())
    with pytest.raises(LevelTooHighError):
        receive.receive(office.house, office.actor("clerk"), document_id, r.particulars(level="机密", serials="000001"))


def test_a_secret_scan_leaves_nothing_here_but_its_hash(office: AnOffice) -> None:
    # (A16) nothing but its hash is recorded
    document_id = r.arrived(office, "扫描.pdf", scanned_pdf("一"))
    digest = office.case(document_id).versions[-1].files[0].sha512
    assert office.house.staging.holds(digest)

    receive.refuse(office.house, office.actor("clerk"), document_id, reason="涉密", secret=Level.CONFIDENTIAL)

    assert not office.house.staging.holds(digest)


def test_a_scan_is_neither_shown_nor_indexed_before_its_level_is_stated_and_is_found_by_its_entry(
    office: AnOffice,
) -> None:
    # (issue) until the clerk has stated its level a scan is neither shown nor indexed
    document_id = r.arrived(office, "扫描件.pdf", scanned_pdf("二"))
    clerk = office.actor("clerk")
    with pytest.raises(NotShownYetError):
        receipt_page(office.house, clerk, document_id, 1)
    r.entered(office, document_id, title="关于扫描来文的批复", sender_number="临政函〔2026〕77号")

    assert receipt_page(office.house, clerk, document_id, 1).startswith(b"\x89PNG")
    assert "无文字层" in view_receipt(office.house, clerk, document_id).no_text
    r.reviewed(office, document_id)
    r.proposed(office, document_id)
    r.instructed(office, document_id, "已阅，存")
    r.concluded(office, document_id)
    assert [hit.object_id for hit in search.search(office.house, clerk, "临政函〔2026〕77号").hits] == [document_id]


def test_a_known_number_of_a_sender_is_found_and_entered_again_only_with_a_reason(office: AnOffice) -> None:
    # (issue) duplicates found by 来文机关 + 来文字号
    number = "临政发〔2026〕555号"
    first, second = entered(office, sender_number=number), on_paper(office)
    entry = r.particulars(sender_number="临政发[2026]555号")
    with pytest.raises(DuplicateReceiptError, match=first):
        receive.receive(office.house, office.actor("clerk"), second, entry)

    case = receive.receive(office.house, office.actor("clerk"), second, entry, again="另寄一份，附件不同")

    assert case.number


def test_an_answer_is_linked_before_a_piece_that_asks_for_one_is_concluded(office: AnOffice) -> None:
    # (issue) 答复 linked to our own dispatch document
    ours = office.filed(an_office.a_title("答复"))
    document_id = at_leader(office, wants_reply=True)
    r.instructed(office, document_id, "党政办答复")
    with pytest.raises(ReplyMissingError):
        r.concluded(office, document_id)

    receipt_care.reply(office.house, office.actor("clerk"), document_id, number=ours.number)
    r.concluded(office, document_id)

    (row,) = receipt_book(office.house, office.actor("clerk"), ReceiptQuery(text=office.case(document_id).number)).rows
    assert row.replies == ours.number


def test_who_may_not_see_a_piece_learns_nothing_of_it(office: AnOffice) -> None:
    # scope rules apply to incoming documents
    document_id = entered(office)

    with pytest.raises(UnknownDocumentError):
        view_receipt(office.house, office.actor("social_drafter"), document_id)
    assert receipt_book(office.house, office.actor("social_drafter")).total == 0
