"""A day at the counter with the real child process, the real drafts, and the real inotify."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.intake import Arrival, Declined, Known, SecrecyStop, Taken
from domain.levels import Level
from ground.child import Child, ChildStartError, ForkingChild, Limits
from mailroom.errors import ScannerDownError, StagingError
from mailroom.folders import Folders
from mailroom.intake import secrecy_child
from mailroom.watcher import Watcher
from tests.mailroom_samples import UNIT, Counter, docx
from tests.patience import PATIENCE_S

DRAFTS = Path(__file__).parents[2] / "examples" / "drafts"
UNITS = ("党政办公室", "经济发展办公室", "社会事务办公室")


@pytest.fixture(scope="module")
def child() -> Iterator[ForkingChild]:
    with secrecy_child() as started:
        yield started


def nobody(key: str) -> str | None:
    del key
    return None


def take_all(counter: Counter) -> list[Taken]:
    return [counter.mailroom.take(sighting, nobody) for sighting in counter.scan_at_rest() if sighting.is_whole]


def test_the_example_drafts_get_the_answers_their_table_names(tmp_path: Path, child: ForkingChild) -> None:
    counter = Counter(tmp_path, child)
    counter.folders = Folders(tmp_path / "office", UNITS)
    counter.folders.make()
    counter.mailroom = counter.open()
    for unit in UNITS:
        shutil.copytree(DRAFTS / unit, counter.folders.root / "投稿" / "发文" / unit, dirs_exist_ok=True)

    taken = take_all(counter)

    arrivals = [one for one in taken if isinstance(one, Arrival)]
    (stop,) = [one for one in taken if isinstance(one, SecrecyStop)]
    assert len(arrivals) == 12
    assert sorted(len(one.files) for one in arrivals) == [1] * 11 + [3]
    assert {one.display_name: [said.code for said in one.mentions] for one in arrivals if one.mentions} == {
        "关于做好2026年度文书档案收集整理归档工作的通知.docx": ["SEC-07"],
        "关于2026年前三季度主要经济指标完成情况的通报.docx": ["SEC-09"],  # its picture was not searched
    }
    assert stop.mark is Level.CONFIDENTIAL
    (waiting,) = [sighting for sighting in counter.mailroom.scan() if sighting.answer.code == "HT-111"]
    assert waiting.display_name == "关于组织参加全县健康知识讲座的通知.docx"


@pytest.mark.long
def test_a_thousand_drops_at_once_are_each_taken_once(tmp_path: Path, child: ForkingChild) -> None:
    counter = Counter(tmp_path, child)
    for number in range(1000):
        (counter.inbox / f"{number}.docx").write_bytes(docx(f"第{number}件"))
    (counter.inbox / "坏.docx").write_bytes(b"PK\x03\x04 half")

    for arrival in take_all(counter):
        assert isinstance(arrival, Arrival)
        document_id = f"D{len(counter.received)}"
        assert counter.received.setdefault(arrival.key, document_id) == document_id
        counter.mailroom.settle(arrival, document_id)

    assert len(counter.received) == 1000
    assert len(list(counter.staging.digests())) == 1000
    assert [sighting.display_name for sighting in counter.mailroom.scan()] == ["坏.docx"]
    assert len(list(counter.taken.glob("*.txt"))) == 1000


def test_killed_between_event_and_settling_the_drop_is_known_and_cleared_away(
    tmp_path: Path, child: ForkingChild
) -> None:
    counter = Counter(tmp_path, child)
    (counter.inbox / "通知.docx").write_bytes(docx("关于某事的通知"))
    (arrival,) = take_all(counter)
    assert isinstance(arrival, Arrival)

    counter.mailroom = counter.open()  # as after a kill -9: the event is on disk, the source still there
    taken = counter.mailroom.take(counter.sight(), {arrival.key: "2026-0001"}.get)

    assert isinstance(taken, Known)
    assert counter.mailroom.settle(taken, taken.document_id)
    assert counter.mailroom.scan() == ()


def test_a_bomb_of_elements_is_stopped_by_the_child(tmp_path: Path) -> None:
    with ForkingChild(("mailroom.secrecy",), Limits(cpu_s=1, wall_s=5)) as bounded:
        counter = Counter(tmp_path, bounded)
        paragraphs = "<w:p/>" * 1_900_000 + "<w:p><w:r><w:t>密</w:t></w:r></w:p>"
        (counter.inbox / "炸.docx").write_bytes(docx(body=paragraphs))
        (counter.inbox / "好.docx").write_bytes(docx("关于某事的通知"))

        taken = {type(one): one for one in take_all(counter)}

    declined = taken[Declined]
    assert isinstance(declined, Declined)
    assert declined.answer.code == "HT-124"
    assert Arrival in taken


def test_without_a_scanner_nothing_is_stored(tmp_path: Path) -> None:
    class Broken:
        def call(self, job: str, request: bytes, timeout_s: float | None = None) -> bytes:
            raise ChildStartError(job)

        @contextmanager
        def sitting(self) -> Iterator[Child]:
            yield self

        def close(self) -> None:
            """There is nothing to end."""

    counter = Counter(tmp_path, Broken())
    (counter.inbox / "通知.docx").write_bytes(docx("关于某事的通知"))

    with pytest.raises(ScannerDownError, match="暂停收取"):
        take_all(counter)

    assert not list(counter.staging.digests())


def test_a_full_disk_leaves_the_source_where_it_is(
    tmp_path: Path, child: ForkingChild, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = Counter(tmp_path, child)
    path = counter.inbox / "通知.docx"
    path.write_bytes(docx("关于某事的通知"))

    def full(descriptor: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    sighting = counter.sight()
    with monkeypatch.context() as broken:
        broken.setattr("ground.durable.write_all", full)
        broken.setattr("ground.content.write_new", lambda *_: full(0, b""))
        with pytest.raises(StagingError, match="No space left"):
            counter.mailroom.take(sighting, nobody)

    assert path.exists()
    assert isinstance(counter.mailroom.take(sighting, nobody), Arrival)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Put root's powers down for a while; others have none."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def test_permission_bits_are_answered_for_real() -> None:
    with tempfile.TemporaryDirectory() as name:
        counter = Counter(Path(name))
        for path in (Path(name), *Path(name).rglob("*")):
            path.chmod(0o777)
        (counter.inbox / "锁.docx").write_bytes(docx("关于某事的通知"))
        (counter.inbox / "锁.docx").chmod(0o000)
        (counter.inbox / "锁夹").mkdir(mode=0o000)

        with as_nobody():
            codes = [sighting.answer.code for sighting in counter.scan_at_rest()]

        (counter.inbox / "锁夹").chmod(0o700)
    assert codes == ["HT-120", "HT-120"]


def test_a_drop_wakes_the_watcher_and_so_does_a_folder_that_returns(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    awake = threading.Event()
    with Watcher(counter.folders, awake.set, check_s=0.1) as watcher:
        assert not watcher.is_polling

        (counter.inbox / "通知.docx").write_bytes(b"x")
        assert awake.wait(PATIENCE_S)

        shutil.rmtree(counter.folders.drops)
        time.sleep(0.5)
        awake.clear()
        counter.folders.make()
        assert awake.wait(PATIENCE_S)

        time.sleep(0.5)
        awake.clear()
        (counter.folders.root / "投稿" / "发文" / UNIT / "再来.docx").write_bytes(b"x")
        assert awake.wait(PATIENCE_S)


def test_without_inotify_the_watcher_polls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoneLeft:
        def schedule(self, *_: object, **__: object) -> None:
            raise OSError(24, "inotify instance limit reached")

    monkeypatch.setattr("mailroom.watcher.Observer", NoneLeft)
    monkeypatch.setattr("mailroom.watcher._POLL_S", 0.1)
    counter = Counter(tmp_path)
    awake = threading.Event()
    with Watcher(counter.folders, awake.set) as watcher:
        assert watcher.is_polling
        (counter.inbox / "通知.docx").write_bytes(b"x")
        assert awake.wait(PATIENCE_S)
