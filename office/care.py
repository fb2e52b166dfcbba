"""Caring for what is kept (保管): verify that nothing changed, rebuild what is only a projection, say where everything stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.errors import LedgerBrokenError, ObjectDamagedError
from archive.ledger_check import LedgerFaultKind, LedgerReport
from archive.ocfl_object import StoredObject
from domain.case import IN_FLIGHT, Phase
from domain.errors import IntegrityError
from domain.events import Event, Filed
from domain.holding_events import Arranged, Imported, VersionKept
from domain.levels import Level
from office.archived import digest_at, document_of_archive, find_record
from office.catalogue import MANY_AT_ONCE, catalogue
from office.filing import inventory_digest
from office.house import House
from office.record import flush
from office.witness import Witness, first_difference, witness


@dataclass(frozen=True)
class VerifyReport:
    """What verifying found (核验结果): how much was read, and every fault in words."""

    records: int
    ledger_lines: int
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether everything is as it was written."""
        return not self.faults


@dataclass(frozen=True)
class StatusReport:
    """Where the office stands (运行概况); ``misplaced`` lies where nothing is taken in."""

    in_flight: int
    stuck: int
    filed: int
    by_phase: tuple[tuple[str, int], ...]
    ledger_index: int
    unflushed: int
    catalogue_index: int
    misplaced: tuple[str, ...] = ()


class LedgerMissingLinesError(IntegrityError):
    """The ledger's file lacks what the registry knows to be written (台账缺行)."""

    code = "HT-350"

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"台账不完整：{why}，没有重建", place, "先用 hongtou verify 查明，从备份恢复台账")


def verify(house: House, *, with_heads: bool = True) -> VerifyReport:
    """Read archive and ledger whole and hold them against each other, the registry and the signed heads."""
    faults = _flush_faults(house)
    head = house.registry.head()
    seen = witness(house) if with_heads else Witness((), ())
    report = house.ledger.check([*([head] if head else []), *seen.heads])
    faults += [*_first_fault(house, report), *seen.faults]
    faults += [f"台账第{index}号的内容被改动" for index in report.payloads_damaged]
    faults += [f"台账第{index}号的内容缺失" for index in report.payloads_gone]
    for level, store in house.stores.items():
        faults += [f"{level.value}档案：{fault}" for fault in store.check_all()]
    records, mismatched = _against_ledger(house)
    return VerifyReport(records, report.lines, (*faults, *mismatched))


def _first_fault(house: House, report: LedgerReport) -> Iterator[str]:
    """Say where the ledger is not as it was written first; the registry may still know the very line of a rewrite."""
    if report.fault is None:
        return
    yield str(report.fault)
    if report.fault.kind is LedgerFaultKind.REWRITTEN:
        differs = first_difference(house)
        yield (
            f"台账第{differs}号行与登记库的不同，由此起被重写"
            if differs
            else "登记库与台账一致：登记库也被改写了，与备份核对"
        )


def _flush_faults(house: House) -> list[str]:
    """Write what the ledger does not hold yet; one that refuses it is a fault like any other."""
    try:
        flush(house)
    except IntegrityError as error:
        return [error.happened]
    return []


def rebuild_registry(house: House) -> int:
    """Make the registry again from the ledger: filed records, documents in flight, decisions and numbers; give the events.

    The old one stands until the new one is whole: a power cut on the way changes nothing.

    Raises:
        LedgerMissingLinesError: A payload is missing or a line is broken; the registry is left as it is.
    """
    if house.registry.head() is not None:
        flush(house)
    lines = []
    try:
        for line in house.ledger.lines():
            payload = house.ledger.payload(line)
            if payload is None:
                raise LedgerMissingLinesError(str(house.root / "payloads"), f"第{line.index}号的内容缺失")
            lines.append((line, payload))
    except LedgerBrokenError as error:
        raise LedgerMissingLinesError(str(house.root / "ledger"), error.happened) from error
    return house.registry.replace(lines)


def rebuild_index(house: House) -> int:
    """Make the card catalogue again from ledger and archive; give the number of cards."""
    house.catalogue.clear()
    written = catalogue(house, MANY_AT_ONCE)
    house.catalogue.join()
    return written


def status(house: House) -> StatusReport:
    """Say where everything stands."""
    counts, head = house.registry.counts(), house.registry.head()
    return StatusReport(
        in_flight=counts.of(*IN_FLIGHT),
        stuck=counts.stuck,
        filed=counts.of(Phase.FILED, Phase.DONE),
        by_phase=tuple((phase.value, count) for phase, count in counts.documents),
        ledger_index=head.index if head else 0,
        unflushed=counts.unflushed,
        catalogue_index=house.catalogue.position(),
        misplaced=house.mailroom.strays(),
    )


def _against_ledger(house: House) -> tuple[int, list[str]]:
    """Hold the objects against the ledger: every record is there as it was kept last, and nothing else is there."""
    kept: dict[str, _Kept] = {}
    faults: list[str] = []
    position = 0
    while events := house.registry.events_after(position, 500):
        position = events[-1][0].index
        for line, event in events:
            _follow(kept, line.object_id, event)
    for document_id, last in kept.items():
        try:
            stored = find_record(house, document_id, Level(last.level))
        except ObjectDamagedError as error:
            faults.append(f"{document_id}：{error.happened}")
            continue
        if stored is None:
            faults.append(f"{document_id} 已归档，但档案中没有")
        elif not _is_as_kept(stored, last):
            faults.append(f"{document_id} 的清单与台账所记不符")
    there = {document_of_archive(object_id) for store in house.stores.values() for object_id in store.object_ids()}
    faults += [f"{object_id} 在档案中，但台账没有归档记录" for object_id in sorted(there - kept.keys())]
    return len(kept), faults


@dataclass(frozen=True)
class _Kept:
    """What the ledger says of a record's object: its newest version, and whether the next one may be on its way."""

    level: str
    version: int
    inventory: str
    is_arranged: bool = False


def _follow(kept: dict[str, _Kept], record: str, event: Event) -> None:
    match event:
        case Filed() | Imported():
            kept[record] = _Kept(event.level, 1, event.inventory)
        case Arranged():
            kept[record] = replace(kept[record], is_arranged=True)
        case VersionKept():
            kept[record] = _Kept(kept[record].level, event.version, event.inventory)
        case _:
            return


def _is_as_kept(stored: StoredObject, last: _Kept) -> bool:
    """Tell whether an object is as the ledger has it; a version that the filing of the year adds next may stand there already."""
    if stored.head == last.version + 1 and last.is_arranged:
        return digest_at(stored, last.version) == last.inventory
    return stored.head == last.version and inventory_digest(stored) == last.inventory
