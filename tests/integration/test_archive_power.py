"""Power cuts and failing disks: what was acknowledged is there, what was not is whole or absent, and the work can be done again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from archive.errors import ArchiveNotWritableError
from archive.ledger import Ledger
from archive.store import Store
from domain.ledger_line import LedgerLine
from ground import durable
from ground.content import ContentFolder
from tests.disk import FAILURES, Recording, failing, recorded
from tests.unit.archive_samples import AT, assert_valid_for_others
from tests.unit.test_archive_ledger import events

FIRST, SECOND = "urn:hongtou:record:1", "urn:hongtou:record:2"
FIRST_FILES = {"original.docx": b"PK first", "record.pdf": b"%PDF first"}
SECOND_FILES = {"original.docx": b"PK second", "附件/名单.docx": b"PK list"}
CORRECTION = {"record.pdf": b"%PDF corrected"}
OLD_YEAR = events(2)
SAME_YEAR = events(3, after=OLD_YEAR[-1][0])
NEW_YEAR = events(2, after=SAME_YEAR[-1][0], at=AT.replace(year=2027))
ALL_EVENTS = OLD_YEAR + SAME_YEAR + NEW_YEAR


class StoreStory:
    """One object is there; a second is filed, then the first corrected."""

    least_states, least_operations = 400, 40

    def prepare(self, root: Path) -> None:
        Store(root).create()
        self._file(Store(root), FIRST, FIRST_FILES)

    def act(self, root: Path, acknowledge: Callable[[str], None]) -> None:
        store = Store(root)
        store.recover()
        self._file(store, SECOND, SECOND_FILES)
        acknowledge("second")
        store.add_version(FIRST, CORRECTION, at=AT, message="更正", actor="archivist", expected_head=1)
        acknowledge("correction")

    def judge(self, root: Path, acknowledged: tuple[str, ...]) -> list[str]:
        store = Store(root)
        store.recover()
        wrong = [str(fault) for fault in store.check_all()]
        first, second = store.find(FIRST), store.find(SECOND)
        if first is None or first.read("record.pdf", version=1) != FIRST_FILES["record.pdf"]:
            wrong.append("the first object is lost")
        if "second" in acknowledged and second is None:
            wrong.append("the second object was acknowledged and is lost")
        if "correction" in acknowledged and (first is None or first.head != 2):
            wrong.append("the correction was acknowledged and is lost")
        if list((root / "staging").iterdir()):
            wrong.append("staging is not clean")
        if not wrong:
            self.act(root, _heard)
            wrong = [f"after doing it again: {fault}" for fault in store.check_all()]
        return wrong

    def _file(self, store: Store, object_id: str, files: dict[str, bytes]) -> None:
        store.add(object_id, files, at=AT, message="归档", actor="archivist")


class LedgerStory:
    """Two lines are there; three of the same year and two of the next are written."""

    least_states, least_operations = 60, 20

    def prepare(self, root: Path) -> None:
        self._open(root).create()
        self._open(root).append(OLD_YEAR)

    def act(self, root: Path, acknowledge: Callable[[str], None]) -> None:
        ledger = self._open(root)
        ledger.recover()
        ledger.append(SAME_YEAR)
        acknowledge("5")
        ledger.append(NEW_YEAR)
        acknowledge("7")

    def judge(self, root: Path, acknowledged: tuple[str, ...]) -> list[str]:
        ledger = self._open(root)
        ledger.recover()
        lines: list[LedgerLine] = list(ledger.lines())
        wrong = []
        if lines != [line for line, _ in ALL_EVENTS][: len(lines)]:
            wrong.append("the lines are not those that were written")
        if len(lines) < max([2, *map(int, acknowledged)]):
            wrong.append(f"{len(lines)} lines are left of {acknowledged}")
        report = ledger.check()
        if not report.holds or report.payloads_gone:
            wrong.append(str(report))
        if not wrong:
            ledger.append(ALL_EVENTS)
            wrong = [] if self._open(root).check([ALL_EVENTS[-1][0]]).holds else ["it can't be done again"]
        return wrong

    def _open(self, root: Path) -> Ledger:
        return Ledger(root / "ledger", root / "payloads")


class ContentStory:
    """One piece is there; another is put, a third streamed."""

    least_states, least_operations = 20, 10

    def prepare(self, root: Path) -> None:
        ContentFolder(root / "staging").put(b"first")

    def act(self, root: Path, acknowledge: Callable[[str], None]) -> None:
        folder = ContentFolder(root / "staging")
        folder.clear_unfinished()
        acknowledge(folder.put(b"second" * 10))
        source = root.parent / "dropped.docx"
        source.write_bytes(b"third" * 10)
        with source.open("rb") as stream:
            acknowledge(folder.put_file(stream))

    def judge(self, root: Path, acknowledged: tuple[str, ...]) -> list[str]:
        folder = ContentFolder(root / "staging")
        folder.clear_unfinished()
        there = {digest for digest in folder.digests() if folder.read(digest)}
        wrong = [f"{digest[:8]} is lost" for digest in acknowledged if digest not in there]
        self.act(root, _heard)
        return wrong


STORIES = (StoreStory(), LedgerStory(), ContentStory())
Story = StoreStory | LedgerStory | ContentStory


@pytest.fixture(params=STORIES, ids=lambda story: type(story).__name__)
def story(request: pytest.FixtureRequest) -> Story:
    chosen: Story = request.param
    return chosen


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Path]:
    """Give a place that is not there yet, in memory where the machine has such a place."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder) / "image"


def record(story: Story, root: Path, forget: Callable[[int], bool] | None = None) -> Recording:
    """Let a story happen on a fresh disk; ``forget`` tells which descriptors' fsync is left out."""
    root.mkdir()
    story.prepare(root)
    durable._durable_names.clear()  # begin like a fresh process, which does not know what another has synced
    with recorded(root) as recording, pytest.MonkeyPatch.context() as patch:
        fsync = os.fsync
        if forget is not None:
            patch.setattr(os, "fsync", lambda descriptor: None if forget(descriptor) else fsync(descriptor))
        story.act(root, recording.acknowledge)
    return recording


def violations(story: Story, recording: Recording, scratch: Path) -> Iterator[tuple[str, list[str]]]:
    """Judge every state, the latest first; nothing needs to be durable while judging, so syncing is left out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", _skip)
        for state in reversed(list(recording.states())):
            recording.build(state, scratch)
            try:
                wrong = story.judge(scratch, state.acknowledged)
            except Exception as error:  # noqa: BLE001 - a recovery that fails is what we look for
                wrong = [f"{type(error).__name__}: {error}"]
            if wrong:
                yield state.name, wrong
            shutil.rmtree(scratch)


def _heard(what: str) -> None:
    pass


def _skip(descriptor: int) -> None:
    pass


def test_no_power_cut_loses_or_halves_anything(story: Story, scratch: Path) -> None:
    recording = record(story, scratch.with_name("disk"))

    assert len(list(recording.states())) >= story.least_states
    assert list(violations(story, recording, scratch)) == []


@pytest.mark.parametrize("left_out", ["files", "folders"])
def test_leaving_out_fsync_would_be_found(story: Story, scratch: Path, left_out: str) -> None:
    """The judge must be able to see what it is there for."""

    def forget(descriptor: int) -> bool:
        return Path(f"/proc/self/fd/{descriptor}").is_dir() == (left_out == "folders")

    recording = record(story, scratch.with_name("disk"), forget)

    assert next(violations(story, recording, scratch), None) is not None


@pytest.mark.parametrize("code", FAILURES)
def test_every_failing_operation_gives_a_clear_error_and_harms_nothing(story: Story, scratch: Path, code: int) -> None:
    unclear = []
    for number in range(500):
        root = scratch.with_name(f"disk{number}")
        root.mkdir()
        story.prepare(root)
        acknowledged: list[str] = []
        with failing(root, number, code) as failed:
            try:
                story.act(root, acknowledged.append)
            except (ArchiveNotWritableError, OSError) as error:
                if isinstance(story, ContentStory) == isinstance(error, ArchiveNotWritableError):
                    unclear.append(f"{number} {failed}: {error!r}")
        assert story.judge(root, tuple(acknowledged)) == [], (number, failed)
        shutil.rmtree(root)
        if not failed:
            break

    assert unclear == []
    assert number >= story.least_operations


def test_what_recovery_leaves_is_valid_for_others(scratch: Path) -> None:
    story = StoreStory()
    recording = record(story, scratch.with_name("disk"))

    for number, state in enumerate(recording.states()):
        if number % 25 == 0:
            recording.build(state, scratch)
            Store(scratch).recover()
            assert_valid_for_others(Store(scratch))
            shutil.rmtree(scratch)
