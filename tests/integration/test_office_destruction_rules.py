"""Who may bring a list of records to its end, and what stops it: five people, the days between, holds, loans, damage."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, connections, transaction

from archive.backup_errors import BackupRunsError
from domain.destruction import Stage
from domain.destruction_events import Destroyed, DestructionApproved
from domain.holding_events import Verdict
from domain.levels import Retention
from hongtou.commands import main
from office import care, destroying, destruction, lending, retention
from office.back_up import keeping_still
from office.destruction_errors import (
    BlockedItemError,
    CalendarUnknownError,
    ListStageError,
    NotAsListedError,
    NothingToDestroyError,
    NotOnListError,
    NotWitnessError,
    PartTakenError,
    StillWaitingError,
    UnknownListError,
)
from office.errors import NotYourRoleError
from office.keeping_errors import ReasonMissingError
from office.lending import Reader
from office.record import record
from registry.errors import ClockBehindError, MisfitHereError, SamePersonError
from registry.settings import SqliteDatabase, alias_of
from tests import destroying as acts
from tests.an_office import AnOffice, new_clock, opened, prepare


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare an office once; each test has a copy."""
    root = tmp_path_factory.mktemp("empty") / "office"
    prepare(root)
    return root


@pytest.fixture
def due(empty: Path, tmp_path: Path) -> Iterator[AnOffice]:
    """Keep three records: two decided to be destroyed, one whose time is over and nothing decided."""
    with opened(Path(shutil.copytree(empty, tmp_path / "office")), new_clock()) as office:
        rows = (acts.old_record(), acts.old_record("OTHER", text="另一件。"), acts.old_record("WAITS", text="第三件。"))
        acts.take_over(office, tmp_path, *rows)
        acts.decide(office, "OLD", "OTHER")
        yield office


def is_there(office: AnOffice, name: str = "OLD") -> bool:
    holding = office.house.registry.holding(name)
    return holding is not None and not holding.is_destroyed


def test_only_what_was_decided_goes_onto_a_list_and_onto_one_only(due: AnOffice) -> None:
    with pytest.raises(BlockedItemError, match="没有销毁决定"):
        acts.listed(due, "WAITS")
    with pytest.raises(ReasonMissingError):
        destruction.make_list(due.house, due.actor("archivist"), " ")
    with pytest.raises(NotYourRoleError):
        destruction.make_list(due.house, due.actor("leader"), acts.BASIS)

    known = acts.listed(due)

    assert [item.record for item in known.items] == ["OLD", "OTHER"]
    with pytest.raises(NothingToDestroyError):
        acts.listed(due)
    with pytest.raises(BlockedItemError, match="已在清册2026-001上"):
        acts.listed(due, "OLD")


def test_five_people_have_five_parts(due: AnOffice) -> None:
    house, name = due.house, acts.listed(due).name
    with pytest.raises(NotYourRoleError):
        destruction.approve(house, due.actor("director"), name, "同意")
    destruction.approve(house, due.actor("leader"), name, "同意")
    with pytest.raises(PartTakenError, match="五个不同的人"):
        destruction.approve(house, due.actor("head"), name, "同意")  # the same person, another post
    destruction.approve(house, due.actor("secretary"), name, "同意")
    due.clock.advance(days=acts.WAIT_DAYS)
    with pytest.raises(PartTakenError, match="拟制清册"):
        destruction.witness(house, due.actor("clerk"), name)  # the archivist's other post
    destruction.witness(house, due.actor("director"), name)
    with pytest.raises(PartTakenError):
        destruction.witness(house, due.actor("deputy"), name)
    with pytest.raises(ListStageError, match="待监销"):
        destroying.carry_out(house, due.actor("archivist"), name)
    destruction.witness(house, due.actor("keeper"), name)

    assert destroying.carry_out(house, due.actor("archivist"), name).stage is Stage.DESTROYED


def test_the_database_itself_refuses_a_second_part(due: AnOffice) -> None:
    known = acts.listed(due)
    alias = alias_of(SqliteDatabase(due.house.root / "registry.sqlite"))
    statement = "INSERT INTO registry_destructionpart (list, person, part) VALUES (%s, %s, %s)"

    with pytest.raises(IntegrityError), transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(statement, [known.id, "zhao-min", "批准销毁"])
    archivist, approval = due.actor("archivist"), DestructionApproved(known.digest, "同意")
    with pytest.raises(SamePersonError):
        record(due.house, lambda pen: pen.note(approval, known.id), actor=archivist)


def test_no_payload_is_emptied_but_of_a_destroyed_record(due: AnOffice) -> None:
    acts.carried_out(due, "OLD")
    alias = alias_of(SqliteDatabase(due.house.root / "registry.sqlite"))
    statement = "UPDATE registry_event SET payload = %s WHERE object_id = %s"

    with connections[alias].cursor() as cursor:
        with pytest.raises(IntegrityError):
            cursor.execute(statement, [b"", "OTHER"])
        with pytest.raises(IntegrityError):
            cursor.execute(statement, [b"{}", "OLD"])
        with pytest.raises(IntegrityError):
            cursor.execute("DELETE FROM registry_erasedline")


def test_the_days_between_are_working_days_and_end_when_they_are_over(due: AnOffice) -> None:
    house, name = due.house, acts.listed(due).name
    destruction.approve(house, due.actor("leader"), name, "同意")
    known = destruction.approve(house, due.actor("secretary"), name, "同意")

    assert str(known.ready_on) == "2026-03-17"  # ten working days after Monday the 2nd
    due.clock.advance(days=14)
    with pytest.raises(StillWaitingError, match="3月17日"):
        destruction.witness(house, due.actor("director"), name)
    due.clock.advance(days=1)
    destruction.witness(house, due.actor("director"), name)


def test_without_the_calendar_of_the_year_nothing_is_approved(due: AnOffice) -> None:
    due.clock.advance(days=300)
    name = acts.listed(due).name
    destruction.approve(due.house, due.actor("leader"), name, "同意")

    with pytest.raises(CalendarUnknownError, match="2027年"):
        destruction.approve(due.house, due.actor("secretary"), name, "同意")


@pytest.mark.parametrize("how", ["held", "lent", "longer"])
@pytest.mark.parametrize("when", ["listed", "approved", "witnessed"])
def test_what_comes_in_between_stops_the_whole_list(due: AnOffice, how: str, when: str) -> None:
    house, archivist = due.house, due.actor("archivist")
    name = acts.listed(due).name
    if when == "listed":
        stop(due, how)
    acts.approved(due, name)
    if when == "approved":
        stop(due, how)
    acts.witnessed(due, name)
    if when == "witnessed":
        stop(due, how)

    with pytest.raises(BlockedItemError, match="整份清册都没有执行"):
        destroying.carry_out(house, archivist, name)

    assert is_there(due)
    assert is_there(due, "OTHER")
    known = destruction.strike(house, archivist, name, "OLD", "还要用")
    assert [item.record for item in known.left] == ["OTHER"]
    assert destroying.carry_out(house, archivist, name).stage is Stage.DESTROYED
    assert (is_there(due), is_there(due, "OTHER")) == (True, False)
    assert care.verify(house).faults == ()
    assert due.house.registry.case("OLD") is not None


def stop(office: AnOffice, how: str) -> None:
    archivist = office.actor("archivist")
    if how == "held":
        retention.hold(office.house, archivist, ["OLD"], "有诉讼", "县司法局")
    elif how == "lent":
        lending.lend(office.house, archivist, ["OLD"], Reader("张三", "查考", approver="director"))
    else:
        retention.lengthen(office.house, archivist, ["OLD"], Retention.THIRTY_YEARS, "仍有价值")


def test_a_damaged_record_is_not_witnessed(due: AnOffice) -> None:
    name = acts.listed(due).name
    acts.approved(due, name)
    path = next((due.house.root / "archive").rglob("*OLD/v1/content/正文.txt"))
    path.chmod(0o600)
    path.write_text("改过")

    with pytest.raises(NotAsListedError, match="正文.txt"):
        destruction.witness(due.house, due.actor("director"), name)


def test_a_list_may_be_refused_until_the_last_moment_and_its_records_go_onto_another(due: AnOffice) -> None:
    name = acts.listed(due).name
    acts.approved(due, name)
    acts.witnessed(due, name)
    known = destruction.refuse(due.house, due.actor("head"), name, "有人要查")

    assert known.stage is Stage.REFUSED
    with pytest.raises(ListStageError):
        destroying.carry_out(due.house, due.actor("archivist"), name)
    with pytest.raises(ListStageError):
        destruction.refuse(due.house, due.actor("leader"), name, "再来一次")
    assert is_there(due)
    assert acts.listed(due).name == "2026-002"


def test_only_the_two_witnesses_sign_afterwards_and_the_certificate_is_filed(due: AnOffice) -> None:
    known = acts.carried_out(due)
    with pytest.raises(NotWitnessError):
        destroying.attest(due.house, due.actor("clerk"), known.name)
    destroying.attest(due.house, due.actor("keeper"), known.name)
    with pytest.raises(NotWitnessError):
        destroying.attest(due.house, due.actor("keeper"), known.name)

    done = destroying.attest(due.house, due.actor("director"), known.name)

    assert done.stage is Stage.DONE
    stored = due.house.stores[known.level].find(f"urn:hongtou:{known.id}")
    assert stored is not None
    assert sorted(stored.files()) == ["销毁清册.json", "销毁清册.pdf", "销毁证明.pdf"]
    assert care.verify(due.house).faults == ()


def test_who_may_not_see_a_list_learns_nothing_of_it(due: AnOffice) -> None:
    name = acts.listed(due).name

    for login in ("drafter", "unit_head", "admin"):
        with pytest.raises(UnknownListError):
            destruction.list_for(due.house, due.actor(login), name)
        assert destruction.lists(due.house, due.actor(login)) == ()
    with pytest.raises(UnknownListError):
        destruction.list_for(due.house, due.actor("archivist"), "2026-009")
    with pytest.raises(NotOnListError):
        destruction.strike(due.house, due.actor("archivist"), name, "WAITS", "不对")


def test_a_clock_set_back_destroys_nothing(due: AnOffice) -> None:
    name = acts.listed(due).name
    acts.approved(due, name)
    acts.witnessed(due, name)
    due.clock.advance(days=2)
    retention.appraise(due.house, due.actor("archivist"), ["WAITS"], Verdict.DESTROY, "期满")
    due.clock.advance(days=-1)

    with pytest.raises(ClockBehindError, match="不能销毁"):
        destroying.carry_out(due.house, due.actor("archivist"), name)
    assert is_there(due)


def test_nothing_is_destroyed_while_a_backup_reads(due: AnOffice) -> None:
    name = acts.listed(due).name
    acts.approved(due, name)
    acts.witnessed(due, name)

    with keeping_still(due.house), pytest.raises(BackupRunsError):
        destroying.carry_out(due.house, due.actor("archivist"), name)
    assert is_there(due)


def test_the_books_refuse_a_record_no_list_has(due: AnOffice) -> None:
    known = acts.carried_out(due, "OLD")
    holding = due.house.registry.holding("OTHER")
    assert holding is not None
    event = destroying.destroyed_event(due.house, known, known.items[0], holding)
    assert isinstance(event, Destroyed)

    with pytest.raises(MisfitHereError):
        record(due.house, lambda pen: pen.note(event, "OTHER"))
    assert is_there(due, "OTHER")


def test_the_commands_bring_a_list_to_its_end(
    due: AnOffice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = ("--office", str(due.house.root), "--as")
    main(["destroy", "list", "--basis", acts.BASIS, *shared, "archivist"])
    said = capsys.readouterr().out
    assert "还差2位批准人" in said
    assert "2026-001" in said
    main(["destroy", "approve", "2026-001", "--opinion", "同意", *shared, "leader"])
    main(["destroy", "strike", "2026-001", "OTHER", "--reason", "还要用", *shared, "archivist", "--json"])
    capsys.readouterr()
    main(["destroy", "show", "2026-001", *shared, "archivist", "--json"])
    shown = json.loads(capsys.readouterr().out)
    assert [one["record"] for one in shown["known"]["struck"]] == ["OTHER"]
    main(["destroy", *shared, "secretary", "--json"])
    assert [one["id"] for one in json.loads(capsys.readouterr().out)["lists"]] == ["destruction/2026-001"]
    target = tmp_path / "清册.pdf"
    main(["destroy", "certificate", "2026-001", "--list", "--to", str(target), *shared, "archivist"])
    assert target.read_bytes().startswith(b"%PDF")
    with pytest.raises(SystemExit) as ended:
        main(["destroy", "witness", "2026-001", *shared, "keeper"])
    assert ended.value.code == ListStageError.exit_code
