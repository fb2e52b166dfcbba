"""What the counter answers to each drop; the files are real."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import pytest

from domain.intake import Arrival, Category, Declined, Role, SecrecyStop, Verdict
from domain.levels import Level
from mailroom import opening
from mailroom.folders import MARKER
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


def test_a_file_that_still_changes_waits(counter: Counter) -> None:
    path = put(counter, "稿.docx", GOOD[:100])
    counter.mailroom.scan()
    counter.clock.advance(seconds=3)
    path.write_bytes(GOOD)

    (sighting,) = counter.mailroom.scan()

    assert sighting.answer.verdict is Verdict.WAIT
    assert counter.mailroom.answer(sighting) is None


def test_a_half_written_file_waits_and_then_gets_a_slip(counter: Counter) -> None:
    path = put(counter, "稿.docx", GOOD[: len(GOOD) // 2])

    assert counter.sight().answer.verdict is Verdict.WAIT
    late = counter.sight_late()

    assert (late.answer.verdict, late.answer.code) == (Verdict.SLIP, "HT-112")
    slip = counter.mailroom.answer(late)
    assert slip is not None
    assert "文件不完整" in slip.read_text("utf-8-sig")
    assert path.exists()


def test_a_file_with_room_made_for_it_waits(counter: Counter) -> None:
    put(counter, "稿.docx", b"\0" * 5000)

    assert counter.sight().answer.code == "HT-111"


def test_a_file_with_a_damaged_member_is_found_out_when_it_is_taken(counter: Counter) -> None:
    data = bytearray(GOOD)
    data[data.index(b"word/document.xml") + 40] ^= 0xFF
    path = put(counter, "稿.docx", bytes(data))

    taken = counter.mailroom.take(counter.sight(), nobody)

    assert isinstance(taken, Declined)
    assert taken.answer.verdict is Verdict.WAIT
    assert counter.sight_late().answer.code == "HT-112"
    path.write_bytes(GOOD)
    assert counter.sight().is_whole


def test_an_empty_file_gets_a_slip(counter: Counter) -> None:
    put(counter, "空.docx", b"")

    assert counter.sight().answer.verdict is Verdict.WAIT
    assert counter.sight_late().answer.code == "HT-113"


def test_three_hundred_megabytes_are_refused_without_reading(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    with (counter.inbox / "大.docx").open("wb") as file:
        file.truncate(300 << 20)
    monkeypatch.setattr("mailroom.opening.regular_file", lambda *_: pytest.fail("it was opened"))

    (sighting,) = counter.mailroom.scan()

    assert sighting.answer.code == "HT-114"
    assert "300 MB" in sighting.answer.sentence


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("稿.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "旧版 .doc"),
        ("稿.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "打开密码"),
        ("稿.docx", b"%PDF-1.7 ...", "内容不是 Word 文档"),
        ("稿.pdf", b"%PDF-1.7 ...", "单独的 .pdf 只能作附件"),
        ("稿", b"hello", "没有扩展名"),
    ],
)
def test_what_is_not_a_docx_gets_a_slip(counter: Counter, name: str, data: bytes, words: str) -> None:
    put(counter, name, data)

    sighting = counter.sight()

    assert sighting.answer.code == "HT-115"
    assert words in sighting.answer.sentence


@pytest.mark.parametrize(
    "lock", ["~$于某事的通知.docx", ".~lock.关于某事的通知.docx#", "~$关于某事的通知.docx", ".~关于某事的通知.docx"]
)
def test_a_file_open_in_word_waits_and_is_asked_for_in_the_end(counter: Counter, lock: str) -> None:
    put(counter, "关于某事的通知.docx")
    put(counter, lock, b"x")

    assert counter.sight().answer.code == "HT-116"
    assert counter.sight_late().answer.code == "HT-117"
    (counter.inbox / lock).unlink()
    assert counter.sight().is_whole


@pytest.mark.parametrize(
    "name",
    [
        "..\\..\\etc\\passwd.docx",
        "通\x07知\x1b[31m.docx",
        "\u202exdoc.知通.docx",
        "知" * 83 + ".docx",
        "..　.docx",
        "a" * 250 + ".docx",
    ],
)
def test_odd_names_are_taken_and_shown_safely(counter: Counter, name: str) -> None:
    put(counter, name)

    (arrival,) = take_all(counter)

    assert not re.search(r"[/\\\x00-\x1f\u202e]", arrival.display_name)
    assert counter.mailroom.settle(arrival, "2026-0001")
    assert len(list(counter.taken.glob("*已收*.txt"))) == 1
    assert counter.mailroom.scan() == ()


def test_links_pipes_and_sockets_are_never_opened(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.docx"
    secret.write_bytes(GOOD)
    (counter.inbox / "链.docx").symlink_to(secret)
    os.mkfifo(counter.inbox / "管.docx")
    monkeypatch.chdir(counter.inbox)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("套.docx")
        monkeypatch.setattr("mailroom.opening.regular_file", lambda *_: pytest.fail("it was opened"))

        codes = {sighting.display_name: sighting.answer.code for sighting in counter.scan_at_rest()}

    assert codes == {"链.docx": "HT-118", "管.docx": "HT-119", "套.docx": "HT-119"}


def test_a_file_swapped_for_a_link_between_look_and_take_is_not_followed(counter: Counter, tmp_path: Path) -> None:
    path = put(counter, "稿.docx")
    sighting = counter.sight()
    (tmp_path / "other.docx").write_bytes(GOOD)
    path.unlink()
    path.symlink_to(tmp_path / "other.docx")

    assert isinstance(counter.mailroom.take(sighting, nobody), Declined)


def test_a_file_swapped_for_a_pipe_does_not_block(counter: Counter) -> None:
    path = put(counter, "稿.docx")
    sighting = counter.sight()
    path.unlink()
    os.mkfifo(path)

    assert isinstance(counter.mailroom.take(sighting, nobody), Declined)


def test_a_file_changed_between_look_and_take_waits(counter: Counter) -> None:
    path = put(counter, "稿.docx")
    sighting = counter.sight()
    path.write_bytes(GOOD + b"more")

    taken = counter.mailroom.take(sighting, nobody)

    assert isinstance(taken, Declined)
    assert taken.answer.verdict is Verdict.WAIT


def test_a_file_we_may_not_read_gets_a_slip_and_the_others_go_on(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(counter, "锁.docx")
    put(counter, "好.docx")
    really_open = os.open

    def refuse(path: str | bytes, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if os.fsencode(path).endswith("锁.docx".encode()):
            raise PermissionError(13, "Permission denied")
        return really_open(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", refuse)

    good, locked = counter.scan_at_rest()

    assert (good.display_name, good.is_whole) == ("好.docx", True)
    assert (locked.display_name, locked.answer.code) == ("锁.docx", "HT-120")


def test_a_folder_that_cannot_be_listed_is_an_alarm_and_the_others_go_on(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(counter, "好.docx")
    really_open = os.open

    def refuse(path: str | bytes, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if os.fsencode(path).endswith("发文/党政办公室".encode()):
            raise PermissionError(13, "Permission denied")
        return really_open(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", refuse)

    verdicts = [sighting.answer.verdict for sighting in counter.scan_at_rest()]

    assert verdicts == [Verdict.WHOLE, Verdict.ALARM]


def test_an_unmounted_share_is_an_alarm_not_an_empty_folder(counter: Counter) -> None:
    (counter.inbox / MARKER).unlink()
    put(counter, "好.docx")

    sighting = counter.sight()

    assert (sighting.answer.verdict, sighting.answer.code) == (Verdict.ALARM, "HT-130")
    assert counter.mailroom.answer(sighting) is None


def test_a_folder_is_one_drop_with_body_and_attachments_in_order(counter: Counter) -> None:
    home = counter.inbox / "关于某事的通知"
    home.mkdir()
    for name in ("附件10.表.docx", "附件2.规程.docx", "正文.docx", "附件一.名单.docx", "~$正文x.docx", "Thumbs.db"):
        (home / name).write_bytes(docx(name))

    (arrival,) = take_all(counter)

    assert [(file.role, file.name) for file in arrival.files] == [
        (Role.BODY, "正文.docx"),
        (Role.ATTACHMENT, "附件一.名单.docx"),
        (Role.ATTACHMENT, "附件2.规程.docx"),
        (Role.ATTACHMENT, "附件10.表.docx"),
    ]
    assert counter.mailroom.settle(arrival, "2026-0001")
    assert not home.exists()


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (("甲.docx", "乙.docx"), "HT-122"),
        (("正文.docx", "附件.xlsx"), "HT-137"),
        (("正文.docx", "附件.exe"), "HT-115"),
        (("正文.docx", "附件.zip"), "HT-138"),
        (("正文.docx", "里/附件.docx"), "HT-123"),
    ],
)
def test_folders_that_do_not_fit(counter: Counter, files: tuple[str, ...], code: str) -> None:
    for name in files:
        path = counter.inbox / "某事" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(GOOD)

    assert counter.sight().answer.code == code


@pytest.mark.parametrize("name", [".git", "~$里", ".DS_Store"])
def test_a_hidden_folder_in_a_drop_is_told_and_nothing_is_taken(counter: Counter, name: str) -> None:
    hidden = counter.inbox / "报送材料" / name
    hidden.mkdir(parents=True)
    (hidden.parent / "正文.docx").write_bytes(GOOD)
    (hidden / "重要.docx").write_bytes(GOOD)

    assert counter.sight().answer.code == "HT-123"


def test_a_program_s_own_file_in_a_drop_is_passed_over(counter: Counter) -> None:
    drop = counter.inbox / "报送材料"
    drop.mkdir()
    (drop / "正文.docx").write_bytes(GOOD)
    (drop / "Thumbs.db").write_bytes(b"thumbnails")

    (arrival,) = take_all(counter)

    assert [file.name for file in arrival.files] == ["正文.docx"]
    assert counter.mailroom.settle(arrival, "2026-0001")
    assert not drop.exists()


def test_an_empty_folder_waits_and_then_gets_a_slip(counter: Counter) -> None:
    (counter.inbox / "某事").mkdir()

    assert counter.sight().answer.verdict is Verdict.WAIT
    assert counter.sight_late().answer.code == "HT-123"


def test_a_secret_file_is_left_where_it_is_and_nothing_of_it_is_kept(counter: Counter) -> None:
    path = put(counter, "有关会议的通知.docx", docx("机密★1年", "关于有关会议的通知", "各科室：", "内容。"))

    stop = counter.mailroom.take(counter.sight(), nobody)

    assert isinstance(stop, SecrecyStop)
    assert (stop.mark, stop.folder) == (Level.CONFIDENTIAL, f"投稿/发文/{UNIT}")
    assert "有关会议" not in repr(stop)
    assert not list(counter.staging.digests())
    assert path.exists()
    slip = counter.mailroom.answer(stop)
    assert slip is not None
    assert "会议" not in slip.name + slip.read_text("utf-8-sig")
    again = counter.sight()
    assert (again.display_name, again.answer.code) == ("（不记文件名）", "HT-125")
    assert counter.mailroom.answer(again) is None


def test_a_file_whose_name_is_marked_is_not_named_in_any_answer(counter: Counter) -> None:
    put(counter, "机密★1年 会议通知.docx", b"")

    late = counter.sight_late()

    assert "会议" not in late.display_name + late.answer.sentence


def test_within_the_permitted_level_the_mark_travels_with_the_arrival(counter: Counter) -> None:
    put(counter, "通知.docx", docx("秘密★1年", "关于某事的通知", "各科室：", "正文中提到机密一词，并非标志。"))
    counter.mailroom = type(counter.mailroom)(
        counter.folders, counter.staging, counter.child, counter.clock, Level.SECRET
    )

    (arrival,) = take_all(counter)

    assert arrival.marked is Level.SECRET
    assert [finding.code for finding in arrival.mentions] == ["SEC-07"]


def test_a_paper_from_outside_is_taken_like_a_draft(counter: Counter) -> None:
    (counter.folders.root / "投稿" / "收文" / "来文.docx").write_bytes(GOOD)

    (arrival,) = take_all(counter)

    assert (arrival.category, arrival.body.name) == (Category.RECEIPT, "来文.docx")


def test_a_link_cannot_be_opened_at_all(tmp_path: Path) -> None:
    (tmp_path / "稿.docx").write_bytes(GOOD)
    (tmp_path / "链.docx").symlink_to(tmp_path / "稿.docx")

    with (
        opening.folder(os.fsencode(tmp_path)) as inside,
        pytest.raises(OSError, match="symbolic links"),
        opening.regular_file("链.docx".encode(), inside),
    ):
        pytest.fail("it was opened")
