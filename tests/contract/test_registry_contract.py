"""What a registry promises on every database (登记处约定)."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import IntegrityError

from domain.case import MACHINE_PHASES, Phase
from domain.events import (
    Event,
    FactsStated,
    NumbersStarted,
    OfficeOpened,
    RangeReserved,
    Revised,
    SecrecyStopped,
    Stuck,
)
from domain.facts import FactName, FactSource, stated
from domain.ledger_line import LedgerLine
from domain.office import Role
from domain.procedure import Route, Verb
from ground.clock import FixedClock
from registry import errors
from registry.registry import Registry
from registry.settings import DatabaseSettings, SqliteDatabase
from tests import making, postgres, registry_jobs
from tests.making import (
    CLERK,
    KEEPER,
    MONDAY,
    PEOPLE,
    SCHEME,
    YEAR,
    decided,
    digest,
    examined,
    presented,
    registered,
    sealed,
    taken_in,
)
from tests.registry_rooms import Record, assert_whole, execute, opened, recorder, rows_of


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def make_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], DatabaseSettings]:
    names = iter(range(100))
    if request.param == "sqlite":
        return lambda: SqliteDatabase(tmp_path / f"registry{next(names)}.sqlite")
    running: postgres.Server = request.getfixturevalue("server")
    return running.database


@pytest.fixture
def database(make_database: Callable[[], DatabaseSettings]) -> DatabaseSettings:
    return make_database()


@pytest.fixture
def registry(database: DatabaseSettings, clock: FixedClock) -> Iterator[Registry]:
    with opened(database, clock=clock) as made:
        yield made


@pytest.fixture
def record(registry: Registry) -> Record:
    return recorder(registry)


def new_document(registry: Registry, drop: str = "drop") -> str:
    with registry.transaction() as books:
        document = books.new_document_id(YEAR)
        books.append(taken_in(drop), document, "system", "test", MONDAY)
    return document


def signed_document(registry: Registry, record: Record, drop: str = "drop") -> str:
    with registry.transaction() as books:
        document = books.new_document_id(YEAR)
    making.to_signed(record, document, drop)
    return document


COSIGNING = Route(
    "cosigning",
    1,
    (
        making.a_step(0, "a", "会签", Verb.COSIGN, Role.HEAD, organ="a"),
        making.a_step(0, "b", "会签", Verb.COSIGN, Role.HEAD, organ="b"),
    ),
)


def live_a_year(registry: Registry, record: Record) -> None:
    """Do a bit of everything."""
    record(OfficeOpened("京口镇", "example"), "office")
    record(NumbersStarted(SCHEME, YEAR, 3, "年初手工编号"), SCHEME, CLERK)
    record(RangeReserved(SCHEME, YEAR, 5, 6, "会议文件"), SCHEME, CLERK)
    record(SecrecyStopped("发文/综合科", 123, "a" * 64, "机密"), "发文/综合科")
    for serial, drop in ((4, "one"), (7, "two")):
        making.to_filed(record, new_id(registry), serial, drop)
    held = signed_document(registry, record, "held")
    record(registered(5, from_reserve=True), held, CLERK)
    returned = new_document(registry, "returned")
    record(examined(), returned)
    record(presented(), returned)
    record(decided("check"), returned, PEOPLE["check"])
    record(decided("audit", approved=False, opinion="请补充依据\x00"), returned, PEOPLE["audit"])
    record(making.handed_back("退回", reason="退回修改"), returned)
    record(taken_in("returned again", version=2), returned)
    record(examined(version=2), returned)
    record(presented(version=2, content="second"), returned)
    record(decided("check", version=2, content="second"), returned, PEOPLE["check"])
    record(Revised("audit", 3, taken_in("revised").files, "改动措辞"), returned, PEOPLE["audit"])
    record(Stuck(3, "examine", "HT-140", "读不出来"), returned)
    cosigned = new_document(registry, "cosigned")
    record(examined(), cosigned)
    record(presented(route=COSIGNING), cosigned)
    record(decided("a:a"), cosigned, "somebody")
    lacking = new_document(registry, "lacking")
    record(
        making.examined().__class__(1, digest("x"), "题目", (), (FactName.KIND, FactName.ORGANS, FactName.TITLE), ()),
        lacking,
    )
    facts = stated({FactName.KIND: "通知", FactName.ORGANS: "镇政府", FactName.TITLE: "题目"}, FactSource.CLERK)
    record(FactsStated(facts), lacking, CLERK)


def new_id(registry: Registry) -> str:
    with registry.transaction() as books:
        return books.new_document_id(YEAR)


# --- events and their chain


def test_what_was_recorded_is_told_again_in_order(registry: Registry, record: Record) -> None:
    document = new_id(registry)
    events: list[Event] = [taken_in(), examined(), presented()]

    lines = [record(event, document, "system") for event in events]

    assert registry.history(document) == tuple(zip(lines, events, strict=True))
    assert registry.events_after(1, 1) == ((lines[1], events[1]),)
    assert registry.head() == lines[-1]


def test_the_chain_holds_over_every_kind_of_event(registry: Registry, record: Record) -> None:
    live_a_year(registry, record)

    lines = assert_whole(registry)

    assert [line.index for line in lines] == list(range(1, registry.counts().events + 1))


def test_eight_processes_write_one_chain_without_a_gap(registry: Registry, database: DatabaseSettings) -> None:
    workers = [registry_jobs.start("take_in", worker, 12, database) for worker in range(8)]

    told = [line for worker in workers for line in worker.communicate(timeout=100)[0].decode().split("\n") if line]

    assert [worker.returncode for worker in workers] == [0] * 8
    lines = assert_whole(registry)
    assert len(lines) == 96
    assert sorted(told) == sorted(f"{line.index} {line.own}" for line in lines)
    assert len({line.object_id for line in lines}) == 96


def test_what_the_database_is_told_of_line_three_before_line_two_it_refuses(
    registry: Registry, database: DatabaseSettings
) -> None:
    new_document(registry)

    with pytest.raises(IntegrityError, match="hongtou:gap"):
        execute(
            database,
            "INSERT INTO registry_event SELECT 3, at, actor, channel, verb, object_id, payload_sha256, payload_sm3, own, own,"
            " payload FROM registry_event",
        )


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE registry_event SET actor = 'somebody'",
        "DELETE FROM registry_event",
        "UPDATE registry_number SET serial = 9",
        "UPDATE registry_number SET text = 'x'",
        "DELETE FROM registry_number",
        "UPDATE registry_act SET person = 'somebody'",
    ],
)
def test_the_database_lets_nobody_change_what_is_fixed(
    registry: Registry, record: Record, database: DatabaseSettings, sql: str
) -> None:
    making.to_filed(record, new_id(registry), 1)
    before = rows_of(database)

    with pytest.raises(IntegrityError, match="hongtou:fixed"):
        execute(database, sql)

    assert rows_of(database) == before


def test_an_error_inside_a_transaction_undoes_all_of_it(registry: Registry, database: DatabaseSettings) -> None:
    before = rows_of(database)

    def fail_half_way() -> None:
        with registry.transaction() as books:
            books.append(taken_in(), "W2026-00001", "system", "test", MONDAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()

    assert rows_of(database) == before
    assert new_document(registry) == "W2026-00001"


def test_a_transaction_in_which_an_append_failed_is_not_committed_even_when_the_error_is_caught(
    registry: Registry,
) -> None:
    def catch_and_go_on() -> None:
        with registry.transaction() as books:
            books.append(taken_in(), "W2026-00001", "system", "test", MONDAY)
            with suppress(errors.MisfitHereError):
                books.append(sealed(), "W2026-00001", KEEPER, "test", MONDAY)

    with pytest.raises(RuntimeError, match="append failed"):
        catch_and_go_on()

    assert registry.head() is None


def test_worker_threads_of_an_event_loop_each_write_in_their_turn(registry: Registry) -> None:
    def take_in(turn: int) -> None:
        registry_jobs.take_in(registry, 0, turn)
        registry.close_connections()

    async def all_at_once() -> None:
        await asyncio.gather(*(asyncio.to_thread(take_in, turn) for turn in range(12)))

    asyncio.run(all_at_once())

    assert len(assert_whole(registry)) == 12


# --- documents


def test_a_step_that_is_not_open_is_refused_in_chinese(registry: Registry, record: Record) -> None:
    document = new_document(registry)

    with pytest.raises(errors.MisfitHereError, match=r"待审读.*用印.*请"):
        record(sealed(), document, KEEPER)


def test_a_drop_is_taken_in_once(registry: Registry, database: DatabaseSettings) -> None:
    document = new_document(registry, "same")
    before = rows_of(database)

    with pytest.raises(errors.AlreadyTakenInError, match=document):
        new_document(registry, "same")

    assert rows_of(database) == before
    assert registry.document_for_drop(digest("same")) == document


def test_document_ids_count_within_their_year(registry: Registry, record: Record) -> None:
    assert [new_document(registry, drop) for drop in "ab"] == ["W2026-00001", "W2026-00002"]

    with registry.transaction() as books:
        assert books.new_document_id(2027) == "W2027-00001"


def test_a_name_with_a_nul_and_a_title_of_a_thousand_signs_are_kept(registry: Registry, record: Record) -> None:
    document = new_id(registry)

    record(taken_in(name="安全\x00检查.docx"), document)
    record(examined(title="长" * 1000), document)

    case = registry.case(document)
    assert case is not None
    assert (case.name, case.title) == ("安全\x00检查.docx", "长" * 1000)


def test_a_cached_state_and_a_fresh_one_are_equal(
    registry: Registry, record: Record, database: DatabaseSettings, clock: FixedClock
) -> None:
    live_a_year(registry, record)

    fresh = Registry(database, clock=clock)

    assert fresh.cases() == registry.cases()
    assert len(fresh.cases()) == 6


def test_lists_are_narrowed_by_phase_and_unit(registry: Registry, record: Record) -> None:
    first, second = new_document(registry, "a"), new_id(registry)
    record(taken_in("b", unit="财政所"), second)

    assert [case.document_id for case in registry.cases()] == [second, first]
    assert [case.document_id for case in registry.cases(units=["综合科"])] == [first]
    assert registry.cases(phases=[Phase.FILED]) == ()
    assert len(registry.cases(limit=1)) == 1


def test_a_document_that_failed_comes_after_those_that_did_not(registry: Registry, record: Record) -> None:
    first, second, third = (new_document(registry, drop) for drop in "abc")
    record(Stuck(1, "examine", "HT-140", "读不出来"), second)
    record(Stuck(1, "examine", "HT-140", "读不出来"), first)

    due = [case.document_id for case in registry.documents_due(MACHINE_PHASES, 10)]

    assert due == [third, second, first]


def test_an_open_step_is_a_task_of_its_roles_and_unit(registry: Registry, record: Record) -> None:
    document = new_document(registry)
    record(examined(), document)
    record(presented(), document)

    (row,) = registry.tasks([Role.UNIT_HEAD, Role.CLERK], ["综合科"])

    assert (row.document_id, row.step, row.verb, row.urgency) == (document, "check", Verb.REVIEW, "特急")
    assert registry.tasks([Role.UNIT_HEAD], ["财政所"]) == ()
    assert registry.tasks([Role.HEAD]) == ()
    assert registry.tasks([]) == ()
    record(decided("check"), document, PEOPLE["check"])
    assert registry.tasks([Role.UNIT_HEAD]) == ()
    assert [str(row.limit) for row in registry.tasks([Role.DIRECTOR], ["财政所"])] == ["2个工作日"]


def test_a_task_keeps_its_time_while_others_of_its_stage_are_done(registry: Registry) -> None:
    document = new_document(registry)
    recorder(registry)(examined(), document)
    recorder(registry)(presented(route=COSIGNING), document)

    recorder(registry, MONDAY + dt.timedelta(days=1))(decided("a:a"), document, "somebody")

    (row,) = registry.tasks([Role.HEAD])
    assert (row.step, row.since) == ("b:b", MONDAY)


# --- two people


@pytest.mark.parametrize("step", ["check", "audit", "leader", "sign"])
def test_nobody_approves_their_own_draft(
    registry: Registry, record: Record, database: DatabaseSettings, step: str
) -> None:
    document = new_document(registry)
    record(examined(), document)
    record(presented(), document)
    for earlier in ("check", "audit", "leader", "sign"):
        if earlier == step:
            break
        record(decided(earlier), document, PEOPLE[earlier])
    before = rows_of(database)

    with pytest.raises(errors.SamePersonError, match=r"不得再办.*另一位"):
        record(decided(step, drafter=PEOPLE[step]), document, PEOPLE[step])

    assert rows_of(database) == before


def test_who_registered_does_not_seal(registry: Registry, record: Record) -> None:
    document = signed_document(registry, record)
    record(registered(1), document, CLERK)

    with pytest.raises(errors.SamePersonError, match="用印"):
        record(sealed(), document, CLERK)

    record(sealed(), document, KEEPER)


def test_the_database_itself_refuses_the_same_person(
    registry: Registry, record: Record, database: DatabaseSettings
) -> None:
    signed_document(registry, record)

    with pytest.raises(IntegrityError, match="hongtou:same_person"):
        execute(
            database,
            "INSERT INTO registry_act (document_id, round, act, person)"
            " SELECT document_id, round, 'sign', person FROM registry_act WHERE act = 'draft'",
        )


def test_the_database_itself_refuses_a_second_approval_of_a_step(
    registry: Registry, record: Record, database: DatabaseSettings
) -> None:
    signed_document(registry, record)

    with pytest.raises(IntegrityError, match=r"one_approval|UNIQUE"):
        execute(database, "UPDATE registry_decision SET step = 'sign' WHERE step = 'audit'")


def test_an_office_may_let_one_person_do_both(make_database: Callable[[], DatabaseSettings]) -> None:
    with opened(make_database(), different_people=()) as registry:
        document = signed_document(registry, recorder(registry))
        recorder(registry)(registered(1), document, CLERK)

        recorder(registry)(sealed(), document, CLERK)

        assert registry.counts().of(Phase.SEALED) == 1


def test_a_changed_rule_of_the_office_holds_after_the_next_start(make_database: Callable[[], DatabaseSettings]) -> None:
    database = make_database()
    with opened(database, different_people=()) as registry:
        document = signed_document(registry, recorder(registry))
        recorder(registry)(registered(1), document, CLERK)

    with opened(database) as registry, pytest.raises(errors.SamePersonError):
        recorder(registry)(sealed(), document, CLERK)


# --- numbers


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
    before, lines, todo = rows_of(database), registry.unflushed(10**6), registry.tasks(list(Role))
    assert all(before[name] for name in before), "the test must fill every table"

    registry.clear()
    assert not registry.cases()
    assert registry.rebuild(lines) == len(lines)

    assert rows_of(database) == before
    assert registry.tasks(list(Role)) == todo
    assert registry.counts().unflushed == 0
    assert signed_document(registry, record, "next") == "W2026-00007"


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
