"""Making the registry again from the ledger (重建登记库)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.canonical import sha256_hex, sm3_hex
from domain.codec import CodecError
from domain.destroyed import OUTLIVING
from domain.destruction_events import Destroyed
from domain.events import Event, decode
from domain.ledger_line import LedgerLine
from registry import statements
from registry.bulk_books import BulkBooks
from registry.database_books import DatabaseBooks
from registry.errors import BrokenLineError, NotEmptyError
from registry.projection import project, project_erased

_AT_ONCE = 2_000
"""How many events gather before they are written."""


def rebuild(
    alias: str, below: DatabaseBooks, lines: Iterable[tuple[LedgerLine, bytes]], erased: Mapping[int, Destroyed]
) -> int:
    """Replay the ledger into empty tables, inside a transaction; give the number of events.

    ``erased`` are the lines whose payloads went with a record, whether they are still there or not: of them only the line counts.
    """
    head = below.head()
    if head is not None:
        raise NotEmptyError(head.index)
    books = BulkBooks(alias, below)
    before: LedgerLine | None = None
    gone: set[str] = set()
    for line, payload in lines:
        if line.index in erased:
            _require_chained(line, before)
            books.add_event(line, b"")
            project_erased(books, erased[line.index], line)
            gone.add(line.object_id)
        elif line.object_id in gone and line.verb in OUTLIVING:  # who read it outlives the record
            _checked(line, payload, before)
            books.add_event(line, payload)
        else:
            books.add_event(line, payload)
            project(books, _checked(line, payload, before), line)
        before = line
        if line.index % _AT_ONCE == 0:
            books.write()
    books.finish()
    count = before.index if before else 0
    statements.mark_flushed(alias, count)
    return count


def _require_chained(line: LedgerLine, before: LedgerLine | None) -> None:
    if not line.follows(before):
        raise BrokenLineError(line.index, "与前一行不相接")
    if not line.own_holds():
        raise BrokenLineError(line.index, "内容被改动")


def _checked(line: LedgerLine, payload: bytes, before: LedgerLine | None) -> Event:
    _require_chained(line, before)
    if sha256_hex(payload) != line.payload_sha256 or sm3_hex(payload) != line.payload_sm3:
        raise BrokenLineError(line.index, "所附事项与摘要不符")
    try:
        return decode(line.verb, payload)
    except CodecError as error:
        raise BrokenLineError(line.index, "所附事项读不出来") from error
