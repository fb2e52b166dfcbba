"""The porter over a real office: a flow is run for what is new, and seldom for what can't move. Its flows run without Prefect."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from domain.case import Case, Phase
from flows import porter, sweeps
from flows.memory import Memory
from flows.patience import Pauses
from office.errors import LedgerWaitsError, SignedTextDiffersError
from office.house import House
from office.issue import issue as really_issue
from tests.an_office import AnOffice, a_draft, a_title, new_clock, opened, prepare

SCAN_EVERY_S = 20


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AnOffice]:
    prepare(tmp_path / "office")
    with opened(tmp_path / "office", new_clock()) as office:
        yield office


class Porter:
    """The porter of an office, and the names of the flows it ran."""

    def __init__(self, office: AnOffice, patch: pytest.MonkeyPatch) -> None:
        self.office = office
        self.runs: list[str] = []
        self.start_again()
        for module in ("flows.room", "flows.porter"):
            patch.setattr(f"{module}.house", lambda: office.house)
        patch.setattr("flows.sweeps.publish", _left_out)
        patch.setattr(porter, "take_in", self._counted("take_in", sweeps.take_in.fn))
        patch.setattr(porter, "issue", self._counted("issue", sweeps.issue.fn))

    def start_again(self) -> None:
        """Be a new process."""
        self.memory = Memory(self.office.house.root / "prefect" / "porter.json", Pauses())

    def look(self) -> list[str]:
        """Look until nothing moves any more; give the flows that were run."""
        before = len(self.runs)
        while asyncio.run(porter.run_due(self.memory)):
            pass
        return self.runs[before:]

    def watch(self, minutes: int) -> list[str]:
        """Look every few seconds; give the flows that were run."""
        before = len(self.runs)
        for _ in range(0, minutes * 60, SCAN_EVERY_S):
            self.look()
            self.office.clock.advance(seconds=SCAN_EVERY_S)
        return self.runs[before:]

    def _counted(self, name: str, flow: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[int]]:
        async def run() -> int:
            self.runs.append(name)
            return await flow()

        return run


@pytest.fixture
def watched(office: AnOffice, monkeypatch: pytest.MonkeyPatch) -> Porter:
    return Porter(office, monkeypatch)


async def _left_out(*_: object) -> None:
    """Leave no table: there is no Prefect here."""


@pytest.fixture
def held_up(office: AnOffice, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let nothing be issued while the file is missing that people have to put in place; give the file."""
    missing = office.house.root / "字体" / "方正仿宋.ttf"

    def held(house: House, case: Case) -> Case:
        if not missing.exists():
            raise SignedTextDiffersError(case.document_id, "版面与签发时不一致")
        return really_issue(house, case)

    monkeypatch.setattr("office.advance.issue", held)
    return missing


def sealed(office: AnOffice) -> str:
    document_id = office.signed(a_title())
    office.register(document_id)
    office.seal(document_id)
    return document_id


@pytest.mark.usefixtures("held_up")
def test_a_stuck_document_costs_few_runs_an_hour_and_a_restart_no_more(office: AnOffice, watched: Porter) -> None:
    stuck = sealed(office)

    first, second = watched.watch(minutes=60), watched.watch(minutes=30)
    watched.start_again()
    third = watched.watch(minutes=30)

    assert office.case(stuck).phase is Phase.SEALED
    assert set(first + second + third) == {"issue"}
    assert len(first) <= 7
    assert len(second) <= 2
    assert len(third) <= 2
    assert office.verbs(stuck).count("stuck") == 1


@pytest.mark.usefixtures("held_up")
def test_a_new_drop_is_taken_in_at_once_beside_a_stuck_document(office: AnOffice, watched: Porter) -> None:
    sealed(office)
    watched.watch(minutes=20)

    title = a_title()
    office.drop(f"{title}.docx", a_draft(title))
    runs = watched.look()

    assert "take_in" in runs
    assert "issue" not in runs
    assert title in {case.title for case in office.house.registry.cases(phases=(Phase.UNDER_WAY,))}


@pytest.mark.usefixtures("held_up")
def test_a_person_s_act_is_followed_at_once_beside_a_stuck_document(office: AnOffice, watched: Porter) -> None:
    sealed(office)
    other = office.signed(a_title())
    office.register(other)
    watched.watch(minutes=20)
    assert watched.look() == []

    office.seal(other)

    assert watched.look() == ["issue"]
    assert office.case(other).stuck is not None


def test_what_people_put_in_place_is_noticed_at_once(office: AnOffice, watched: Porter, held_up: Path) -> None:
    stuck = sealed(office)
    watched.watch(minutes=20)
    assert watched.look() == []

    held_up.write_bytes(b"a font")
    watched.look()

    assert office.case(stuck).phase is Phase.DONE


def test_a_failure_that_reads_differently_each_time_costs_no_more_runs(
    office: AnOffice, watched: Porter, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = sealed(office)
    tries = iter(range(1000))

    def fail(house: House, case: object) -> object:
        raise FileNotFoundError(2, f"No such file {next(tries)}", f"part-{next(tries)}")

    monkeypatch.setattr("office.advance.issue", fail)

    assert len(watched.watch(minutes=60)) <= 7
    assert office.case(document_id).phase is Phase.SEALED


def test_a_drop_that_can_not_be_removed_costs_few_runs(
    office: AnOffice, watched: Porter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("mailroom.claims.remove", refuse)
    office.drop("不许移走.docx", a_draft(a_title()))

    assert len(watched.watch(minutes=60)) <= 9


def test_a_full_disk_costs_few_runs(office: AnOffice, watched: Porter, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ground.content.ContentFolder.put", refuse)
    office.drop("磁盘已满.docx", a_draft(a_title()))

    assert len(watched.watch(minutes=60)) <= 7
    monkeypatch.undo()


def test_a_line_that_waited_for_the_disk_is_written_without_a_run(
    office: AnOffice, watched: Porter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    document_id = office.take_in(a_title())
    watched.look()
    with monkeypatch.context() as full:
        full.setattr("archive.ledger.Ledger.append", refuse)
        with pytest.raises(LedgerWaitsError):
            office.approve(document_id, "unit_head")
    assert office.house.registry.unflushed(1)

    assert watched.look() == []
    assert office.house.registry.unflushed(1) == ()
