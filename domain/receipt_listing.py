"""What the register of receipts asks of the registry and what it gets (收文登记簿查询)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from domain.case import Phase


class ReceiptColumn(StrEnum):
    """What the register of receipts can be ordered by (排序列)."""

    NUMBER = "serial"
    RECEIVED = "received_on"
    SENDER = "sender"
    SENDER_NUMBER = "sender_number"
    TITLE = "title"
    DUE = "due"
    CONCLUDED = "concluded_on"


@dataclass(frozen=True)
class ReceiptQuery:
    """Which receipts, in which order (查询条件); what is empty narrows nothing.

    ``first_day`` and ``last_day`` bound the day of receipt, both included. Every word of ``text`` must stand in title, sender or a number.
    ``open_only`` leaves out what is concluded or was sent back, ``late_on`` keeps what is open and was due before that day.
    """

    scheme: str = ""
    unit: str = ""
    sender: str = ""
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    text: str = ""
    open_only: bool = False
    late_on: dt.date | None = None
    order: ReceiptColumn = ReceiptColumn.NUMBER
    descending: bool = False


@dataclass(frozen=True)
class ReceiptEntry:
    """A piece as the register shows it (收文登记项): codes and ids, no words of the office's settings.

    ``place`` names the open steps and who has them: where the piece is at this moment. ``due`` is the day that was named last, ``extended``
    tells that a limit of the piece was extended since.
    """

    document_id: str
    number: str
    scheme: str
    period: int
    serial: int
    received_on: dt.date
    sender: str
    sender_number: str
    title: str
    kind: str
    attachments: str
    copies: int
    serials: str
    rank: int
    urgency: str
    nature: str
    medium: str
    units: tuple[str, ...]
    receiver: str
    chaser: str
    contact: str
    due: dt.date | None
    replies: str
    wants_reply: bool
    concluded_on: dt.date | None
    filed_on: dt.date | None
    phase: Phase
    place: str
    extended: bool


@dataclass(frozen=True)
class ReceiptPage:
    """A page of the register and how many pieces the whole list has."""

    total: int
    entries: tuple[ReceiptEntry, ...]
