"""Holding the archive against the ledger (账物核对): every record is there as it was kept last, what was destroyed was destroyed by the rules, nothing else is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from archive.errors import ObjectDamagedError
from archive.ocfl_object import StoredObject
from domain.case import MisfitError
from domain.destruction import APPROVERS, WITNESSES, DestructionList
from domain.destruction_events import CertificateKept, Destroyed, DestructionErased, Erased, ListEvent
from domain.destruction_moves import apply
from domain.events import Event, Filed
from domain.holding_events import Arranged, Imported, VersionKept
from domain.ledger_line import LedgerLine
from domain.levels import Level
from office.archived import digest_at, document_of_archive, find_record
from office.filing import inventory_digest
from office.house import House

_AT_ONCE = 500


@dataclass(frozen=True)
class _Kept:
    """What the ledger says of an object: its newest version, and whether the next one may be on its way."""

    level: str
    version: int
    inventory: str
    is_arranged: bool = False
    is_destroyed: bool = False


@dataclass
class _Account:
    """What the events come to (账): objects, lists of what was destroyed, lines whose payloads are gone, and what was not by the rules."""

    kept: dict[str, _Kept] = field(default_factory=dict)
    lists: dict[str, DestructionList] = field(default_factory=dict)
    emptied: set[int] = field(default_factory=set)
    erased: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def against_ledger(house: House) -> tuple[int, list[str]]:
    """Hold the objects against the events; give how many there should be, and every fault in words."""
    account = _Account()
    position = 0
    while events := house.registry.events_after(position, _AT_ONCE):
        position = events[-1][0].index
        for line, event in events:
            _follow(account, line, event)
    faults = [*account.faults, *_emptied_without_reason(account)]
    for record, last in account.kept.items():
        faults += _faults_of(house, record, last)
    there = {document_of_archive(object_id) for store in house.stores.values() for object_id in store.object_ids()}
    faults += [f"{object_id} 在档案中，但台账没有归档记录" for object_id in sorted(there - account.kept.keys())]
    return len(account.kept), faults


def _follow(account: _Account, line: LedgerLine, event: Event) -> None:
    kept, record = account.kept, line.object_id
    match event:
        case Filed() | Imported():
            kept[record] = _Kept(event.level, 1, event.inventory)
        case Arranged():
            kept[record] = replace(kept[record], is_arranged=True)
        case VersionKept():
            kept[record] = _Kept(kept[record].level, event.version, event.inventory)
        case Destroyed():
            account.faults += _unlawful(account, line, event)
            account.erased |= set(event.lines)
            kept[record] = _Kept(event.level, 1, event.tombstone, is_destroyed=True)
        case Erased():
            account.emptied.add(line.index)
        case _ if isinstance(event, ListEvent):
            _follow_list(account, line, event)
        case _:
            return


def _follow_list(account: _Account, line: LedgerLine, event: ListEvent) -> None:
    try:
        account.lists[line.object_id] = apply(account.lists.get(line.object_id), event, line)
    except MisfitError:
        account.faults.append(f"销毁清册{line.object_id.rpartition('/')[2]}的办理不合规矩（台账第{line.index}号）")
    if isinstance(event, DestructionErased):
        account.kept[line.object_id] = _Kept(event.level, 1, event.inventory, is_arranged=True)
    elif isinstance(event, CertificateKept):
        account.kept[line.object_id] = _Kept(event.level, event.version, event.inventory)


def _unlawful(account: _Account, line: LedgerLine, event: Destroyed) -> Iterator[str]:
    """Say what a record's destruction lacks: a list with it, two who approved, two others who witnessed."""
    known = account.lists.get(event.list_id)
    if known is None or known.row(line.object_id) != event.row or not event.row:
        yield f"{line.object_id} 记为已销毁，但没有列有它的销毁清册（台账第{line.index}号）"
        return
    people = {person for person, _ in known.parts}
    enough = len(known.approvals) == APPROVERS and len(known.witnesses) == WITNESSES
    if not enough or len(people) < APPROVERS + WITNESSES + 1 or known.destroyed_at is None:
        yield f"{line.object_id} 记为已销毁，但清册{known.name}没有经过两人批准、两人监销（台账第{line.index}号）"
    if known.items[event.row - 1].inventory != event.inventory:
        yield f"{line.object_id} 记为已销毁，但不是清册{known.name}所列的那一件（台账第{line.index}号）"


def _emptied_without_reason(account: _Account) -> list[str]:
    return [f"登记库第{index}笔是空的，但不属于已销毁的档案" for index in sorted(account.emptied - account.erased)]


def _faults_of(house: House, record: str, last: _Kept) -> Iterator[str]:
    try:
        stored = find_record(house, record, Level(last.level))
    except ObjectDamagedError as error:
        yield f"{record}：{error.happened}"
        return
    if stored is None:
        yield f"{record} 已归档，但档案中没有" if not last.is_destroyed else f"{record} 已销毁，但销毁标记不在"
    elif not _is_as_kept(stored, last):
        yield f"{record} 的清单与台账所记不符" if not last.is_destroyed else f"{record} 已销毁，但原处不是它的销毁标记"


def _is_as_kept(stored: StoredObject, last: _Kept) -> bool:
    """Tell whether an object is as the ledger has it; a version that is on its way may stand there already."""
    if stored.head == last.version + 1 and last.is_arranged:
        return digest_at(stored, last.version) == last.inventory
    return stored.head == last.version and inventory_digest(stored) == last.inventory
