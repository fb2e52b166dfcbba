"""Keeping the card catalogue at the ledger's position (编目): whatever was filed since is put in; it may be lost at any time."""

from __future__ import annotations

import logging

from domain.canonical import parse_plain
from domain.catalogue import Card
from domain.errors import IntegrityError, NotFoundError
from domain.events import Filed
from domain.holding_events import AppraisalDecided, Arranged, Imported, PieceDecided, RetentionLengthened
from office.archived import find_record
from office.filing import RECORD, TEXT
from office.house import House

CARDED = (Filed, Imported, PieceDecided, Arranged, RetentionLengthened, AppraisalDecided)
"""What changes a record's card."""
CHUNK = 200
log = logging.getLogger(__name__)


def catalogue(house: House, at_once: int = CHUNK) -> int:
    """Put every record filed since the catalogue's position into it, so many events at once; give the number of cards."""
    written = 0
    while events := house.registry.events_after(house.catalogue.position(), at_once):
        touched = dict.fromkeys(line.object_id for line, event in events if isinstance(event, CARDED))
        cards = [card for record in touched if (card := _card(house, record))]
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
    record = parse_plain(stored.read(RECORD))
    return Card(
        object_id=document_id,
        number=record["number"],
        title=record["title"],
        kind=record["kind"],
        organ="、".join(record["organs"]),
        date=holding.dated,
        year=holding.year,
        level=holding.level,
        compartment=holding.compartment,
        retention=holding.retention,
        archival_code=holding.code,
        signer=record["signer"],
        unit=holding.unit,
        text=stored.read(TEXT).decode(),
    )
