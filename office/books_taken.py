"""Books that are taken away (带出簿册): with state secrets in one, who took it stands in the ledger before a byte goes out."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from domain.book_events import Book, BookTaken
from domain.office import Actor
from office.house import House
from office.record import record


class Format(StrEnum):
    """How a book is taken away (带出方式)."""

    XLSX = "xlsx"
    CSV = "csv"
    PRINT = "print"


def note_taken(
    house: House, actor: Actor, book: Book, form: Format, *, rows: int, restricted: Iterable[str], channel: str
) -> None:
    """Record that so many rows of a book go out; ``restricted`` names the documents of a state secret's level, none is no event."""
    secret = tuple(restricted)
    if secret:
        taken = BookTaken(form.value, rows, secret)
        record(house, lambda pen: pen.note(taken, book.value), actor=actor, channel=channel)
