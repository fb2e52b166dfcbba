"""Carrying a list out (执行销毁): one transaction decides it for all its records, then their content is erased everywhere, whatever happens meanwhile.

From the transaction on nobody sees the records any more; what a crash left of the erasing is finished when the office is opened again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from archive.backup_errors import BackupRunsError
from archive.destruction_note import DestructionNote
from domain.case import Case
from domain.destroyed import OUTLIVING
from domain.destruction import DestructionList, ListedItem, Stage
from domain.destruction_events import (
    Destroyed,
    DestructionAttested,
    DestructionBegun,
    DestructionErased,
    DestructionReplayed,
    GivenNumber,
    GivenReceipt,
    ListEvent,
)
from domain.errors import HongtouError, SurroundingsError
from domain.events import Event, Registered
from domain.holding import Holding, Origin
from domain.keeping_events import FIXITY, FaultFound, FaultMended
from domain.ledger_line import LedgerLine
from domain.levels import Level, Retention
from domain.office import SYSTEM, Actor
from domain.piece_code import read_code
from domain.receipt_events import Received
from indexer.errors import DamagedIndexError
from office import destruction_notes, remnants, tombstone
from office.archived import archive_id
from office.back_up import keeping_still
from office.destruction import list_for, require_free, require_ready, to_list
from office.destruction_errors import (
    BlockedItemError,
    ErasureWaitsError,
    ListStageError,
    NotWitnessError,
    UnknownListError,
)
from office.destruction_papers import keep_certificate, keep_list
from office.exchange_remnants import clear_copies
from office.house import House
from office.keeping import require_archivist
from office.record import Pen, flush, record
from office.year_account import year_report
from office.year_papers import FOLDER, write_papers

log = logging.getLogger(__name__)


def carry_out(house: House, actor: Actor, name: str, *, channel: str = "desk") -> DestructionList:
    """Destroy the records of a list that was approved and witnessed; a list that was begun is finished.

    Raises:
        StillWaitingError: The working days are not over.
        BlockedItemError: A record is held, lent, or changed since: nothing is destroyed.
        BackupRunsError: A backup reads just now.
        ErasureWaitsError: It is decided, but a disk refuses; to be run again.
    """
    require_archivist(actor, "执行销毁")
    known = list_for(house, actor, name)
    if known.stage is not Stage.ERASING:
        require_ready(house, known, "执行", Stage.WITNESSED)
        with keeping_still(house):
            record(house, lambda pen: _decide(house, pen, known), actor=actor, channel=channel)
    return finish(house, known.id)


def attest(house: House, actor: Actor, name: str, *, channel: str = "desk") -> DestructionList:
    """Sign as a witness that it was done (监销签字); with the second signature the certificate is filed.

    Raises:
        NotWitnessError: The actor did not witness it, or has signed.
    """

    def act(known: DestructionList) -> ListEvent:
        if known.stage is not Stage.DESTROYED:
            raise ListStageError(known.name, known.stage.value, "签字")
        witnesses, signed = {one.person for one in known.witnesses}, {one.person for one in known.attested}
        if actor.person not in witnesses - signed:
            raise NotWitnessError(known.name, actor.name)
        return DestructionAttested(known.digest)

    known = to_list(house, actor, name, act, channel)
    if known.stage is Stage.ATTESTED:
        keep_certificate(house, known)
    return _now(house, known.id)


def finish(house: House, list_id: str) -> DestructionList:
    """Erase what a list that was begun has decided, from the start or from where it was interrupted.

    Raises:
        ErasureWaitsError: Something refuses; to be run again.
    """
    with keeping_still(house):
        known = _now(house, list_id)
        if known.stage is Stage.ERASING:
            try:
                _erase(house, known)
            except (SurroundingsError, OSError) as error:
                why = error.happened if isinstance(error, HongtouError) else str(error)
                raise ErasureWaitsError(known.name, why) from error
    return _now(house, list_id)


def resume(house: House) -> int:
    """Finish whatever was begun and not finished; what can't be done now is said and waits. Give the number of lists finished."""
    finished = 0
    for known in house.registry.destructions(Stage.ERASING):
        try:
            finish(house, known.id)
        except BackupRunsError:
            log.info("%s: another process is at it", known.name)
        except ErasureWaitsError as error:
            log.error("%s", error)  # noqa: TRY400 - the sentence says it
        else:
            finished += 1
    for known in house.registry.destructions(Stage.ATTESTED):
        keep_certificate(house, known)
    return finished


def destroy_again(house: House, notes: Sequence[DestructionNote]) -> int:
    """Destroy in a restored office what had been destroyed since its backup was made; give how many lists that were."""
    again = 0
    for note in notes:
        here = house.registry.destruction(note.known.id)
        if here is not None and here.stage.is_after:
            continue
        if here is None or here.stage is not Stage.ERASING:
            record(house, lambda pen, known=note.known: _decide_again(house, pen, known), channel="restore")  # type: ignore[misc]
        finish(house, note.known.id)
        again += 1
    return again


def destroyed_event(house: House, known: DestructionList, item: ListedItem, holding: Holding) -> Destroyed:
    """Say of a record what the books know of it afterwards."""
    history = house.registry.history(item.record)
    case = house.registry.case(item.record)
    return Destroyed(
        list_id=known.id,
        row=known.row(item.record),
        origin=holding.origin.value,
        category=case.category if case else "",
        level=holding.level.value,
        compartment=holding.compartment,
        unit=holding.unit,
        organs=holding.organs,
        dated=holding.dated,
        number=holding.number,
        code=holding.code,
        fonds=holding.fonds,
        year=holding.year,
        retention=holding.retention.value,
        unit_code=holding.unit_code,
        serial=holding.serial,
        pages=holding.pages,
        filed_index=holding.index,
        filed_at=holding.filed_at,
        inventory=item.inventory,
        tombstone=tombstone.inventory_of(known, item.record),
        lines=_lines(house, item.record),
        readers=holding.readers,
        received=_received(case),
        given=next((_given(line, event) for line, event in history if isinstance(event, Registered | Received)), None),
    )


def _decide(house: House, pen: Pen, known: DestructionList) -> None:
    """Look at everything once more inside the transaction, and record the end of all records together."""
    now = pen.books.destruction(known.id)
    if now is None:
        raise UnknownListError(known.name)
    require_ready(house, now, "执行", Stage.WITNESSED)
    holdings = [require_free(pen.books, house, now.name, item.record) for item in now.left]
    for item, holding in zip(now.left, holdings, strict=True):
        if holding.inventory != item.inventory:
            raise BlockedItemError(now.name, item.record, "拟制清册后有了新版本")
    pen.note(DestructionBegun(now.digest), now.id)
    begun = pen.books.destruction(now.id) or now
    for item, holding in zip(now.left, holdings, strict=True):
        pen.note(destroyed_event(house, begun, item, holding), item.record)


def _decide_again(house: House, pen: Pen, known: DestructionList) -> None:
    pen.note(DestructionReplayed(known), known.id)
    again = pen.books.destruction(known.id) or known
    for item in again.left:
        case, holding = pen.books.case(item.record), pen.books.holding(item.record)
        if case is not None and (holding is None or not holding.is_destroyed):
            pen.note(destroyed_event(house, again, item, holding or _stand_in(case, item)), item.record)


def _stand_in(case: Case, item: ListedItem) -> Holding:
    """Say what a record was that the restored office knows only as a document on its way."""
    series, serial = read_code(item.code) or (None, 0)
    return Holding(
        record=item.record,
        origin=Origin.DISPATCH,
        number=case.number,
        title="",
        kind="",
        organs=case.organs,
        dated=case.dated,
        level=Level(item.level),
        compartment=case.compartment,
        retention=Retention(item.retention),
        stated=False,
        pages=item.pages,
        inventory=item.inventory,
        index=0,
        filed_at=case.since,
        year=item.year,
        given=Retention(item.retention),
        unit=case.unit,
        readers=case.readers,
        unit_code=series.unit_code if series else "",
        fonds=series.fonds if series else "",
        serial=serial,
        code=item.code,
    )


def _lines(house: House, record_id: str) -> tuple[int, ...]:
    """Name the lines whose payloads go with a record: all of its own but for its register of use, which outlives it."""
    own = (line.index for line, _ in house.registry.history(record_id) if line.verb not in OUTLIVING)
    return tuple(sorted((*own, *_told_of_faults(house, record_id))))


def _told_of_faults(house: House, record_id: str) -> list[int]:
    """Name the lines that told of damage to a record: they name its files, and those bear its title."""
    told = (FaultFound, FaultMended)
    return [
        line.index
        for line, event in house.registry.history(FIXITY)
        if isinstance(event, told) and event.record == record_id
    ]


def _given(line: LedgerLine, event: Event) -> GivenNumber | None:
    if not isinstance(event, Registered | Received):
        return None
    return GivenNumber(
        line.index, event.scheme, event.period, event.serial, event.number, event.dated, event.from_reserve
    )


def _received(case: Case | None) -> GivenReceipt | None:
    incoming = case.incoming if case else None
    if incoming is None or incoming.particulars is None:
        return None
    entered = incoming.particulars
    return GivenReceipt(
        entered.sender,
        entered.sender_number,
        entered.copies,
        incoming.medium.value,
        entered.nature.value,
        incoming.concluded_at,
    )


def _erase(house: House, known: DestructionList) -> None:
    """Take the content away, the objects and the books last: the steps before find by them what there is to take away."""
    flush(house)
    unreached = destruction_notes.tell(house, known)
    found = remnants.remnants_of(house, known.left)
    exchanged = clear_copies(house, found.records, found.digests)
    elsewhere = remnants.clear(house, found)
    _forget_cards(house, known)
    _renew_papers(house, known)
    for item in _here(house, known):
        note = tombstone.note_of(known, item.record)
        house.stores[Level(item.level)].bury(
            archive_id(item.record),
            tombstone.tombstone_of(known, item.record),
            at=note.at,
            message=note.message,
            actor=note.actor,
        )
    house.registry.erase()
    house.ledger.destroy_payloads(house.registry.erased_lines())
    level, inventory, files = keep_list(house, known)
    backups = () if known.replayed else destruction_notes.still_holding(house, known)
    done = DestructionErased(level.value, inventory, files, backups or known.backups, unreached, elsewhere, exchanged)
    record(house, lambda pen: pen.note(done, known.id), actor=SYSTEM, channel="system")


def _here(house: House, known: DestructionList) -> list[ListedItem]:
    """List the records of a list that this office knows: one restored from an older backup may know fewer."""
    return [
        item
        for item in known.left
        if (holding := house.registry.holding(item.record)) is not None and holding.is_destroyed
    ]


def _forget_cards(house: House, known: DestructionList) -> None:
    try:
        house.catalogue.forget([item.record for item in known.left])
    except DamagedIndexError as error:
        log.warning("目录将自动重建：%s", error)
        house.catalogue.clear()  # it is filled again from what is left


def _renew_papers(house: House, known: DestructionList) -> None:
    """Write the catalogues of the years anew where there are any: they named the titles."""
    for year in sorted({item.year for item in known.left}):
        if (house.root / FOLDER / str(year)).is_dir():
            write_papers(house, year_report(house, year))


def _now(house: House, list_id: str) -> DestructionList:
    known = house.registry.destruction(list_id)
    if known is None:
        raise UnknownListError(list_id)
    return known
