"""Every acknowledged business fact (事项): the payloads of the ledger, and their one codec.

An event says what happened; it never says what to do. Registry rows are projections of these and can be made again from them.
``VERB`` is the word in the ledger and never changes its meaning; a changed event gets a new verb.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from domain.canonical import canonical_bytes, parse_plain
from domain.codec import CodecError, from_plain
from domain.facts import Fact, FactName
from domain.findings import Finding
from domain.intake import StagedFile
from domain.office import Role
from domain.pages import Binding, Shown
from domain.procedure import Route
from domain.signing_events import (
    ChangeDeclined,
    Checked,
    Confirmed,
    Corrected,
    Decided,
    Extended,
    Nature,
    PaperChecked,
    PaperRecorded,
    Revised,
    VerballyAgreed,
    Withdrawn,
)

__all__ = [
    "EVENTS",
    "ChangeDeclined",
    "Checked",
    "Confirmed",
    "Corrected",
    "Decided",
    "Delegated",
    "DelegationEnded",
    "Delivered",
    "Event",
    "Examined",
    "Extended",
    "FactsStated",
    "Filed",
    "HandedBack",
    "Issued",
    "Nature",
    "NumbersStarted",
    "OfficeOpened",
    "PaperChecked",
    "PaperRecorded",
    "Presented",
    "PressedSeal",
    "Printed",
    "RangeReserved",
    "Refused",
    "Registered",
    "RepealKind",
    "Repealed",
    "Revised",
    "Sealed",
    "SealsPressed",
    "SecrecyStopped",
    "Stuck",
    "TakenIn",
    "VerballyAgreed",
    "Withdrawn",
    "decode",
    "encode",
]


class RepealKind(StrEnum):
    """How a document loses its force (失效方式): from a day on, or from its beginning (条例 art. 33)."""

    ABOLISHED = "废止"
    REVOKED = "撤销"


@dataclass(frozen=True)
class OfficeOpened:
    """The office's books were opened (建立台账)."""

    VERB: ClassVar[str] = "office.opened"
    name: str
    profile: str


@dataclass(frozen=True)
class TakenIn:
    """A drop became ours: a new document, or the next version of one (收稿). ``drop`` is the digest by which it is known again.

    ``marked`` is the secrecy level that was seen at the door, before anything was stored; empty when none was.
    """

    VERB: ClassVar[str] = "document.taken_in"
    version: int
    category: str
    unit: str
    name: str
    drop: str
    files: tuple[StagedFile, ...]
    marked: str = ""


@dataclass(frozen=True)
class SecrecyStopped:
    """A file carries a mark above what this installation may hold (涉密拦截); nothing but its hash is kept, and no name."""

    VERB: ClassVar[str] = "secrecy.stopped"
    folder: str
    size_bytes: int
    sha256: str
    mark: str


@dataclass(frozen=True)
class Refused:
    """A draft could not be read or composed and goes back with the reason (退稿：无法处理)."""

    VERB: ClassVar[str] = "document.refused"
    version: int
    code: str
    sentence: str


@dataclass(frozen=True)
class Examined:
    """A version was read and checked (审读); ``draft`` names the staged JSON of the read draft. ``lacking`` facts wait for the clerk."""

    VERB: ClassVar[str] = "document.examined"
    version: int
    draft: str
    title: str
    facts: tuple[Fact, ...]
    lacking: tuple[FactName, ...]
    findings: tuple[Finding, ...]
    question: str = ""


@dataclass(frozen=True)
class FactsStated:
    """The clerk stated facts that the draft lacks (补正要素)."""

    VERB: ClassVar[str] = "document.facts_stated"
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Presented:
    """A version was typeset to be shown and signed (呈批). ``document`` names the staged canonical JSON of the composed document.

    ``route`` is given when the document starts on its way; a later version of a running document keeps its route.
    """

    VERB: ClassVar[str] = "document.presented"
    version: int
    document: str
    kind: str
    organs: tuple[str, ...]
    scheme: str
    shown: Shown
    findings: tuple[Finding, ...]
    route: Route | None = None


@dataclass(frozen=True)
class Delegated:
    """Somebody lets another act for them between two days, both included (委托)."""

    VERB: ClassVar[str] = "delegation.given"
    giver: str
    receiver: str
    roles: tuple[Role, ...]
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
class Registered:
    """The clerk gave the document its number (登记). ``dated`` is the 成文日期: the day of 签发, whose year the number bears.

    ``shares`` are the copies for each of ``recipients``, in their order; without them each gets one.
    """

    VERB: ClassVar[str] = "document.registered"
    step: str
    scheme: str
    period: int
    serial: int
    number: str
    dated: dt.date
    printed_on: dt.date
    print_run: int
    from_reserve: bool = False
    recipients: tuple[str, ...] = ()
    shares: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sealed:
    """The keeper read the text and pressed the seals (用印)."""

    VERB: ClassVar[str] = "document.sealed"
    step: str
    organs: tuple[str, ...]
    binding: Binding


@dataclass(frozen=True)
class PressedSeal:
    """An organ's seal as it was pressed (所用印模): ``image`` is the digest of the staged image."""

    organ: str
    image: str


@dataclass(frozen=True)
class SealsPressed:
    """The keeper read the text and pressed the seals, with the very images that are printed (用印). Before it there was ``Sealed``."""

    VERB: ClassVar[str] = "document.seals_pressed"
    step: str
    seals: tuple[PressedSeal, ...]
    binding: Binding


@dataclass(frozen=True)
class Issued:
    """The final .docx and PDF/A were made, and compared with what was signed (印发). Digests name staged files."""

    VERB: ClassVar[str] = "document.issued"
    docx: str
    pdf: str
    pages: int
    renderer: str
    document: str


@dataclass(frozen=True)
class Printed:
    """The copies were printed (印制): how many, where, and how many spoiled prints were destroyed."""

    VERB: ClassVar[str] = "document.printed"
    step: str
    copies: int
    printer: str
    spoiled: int = 0


@dataclass(frozen=True)
class Delivered:
    """A recipient got their copies and signed for them (分发签收)."""

    VERB: ClassVar[str] = "document.delivered"
    step: str
    recipient: str
    received_by: str
    received_on: dt.date
    copies: int


@dataclass(frozen=True)
class Repealed:
    """An issued document lost its force on a day (废止/撤销), by another document where ``by_number`` names one."""

    VERB: ClassVar[str] = "document.repealed"
    kind: RepealKind
    effective: dt.date
    reason: str
    by_number: str = ""


@dataclass(frozen=True)
class Filed:
    """The record lies in the archive (归档). ``inventory`` is the SHA-512 digest of the object's inventory."""

    VERB: ClassVar[str] = "record.filed"
    level: str
    compartment: str
    retention: str
    inventory: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class HandedBack:
    """Files or a slip were put where the drafter finds them (回送)."""

    VERB: ClassVar[str] = "document.handed_back"
    version: int
    place: str
    folder: str
    reason: str


@dataclass(frozen=True)
class Stuck:
    """A step of ours failed and waits for a person or the next try (办理受阻)."""

    VERB: ClassVar[str] = "document.stuck"
    version: int
    act: str
    code: str
    sentence: str


Event = (
    OfficeOpened
    | TakenIn
    | SecrecyStopped
    | Refused
    | Examined
    | FactsStated
    | Presented
    | Decided
    | PaperRecorded
    | PaperChecked
    | VerballyAgreed
    | Corrected
    | Confirmed
    | ChangeDeclined
    | Extended
    | Checked
    | Revised
    | Withdrawn
    | Delegated
    | DelegationEnded
    | NumbersStarted
    | RangeReserved
    | Registered
    | Sealed
    | SealsPressed
    | Issued
    | Printed
    | Delivered
    | Repealed
    | Filed
    | HandedBack
    | Stuck
)

EVENTS: dict[str, type[Event]] = {kind.VERB: kind for kind in Event.__args__}


def encode(event: Event) -> bytes:
    """Give the payload bytes of an event: canonical JSON."""
    return canonical_bytes(event)


def decode(verb: str, payload: bytes) -> Event:
    """Read an event back from the ledger's verb and its payload.

    Raises:
        CodecError: The verb is unknown or the payload has another shape.
    """
    kind = EVENTS.get(verb)
    if kind is None:
        raise CodecError(f"unknown verb {verb!r}")
    return from_plain(kind, parse_plain(payload))
