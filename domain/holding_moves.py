"""What each event does to a kept record (在档推进): pure, state + event → state; an event that does not fit is refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from domain.case import Case, MisfitError
from domain.case_imported import kind_in
from domain.events import Filed
from domain.facts import FactName
from domain.holding import Hold, Holding, Loan, Opinion, Origin, Standing
from domain.holding_events import (
    AppraisalDecided,
    Appraised,
    Arranged,
    Boxed,
    HoldingEvent,
    HoldLifted,
    HoldPlaced,
    Imported,
    LeftOut,
    Lent,
    PieceDecided,
    Placed,
    ReadingNoted,
    RetentionLengthened,
    Returned,
    TakenBackIn,
    Verdict,
    VersionKept,
)
from domain.ledger_line import LedgerLine
from domain.levels import Level, Retention
from domain.piece_code import read_code
from domain.retention import is_longer


def of_filed(case: Case, event: Filed, line: LedgerLine) -> Holding:
    """Give the record that a document became when it was filed."""
    stated = case.facts.value(FactName.RETENTION)
    retention = Retention(event.retention)
    day = case.dated or line.at.date()
    entered = case.incoming.particulars if case.incoming else None
    return Holding(
        record=case.document_id,
        origin=Origin.RECEIPT if entered else Origin.DISPATCH,
        number=case.number,
        title=case.title,
        kind=case.kind,
        organs=(entered.sender,) if entered else case.organs,
        dated=case.dated,
        level=Level(event.level),
        compartment=event.compartment,
        retention=retention,
        stated=stated == retention.value,
        pages=_pages_of(case),
        inventory=event.inventory,
        index=line.index,
        filed_at=line.at,
        year=day.year,
        given=retention,
        unit=case.unit,
        procedure=case.route.procedure if case.route else "",
        readers=case.readers,
        home=case.organs[0] if entered and case.organs else "",
    )


def _pages_of(case: Case) -> int:
    look = case.incoming.look if case.incoming else None
    return case.issued.pages if case.issued else look.pages if look else 0


def of_imported(event: Imported, line: LedgerLine) -> Holding:
    """Give the record that was taken over; one that bears its 档号 already has its place."""
    retention = Retention(event.retention)
    series, serial = read_code(event.code) or (None, 0)
    return Holding(
        record=line.object_id,
        origin=Origin.IMPORT,
        number=event.number,
        title=event.title,
        kind=kind_in(event.title),
        organs=(event.organ,),
        dated=event.dated,
        level=Level(event.level),
        compartment=event.compartment,
        retention=retention,
        stated=True,
        pages=event.pages,
        inventory=event.inventory,
        index=line.index,
        filed_at=line.at,
        year=series.year if series else event.dated.year,
        given=retention,
        fonds=series.fonds if series else "",
        unit_code=series.unit_code if series else "",
        serial=serial,
        code=event.code,
        standing=Standing.KEPT if event.code else Standing.OPEN,
        rule="接收时已有档号" if event.code else "",
    )


def apply(holding: Holding, event: HoldingEvent, line: LedgerLine) -> Holding:
    """Give the record's state after ``event``, which the ledger holds in ``line``.

    Raises:
        MisfitError: The event does not fit, for example a second 档号, or a shorter retention period.
    """
    return _APPLIED[type(event)](holding, event, line)


def _imported_again(holding: Holding, event: Imported, line: LedgerLine) -> Holding:
    raise MisfitError(f"{line.object_id}: kept already")


def _decided(holding: Holding, event: PieceDecided, line: LedgerLine) -> Holding:
    _require(holding, Standing.OPEN)
    retention = Retention(event.retention) if event.retention else holding.retention
    if holding.origin is Origin.IMPORT and is_longer(holding.given, retention):
        raise MisfitError(f"{holding.record}: came with {holding.given}, can't be kept for {retention} only")
    return dataclasses.replace(
        holding,
        decided=True,
        retention=retention,
        unit_code=event.unit_code or holding.unit_code,
        year=event.year or holding.year,
        reason=event.reason,
    )


def _left_out(holding: Holding, event: LeftOut, line: LedgerLine) -> Holding:
    _require(holding, Standing.OPEN)
    return dataclasses.replace(holding, standing=Standing.LEFT_OUT, reason=event.reason)


def _taken_back_in(holding: Holding, event: TakenBackIn, line: LedgerLine) -> Holding:
    _require(holding, Standing.LEFT_OUT)
    return dataclasses.replace(holding, standing=Standing.OPEN, reason=event.reason)


def _arranged(holding: Holding, event: Arranged, line: LedgerLine) -> Holding:
    _require(holding, Standing.OPEN)
    return dataclasses.replace(
        holding,
        standing=Standing.NUMBERED,
        fonds=event.fonds,
        year=event.year,
        retention=Retention(event.retention),
        unit_code=event.unit_code,
        serial=event.serial,
        code=event.code,
        rule=event.rule,
        start=event.start,
        arranged_at=line.at,
    )


def _placed(holding: Holding, event: Placed, line: LedgerLine) -> Holding:
    _require(holding, Standing.OPEN)
    if event.after == holding.record:
        raise MisfitError(f"{holding.record}: after itself")
    return dataclasses.replace(holding, after=event.after)


def _boxed(holding: Holding, event: Boxed, line: LedgerLine) -> Holding:
    if holding.standing not in (Standing.NUMBERED, Standing.KEPT):
        raise MisfitError(f"{holding.record}: {holding.standing.value}, has no place yet")
    if holding.box and not event.reason:
        raise MisfitError(f"{holding.record}: lies in box {holding.box}")
    return dataclasses.replace(holding, box=event.box, boxed_by=line.actor, boxed_on=line.at.date())


def _version_kept(holding: Holding, event: VersionKept, line: LedgerLine) -> Holding:
    if event.version != holding.version + 1:
        raise MisfitError(f"{holding.record}: version {event.version} after {holding.version}")
    return dataclasses.replace(
        holding,
        standing=Standing.KEPT if holding.standing is Standing.NUMBERED else holding.standing,
        version=event.version,
        inventory=event.inventory,
        pages=event.pages or holding.pages,
        stamped=event.stamped or holding.stamped,
        remark=event.remark or holding.remark,
        failed=event.failed,
        unchecked=event.unchecked,
        written=event.written or holding.written,
    )


def _lengthened(holding: Holding, event: RetentionLengthened, line: LedgerLine) -> Holding:
    return _longer(holding, Retention(event.retention))


def _longer(holding: Holding, retention: Retention) -> Holding:
    if not is_longer(retention, holding.retention):
        raise MisfitError(f"{holding.record}: {retention} is not longer than {holding.retention}")
    return dataclasses.replace(holding, retention=retention)


def _held(holding: Holding, event: HoldPlaced, line: LedgerLine) -> Holding:
    hold = Hold(line.index, event.reason, event.owner, line.at)
    return dataclasses.replace(holding, holds=(*holding.holds, hold))


def _hold_lifted(holding: Holding, event: HoldLifted, line: LedgerLine) -> Holding:
    left = tuple(hold for hold in holding.holds if hold.index != event.index)
    if left == holding.holds:
        raise MisfitError(f"{holding.record}: no hold {event.index}")
    return dataclasses.replace(holding, holds=left)


def _appraised(holding: Holding, event: Appraised, line: LedgerLine) -> Holding:
    _require_over(holding, line)
    others = tuple(opinion for opinion in holding.opinions if opinion.person != line.actor)
    opinion = Opinion(line.actor, event.verdict, event.retention, event.reason, line.at)
    return dataclasses.replace(holding, opinions=(*others, opinion))


def _appraisal_decided(holding: Holding, event: AppraisalDecided, line: LedgerLine) -> Holding:
    _require_over(holding, line)
    if not holding.opinions:
        raise MisfitError(f"{holding.record}: decided without an opinion")
    decided = _longer(holding, Retention(event.retention)) if event.verdict is Verdict.KEEP else holding
    return dataclasses.replace(
        decided,
        opinions=(),
        verdict=event.verdict,
        verdict_reason=event.reason,
        verdict_on=line.at.date(),
    )


def _read(holding: Holding, event: ReadingNoted, line: LedgerLine) -> Holding:
    return holding


def _lent(holding: Holding, event: Lent, line: LedgerLine) -> Holding:
    if holding.loan is not None:
        raise MisfitError(f"{holding.record}: lent already")
    return dataclasses.replace(holding, loan=Loan(event.borrower, event.purpose, event.due, line.actor, line.at))


def _returned(holding: Holding, event: Returned, line: LedgerLine) -> Holding:
    if holding.loan is None:
        raise MisfitError(f"{holding.record}: not lent")
    return dataclasses.replace(holding, loan=None)


def _require(holding: Holding, standing: Standing) -> None:
    if holding.standing is not standing:
        raise MisfitError(f"{holding.record}: {holding.standing.value}, not {standing.value}")


def _require_over(holding: Holding, line: LedgerLine) -> None:
    if not holding.is_over(line.at.date()):
        raise MisfitError(f"{holding.record}: its time is not over")


_APPLIED: dict[type[HoldingEvent], Callable[[Holding, Any, LedgerLine], Holding]] = {
    Imported: _imported_again,
    PieceDecided: _decided,
    LeftOut: _left_out,
    TakenBackIn: _taken_back_in,
    Placed: _placed,
    Arranged: _arranged,
    VersionKept: _version_kept,
    Boxed: _boxed,
    RetentionLengthened: _lengthened,
    HoldPlaced: _held,
    HoldLifted: _hold_lifted,
    Appraised: _appraised,
    AppraisalDecided: _appraisal_decided,
    ReadingNoted: _read,
    Lent: _lent,
    Returned: _returned,
}
