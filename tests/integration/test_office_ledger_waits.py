"""A ledger that can't be written after a commit: the act stays done, the sentence says so, and the line follows when there is room."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive import ledger
from domain.case import Phase
from domain.errors import NotNowError
from ground import lock
from hongtou.commands import main
from office import care, sign
from office.advance import hand_back_due, take_in_due
from office.errors import LedgerWaitsError
from office.examine import examine
from office.record import flush
from tests.an_office import AnOffice, a_draft, a_title, new_clock, opened, prepare
from tests.disk import FAILURES, failing
from tests.needs import REPOSITORY
from tests.samples.docx_builder import plain_docx


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    prepare(folder)
    return folder


@pytest.fixture
def office(root: Path) -> Iterator[AnOffice]:
    with opened(root, new_clock()) as office:
        yield office


@contextmanager
def no_room_for_the_ledger() -> Iterator[None]:
    def refuse(path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "append_durably", refuse)
        yield


def withdraw(office: AnOffice, document_id: str) -> None:
    sign.withdraw(office.house, office.actor("drafter"), document_id, reason="改期")


@pytest.mark.parametrize("code", FAILURES)
def test_whatever_refuses_after_the_commit_the_act_is_kept_and_its_line_follows(office: AnOffice, code: int) -> None:
    refused = 0
    for number in range(500):
        document_id = office.take_in(a_title())
        with failing(office.house.root, number, code) as failed:
            if failed_to_write(lambda: withdraw(office, document_id)):  # noqa: B023 - called at once
                refused += 1
        assert office.case(document_id).phase is Phase.WITHDRAWN, failed
        flush(office.house)
        assert office.house.registry.counts().unflushed == 0
        if not failed:
            break

    assert refused >= 3
    assert care.verify(office.house).faults == ()


def failed_to_write(act: Callable[[], None]) -> bool:
    try:
        act()
    except LedgerWaitsError:
        return True
    return False


def test_the_sentence_names_the_cause_and_asks_nobody_to_do_it_again(office: AnOffice) -> None:
    document_id = office.take_in(a_title())

    with no_room_for_the_ledger(), pytest.raises(LedgerWaitsError) as told:
        withdraw(office, document_id)

    assert str(told.value) == (
        "已经办成，记在登记库里，不会丢；台账一时没有写妥（磁盘空间已满）。请清理磁盘空间，台账由系统自动补写，不要重办。"
    )
    with pytest.raises(NotNowError):
        withdraw(office, document_id)


def test_what_waited_is_written_with_the_next_act(office: AnOffice) -> None:
    first, second = (office.take_in(a_title()) for _ in range(2))
    with no_room_for_the_ledger(), pytest.raises(LedgerWaitsError):
        withdraw(office, first)

    withdraw(office, second)

    verbs = [line.verb for line in office.house.ledger.lines()]
    assert verbs[-2:] == ["document.withdrawn"] * 2
    assert care.verify(office.house).holds


def test_a_command_ends_with_the_code_of_what_is_done_and_waits(
    root: Path, office: AnOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    document_id = office.take_in(a_title())
    words = ["withdraw", document_id, "--reason", "改期", "--as", "drafter", "--office", str(root)]

    with no_room_for_the_ledger(), pytest.raises(SystemExit) as ended:
        main(words)

    assert ended.value.code == 71
    assert "HT-355" in capsys.readouterr().err
    assert office.case(document_id).phase is Phase.WITHDRAWN


def test_a_process_that_was_stopped_with_the_ledger_in_its_hand_is_named_and_blocks_nobody_for_ever(
    root: Path, office: AnOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = office.take_in(a_title())
    monkeypatch.setattr(lock, "LONGEST_WAIT_S", 0.05)
    hold = "import sys, time, pathlib; from ground.lock import exclusive\n"
    hold += "with exclusive(pathlib.Path(sys.argv[1])): print(flush=True); time.sleep(600)"
    words = [sys.executable, "-c", hold, str(root / "ledger" / ".flush.lock")]
    with subprocess.Popen(words, cwd=REPOSITORY, stdout=subprocess.PIPE) as stopped:
        assert stopped.stdout is not None
        stopped.stdout.readline()
        stopped.send_signal(signal.SIGSTOP)
        try:
            with pytest.raises(LedgerWaitsError, match=f"占着这个文件夹不放.*kill -9 {stopped.pid}"):
                withdraw(office, document_id)
        finally:
            stopped.kill()

    assert flush(office.house) == 1
    assert care.verify(office.house).holds


def test_a_drop_stays_in_its_folder_until_its_line_is_in_the_ledger(office: AnOffice) -> None:
    place = office.drop("文稿.docx", a_draft(a_title()))

    with no_room_for_the_ledger():
        with pytest.raises(LedgerWaitsError):
            take_in_due(office.house)
        for _ in range(2):
            with pytest.raises(Exception, match="磁盘空间已满"):
                take_in_due(office.house)
            assert place.exists()
    take_in_due(office.house)

    assert not place.exists()
    assert [case.name for case in office.house.registry.cases()] == [place.name]


def test_a_slip_that_is_given_but_waits_for_the_ledger_is_no_failure_of_the_document(office: AnOffice) -> None:
    office.drop("文稿.docx", plain_docx(("^关于缺机关的通知", "　　正文。")))
    take_in_due(office.house)
    case = examine(office.house, office.house.registry.cases()[0])
    assert case.phase is Phase.LACKING

    with no_room_for_the_ledger(), pytest.raises(LedgerWaitsError):
        hand_back_due(office.house)

    after = office.case(case.document_id)
    assert (len(after.handed_back), after.stuck) == (1, None)
