"""A ledger that lacks what was written to it: the house is not opened, nothing more is lost, and verifying says it."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections

from archive.errors import LedgerBrokenError
from domain.ledger_line import _own_digest, parse_line
from ground.clock import FixedClock
from hongtou.commands import main
from office import care, sign
from office.bring_up import LedgerShortError, RegistryForkedError
from office.house import House
from tests.an_office import a_title, opened, prepare


@pytest.fixture
def root(tmp_path: Path, clock: FixedClock) -> Path:
    folder = tmp_path / "office"
    prepare(folder)
    with opened(folder, clock) as office:
        office.take_in(a_title())
        office.take_in(a_title())
    return folder


def segment(root: Path) -> Path:
    (path,) = (root / "ledger").glob("*.jsonl")
    return path


def lines_of(root: Path) -> list[bytes]:
    return segment(root).read_bytes().splitlines(keepends=True)


def cut_off_the_last(root: Path) -> None:
    segment(root).write_bytes(b"".join(lines_of(root)[:-1]))


def cut_off_the_last_s_end(root: Path) -> None:
    segment(root).write_bytes(segment(root).read_bytes()[:-1])


def empty(root: Path) -> None:
    segment(root).write_bytes(b"")


def take_away(root: Path) -> None:
    segment(root).unlink()


@pytest.mark.parametrize("damage", [cut_off_the_last, take_away, empty])
def test_a_ledger_shorter_than_what_was_written_is_refused(
    root: Path, clock: FixedClock, damage: Callable[[Path], None]
) -> None:
    whole = len(lines_of(root))
    damage(root)

    with pytest.raises(LedgerShortError, match=f"登记库记着已写到第{whole}号") as told, opened(root, clock):
        pass

    assert "由备份恢复" in str(told.value)


def test_a_whole_ledger_put_back_is_accepted_again(root: Path, clock: FixedClock) -> None:
    whole = segment(root).read_bytes()
    cut_off_the_last(root)
    with pytest.raises(LedgerShortError), opened(root, clock):
        pass

    segment(root).write_bytes(whole)

    with opened(root, clock) as office:
        assert care.verify(office.house).holds


def test_damage_in_a_line_known_to_be_written_is_refused_and_not_cut_away(root: Path, clock: FixedClock) -> None:
    damaged = bytearray(segment(root).read_bytes())
    damaged[-40] ^= 1
    segment(root).write_bytes(damaged)

    with pytest.raises(LedgerBrokenError, match="已写定的行受损"), opened(root, clock):
        pass

    assert segment(root).read_bytes() == bytes(damaged)


def test_a_last_line_without_its_end_is_not_cut_away_once_it_was_written(root: Path, clock: FixedClock) -> None:
    cut_off_the_last_s_end(root)
    left = segment(root).read_bytes()

    with pytest.raises(LedgerBrokenError, match="已写定的行受损"), opened(root, clock):
        pass

    assert segment(root).read_bytes() == left


def test_another_ledger_of_the_same_length_is_refused(root: Path, clock: FixedClock, tmp_path: Path) -> None:
    clock.advance(seconds=1)
    other = tmp_path / "other"
    prepare(other)
    with opened(other, clock) as office:
        office.take_in(a_title())
        office.take_in(a_title())
    assert len(lines_of(other)) == len(lines_of(root))
    connections.close_all()
    for name in ("ledger", "payloads"):
        shutil.rmtree(root / name)
        shutil.copytree(other / name, root / name)

    with pytest.raises(RegistryForkedError), opened(root, clock):
        pass


def test_verifying_says_what_was_cut_off_while_the_house_was_open(root: Path, clock: FixedClock) -> None:
    with opened(root, clock) as office:
        cut_off_the_last(root)

        assert any("截去" in fault for fault in care.verify(office.house).faults)


def test_verifying_says_it_even_when_more_waits_to_be_written(root: Path, clock: FixedClock) -> None:
    with opened(root, clock) as office:
        cut_off_the_last(root)
        case = office.house.registry.cases()[0]
        with pytest.raises(Exception, match="与链头不衔接"):
            sign.withdraw(office.house, office.actor("drafter"), case.document_id, reason="改期")

        faults = care.verify(office.house).faults

    assert any("与链头不衔接" in fault for fault in faults)
    assert any("截去" in fault for fault in faults)


def change_the_second(root: Path) -> None:
    lines = lines_of(root)
    segment(root).write_bytes(b"".join([lines[0], lines[1].replace(b'"channel":"', b'"channel":"x'), *lines[2:]]))


def lose_the_second(root: Path) -> None:
    lines = lines_of(root)
    segment(root).write_bytes(b"".join([lines[0], *lines[2:]]))


def turn_the_second_and_third_round(root: Path) -> None:
    first, second, third, *others = lines_of(root)
    segment(root).write_bytes(b"".join([first, third, second, *others]))


def write_all_anew_from_the_second(root: Path) -> None:
    lines = [parse_line(line.rstrip(b"\n")) for line in lines_of(root)]
    anew = lines[:1]
    for line in lines[1:]:
        changed = dataclasses.replace(line, actor="another" if line.index == 2 else line.actor, previous=anew[-1].own)
        anew.append(dataclasses.replace(changed, own=_own_digest(changed)))
    segment(root).write_bytes(b"".join(line.to_bytes() for line in anew))


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (change_the_second, ["第2行（第2号）：被改动"]),
        (lose_the_second, ["第2行（第2号）：之前有行缺失"]),
        (turn_the_second_and_third_round, ["第2行（第2号）：次序颠倒"]),
        (cut_off_the_last, ["（第{last}号）：之后的行被截去"]),
        (write_all_anew_from_the_second, ["被整段重写", "第2号行与登记库的不同"]),
    ],
)
def test_the_verify_command_tells_harms_apart_and_names_the_first_bad_line(
    root: Path, capsys: pytest.CaptureFixture[str], harm: Callable[[Path], None], said: list[str]
) -> None:
    last = len(lines_of(root))
    harm(root)
    left = segment(root).read_bytes()

    with pytest.raises(SystemExit) as ended:
        main(["verify", "--office", str(root)])

    told = capsys.readouterr()
    assert (ended.value.code, "HT-704" in told.err) == (60, True)
    assert [words for words in said if words.format(last=last) not in told.out] == []
    assert segment(root).read_bytes() == left, "nothing is changed by looking"


def test_a_whole_ledger_that_is_refused_is_told_with_why(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("office.bring_up._require_whole", _refuse)

    with pytest.raises(SystemExit):
        main(["verify", "--office", str(root)])

    assert "两者不是同一份账" in capsys.readouterr().out


def _refuse(house: House, _flushed: int) -> None:
    raise RegistryForkedError(str(house.root), 1)
