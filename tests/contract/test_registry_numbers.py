"""What a registry promises on every database of numbers, leases, rebuilding and schema (登记处约定)."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest

from domain.book_events import NumbersStarted, RangeReserved
from domain.case import Phase
from domain.erasures import erasures
from domain.ledger_line import LedgerLine
from domain.posts import Role
from ground.clock import FixedClock
from registry import errors
from registry.registry import Registry
from registry.settings import DatabaseSettings
from tests import making, postgres, registry_jobs
from tests.making import (
    CLERK,
    MONDAY,
    SCHEME,
    YEAR,
    registered,
    sealed,
    taken_in,
)
from tests.registry_destroying import destroy
from tests.registry_lives import live_a_year, new_document, new_id, signed_document
from tests.registry_rooms import Record, assert_whole, execute, opened, recorder, rows_of

# --- numbers


def test_a_reserved_range_of_millions_is_not_counted_through(registry: Registry, record: Record) -> None:
    record(RangeReserved(SCHEME, YEAR, 5, 2_000_000_000, "会议文件"), SCHEME, CLERK)
    document = signed_document(registry, record)
    record(registered(6, from_reserve=True), document, CLERK)

    assert registry.reserved_free(SCHEME, YEAR, at_most=4) == (5, 7, 8, 9)


def test_numbers_follow_one_another_past_paper_and_reserved_ranges(registry: Registry, record: Record) -> None:
    record(NumbersStarted(SCHEME, YEAR, 3, "年初手工编号"), SCHEME, CLERK)
    record(RangeReserved(SCHEME, YEAR, 5, 6, "会议文件"), SCHEME, CLERK)
    record(RangeReserved(SCHEME, YEAR, 7, 7, "会议文件"), SCHEME, CLERK)

    given = []
    for drop in "abc":
        document = signed_document(registry, record, drop)
        with registry.transaction() as books:
            serial = books.next_serial(SCHEME, YEAR)
            books.append(registered(serial), document, CLERK, "test", MONDAY)
            issued = books.number_of(document)
        assert issued is not None
        given.append(issued.serial)

    assert given == [4, 8, 9]
    assert [number.serial for number in registry.numbers(SCHEME, YEAR)] == [4, 8, 9]
    assert [(kept.first, kept.last, kept.reserved) for kept in registry.number_ranges()] == [
        (1, 3, False),
        (5, 6, True),
        (7, 7, True),
    ]
    assert [(state.scheme, state.last) for state in registry.number_states()] == [(SCHEME, 9)]


def test_a_reserved_number_goes_to_one_document_and_moves_no_counter(registry: Registry, record: Record) -> None:
    record(RangeReserved(SCHEME, YEAR, 10, 11, "会议文件"), SCHEME, CLERK)
    first, second = (signed_document(registry, record, drop) for drop in "ab")

    record(registered(10, from_reserve=True), first, CLERK)

    with registry.transaction() as books:
        assert [books.reserved_free(SCHEME, YEAR, serial) for serial in (9, 10, 11)] == [False, False, True]
        assert books.next_serial(SCHEME, YEAR) == 1
    with pytest.raises(errors.NumberTakenError):
        record(registered(10, from_reserve=True), second, CLERK)
    with pytest.raises(errors.NotReservedError):
        record(registered(9, from_reserve=True), second, CLERK)


@pytest.mark.parametrize("serial", [2, 99])
def test_a_number_out_of_turn_is_refused(registry: Registry, record: Record, serial: int) -> None:
    document = signed_document(registry, record)

    with pytest.raises(errors.NotNextNumberError, match="应为1"):
        record(registered(serial), document, CLERK)


@pytest.mark.parametrize(("first", "last"), [(1, 2), (2, 1), (5, 5), (4, 6), (6, 9)])
def test_a_range_that_touches_used_or_kept_numbers_is_refused(
    registry: Registry, record: Record, first: int, last: int
) -> None:
    record(NumbersStarted(SCHEME, YEAR, 2, "年初手工编号"), SCHEME, CLERK)
    record(RangeReserved(SCHEME, YEAR, 5, 6, "会议文件"), SCHEME, CLERK)

    with pytest.raises(errors.RangeNotFreeError):
        record(RangeReserved(SCHEME, YEAR, first, last, "再留"), SCHEME, CLERK)


def test_no_number_is_given_while_the_clock_stands_behind(registry: Registry, record: Record) -> None:
    document = signed_document(registry, record)

    with pytest.raises(errors.ClockBehindError, match="校准"):
        recorder(registry, MONDAY - dt.timedelta(minutes=6))(registered(1), document, CLERK)

    recorder(registry, MONDAY - dt.timedelta(minutes=4))(registered(1), document, CLERK)


@pytest.mark.long
def test_killed_writers_leave_no_gap_and_no_double(registry: Registry, database: DatabaseSettings) -> None:
    told: set[str] = set()
    for turn in range(3):
        workers = [registry_jobs.start("give_number", 10 * turn + worker, 10_000, database) for worker in range(3)]
        for worker in workers:
            assert worker.stdout is not None
            told.add(worker.stdout.readline().decode().strip())
        time.sleep(0.1)
        for worker in workers:
            worker.kill()
            told |= {line for line in worker.communicate()[0].decode().split("\n")[:-1] if line}

    lines = {f"{line.index} {line.own}": line for line in assert_whole(registry)}
    assert told <= lines.keys()
    serials = [number.serial for number in registry.numbers(SCHEME, YEAR)]
    assert len(serials) >= 9
    assert serials == list(range(1, len(serials) + 1))
    assert len({number.document_id for number in registry.numbers()}) == len(serials)


# --- outbox


def test_the_outbox_gives_lines_in_order_until_they_are_marked(registry: Registry, record: Record) -> None:
    making.to_filed(record, new_id(registry), 1)
    total = registry.counts().events

    registry.mark_flushed(3)
    registry.mark_flushed(2)

    assert [line.index for line, _ in registry.unflushed(2)] == [4, 5]
    assert registry.counts().unflushed == total - 3
    registry.mark_flushed(total)
    assert registry.unflushed(10) == ()


# --- leases


def test_a_lease_is_held_by_one_until_it_runs_out(registry: Registry, clock: FixedClock) -> None:
    ttl = dt.timedelta(seconds=30)
    first = registry.lease("porter", "one", ttl)
    assert first is not None

    assert registry.lease("porter", "two", ttl) is None
    assert registry.lease("another", "two", ttl) is not None
    clock.advance(seconds=20)
    assert registry.renew(first, ttl) is not None
    clock.advance(seconds=20)
    assert registry.lease("porter", "two", ttl) is None
    clock.advance(seconds=11)
    second = registry.lease("porter", "two", ttl)

    assert second is not None
    assert second.token > first.token


def test_a_late_holder_records_nothing(registry: Registry, clock: FixedClock) -> None:
    first = registry.lease("porter", "one", dt.timedelta(seconds=30))
    assert first is not None
    with registry.transaction() as books:
        books.check(first)
    clock.advance(seconds=31)
    second = registry.lease("porter", "two", dt.timedelta(seconds=30))
    assert second is not None

    def record_late() -> None:
        with registry.transaction() as books:
            books.append(taken_in(), "W2026-00001", "system", "test", MONDAY)
            books.check(first)

    with pytest.raises(errors.LeaseLostError):
        record_late()

    assert registry.head() is None
    assert registry.renew(first, dt.timedelta(seconds=30)) is None
    registry.release(first)
    assert registry.lease("porter", "three", dt.timedelta(seconds=30)) is None
    registry.release(second)
    assert registry.lease("porter", "three", dt.timedelta(seconds=30)) is not None


def test_tokens_grow_even_over_a_cleared_registry(registry: Registry, clock: FixedClock) -> None:
    first = registry.lease("porter", "one", dt.timedelta(seconds=30))
    assert first is not None
    clock.advance(seconds=1)

    registry.clear()

    second = registry.lease("porter", "two", dt.timedelta(seconds=30))
    assert second is not None
    assert second.token > first.token


# --- rebuilding


def test_a_rebuilt_registry_equals_the_old_one_row_for_row(
    registry: Registry, record: Record, database: DatabaseSettings
) -> None:
    live_a_year(registry, record)
    destroy(registry, "W2026-00001")
    before, lines, todo = rows_of(database), registry.unflushed(10**6), registry.tasks(list(Role))
    assert all(before[name] for name in before), "the test must fill every table"

    registry.clear()
    assert not registry.cases()
    assert registry.rebuild(lines, erasures(lines)) == len(lines)

    assert rows_of(database) == before
    assert registry.tasks(list(Role)) == todo
    assert registry.counts().unflushed == 0
    assert signed_document(registry, record, "next") == "W2026-00008"


def test_a_rebuilding_in_small_pieces_gives_the_same(
    registry: Registry, record: Record, database: DatabaseSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from registry import rebuilding  # noqa: PLC0415  # Django has to be set up first

    live_a_year(registry, record)
    before, lines = rows_of(database), registry.unflushed(10**6)
    monkeypatch.setattr(rebuilding, "_AT_ONCE", 3)

    registry.clear()
    registry.rebuild(lines)

    assert rows_of(database) == before


def test_the_rules_of_today_do_not_judge_the_past(make_database: Callable[[], DatabaseSettings]) -> None:
    with opened(make_database(), different_people=()) as registry:
        document = signed_document(registry, recorder(registry))
        recorder(registry)(registered(1), document, CLERK)
        recorder(registry)(sealed(), document, CLERK)
        lines = registry.unflushed(100)

    database = make_database()
    with opened(database) as rebuilt:
        rebuilt.rebuild(lines)

        assert rebuilt.counts().of(Phase.SEALED) == 1
        other = signed_document(rebuilt, recorder(rebuilt), "other")
        recorder(rebuilt)(registered(2), other, CLERK)
        with pytest.raises(errors.SamePersonError):
            recorder(rebuilt)(sealed(), other, CLERK)


def _without_the_second(lines: list[tuple[LedgerLine, bytes]]) -> None:
    del lines[1]


def _with_another_payload(lines: list[tuple[LedgerLine, bytes]]) -> None:
    lines[1] = (lines[1][0], lines[1][1].replace(b"1", b"2"))


def _with_another_actor(lines: list[tuple[LedgerLine, bytes]]) -> None:
    line = lines[1][0]
    lines[1] = (LedgerLine(**{**vars(line), "actor": "somebody"}), lines[1][1])


@pytest.mark.parametrize("damage", [_without_the_second, _with_another_payload, _with_another_actor])
def test_a_damaged_ledger_is_not_rebuilt_from(
    registry: Registry,
    record: Record,
    database: DatabaseSettings,
    damage: Callable[[list[tuple[LedgerLine, bytes]]], None],
) -> None:
    making.to_filed(record, new_id(registry), 1)
    lines = list(registry.unflushed(10**6))
    registry.clear()
    empty = rows_of(database)

    damage(lines)

    with pytest.raises(errors.BrokenLineError, match="重建已停止"):
        registry.rebuild(lines)
    assert rows_of(database) == empty


def test_a_registry_with_events_is_not_rebuilt_over(registry: Registry) -> None:
    new_document(registry)

    with pytest.raises(errors.NotEmptyError):
        registry.rebuild(registry.unflushed(10))


# --- schema


def test_a_registry_that_was_never_prepared_says_so(database: DatabaseSettings) -> None:
    registry = Registry(database)

    with pytest.raises(errors.OlderSchemaError, match="升级"):
        registry.check()
    registry.close_connections()


def test_a_registry_of_newer_software_is_left_alone(registry: Registry, database: DatabaseSettings) -> None:
    execute(
        database,
        "INSERT INTO django_migrations (app, name, applied) VALUES ('registry', '0999_future', '2030-01-01 00:00:00+00:00')",
    )

    for act in (registry.check, registry.prepare, registry.clear):
        with pytest.raises(errors.NewerSchemaError, match="0999_future"):
            act()


def test_preparing_twice_changes_nothing(registry: Registry, database: DatabaseSettings) -> None:
    new_document(registry)
    before = rows_of(database)

    registry.prepare()
    registry.check()

    assert rows_of(database) == before


# --- the database away


@pytest.mark.postgres
def test_a_server_that_went_away_is_named_and_used_again_when_it_is_back() -> None:
    with postgres.server() as running, opened(running.database()) as registry:
        first = new_document(registry, "before")

        running.stop_at_once()
        with pytest.raises(errors.RegistryAwayError, match="连接中断"):
            new_document(registry, "meanwhile")
        running.start()

        assert new_document(registry, "after") > first
        assert len(assert_whole(registry)) == 2
