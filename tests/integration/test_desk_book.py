"""The register of dispatch, the lists and the deadlines at the desk: filtered, ordered, paged, printed, taken away."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator

import pytest

from desk.visit import Desk
from domain.book_events import Book
from domain.events import Examined, Extended, Registered
from domain.facts import FactName, FactSource, stated
from domain.levels import Level
from domain.listing import ListQuery
from domain.procedure import Limit, LimitUnit
from ground.clock import FixedClock
from office import book, deadlines, lists
from office.books_taken import Format
from office.house import House
from office.record import record
from office.scope import may_see, scope_of
from office.seal_register import seal_workbook
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside, papers  # noqa: F401
from tests.desk_house import Papers
from tests.desk_visitor import Visitor, tags_of, text_of

FORMULA = '=HYPERLINK("http://x","点我")'


@pytest.fixture(scope="module", autouse=True)
def registered(house: House) -> Iterator[list[str]]:  # noqa: F811
    """Register three documents, one under a title that a spreadsheet would run."""
    made = Papers(house)
    return iter([[made.registered() for _ in range(2)] + [_registered(made, FORMULA)]])


def _registered(made: Papers, title: str) -> str:
    from office import register  # noqa: PLC0415 - as Papers.registered does, under another title

    document_id = made.under_way(done=3, title=title)
    clerk = made.house.office.actor("clerk")
    assert clerk is not None
    register.register_document(made.house, clerk, document_id, print_run=20)
    return document_id


def _links(page: str) -> dict[str, str]:
    return {
        label: address.replace("&amp;", "&") for address, label in re.findall(r'<a href="([^"]*)"[^>]*>([^<]+)', page)
    }


def _rows(page: str) -> list[str]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r"云党发〔2026〕\d+号", body)


def test_the_register_is_ordered_by_plain_links_and_turned_round(desk: Desk) -> None:  # noqa: F811
    visitor = Visitor(desk, "clerk")
    page = text_of(visitor.get("/register-book"))
    assert _rows(page) == [f"云党发〔2026〕{serial}号" for serial in (1, 2, 3)]
    assert 'aria-sort="ascending"' in page
    assert "<script" not in page

    turned = text_of(visitor.get(_links(page)["发文字号"]))

    assert _rows(turned) == [f"云党发〔2026〕{serial}号" for serial in (3, 2, 1)]
    assert 'aria-sort="descending"' in turned
    for label in ("文件标题", "发文日期", "文种", "份数", "发文机关", "签发人", "拟稿部门", "状态"):
        assert visitor.get(_links(page)[label]).status_code == 200, label


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("scheme=party", 3),
        ("scheme=government", 0),
        ("scheme=nothing", 3),
        ("organ=party&unit=general&kind=通知", 3),
        ("organ=government", 0),
        ("text=森林防火", 2),
        ("text=云党发[2026]2号", 1),
        ("year=2025", 0),
        ("year=all", 3),
        ("from=2026-03-02&to=2026-03-02", 3),
        ("to=2026-03-01", 0),
        ("from=nonsense&page=9999999999&sort=bad&dir=sideways", 3),
        ("page=7", 3),
    ],
)
def test_the_register_is_narrowed(desk: Desk, asked: str, found: int) -> None:  # noqa: F811
    page = text_of(Visitor(desk, "clerk").get(f"/register-book?{asked}"))

    assert f'<span class="count">{found}件</span>' in page
    assert len(_rows(page)) == found


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_taken_away_is_exactly_what_was_filtered_and_no_formula(desk: Desk, form: str) -> None:  # noqa: F811
    visitor = Visitor(desk, "clerk")
    page = text_of(visitor.get("/register-book?text=HYPERLINK"))

    answer = visitor.get(_links(page)[f"导出 .{form}"])

    assert "attachment" in answer["Content-Disposition"]
    if form == "csv":
        heading, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
        assert heading[:4] == ["顺序号", "发文日期", "发文字号", "文件标题"]
        assert [(row[0], row[2], row[3]) for row in rows] == [("1", "云党发〔2026〕3号", f"'{FORMULA}")]
    else:
        with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
            assert "云党发〔2026〕3号" in opened.read("xl/sharedStrings.xml").decode()
            assert "云党发〔2026〕2号" not in opened.read("xl/sharedStrings.xml").decode()
            assert "<f>" not in opened.read("xl/worksheets/sheet1.xml").decode()


def test_another_form_is_not_there(desk: Desk) -> None:  # noqa: F811
    assert Visitor(desk, "clerk").get("/register-book/export/exe").status_code == 404


def test_the_printed_register_is_one_table_with_its_heading(desk: Desk) -> None:  # noqa: F811
    page = text_of(Visitor(desk, "clerk").get("/register-book/print"))

    headings = re.findall(r'<th scope="col"[^>]*>([^<]+)', page)
    assert headings == [
        "顺序号",
        "发文日期",
        "发文字号",
        "文件标题",
        "密级",
        "份数",
        "发往机关",
        "签发人",
        "拟稿部门",
        "签收",
        "归档日期",
        "状态",
    ]
    assert "共3件" in page
    assert "=HYPERLINK(&quot;http://x&quot;,&quot;点我&quot;)" in page
    assert '<td class="c-dated">2026.3.2</td>' in page
    assert page.count("<thead>") == 1


def test_who_reads_no_documents_gets_an_empty_register(desk: Desk) -> None:  # noqa: F811
    for address in ("/register-book", "/register-book/print", "/register-book/export/csv", "/documents", "/log"):
        page = text_of(Visitor(desk, "auditor").get(address))
        assert "云党发〔" not in page, address


def test_the_scope_of_a_list_is_what_each_may_see(desk: Desk, papers: Papers) -> None:  # noqa: F811
    papers.lacking()
    papers.under_way(unit="economy")
    known = desk.house
    for account in known.office.accounts:
        actor = known.office.actor(account.login)
        assert actor is not None
        listed = {row.document_id for row in lists.documents(known, actor, limit=None).rows}
        assert listed == {case.document_id for case in known.registry.cases() if may_see(actor, case)}, account.login
        assert scope_of(actor).most_rank <= Level.INTERNAL.rank


def test_the_list_of_documents_is_narrowed_by_kind_papers_too(desk: Desk, papers: Papers) -> None:  # noqa: F811
    papers.under_way()
    clerk = Visitor(desk, "clerk")

    assert "W2026-" in text_of(clerk.get("/documents?kind=通知"))
    assert "W2026-" not in text_of(clerk.get("/documents?kind=材料"))
    assert "<option>材料</option>" in text_of(clerk.get("/documents"))
    assert "<option>材料</option>" not in text_of(clerk.get("/register-book"))


def test_the_list_of_documents_is_paged_without_gap_or_double(desk: Desk, papers: Papers) -> None:  # noqa: F811
    clerk = desk.house.office.actor("clerk")
    assert clerk is not None
    while lists.documents(desk.house, clerk).total < lists.A_PAGE + 3:
        papers.lacking()
    visitor = Visitor(desk, "clerk")

    first = text_of(visitor.get("/documents"))
    second = text_of(visitor.get(_links(first)["下一页"]))

    seen = [re.findall(r'href="/documents/(W[^"]+)"', page) for page in (first, second)]
    everything = [row.document_id for row in lists.documents(desk.house, clerk, limit=None).rows]
    assert seen[0] + seen[1] == everything
    assert len(seen[0]) == lists.A_PAGE
    assert "上一页" in second
    assert "下一页" not in second


def test_a_page_past_the_end_is_the_last_one(desk: Desk) -> None:  # noqa: F811
    visitor = Visitor(desk, "clerk")

    for address in ("/documents?page=99", "/log?page=99", "/register-book?page=99"):
        page = text_of(visitor.get(address))
        assert "这里没有文件" not in page, address
        assert "还没有您办理的记录" not in page, address


def test_ones_own_log_names_the_document_and_the_act(desk: Desk) -> None:  # noqa: F811
    page = text_of(Visitor(desk, "clerk").get("/log"))

    assert "登记编号" in page
    assert "云党发〔2026〕3号" in page
    assert "签发" not in page.partition("<main")[2]


def test_what_is_overdue_stands_with_its_unit_and_an_extension_moves_it(
    desk: Desk,  # noqa: F811
    papers: Papers,  # noqa: F811
    desk_clock: FixedClock,  # noqa: F811
) -> None:
    document_id = papers.under_way(unit="economy")
    desk_clock.advance(days=3)
    head = desk.house.office.actor("head")
    assert head is not None
    try:
        rows = {row.unit_id: row for row in deadlines.by_unit(desk.house, deadlines.due_rows(desk.house, head))}
        assert rows["economy"].overdue >= 1
        assert rows[""].overdue == sum(row.overdue for unit, row in rows.items() if unit)
        before = next(row for row in deadlines.due_rows(desk.house, head) if row.document_id == document_id)
        assert before.due
        assert before.due.left == "已超期2天"

        extended = Extended("unit-review", Limit(3, LimitUnit.DAYS), "材料不齐")
        record(desk.house, lambda pen: pen.note(extended, document_id), actor=head)

        after = next(row for row in deadlines.due_rows(desk.house, head) if row.document_id == document_id)
        assert after.due
        assert (after.due.at - before.due.at, after.due.overdue, after.extended) == (dt.timedelta(days=3), False, True)
        page = text_of(Visitor(desk, "head").get("/deadlines?unit=economy"))
        assert "经济发展办公室" in page
        assert "已延期" in page
    finally:
        desk_clock.advance(days=-3)


def test_links_keep_what_was_asked_and_nothing_else_is_believed(desk: Desk) -> None:  # noqa: F811
    page = text_of(Visitor(desk, "clerk").get("/register-book?text=%22%3E%3Cscript%3E&year=all"))

    assert "<script>" not in page
    assert all("javascript:" not in tag.get("href", "") for _, tag in tags_of(page))


def test_a_query_of_the_book_never_leaves_the_numbered(desk: Desk, papers: Papers) -> None:  # noqa: F811
    papers.under_way()
    clerk = desk.house.office.actor("clerk")
    assert clerk is not None

    rows = book.register_book(desk.house, clerk, ListQuery(), limit=None).rows

    assert all(row.number for row in rows)


class SecretPapers(Papers):
    """Puts documents of the level 秘密 into a house."""

    def examined(self, title: str = "秘密事项") -> Examined:
        """Give the event that says what the draft holds."""
        event = super().examined(title)
        return dataclasses.replace(event, facts=(*event.facts, *stated({FactName.LEVEL: "秘密★1年"}, FactSource.SHEET)))


def test_who_takes_the_book_away_with_secrets_in_it_is_recorded_first(desk: Desk) -> None:  # noqa: F811
    known = desk.house
    secret = SecretPapers(known).signed()
    serial, day = known.registry.next_serial("party", 2026), known.clock.today()
    number = f"云党发〔2026〕{serial}号"
    Papers(known).note(secret, Registered("register", "party", 2026, serial, number, day, day, 3), "clerk")
    clerk = known.office.actor("clerk")
    assert clerk is not None
    cleared = dataclasses.replace(clerk, clearance=Level.SECRET)

    for actor in (clerk, cleared):
        for form in (Format.CSV, Format.XLSX):
            taken = book.export(known, actor, ListQuery(), form)
            assert (number.encode() in taken) is (actor is cleared and form is Format.CSV)
        book.for_print(known, actor, ListQuery(), 100)
        seal_workbook(known, actor)

    lines = known.registry.history(Book.DISPATCH.value)
    assert [getattr(event, "form", "") for _, event in lines] == ["csv", "xlsx", "print"]
    lines += known.registry.history(Book.SEALS.value)
    assert all(getattr(event, "restricted", ()) == (secret,) for _, event in lines)
    assert {line.actor for line, _ in lines} == {cleared.person}
    told = {line.what for line in lists.my_log(known, cleared).lines}
    assert {"打印发文登记簿", "以 .xlsx 导出发文登记簿", "以 .xlsx 导出用印登记簿"} <= told
    assert known.registry.unflushed(10) == ()
