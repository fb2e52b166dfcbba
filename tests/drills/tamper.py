"""The tamper drill (篡改演练): archive, ledger, payloads and heads are changed in every way we can think of; verifying must say so each time.

The worst of them rewrite everything consistently, digests and registry included, as somebody could who owns the machine; only
the second place of the heads is out of their reach.
"""

from __future__ import annotations

import hashlib
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.ocfl_inventory import INVENTORY, SIDECAR, sidecar_of
from domain.ledger_line import chain, parse_line
from office.care import verify
from office.house import House
from office.record import flush
from office.witness import sign_head
from tests import an_office
from tests.an_office import AnOffice, a_title

Harm = Callable[[Path, random.Random], bytes | None]
"""Gives what a file holds after the harm, nothing when it is to be gone."""


def _flip(path: Path, dice: random.Random) -> bytes:
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def _cut(path: Path, dice: random.Random) -> bytes:
    data = path.read_bytes()
    return data[: dice.randrange(len(data))]


def _cut_out(path: Path, dice: random.Random) -> bytes:
    data = path.read_bytes()
    place = dice.randrange(len(data))
    return data[:place] + data[place + dice.randint(1, 50) :]


def _put_in(path: Path, dice: random.Random) -> bytes:
    data = path.read_bytes()
    place = dice.randrange(len(data) + 1)
    return data[:place] + dice.randbytes(dice.randint(1, 50)) + data[place:]


def _gone(path: Path, dice: random.Random) -> None:
    return None


def _zeroed(path: Path, dice: random.Random) -> bytes:
    return bytes(path.stat().st_size)


def _another(path: Path, dice: random.Random) -> bytes:
    """Put the bytes of another file of the same kind in its place."""
    others = sorted(other for other in path.parent.parent.rglob(f"*{path.suffix}") if other.is_file() and other != path)
    return dice.choice(others).read_bytes() if others else _flip(path, dice)


def _lines_moved(path: Path, dice: random.Random) -> bytes:
    lines = path.read_bytes().splitlines(keepends=True)
    if len(lines) < 2:
        return _flip(path, dice)
    one = dice.randrange(len(lines))
    match dice.randrange(4):
        case 0:
            lines.insert(dice.randrange(len(lines)), lines.pop(one))
        case 1:
            lines.insert(one, lines[one])
        case 2:
            lines.pop(one)
        case _:
            del lines[one:]
    return b"".join(lines)


HARMS: tuple[Harm, ...] = (_flip, _flip, _flip, _cut, _cut_out, _put_in, _gone, _zeroed, _another, _lines_moved)


def drill(work: Path, mutations: int, seed: int = 1) -> tuple[Counter[str], list[str]]:
    """Harm an office so many times; count the kinds, and give those that verifying did not notice."""
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose
    done: Counter[str] = Counter()
    unnoticed: list[str] = []
    with _an_archive(work) as office:
        files = _files(office.house.root)
        while done.total() < mutations:
            path, harm = dice.choice(files), dice.choice(HARMS)
            kind = harm.__name__.strip("_")
            with _harmed(path, harm, dice) as is_other:
                if not is_other:
                    continue
                done[kind] += 1
                if not _noticed(office.house):
                    unnoticed.append(f"{kind} {path.relative_to(work)}")
        for rewrite in (_object_rewritten, _ledger_rewritten):
            for number in range(max(10, mutations // 1000)):
                with _kept_aside(office.house.root):
                    what = rewrite(office.house, dice)
                    done[rewrite.__name__.strip("_")] += 1
                    if not _noticed(office.house):
                        unnoticed.append(f"{what} ({number})")
    return done, unnoticed


@contextmanager
def _an_archive(work: Path) -> Iterator[AnOffice]:
    """Make an office with a record of two versions, signed on two days in two places."""
    root, clock = work / "office", an_office.new_clock()
    an_office.prepare(root)
    with (root / "office.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[keeping]\nheads = "{work / "second"}"\n')
    with an_office.opened(root, clock) as office:
        office.filed(a_title())
        sign_head(office.house)
        clock.advance(days=1)
        office.take_in(a_title())
        sign_head(office.house)
        flush(office.house)
        assert verify(office.house).holds
        yield office


def _files(root: Path) -> list[Path]:
    """List what may be harmed: archive, ledger, payloads, heads; not the second place, which is out of reach."""
    places = (*root.glob("archive/*/objects"), root / "payloads", root / "ledger")
    return sorted(
        path
        for place in places
        for path in place.rglob("*")
        if path.is_file() and "lock" not in path.name and path.stat().st_size
    )


def _noticed(house: House) -> bool:
    try:
        return not verify(house).holds
    except Exception:  # noqa: BLE001 - whoever is told that it can't be read is told
        return True


@contextmanager
def _harmed(path: Path, harm: Harm, dice: random.Random) -> Iterator[bool]:
    sound, mode = path.read_bytes(), path.stat().st_mode
    bad = harm(path, dice)
    path.chmod(0o600)
    if bad is None:
        path.unlink()
    else:
        path.write_bytes(bad)
    try:
        yield bad != sound
    finally:
        path.write_bytes(sound)
        path.chmod(mode)


@contextmanager
def _kept_aside(root: Path) -> Iterator[None]:
    """Put archive and ledger back afterwards."""
    names = ("archive", "ledger", "payloads")
    aside = root.parent / "aside"
    for name in names:
        shutil.copytree(root / name, aside / name, symlinks=True)
    try:
        yield
    finally:
        for name in names:
            shutil.rmtree(root / name)
            shutil.move(aside / name, root / name)
        shutil.rmtree(aside)


def _object_rewritten(house: House, dice: random.Random) -> str:
    """Change a record's content, and every inventory and sidecar with it: OCFL alone finds nothing wrong."""
    folder = next(path for path in house.root.glob("archive/*/objects/*/*") if (path / INVENTORY).is_file())
    content = dice.choice([path for path in sorted(folder.glob("v*/content/**/*")) if path.is_file()])
    old, new = content.read_bytes(), content.read_bytes() + dice.randbytes(4)
    content.chmod(0o600)
    content.write_bytes(new)
    was, becomes = (hashlib.sha512(data).hexdigest().encode() for data in (old, new))
    for inventory in folder.rglob(INVENTORY):
        data = inventory.read_bytes().replace(was, becomes)
        for path, written in ((inventory, data), (inventory.with_name(SIDECAR), sidecar_of(data))):
            path.chmod(0o600)
            path.write_bytes(written)
    return f"object rewritten at {content.name}"


def _ledger_rewritten(house: House, dice: random.Random) -> str:
    """Write the chain anew from a line on, payload, digests and all; the registry's own lines are left as they are."""
    path = house.root / "ledger" / "2026.jsonl"
    lines = [parse_line(line) for line in path.read_bytes().splitlines()]
    first = dice.randrange(len(lines))
    made = lines[:first]
    for old in lines[first:]:
        payload = (house.root / "payloads" / old.payload_sha256[:2] / old.payload_sha256).read_bytes()
        payload += b" " if old.index == first + 1 else b""
        new = chain(
            index=old.index,
            previous=made[-1].own if made else "0" * 64,
            at=old.at,
            actor=old.actor,
            channel=old.channel,
            verb=old.verb,
            object_id=old.object_id,
            payload=payload,
        )
        place = house.root / "payloads" / new.payload_sha256[:2] / new.payload_sha256
        place.parent.mkdir(exist_ok=True)
        if not place.exists():
            place.write_bytes(payload)
        made.append(new)
    path.write_bytes(b"".join(line.to_bytes() for line in made))
    return f"ledger rewritten from {first + 1}"
