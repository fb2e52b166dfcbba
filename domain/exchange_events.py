"""What happens to packages that are exchanged with other offices (交换事项); written into the ledger like all others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from domain.exchange import Sheet


@dataclass(frozen=True)
class PackagePrepared:
    """A document was made up for an office to which it is addressed (交换登记): from now on it goes out, once."""

    VERB: ClassVar[str] = "exchange.prepared"
    partner: str
    partner_name: str
    document: str
    sheet: Sheet
    contents: tuple[str, ...]
    due: dt.date


@dataclass(frozen=True)
class PackagePlaced:
    """The package lies whole in the folder to the other office (发出)."""

    VERB: ClassVar[str] = "exchange.placed"


@dataclass(frozen=True)
class PackageChased:
    """The receipt did not come in time (催收回执): it was put out once more; the next day to ask is ``due``."""

    VERB: ClassVar[str] = "exchange.chased"
    due: dt.date


@dataclass(frozen=True)
class PackageAnswered:
    """The other office's receipt came back (回执收到)."""

    VERB: ClassVar[str] = "exchange.answered"
    accepted: bool
    code: str
    sentence: str
    answered_by: str
    answered_at: dt.datetime
    receipt: str


@dataclass(frozen=True)
class PackageTaken:
    """A whole package of a known office was taken in (交换接收)."""

    VERB: ClassVar[str] = "exchange.taken"
    partner: str
    partner_name: str
    sheet: Sheet
    contents: tuple[str, ...]


@dataclass(frozen=True)
class PackageHandedOver:
    """What was taken in lies where incoming documents are registered (转收文)."""

    VERB: ClassVar[str] = "exchange.handed_over"
    place: str


@dataclass(frozen=True)
class PackageRefused:
    """What lay in an office's folder was not taken in (拒收), and why; it is kept apart at ``place``, or stays where it is.

    ``package`` and ``sheet_sha256`` are what it called itself, as far as that could be read. A receipt that fits nothing is not
    answered (``to_answer``): receipts are never answered, or two offices would answer one another for ever.
    """

    VERB: ClassVar[str] = "exchange.refused"
    partner: str
    partner_name: str
    package: str
    sheet_sha256: str
    code: str
    sentence: str
    place: str
    to_answer: bool = True


@dataclass(frozen=True)
class AnswerPlaced:
    """Our receipt or refusal lies in the folder to the other office (发回执)."""

    VERB: ClassVar[str] = "exchange.answer_placed"
    receipt: str


@dataclass(frozen=True)
class PackageBackedUp:
    """A package was copied whole to the second disk (卸载备份)."""

    VERB: ClassVar[str] = "exchange.backed_up"
    target: str


@dataclass(frozen=True)
class PackageSettled:
    """The clerk did what was to be done about a package that was refused, here or on the other side (处理登记)."""

    VERB: ClassVar[str] = "exchange.settled"
    words: str


ExchangeEvent = (
    PackagePrepared
    | PackagePlaced
    | PackageChased
    | PackageAnswered
    | PackageTaken
    | PackageHandedOver
    | PackageRefused
    | AnswerPlaced
    | PackageBackedUp
    | PackageSettled
)
"""All of them."""
