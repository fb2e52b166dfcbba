"""After 签发 by the procedures of the sub-district (S2) and the district (S4): rechecked, sealed, printed, signed for, and only then filed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.book_events import RepealKind
from domain.canonical import parse_plain
from domain.case import Case, Phase
from domain.facts import FactName, Facts, FactSource, settle, stated
from domain.levels import Level
from office.advance import advance
from office.archived import record_of
from office.book import register_book
from office.distribute import deliver, delivery_rows, undelivered
from office.errors import (
    NothingToDoError,
    NotYourRoleError,
    NotYourStepError,
    OpinionMissingError,
    ShownHasChangedError,
    SignedTextDiffersError,
)
from office.filing import PROCESS, contents, process_of, retention_of
from office.issuing_errors import (
    CopiesShortError,
    NoRecipientsError,
    NotAllTickedError,
    NotARecipientError,
    PrinterNotApprovedError,
    PrintRunMissingError,
    ReceiptDayError,
    RepealDayError,
    WhoMissingError,
)
from office.printing import note_printing, print_order
from office.procedure_files import load_procedures
from office.recheck import numbered_page, recheck, recheck_sheet
from office.register import register_document
from office.repeal import effect_of, repeal
from office.search import remarks, search
from tests.a_way import COUNTY, VILLAGES, drafted, go_on, until
from tests.an_office import AnOffice, a_title, new_clock, opened, prepare

GoingBy = Callable[[str], AnOffice]


@pytest.fixture(scope="module")
def going_by(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GoingBy]:
    root = tmp_path_factory.mktemp("office")
    prepare(root)
    with opened(root, new_clock()) as office:
        yield lambda name: AnOffice(
            dataclasses.replace(
                office.house, procedures=load_procedures((name,), Path("/nonexistent"), office.house.office)
            ),
            office.clock,
        )


@pytest.fixture
def subdistrict(going_by: GoingBy) -> AnOffice:
    return going_by("dispatch-subdistrict")


@pytest.fixture
def district(going_by: GoingBy) -> AnOffice:
    return going_by("dispatch-district")


def _recheck(office: AnOffice, document_id: str, login: str, ticks: tuple[str, ...] | None = None) -> Case:
    (step,) = office.case(document_id).open_steps()
    return recheck(
        office.house,
        office.actor(login),
        document_id,
        ticks=step.items if ticks is None else ticks,
        binding=office.binding(document_id),
    )


def _deliver(office: AnOffice, document_id: str, recipient: str, **more: object) -> Case:
    return deliver(
        office.house,
        office.actor("clerk"),
        document_id,
        recipient=recipient,
        **({"received_by": "王芳"} | more),  # type: ignore[arg-type]
    )


def _done(case: Case) -> list[str]:
    return list(case.done)


def test_a_paper_of_the_sub_district_goes_from_draft_to_file_the_way_s2_wrote_it(subdistrict: AnOffice) -> None:
    # S2 二3 the documents issued shall be registered and numbered, and rechecked by the secretary before formal copying
    document_id = until(subdistrict, "recheck-numbered")
    assert subdistrict.case(document_id).number
    with pytest.raises(NotYourStepError):
        _recheck(subdistrict, document_id, "clerk")
    _recheck(subdistrict, document_id, "director")
    # S2 二4 printing and binding should be completed within one working day
    go_on(subdistrict, document_id, "print")
    assert str(subdistrict.case(document_id).open_steps()[0].limit) == "1个工作日"
    go_on(subdistrict, document_id, "distribute")
    # S2 二5 the recipient receives the document for registration
    _deliver(subdistrict, document_id, VILLAGES.name)
    assert subdistrict.case(document_id).phase is Phase.UNDER_WAY
    _deliver(subdistrict, document_id, COUNTY.name)
    subdistrict.work()

    case = subdistrict.case(document_id)

    assert case.phase is Phase.DONE
    assert _done(case)[-6:] == ["sign:government", "register", "recheck-numbered", "seal", "print", "distribute"]


def test_a_paper_of_the_district_is_checked_before_the_number_and_once_more_when_printed(district: AnOffice) -> None:
    # S4 公文四 各办文科室在印制前应对公文进行校对、复核，机要科在发文登记时……进行复核; 七 印制成文后由机要科再次……复核
    document_id = until(district, "distribute", 主送="各村（居）民委员会")
    for recipient in (VILLAGES, COUNTY):
        _deliver(district, document_id, recipient.name)
    district.work()

    assert _done(district.case(document_id)) == [
        "unit-review", "leader-review", "sign:government", "proofread", "recheck", "register", "seal", "print",
        "recheck-printed", "distribute",
    ]  # fmt: skip
    assert district.case(document_id).phase is Phase.DONE


@pytest.mark.parametrize("name", ["dispatch-subdistrict", "dispatch-district", "dispatch-hospital"])
def test_the_players_take_a_paper_of_every_office_to_its_end(going_by: GoingBy, name: str) -> None:
    office = going_by(name)
    organ = "云岭乡党政办公室"

    case = office.play_to_end(drafted(office, organs=organ))

    assert case.phase is Phase.DONE
    assert case.to_deliver == ()


def test_a_recheck_with_an_item_left_out_is_refused_and_says_which(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "recheck-numbered")

    with pytest.raises(NotAllTickedError, match="没有逐项核对：内容无误、格式规范"):
        _recheck(subdistrict, document_id, "director", ("签批手续完备", "附件齐全"))

    assert subdistrict.case(document_id).open_step("recheck-numbered")


def test_a_recheck_of_pages_that_are_not_there_any_more_is_refused(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "recheck-numbered")
    (step,) = subdistrict.case(document_id).open_steps()
    stale = dataclasses.replace(subdistrict.binding(document_id), content="0" * 64)

    with pytest.raises(ShownHasChangedError):
        recheck(subdistrict.house, subdistrict.actor("director"), document_id, ticks=step.items, binding=stale)


def test_the_recheck_shows_what_the_number_filled_in_and_that_nothing_else_changed(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "recheck-numbered")
    case = subdistrict.case(document_id)

    sheet = recheck_sheet(subdistrict.house, subdistrict.actor("director"), document_id)

    assert {field.name: field.value for field in sheet.filled} == {
        "发文字号": case.number,
        "成文日期": "2026年3月2日",
        "印发日期": "2026年3月2日",
    }
    assert sheet.differs == ""
    assert sheet.pages == len(case.shown.pages if case.shown else ())
    assert numbered_page(subdistrict.house, subdistrict.actor("director"), document_id, 1).startswith(b"\x89PNG")


def test_the_recheck_before_the_number_has_the_day_of_signing_alone_filled_in(district: AnOffice) -> None:
    document_id = until(district, "recheck")

    sheet = recheck_sheet(district.house, district.actor("clerk"), document_id)

    assert [(field.name, field.value) for field in sheet.filled] == [("成文日期", "2026年3月2日")]


def test_the_recheck_finds_a_text_that_is_not_the_signed_one(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "recheck-numbered")
    other = until(subdistrict, "recheck-numbered")
    forged = dataclasses.replace(subdistrict.case(document_id), document=subdistrict.case(other).document)
    registry = subdistrict.house.registry
    office = AnOffice(dataclasses.replace(subdistrict.house, registry=_Showing(registry, forged)), subdistrict.clock)  # type: ignore[arg-type]

    assert (
        recheck_sheet(office.house, office.actor("director"), document_id).differs
        == "复核没有通过：文字与签发时不一致，没有印发"
    )
    with pytest.raises(SignedTextDiffersError):
        _recheck(office, document_id, "director")


class _Showing:
    """Books that show one case otherwise."""

    def __init__(self, books: object, shown: Case) -> None:
        self._books, self._shown = books, shown

    def __getattr__(self, name: str) -> object:
        return getattr(self._books, name)

    def case(self, document_id: str) -> Case:
        return self._shown


def test_without_recipients_of_its_own_a_paper_goes_to_those_it_is_addressed_to(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "register", 抄送="临溪县人民政府办公室")

    case = register_document(subdistrict.house, subdistrict.actor("clerk"), document_id)

    assert case.recipients == ("各村（居）民委员会", "临溪县人民政府办公室")
    assert case.print_run == 4  # one each, and two that stay in the house


def test_a_print_run_that_nobody_stated_is_asked_for_and_never_guessed(township: AnOffice) -> None:
    document_id, stated = until(township, "register"), until(township, "register", 印数="30份")

    with pytest.raises(PrintRunMissingError, match="没有写印数"):
        register_document(township.house, township.actor("clerk"), document_id)

    assert township.case(document_id).number == ""
    assert register_document(township.house, township.actor("clerk"), document_id, print_run=40).print_run == 40
    assert register_document(township.house, township.actor("clerk"), stated).print_run == 30


def test_a_paper_that_is_distributed_is_not_registered_for_nobody(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "register")

    with pytest.raises(NoRecipientsError):
        register_document(subdistrict.house, subdistrict.actor("clerk"), document_id, recipients=())
    with pytest.raises(CopiesShortError, match="印数15份不够，分送和存档需要16份"):
        register_document(
            subdistrict.house, subdistrict.actor("clerk"), document_id, recipients=(VILLAGES, COUNTY), print_run=15
        )
    assert subdistrict.case(document_id).number == ""


def test_the_print_order_is_the_recipients_copies_and_those_that_stay(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "print")

    order = print_order(subdistrict.house, subdistrict.actor("clerk"), document_id)

    assert (order.recipients, order.file_copies, order.spare, order.copies) == ((VILLAGES, COUNTY), 2, 0, 16)
    assert (order.pages, order.sheets) == (2, 1)
    assert order.number == subdistrict.case(document_id).number


def test_nothing_is_printed_before_it_is_issued(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "seal")

    with pytest.raises(NothingToDoError, match="开印制单"):
        print_order(subdistrict.house, subdistrict.actor("clerk"), document_id)
    with pytest.raises(NothingToDoError):
        note_printing(subdistrict.house, subdistrict.actor("clerk"), document_id, printer="文印室")


def test_too_few_copies_are_refused_and_spoiled_ones_are_noted(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "print")
    clerk = subdistrict.actor("clerk")

    with pytest.raises(CopiesShortError):
        note_printing(subdistrict.house, clerk, document_id, printer="文印室", copies=15)
    with pytest.raises(WhoMissingError, match="没有写明由谁印制"):
        note_printing(subdistrict.house, clerk, document_id, printer=" ")
    note_printing(subdistrict.house, clerk, document_id, printer="文印室", copies=20, spoiled=3)

    assert "printed" in subdistrict.verbs(document_id)


def test_a_classified_paper_is_printed_by_an_approved_printer_only(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "print")
    secret = dataclasses.replace(subdistrict.case(document_id), facts=_classified(subdistrict.case(document_id)))
    house = dataclasses.replace(
        subdistrict.house,
        registry=_Showing(subdistrict.house.registry, secret),  # type: ignore[arg-type]
        office=dataclasses.replace(subdistrict.house.office, approved_printers=("区保密印刷厂",)),
    )
    clerk = dataclasses.replace(subdistrict.actor("clerk"), clearance=Level.TOP_SECRET)

    with pytest.raises(PrinterNotApprovedError):
        note_printing(house, clerk, document_id, printer="文印室")
    note_printing(house, clerk, document_id, printer="区保密印刷厂")


def _classified(case: Case) -> Facts:
    return settle(case.facts.known, stated({FactName.LEVEL: "机密"}, FactSource.CLERK))


def test_only_who_is_on_the_list_signs_and_only_once(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "distribute")

    with pytest.raises(NotARecipientError, match="还没有签收的：各村（居）民委员会、临溪县人民政府办公室"):
        _deliver(subdistrict, document_id, "乡卫生院")
    with pytest.raises(WhoMissingError):
        _deliver(subdistrict, document_id, COUNTY.name, received_by="")
    _deliver(subdistrict, document_id, COUNTY.name)
    with pytest.raises(NotARecipientError):
        _deliver(subdistrict, document_id, COUNTY.name)


@pytest.mark.parametrize("day", [dt.date(2026, 3, 1), dt.date(2099, 1, 1)])
def test_nobody_signs_before_the_paper_is_issued_or_on_a_day_to_come(subdistrict: AnOffice, day: dt.date) -> None:
    document_id = until(subdistrict, "distribute")

    with pytest.raises(ReceiptDayError):
        _deliver(subdistrict, document_id, COUNTY.name, received_on=day)


def test_who_has_not_signed_is_seen_in_one_list(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "distribute")
    _deliver(subdistrict, document_id, VILLAGES.name, copies=11)
    clerk = subdistrict.actor("clerk")

    (row,) = [row for row in undelivered(subdistrict.house, clerk) if row.document_id == document_id]
    rows = delivery_rows(subdistrict.house, clerk, document_id)

    assert (row.outstanding, row.total) == ((COUNTY.name,), 2)
    assert [(one.recipient, one.copies, one.receipt and one.receipt.copies) for one in rows] == [
        (VILLAGES.name, 12, 11),
        (COUNTY.name, 2, None),
    ]
    assert document_id not in {row.document_id for row in undelivered(subdistrict.house, subdistrict.actor("admin"))}


def test_the_record_tells_of_printing_and_of_every_receipt_and_filing_twice_gives_the_same_bytes(
    subdistrict: AnOffice,
) -> None:
    document_id = until(subdistrict, "distribute")
    for recipient in (VILLAGES, COUNTY):
        _deliver(subdistrict, document_id, recipient.name)
    ready = subdistrict.case(document_id)
    assert ready.phase is Phase.ISSUED
    retention, level = retention_of(subdistrict.house, ready), Level.INTERNAL

    before = contents(subdistrict.house, ready, level, retention)
    _repeal(subdistrict, document_id)
    after = contents(subdistrict.house, subdistrict.case(document_id), level, retention)
    subdistrict.work()

    case = subdistrict.case(document_id)
    told = [line["verb"].partition(".")[2] for line in parse_plain(record_of(subdistrict.house, case).read(PROCESS))]
    assert before == after
    assert told[-6:] == ["checked", "sealed", "issued", "printed", "delivered", "delivered"] or told[-6:] == [
        "checked", "seals_pressed", "issued", "printed", "delivered", "delivered",
    ]  # fmt: skip
    assert [dict(line) for line in process_of(subdistrict.house, case)] == process_of(subdistrict.house, ready)


def _repeal(office: AnOffice, document_id: str, login: str = "director", **more: object) -> Case:
    known: dict[str, object] = {"kind": RepealKind.ABOLISHED, "reason": "情况变化", "effective": dt.date(2026, 6, 1)}
    return repeal(office.house, office.actor(login), document_id, **(known | more))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def township(going_by: GoingBy) -> AnOffice:
    return going_by("dispatch-township")


def test_a_filed_paper_loses_its_force_from_its_day_and_the_record_stays(township: AnOffice) -> None:
    case = township.filed(a_title())
    before = record_of(township.house, case).read(PROCESS)

    repealed = _repeal(township, case.document_id, by_number="云政发〔2026〕99号")

    assert effect_of(repealed, dt.date(2026, 5, 31)) == "自2026年6月1日起废止（云政发〔2026〕99号）"
    assert effect_of(repealed, dt.date(2026, 6, 1)) == "已于2026年6月1日废止（云政发〔2026〕99号）"
    assert (repealed.phase, record_of(township.house, repealed).read(PROCESS)) == (Phase.DONE, before)
    with pytest.raises(NothingToDoError, match="自2026年6月1日起废止"):
        _repeal(township, case.document_id)


def test_the_register_and_every_search_say_that_a_paper_lost_its_force(township: AnOffice) -> None:
    case = township.filed(a_title("秋收"))
    _repeal(township, case.document_id)
    clerk = township.actor("clerk")

    (row,) = [row for row in register_book(township.house, clerk).rows if row.document_id == case.document_id]
    hits = search(township.house, clerk, "秋收").hits

    assert row.phase == "2026.6.1废止"
    assert [remark.effect for remark in remarks(township.house, hits)] == ["自2026年6月1日起废止"]


def test_a_revoked_paper_never_had_force(township: AnOffice) -> None:
    case = township.filed(a_title())

    revoked = _repeal(township, case.document_id, "secretary", kind=RepealKind.REVOKED, effective=None)

    assert revoked.repealed is not None
    assert revoked.repealed.effective == case.dated
    assert effect_of(revoked, dt.date(2026, 3, 2)) == "已撤销，自始无效"


def test_only_director_and_principals_end_a_paper_s_force_with_a_reason_and_a_day(township: AnOffice) -> None:
    case = township.filed(a_title())

    with pytest.raises(NotYourRoleError):
        _repeal(township, case.document_id, "clerk")
    with pytest.raises(OpinionMissingError):
        _repeal(township, case.document_id, reason=" ")
    with pytest.raises(RepealDayError, match="没有写明自哪一天起"):
        _repeal(township, case.document_id, effective=None)
    with pytest.raises(RepealDayError, match="2026-03-01早于成文日期"):
        _repeal(township, case.document_id, effective=dt.date(2026, 3, 1))


def test_a_paper_that_is_not_issued_is_withdrawn_not_repealed(township: AnOffice) -> None:
    with pytest.raises(NothingToDoError):
        _repeal(township, township.signed(a_title()))


def test_nothing_is_filed_by_a_sweep_while_a_recipient_has_not_signed(subdistrict: AnOffice) -> None:
    document_id = until(subdistrict, "distribute")
    _deliver(subdistrict, document_id, VILLAGES.name)

    assert advance(subdistrict.house) == ()
    assert subdistrict.case(document_id).filed is None
