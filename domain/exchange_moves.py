"""What an event does to a package that is exchanged (交换推进): the only place that says it."""

from __future__ import annotations

import dataclasses

from domain.case import MisfitError
from domain.exchange import Parcel, Side, Stage
from domain.exchange_events import (
    AnswerPlaced,
    ExchangeEvent,
    PackageAnswered,
    PackageBackedUp,
    PackageChased,
    PackageHandedOver,
    PackagePlaced,
    PackagePrepared,
    PackageRefused,
    PackageSettled,
    PackageTaken,
)
from domain.ledger_line import LedgerLine

_WAITING = (Stage.PREPARED, Stage.PLACED, Stage.DECLINED, Stage.SETTLED)
SETTLED_FROM = (Stage.DECLINED, Stage.REFUSED_TOLD)
_PLACES = {Stage.PREPARED: Stage.PLACED, Stage.DECLINED: Stage.PLACED, Stage.PLACED: Stage.PLACED}
_TELLS = {Stage.HANDED_OVER: Stage.ANSWERED, Stage.REFUSED: Stage.REFUSED_TOLD}


def apply(before: Parcel | None, event: ExchangeEvent, line: LedgerLine) -> Parcel:
    """Give a package's state after an event.

    Raises:
        MisfitError: The event does not fit where the package is.
    """
    if before is None:
        return _begun(event, line)
    match event:
        case PackagePlaced() if before.stage in _PLACES:
            after = dataclasses.replace(before, stage=_PLACES[before.stage])
        case PackageChased() if before.stage in _WAITING:
            after = dataclasses.replace(before, chased=before.chased + 1, due=event.due, stage=Stage.PREPARED)
        case PackageAnswered() if before.stage in _WAITING:
            after = _answered(before, event)
        case PackageHandedOver() if before.stage is Stage.TAKEN:
            after = dataclasses.replace(before, stage=Stage.HANDED_OVER, place=event.place)
        case AnswerPlaced() if before.stage in _TELLS:
            after = dataclasses.replace(before, stage=_TELLS[before.stage], answered_at=line.at)
        case PackageSettled() if before.stage in SETTLED_FROM and event.words:
            after = dataclasses.replace(before, stage=Stage.SETTLED, settled=event.words)
        case PackageBackedUp() if before.side is not Side.REFUSED:
            return dataclasses.replace(before, backed_up=event.target)
        case _:
            raise MisfitError(f"{before.id}: {line.verb} at {before.stage}")
    return dataclasses.replace(after, since=line.at)


def _begun(event: ExchangeEvent, line: LedgerLine) -> Parcel:
    match event:
        case PackagePrepared():
            parcel = _parcel(Side.OUT, Stage.PREPARED, event, line)
            return dataclasses.replace(parcel, document=event.document, due=event.due)
        case PackageTaken():
            return _parcel(Side.IN, Stage.TAKEN, event, line)
        case PackageRefused():
            return Parcel(
                line.object_id,
                Side.REFUSED,
                Stage.REFUSED if event.to_answer else Stage.REFUSED_TOLD,
                event.partner,
                event.partner_name,
                event.package,
                None,
                event.sheet_sha256,
                (),
                line.at,
                line.at,
                line.actor,
                code=event.code,
                sentence=event.sentence,
                place=event.place,
            )
        case _:
            raise MisfitError(f"{line.object_id}: {line.verb} before anything else")


def _parcel(side: Side, stage: Stage, event: PackagePrepared | PackageTaken, line: LedgerLine) -> Parcel:
    return Parcel(
        line.object_id,
        side,
        stage,
        event.partner,
        event.partner_name,
        event.sheet.package,
        event.sheet,
        event.sheet.digest,
        event.contents,
        line.at,
        line.at,
        line.actor,
    )


def _answered(before: Parcel, event: PackageAnswered) -> Parcel:
    return dataclasses.replace(
        before,
        stage=Stage.ACKNOWLEDGED if event.accepted else Stage.DECLINED,
        code=event.code,
        sentence=event.sentence,
        answered_by=event.answered_by,
        answered_at=event.answered_at,
    )
