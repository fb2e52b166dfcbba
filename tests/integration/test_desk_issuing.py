"""After 签发 at the desk: the recheck, the print order, the recipients' signatures and the end of a document's force."""

from __future__ import annotations

from desk.visit import Desk
from domain.case import Phase
from tests import desk_issuing as issuing
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_house import Papers
from tests.desk_visitor import Visitor, text_of


def test_the_clerk_changes_who_gets_it_line_by_line_and_the_print_run_follows(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = issuing.to_register(papers)
    clerk, place = Visitor(desk, "clerk"), f"/documents/{document}/register"
    assert "".join(f"{name} 1份\n" for name in issuing.RECIPIENTS).strip() in text_of(clerk.get(place))

    scope = "各村（居）民委员会 12份\r\n\r\n乡卫生院"
    answer = clerk.post(place, **clerk.form(place) | {"recipients": scope, "print_run": ""})

    case = papers.case(document)
    assert answer.status_code == 302
    assert (case.recipients, case.shares, case.print_run) == (("各村（居）民委员会", "乡卫生院"), (12, 1), 15)


def test_a_line_that_names_nobody_is_said_and_what_was_typed_stays(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = issuing.to_register(papers)
    clerk, place = Visitor(desk, "clerk"), f"/documents/{document}/register"

    answer = clerk.post(place, **clerk.form(place) | {"recipients": "乡卫生院\n乡卫生院", "print_run": ""})

    assert answer.status_code == 422
    assert "收文单位没有写对，或写了两次" in text_of(answer)
    assert "乡卫生院\n乡卫生院" in text_of(answer)
    assert papers.case(document).number == ""


def test_the_checker_sees_the_number_filled_in_and_passes_with_every_box_ticked(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = issuing.to_recheck(papers)
    director, place = Visitor(desk, "director"), f"/documents/{document}/recheck"
    page = text_of(director.get(place))
    assert "正文、附件与签发时一致，只填了下列各项" in page
    assert f"/documents/{document}/numbered/1.png" in page

    left_out = director.post(place, **director.form(place) | {"ticks": issuing.ITEMS[:1]})
    assert left_out.status_code == 409
    assert f"没有逐项核对：{issuing.ITEMS[1]}" in text_of(left_out)
    answer = director.post(place, **director.form(place) | {"ticks": issuing.ITEMS, "note": "已看"})

    assert answer.headers["Location"] == f"/todo?done=recheck&about={document}"
    assert papers.case(document).open_step("seal")


def test_the_print_order_lists_every_recipient_and_the_copies_that_stay(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = issuing.to_print(papers)
    clerk = Visitor(desk, "clerk")

    sheet = text_of(clerk.get(f"/documents/{document}/print-order"))

    assert all(name in sheet for name in (*issuing.RECIPIENTS, "归档、存查", "1个工作日"))
    assert "<strong>4</strong>" in sheet


def test_printing_is_noted_with_the_printer_and_refused_without_one(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = issuing.to_print(papers)
    clerk, place = Visitor(desk, "clerk"), f"/documents/{document}/printing"

    nobody = clerk.post(place, **clerk.form(place) | {"printer": ""})
    answer = clerk.post(place, **clerk.form(place) | {"printer": "文印室", "spoiled": "2"})

    assert "没有写明由谁印制" in text_of(nobody)
    assert answer.headers["Location"] == f"/todo?done=print&about={document}"
    assert papers.case(document).open_step("distribute")


def test_each_recipient_signs_on_one_page_until_nobody_is_left(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = issuing.to_distribute(papers)
    clerk, place = Visitor(desk, "clerk"), f"/documents/{document}/distribution"
    assert papers.case(document).title in text_of(clerk.get("/deliveries"))

    for name in issuing.RECIPIENTS:
        assert papers.case(document).phase is Phase.UNDER_WAY
        fields = clerk.form(place) | {"recipient": name, "received_by": "王芳"}
        answer = clerk.post(place, **fields)
        assert answer.headers["Location"] == f"{place}?done=deliver&about={document}"
        again = clerk.post(place, **fields)
        assert "这张表单已经提交过" in text_of(again) or again.status_code == 403

    assert papers.case(document).phase is Phase.ISSUED
    assert text_of(clerk.get(place)).count("王芳") == 2
    assert text_of(clerk.get(f"/documents/{document}/delivery-sheet")).count("王芳") == 2
    assert f'{place}"' not in text_of(clerk.get("/deliveries"))


def test_a_day_of_receipt_still_to_come_is_refused_and_what_was_typed_stays(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = issuing.to_distribute(papers)
    clerk, place = Visitor(desk, "clerk"), f"/documents/{document}/distribution"
    fields = {"recipient": issuing.RECIPIENTS[0], "received_by": "王小芳", "received_on": "2026-03-09"}

    answer = clerk.post(place, **clerk.form(place) | fields)

    assert (answer.status_code, "王小芳" in text_of(answer)) == (409, True)
    assert "签收日期2026-03-09不对" in text_of(answer)


def test_a_reader_sees_who_has_not_signed_and_has_nothing_to_fill_in(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = issuing.to_distribute(papers)

    page = text_of(Visitor(desk, "drafter").get(f"/documents/{document}/distribution"))

    assert page.count("未签收") == 2
    assert "登记签收" not in page


def test_the_end_of_a_document_s_force_stands_on_its_page(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = issuing.to_distribute(papers)
    director, place = Visitor(desk, "director"), f"/documents/{document}"
    fields = director.form(place, f"{place}/repeal")

    no_day = director.post(f"{place}/repeal", **fields | {"kind": "废止", "reason": "情况变化"})
    fields = director.form(place, f"{place}/repeal")
    answer = director.post(
        f"{place}/repeal", **fields | {"kind": "废止", "reason": "情况变化", "effective": "2026-06-01"}
    )

    assert "没有写明自哪一天起废止" in text_of(no_day)
    assert answer.headers["Location"] == f"/todo?done=repeal&about={document}"
    assert "自2026年6月1日起废止：情况变化" in text_of(Visitor(desk, "drafter").get(place))
    assert f"{place}/repeal" not in text_of(director.get(place))


def test_the_to_do_leads_to_the_page_of_each_act(desk: Desk, papers: Papers) -> None:  # noqa: F811
    for stage, login, page in (
        (issuing.to_recheck, "director", "recheck"),
        (issuing.to_print, "clerk", "printing"),
        (issuing.to_distribute, "clerk", "distribution"),
    ):
        document = stage(papers)
        assert f'href="/documents/{document}/{page}"' in text_of(Visitor(desk, login).get("/todo"))
        assert f'href="/documents/{document}/{page}"' in text_of(Visitor(desk, login).get(f"/documents/{document}"))
