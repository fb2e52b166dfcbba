"""Papers that come in (收文): what is entered about one, who is to have it, and how far it has come.

A receipt is a ``Case`` like any other, with a route and steps; what only a receipt has stands here. How events change it: ``domain.receipt_moves``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from domain.codec import later
from domain.intake import StagedFile
from domain.levels import Level
from domain.procedure import RouteStep
from domain.receipt_count import Tally
from domain.transcript import PageTranscript


class ReceiptNature(StrEnum):
    """What a paper that came in wants (来文性质): to be known, or to be acted on (条例 art. 24 (四))."""

    TO_KNOW = "阅知性"
    TO_HANDLE = "批办性"


SENDERS = ("上级", "下级", "其他")
"""How a sender stands to this office (来文机关与本机关的关系), by the organs that office.toml names above and below."""


class Medium(StrEnum):
    """How it came (来文载体)."""

    ELECTRONIC = "电子"
    PAPER = "纸质"


@dataclass(frozen=True)
class Look:
    """What the house saw in the files of a piece before a person did (清点).

    ``pdf`` is the digest of what is shown, page by page; empty when nothing can be shown. ``text`` is the digest of its words. ``blind`` are
    the pages without a text layer: what stands on them nobody but a person knows.
    """

    pdf: str = ""
    pages: int = 0
    text: str = ""
    blind: tuple[int, ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class Particulars:
    """What is entered in the register about a piece (收文登记项目).

    ``level`` is the level that stands on it, ``serials`` its 份号, ``dated`` the day it bears, ``wants_reply`` that its sender asks for an answer.
    """

    sender: str
    title: str
    level: str
    nature: ReceiptNature
    sender_number: str = ""
    copies: int = 1
    serials: str = ""
    attachments: str = ""
    urgency: str = ""
    kind: str = ""
    dated: dt.date | None = None
    contact: str = ""
    wants_reply: bool = False
    retention: str = ""
    note: str = ""


@dataclass(frozen=True)
class Called:
    """What a unit or a person was called when it was named (称呼)."""

    id: str
    name: str


def name_in(names: tuple[Called, ...], wanted: str) -> str:
    """Give what an id was called, or the id."""
    return next((one.name for one in reversed(names) if one.id == wanted), wanted)


@dataclass(frozen=True)
class Assignment:
    """To whom a piece goes (分送): units and people by their ids.

    Of several units one leads (牵头). Readers sign one after another where ``in_order``; ``leaders`` are asked for their instructions, too.
    ``chaser`` is the person who urges it on, needed where it is urgent (条例 art. 24 (六)). ``names`` says what each of them was called then.
    """

    lead: str = ""
    units: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    in_order: bool = False
    due: dt.date | None = None
    chaser: str = ""
    names: tuple[Called, ...] = ()

    @property
    def every_unit(self) -> tuple[str, ...]:
        """List the units, the leading one first."""
        return tuple(dict.fromkeys((*((self.lead,) if self.lead else ()), *self.units)))

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody is named."""
        return not (self.every_unit or self.readers or self.leaders)


@dataclass(frozen=True)
class OnPaper:
    """What was written with a pen and is entered by another (代录): who wrote it, on which day, and the scan if there is one."""

    person: str
    day: dt.date
    scan: StagedFile | None = None


@dataclass(frozen=True)
class Remark:
    """What somebody wrote at a step (签署意见): 拟办, 批示, 承办结果, 传阅 alike. ``recorder`` entered it from paper."""

    step: str
    name: str
    verb: str
    person: str
    words: str
    at: dt.datetime
    opened_at: dt.datetime
    recorder: str = ""


@dataclass(frozen=True)
class Contact:
    """Somebody was urged or asked about a piece (催办、联系): ``about`` says which, ``whom`` and ``means`` how."""

    about: str
    whom: str
    means: str
    words: str
    person: str
    at: dt.datetime


@dataclass(frozen=True)
class Reply:
    """The document of ours that answers a piece (答复)."""

    document_id: str
    number: str


@dataclass(frozen=True)
class Incoming:
    """What only a receipt has (收文情况).

    ``growth`` are the steps that are laid out when somebody is named for them: 承办, 传阅, and 批示 of a leader named later. ``queue`` are the
    readers whose turn comes later, ``turn`` the step of the one who has it now. ``transcript`` is what a machine read on pages without text,
    ``answered_marks`` are pages whose secrecy mark a person has judged.
    """

    medium: Medium
    look: Look | None = None
    particulars: Particulars | None = None
    receiver: str = ""
    received_at: dt.datetime | None = None
    growth: tuple[RouteStep, ...] = ()
    proposal: Assignment | None = None
    queue: tuple[str, ...] = ()
    turn: str = ""
    names: tuple[Called, ...] = ()
    lead: str = ""
    units: tuple[str, ...] = ()
    due: dt.date | None = None
    chaser: str = ""
    remarks: tuple[Remark, ...] = ()
    contacts: tuple[Contact, ...] = ()
    replies: tuple[Reply, ...] = ()
    scans: tuple[StagedFile, ...] = ()
    returned_copies: int = 0
    concluded_at: dt.datetime | None = None
    tally: Tally | None = later(None)
    """What was counted before it was signed for (查点)."""
    transcript: tuple[PageTranscript, ...] = later(())
    answered_marks: tuple[int, ...] = later(())

    @property
    def may_be_shown(self) -> bool:
        """Tell whether its pages may be shown and its words found: a scan only when somebody has stated its level, and no mark on it says another."""
        if self.look is None or self.contradicted:
            return False
        return not self.look.blind or self.particulars is not None

    @property
    def unread(self) -> tuple[int, ...]:
        """List the pages without text that no machine has read yet (待识别); none before somebody has stated the level."""
        if self.look is None or self.particulars is None:
            return ()
        return tuple(page for page in self.look.blind if self.transcribed(page) is None)

    def transcribed(self, page: int) -> PageTranscript | None:
        """Give what was read on a page."""
        return next((one for one in self.transcript if one.page == page), None)

    @property
    def contradicted(self) -> str:
        """Give the highest level that a mark among the read words states above the one entered, as long as nobody has answered it (密级不符)."""
        if self.particulars is None:
            return ""
        stated = Level(self.particulars.level)
        found = (Level(one.marked) for one in self.transcript if one.marked and one.page not in self.answered_marks)
        higher = [level for level in found if level.rank > stated.rank]
        return max(higher, key=lambda level: level.rank).value if higher else ""

    def said(self, verb: str) -> tuple[Remark, ...]:
        """List what was written at the steps of one verb."""
        return tuple(remark for remark in self.remarks if remark.verb == verb)


_BRACKETS = str.maketrans("[［(（【﹝", "〔" * 6) | str.maketrans("]］)）】﹞", "〕" * 6)
_BLANKS = re.compile(r"[\s　第]+")


def number_key(number: str) -> str:
    """Give a sender's number so that its common writings are the same (来文字号比对): brackets alike, no blanks, no 第, no leading zeros."""
    bare = _BLANKS.sub("", number).translate(_BRACKETS)
    return re.sub(r"〕0+(?=\d)", "〕", bare).removesuffix("号")


def sender_key(sender: str) -> str:
    """Give a sender's name so that blanks make no difference."""
    return _BLANKS.sub("", sender)


def is_urgent(urgency: str) -> bool:
    """Tell whether a piece is urgent (急件)."""
    return bool(urgency.strip())
