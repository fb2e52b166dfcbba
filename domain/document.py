"""The document model: one immutable value from which the page, the .docx and the hash that is signed are made (公文模型).

Text is plain Unicode, a paragraph a line, without numbering fields: labels such as ``一、`` are part of the text. Pictures are named by
the SHA-512 digest of their bytes, which lie in the staging folder. The source of the elements is GB/T 9704-2012 clause 7.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from domain.canonical import digest_of
from domain.codec import later
from domain.levels import Level


class Kind(StrEnum):
    """The fifteen kinds of official document (文种), 条例 art. 8, and ``PAPER`` for what is none: a speech, a summary, a work report."""

    RESOLUTION = "决议"
    DECISION = "决定"
    ORDER = "命令"
    COMMUNIQUE = "公报"
    ANNOUNCEMENT = "公告"
    PUBLIC_NOTICE = "通告"
    OPINION = "意见"
    NOTICE = "通知"
    CIRCULAR = "通报"
    REPORT = "报告"
    REQUEST = "请示"
    REPLY = "批复"
    MOTION = "议案"
    LETTER = "函"
    MINUTES = "纪要"
    PAPER = "材料"

    @property
    def is_statutory(self) -> bool:
        """Tell whether it is one of the fifteen (法定文种), which alone bear a 发文字号."""
        return self is not Kind.PAPER


STATUTORY_KINDS = tuple(kind for kind in Kind if kind.is_statutory)
KIND_WORDS = (*(kind.value for kind in STATUTORY_KINDS), "令")
"""What a title ends with: its kind, an order in its short form too."""


class Direction(StrEnum):
    """Where a document goes in the order of organs (行文方向)."""

    UP = "上行文"
    DOWN = "下行文"
    LEVEL = "平行文"


class Layout(Enum):
    """Which of the standard's formats a document takes (公文格式): clause 7, or one of the special ones of clause 10.

    ``PLAIN`` is for papers, which the standard does not know: no 版头, no number, title and text as everywhere else.
    """

    DOCUMENT = "文件格式"
    LETTER = "信函格式"
    ORDER = "命令格式"
    MINUTES = "纪要格式"
    PLAIN = "文稿格式"


class Ending(Enum):
    """How a document is signed on its page (落款方式), GB/T 9704 7.3.5."""

    SEALED = "加盖印章"
    UNSEALED = "不加盖印章"
    STAMPED = "加盖签发人签名章"


class Urgency(StrEnum):
    """How fast a document has to go (紧急程度), 条例 art. 9."""

    PROMPT = "加急"
    EXTRA = "特急"


@dataclass(frozen=True)
class SecrecyMark:
    """The mark on the page (密级和保密期限), such as ``机密★1年``; ``period`` is what stands after the star, or empty."""

    level: Level
    period: str = ""

    def __str__(self) -> str:
        return f"{self.level.value}★{self.period}" if self.period else self.level.value


@dataclass(frozen=True)
class Paragraph:
    """A paragraph (段落): ``level`` 0 is body text, 1 to 4 the headings ``一、`` ``（一）`` ``1.`` ``（1）``.

    ``lead`` counts the characters at its start that carry the heading's type when a heading runs on into body text
    (``（一）加强领导。各部门…``); 0 with a level means the whole paragraph is the heading.
    """

    text: str
    level: int = 0
    lead: int = 0


@dataclass(frozen=True)
class Cell:
    r"""A cell of a table (单元格); lines are parted by ``\n``, spans count columns and rows."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Table:
    """A table (表格): rows of cells from the top left, covered places left out; ``widths`` are relative column widths.

    ``across`` sets it along the long side of the page (横排表格).
    """

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    header_rows: int = 1
    caption: str = ""
    across: bool = later(default=False)


@dataclass(frozen=True)
class Picture:
    """A picture (图片): the SHA-512 digest of its PNG or JPEG bytes, and its size on the page."""

    digest: str
    media_type: str
    width_mm: float
    height_mm: float
    caption: str = ""


Block = Paragraph | Table | Picture


@dataclass(frozen=True)
class Attachment:
    """An attachment bound with the document (附件): its name as 附件说明 states it, and its text or its pages.

    ``blocks`` is typeset; ``pdf_digest`` names a PDF whose pages are appended instead (then ``blocks`` is empty). ``separate``
    is one that is not bound together with the body and so bears the document's number too (7.3.7). ``issued`` is the very text that the
    document prints or forwards (被印发、转发的文件): it follows on a page of its own, is no 附件 and stands in no 附件说明.
    """

    name: str
    blocks: tuple[Paragraph | Table | Picture, ...] = ()
    pdf_digest: str = ""
    separate: bool = later(default=False)
    issued: bool = later(default=False)


@dataclass(frozen=True)
class Signer:
    """Who signs by a stamp of his signature (签发人签名章): his office in full and his name, 7.3.5.3."""

    office: str
    name: str

    @property
    def stamp(self) -> str:
        """Name the stamp itself, as the seal book does."""
        return f"{self.name}签名章"


@dataclass(frozen=True)
class Filled:
    """What 登记 and 用印 fill in, and nothing else may differ from what was signed (登记与用印所填).

    ``number`` is the 发文字号 or 第n期; ``dated`` the 成文日期 (day of 签发); ``printed_on`` the 印发日期; ``copy_serial`` the 份号.
    ``seals`` names the sealing organs, or the stamps of the signers, in order of signature; empty before 用印.
    """

    number: str = ""
    dated: dt.date | None = None
    printed_on: dt.date | None = None
    copy_serial: str = ""
    seals: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfficialDocument:
    """An official document, whole (公文). Lists stand in the order in which they are printed, lead organ first.

    ``ending`` nothing is as the office has it: with seals, where it does not say otherwise; ``signers`` are those of a stamped one.
    ``subtitle`` are the lines below a paper's title: its day, who speaks, whose it is (题下的日期、讲话人、单位).
    ``seals_mm`` is how wide the seal of each signatory is, where one is not of the usual size (印章直径): room is kept for it.
    """

    kind: Kind
    direction: Direction
    layout: Layout
    organs: tuple[str, ...]
    mark: str
    title: str
    addressees: tuple[str, ...]
    blocks: tuple[Paragraph | Table | Picture, ...]
    signatories: tuple[str, ...]
    attachments: tuple[Attachment, ...] = ()
    approvers: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    note: str = ""
    secrecy: SecrecyMark | None = None
    urgency: Urgency | None = None
    printing_organ: str = ""
    attendees: tuple[tuple[str, str], ...] = ()
    filled: Filled = field(default_factory=Filled)
    ending: Ending | None = later(default=None)
    signers: tuple[Signer, ...] = later(default=())
    seals_mm: tuple[float, ...] = later(default=())
    subtitle: tuple[str, ...] = later(default=())

    @property
    def stated_attachments(self) -> tuple[Attachment, ...]:
        """Give the attachments that 附件说明 names, which are all but the text that is issued."""
        return tuple(attachment for attachment in self.attachments if not attachment.issued)

    def signed_part(self) -> OfficialDocument:
        """Give the document without what 登记 and 用印 fill: this is what a signature binds (签发所及)."""
        return dataclasses.replace(self, filled=Filled())

    def content_digest(self) -> str:
        """Give the SHA-256 digest that a decision binds (law 5)."""
        return digest_of(self.signed_part())

    def plain_text(self) -> str:
        """Give title, addressees, body and attachments as lines of text, in reading order."""
        lines = [self.title, *self.subtitle, "、".join(self.addressees), *_text_of(self.blocks)]
        lines += [*self.signatories, self.note]
        for attachment in self.attachments:
            lines += [attachment.name, *_text_of(attachment.blocks)]
        return "\n".join(line for line in lines if line)


def _text_of(blocks: tuple[Paragraph | Table | Picture, ...]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Table):
            lines += [block.caption, *("\t".join(cell.text for cell in row) for row in block.rows)]
        else:
            lines.append(block.caption)
    return lines
