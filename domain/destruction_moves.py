"""What each event does to a list of records to be destroyed (清册推进): pure, state + event → state; what does not fit is refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from domain.case import MisfitError
from domain.destruction import APPROVERS, MOST_ITEMS, WITNESSES, DestructionList, Part, Stage, Struck
from domain.destruction_events import (
    CertificateKept,
    DestructionApproved,
    DestructionAttested,
    DestructionBegun,
    DestructionErased,
    DestructionListed,
    DestructionRefused,
    DestructionReplayed,
    DestructionWitnessed,
    ItemStruck,
    ListEvent,
)
from domain.ledger_line import LedgerLine


def apply(before: DestructionList | None, event: ListEvent, line: LedgerLine) -> DestructionList:
    """Give a list's state after ``event``, which the ledger holds in ``line``.

    Raises:
        MisfitError: The event does not fit: a third approval, one for another list than was frozen, a person who had a part in it before.
    """
    if isinstance(event, DestructionListed):
        return _listed(before, event, line)
    if isinstance(event, DestructionReplayed):
        return _replayed(before, event, line)
    if before is None:
        raise MisfitError(f"{line.object_id}: no such list")
    return _APPLIED[type(event)](before, event, line)


def _listed(before: DestructionList | None, event: DestructionListed, line: LedgerLine) -> DestructionList:
    records = [item.record for item in event.items]
    if before is not None or not 1 <= len(records) <= MOST_ITEMS or len(set(records)) < len(records):
        raise MisfitError(f"{line.object_id}: there already, empty, too long, or a record twice")
    if event.wait_days < 1:
        raise MisfitError(f"{line.object_id}: no days to wait")
    lister = Part(line.actor, line.at)
    return DestructionList(line.object_id, line.payload_sha256, event.items, event.basis, lister, event.wait_days)


def _replayed(before: DestructionList | None, event: DestructionReplayed, line: LedgerLine) -> DestructionList:
    known = event.known
    if known.id != line.object_id or (before is not None and before.digest != known.digest):
        raise MisfitError(f"{line.object_id}: another list")
    if not known.stage.is_after or len(known.approvals) < APPROVERS or len(known.witnesses) < WITNESSES:
        raise MisfitError(f"{line.object_id}: was not carried out")
    if before is not None and (before.stage is Stage.ERASING or before.stage.is_after):
        raise MisfitError(f"{line.object_id}: carried out here, too")
    return dataclasses.replace(known, stage=Stage.ERASING, replayed=True, erased_at=None)


def _struck(before: DestructionList, event: ItemStruck, line: LedgerLine) -> DestructionList:
    if not before.stage.is_before or not before.row(event.record):
        raise MisfitError(f"{before.id}: {event.record} is not on it")
    struck = (*before.struck, Struck(event.record, event.reason, line.actor, line.at))
    return dataclasses.replace(before, struck=struck)


def _approved(before: DestructionList, event: DestructionApproved, line: LedgerLine) -> DestructionList:
    _require(before, event.digest, Stage.LISTED)
    _require_new(before, line.actor)
    approvals = (*before.approvals, Part(line.actor, line.at, event.opinion))
    if len(approvals) < APPROVERS:
        return dataclasses.replace(before, approvals=approvals)
    if event.ready_on is None or event.ready_on <= line.at.date():
        raise MisfitError(f"{before.id}: no day from which on it may be carried out")
    return dataclasses.replace(before, approvals=approvals, stage=Stage.APPROVED, ready_on=event.ready_on)


def _refused(before: DestructionList, event: DestructionRefused, line: LedgerLine) -> DestructionList:
    if not before.stage.is_before:
        raise MisfitError(f"{before.id}: {before.stage}")
    _require(before, event.digest, before.stage)
    return dataclasses.replace(before, stage=Stage.REFUSED, refusal=Part(line.actor, line.at, event.reason))


def _witnessed(before: DestructionList, event: DestructionWitnessed, line: LedgerLine) -> DestructionList:
    _require(before, event.digest, Stage.APPROVED)
    _require_new(before, line.actor)
    _require_waited(before, line)
    witnesses = (*before.witnesses, Part(line.actor, line.at))
    stage = Stage.WITNESSED if len(witnesses) == WITNESSES else before.stage
    return dataclasses.replace(before, witnesses=witnesses, stage=stage)


def _begun(before: DestructionList, event: DestructionBegun, line: LedgerLine) -> DestructionList:
    _require(before, event.digest, Stage.WITNESSED)
    _require_waited(before, line)
    if not before.left:
        raise MisfitError(f"{before.id}: nothing is left on it")
    return dataclasses.replace(before, stage=Stage.ERASING, destroyed_at=line.at)


def _erased(before: DestructionList, event: DestructionErased, line: LedgerLine) -> DestructionList:
    if before.stage is not Stage.ERASING:
        raise MisfitError(f"{before.id}: {before.stage}")
    return dataclasses.replace(
        before,
        stage=Stage.DONE if before.replayed else Stage.DESTROYED,
        erased_at=line.at,
        backups=event.backups,
        unreached=event.unreached,
        elsewhere=event.elsewhere,
        exchanged=event.exchanged,
    )


def _attested(before: DestructionList, event: DestructionAttested, line: LedgerLine) -> DestructionList:
    _require(before, event.digest, Stage.DESTROYED)
    witnesses, signed = {one.person for one in before.witnesses}, {one.person for one in before.attested}
    if line.actor not in witnesses - signed:
        raise MisfitError(f"{before.id}: not a witness, or signed already")
    attested = (*before.attested, Part(line.actor, line.at))
    stage = Stage.ATTESTED if len(attested) == WITNESSES else before.stage
    return dataclasses.replace(before, attested=attested, stage=stage)


def _certified(before: DestructionList, event: CertificateKept, line: LedgerLine) -> DestructionList:
    if before.stage is not Stage.ATTESTED:
        raise MisfitError(f"{before.id}: {before.stage}")
    return dataclasses.replace(before, stage=Stage.DONE)


def _require(before: DestructionList, digest: str, stage: Stage) -> None:
    if before.digest != digest or before.stage is not stage:
        raise MisfitError(f"{before.id}: {before.stage}, not {stage}, or another list than was frozen")


def _require_new(before: DestructionList, person: str) -> None:
    if person in {known for known, _ in before.parts}:
        raise MisfitError(f"{before.id}: {person} had a part in it")


def _require_waited(before: DestructionList, line: LedgerLine) -> None:
    if before.ready_on is None or line.at.date() < before.ready_on:
        raise MisfitError(f"{before.id}: not before {before.ready_on}")


_APPLIED: dict[type[ListEvent], Callable[[DestructionList, Any, LedgerLine], DestructionList]] = {
    ItemStruck: _struck,
    DestructionApproved: _approved,
    DestructionRefused: _refused,
    DestructionWitnessed: _witnessed,
    DestructionBegun: _begun,
    DestructionErased: _erased,
    DestructionAttested: _attested,
    CertificateKept: _certified,
}
