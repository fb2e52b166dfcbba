"""Reading the words on scans that came in (文字识别): page by page, after the clerk has stated the level, beside the line and never in its way.

Each page is an act of its own: whoever is interrupted goes on with the next page. What the words say of secrecy is looked at as at the door: a mark
above what this installation may hold keeps the words from being stored, any mark above the level entered stops the piece until the clerk has judged it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from domain.canonical import canonical_bytes
from domain.case import Case
from domain.errors import BadInputError
from domain.receipt_events import PageTranscribed
from domain.transcript import PageTranscript
from domain.transcript_moves import OPEN
from office.advance import SweepRow
from office.house import House
from office.record import Pen, record
from office.transcript import is_above_permitted, level_among

DUTY = "transcriber"
"""The duty of reading scans: only one process at a time does it."""
PAGES_AT_ONCE = 20
log = logging.getLogger(__name__)


def transcribe_due(
    house: House, most: int = PAGES_AT_ONCE, is_over: Callable[[], bool] = lambda: False
) -> tuple[SweepRow, ...]:
    """Read the next pages that wait, the longest waiting piece first; nothing where no program reads words in pictures."""
    if not house.press.transcriber():
        return ()
    rows: list[SweepRow] = []
    for case, page in _waiting(house):
        if len(rows) >= most or is_over():
            break
        if row := _transcribe(house, case, page):
            rows.append(row)
    return tuple(rows)


def _waiting(house: House) -> Iterator[tuple[Case, int]]:
    for case in reversed(house.registry.cases(phases=OPEN)):
        if case.incoming is None or case.is_contradicted:
            continue
        for page in case.incoming.unread:
            now = house.registry.case(case.document_id)
            if now is not None and _is_to_be_read(now, page):
                yield now, page


def _is_to_be_read(case: Case, page: int) -> bool:
    is_open = case.phase in OPEN and not case.is_contradicted
    return is_open and case.incoming is not None and page in case.incoming.unread


def _transcribe(house: House, case: Case, page: int) -> SweepRow | None:
    read = _read(house, case, page)

    def note(pen: Pen) -> bool:
        now = pen.books.case(case.document_id)
        if now is None or not _is_to_be_read(now, page):
            return False  # a person moved it meanwhile
        pen.note(PageTranscribed(read), case.document_id)
        return True

    if not record(house, note):
        return None
    result = read.trouble or (f"识别出密级标志“{read.marked}”" if read.marked else "已识别")
    return SweepRow(case.document_id, case.title, f"识别第{page}页", result, moved=True)


def _read(house: House, case: Case, page: int) -> PageTranscript:
    """Read one page; what can't be read is said, and a person types it."""
    look = case.incoming.look if case.incoming else None
    if look is None:
        raise LookupError(case.document_id)
    try:
        found = house.press.transcribe(house.staging.read(look.pdf), page, f"{case.title}第{page}页")
        marked = level_among(house, found.text, page)
    except BadInputError as error:
        log.warning("%s 第%s页没有识别：%s", case.document_id, page, error)
        return PageTranscript(page, house.press.transcriber(), trouble=error.happened)
    if is_above_permitted(house, marked):
        return PageTranscript(page, found.engine, marked=marked, trouble=f"有“{marked}”标志，识别出的文字没有保存")
    lines = house.staging.put(canonical_bytes(found))
    return PageTranscript(page, found.engine, lines, found.sure, found.doubtful, marked)
