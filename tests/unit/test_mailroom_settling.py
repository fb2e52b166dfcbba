"""What becomes of a drop that was taken in, and what comes back; the files are real."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from domain.codec import from_plain, to_plain
from domain.file_names import safe_name
from domain.intake import Answer, Arrival, Known, Place, Verdict
from mailroom.errors import FolderAwayError, OverlapError, UnitNameError
from mailroom.folders import MARKER, Folders
from mailroom.names import display, lock_names, titled, to_bytes, to_text
from tests.mailroom_samples import UNIT, Counter, docx

GOOD = docx("关于某事的通知", "各科室：", "现将有关事项通知如下。")


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path)


def nobody(key: str) -> str | None:
    del key
    return None


def put(counter: Counter, name: str, data: bytes = GOOD) -> Path:
    path = counter.inbox / name
    path.write_bytes(data)
    return path


def take_all(counter: Counter) -> list[Arrival]:
    taken = [counter.mailroom.take(sighting, nobody) for sighting in counter.scan_at_rest()]
    assert all(isinstance(one, Arrival) for one in taken)
    return [one for one in taken if isinstance(one, Arrival)]


def test_a_whole_draft_is_staged_before_it_leaves(counter: Counter) -> None:
    path = put(counter, "关于某事的通知.docx")

    (arrival,) = take_all(counter)

    assert path.exists()
    assert counter.staging.read(arrival.body.sha512) == GOOD
    assert counter.mailroom.settle(arrival, "2026-0001")
    assert not path.exists()
    assert [entry.name for entry in counter.inbox.iterdir()] == [MARKER]
    receipt = (counter.taken / "《关于某事的通知》已收.txt").read_text("utf-8-sig")
    assert "收件编号：2026-0001" in receipt
    assert "2026年11月22日" in receipt


def test_an_arrival_goes_through_the_codec(counter: Counter) -> None:
    (counter.inbox / os.fsdecode("坏\\名".encode() + b"\xff.docx")).write_bytes(GOOD)

    (arrival,) = take_all(counter)

    assert from_plain(Arrival, to_plain(arrival)) == arrival
    assert counter.mailroom.settle(arrival, "2026-0001")


def test_the_same_bytes_twice_are_linked_not_taken(counter: Counter) -> None:
    put(counter, "通知.docx")
    (first,) = take_all(counter)
    counter.mailroom.settle(first, "2026-0001")
    again = put(counter, "通知（副本）.docx")

    taken = counter.mailroom.take(counter.sight(), {first.key: "2026-0001"}.get)

    assert isinstance(taken, Known)
    assert taken.document_id == "2026-0001"
    assert counter.mailroom.settle(taken, taken.document_id)
    assert not again.exists()
    assert "完全相同" in (counter.taken / "《通知（副本）》已收.txt").read_text("utf-8-sig")


def test_the_same_name_with_other_bytes_is_another_drop(counter: Counter) -> None:
    put(counter, "通知.docx")
    (first,) = take_all(counter)
    counter.mailroom.settle(first, "2026-0001")
    put(counter, "通知.docx", docx("关于另一件事的通知"))

    (second,) = take_all(counter)
    counter.mailroom.settle(second, "2026-0002")

    assert second.key != first.key
    assert "2026-0001" in (counter.taken / "《通知》已收.txt").read_text("utf-8-sig")
    assert "2026-0002" in (counter.taken / "《通知》已收（2）.txt").read_text("utf-8-sig")


def test_a_source_replaced_meanwhile_stays_as_a_new_drop(counter: Counter) -> None:
    path = put(counter, "通知.docx")
    (arrival,) = take_all(counter)
    path.unlink()
    other = docx("改过的通知")
    path.write_bytes(other)

    assert not counter.mailroom.settle(arrival, "2026-0001")

    assert path.read_bytes() == other


def test_a_source_rewritten_in_place_stays(counter: Counter) -> None:
    path = put(counter, "通知.docx")
    (arrival,) = take_all(counter)
    flipped = bytearray(GOOD)
    flipped[-30] ^= 1
    path.write_bytes(bytes(flipped))

    assert not counter.mailroom.settle(arrival, "2026-0001")
    assert path.read_bytes() == bytes(flipped)


def test_settling_twice_gives_one_receipt(counter: Counter) -> None:
    put(counter, "通知.docx")
    (arrival,) = take_all(counter)

    counter.mailroom.settle(arrival, "2026-0001")
    counter.clock.advance(hours=1)
    counter.mailroom.settle(arrival, "2026-0001")

    assert len(list(counter.taken.glob("*.txt"))) == 1


def test_a_removal_that_was_interrupted_is_put_back(counter: Counter) -> None:
    claim = counter.inbox / ".收取中" / "0123456789abcdef"
    claim.mkdir(parents=True)
    (claim / "通知.docx").write_bytes(GOOD)

    counter.mailroom = counter.open()

    assert counter.sight().display_name == "通知.docx"
    assert not (counter.inbox / ".收取中").exists()


def test_the_longest_name_can_come_back_with_a_number(counter: Counter) -> None:
    long_name = "知" * 83 + ".docx"

    for data in (b"1", b"2"):
        path = counter.mailroom.hand_back(Place.RETURNED, UNIT, "知" * 200, {long_name: data}, "请改")

    assert path.name.endswith("（2）")
    assert [file.suffix for file in path.iterdir() if file.name != "办理说明.txt"] == [".docx"]


def test_a_path_in_a_result_name_stays_in_the_folder(counter: Counter) -> None:
    path = counter.mailroom.hand_back(Place.DONE, UNIT, "../../逃", {"../../../x.pdf": b"1"})

    assert path.parent == counter.folders.root / "办结" / UNIT
    assert len(list(path.iterdir())) == 1


def test_nothing_is_handed_back_below_a_mount_point(counter: Counter) -> None:
    (counter.returned / MARKER).unlink()

    with pytest.raises(FolderAwayError, match="共享盘"):
        counter.mailroom.hand_back(Place.RETURNED, UNIT, "通知", {}, "请改")


@pytest.mark.parametrize("name", [".git", "~$里", ".DS_Store"])
def test_a_hidden_folder_put_into_a_drop_meanwhile_is_not_removed_with_it(counter: Counter, name: str) -> None:
    drop = counter.inbox / "报送材料"
    drop.mkdir()
    (drop / "正文.docx").write_bytes(GOOD)
    (arrival,) = take_all(counter)
    (drop / name).mkdir()
    (drop / name / "重要.docx").write_bytes(GOOD)

    assert not counter.mailroom.settle(arrival, "2026-0001")

    assert (drop / name / "重要.docx").read_bytes() == GOOD


def test_a_folder_that_gained_a_file_meanwhile_stays(counter: Counter) -> None:
    home = counter.inbox / "某事"
    home.mkdir()
    (home / "正文.docx").write_bytes(GOOD)
    (arrival,) = take_all(counter)
    (home / "附件.docx").write_bytes(GOOD)

    assert not counter.mailroom.settle(arrival, "2026-0001")
    assert sorted(file.name for file in home.iterdir()) == ["正文.docx", "附件.docx"]


def test_a_slip_is_written_once(counter: Counter) -> None:
    put(counter, "稿.pdf", b"%PDF")
    sighting = counter.sight()

    counter.mailroom.answer(sighting)
    counter.mailroom.answer(sighting)
    counter.mailroom = counter.open()
    counter.mailroom.answer(counter.sight())

    assert [path.name for path in counter.returned.glob("*.txt")] == ["稿.pdf 未收取.txt"]


def test_what_a_person_put_there_is_never_overwritten(counter: Counter) -> None:
    (counter.returned / "通知").mkdir()
    (counter.returned / "通知" / "我的笔记.txt").write_text("勿动")

    first = counter.mailroom.hand_back(Place.RETURNED, UNIT, "通知", {"稿.docx": GOOD}, "请改")
    again = counter.mailroom.hand_back(Place.RETURNED, UNIT, "通知", {"稿.docx": GOOD}, "请改")

    assert first == again == counter.returned / "通知（2）"
    assert (counter.returned / "通知" / "我的笔记.txt").read_text() == "勿动"


def test_data_inside_the_code_folder_is_refused(tmp_path: Path) -> None:
    for root in (tmp_path, tmp_path / "code", tmp_path / "code" / "office"):
        with pytest.raises(OverlapError, match="重叠"):
            Folders(root, [UNIT], tmp_path / "code")


@pytest.mark.parametrize("unit", ["../x", "a/b", "", ".x", "收文", "长" * 61])
def test_unit_names_that_are_no_folder_names_are_refused(tmp_path: Path, unit: str) -> None:
    with pytest.raises(UnitNameError):
        Folders(tmp_path / "office", [unit])


@pytest.mark.parametrize(
    "name", [b"a.docx", b"\xff\xfe\\x41", "通知\n.docx".encode(), "\ufb00\uf914".encode(), b"\\\\x5c"]
)
def test_a_name_turned_into_text_turns_back(name: bytes) -> None:
    assert to_bytes(to_text(name)) == name
    to_text(name).encode()


def test_words_of_names() -> None:
    assert display(b"\x00\x01") == "（无名文件）"
    assert titled("关于某事的通知.docx", "《{}》已收.txt") == "《关于某事的通知》已收.txt"
    assert safe_name(long := titled("知" * 300 + ".docx", "《{}》已收.txt")) == long
    assert "~$于某事的通知.docx".encode() in lock_names("关于某事的通知.docx".encode())


def test_an_answer_is_a_plain_value() -> None:
    assert from_plain(Answer, to_plain(Answer(Verdict.SLIP, "HT-113", "空"))).verdict is Verdict.SLIP


def test_the_same_bytes_written_anew_are_a_new_drop(counter: Counter) -> None:
    path = put(counter, "通知.docx")
    (arrival,) = take_all(counter)
    beside = counter.inbox / ".新.part"
    beside.write_bytes(GOOD)
    beside.replace(path)

    assert not counter.mailroom.settle(arrival, "2026-0001")
    assert path.exists()


def test_the_receipt_of_a_next_version_says_so_and_names_the_folder_of_what_lacks(counter: Counter) -> None:
    put(counter, "通知.docx")
    (first,) = take_all(counter)
    counter.mailroom.settle(first, "2026-0001")
    put(counter, "通知.docx", docx("关于某事的通知", "改过了"))
    (second,) = take_all(counter)

    counter.mailroom.settle(second, "2026-0001", 2)

    receipt = (counter.taken / "《通知》已收（2）.txt").read_text("utf-8-sig")
    assert "收件编号：2026-0001（第2稿）" in receipt
    assert "作为这份文件的第2稿接着办" in receipt
    assert f"缺少要素的，在“已收/{UNIT}”中" in receipt
