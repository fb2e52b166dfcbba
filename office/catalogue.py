"""Keeping the card catalogue at the ledger's position (编目): whatever was filed since is put in; it may be lost at any time."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence

from archive.ocfl_object import StoredObject
from domain.canonical import parse_plain
from domain.catalogue import Card
from domain.closing_events import CompartmentSet, ReadersSet, WideningDecided
from domain.compartments import shelf_of
from domain.destruction_events import Destroyed
from domain.errors import HongtouError, IntegrityError, NotFoundError
from domain.events import Filed
from domain.holding_events import AppraisalDecided, Arranged, Imported, PieceDecided, RetentionLengthened
from indexer.errors import DamagedIndexError
from office.archived import find_record
from office.filing import ISSUED_PDF, RECORD, TEXT
from office.house import House
from press.attached_texts import AttachedText

CARDED = (
    *(Filed, Imported, PieceDecided, Arranged, RetentionLengthened, AppraisalDecided),
    *(CompartmentSet, ReadersSet, WideningDecided, Destroyed),
)
"""What changes a record's card."""
CHUNK = 200
MOST_CHARACTERS = 10_000_000
"""Texts are held in memory until so many characters are together."""
MANY_AT_ONCE = 2_000
"""Events taken together where everything is catalogued anew: fewer and larger pieces."""
DRAFT = re.compile(r"原稿/第(\d+)稿/")
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


def join_cards(house: House) -> int:
    """Put together what a day's filings have left in small pieces (合并目录); give how often. A damaged catalogue is left to the next sweep."""
    try:
        return house.catalogue.join()
    except DamagedIndexError as error:
        log.warning("目录没有合并：%s", error)
        return 0


def _follow(house: House, at_once: int) -> int:
    written = 0
    while events := house.registry.events_after(house.catalogue.position(), at_once):
        touched = dict.fromkeys(line.object_id for line, event in events if isinstance(event, CARDED))
        found: set[str] = set()
        for cards in _in_parts(house, touched):
            house.catalogue.put(cards, house.catalogue.position())
            found.update(card.object_id for card in cards)
        gone = [record for record in touched if record not in found and not _is_kept(house, record)]
        if gone:
            house.catalogue.remove(gone, house.catalogue.position())
        house.catalogue.put([], events[-1][0].index)
        written += len(found)
    return written


def _in_parts(house: House, records: Iterable[str]) -> Iterator[list[Card]]:
    """Make the cards of records, so many at a time as one may hold in memory: an attachment may be a book."""
    cards: list[Card] = []
    held = 0
    for record in records:
        if card := _card(house, record):
            cards.append(card)
            held += len(card.text)
        if held > MOST_CHARACTERS:
            yield cards
            cards, held = [], 0
    if cards:
        yield cards


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
    stored = find_record(house, document_id, holding.level) if holding and not holding.is_destroyed else None
    if holding is None or stored is None:
        return None
    record = parse_plain(stored.read(RECORD))
    text, pages = _text_and_pages(house, stored, record.get("page_starts"))
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
        pages=pages,
        position=holding.index,
    )


def _is_kept(house: House, record: str) -> bool:
    holding = house.registry.holding(record)
    if holding is None or holding.is_destroyed:
        return False
    return find_record(house, record, holding.level) is not None


def _text_and_pages(
    house: House, stored: StoredObject, told: Sequence[int] | None
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Give a record's text, that of attached PDFs at its end, and where in it which page begins; ``told`` are the starts that its metadata states."""
    text = stored.read(TEXT).decode()
    if ISSUED_PDF not in stored.files():
        return text, ()
    attached = _attached(house, stored)
    foreign = {each.first + place for each in attached if each.first for place in range(len(each.pages))}
    starts = told if told is not None else _page_starts(house, stored, text)
    pages = [(start, page) for page, start in enumerate(starts, 2) if page not in foreign]
    parts, at = [text], _length(text)
    for each in attached:
        for place, part in enumerate(each.pages):
            if each.first:
                pages.append((at, each.first + place))
            parts.append(part)
            at += _length(part)
    return "\n".join(part for part in parts if part), tuple(pages)


def _length(text: str) -> int:
    return len("".join(text.split()))


def _attached(house: House, stored: StoredObject) -> tuple[AttachedText, ...]:
    """Read the PDFs bound into a paper of ours: those of its last draft."""
    names = attached_pdfs(stored.files())
    if not names:
        return ()
    try:
        parts = [stored.read(name) for name in names]
        return house.press.attached_texts(stored.read(ISSUED_PDF), parts, stored.object_id)
    except HongtouError as error:
        log.warning("%s 的附件文字没有编入目录，查不到附件里的内容：%s", stored.object_id, error)
        return ()


def attached_pdfs(names: Iterable[str]) -> list[str]:
    """Name the PDFs among the files of a record's last draft."""
    drafts = [(int(found[1]), name) for name in names if (found := DRAFT.match(name))]
    last = max((number for number, _ in drafts), default=0)
    return [name for number, name in drafts if number == last and name.lower().endswith(".pdf")]


def _page_starts(house: House, stored: StoredObject, text: str) -> tuple[int, ...]:
    """Look where in a record's text its pages begin, if its metadata does not say so."""
    try:
        return house.press.page_starts(stored.read(ISSUED_PDF), text)
    except HongtouError as error:
        log.warning("%s 的页码没有编入目录：%s", stored.object_id, error)
        return ()
