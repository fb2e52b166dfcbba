"""What happens to a paper that came in (收文事项): signed for, reviewed, proposed, instructed, handled, read, chased, answered, concluded.

They are events like those of ``domain.events``, which holds the list of all and their one codec. Filing is ``Filed``, as for any record.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from domain.intake import StagedFile
from domain.procedure import Route, RouteStep
from domain.receipt import Assignment, Look, OnPaper, Particulars
from domain.receipt_count import CopyCount
from domain.transcript import PageTranscript


@dataclass(frozen=True)
class PaperCame:
    """A piece came on paper and is entered by hand, with its scan or without (纸质来文)."""

    VERB: ClassVar[str] = "receipt.paper_came"
    title: str
    files: tuple[StagedFile, ...] = ()
    marked: str = ""


@dataclass(frozen=True)
class LookedThrough:
    """The house looked through the files of a piece (清点): its pages, its words, what it can't read."""

    VERB: ClassVar[str] = "receipt.looked_through"
    look: Look
    title: str


@dataclass(frozen=True)
class Counted:
    """A piece was counted copy by copy and page by page against its list before it was signed for (逐份逐页查点)."""

    VERB: ClassVar[str] = "receipt.counted"
    copies: int
    pages: int
    counted: tuple[CopyCount, ...]


@dataclass(frozen=True)
class Received:
    """A piece was signed for and entered under its number (签收登记). ``growth`` are steps that are laid out when somebody is named."""

    VERB: ClassVar[str] = "receipt.received"
    particulars: Particulars
    checks: tuple[str, ...]
    scheme: str
    period: int
    serial: int
    number: str
    organ: str
    received_on: dt.date
    route: Route
    growth: tuple[RouteStep, ...]
    again: str = ""
    """Why it is entered though its sender's number was entered before."""
    from_reserve: bool = False

    @property
    def dated(self) -> dt.date:
        """Give the day its number belongs to."""
        return self.received_on


@dataclass(frozen=True)
class NotReceived:
    """A piece was not signed for (拒收): seal broken, count wrong, not for us, or above the level this installation may hold."""

    VERB: ClassVar[str] = "receipt.not_received"
    reason: str


@dataclass(frozen=True)
class FirstReviewed:
    """The first review found a piece fit to be handled (初审); ``ticks`` are all items of the step."""

    VERB: ClassVar[str] = "receipt.first_reviewed"
    step: str
    ticks: tuple[str, ...]
    seen: str
    note: str = ""


@dataclass(frozen=True)
class SentBack:
    """The first review found a piece unfit; it goes back to its sender with the reason (退文, 条例 art. 24 (三))."""

    VERB: ClassVar[str] = "receipt.sent_back"
    step: str
    reason: str
    failed: tuple[str, ...]
    seen: str


@dataclass(frozen=True)
class Proposed:
    """The 秘书 wrote what should be done and by whom (拟办); it takes effect where no instruction follows."""

    VERB: ClassVar[str] = "receipt.proposed"
    step: str
    words: str
    assignment: Assignment
    seen: str
    on_paper: OnPaper | None = None


@dataclass(frozen=True)
class Instructed:
    """A leader wrote what is to be done and by whom (批示); the way grows by whom it names."""

    VERB: ClassVar[str] = "receipt.instructed"
    step: str
    words: str
    assignment: Assignment
    seen: str
    on_paper: OnPaper | None = None


@dataclass(frozen=True)
class Enlarged:
    """A leader named more units or readers while it was under way (增加承办、传阅)."""

    VERB: ClassVar[str] = "receipt.enlarged"
    words: str
    assignment: Assignment


@dataclass(frozen=True)
class HandledByUnit:
    """A unit reported what it did (承办反馈)."""

    VERB: ClassVar[str] = "receipt.handled"
    step: str
    words: str
    seen: str
    on_paper: OnPaper | None = None


@dataclass(frozen=True)
class ReadBy:
    """A reader signed and dated that they have read it (传阅签字)."""

    VERB: ClassVar[str] = "receipt.read"
    step: str
    words: str
    seen: str
    on_paper: OnPaper | None = None


@dataclass(frozen=True)
class StepRecalled:
    """A unit or a reader no longer has to do with it (收回), for example because a reader left."""

    VERB: ClassVar[str] = "receipt.step_recalled"
    step: str
    reason: str


@dataclass(frozen=True)
class Contacted:
    """Somebody was urged, or the sender asked (催办、催阅、联系来文机关)."""

    VERB: ClassVar[str] = "receipt.contacted"
    about: str
    whom: str
    means: str
    words: str


@dataclass(frozen=True)
class Replied:
    """A document of ours answers it (答复)."""

    VERB: ClassVar[str] = "receipt.replied"
    document_id: str
    number: str


@dataclass(frozen=True)
class Concluded:
    """All was done and came back: it can be filed (办结). ``returned_copies`` were taken back from those who had them (注销)."""

    VERB: ClassVar[str] = "receipt.concluded"
    step: str
    words: str
    seen: str
    returned_copies: int = 0


@dataclass(frozen=True)
class PageTranscribed:
    """A machine read a page of a scan, or could not (文字识别). The words of a page with a mark above the permitted level are not kept."""

    VERB: ClassVar[str] = "receipt.page_transcribed"
    read: PageTranscript


@dataclass(frozen=True)
class TranscriptCorrected:
    """A person compared the words of a page with its picture, and put right what was wrong (校对识别文字)."""

    VERB: ClassVar[str] = "receipt.transcript_corrected"
    page: int
    text: str
    marked: str = ""


@dataclass(frozen=True)
class LevelJudged:
    """The clerk looked at the original because of a mark among the read words, and stated the level (核对密级)."""

    VERB: ClassVar[str] = "receipt.level_judged"
    found: str
    level: str
    reason: str


ReceiptEvent = (
    PaperCame
    | LookedThrough
    | Counted
    | Received
    | NotReceived
    | FirstReviewed
    | SentBack
    | Proposed
    | Instructed
    | Enlarged
    | HandledByUnit
    | ReadBy
    | StepRecalled
    | Contacted
    | Replied
    | Concluded
    | PageTranscribed
    | TranscriptCorrected
    | LevelJudged
)
"""All of them."""
