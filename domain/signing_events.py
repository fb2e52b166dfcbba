"""What people decide about a document on its way (签批事项): on the desk, on paper, by word of mouth, and after a change.

They are events like all others; ``domain.events`` gathers them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from domain.intake import StagedFile
from domain.pages import Binding
from domain.procedure import Limit


class Nature(StrEnum):
    """How far a change after 签发 goes (修改性质)."""

    WORDING = "文字性"
    SUBSTANCE = "实质性"


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
class PaperRecorded:
    """A clerk recorded a decision given with pen on paper (代录, 纸质签批); it counts when a second person has compared it with the scan.

    ``signer`` is a person's id, or the name of who signs for a co-issuing organ elsewhere; ``signed_on`` the date on the paper.
    """

    VERB: ClassVar[str] = "document.paper_recorded"
    step: str
    version: int
    approved: bool
    opinion: str
    signer: str
    signed_on: dt.date
    scan: StagedFile
    binding: Binding


@dataclass(frozen=True)
class PaperChecked:
    """A second person compared what was recorded with the scan (核对代录): it agrees and counts, or it is void."""

    VERB: ClassVar[str] = "document.paper_checked"
    step: str
    agrees: bool
    note: str
    drafter: str = ""


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
