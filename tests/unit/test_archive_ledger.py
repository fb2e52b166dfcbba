"""The ledger: it only grows, every change is noticed, and a torn end is told from a forged middle."""

from __future__ import annotations

import datetime as dt
import errno
import os
import random
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from archive.errors import (
    ArchiveNotWritableError,
    HeadForgedError,
    LedgerBrokenError,
    LedgerOutOfStepError,
    PayloadDamagedError,
)
from archive.heads import SignedHead, SigningKey, heads_in, keep_head
from archive.ledger import Ledger
from archive.ledger_check import LedgerFaultKind
from domain.ledger_line import FIRST_PREVIOUS, LedgerLine, chain
from ground.clock import BEIJING
from ground.lock import exclusive
from tests.patience import PATIENCE_S

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=BEIJING)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "ledger", tmp_path / "payloads")
    made.create()
    return made


def events(
    count: int, after: LedgerLine | None = None, at: dt.datetime = AT, said: str = "签发"
) -> list[tuple[LedgerLine, bytes]]:
    """Make lines with payloads, as the registry chains them."""
    made: list[tuple[LedgerLine, bytes]] = []
    for _ in range(count):
        index = after.index + 1 if after else 1
        payload = f'{{"opinion":"{said}{index}"}}'.encode()
        after = chain(
            index=index,
            previous=after.own if after else FIRST_PREVIOUS,
            at=at,
            actor="leader",
            channel="desk",
            verb="sign",
            object_id=f"case-{index % 3}",
            payload=payload,
        )
        made.append((after, payload))
    return made


def lines_of(batch: Sequence[tuple[LedgerLine, bytes]]) -> list[LedgerLine]:
    return [line for line, _ in batch]


def reopened(ledger: Ledger) -> Ledger:
    return Ledger(ledger.folder, ledger.folder.parent / "payloads")


def segment(ledger: Ledger, year: int = 2026) -> Path:
    return ledger.folder / f"{year}.jsonl"


def test_what_was_appended_is_read_back(ledger: Ledger) -> None:
    batch = events(5)

    ledger.append(batch[:2])
    ledger.append(batch[2:])

    assert list(ledger.lines()) == lines_of(batch)
    assert [ledger.payload(line) for line in ledger.lines()] == [payload for _, payload in batch]
    assert ledger.head() == reopened(ledger).head() == batch[-1][0]


def test_an_empty_ledger_has_no_head(ledger: Ledger) -> None:
    ledger.append([])

    assert ledger.head() is None
    assert list(ledger.lines()) == []
    assert ledger.check().holds
    assert ledger.recover() == 0


def test_lines_that_stand_there_are_passed_over(ledger: Ledger) -> None:
    batch = events(5)
    ledger.append(batch[:3])

    ledger.append(batch)
    reopened(ledger).append(batch[1:4])

    assert list(ledger.lines()) == lines_of(batch)


def test_a_destroyed_payload_does_not_come_back_with_its_line(ledger: Ledger) -> None:
    batch = events(2)
    ledger.append(batch[:1])
    payload_path(ledger, batch[0][0]).unlink()

    ledger.append(batch)

    assert ledger.payload(batch[0][0]) is None
    assert ledger.payload(batch[1][0]) == batch[1][1]


def test_a_reader_does_not_take_a_batch_in_writing_for_damage(ledger: Ledger) -> None:
    """A reader may see half a line while the writer holds the lock; it waits and looks again."""
    batch = events(2)
    ledger.append(batch[:1])
    whole = batch[1][0].to_bytes()
    seen: list[LedgerLine | None] = []

    with exclusive(ledger.folder / "lock"), segment(ledger).open("ab", buffering=0) as file:
        file.write(whole[:40])
        reader = threading.Thread(target=lambda: seen.append(reopened(ledger).head()))
        reader.start()
        reader.join(0.2)
        file.write(whole[40:])
    reader.join(PATIENCE_S)

    assert seen == [batch[1][0]]


def test_a_different_line_in_the_same_place_is_refused(ledger: Ledger) -> None:
    ledger.append(events(3))

    with pytest.raises(LedgerOutOfStepError, match="同号行不同"):
        ledger.append(events(3, said="驳回"))


def test_a_line_that_does_not_follow_is_refused_with_its_batch(ledger: Ledger) -> None:
    batch = events(4)
    ledger.append(batch[:1])

    with pytest.raises(LedgerOutOfStepError, match="不衔接"):
        ledger.append([batch[1], batch[3]])

    assert list(ledger.lines()) == lines_of(batch[:1])
    assert ledger.payload(batch[1][0]) is None


def test_a_payload_its_line_does_not_name_is_refused(ledger: Ledger) -> None:
    with pytest.raises(LedgerOutOfStepError, match="事件内容"):
        ledger.append([(events(1)[0][0], b"other")])

    assert ledger.head() is None


def test_a_year_has_its_own_segment_in_beijing_time(ledger: Ledger) -> None:
    old = events(2, at=dt.datetime(2026, 12, 31, 15, 59, tzinfo=dt.UTC))
    new = events(2, after=old[-1][0], at=dt.datetime(2026, 12, 31, 16, 0, tzinfo=dt.UTC))

    ledger.append(old + new)

    assert [len(segment(ledger, year).read_bytes().splitlines()) for year in (2026, 2027)] == [2, 2]
    assert list(ledger.lines()) == lines_of(old + new)


def test_a_clock_set_back_does_not_disturb_the_order(ledger: Ledger) -> None:
    new = events(1, at=AT.replace(year=2027))
    late = events(1, after=new[0][0], at=AT)
    ledger.append(new)

    ledger.append(late)

    assert not segment(ledger, 2026).exists()
    assert ledger.check().holds


def test_the_head_is_found_behind_an_empty_segment(ledger: Ledger) -> None:
    batch = events(1)
    ledger.append(batch)
    segment(ledger, 2027).write_bytes(b"")

    assert reopened(ledger).head() == batch[0][0]


def test_the_head_is_found_in_a_long_segment(ledger: Ledger) -> None:
    batch = events(400)
    ledger.append(batch)

    assert reopened(ledger).head() == batch[-1][0]


@pytest.mark.parametrize("torn_at", [1, 50, -1])
def test_a_torn_end_is_cut(ledger: Ledger, torn_at: int) -> None:
    batch = events(4)
    ledger.append(batch[:3])
    with segment(ledger).open("ab") as file:
        file.write(batch[3][0].to_bytes()[:torn_at])
    with pytest.raises(LedgerBrokenError, match="重新启动"):
        reopened(ledger).head()

    assert ledger.recover() > 0

    assert list(ledger.lines()) == lines_of(batch[:3])
    ledger.append(batch)
    assert ledger.check().holds


@pytest.mark.parametrize(
    "garbage", [b"\x00" * 700, b"\xff\n\n{}\n[1]\n", bytes(range(255, -1, -1)) * 20, b"[" * 100_000]
)
def test_garbage_at_the_end_is_cut(ledger: Ledger, garbage: bytes) -> None:
    batch = events(3)
    ledger.append(batch)
    with segment(ledger).open("ab") as file:
        file.write(garbage)

    ledger.recover()

    assert list(reopened(ledger).lines()) == lines_of(batch)


def test_a_good_line_after_damage_stops_recovery_and_stays(ledger: Ledger) -> None:
    ledger.append(events(4))
    change_line(ledger, 2, lambda data: data.replace(b"leader", b"keeper"))
    before = segment(ledger).read_bytes()

    with pytest.raises(LedgerBrokenError, match="不是断电所致"):
        ledger.recover()

    assert segment(ledger).read_bytes() == before


def test_a_good_line_after_damage_is_cut_when_it_was_never_acknowledged(ledger: Ledger) -> None:
    batch = events(5)
    ledger.append(batch)
    change_line(ledger, 4, lambda data: b"\x00" * len(data))

    ledger.recover(acknowledged=3)
    ledger.append(batch[3:])

    assert list(ledger.lines()) == lines_of(batch)


def test_a_good_line_after_damage_is_never_cut_when_it_was_acknowledged(ledger: Ledger) -> None:
    ledger.append(events(5))
    change_line(ledger, 4, lambda data: b"\x00" * len(data))

    with pytest.raises(LedgerBrokenError):
        ledger.recover(acknowledged=5)


def test_recovery_looks_into_a_long_segment_from_its_end(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.ledger._RECOVERY_WINDOW_BYTES", 3000)
    batch = events(40)
    ledger.append(batch)
    with segment(ledger).open("ab") as file:
        file.write(b"{torn")

    assert ledger.recover() == 5
    assert list(ledger.lines()) == lines_of(batch)


def test_a_torn_first_line_of_a_year_is_cut(ledger: Ledger) -> None:
    batch = events(2)
    ledger.append(batch)
    segment(ledger, 2027).write_bytes(b'{"torn')

    ledger.recover()

    assert reopened(ledger).head() == batch[-1][0]


def test_every_flipped_bit_is_noticed(ledger: Ledger) -> None:
    ledger.append(events(4))
    data = segment(ledger).read_bytes()
    dice = random.Random(7)  # noqa: S311 - repeatable on purpose

    for _ in range(400):
        at, bit = dice.randrange(len(data)), 1 << dice.randrange(8)
        flipped = bytearray(data)
        flipped[at] ^= bit
        segment(ledger).write_bytes(flipped)
        assert not ledger.check().holds, (at, bit)
        with pytest.raises(LedgerBrokenError):
            list(ledger.lines())


@pytest.mark.parametrize(
    ("change", "kind", "line"),
    [
        (lambda lines: lines[:1] + lines[2:], LedgerFaultKind.LOST, 2),
        (lambda lines: lines[1:], LedgerFaultKind.LOST, 1),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], LedgerFaultKind.OUT_OF_ORDER, 2),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], LedgerFaultKind.DOUBLED, 3),
        (lambda lines: [lines[0], lines[1].replace(b"sign", b"void"), *lines[2:]], LedgerFaultKind.CHANGED, 2),
        (lambda lines: [lines[0], lines[1].replace(b",", b", ", 1), *lines[2:]], LedgerFaultKind.CHANGED, 2),
        (lambda lines: [*lines[:-1], lines[-1][:-1]], LedgerFaultKind.TORN, 5),
    ],
)
def test_the_first_bad_line_is_named(
    ledger: Ledger, change: Callable[[list[bytes]], list[bytes]], kind: LedgerFaultKind, line: int
) -> None:
    ledger.append(events(5))
    segment(ledger).write_bytes(b"".join(change(segment(ledger).read_bytes().splitlines(keepends=True))))

    fault = ledger.check().fault

    assert fault is not None
    assert (fault.kind, fault.line, fault.segment) == (kind, line, "2026.jsonl")


def test_a_line_forged_with_a_good_digest_breaks_the_chain(ledger: Ledger) -> None:
    batch = events(5)
    ledger.append(batch)
    forged = events(3, said="伪造")[2][0]
    change_line(ledger, 3, lambda _: forged.to_bytes())

    fault = ledger.check().fault

    assert fault is not None
    assert (fault.kind, fault.index) == (LedgerFaultKind.UNCHAINED, 3)


def test_a_cut_off_end_is_noticed_by_a_head_kept_elsewhere(ledger: Ledger) -> None:
    batch = events(5)
    ledger.append(batch)
    head = ledger.head()
    segment(ledger).write_bytes(b"".join(line.to_bytes() for line in lines_of(batch[:3])))
    assert head is not None

    fault = ledger.check([head]).fault

    assert fault is not None
    assert (fault.kind, fault.index) == (LedgerFaultKind.CUT_OFF, 4)
    assert ledger.check().holds


def test_a_chain_written_anew_is_noticed_by_a_head_kept_elsewhere(ledger: Ledger) -> None:
    ledger.append(events(5))
    head = ledger.head()
    segment(ledger).write_bytes(b"".join(line.to_bytes() for line in lines_of(events(6, said="伪造"))))
    assert head is not None

    fault = ledger.check([head], with_payloads=False).fault

    assert fault is not None
    assert (fault.kind, fault.index) == (LedgerFaultKind.REWRITTEN, 5)


def test_damaged_and_destroyed_payloads_are_told_apart(ledger: Ledger) -> None:
    batch = events(4)
    ledger.append(batch)
    payload_path(ledger, batch[1][0]).write_bytes(b"{}")
    payload_path(ledger, batch[2][0]).unlink()

    report = ledger.check()

    assert (report.payloads_damaged, report.payloads_gone, report.holds) == ((2,), (3,), False)
    with pytest.raises(PayloadDamagedError):
        ledger.payload(batch[1][0])


def test_a_full_disk_leaves_the_ledger_as_it_was(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = events(4)
    ledger.append(batch[:2])
    before = segment(ledger).read_bytes()

    def write_half(descriptor: int, data: memoryview) -> int:
        if len(data) > 100 and bytes(data[:9]) == b'{"actor":':
            real_write(descriptor, data[:60])
            raise OSError(errno.ENOSPC, "No space left on device")
        return real_write(descriptor, data)

    real_write = os.write
    with monkeypatch.context() as full:
        full.setattr(os, "write", write_half)
        with pytest.raises(ArchiveNotWritableError, match="磁盘空间已满"):
            ledger.append(batch[2:])

    assert segment(ledger).read_bytes() == before
    ledger.append(batch[2:])
    assert list(ledger.lines()) == lines_of(batch)


def test_a_failed_fsync_is_not_taken_for_written(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = events(3)
    ledger.append(batch[:1])
    watched = segment(ledger).stat().st_ino

    def fail(descriptor: int) -> None:
        if os.fstat(descriptor).st_ino == watched:
            raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fail)
        with pytest.raises(ArchiveNotWritableError):
            ledger.append(batch[1:])

    assert reopened(ledger).head() == ledger.head() == batch[0][0]


def test_a_signed_head_is_kept_in_every_folder_and_read_back(ledger: Ledger, tmp_path: Path) -> None:
    key = SigningKey.of(tmp_path / "keys" / "head.key")
    head = signed(ledger, key)
    folders = [tmp_path / "ledger" / "heads", tmp_path / "elsewhere"]

    keep_head(head, folders)

    assert [list(heads_in(folder, [SigningKey.of(tmp_path / "keys" / "head.key").public])) for folder in folders] == [
        [head],
        [head],
    ]
    assert ledger.check([head]).holds


def test_the_first_head_of_a_day_stays(ledger: Ledger, tmp_path: Path) -> None:
    key = SigningKey.of(tmp_path / "key")
    first = signed(ledger, key)
    keep_head(first, [tmp_path / "heads"])

    keep_head(key.sign(events(2)[1][0], AT), [tmp_path / "heads"])

    assert list(heads_in(tmp_path / "heads", [key.public])) == [first]


def test_a_forged_head_is_noticed(ledger: Ledger, tmp_path: Path) -> None:
    key, other = SigningKey.of(tmp_path / "key"), SigningKey.of(tmp_path / "other")
    path = tmp_path / "heads" / "2026-11-22.json"
    keep_head(signed(ledger, key), [path.parent])
    sound = path.read_bytes()

    for forged in (sound.replace(b'"index":1', b'"index":2'), sound.replace(b"2026-11-22", b"2026-11-23"), b"{}", b"x"):
        path.chmod(0o600)
        path.write_bytes(forged)
        with pytest.raises(HeadForgedError):
            list(heads_in(path.parent, [key.public]))

    path.write_bytes(sound)
    with pytest.raises(HeadForgedError):
        list(heads_in(path.parent, [other.public]))


def test_only_its_owner_can_read_the_signing_key(tmp_path: Path) -> None:
    SigningKey.of(tmp_path / "key")

    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def signed(ledger: Ledger, key: SigningKey) -> SignedHead:
    ledger.append(events(1))
    head = ledger.head()
    assert head is not None
    return key.sign(head, AT)


def payload_path(ledger: Ledger, line: LedgerLine) -> Path:
    return ledger.folder.parent / "payloads" / line.payload_sha256[:2] / line.payload_sha256


def change_line(ledger: Ledger, number: int, change: Callable[[bytes], bytes]) -> None:
    lines = segment(ledger).read_bytes().splitlines(keepends=True)
    lines[number - 1] = change(lines[number - 1].removesuffix(b"\n")).removesuffix(b"\n") + b"\n"
    segment(ledger).write_bytes(b"".join(lines))
