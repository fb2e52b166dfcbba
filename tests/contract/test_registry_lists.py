"""What a registry promises on every database of its lists: scope, filter, order, pages, one's own acts (登记处约定)."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from domain.book_events import NumbersStarted, RangeReserved
from domain.case import Phase
from domain.exchange_events import PackagePrepared
from domain.facts import FactName, FactSource, stated
from domain.levels import Level
from domain.listing import EVERYTHING, NOTHING, Column, ListQuery, Scope
from domain.posts import Role
from registry.registry import Registry
from registry.settings import DatabaseSettings, SqliteDatabase
from tests import making
from tests.making import CLERK, MONDAY, PEOPLE, SCHEME, YEAR, decided, examined, presented, registered, taken_in
from tests.registry_lives import live_a_year, new_document, new_id, signed_document
from tests.registry_rooms import Record, execute, opened, recorder, rows_of

INTERNAL = Scope(Level.INTERNAL.rank)
BY_NUMBER = ListQuery(numbered=True, order=Column.NUMBER, descending=False)


def _titled(record: Record, registry: Registry, title: str, unit: str = "综合科", level: str = "") -> str:
    document = new_id(registry)
    record(taken_in(title, unit=unit), document)
    event = examined(title=title)
    facts = stated({FactName.LEVEL: level}, FactSource.SHEET) if level else ()
    record(dataclasses.replace(event, facts=(*event.facts, *facts)), document)
    return document


def _ids(registry: Registry, query: ListQuery, scope: Scope = EVERYTHING) -> list[str]:
    return [entry.document_id for entry in registry.entries(scope, query).entries]


def test_a_list_holds_what_the_states_say(registry: Registry, record: Record) -> None:
    live_a_year(registry, record)

    for entry in registry.entries(EVERYTHING, ListQuery()).entries:
        case = registry.case(entry.document_id)
        assert case is not None
        assert (entry.number, entry.phase, entry.unit, entry.since) == (case.number, case.phase, case.unit, case.since)
        assert (entry.dated, entry.serial, entry.signer, entry.organs) == (
            case.dated,
            case.serial,
            case.signer,
            case.organs,
        )
        assert [step.name in entry.place for step in case.open_steps()] == [True] * len(case.open_steps())
    assert registry.entries(EVERYTHING, ListQuery()).total == len(registry.cases())


def test_nothing_outside_a_scope_is_listed_counted_or_hinted_at(registry: Registry, record: Record) -> None:
    open_to_all = _titled(record, registry, "关于防火的通知")
    secret = _titled(record, registry, "关于机密事项的通知", level="秘密★1年")
    elsewhere = _titled(record, registry, "关于财政的通知", unit="财政所")

    assert set(_ids(registry, ListQuery(), INTERNAL)) == {open_to_all, elsewhere}
    assert _ids(registry, ListQuery(), Scope(Level.SECRET.rank, frozenset({"综合科"}))) == [secret, open_to_all]
    assert registry.entries(INTERNAL, ListQuery(text="机密")).total == 0
    assert registry.entries(NOTHING, ListQuery()) == registry.entries(Scope(4, frozenset()), ListQuery())
    assert registry.entries(NOTHING, ListQuery()).total == 0


def test_a_level_stated_later_takes_a_document_out_of_a_narrower_scope(registry: Registry, record: Record) -> None:
    document = new_document(registry)
    assert _ids(registry, ListQuery(), INTERNAL) == [document]

    event = examined()
    secret = stated({FactName.LEVEL: "机密"}, FactSource.SHEET)
    record(dataclasses.replace(event, facts=(*event.facts, *secret)), document)

    assert _ids(registry, ListQuery(), INTERNAL) == []


def test_filters_narrow_together(registry: Registry, record: Record) -> None:
    live_a_year(registry, record)
    numbered = registry.entries(EVERYTHING, BY_NUMBER)
    assert [entry.serial for entry in numbered.entries] == [4, 5, 7]

    def serials(**more: object) -> list[int]:
        query = dataclasses.replace(BY_NUMBER, **more)  # type: ignore[arg-type]
        return [entry.serial for entry in registry.entries(EVERYTHING, query).entries]

    assert serials(scheme=SCHEME, organ="dangwei", unit="综合科", kind="通知") == [4, 5, 7]
    assert serials(scheme="other") == serials(organ="dang") == serials(kind="函") == serials(unit="综合") == []
    assert serials(phases=(Phase.DONE,)) == [4, 7]
    assert serials(first_day=MONDAY.date(), last_day=MONDAY.date()) == [4, 5, 7]
    assert serials(first_day=MONDAY.date() + dt.timedelta(days=1)) == []
    assert serials(last_day=MONDAY.date() - dt.timedelta(days=1)) == []
    assert serials(text="安全 检查") == [4, 5, 7]
    assert serials(text=f"{SCHEME}[{YEAR}]7号") == [7]
    assert serials(text="安全 消防") == serials(text="100%") == serials(text="_") == []


@pytest.mark.parametrize("column", list(Column))
def test_every_order_is_whole_and_the_same_turned_round(registry: Registry, record: Record, column: Column) -> None:
    live_a_year(registry, record)

    up = _ids(registry, ListQuery(order=column, descending=False))
    down = _ids(registry, ListQuery(order=column, descending=True))

    assert up == down[::-1]
    assert len(set(up)) == len(registry.cases())


def test_chinese_is_ordered_alike_on_every_database(registry: Registry, record: Record) -> None:
    titles = ["乙", "甲", "Ｂ", "a", "B", "一", "（二）", "2", "10"]
    for title in titles:
        _titled(record, registry, title)

    listed = registry.entries(EVERYTHING, ListQuery(order=Column.TITLE, descending=False)).entries

    assert [entry.title for entry in listed] == sorted(titles)


def test_pages_put_together_are_the_list_even_where_all_are_equal(registry: Registry, record: Record) -> None:
    made = set()
    for number in range(7):
        document = new_id(registry)
        record(taken_in(f"drop{number}"), document)
        record(examined(), document)
        made.add(document)
    query = ListQuery(order=Column.TITLE)

    pages = [registry.entries(EVERYTHING, query, 3, offset) for offset in (0, 3, 6, 9)]

    assert [page.total for page in pages] == [7] * 4
    assert [len(page.entries) for page in pages] == [3, 3, 1, 0]
    assert [entry.document_id for page in pages for entry in page.entries] == _ids(registry, query)
    assert set(_ids(registry, query)) == made


def test_what_somebody_did_is_found_newest_first_within_the_scope(registry: Registry, record: Record) -> None:
    live_a_year(registry, record)
    mine = [line for line, _ in registry.events_after(0, 10_000) if line.actor == CLERK][::-1]

    page = registry.acts_of(CLERK, EVERYTHING, 3)
    rest = registry.acts_of(CLERK, EVERYTHING, 100, 3)

    assert page.total == rest.total == len(mine)
    assert [line for line, _ in (*page.lines, *rest.lines)] == mine
    assert {event.VERB for _, event in registry.acts_of(CLERK, NOTHING, 100).lines} == {
        NumbersStarted.VERB,
        RangeReserved.VERB,
        PackagePrepared.VERB,  # told without number and title
    }
    assert registry.acts_of("nobody", EVERYTHING, 10).total == 0


def test_steps_are_asked_for_everybody_or_within_a_scope(registry: Registry, record: Record) -> None:
    document = new_document(registry)
    record(examined(), document)
    record(presented(), document)

    assert [row.step for row in registry.tasks(None)] == ["check"]
    assert registry.tasks(None, (), NOTHING) == ()
    assert registry.tasks([Role.UNIT_HEAD], (), Scope(Level.INTERNAL.rank, frozenset({"财政所"}))) == ()
    (row,) = registry.tasks(None)
    assert (row.title, row.rank, row.extended) == ("关于开展安全检查的通知", Level.INTERNAL.rank, False)


def test_the_next_serial_is_told_without_writing(
    registry: Registry, record: Record, database: DatabaseSettings
) -> None:
    record(NumbersStarted(SCHEME, YEAR, 3, "年初手工编号"), SCHEME, CLERK)
    record(RangeReserved(SCHEME, YEAR, 4, 6, "会议文件"), SCHEME, CLERK)
    record(registered(5, from_reserve=True), signed_document(registry, record), CLERK)
    before = rows_of(database)

    assert registry.next_serial(SCHEME, YEAR) == 7
    assert registry.next_serial("other", YEAR) == 1
    assert registry.reserved_free(SCHEME, YEAR) == (4, 6)
    assert registry.reserved_free("other", YEAR) == ()

    assert rows_of(database) == before


def test_a_document_is_found_by_its_number_within_a_scope(registry: Registry, record: Record) -> None:
    document = new_id(registry)
    making.to_filed(record, document, 1)

    found = registry.numbered(f"{SCHEME}〔{YEAR}〕1号")

    assert found is not None
    assert (found.document_id, found.filed_on) == (document, MONDAY.date())
    assert registry.numbered(f"{SCHEME}〔{YEAR}〕1号", NOTHING) is None
    assert registry.numbered("京发〔2026〕99号") is None


def test_an_older_registry_gets_its_lists_when_it_is_brought_up_to_date(
    registry: Registry, record: Record, database: DatabaseSettings
) -> None:
    live_a_year(registry, record, closes=False)
    before = rows_of(database)
    if isinstance(database, SqliteDatabase):
        execute(database, "DROP TRIGGER event_unchanged")  # it asks a table of later
    for table in (
        "incoming",
        "holding",
        "parcel",
        "destruction",
        "destructionpart",
        "erasedline",
    ):  # what later migrations made
        execute(database, f"DROP TABLE registry_{table}")
    execute(database, "DROP TABLE registry_entry")
    for index in ("event_actor", "event_use"):
        execute(database, f"DROP INDEX {index}")
    execute(database, "DELETE FROM django_migrations WHERE app = 'registry' AND name >= '0003'")

    with opened(database) as newer:
        assert rows_of(database) == before
        assert newer.entries(EVERYTHING, BY_NUMBER).total == 3


def test_a_decision_moves_the_entry_on(registry: Registry, record: Record) -> None:
    document = new_document(registry)
    record(examined(), document)
    record(presented(), document)
    later = recorder(registry, MONDAY + dt.timedelta(hours=3))
    later(decided("check"), document, PEOPLE["check"])

    (entry,) = registry.entries(EVERYTHING, ListQuery(phases=(Phase.UNDER_WAY,))).entries

    assert (entry.place, entry.since) == ("审核（办公室主任）", MONDAY + dt.timedelta(hours=3))
