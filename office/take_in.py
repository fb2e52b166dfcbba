"""Taking drops in (收件): nothing leaves a watched folder before its bytes and its event are on disk (law 1)."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from domain.book_events import SecrecyStopped
from domain.case import Case, Phase
from domain.errors import BadInputError, HongtouError, IntegrityError
from domain.events import TakenIn
from domain.intake import Arrival, Category, Declined, Known, SecrecyStop, Sighting, Taken, Verdict
from mailroom.errors import FolderAwayError, HandBackError, SettleError
from office.disk import refusal
from office.errors import UnforeseenError
from office.house import House
from office.record import Pen, flush, record
from registry.registry import Registry, Transaction

WAITS_FOR_NEXT = (Phase.RETURNED, Phase.REFUSED)
"""Where a document waits for its next version; the same bytes are no mistake there: the reason may have gone."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TakeInRow:
    """What became of one drop (收件结果); ``document_id`` is empty when nothing was taken in."""

    name: str
    unit: str
    result: str
    document_id: str = ""


def take_in(house: House, at_most: int = 50) -> tuple[TakeInRow, ...]:
    """Take in what lies whole in the watched folders, at most so many at once; a drop that can't be taken gets its answer."""
    rows: list[TakeInRow] = []
    for sighting in house.mailroom.scan():
        if len(rows) >= at_most:
            break
        row = _one(house, sighting) if sighting.answer.verdict is not Verdict.WAIT else None
        if row is not None:
            rows.append(row)
    return tuple(rows)


def _one(house: House, sighting: Sighting) -> TakeInRow | None:
    """Take one drop; what stands in the way of this drop alone is said once, and the others go on."""
    try:
        return take(house, sighting)
    except (BadInputError, IntegrityError, SettleError, HandBackError, FolderAwayError) as error:
        trouble: HongtouError = error
    except HongtouError:
        raise  # disk, database, a child that does not start: every drop would meet it
    except Exception as error:  # noqa: BLE001 - the outermost loop over drops: one bad drop never stops the line
        trouble = _unforeseen(sighting.display_name, error)
    if not house.mailroom.is_news(sighting, trouble.code):
        return None
    log.warning("%s", trouble, exc_info=trouble.__cause__)
    return TakeInRow(sighting.display_name, sighting.unit, str(trouble))


def _unforeseen(shown: str, error: Exception) -> HongtouError:
    """Give the error for what nobody foresaw; a disk that refuses is raised, since every drop would meet it."""
    refused = refusal(error, shown, "收件") if isinstance(error, OSError) else None
    if refused is not None:
        raise refused from error
    trouble = UnforeseenError(shown, "收件", error)
    trouble.__cause__ = error
    return trouble


def take(house: House, sighting: Sighting) -> TakeInRow | None:
    """Take in one drop, or give its answer; nothing when the answer was given before."""
    if sighting.answer.verdict is Verdict.ALARM:
        if house.mailroom.is_news(sighting, sighting.answer.code):
            log.warning("%s", sighting.answer.sentence)  # a folder in trouble: the doctor names it, too
        return None
    if not sighting.is_whole:
        told = house.mailroom.answer(sighting)
        return TakeInRow(sighting.display_name, sighting.unit, sighting.answer.sentence) if told else None
    taken = house.mailroom.take(sighting, lambda key: _received_as(house, key))
    return _booked(house, taken)


def _booked(house: House, taken: Taken) -> TakeInRow:
    match taken:
        case Arrival():
            return _arrived(house, taken)
        case Known():
            flush(house)  # its event may still wait for the ledger: only then may the source go (law 1)
            house.mailroom.settle(taken, taken.document_id, _version_of(house, taken))
            return TakeInRow(taken.display_name, taken.unit, f"已收过，即 {taken.document_id}", taken.document_id)
        case Declined():
            house.mailroom.answer(taken)
            return TakeInRow(taken.display_name, taken.unit, taken.answer.sentence)
        case SecrecyStop():
            return _stopped(house, taken)


def _version_of(house: House, known: Known) -> int:
    """Tell which of a document's versions a drop was taken in as."""
    case = house.registry.case(known.document_id)
    versions = case.versions if case else ()
    return next((one.number for one in reversed(versions) if one.files[0].sha512 in known.digests), 1)


def _received_as(house: House, key: str) -> str | None:
    """Find the document that the same bytes became, unless it came to an end from which they may be handed in again."""
    _, case = _handed_in_last(house.registry, key)
    return None if case is None or case.phase in WAITS_FOR_NEXT else case.document_id


def _arrived(house: House, arrival: Arrival) -> TakeInRow:
    carried = _carried(house, arrival)
    document_id, version = record(house, lambda pen: _enter(house, pen, arrival, carried))
    house.mailroom.settle(arrival, document_id, version)
    result = f"收作第{version}稿" if version > 1 else "收作新件"
    return TakeInRow(arrival.display_name, arrival.unit, result, document_id)


def _carried(house: House, arrival: Arrival) -> str | None:
    """Give the id of ours that a returned draft carries; one on a paper from outside is somebody else's."""
    if arrival.category is Category.RECEIPT:
        return None
    return house.press.carried_id(house.staging.read(arrival.body.sha512))


def _enter(house: House, pen: Pen, arrival: Arrival, carried: str | None) -> tuple[str, int]:
    """Book an arrival and give its document and version; everything it depends on is read inside the transaction."""
    unit = house.office.unit_named(arrival.unit)
    came_in = arrival.category is Category.RECEIPT
    unit_id = "" if came_in else unit.id if unit else arrival.unit
    drop, last = _handed_in_last(pen.books, arrival.key)
    older = _waits_for_next(pen.books.case(carried) if carried else None, unit_id) or _waits_for_next(last, unit_id)
    if older is None and last is not None:
        return last.document_id, last.version
    if older is not None and pen.books.document_for_drop(drop):
        drop = f"{arrival.key}/{older.document_id}/{older.version + 1}"
    document_id = older.document_id if older else pen.books.new_document_id(house.clock.now().year)
    version = older.version + 1 if older else 1
    marked = arrival.marked.value if arrival.marked else ""
    taken = TakenIn(
        version, arrival.category.value, unit_id, arrival.display_name, drop, arrival.files, marked, arrival.mentions
    )
    pen.note(taken, document_id)
    return document_id, version


def _handed_in_last(books: Registry | Transaction, key: str) -> tuple[str, Case | None]:
    """Follow the same bytes through the documents they became, each withdrawn before the next: the last one's key and state.

    Nothing for the state when the last was withdrawn, too: the key is free for a document of its own.
    """
    drop = key
    while (document_id := books.document_for_drop(drop)) is not None:
        case = books.case(document_id)
        if case is None or case.phase is not Phase.WITHDRAWN:
            return drop, case
        drop = f"{key}/after-{document_id}"
    return drop, None


def _waits_for_next(case: Case | None, unit_id: str) -> Case | None:
    """Give a document of the unit that was handed back and waits for its next version."""
    return case if case is not None and case.unit == unit_id and case.phase in WAITS_FOR_NEXT else None


def _stopped(house: House, stop: SecrecyStop) -> TakeInRow:
    """Keep the stop's hash and tell the unit and the 安全保密员; the file stays where it is, and is told once."""
    if not house.registry.secrecy_stop_known(stop.sha256):
        note = SecrecyStopped(stop.folder, stop.size_bytes, stop.sha256, stop.mark.value)
        record(house, lambda pen: pen.note(note, f"stop/{stop.sha256[:16]}"))
    house.mailroom.answer(stop)  # every unit that drops it is told, and a slip that stands there stays the one slip
    return TakeInRow("（不记文件名）", stop.unit, f"涉密拦截：{stop.mark.value}，文件留在原处")
