"""The store of one level: what is filed stays as it was filed, and others can read it."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import shutil
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from archive.errors import (
    ArchiveNotWritableError,
    BadFileNameError,
    ObjectChangedError,
    ObjectDamagedError,
    ObjectDiffersError,
    ObjectNotFoundError,
    StoreUnusableError,
)
from archive.ocfl_check import FaultKind
from archive.ocfl_layout import Layout
from archive.ocfl_object import Note, Source, StoredObject, digest_of_new
from archive.store import Store
from tests.unit.archive_samples import AT, FILES, OBJECT_ID, assert_valid_for_others, make_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "internal")


def file_it(store: Store, object_id: str = OBJECT_ID, files: Mapping[str, Source] | None = None) -> StoredObject:
    return store.add(object_id, FILES if files is None else files, at=AT, message="归档", actor="archivist")


def correct_it(store: Store, changes: dict[str, Source], **more: object) -> StoredObject:
    return store.add_version(OBJECT_ID, changes, at=AT, message="更正", actor="archivist", **more)  # type: ignore[arg-type]


def test_what_was_filed_is_read_back(store: Store) -> None:
    file_it(store)

    found = store.find(OBJECT_ID)

    assert found is not None
    assert {name: found.read(name) for name in found.files()} == FILES
    assert (found.head, found.note().actor, found.note().message, found.note().at) == (1, "archivist", "归档", AT)
    assert_valid_for_others(store)


def test_files_are_copied_from_disk_too(store: Store, tmp_path: Path) -> None:
    (tmp_path / "big.pdf").write_bytes(os.urandom(2_500_000))

    found = file_it(store, files={"big.pdf": tmp_path / "big.pdf", "small.txt": b"x"})

    assert found.read("big.pdf") == (tmp_path / "big.pdf").read_bytes()
    assert (tmp_path / "big.pdf").exists()
    assert_valid_for_others(store)


def test_nothing_is_left_in_staging(store: Store) -> None:
    file_it(store)
    correct_it(store, {"metadata.json": b"{}"})

    assert list((store.root / "staging").iterdir()) == []


def test_filing_the_same_again_changes_nothing(store: Store) -> None:
    first = file_it(store)
    inventory = (first.folder / "inventory.json").read_bytes()

    again = store.add(OBJECT_ID, FILES, at=AT + dt.timedelta(days=1), message="again", actor="other")

    assert again == first
    assert (first.folder / "inventory.json").read_bytes() == inventory


def test_filing_again_after_a_correction_gives_the_corrected_object(store: Store) -> None:
    file_it(store)
    correct_it(store, {"metadata.json": b"{}"})

    assert file_it(store).head == 2


def test_an_id_is_never_given_to_other_content(store: Store) -> None:
    file_it(store)

    with pytest.raises(ObjectDiffersError, match="未作任何改动"):
        file_it(store, files=FILES | {"record.pdf": b"%PDF another"})

    assert store.check(OBJECT_ID) == []


def test_a_correction_keeps_what_was_before(store: Store) -> None:
    file_it(store)

    corrected = correct_it(store, {"metadata.json": b"{}", "note.txt": "更正".encode()}, remove=["issued.docx"])

    assert corrected.head == 2
    assert corrected.read("metadata.json") == b"{}"
    assert corrected.read("metadata.json", version=1) == FILES["metadata.json"]
    assert "issued.docx" not in corrected.files()
    assert corrected.read("issued.docx", version=1) == FILES["issued.docx"]
    assert store.check(OBJECT_ID) == []
    assert_valid_for_others(store)


def test_unchanged_files_are_not_stored_again(store: Store) -> None:
    file_it(store)

    corrected = correct_it(store, {"note.txt": FILES["metadata.json"]})

    assert [path.name for path in (corrected.folder / "v2").iterdir() if path.name == "content"] == []
    assert corrected.read("note.txt") == FILES["metadata.json"]
    assert_valid_for_others(store)


def test_a_third_version_follows_the_second(store: Store) -> None:
    file_it(store)
    correct_it(store, {"a.txt": b"a"})

    third = correct_it(store, {"a.txt": b"b"}, remove=["record.pdf"])

    assert (third.head, third.read("a.txt"), third.read("a.txt", version=2)) == (3, b"b", b"a")
    assert_valid_for_others(store)


def test_the_same_correction_again_adds_no_version(store: Store) -> None:
    file_it(store)
    correct_it(store, {"a.txt": b"a"}, expected_head=1)

    assert correct_it(store, {"a.txt": b"a"}, expected_head=1).head == 2


def test_a_correction_of_an_older_version_than_expected_is_refused(store: Store) -> None:
    file_it(store)
    correct_it(store, {"a.txt": b"a"})

    with pytest.raises(ObjectChangedError, match="现为第2版"):
        correct_it(store, {"a.txt": b"b"}, expected_head=1)


def test_equal_files_are_stored_once(store: Store) -> None:
    found = file_it(store, files={"a": b"same", "b": b"same"})

    assert (found.read("a"), found.read("b")) == (b"same", b"same")
    assert [path.name for path in (found.folder / "v1" / "content").iterdir()] == ["a"]
    assert_valid_for_others(store)


@pytest.mark.parametrize(
    "object_id",
    [
        "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "../../etc",
        "http://a/b?c",
        "京发〔2026〕7号",
        "x" * 300,
        ".",
        "a%2fb",
    ],
)
@pytest.mark.parametrize("layout", [Layout(), Layout(2, 2), Layout(0, 0)])
def test_any_id_has_its_place_inside_the_store(tmp_path: Path, object_id: str, layout: Layout) -> None:
    store = make_store(tmp_path / "open", layout)

    filed = file_it(store, object_id)

    assert filed.folder.resolve().is_relative_to(store.root / "objects")
    assert list(Store(store.root).object_ids()) == [object_id]
    assert Store(store.root).find(object_id) == filed
    assert list(store.check_all()) == []


@pytest.mark.parametrize("layout", [Layout(), Layout(2, 2)])
def test_a_store_of_many_objects_is_valid_for_others(tmp_path: Path, layout: Layout) -> None:
    store = make_store(tmp_path / "open", layout)
    for number in range(12):
        file_it(store, f"urn:hongtou:record:{number}", {"a.txt": b"%d" % number})
    file_it(store, "urn:hongtou:record:" + "长" * 40)

    assert len(list(store.object_ids())) == 13
    assert_valid_for_others(store)


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "./a", "a\nb", "a\x00b", "长" * 86, "\udc80"]
)
def test_a_name_that_could_do_harm_is_refused(store: Store, name: str) -> None:
    with pytest.raises(BadFileNameError, match="改名"):
        file_it(store, files={name: b"x"})

    assert store.find(OBJECT_ID) is None
    assert list((store.root / "staging").iterdir()) == []


def test_names_are_kept_as_given_composed_or_not(store: Store) -> None:
    names = {"e\u0301.txt": b"1", "é.txt": b"2", "\uf914.txt": b"3", "乐.txt": b"4"}

    found = file_it(store, files=dict(names))

    assert {name: found.read(name) for name in found.files()} == names


def test_what_is_not_there_is_not_found(store: Store) -> None:
    found = file_it(store)

    assert store.find("urn:other") is None
    with pytest.raises(ObjectNotFoundError):
        found.read("nothing.pdf")
    with pytest.raises(ObjectNotFoundError, match="第2版"):
        found.read("record.pdf", version=2)
    with pytest.raises(ObjectNotFoundError):
        store.check("urn:other")
    with pytest.raises(ObjectNotFoundError):
        store.add_version("urn:other", {"a": b""}, at=AT, message="", actor="x")


def test_one_flipped_byte_is_noticed_when_read(store: Store) -> None:
    found = file_it(store)
    flip_one_byte(found.path_of("record.pdf"))

    with pytest.raises(ObjectDamagedError, match="由备份恢复"):
        found.read("record.pdf")


def test_a_changed_inventory_is_noticed_when_looked_up(store: Store) -> None:
    found = file_it(store)
    flip_one_byte(found.folder / "inventory.json", at=-200)

    with pytest.raises(ObjectDamagedError, match="清册"):
        store.find(OBJECT_ID)


def test_every_single_flipped_byte_in_an_object_is_noticed(store: Store) -> None:
    found = file_it(store)
    correct_it(store, {"a.txt": b"a"})
    files = [path for path in found.folder.rglob("*") if path.is_file()]
    sound = {path: path.read_bytes() for path in files}

    unnoticed = []
    for path, data in sound.items():
        for at in range(0, len(data), max(1, len(data) // 40)):
            flip_one_byte(path, at)
            if not store.check(OBJECT_ID):
                unnoticed.append((path.name, at))
            path.write_bytes(data)

    # The blank and the line end of a sidecar carry nothing; all else counts.
    assert [(name, at) for name, at in unnoticed if not name.endswith(".sha512")] == []
    assert store.check(OBJECT_ID) == []


def test_every_missing_file_is_named(store: Store) -> None:
    found = file_it(store)
    correct_it(store, {"a.txt": b"a"})
    for path in [path for path in found.folder.rglob("*") if path.is_file()]:
        data = path.read_bytes()
        path.unlink()

        faults = store.check(OBJECT_ID)

        assert (path.relative_to(found.folder).as_posix(), FaultKind.MISSING) in {(f.path, f.kind) for f in faults}
        path.write_bytes(data)


@pytest.mark.parametrize("extra", ["note.txt", "v1/content/extra.pdf", "v3/inventory.json", "v1/inventory.json.bak"])
def test_an_extra_file_is_named(store: Store, extra: str) -> None:
    found = file_it(store)
    (found.folder / extra).parent.mkdir(exist_ok=True)
    (found.folder / extra).write_bytes(b"")

    assert [(fault.path, fault.kind) for fault in store.check(OBJECT_ID)] == [(extra, FaultKind.EXTRA)]


def test_a_link_in_the_place_of_a_file_is_named(store: Store, tmp_path: Path) -> None:
    path = file_it(store).path_of("record.pdf")
    shutil.move(path, tmp_path / "elsewhere.pdf")
    path.symlink_to(tmp_path / "elsewhere.pdf")

    assert [fault.kind for fault in store.check(OBJECT_ID)] == [FaultKind.EXTRA]


def test_an_object_in_another_objects_place_is_named(store: Store) -> None:
    found = file_it(store)
    found.folder.rename(found.folder.with_name("urn%3aother"))

    assert {fault.kind for fault in store.check_all()} == {FaultKind.MISPLACED}


def test_what_does_not_belong_into_the_store_is_named(store: Store) -> None:
    file_it(store)
    (store.root / "objects" / "说明.txt").unlink()
    (store.root / "objects" / "000").mkdir()
    (store.root / "objects" / "notes.txt").write_bytes(b"")

    faults = {(fault.path, fault.kind) for fault in store.check_all()}

    assert faults == {("说明.txt", FaultKind.MISSING), ("000", FaultKind.EXTRA), ("notes.txt", FaultKind.EXTRA)}


def test_one_ruined_object_does_not_hide_the_others(store: Store) -> None:
    long_id = "urn:" + "x" * 200
    file_it(store)
    (file_it(store, long_id).folder / "inventory.json").write_bytes(b"")
    flip_one_byte(file_it(store, "urn:third").path_of("record.pdf"))

    assert {fault.object_id[:9] for fault in store.check_all()} == {"urn%3axxx", "urn:third"}


def test_a_full_disk_files_nothing_and_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def refuse_the_third(descriptor: int, data: bytes) -> int:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real_write(descriptor, data)

    real_write = os.write
    monkeypatch.setattr(os, "write", refuse_the_third)

    with pytest.raises(ArchiveNotWritableError, match="磁盘空间已满"):
        file_it(store)

    assert store.find(OBJECT_ID) is None
    assert list((store.root / "staging").iterdir()) == []
    assert file_it(store).head == 1


def test_a_missing_source_is_not_called_a_disk_fault(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        file_it(store, files={"a": tmp_path / "nothing"})


def test_recovery_clears_what_was_never_finished(store: Store) -> None:
    work = store.root / "staging" / "0123"
    (work / "abc" / "urn%3ax" / "v1").mkdir(parents=True)
    (work / "abc" / "urn%3ax" / "v1" / "inventory.json").write_bytes(b"{")
    file_it(store)

    store.recover()

    assert list((store.root / "staging").iterdir()) == []
    assert list(store.object_ids()) == [OBJECT_ID]


@pytest.mark.parametrize("renames_done", [1, 2])
def test_a_version_on_its_way_is_finished_by_recovery(
    store: Store, monkeypatch: pytest.MonkeyPatch, renames_done: int
) -> None:
    """Stop dead after the version's folder stands, or after the inventory but before its sidecar."""
    file_it(store)
    real_rename, real_replace = Path.rename, Path.replace
    done = 0

    def count_and_stop(path: Path, target: Path, really: object) -> Path:
        nonlocal done
        if done == renames_done:
            raise SystemExit("power is gone")
        done += 1
        return really(path, target)  # type: ignore[operator, no-any-return]

    with monkeypatch.context() as cut:
        cut.setattr(Path, "rename", lambda path, target: count_and_stop(path, target, real_rename))
        cut.setattr(Path, "replace", lambda path, target: count_and_stop(path, target, real_replace))
        with pytest.raises(SystemExit):
            correct_it(store, {"a.txt": b"a"})
    seen_before = store.find(OBJECT_ID)

    Store(store.root).recover()

    assert seen_before is not None
    assert seen_before.head in (1, 2)
    found = store.find(OBJECT_ID)
    assert found is not None
    assert (found.head, found.read("a.txt")) == (2, b"a")
    assert store.check(OBJECT_ID) == []
    assert list((store.root / "staging").iterdir()) == []
    assert_valid_for_others(store)


def test_a_store_is_not_made_over_something_else(tmp_path: Path) -> None:
    (tmp_path / "objects").mkdir()
    (tmp_path / "objects" / "holiday.jpg").write_bytes(b"")

    with pytest.raises(StoreUnusableError, match=r"holiday\.jpg"):
        Store(tmp_path).create()


def test_making_a_store_is_finished_when_it_was_interrupted(store: Store) -> None:
    (store.root / "objects" / "0=ocfl_1.1").unlink()
    (store.root / "objects" / ".ocfl_layout.json.0123.part").write_bytes(b"{")

    store.create()
    store.create()

    file_it(store)
    assert_valid_for_others(store)


def test_a_folder_that_is_no_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusableError, match="hongtou init"):
        Store(tmp_path).find(OBJECT_ID)


def test_the_store_says_itself_how_it_is_laid_out(tmp_path: Path) -> None:
    file_it(make_store(tmp_path, Layout(2, 2)))

    assert Store(tmp_path, Layout(3, 3)).find(OBJECT_ID) is not None


def test_two_who_file_the_same_at_once_file_it_once(store: Store) -> None:
    results: list[StoredObject | Exception] = []

    def file_once() -> None:
        try:
            results.append(file_it(store))
        except Exception as error:  # noqa: BLE001 - to be shown by the test
            results.append(error)

    threads = [threading.Thread(target=file_once) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [store.find(OBJECT_ID)] * 8
    assert store.check(OBJECT_ID) == []


def flip_one_byte(path: Path, at: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_a_buried_object_leaves_its_tombstone_alone(store: Store) -> None:
    store.add(OBJECT_ID, FILES, at=AT, message="归档", actor="系统")
    store.add_version(OBJECT_ID, {"附件/2 表.docx": b"PK the table"}, at=AT, message="补充", actor="系统")

    for _ in range(2):
        buried = store.bury(OBJECT_ID, {"销毁.json": b"{}"}, at=AT, message="销毁", actor="系统")

    assert (buried.head, list(buried.files())) == (1, ["销毁.json"])
    left = [path for path in store.root.rglob("*") if path.is_file()]
    assert not any(data in path.read_bytes() for path in left for data in FILES.values())
    assert_valid_for_others(store)


def test_what_a_killed_burial_moved_out_goes_with_recovery(store: Store) -> None:
    store.add(OBJECT_ID, FILES, at=AT, message="归档", actor="系统")
    work = store.root / "staging" / "killed"
    work.mkdir()
    store.folder_of(OBJECT_ID).rename(work / "old")

    store.recover()
    store.bury(OBJECT_ID, {"销毁.json": b"{}"}, at=AT, message="销毁", actor="系统")

    assert list((store.root / "staging").iterdir()) == []
    assert_valid_for_others(store)


def test_the_inventory_of_an_object_is_known_before_it_is_made(store: Store) -> None:
    files = {"b.json": b"{}", "a.json": b"{}", "c.txt": b"text"}
    stored = store.add(OBJECT_ID, files, at=AT, message="归档", actor="系统")

    expected = digest_of_new(OBJECT_ID, files, Note(AT, "系统", "归档"))

    assert hashlib.sha512((stored.folder / "inventory.json").read_bytes()).hexdigest() == expected
