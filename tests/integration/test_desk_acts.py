"""Acts at the desk: what is signed is what was shown, each form works once, and a refusal says why and keeps what was typed."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from archive import ledger
from desk.errors import FormSentTwiceError
from desk.visit import Desk
from domain.case import Phase
from domain.facts import FactName
from ground.clock import FixedClock
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_house import TITLE, Papers
from tests.desk_visitor import Visitor, forms_of, text_of

pytestmark = pytest.mark.usefixtures("desk")


def test_a_leader_signs_what_the_page_shows(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.under_way(done=2)
    leader = Visitor(desk, "secretary")
    fields = leader.form(f"/documents/{document}", f"/documents/{document}/approve")

    answer = leader.post(f"/documents/{document}/approve", **fields | {"opinion": "同意印发。"})

    assert answer.headers["Location"] == f"/todo?done=approve&about={document}"
    decision = papers.case(document).decisions[-1]
    assert (decision.actor, decision.opinion, decision.channel) == ("he-weimin", "同意印发。", "desk")
    assert papers.case(document).open_steps()[0].key == "register"


def test_what_is_done_but_waits_for_the_ledger_is_said_as_done(
    desk: Desk,  # noqa: F811
    papers: Papers,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = papers.under_way()
    visitor = Visitor(desk, "unit_head")
    fields = visitor.form(f"/documents/{document}", f"/documents/{document}/approve")

    def refuse(path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as full:
        full.setattr(ledger, "append_durably", refuse)
        answer = visitor.post(f"/documents/{document}/approve", **fields)

    assert answer.status_code == 202
    assert "没有办成" not in text_of(answer)
    assert "已经办成，台账待写" in text_of(answer)
    assert len(papers.case(document).decisions) == 1


def test_the_phrase_chosen_is_the_opinion_when_nothing_is_written(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.under_way()
    visitor = Visitor(desk, "unit_head")
    fields = visitor.form(f"/documents/{document}", f"/documents/{document}/approve")

    visitor.post(f"/documents/{document}/approve", **fields)

    assert papers.case(document).decisions[-1].opinion == "同意。"


def test_signing_something_else_than_was_shown_is_refused(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.under_way()
    visitor = Visitor(desk, "unit_head")
    fields = visitor.form(f"/documents/{document}", f"/documents/{document}/approve")
    papers.show_again(document)

    answer = visitor.post(f"/documents/{document}/approve", **fields | {"opinion": "我的意见"})

    assert answer.status_code == 409
    assert "您看到的版面之后文稿有了变化" in text_of(answer)
    assert "我的意见" in text_of(answer), "what was typed is kept"
    assert papers.case(document).decisions == ()
    now = forms_of(text_of(answer))[f"/documents/{document}/approve"]
    assert now["pages"] != fields["pages"], "the page shows the present text"


@pytest.mark.parametrize("field", ["content", "pages", "rendered_by"])
def test_each_part_of_the_binding_counts(desk: Desk, papers: Papers, field: str) -> None:  # noqa: F811
    document = papers.under_way()
    visitor = Visitor(desk, "unit_head")
    fields = visitor.form(f"/documents/{document}", f"/documents/{document}/approve")

    answer = visitor.post(f"/documents/{document}/approve", **fields | {field: "0" * 64})

    assert answer.status_code == 409
    assert papers.case(document).decisions == ()


def test_the_keeper_seals_only_the_text_that_was_read(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.registered()
    keeper = Visitor(desk, "keeper")
    fields = keeper.form(f"/documents/{document}/seal")

    unread = keeper.post(f"/documents/{document}/seal", **fields)
    other = keeper.post(
        f"/documents/{document}/seal", **keeper.form(f"/documents/{document}/seal") | {"read": "on", "pages": "x"}
    )
    sealed = keeper.post(f"/documents/{document}/seal", **keeper.form(f"/documents/{document}/seal") | {"read": "on"})

    assert (unread.status_code, other.status_code, sealed.status_code) == (422, 409, 302)
    assert "已通读正文并核对手续" in text_of(unread)
    assert papers.case(document).phase is Phase.SEALED


def test_a_form_sent_twice_counts_once(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.under_way()
    visitor = Visitor(desk, "unit_head")
    fields = visitor.form(f"/documents/{document}", f"/documents/{document}/approve")
    papers.show_again(document)
    visitor.post(f"/documents/{document}/approve", **fields)

    again = visitor.post(f"/documents/{document}/approve", **fields | visitor.binding(document))

    assert again.status_code == 409
    assert str(FormSentTwiceError()) in text_of(again)
    assert papers.case(document).decisions == ()


def test_a_form_of_another_session_or_another_act_does_not_count(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.under_way()
    mine, theirs = Visitor(desk, "unit_head"), Visitor(desk, "unit_head")
    fields = mine.form(f"/documents/{document}", f"/documents/{document}/approve")

    stolen = theirs.post(f"/documents/{document}/approve", **fields)
    turned = mine.post(f"/documents/{document}/return", **fields | {"opinion": "退"})
    forged = mine.post(f"/documents/{document}/approve", **fields | {"once": "x.1.y"})

    assert {stolen.status_code, turned.status_code, forged.status_code} == {409}
    assert papers.case(document).decisions == ()


def test_a_form_older_than_two_hours_does_not_count(
    desk: Desk,  # noqa: F811
    papers: Papers,  # noqa: F811
    desk_clock: FixedClock,  # noqa: F811
) -> None:
    document = papers.under_way()
    visitor = Visitor(desk, "unit_head")
    fields = visitor.form(f"/documents/{document}", f"/documents/{document}/approve")
    for _ in range(5):
        desk_clock.advance(minutes=25)
        visitor.get("/todo")

    answer = visitor.post(f"/documents/{document}/approve", **fields)

    assert answer.status_code == 409
    assert "页面打开的时间过长" in text_of(answer)


def test_a_return_takes_its_reason_and_goes_back(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.under_way()
    visitor = Visitor(desk, "unit_head")
    action = f"/documents/{document}/return"

    without = visitor.post(action, **visitor.form(f"/documents/{document}", action))
    given = visitor.post(action, **visitor.form(f"/documents/{document}", action) | {"opinion": "依据不足"})

    assert without.status_code == 409
    assert "退回没有写明理由" in text_of(without)
    assert given.status_code == 302
    assert papers.case(document).reason == "依据不足"
    page = text_of(Visitor(desk, "drafter").get(f"/documents/{document}"))
    assert "退回：</strong>依据不足" in page
    assert "改好后放回“投稿/发文/" in page
    assert "打印发文稿纸" in text_of(Visitor(desk, "drafter").get(f"/documents/{papers.under_way()}"))


def test_the_clerk_states_what_lacks(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.lacking()
    clerk = Visitor(desk, "clerk")
    page = f"/documents/{document}/facts"

    wrong = clerk.post(page, **clerk.form(page) | {"kind": "条子"})
    right = clerk.post(page, **clerk.form(page) | {"kind": "通知", "title": TITLE, "organs": "云岭乡党委"})

    assert wrong.status_code == 422
    assert "“条子”不在本机关的设置中" in text_of(wrong)
    assert right.status_code == 302
    assert papers.case(document).phase is Phase.EXAMINED


@pytest.mark.parametrize(("written", "kept"), [("三十份", "30"), ("30", "30"), ("共印 30 份", "30")])
def test_a_print_run_is_read_as_people_write_it(desk: Desk, papers: Papers, written: str, kept: str) -> None:  # noqa: F811
    document = papers.lacking()
    clerk = Visitor(desk, "clerk")
    page = f"/documents/{document}/facts"

    refused = clerk.post(page, **clerk.form(page) | {"print_run": "许多"})
    clerk.post(page, **clerk.form(page) | {"print_run": written})

    assert refused.status_code == 422
    assert "“许多”看不出是多少份" in text_of(refused)
    assert papers.case(document).facts.value(FactName.PRINT_RUN) == kept


def test_the_draft_can_be_had_where_its_facts_are_asked_for(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.lacking()
    clerk = Visitor(desk, "clerk")

    page = text_of(clerk.get(f"/documents/{document}/facts"))

    assert f'<a href="/documents/{document}/files/draft">第1稿 Word（.docx）</a>' in page


def test_issuing_is_agreed_to_where_it_is_signed_and_not_before(desk: Desk, papers: Papers) -> None:  # noqa: F811
    examined, to_sign = papers.under_way(), papers.under_way(done=2)

    for page in (f"/documents/{examined}", "/batch"):
        assert "同意印发" not in text_of(Visitor(desk, "unit_head").get(page)), page
    for page in (f"/documents/{to_sign}", "/batch"):
        assert 'value="同意印发。" checked' in text_of(Visitor(desk, "secretary").get(page)), page


def test_no_classified_level_is_offered(desk: Desk, papers: Papers) -> None:  # noqa: F811
    page = text_of(Visitor(desk, "clerk").get(f"/documents/{papers.lacking()}/facts"))

    assert "<option>内部</option>" in page
    assert not any(f"<option>{level}</option>" in page for level in ("秘密", "机密", "绝密"))


def test_the_clerk_sees_the_number_and_gives_it(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.signed()
    clerk = Visitor(desk, "clerk")
    page = f"/documents/{document}/register"
    proposed = text_of(clerk.get(page))

    wrong = clerk.post(page, **clerk.form(page) | {"print_run": "许多"})
    right = clerk.post(page, **clerk.form(page) | {"print_run": "40"})

    assert wrong.status_code == 422
    assert "印数：输入整数" in text_of(wrong)
    assert right.status_code == 302
    case = papers.case(document)
    assert case.number in proposed
    assert case.print_run == 40


def test_a_print_run_that_nobody_knows_is_left_to_the_clerk(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.signed()
    clerk = Visitor(desk, "clerk")
    page = f"/documents/{document}/register"

    shown = clerk.form(page)
    refused = clerk.post(page, **shown)

    assert shown["print_run"] == ""
    assert refused.status_code == 422
    assert "印数：没有写" in text_of(refused)
    assert papers.case(document).number == ""


def test_a_draft_withdrawn_needs_its_reason(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.under_way()
    drafter = Visitor(desk, "drafter")
    action = f"/documents/{document}/withdraw"
    fields = drafter.form(f"/documents/{document}", action)

    without = drafter.post(action, **fields)
    given = drafter.post(action, **drafter.form(f"/documents/{document}", action) | {"reason": "会议改期"})

    assert (without.status_code, given.status_code) == (422, 302)
    assert papers.case(document).phase is Phase.WITHDRAWN


def test_outside_the_example_signing_asks_for_the_password_again(desk: Desk, papers: Papers) -> None:  # noqa: F811
    from tests.desk_visitor import desk_for  # noqa: PLC0415

    real = desk_for(desk.house, example=False)
    real.door.set_password("secretary", "竹林 tulip 7 号桥边")
    document = papers.under_way(done=2)
    leader = Visitor(real, "secretary", "竹林 tulip 7 号桥边")
    page, action = f"/documents/{document}", f"/documents/{document}/approve"

    without = leader.post(action, **leader.form(page, action))
    wrong = leader.post(action, **leader.form(page, action) | {"password": "竹林 tulip 8 号桥边"})
    assert papers.case(document).signer == ""
    right = leader.post(action, **leader.form(page, action) | {"password": "竹林 tulip 7 号桥边"})

    assert (without.status_code, wrong.status_code, right.status_code) == (403, 403, 302)
    assert "口令不正确" in text_of(wrong)
    assert papers.case(document).signer == "he-weimin"
