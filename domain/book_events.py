"""Facts beside a document's way (台账事项): the opening of the books, stops at the door, delegations, numbers kept, what lost its force.

They are events like those of ``domain.events``, which holds the list of all and their one codec.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class RepealKind(StrEnum):
    """How a document loses its force (失效方式): from a day on, or from its beginning (条例 art. 33)."""

    ABOLISHED = "废止"
    REVOKED = "撤销"


class Book(StrEnum):
    """A book that can be taken away (簿册): the object in the ledger under which it stands who took it."""

    DISPATCH = "books/dispatch"
    RECEIPTS = "books/receipts"
    SEALS = "books/seals"
    SEARCH = "books/search"

    @property
    def chinese(self) -> str:
        """Give its name."""
        return _BOOK_NAMES[self]


_BOOK_NAMES = {
    Book.DISPATCH: "发文登记簿",
    Book.RECEIPTS: "收文登记簿",
    Book.SEALS: "用印登记簿",
    Book.SEARCH: "检索结果",
}


@dataclass(frozen=True)
class OfficeOpened:
    """The office's books were opened (建立台账)."""

    VERB: ClassVar[str] = "office.opened"
    name: str
    profile: str


@dataclass(frozen=True)
class SecrecyStopped:
    """A file carries a mark above what this installation may hold (涉密拦截); nothing but its hash is kept, and no name."""

    VERB: ClassVar[str] = "secrecy.stopped"
    folder: str
    size_bytes: int
    sha256: str
    mark: str


@dataclass(frozen=True)
class Delegated:
    """Somebody lets another act for them between two days, both included (委托)."""

    VERB: ClassVar[str] = "delegation.given"
    giver: str
    receiver: str
    roles: tuple[str, ...]
    first: dt.date
    last: dt.date
    reason: str


@dataclass(frozen=True)
class DelegationEnded:
    """A delegation was taken back before its last day (收回委托); ``index`` is its line in the ledger."""

    VERB: ClassVar[str] = "delegation.ended"
    index: int


@dataclass(frozen=True)
class NumbersStarted:
    """Numbers up to ``last`` were used on paper before (启用编号)."""

    VERB: ClassVar[str] = "numbers.started"
    scheme: str
    period: int
    last: int
    reason: str


@dataclass(frozen=True)
class RangeReserved:
    """A range of numbers is kept for chosen documents (预留字号)."""

    VERB: ClassVar[str] = "numbers.reserved"
    scheme: str
    period: int
    first: int
    last: int
    reason: str


@dataclass(frozen=True)
class Repealed:
    """An issued document lost its force on a day (废止/撤销), by another document where ``by_number`` names one."""

    VERB: ClassVar[str] = "document.repealed"
    kind: RepealKind
    effective: dt.date
    reason: str
    by_number: str = ""


@dataclass(frozen=True)
class BookTaken:
    """Somebody printed a book or took it away as a file, with documents of a state secret's level in it (带出登记簿).

    ``form`` is ``print``, ``xlsx`` or ``csv``; ``restricted`` are the ids of those documents, ``rows`` counts all that were in it.
    """

    VERB: ClassVar[str] = "book.taken"
    form: str
    rows: int
    restricted: tuple[str, ...]


BookEvent = (
    OfficeOpened | SecrecyStopped | Delegated | DelegationEnded | NumbersStarted | RangeReserved | Repealed | BookTaken
)
"""All of them."""
