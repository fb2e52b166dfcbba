"""The search at the desk: counts that narrow, pages that stay, lists to take away, sentences for what can't be read."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict

from desk.query_form import composed
from desk.visit import Desk
from domain.book_events import Book, BookTaken
from domain.catalogue import Card
from domain.levels import Level, Retention
from office.house import House
from office.search import Asked, export
from tests.desk_fixtures import desk, desk_clock, house, nobody_inside  # noqa: F401
from tests.desk_visitor import Visitor, tags_of, text_of

FORMULA = '=HYPERLINK("http://x","点我")'
MARKUP = "<script>alert('防汛')</script>"


def a_card(place: int, **changes: object) -> Card:
    card = Card(
        object_id=f"W2026-{place:05}",
        number=f"云政发〔2026〕{place}号",
        title=f"关于防汛工作的第{place}号通知",
        kind="通知",
        organ="云岭乡人民政府",
        date=dt.date(2020 + place % 3, 3, 1),
        year=2020 + place % 3,
        level=Level.INTERNAL,
        retention=Retention.TEN_YEARS,
        signer="郑远",
        unit="general",
        text=f"各村要落实防汛责任，第{place}次巡查。",
        position=place,
    )
    return dataclasses.replace(card, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module", autouse=True)
def catalogued(house: House) -> None:  # noqa: F811
    """Put 45 plain cards and some odd ones into the catalogue."""
    odd = [
        a_card(101, title=FORMULA, kind="函", text=MARKUP, retention=Retention.PERMANENT),
        a_card(102, title="社会事务的防汛安排", unit="social", organ="云岭乡人民政府、云岭乡党政办公室"),
    ]
    house.catalogue.put([a_card(place) for place in range(1, 46)] + odd, 1)


def titles(page: str) -> list[str]:
    return [unescape(title) for title in re.findall(r'<h2><a href="/documents/[^"]*">([^<]*)', page)]


def address(page: str, label: str) -> str:
    return unescape(str(re.findall(rf'<a href="([^"]*)"[^>]*>{re.escape(label)}</a>', page)[0]))


def count_of(page: str, value: str) -> int:
    found = re.search(rf'>{re.escape(value)}</(?:a|strong)>.*?<span class="count">(\d+)</span>', page)
    return int(found[1]) if found else 0


def test_hits_are_counted_and_a_click_on_a_count_gives_that_many(desk: Desk) -> None:  # noqa: F811
    visitor = Visitor(desk, "archivist")
    page = text_of(visitor.get("/search?q=防汛"))
    assert "查到 <strong>47</strong> 件" in page

    for value in ("2020", "2021", "2022", "通知", "函", "云岭乡人民政府", "云岭乡党政办公室", "永久", "10年", "内部"):
        count = count_of(page, value)
        narrowed = text_of(visitor.get(address(page, value)))
        assert count > 0
        assert f"查到 <strong>{count}</strong> 件" in narrowed, value
        assert f"{value} <a href" in narrowed

    twice = text_of(visitor.get(address(text_of(visitor.get(address(page, "2021"))), "通知")))
    assert "查到 <strong>15</strong> 件" in twice
    assert "查到 <strong>47</strong> 件" in text_of(visitor.get(address(twice, "看全部")))


def test_pages_stay_the_same_while_records_come_in(desk: Desk, house: House) -> None:  # noqa: F811
    visitor = Visitor(desk, "archivist")
    first = text_of(visitor.get("/search?q=防汛工作"))
    before = titles(text_of(visitor.get(address(first, "下一页"))))

    house.catalogue.put([a_card(200 + n, title="防汛工作防汛工作", position=200 + n) for n in range(5)], 2)
    after = titles(text_of(visitor.get(address(first, "下一页"))))
    fresh = titles(text_of(visitor.get("/search?q=防汛工作")))
    house.catalogue.remove([f"W2026-{200 + n:05}" for n in range(5)], 3)

    assert after == before
    assert "防汛工作防汛工作" in fresh
    assert len(set(titles(first)) | set(after)) == 40


def test_what_lies_above_the_clearance_is_in_no_count(desk: Desk, house: House) -> None:  # noqa: F811
    visitor = Visitor(desk, "archivist")
    before = text_of(visitor.get("/search?q=防汛"))

    house.catalogue.put([a_card(300, level=Level.SECRET, kind="决定", retention=Retention.PERMANENT)], 4)
    after = text_of(visitor.get("/search?q=防汛"))
    house.catalogue.remove(["W2026-00300"], 5)

    assert after.partition("<main")[2] == before.partition("<main")[2]
    assert "没有查到" in text_of(Visitor(desk, "admin").get("/search?q=防汛"))


def test_markup_in_titles_and_bodies_stays_text(desk: Desk) -> None:  # noqa: F811
    page = text_of(Visitor(desk, "archivist").get("/search?q=alert"))

    assert "<script" not in page
    assert "&lt;script&gt;<mark>alert</mark>(&#x27;防汛&#x27;)&lt;/script&gt;" in page
    assert all("style" not in attributes for _, attributes in tags_of(page))


@pytest.mark.parametrize("query", ["“没配对", "年度:今年", "OR", "-", "密级:绝密级别", "甲 " * 100])
def test_what_can_not_be_read_is_answered_with_a_sentence_and_examples(desk: Desk, query: str) -> None:  # noqa: F811
    visitor = Visitor(desk, "archivist")
    for page in ("/search", "/search/export"):
        answer: Any = visitor.client.get(page, {"q": query})
        assert answer.status_code == 422
        assert "检索式看不懂" in text_of(answer)
        assert page != "/search" or "可以这样写" in text_of(answer)


def test_hits_are_taken_away_as_a_workbook_in_which_nothing_is_a_formula(desk: Desk) -> None:  # noqa: F811
    visitor = Visitor(desk, "archivist")
    page = text_of(visitor.get("/search?q=防汛&retention=永久"))

    answer = visitor.get(address(page, "导出 .xlsx"))

    assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        texts = unescape(book.read("xl/sharedStrings.xml").decode())
        assert FORMULA in texts
        assert "第3号通知" not in texts
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_who_takes_state_secrets_away_stands_in_the_ledger_first(house: House) -> None:  # noqa: F811
    archivist = house.office.actor("archivist")
    assert archivist is not None
    cleared = dataclasses.replace(archivist, clearance=Level.SECRET)
    house.catalogue.put([a_card(301, level=Level.SECRET)], 6)

    export(house, archivist, Asked("防汛"))
    assert house.registry.history(Book.SEARCH.value) == ()
    export(house, cleared, Asked("防汛"))
    house.catalogue.remove(["W2026-00301"], 7)

    ((_, event),) = house.registry.history(Book.SEARCH.value)
    assert isinstance(event, BookTaken)
    assert event.restricted == ("W2026-00301",)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("all=办公用房 清理", '"办公用房" "清理"'),
        ("phrase=土地 征收&none=信访 上访", '"土地 征收" -"信访" -"上访"'),
        ("any=防汛 抗旱&title=通知", '"防汛" 标题:"通知" OR "抗旱" 标题:"通知"'),
        ("number=滨政发[2024]12&year_from=2020", '文号:"滨政发[2024]12" 年度:2020..'),
        ("date_from=2024-01-05&date_to=2024-06-30&level=内部", '密级:"内部" 日期:2024-01-05..2024-06-30'),
        ('all=与或非&signer=郑"远', '"与或非" 签发人:"郑 远"'),
        ("", ""),
    ],
)
def test_the_form_makes_a_query_of_its_boxes(typed: str, query: str) -> None:
    assert composed(QueryDict(typed)) == query


def test_the_form_leads_to_the_hits_and_says_when_it_is_empty(desk: Desk) -> None:  # noqa: F811
    visitor = Visitor(desk, "archivist")

    led = visitor.client.get("/search/advanced", {"go": "1", "title": "第7号", "any": "防汛 抗旱", "year_from": "2020"})
    hits = text_of(visitor.get(led["Location"]))

    assert titles(hits) == ["关于防汛工作的第7号通知"]
    assert "请至少填写一项" in text_of(visitor.get("/search/advanced?go=1"))
