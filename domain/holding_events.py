"""Facts about records that are kept (在档事项): taken over, arranged, held, appraised, read and lent.

They are events like those of ``domain.events``, which holds the list of all and their one codec; each is about the record whose id the
ledger's line names.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from domain.codec import later


class StartRule(StrEnum):
    """From when a retention period counts (起算): the 1st of January after the year it was formed in, or the day itself."""

    NEXT_YEAR = "次年一月一日"
    OWN_DAY = "成文日期"


class Verdict(StrEnum):
    """What an appraisal says of a record whose time is over (鉴定意见)."""

    KEEP = "续存"
    TRANSFER = "移交"
    DESTROY = "销毁"


@dataclass(frozen=True)
class Imported:
    """A record of an existing archive was taken over (接收). ``source`` is the digest of what its row and file said, by which it is known again.

    ``code`` is the 档号 it bears already, if any; ``pages`` is 0 where its file has no pages.
    """

    VERB: ClassVar[str] = "record.imported"
    number: str
    title: str
    organ: str
    dated: dt.date
    level: str
    compartment: str
    retention: str
    inventory: str
    files: tuple[str, ...]
    source: str
    pages: int = 0
    code: str = ""


@dataclass(frozen=True)
class PieceDecided:
    """The archivist accepted or changed what was proposed for a piece (定件); what is empty stays as proposed."""

    VERB: ClassVar[str] = "record.piece_decided"
    reason: str
    retention: str = ""
    unit_code: str = ""
    year: int = 0


@dataclass(frozen=True)
class LeftOut:
    """A piece is not filed with its year (不归档)."""

    VERB: ClassVar[str] = "record.left_out"
    reason: str


@dataclass(frozen=True)
class TakenBackIn:
    """A piece that was left out is to be filed after all (恢复归档)."""

    VERB: ClassVar[str] = "record.taken_back_in"
    reason: str


@dataclass(frozen=True)
class Arranged:
    """A piece got its place and its 档号 for ever (编号). ``rule`` says by what the retention period was found."""

    VERB: ClassVar[str] = "record.arranged"
    fonds: str
    year: int
    retention: str
    unit_code: str
    serial: int
    code: str
    rule: str
    start: StartRule = StartRule.NEXT_YEAR


@dataclass(frozen=True)
class VersionKept:
    """A record's object got a new version (新版本); ``inventory`` is the SHA-512 digest of its inventory from now on.

    ``failed`` and ``unchecked`` name the four-property checks it did not pass, and those that could not be made. ``written`` is how many of its pages
    hold text or pictures and so bear a number, 0 where that is not known.
    """

    VERB: ClassVar[str] = "record.version_kept"
    version: int
    inventory: str
    files: tuple[str, ...]
    why: str
    pages: int = 0
    stamped: bool = False
    remark: str = ""
    failed: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    written: int = later(0)


@dataclass(frozen=True)
class Placed:
    """A piece without a number yet goes after another of its class, or first (排列): what belongs together stands together, DA/T 22-2015 5.3.

    ``after`` is that record's id, ``FIRST`` for the head of the class, empty for its own place by time.
    """

    VERB: ClassVar[str] = "record.placed"
    after: str


FIRST = "^"
"""The head of a class, where a record's id could stand."""


@dataclass(frozen=True)
class Boxed:
    """A numbered piece was put into a box of its class (装盒), DA/T 22-2015 6.4; into another one only with a reason."""

    VERB: ClassVar[str] = "record.boxed"
    box: int
    reason: str = ""


@dataclass(frozen=True)
class RetentionLengthened:
    """A record is kept longer than was said before (延长保管期限); it is never shortened."""

    VERB: ClassVar[str] = "record.retention_lengthened"
    retention: str
    reason: str


@dataclass(frozen=True)
class HoldPlaced:
    """A record must not be destroyed as long as its hold stands (冻结)."""

    VERB: ClassVar[str] = "record.hold_placed"
    reason: str
    owner: str


@dataclass(frozen=True)
class HoldLifted:
    """A hold was lifted (解除冻结); ``index`` is its line in the ledger."""

    VERB: ClassVar[str] = "record.hold_lifted"
    index: int
    reason: str


@dataclass(frozen=True)
class Appraised:
    """A member of the appraisal group gave an opinion on a record whose time is over (鉴定意见); ``retention`` for keeping on."""

    VERB: ClassVar[str] = "record.appraised"
    verdict: Verdict
    reason: str
    retention: str = ""


@dataclass(frozen=True)
class AppraisalDecided:
    """What becomes of a record whose time is over was decided (鉴定决定); ``retention`` is the new one when it is kept on."""

    VERB: ClassVar[str] = "record.appraisal_decided"
    verdict: Verdict
    reason: str
    retention: str = ""


@dataclass(frozen=True)
class ReadingNoted:
    """Somebody read a record in the office (查阅登记); ``copies`` pages were copied for them. ``approver`` let an outsider in."""

    VERB: ClassVar[str] = "record.read"
    reader: str
    purpose: str
    organisation: str = ""
    copies: int = 0
    approver: str = ""


@dataclass(frozen=True)
class Lent:
    """A record was lent (借阅), to be back by the end of the day ``due``."""

    VERB: ClassVar[str] = "record.lent"
    borrower: str
    purpose: str
    due: dt.date
    approver: str = ""


@dataclass(frozen=True)
class Returned:
    """A lent record came back and was looked through (归还): ``intact`` when nothing is damaged, missing or altered."""

    VERB: ClassVar[str] = "record.returned"
    intact: bool
    note: str = ""


USE_VERBS = (ReadingNoted.VERB, Lent.VERB, Returned.VERB)
"""The verbs of the register of use (利用登记簿)."""

HoldingEvent = (
    Imported
    | PieceDecided
    | LeftOut
    | TakenBackIn
    | Placed
    | Arranged
    | VersionKept
    | Boxed
    | RetentionLengthened
    | HoldPlaced
    | HoldLifted
    | Appraised
    | AppraisalDecided
    | ReadingNoted
    | Lent
    | Returned
)
"""All of them; those after ``Imported`` need a record that is kept already."""
