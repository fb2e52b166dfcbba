"""Caring for what is kept (保管): verify that nothing changed, rebuild what is only a projection, say where everything stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import LedgerBrokenError
from archive.ledger_check import LedgerFaultKind, LedgerReport
from domain.case import IN_FLIGHT, Phase
from domain.destruction import Stage
from domain.erasures import erasures
from domain.errors import IntegrityError
from domain.ledger_line import LedgerLine
from office.accounting import against_ledger
from office.catalogue import MANY_AT_ONCE, catalogue
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
    unwritten = _flush_faults(house)
    report, faults = _of_ledger(house, house.registry.head(), witness(house) if with_heads else Witness((), ()))
    faults += _left_of_destroyed(house, frozenset(house.registry.erased_lines()), report)
    faults += _of_archive(house)
    records, mismatched = against_ledger(house)
    return VerifyReport(records, report.lines, (*unwritten, *faults, *mismatched))


def verify_closed(house: House, why: IntegrityError) -> VerifyReport:
    """Read archive and ledger of an office whose books can't be opened, and say where they are not as they were written; nothing is changed.

    ``why`` is said where the ledger by itself holds: then it is another's, or was put in the place of ours.
    """
    counts = house.registry.counts()
    flushed = house.registry.events_after(counts.events - counts.unflushed - 1, 1)
    known = flushed[0][0] if counts.events > counts.unflushed else None
    report, faults = _of_ledger(house, known, witness(house))
    if report.fault is None:
        faults.insert(0, why.happened)
    faults += _of_archive(house)
    records = sum(1 for store in house.stores.values() for _ in store.object_ids())
    return VerifyReport(records, report.lines, tuple(faults))


def _of_ledger(house: House, known: LedgerLine | None, seen: Witness) -> tuple[LedgerReport, list[str]]:
    """Follow the ledger up to its first fault, held against the line the registry knows last and the signed heads."""
    report = house.ledger.check([*([known] if known else []), *seen.heads])
    erased = frozenset(house.registry.erased_lines())
    faults = [*_first_fault(house, report), *seen.faults]
    faults += [f"台账第{index}号的内容被改动" for index in report.payloads_damaged]
    faults += [f"台账第{index}号的内容缺失" for index in sorted(set(report.payloads_gone) - erased)]
    return report, faults


def _of_archive(house: House) -> Iterator[str]:
    for level, store in house.stores.items():
        yield from (f"{level.value}档案：{fault}" for fault in store.check_all())


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
    try:
        found = [(line, house.ledger.payload(line)) for line in house.ledger.lines()]
    except LedgerBrokenError as error:
        raise LedgerMissingLinesError(str(house.root / "ledger"), error.happened) from error
    erased = erasures((line, payload) for line, payload in found if payload is not None)
    for line, payload in found:
        if payload is None and line.index not in erased:
            raise LedgerMissingLinesError(str(house.root / "payloads"), f"第{line.index}号的内容缺失")
    return house.registry.replace(((line, payload or b"") for line, payload in found), erased)


def _left_of_destroyed(house: House, erased: frozenset[int], report: LedgerReport) -> Iterator[str]:
    """Say what should be gone and is not: lists that were begun and not finished, payloads that came back."""
    unfinished = house.registry.destructions(Stage.ERASING)
    yield from (f"销毁清册{known.name}的内容还没有清除完" for known in unfinished)
    if erased and report.fault is None and not unfinished:
        left = house.ledger.payloads_kept_of(erased)
        if left:
            yield f"已销毁档案的台账内容仍有{left}项"


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
