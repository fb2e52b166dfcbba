"""Taking drops in (收件): nothing leaves a watched folder before its bytes and its event are on disk (law 1)."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from domain.case import Case, Phase
from domain.events import SecrecyStopped, TakenIn
from domain.intake import Arrival, Declined, Known, SecrecyStop, Sighting, Taken, Verdict
from office.house import House
from office.record import Pen, record

HANDED_IN_AGAIN = (Phase.RETURNED, Phase.REFUSED, Phase.WITHDRAWN)
"""The ends of a document after which the same bytes are no mistake: the reason may have gone."""
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
        row = take(house, sighting) if sighting.answer.verdict is not Verdict.WAIT else None
        if row is not None:
            rows.append(row)
    return tuple(rows)


def take(house: House, sighting: Sighting) -> TakeInRow | None:
    """Take in one drop, or give its answer; nothing when the answer was given before."""
    if sighting.answer.verdict is Verdict.ALARM:
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
            house.mailroom.settle(taken, taken.document_id)
            return TakeInRow(taken.display_name, taken.unit, f"已收过，即 {taken.document_id}", taken.document_id)
        case Declined():
            house.mailroom.answer(taken)
            return TakeInRow(taken.display_name, taken.unit, taken.answer.sentence)
        case SecrecyStop():
            return _stopped(house, taken)


def _received_as(house: House, key: str) -> str | None:
    """Find the document that the same bytes became, unless it came to an end from which they may be handed in again."""
    document_id = house.registry.document_for_drop(key)
    case = house.registry.case(document_id) if document_id else None
    return None if case is not None and case.phase in HANDED_IN_AGAIN else document_id


def _arrived(house: House, arrival: Arrival) -> TakeInRow:
    older = _returned_document(house, arrival)
    document_id = record(house, lambda pen: _enter(house, pen, arrival, older))
    house.mailroom.settle(arrival, document_id)
    result = f"收作第{older.version + 1}稿" if older else "收作新件"
    return TakeInRow(arrival.display_name, arrival.unit, result, document_id)


def _enter(house: House, pen: Pen, arrival: Arrival, older: Case | None) -> str:
    drop = _drop_key(pen, arrival, older)
    known = pen.books.document_for_drop(drop)
    if known:
        return known
    document_id = older.document_id if older else pen.books.new_document_id(house.clock.now().year)
    unit = house.office.unit_named(arrival.unit)
    pen.note(
        TakenIn(
            version=older.version + 1 if older else 1,
            category=arrival.category.value,
            unit=unit.id if unit else arrival.unit,
            name=arrival.display_name,
            drop=drop,
            files=arrival.files,
        ),
        document_id,
    )
    return document_id


def _drop_key(pen: Pen, arrival: Arrival, older: Case | None) -> str:
    """Give the key by which this drop is known again; bytes handed in before get a key of their own for this time."""
    before = pen.books.document_for_drop(arrival.key)
    if before is None:
        return arrival.key
    return f"{arrival.key}/{older.version + 1}" if older else f"{arrival.key}/after-{before}"


def _returned_document(house: House, arrival: Arrival) -> Case | None:
    """Find the returned document whose id the file carries, or whose very bytes it has, if it waits for its next version."""
    carried = house.press.carried_id(house.staging.read(arrival.body.sha512))
    carried = carried or house.registry.document_for_drop(arrival.key) or ""
    case = house.registry.case(carried) if carried else None
    unit = house.office.unit_named(arrival.unit)
    if case is None or unit is None or case.unit != unit.id or case.phase not in (Phase.RETURNED, Phase.REFUSED):
        return None
    return case


def _stopped(house: House, stop: SecrecyStop) -> TakeInRow:
    """Keep the stop's hash and tell the unit and the 安全保密员; the file stays where it is, and is told once."""
    if not house.registry.secrecy_stop_known(stop.sha256):
        note = SecrecyStopped(stop.folder, stop.size_bytes, stop.sha256, stop.mark.value)
        record(house, lambda pen: pen.note(note, f"stop/{stop.sha256[:16]}"))
        house.mailroom.answer(stop)
    return TakeInRow("（不记文件名）", stop.unit, f"涉密拦截：{stop.mark.value}，文件留在原处")
