"""The desk's walls: sessions, headers, foreign requests, hostile text, and answers that give nothing away."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import RequestFactory

from desk.errors import AccountsLackingError, DeskInTheOpenError
from desk.guard import HEADERS, MOST_MB
from desk.serving import serve
from desk.site import application
from desk.visit import DESK, Desk
from ground.clock import FixedClock
from office.house import House
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_house import TITLE, Papers
from tests.desk_visitor import HOST, Visitor, desk_for, tags_of, text_of

PASSWORD = "竹林 tulip 7 号桥边"


@pytest.fixture
def real(house: House) -> Desk:  # noqa: F811
    """Open the desk of an office that is not the example, with TLS."""
    real = desk_for(house, tls=True, example=False)
    real.door.set_password("clerk", PASSWORD)
    return real


def test_every_answer_carries_the_headers(desk: Desk, papers: Papers) -> None:  # noqa: F811
    document = papers.under_way()
    visitor = Visitor(desk, "clerk")

    for address in ("/login", "/todo", f"/documents/{document}", f"/documents/{document}/pages/1.png", "/nowhere"):
        answer = visitor.get(address)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS, address
        assert "Strict-Transport-Security" not in answer.headers
    assert "immutable" in visitor.get("/desk.css").headers["Cache-Control"]


def test_no_page_needs_anything_from_outside_or_inline(desk: Desk, papers: Papers) -> None:  # noqa: F811
    visitor = Visitor(desk, "unit_head")
    document = papers.under_way()

    for address in ("/todo", f"/documents/{document}", "/search?q=防火", "/register-book", "/documents", "/log"):
        for tag, attributes in tags_of(text_of(visitor.get(address))):
            assert tag not in {"script", "style", "iframe", "object", "embed"}, address
            for name, value in attributes.items():
                assert name != "style", address
                assert not name.startswith("on"), address
                assert name not in {"href", "src", "action"} or re.match(r"/(?!/)|#", value), (address, value)


def test_over_tls_the_session_cookie_is_bound_to_the_host(real: Desk) -> None:
    visitor = Visitor(real, "clerk", PASSWORD)
    cookie = visitor.client.cookies["__Host-hongtou"]

    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert visitor.get("/todo").headers["Strict-Transport-Security"]


def test_a_log_in_gives_a_new_session_and_ends_the_one_before(desk: Desk) -> None:  # noqa: F811
    visitor = Visitor(desk, "clerk")
    before = visitor.token

    visitor.post("/login", login="keeper")

    assert visitor.token != before
    assert desk.door.session_login(before) is None
    assert desk.door.session_login(visitor.token) == "keeper"


def test_a_session_planted_by_somebody_else_is_not_taken_over(desk: Desk) -> None:  # noqa: F811
    visitor = Visitor(desk)
    visitor.client.cookies[desk.session_cookie] = "planted"

    visitor.post("/login", login="clerk")

    assert visitor.token != "planted"


def test_after_leaving_the_session_is_gone(desk: Desk) -> None:  # noqa: F811
    visitor = Visitor(desk, "clerk")
    token = visitor.token

    visitor.post("/logout")

    assert desk.door.session_login(token) is None
    assert visitor.get("/todo").headers["Location"] == "/login?next=%2Ftodo"


def test_an_account_taken_away_is_out_at_once(house: House, desk: Desk) -> None:  # noqa: F811
    visitor = Visitor(desk, "stranger")
    token = visitor.token
    defaults: dict[str, Any] = visitor.client.defaults
    defaults[DESK] = Desk(house, desk.door, tls=False, example=True)  # an office without that account

    assert visitor.get("/todo").status_code == 302
    assert desk.door.session_login(token) is None


def test_an_unknown_login_gets_the_same_answer_as_a_wrong_password(real: Desk) -> None:
    known = Visitor(real).post("/login", login="clerk", password="wrong password")
    unknown = Visitor(real).post("/login", login="clark", password="wrong password")

    pages = [re.sub(r'value="[^"]*"', "", text_of(answer)) for answer in (known, unknown)]
    assert (known.status_code, unknown.status_code) == (403, 403)
    assert pages[0] == pages[1]
    assert "账号或口令不正确" in pages[0]


def test_the_example_needs_no_password_but_a_login_it_knows(desk: Desk) -> None:  # noqa: F811
    assert Visitor(desk).post("/login", login="nobody").status_code == 403


def test_guessing_is_slowed_down_with_a_sentence(real: Desk) -> None:
    visitor = Visitor(real)

    answers = [visitor.post("/login", login="head", password=f"guess {number}") for number in range(6)]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 403, 429, 429]
    assert "口令尝试过多" in text_of(answers[-1])


def test_a_refused_log_in_is_logged_without_what_may_be_a_password(
    real: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    Visitor(real).post("/login", login="clerk", password="wrong password")
    Visitor(real).post("/login", login=PASSWORD, password="wrong password")

    lines = [record.getMessage() for record in caplog.records if record.name == "hongtou.desk"]
    assert lines == [
        "HT-246 log-in of clerk from 127.0.0.1 refused",
        "HT-246 log-in of an unknown login from 127.0.0.1 refused",
    ]


def test_guessing_the_step_up_password_is_slowed_too(
    real: Desk,
    papers: Papers,  # noqa: F811
    desk_clock: FixedClock,  # noqa: F811
) -> None:
    real.door.set_password("secretary", PASSWORD)
    leader = Visitor(real, "secretary", PASSWORD)
    document = papers.under_way(done=2)
    action = f"/documents/{document}/approve"

    statuses = [
        leader.post(action, **leader.form(f"/documents/{document}", action) | {"password": "guess"}).status_code
        for _ in range(6)
    ]

    assert statuses == [403, 403, 403, 403, 429, 429]


def test_a_new_password_must_be_a_good_one_and_ends_other_sessions(real: Desk, desk_clock: FixedClock) -> None:  # noqa: F811
    here, elsewhere = Visitor(real, "clerk", PASSWORD), Visitor(real, "clerk", PASSWORD)
    new = "砚台 quartz 三两枝梅"

    weak = here.post("/password", **here.form("/password") | {"old": PASSWORD, "new": "short", "again": "short"})
    typo = here.post("/password", **here.form("/password") | {"old": PASSWORD, "new": new, "again": new + "x"})
    good = here.post("/password", **here.form("/password") | {"old": PASSWORD, "new": new, "again": new})

    assert (weak.status_code, typo.status_code, good.status_code) == (422, 422, 302)
    assert "不足12个字符" in text_of(weak)
    assert here.get("/todo").status_code == 200
    assert elsewhere.get("/todo").status_code == 302


def test_a_form_without_our_mark_is_refused(desk: Desk, papers: Papers) -> None:  # noqa: F811
    visitor = Visitor(desk, checks=True)

    answer = visitor.post("/login", login="clerk")

    assert answer.status_code == 403
    assert "多半是登录已过期" in text_of(answer)


def test_who_writes_when_the_session_has_ended_is_told_and_keeps_what_was_written(
    desk: Desk,  # noqa: F811
    papers: Papers,  # noqa: F811
    desk_clock: FixedClock,  # noqa: F811
) -> None:
    document = papers.under_way()
    visitor = Visitor(desk, "unit_head")
    page = f"/documents/{document}"
    fields = visitor.form(page, f"{page}/approve")
    desk_clock.advance(minutes=31)

    sent: Any = visitor.client.post(
        f"{page}/approve",
        fields | {"opinion": "<b>第三条请再核", "password": PASSWORD},
        HTTP_REFERER=f"http://{HOST}{page}",
    )
    again: Any = visitor.client.post("/login?next=" + page, {"login": "unit_head"})

    said = sent.content.decode()
    assert sent.status_code == 403
    assert "登录已过期，刚才的操作没有办理，请重新登录再办" in said
    assert "&lt;b&gt;第三条请再核" in said
    assert PASSWORD not in said
    assert f'href="/login?next={quote(page, safe="")}"' in said
    assert again.headers["Location"] == page
    assert papers.case(document).decisions == ()


def test_the_log_in_page_says_that_a_session_ended_only_to_who_had_one(
    desk: Desk,  # noqa: F811
    desk_clock: FixedClock,  # noqa: F811
) -> None:
    visitor = Visitor(desk, "unit_head")
    desk_clock.advance(minutes=31)

    assert "登录已过期" in text_of(visitor.get("/login?next=/todo"))
    assert "登录已过期" not in text_of(Visitor(desk).get("/login?next=/todo"))
    turned = Visitor(desk).post("/delegations", receiver="clerk")
    assert "刚才的操作没有办理" in text_of(Visitor(desk).get(turned.headers["Location"]))
    assert "登录已过期" not in text_of(visitor.post("/login", login="nobody"))


@pytest.mark.parametrize("referrer", ["http://elsewhere.example/todo", "", "javascript:alert(1)"])
def test_a_turned_away_form_leads_back_only_into_our_own_pages(
    desk: Desk,  # noqa: F811
    desk_clock: FixedClock,  # noqa: F811
    referrer: str,
) -> None:
    visitor = Visitor(desk, "clerk")
    desk_clock.advance(minutes=31)

    answer: Any = visitor.client.post("/delegations", {"receiver": "head"}, HTTP_REFERER=referrer)

    assert 'href="/login?next=%2Ftodo"' in answer.content.decode()


def test_a_request_from_another_site_is_refused(desk: Desk) -> None:  # noqa: F811
    client: Any = Visitor(desk, "clerk").client

    answer = client.post("/logout", HTTP_SEC_FETCH_SITE="cross-site")

    assert answer.status_code == 403
    assert client.get("/todo").status_code == 200


def test_the_example_desk_answers_to_no_other_host_name(desk: Desk) -> None:  # noqa: F811
    for host, status in (
        ("evil.example", 403),
        ("127.0.0.1.evil.example:8080", 403),
        ("localhost:8080", 200),
        (HOST, 200),
    ):
        assert Visitor(desk).get("/login", HTTP_HOST=host).status_code == status, host


def test_too_large_a_request_is_refused_unread(desk: Desk) -> None:  # noqa: F811
    client: Any = Visitor(desk, "unit_head").client

    answer = client.generic("POST", "/documents/x/revise", CONTENT_LENGTH=str(MOST_MB * 1024 * 1024 + 1))

    assert answer.status_code == 413
    assert f"超过{MOST_MB} MB" in answer.content.decode()


def test_what_is_not_there_and_what_may_not_be_seen_look_the_same(desk: Desk, papers: Papers) -> None:  # noqa: F811
    hidden = papers.under_way()
    stranger = Visitor(desk, "stranger")
    addresses = [
        "/documents/W2026-99999",
        f"/documents/{hidden}",
        f"/documents/{hidden}/pages/1.png",
        f"/documents/{hidden}/files/pdf",
        "/no/such/page",
        f"/documents/{hidden}/pages/99.png",
    ]

    answers = [stranger.get(address) for address in addresses]

    assert {answer.status_code for answer in answers} == {404}
    # the mark of the log-out form is masked anew on each page
    bodies = {re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text_of(answer)) for answer in answers}
    assert len(bodies) == 1
    assert hidden not in bodies.pop()


def test_what_lies_outside_the_scope_is_in_no_list(desk: Desk, papers: Papers) -> None:  # noqa: F811
    papers.under_way(title="只有党政办公室知道的通知")
    papers.registered()

    for address in ("/todo", "/documents", "/register-book", "/log"):
        page = text_of(Visitor(desk, "stranger").get(address))
        assert not any(title in page for title in ("只有党政办公室知道", TITLE)), address
    assert "只有党政办公室知道的通知" in text_of(Visitor(desk, "clerk").get("/documents"))


def test_hostile_text_stays_text(desk: Desk, papers: Papers) -> None:  # noqa: F811
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    document = papers.under_way(title=f"关于{hostile}的通知")
    visitor = Visitor(desk, "unit_head")
    action = f"/documents/{document}/return"
    form = visitor.form(f"/documents/{document}", action)
    pages = [visitor.get(address) for address in ("/todo", "/documents", f"/documents/{document}")]
    pages.append(visitor.get("/search", data={"q": hostile}))
    pages.append(visitor.post(action, **form | {"opinion": hostile, "pages": "0"}))
    pages.append(visitor.get("/todo", data={"done": "approve", "about": hostile}))

    for answer in pages:
        assert "<script>alert" not in text_of(answer)
        assert "<img src=x" not in text_of(answer)
    assert "&lt;script&gt;alert(1)" in text_of(pages[2])


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "evil", "/\r\nSet-Cookie: a=b"]
)
def test_the_log_in_leads_nowhere_else(desk: Desk, target: str) -> None:  # noqa: F811
    answer: Any = Visitor(desk).client.post(
        "/login", {"login": "clerk"}, QUERY_STRING="next=" + target.replace("\r\n", "%0d%0a")
    )

    assert answer.headers["Location"] == "/todo"


def test_a_download_is_an_attachment_with_its_name(desk: Desk, papers: Papers) -> None:  # noqa: F811
    answer = Visitor(desk, "clerk").get(f"/documents/{papers.under_way()}/files/shown")

    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%85%B3%E4%BA%8E")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_broken_part_gives_a_sentence_and_a_reference_not_a_trace(
    desk: Desk,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("office.views.todo", broken)

    answer = Visitor(desk, "clerk").get("/todo")

    reference = re.search(r"【(\w{8})】", text_of(answer))
    assert answer.status_code == 503
    assert reference
    assert "ZeroDivision" not in text_of(answer)
    assert "secret detail" not in text_of(answer)
    assert any(reference[1] in record.getMessage() and record.exc_info for record in caplog.records)


def test_a_desk_without_tls_stays_on_loopback_and_in_the_example(house: House) -> None:  # noqa: F811
    with pytest.raises(DeskInTheOpenError):
        serve(house, "0.0.0.0", 8080)  # noqa: S104
    with pytest.raises(DeskInTheOpenError):
        serve(desk_for(house, example=False).house, "127.0.0.1", 8080)


def test_accounts_that_keep_no_sessions_open_no_desk() -> None:
    class OfficeWithout:
        accounts = object()

    without: Any = OfficeWithout()
    with pytest.raises(AccountsLackingError):
        application(without, tls=False, example=True)


def test_the_application_tells_each_request_its_desk(house: House) -> None:  # noqa: F811
    answered: list[str] = []
    app = application(house, tls=False, example=True)
    environ: dict[str, Any] = RequestFactory().get("/login", HTTP_HOST=HOST).environ

    body = b"".join(app(environ, lambda status, headers, exc_info=None: answered.append(status)))  # type: ignore[arg-type]

    assert answered == ["200 OK"]
    assert "选一个身份即可进入" in body.decode()
