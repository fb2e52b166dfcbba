"""What verifying tells of a ledger that somebody touched: loss, change, order, an end cut off, all of it written anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.db import connections

from domain.book_events import BookTaken
from domain.keeping_events import RESTORES, Restored
from domain.ledger_line import chain, parse_line
from ground.clock import FixedClock
from office.care import verify
from office.house import House
from office.record import record
from office.witness import sign_head
from tests import an_office


@pytest.fixture
def root(tmp_path: Path, clock: FixedClock) -> Path:
    """Make an office with ten facts in its ledger, signed at the fifth on one day and at the last on the next."""
    folder = tmp_path / "office"
    an_office.prepare(folder)
    with (folder / "office.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[keeping]\nheads = "{tmp_path / "second"}"\n')
    with an_office.opened(folder, clock) as office:
        _note(office.house, 5)
        sign_head(office.house)
        clock.advance(days=1)
        _note(office.house, 5)
        sign_head(office.house)
    return folder


def _note(house: House, count: int) -> None:
    for rows in range(count):
        record(house, lambda pen, rows=rows: pen.note(BookTaken("csv", rows, ()), "book"))  # type: ignore[misc]


def lines_of(root: Path) -> list[bytes]:
    return (root / "ledger" / "2026.jsonl").read_bytes().splitlines(keepends=True)


def tampered(root: Path, clock: FixedClock, change: Callable[[list[bytes]], Sequence[bytes]]) -> tuple[str, ...]:
    """Change the ledger's file and give what verifying says; the registry is as it was."""
    with an_office.opened(root, clock) as office:
        (root / "ledger" / "2026.jsonl").write_bytes(b"".join(change(lines_of(root))))
        return verify(office.house).faults


def rewritten(root: Path, raw: list[bytes], first: int) -> list[bytes]:
    """Write the chain anew from a line on, with another payload there: every line holds, every one follows."""
    made = [parse_line(line) for line in raw[: first - 1]]
    for old in (parse_line(line) for line in raw[first - 1 :]):
        payload = (root / "payloads" / old.payload_sha256[:2] / old.payload_sha256).read_bytes()
        if old.index == first:
            payload = payload.replace(b'"rows":', b'"rows":9')
        new = chain(
            index=old.index,
            previous=made[-1].own,
            at=old.at,
            actor=old.actor,
            channel=old.channel,
            verb=old.verb,
            object_id=old.object_id,
            payload=payload,
        )
        place = root / "payloads" / new.payload_sha256[:2] / new.payload_sha256
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(payload)
        made.append(new)
    return [line.to_bytes() for line in made]


def swapped(raw: list[bytes]) -> list[bytes]:
    return [*raw[:5], raw[6], raw[5], *raw[7:]]


def flipped(raw: list[bytes]) -> list[bytes]:
    return [*raw[:5], raw[5].replace(b'"actor":"', b'"actor":"x'), *raw[6:]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: raw, None),
        (flipped, "第6行（第6号）：被改动"),
        (lambda raw: [*raw[:5], *raw[6:]], "第6行（第6号）：之前有行缺失"),
        (swapped, "第6行（第6号）：次序颠倒"),
        (lambda raw: [*raw[:6], *raw[5:]], "第7行（第7号）：重复"),
        (lambda raw: raw[:-1], "之后的行被截去"),
        (lambda raw: raw[:2], "第2行（第3号）：之后的行被截去"),
        (lambda raw: [*raw[:-1], raw[-1][:-1]], "末行不完整"),
    ],
    ids=["nothing", "changed", "lost", "order", "doubled", "last cut off", "all but two cut off", "torn"],
)
def test_each_way_of_touching_the_ledger_is_told_apart(
    root: Path, clock: FixedClock, change: Callable[[list[bytes]], Sequence[bytes]], said: str | None
) -> None:
    faults = tampered(root, clock, change)

    assert said in faults[0] if said else faults == ()


def test_a_consistent_rewrite_is_placed_by_the_registry(root: Path, clock: FixedClock) -> None:
    faults = tampered(root, clock, lambda raw: rewritten(root, raw, 9))

    assert "被整段重写" in faults[0]
    assert faults[1] == "台账第9号行与登记库的不同，由此起被重写"


def test_a_rewrite_of_ledger_and_registry_alike_is_found_by_the_head_elsewhere(root: Path, clock: FixedClock) -> None:
    (root / "ledger" / "2026.jsonl").write_bytes(b"".join(rewritten(root, lines_of(root), 9)))
    _lose_registry(root)

    with an_office.opened(root, clock) as office:
        faults = verify(office.house).faults

    assert "第8号至第12号之间起：被整段重写" in faults[0]
    assert "登记库也被改写了" in faults[1]


def test_an_end_cut_off_in_ledger_and_registry_alike_is_found_by_the_head_elsewhere(
    root: Path, clock: FixedClock
) -> None:
    (root / "ledger" / "2026.jsonl").write_bytes(b"".join(lines_of(root)[:8]))
    _lose_registry(root)
    for head in (root / "ledger" / "heads").glob("*.json"):
        head.unlink()

    with an_office.opened(root, clock) as office:
        faults = verify(office.house).faults

    assert "第8行（第9号）：之后的行被截去" in faults[0]
    assert "没有签名链头" in faults[1]


@pytest.mark.parametrize("harm", ["forged", "lost here", "first lost here", "lost there", "other key"])
def test_heads_that_are_forged_or_missing_are_named(root: Path, clock: FixedClock, tmp_path: Path, harm: str) -> None:
    second = sorted((tmp_path / "second").glob("*.json"))
    match harm:
        case "forged":
            _overwrite(second[1], second[1].read_bytes().replace(b'"index":12', b'"index":11'))
        case "lost here":
            (root / "ledger" / "heads" / second[1].name).unlink()
        case "first lost here":
            (root / "ledger" / "heads" / second[0].name).unlink()
        case "lost there":
            second[1].unlink()
        case _:
            _overwrite(next((tmp_path / "second" / "公钥").iterdir()).with_name("00.txt"), b"00")
            next(path for path in (tmp_path / "second" / "公钥").iterdir() if path.name != "00.txt").unlink()

    with an_office.opened(root, clock) as office:
        faults = verify(office.house).faults

    assert any("链头" in fault for fault in faults)


def test_lines_that_a_restore_has_lost_are_no_cut(root: Path, clock: FixedClock) -> None:
    (root / "ledger" / "2026.jsonl").write_bytes(b"".join(lines_of(root)[:8]))
    max((root / "ledger" / "heads").glob("*.json")).unlink()
    _lose_registry(root)
    clock.advance(minutes=1)

    with an_office.opened(root, clock) as office:
        restored = Restored("/backup", 1, 8, "", clock.now(), clock.today())
        record(office.house, lambda pen: pen.note(restored, RESTORES))
        assert verify(office.house).faults == ()


def _lose_registry(root: Path) -> None:
    connections.close_all()
    for path in root.glob("registry.sqlite*"):
        path.unlink()


def _overwrite(path: Path, data: bytes) -> None:
    if path.exists():
        path.chmod(0o600)
    path.write_bytes(data)
