"""Which lines of the ledger lost their payloads lawfully (已销毁事项): read from the events that destroyed records."""

from __future__ import annotations

from collections.abc import Iterable

from domain.canonical import parse_plain
from domain.codec import from_plain
from domain.destruction_events import Destroyed
from domain.ledger_line import LedgerLine


def erasures(lines: Iterable[tuple[LedgerLine, bytes]]) -> dict[int, Destroyed]:
    """Give the index of every line whose payload went with a record, and the event that took it."""
    found = (from_plain(Destroyed, parse_plain(payload)) for line, payload in lines if line.verb == Destroyed.VERB)
    return {index: event for event in found for index in event.lines}
