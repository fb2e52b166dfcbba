"""The ledger's witnesses (签名链头): its end is signed each day and kept in a second place; held against it, nobody shortens or rewrites it unseen.

The chain shows a line that was changed, lost or moved. An end cut off and a chain written anew from the middle only a head kept elsewhere
shows; best on a machine that nobody of this one may write to but to add.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import HeadForgedError
from archive.heads import SignedHead, head_in, keep_head
from domain.keeping_events import KEYS, RESTORES, KeyTaken, Restored
from domain.ledger_line import LedgerLine
from ground.durable import make_directory, replace_file
from office.house import House
from office.record import flush
from office.signing_key import signing_key

KEY_FOLDER = "公钥"


@dataclass(frozen=True)
class Witness:
    """What the signed heads say (链头证据): those that bind the ledger as it stands, and what is wrong with the rest."""

    heads: tuple[SignedHead, ...]
    faults: tuple[str, ...]


def sign_head(house: House) -> SignedHead | None:
    """Sign the ledger's end of today and keep it beside the ledger and in the second place; nothing for an empty ledger.

    Raises:
        ArchiveNotWritableError: A place can't be written; the other one has it.
    """
    key = signing_key(house)
    flush(house)
    line = house.ledger.head()
    if line is None:
        return None
    head = key.sign(line, house.clock.now())
    own, second = _places(house)
    keep_head(head, [own])
    if second is not None:
        _keep_key(second, key.public)
        keep_head(head, [second])
    return head


def witness(house: House) -> Witness:
    """Read the heads of both places: a head must be signed by a key of ours, and what one place has the other has too.

    A restore from an older backup has lost the lines after it, and says so: heads of those bind no more.
    """
    faults: list[str] = []
    trusted, cuts = _trusted_keys(house), _cuts(house)
    of_place: dict[Path, dict[str, SignedHead]] = {}
    for place in (place for place in _places(house) if place is not None):
        read = _read(place, trusted, faults)
        of_place[place] = {day: head for day, head in read if not any(_was_lost(head, *cut) for cut in cuts)}
    faults += _missing(_places(house)[0], of_place)
    heads = {(head.index, head.own): head for found in of_place.values() for head in found.values()}
    return Witness(tuple(heads.values()), tuple(faults))


def first_difference(house: House) -> int | None:
    """Give the first line that the registry has otherwise than the ledger's file, nothing if they agree.

    To be asked when a head shows that the ledger was written anew: the registry still has the lines, unless it was written anew as well.
    """
    position, lines = 0, house.ledger.lines()
    while events := house.registry.events_after(position, 500):
        for line, _ in events:
            position = line.index
            if next(lines, None) != line:
                return line.index
    return None


def _places(house: House) -> tuple[Path, Path | None]:
    return house.root / "ledger" / "heads", house.keeping.heads_folder(house.root)


def _keep_key(place: Path, public_key: str) -> None:
    path = place / KEY_FOLDER / f"{public_key}.txt"
    if not path.exists():
        make_directory(path.parent)
        replace_file(path, f"{public_key}\n".encode(), 0o440)


def _trusted_keys(house: House) -> frozenset[str]:
    """Name the keys of this office: those the second place knows, where there are any, else those in the books."""
    second = house.keeping.heads_folder(house.root)
    there = frozenset(path.stem for path in (second / KEY_FOLDER).glob("*.txt")) if second else frozenset()
    return there or frozenset(
        event.public_key for _, event in house.registry.history(KEYS) if isinstance(event, KeyTaken)
    )


def _read(place: Path, trusted: frozenset[str], faults: list[str]) -> Iterator[tuple[str, SignedHead]]:
    for path in sorted(place.glob("*.json")):
        try:
            yield path.stem, head_in(path, trusted)
        except HeadForgedError as error:
            faults.append(f"{path}：{error.happened}")


def _missing(own: Path, of_place: dict[Path, dict[str, SignedHead]]) -> Iterator[str]:
    """Name the heads that one place has and the other lacks or has otherwise; the second place had none before its first."""
    for place, found in of_place.items():
        for other, theirs in of_place.items():
            if place == other or not theirs:
                continue
            if not found:
                yield f"{place} 中没有签名链头：没有挂载、被清空，或者刚刚设置（运行 hongtou sign-head）"
                continue
            since = "" if place == own else min(found)
            for day, head in theirs.items():
                if day >= since and found.get(day) != head:
                    yield f"{day} 的签名链头在 {place} 中{'与另一处的不同' if day in found else '缺失'}"


def _cuts(house: House) -> list[tuple[LedgerLine, Restored]]:
    return [(line, event) for line, event in house.registry.history(RESTORES) if isinstance(event, Restored)]


def _was_lost(head: SignedHead, restored: LedgerLine, event: Restored) -> bool:
    return head.index > event.index and head.at < restored.at
