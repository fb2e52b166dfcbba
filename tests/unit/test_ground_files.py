"""Durable files, content folders, locks and clocks."""

from __future__ import annotations

import datetime as dt
import errno
import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ground import durable
from ground.clock import BEIJING, FixedClock, SystemClock
from ground.content import ContentDamagedError, ContentFolder
from ground.lock import LockHeldError, exclusive, shared
from tests.patience import PATIENCE_S


def test_the_system_clock_tells_beijing_time() -> None:
    assert SystemClock().now().utcoffset() == dt.timedelta(hours=8)


def test_the_business_day_turns_at_midnight_in_beijing() -> None:
    clock = FixedClock(dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC))

    assert clock.today() == dt.date(2027, 1, 1)


def test_a_fixed_clock_goes_on_only_when_told() -> None:
    clock = FixedClock(dt.datetime(2026, 11, 22, 9, 0, tzinfo=BEIJING))

    clock.advance(days=1, minutes=30)
    clock.advance(dt.timedelta(minutes=30))

    assert clock.now().isoformat() == "2026-11-23T10:00:00+08:00"


def test_a_fixed_clock_asks_for_an_offset() -> None:
    with pytest.raises(ValueError, match="offset"):
        FixedClock(dt.datetime(2026, 11, 22))  # noqa: DTZ001 - the mistake under test


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    durable.write_new(tmp_path / "a", b"first")

    with pytest.raises(FileExistsError):
        durable.write_new(tmp_path / "a", b"second")

    assert (tmp_path / "a").read_bytes() == b"first"


def test_a_new_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FileExistsError):
        durable.write_new(tmp_path / "link", b"x")

    assert not (tmp_path / "elsewhere").exists()


def test_a_file_that_could_not_be_synced_is_not_left_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(errno.EIO, "no such luck")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="luck"):
        durable.replace_file(tmp_path / "a", b"x")

    assert list(tmp_path.iterdir()) == []


def test_replacing_leaves_the_new_bytes_and_no_rest(tmp_path: Path) -> None:
    durable.replace_file(tmp_path / "a", b"old")
    durable.replace_file(tmp_path / "a", b"new")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"new")]


def test_making_a_folder_syncs_every_parent_that_got_an_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(durable, "sync_directory", synced.append)

    durable.make_directory(tmp_path / "a" / "b")

    assert synced == [tmp_path.parent, tmp_path, tmp_path / "a"]


def test_a_folder_that_a_dead_process_made_is_synced_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    synced: list[Path] = []
    monkeypatch.setattr(durable, "sync_directory", synced.append)

    durable.make_directory(tmp_path / "a")
    durable.make_directory(tmp_path / "a")

    assert synced == [tmp_path]


def test_publishing_syncs_both_folders_after_the_rename(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "staging" / "object").mkdir(parents=True)
    (tmp_path / "objects").mkdir()
    synced: list[tuple[Path, bool]] = []
    target = tmp_path / "objects" / "object"
    monkeypatch.setattr(durable, "sync_directory", lambda path: synced.append((path, target.exists())))

    durable.publish(tmp_path / "staging" / "object", target)

    assert synced == [(tmp_path / "objects", True), (tmp_path / "staging", True)]


def test_publishing_never_takes_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "new").write_bytes(b"new")
    (tmp_path / "old").write_bytes(b"old")

    with pytest.raises(FileExistsError):
        durable.publish(tmp_path / "new", tmp_path / "old")

    assert (tmp_path / "old").read_bytes() == b"old"


def test_removing_a_tree_does_not_follow_a_link(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to(tmp_path / "kept")

    durable.remove_tree(tmp_path / "link")
    durable.remove_tree(tmp_path / "nothing")

    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept" / "file").exists()


def test_content_comes_back_under_its_digest(tmp_path: Path) -> None:
    folder = ContentFolder(tmp_path)

    digest = folder.put("关于".encode())

    assert folder.read(digest) == "关于".encode()
    assert list(folder.digests()) == [digest]
    assert folder.path(digest) == tmp_path / digest[:2] / digest


def test_many_pieces_are_kept_at_once_each_under_its_own_digest(tmp_path: Path) -> None:
    folder = ContentFolder(tmp_path, "sha256")

    digests = folder.put_all([b"a", b"b", b"a"])

    assert [folder.read(digest) for digest in digests] == [b"a", b"b", b"a"]
    assert [len(digest) for digest in folder.digests()] == [64, 64]


def test_streamed_content_has_the_same_name_as_content_put_whole(tmp_path: Path) -> None:
    folder = ContentFolder(tmp_path)
    data = os.urandom(3_000_001)

    assert folder.put_file(io.BytesIO(data)) == folder.put(data)
    assert list(folder.digests()) == [folder.put(data)]


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(errno.EIO, "torn cable")

    with pytest.raises(OSError, match="torn cable"):
        ContentFolder(tmp_path).put_file(Broken())

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_one_flipped_byte_in_content_is_noticed(tmp_path: Path) -> None:
    folder = ContentFolder(tmp_path)
    digest = folder.put(b"original")
    folder.path(digest).write_bytes(b"Original")

    with pytest.raises(ContentDamagedError, match="restore"):
        folder.read(digest)


def test_putting_the_right_bytes_mends_a_damaged_file(tmp_path: Path) -> None:
    folder = ContentFolder(tmp_path)
    digest = folder.put(b"original")
    folder.path(digest).write_bytes(b"Original")

    folder.put(b"original")

    assert folder.read(digest) == b"original"


def test_discarded_content_is_gone(tmp_path: Path) -> None:
    folder = ContentFolder(tmp_path)
    digest = folder.put(b"x")

    folder.discard(digest)
    folder.discard(digest)

    assert not folder.holds(digest)
    with pytest.raises(FileNotFoundError):
        folder.read(digest)


def test_a_digest_cannot_point_outside_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a sha512"):
        ContentFolder(tmp_path).path("../../etc/passwd")


def test_what_an_interrupted_writer_left_is_cleared(tmp_path: Path) -> None:
    folder = ContentFolder(tmp_path)
    digest = folder.put(b"x")
    durable.part_beside(tmp_path / "incoming").write_bytes(b"half")

    assert folder.clear_unfinished() == 1
    assert folder.clear_unfinished() == 0
    assert folder.holds(digest)


def test_a_held_lock_names_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"

    with exclusive(path), pytest.raises(LockHeldError) as caught, exclusive(path, wait=False):
        pass

    assert caught.value.holder.pid == os.getpid()


def test_a_lock_is_free_again_when_its_holder_dies(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    program = (
        "import sys, time, pathlib; from ground.lock import exclusive\n"
        "with exclusive(pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(LockHeldError), exclusive(path, wait=False):
            pass

        other.kill()

    with exclusive(path, wait=False):
        pass


def test_a_waiting_thread_gets_the_lock_when_it_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    order: list[str] = []

    def wait_for_it() -> None:
        with exclusive(path):
            order.append("second")

    waiting = threading.Thread(target=wait_for_it)
    with exclusive(path):
        waiting.start()
        waiting.join(0.2)
        order.append("first")
    waiting.join(PATIENCE_S)

    assert order == ["first", "second"]


def test_sharers_keep_out_only_the_one_who_wants_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "lock"

    with shared(path), shared(path, wait=False), pytest.raises(LockHeldError), exclusive(path, wait=False):
        pass

    with exclusive(path), pytest.raises(LockHeldError), shared(path, wait=False):
        pass
