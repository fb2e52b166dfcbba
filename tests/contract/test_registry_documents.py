"""What a registry promises on every database of events, documents and people (登记处约定)."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import IntegrityError

from domain.case import MACHINE_PHASES, Phase
from domain.events import (
    Event,
    Stuck,
)
from domain.posts import Role
from domain.procedure import Verb
from ground.clock import FixedClock
from registry import errors
from registry.registry import Registry
from registry.settings import DatabaseSettings
from tests import making, registry_jobs
from tests.making import (
    CLERK,
    KEEPER,
    MONDAY,
    PEOPLE,
    decided,
    digest,
    examined,
    presented,
    registered,
    sealed,
    taken_in,
)
from tests.registry_lives import COSIGNING, live_a_year, new_document, new_id, signed_document
from tests.registry_rooms import Record, assert_whole, execute, opened, recorder, rows_of

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

    told = [line for worker in workers for line in worker.communicate()[0].decode().split("\n") if line]

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
    assert len(fresh.cases()) == 7


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
