"""Every acknowledged business fact (事项): the payloads of the ledger, and their one codec.

An event says what happened; it never says what to do. Registry rows are projections of these and can be made again from them.
``VERB`` is the word in the ledger and never changes its meaning; a changed event gets a new verb.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from domain.asking_events import AskingEvent
from domain.book_events import BookEvent
from domain.canonical import canonical_bytes, parse_plain
from domain.codec import CodecError, from_plain, later
from domain.destruction_events import DestructionEvent
from domain.facts import Fact, FactName
from domain.findings import Finding
from domain.further_events import FurtherEvent
from domain.holding_events import HoldingEvent
from domain.intake import StagedFile
from domain.keeping_events import KeepingEvent
from domain.pages import Binding, PressedSeal, Shown
from domain.paper_events import PaperEvent
from domain.procedure import Limit, Route
from domain.receipt_events import ReceiptEvent
from domain.seal_events import SealEvent


class Nature(StrEnum):
    """How far a change after 签发 goes (修改性质)."""

    WORDING = "文字性"
    SUBSTANCE = "实质性"


@dataclass(frozen=True)
class TakenIn:
    """A drop became ours: a new document, or the next version of one (收稿). ``drop`` is the digest by which it is known again.

    ``marked`` is the secrecy level that was seen at the door, before anything was stored; empty when none was. ``told`` is what else was
    noticed there: words of secrecy in running prose, pictures for which the drafter vouches.
    """

    VERB: ClassVar[str] = "document.taken_in"
    version: int
    category: str
    unit: str
    name: str
    drop: str
    files: tuple[StagedFile, ...]
    marked: str = ""
    told: tuple[Finding, ...] = ()


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
class Decided:
    """A person decided at a step (批示). ``binding`` is what was shown; ``approved`` False returns the draft with the opinion."""

    VERB: ClassVar[str] = "document.decided"
    step: str
    version: int
    approved: bool
    opinion: str
    binding: Binding
    drafter: str = ""
    principal: str = ""


@dataclass(frozen=True)
class VerballyAgreed:
    """A verbal consent was taken in a special case (口头同意): who, when and by what means; it must be signed later (补签)."""

    VERB: ClassVar[str] = "document.verbally_agreed"
    step: str
    version: int
    person: str
    at: dt.datetime
    means: str
    binding: Binding
    drafter: str = ""


@dataclass(frozen=True)
class Corrected:
    """The text was changed after 签发, before it was issued (签发后修改): its signers confirm wording, substance goes through the chain again."""

    VERB: ClassVar[str] = "document.corrected"
    step: str
    version: int
    nature: Nature
    files: tuple[StagedFile, ...]
    note: str


@dataclass(frozen=True)
class Confirmed:
    """A signer was shown what changed after they signed, and confirmed it (确认改动)."""

    VERB: ClassVar[str] = "document.confirmed"
    step: str
    version: int
    binding: Binding


@dataclass(frozen=True)
class ChangeDeclined:
    """A signer was shown what changed after they signed, and does not agree (不同意改动): it is changed again, or put back."""

    VERB: ClassVar[str] = "document.change_declined"
    step: str
    version: int
    opinion: str
    binding: Binding


@dataclass(frozen=True)
class Extended:
    """A limit was extended (延长时限): of one step, or of the whole way when ``step`` is empty. ``limit`` counts from the old deadline."""

    VERB: ClassVar[str] = "document.extended"
    step: str
    limit: Limit
    reason: str


@dataclass(frozen=True)
class Checked:
    """Signatures, attachments and format were checked (复核); ``ticks`` are the step's items, all of them."""

    VERB: ClassVar[str] = "document.checked"
    step: str
    version: int
    ticks: tuple[str, ...]
    binding: Binding
    note: str = ""


@dataclass(frozen=True)
class Revised:
    """A reviewer put in a revised text at their step (修改稿); it is read and shown again before anyone decides."""

    VERB: ClassVar[str] = "document.revised"
    step: str
    version: int
    files: tuple[StagedFile, ...]
    note: str


@dataclass(frozen=True)
class Withdrawn:
    """The draft was withdrawn before 签发 (撤稿)."""

    VERB: ClassVar[str] = "document.withdrawn"
    reason: str


@dataclass(frozen=True)
class Registered:
    """The clerk gave the document its number (登记), of the year of ``dated``, the day of 签发; ``shares`` are the recipients' copies, else one each."""

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
class SealsPressed:
    """The keeper read the text and pressed the seals, with the very images that are printed (用印). Before it there was ``Sealed``."""

    VERB: ClassVar[str] = "document.seals_pressed"
    step: str
    seals: tuple[PressedSeal, ...]
    binding: Binding


@dataclass(frozen=True)
class Issued:
    """The final papers were made and compared with what was signed (印发); ``page_starts`` as in ``IssuedPages``, if anybody looked."""

    VERB: ClassVar[str] = "document.issued"
    docx: str
    pdf: str
    pages: int
    renderer: str
    document: str
    page_starts: tuple[int, ...] | None = later(None)


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
    TakenIn
    | Refused
    | Examined
    | FactsStated
    | Presented
    | Decided
    | PaperEvent
    | VerballyAgreed
    | Corrected
    | Confirmed
    | ChangeDeclined
    | Extended
    | Checked
    | Revised
    | Withdrawn
    | Registered
    | Sealed
    | SealsPressed
    | Issued
    | Printed
    | Delivered
    | Filed
    | HandedBack
    | Stuck
    | BookEvent
    | HoldingEvent
    | KeepingEvent
    | SealEvent
    | AskingEvent
    | FurtherEvent
    | DestructionEvent
    | ReceiptEvent
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
