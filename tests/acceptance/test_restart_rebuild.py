"""Registry, index and Prefect's database may be lost at any time: the ledger and the archive bring everything back."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connections

from domain.case import Phase
from domain.document import Kind
from domain.facts import FactName
from ground.clock import FixedClock
from ground.lock import exclusive
from hongtou.commands import hongtou
from hongtou.commands_office import RunningError
from office import care, complete
from office.advance import file_due, hand_back_due, issue_due, take_in_due
from office.bring_up import RegistryForkedError
from office.examine import examine
from office.restore import RUNNING
from tests import an_office
from tests.an_office import AnOffice, a_draft, a_title
from tests.samples.docx_builder import plain_docx

EVERY_PHASE = {
    Phase.TAKEN_IN,
    Phase.LACKING,
    Phase.EXAMINED,
    Phase.UNDER_WAY,
    Phase.SEALED,
    Phase.ISSUED,
    Phase.FILED,
    Phase.DONE,
    Phase.TO_RETURN,
    Phase.RETURNED,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    an_office.prepare(folder)
    return folder


def test_with_documents_in_every_stage_everything_comes_back_and_goes_on(root: Path, clock: FixedClock) -> None:
    with an_office.opened(root, clock) as office:
        _documents_in_every_stage(office)
        before = (office.house.registry.cases(), office.house.registry.numbers())
        assert {case.phase for case in before[0]} == EVERY_PHASE
    ledger = _ledger_bytes(root)

    _lose(root, "registry.sqlite*", "index", "prefect")

    with an_office.opened(root, clock) as office:
        assert (office.house.registry.cases(), office.house.registry.numbers()) == before
        assert _ledger_bytes(root) == ledger
        _go_on_to_the_end(office)
        _nothing_is_issued_twice(office)
        assert care.verify(office.house).faults == ()
    assert _ledger_bytes(root).startswith(ledger)
    assert len(_ledger_bytes(root)) > len(ledger)


def test_an_older_copy_of_the_registry_is_made_anew(
    root: Path, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    with an_office.opened(root, clock) as office:
        first = office.filed(a_title())
    shutil.copy(root / "registry.sqlite", root.parent / "older.sqlite")
    with an_office.opened(root, clock) as office:
        second = office.filed(a_title())
        before = office.house.registry.cases()

    _lose(root, "registry.sqlite*")
    shutil.copy(root.parent / "older.sqlite", root / "registry.sqlite")

    with caplog.at_level(logging.WARNING), an_office.opened(root, clock) as office:
        assert office.house.registry.cases() == before
        third = office.filed(a_title())
    assert "比台账旧，已由台账重建" in caplog.text
    assert [case.serial for case in (first, second, third)] == [1, 2, 3]


def test_the_registry_of_another_office_is_refused(root: Path, clock: FixedClock, tmp_path: Path) -> None:
    other = tmp_path / "other"
    an_office.prepare(other)
    with an_office.opened(other, clock):
        pass
    clock.advance(seconds=1)
    with an_office.opened(root, clock) as office:
        office.take_in(a_title())
    _lose(root, "registry.sqlite*")
    shutil.copy(other / "registry.sqlite", root / "registry.sqlite")

    with pytest.raises(RegistryForkedError, match="以台账为准时"), an_office.opened(root, clock):
        pass


def test_a_rebuild_broken_off_after_emptying_leaves_the_registry_as_it_was(
    root: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with an_office.opened(root, clock) as office:
        office.take_in(a_title())
        before = office.house.registry.cases()
        with monkeypatch.context() as broken:
            broken.setattr("registry.rebuilding.project", _power_fails)
            with pytest.raises(KeyboardInterrupt):
                care.rebuild_registry(office.house)

        assert office.house.registry.cases() == before
        assert care.rebuild_registry(office.house) > 0
        assert office.house.registry.cases() == before


def test_the_registry_is_not_rebuilt_while_the_office_runs(root: Path) -> None:
    with exclusive(root / RUNNING):
        answer = CliRunner().invoke(hongtou, ["rebuild", "registry", "--office", str(root)])

    assert isinstance(answer.exception, RunningError)
    assert "先停掉" in str(answer.exception)


def _documents_in_every_stage(office: AnOffice) -> None:
    """Bring one document to each phase; the sweeps that would move it on are held back."""
    house = office.house
    office.filed(a_title())
    office.take_in(a_title(), plain_docx(("就有关情况说明如下。",)))
    to_file, to_issue, to_seal = (office.signed(a_title()) for _ in range(3))
    office.register(office.signed(a_title()))
    office.signed(a_title())
    office.take_in(a_title())
    office.send_back(office.take_in(a_title()), "unit_head")
    office.work()
    office.send_back(office.take_in(a_title()), "unit_head")
    for document, sweeps in ((to_file, (issue_due, file_due)), (to_issue, (issue_due,)), (to_seal, ())):
        office.register(document)
        office.seal(document)
        for sweep in sweeps:
            sweep(house)
    _taken_in(office)
    examine(house, office.case(_taken_in(office)))
    office.drop("尚未收取.docx", a_draft(a_title()))


def _taken_in(office: AnOffice) -> str:
    title = a_title()
    office.drop(f"{title}.docx", a_draft(title))
    return take_in_due(office.house)[-1].document_id


def _go_on_to_the_end(office: AnOffice) -> None:
    hand_back_due(office.house)
    office.work()
    for case in office.house.registry.cases(phases=(Phase.LACKING,)):
        facts = {
            FactName.TITLE: a_title(),
            FactName.KIND: Kind.NOTICE.value,
            FactName.ORGANS: "云岭乡人民政府",
            FactName.ADDRESSEES: "各村（居）民委员会",
        }
        complete.state_facts(office.house, office.actor("clerk"), case.document_id, facts)
    office.work()
    office.play()
    office.work()
    assert {case.phase for case in office.house.registry.cases()} <= {Phase.DONE, Phase.RETURNED}


def _nothing_is_issued_twice(office: AnOffice) -> None:
    numbers = office.house.registry.numbers()
    filed = [case for case in office.house.registry.cases() if case.filed]
    assert sorted(number.serial for number in numbers) == list(range(1, len(filed) + 1))
    assert len(office.back("办结")) == 3 * len(filed) + 1  # two papers and a slip each, and the folder's own mark


def _lose(root: Path, *names: str) -> None:
    connections.close_all()
    for name in names:
        for path in root.glob(name):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _ledger_bytes(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((root / "ledger").glob("*.jsonl")))


def _power_fails(*_: object) -> None:
    raise KeyboardInterrupt
