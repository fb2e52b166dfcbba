"""Keeping the card catalogue at the ledger's position (编目): whatever was filed since is put in; it may be lost at any time."""

from __future__ import annotations

import logging

from archive.ocfl_object import StoredObject
from domain.canonical import parse_plain
from domain.catalogue import Card
from domain.closing_events import CompartmentSet, ReadersSet, WideningDecided
from domain.compartments import shelf_of
from domain.errors import HongtouError, IntegrityError, NotFoundError
from domain.events import Filed
from domain.holding_events import AppraisalDecided, Arranged, Imported, PieceDecided, RetentionLengthened
from indexer.errors import DamagedIndexError
from office.archived import find_record
from office.filing import ISSUED_PDF, RECORD, TEXT
from office.house import House

CARDED = (
    *(Filed, Imported, PieceDecided, Arranged, RetentionLengthened, AppraisalDecided),
    *(CompartmentSet, ReadersSet, WideningDecided),
)
"""What changes a record's card."""
CHUNK = 200
log = logging.getLogger(__name__)


def catalogue(house: House, at_once: int = CHUNK) -> int:
    """Put every record filed since the catalogue's position into it, so many events at once; give the number of cards.

    A catalogue that is damaged, of an older form or of another way of comparing is cleared and filled from the start: nothing is lost by it.
    """
    try:
        return _follow(house, at_once)
    except DamagedIndexError as error:
        log.warning("目录将自动重建：%s", error)
        house.catalogue.clear()
        return _follow(house, at_once)


def _follow(house: House, at_once: int) -> int:
    written = 0
    while events := house.registry.events_after(house.catalogue.position(), at_once):
        touched = dict.fromkeys(line.object_id for line, event in events if isinstance(event, CARDED))
        cards = [card for record in touched if (card := _card(house, record))]
        found = {card.object_id for card in cards}
        gone = [record for record in touched if record not in found and not _is_kept(house, record)]
        if gone:
            house.catalogue.remove(gone, house.catalogue.position())
        house.catalogue.put(cards, events[-1][0].index)
        written += len(cards)
    return written


def _card(house: House, document_id: str) -> Card | None:
    """Make a record's card; a damaged record is left out and said, so that those after it are found."""
    try:
        return card_of(house, document_id)
    except (IntegrityError, NotFoundError, KeyError, ValueError) as error:
        mend = "由备份恢复该件后运行 hongtou rebuild index"
        log.error("%s 没有编目：%s。%s", document_id, error, mend)  # noqa: TRY400 - verify names the fault itself
        return None


def card_of(house: House, document_id: str) -> Card | None:
    """Make the card of a kept record from the archive's own files; nothing when the record was destroyed since."""
    holding = house.registry.holding(document_id)
    stored = find_record(house, document_id, holding.level) if holding else None
    if holding is None or stored is None:
        return None
    record, text = parse_plain(stored.read(RECORD)), stored.read(TEXT).decode()
    return Card(
        object_id=document_id,
        number=record["number"],
        title=record["title"],
        kind=record["kind"],
        organ="、".join(record["organs"]),
        date=holding.dated,
        year=holding.year,
        level=holding.level,
        compartment=shelf_of(holding.compartment, holding.readers),
        retention=holding.retention,
        archival_code=holding.code,
        signer=record["signer"],
        unit=holding.unit,
        text=text,
        page_starts=tuple(record["page_starts"]) if "page_starts" in record else _page_starts(house, stored, text),
        position=holding.index,
    )


def _is_kept(house: House, record: str) -> bool:
    holding = house.registry.holding(record)
    return holding is not None and find_record(house, record, holding.level) is not None


def _page_starts(house: House, stored: StoredObject, text: str) -> tuple[int, ...]:
    """Look where in a record's text its pages begin, if its metadata does not say so; without pages of ours it has none."""
    if ISSUED_PDF not in stored.files():
        return ()
    try:
        return house.press.page_starts(stored.read(ISSUED_PDF), text)
    except HongtouError as error:
        log.warning("%s 的页码没有编入目录：%s", stored.object_id, error)
        return ()
