"""Exchange between offices (公文交换): partners, the sheet that goes with a package, the receipt that answers it, and where each package is.

The bytes of sheet and receipt are the format's, see ``docs/formats/exchange.md``; both are signed over their canonical form.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from domain.canonical import canonical_bytes, sha256_hex
from domain.codec import later
from domain.levels import Level

FORMAT = "hongtou-exchange-1"
ANSWER_FORMAT = "hongtou-exchange-receipt-1"
SHEET_NAME = "manifest.json"
URGENT_MARK = "+urgent"
"""How the folder's name of an urgent package ends, so that a look at the names is enough."""
ANSWER_ENDING = ".receipt.json"
HIGHEST = Level.INTERNAL
"""Nothing above it ever leaves by exchange, nor comes in (条例 art. 26)."""
CODE_FORM = re.compile(r"[A-Za-z0-9-]{2,24}")
KEY_FORM = re.compile(r"[0-9a-f]{64}")
_ID_FORM = re.compile(r"[A-Za-z0-9-]{2,24}\.[A-Za-z0-9-]{2,24}\.[A-Za-z0-9-]{1,24}(\+urgent)?")


class FileRole(StrEnum):
    """What a file is within its package (件内文件)."""

    ISSUED = "正本"
    EDITABLE = "可编辑文本"
    ATTACHMENT = "附件"


@dataclass(frozen=True)
class Partner:
    """An office that documents are exchanged with (交换单位).

    ``code`` is how it is named in packages, ``public_key`` what its sheets and receipts are signed with; ``also`` are further names under
    which it stands among the recipients, such as ``各村（居）民委员会``.
    """

    code: str
    name: str
    public_key: str
    also: tuple[str, ...] = ()

    def answers_to(self, recipient: str) -> bool:
        """Tell whether a recipient's name means this office, alone or among others."""
        return recipient == self.name or recipient in self.also


@dataclass(frozen=True)
class SentFile:
    """A file of a package as its sheet names it (所附文件)."""

    name: str
    role: FileRole
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Sheet:
    """The signed sheet of a package (交换单): from whom to whom, which document, which files."""

    format: str
    package: str
    sender: str
    sender_name: str
    receiver: str
    receiver_name: str
    sent_at: dt.datetime
    recipients: tuple[str, ...]
    number: str
    title: str
    kind: str
    organs: tuple[str, ...]
    dated: dt.date | None
    level: Level
    urgency: str
    pages: int
    copies: int
    files: tuple[SentFile, ...]
    public_key: str
    signature: str

    def signed_bytes(self) -> bytes:
        """Give what the signature is over."""
        return canonical_bytes(dataclasses.replace(self, signature=""))

    def to_bytes(self) -> bytes:
        """Give the bytes of ``manifest.json``."""
        return canonical_bytes(self) + b"\n"

    @property
    def digest(self) -> str:
        """Give the SHA-256 digest of ``manifest.json``."""
        return sha256_hex(self.to_bytes())

    @property
    def is_urgent(self) -> bool:
        """Tell whether it is marked to be taken in at once."""
        return self.package.endswith(URGENT_MARK)


@dataclass(frozen=True)
class Answer:
    """The signed receipt for a package (回执): taken in, or refused and why. ``sheet_sha256`` is that of the manifest as it arrived."""

    format: str
    package: str
    sheet_sha256: str
    answerer: str
    answerer_name: str
    receiver: str
    accepted: bool
    code: str
    sentence: str
    at: dt.datetime
    public_key: str
    signature: str

    def signed_bytes(self) -> bytes:
        """Give what the signature is over."""
        return canonical_bytes(dataclasses.replace(self, signature=""))

    def to_bytes(self) -> bytes:
        """Give the bytes of the receipt's file."""
        return canonical_bytes(self) + b"\n"

    @property
    def file_name(self) -> str:
        """Name the receipt's file: one name for each answer to the same bytes."""
        verdict = "accepted" if self.accepted else "refused"
        return f"{self.package}.{self.sheet_sha256[:16] or 'none'}.{verdict}{ANSWER_ENDING}"


class Side(StrEnum):
    """Which way a package goes (收发方向); refused ones are kept apart from those taken in."""

    OUT = "发出"
    IN = "收到"
    REFUSED = "拒收"


class Stage(StrEnum):
    """How far a package has come (交换状态)."""

    PREPARED = "待发出"
    PLACED = "待回执"
    ACKNOWLEDGED = "对方已收"
    DECLINED = "对方拒收"
    TAKEN = "待转收文"
    HANDED_OVER = "已转收文，待发回执"
    ANSWERED = "已发回执"
    REFUSED = "已拒收，待答复"
    REFUSED_TOLD = "已拒收并答复"
    SETTLED = "已处理"


@dataclass(frozen=True)
class Parcel:
    """A package as its events tell it (交换件). ``contents`` are the SHA-512 digests of the sheet and of its files, in its order.

    ``document`` is our own document's id for what was sent; ``place`` where it was handed over to, or set apart; ``chased`` counts how
    often the receipt was asked for.
    """

    id: str
    side: Side
    stage: Stage
    partner: str
    partner_name: str
    package: str
    sheet: Sheet | None
    sheet_sha256: str
    contents: tuple[str, ...]
    at: dt.datetime
    since: dt.datetime
    actor: str
    document: str = ""
    due: dt.date | None = None
    chased: int = 0
    code: str = ""
    sentence: str = ""
    answered_by: str = ""
    answered_at: dt.datetime | None = None
    place: str = ""
    backed_up: str = ""
    settled: str = later("")
    """What was done about one that was refused, here or there (处理情况)."""

    @property
    def level(self) -> Level:
        """Give the level it is shown at; what came without a readable sheet counts as 内部."""
        return self.sheet.level if self.sheet else Level.INTERNAL

    def is_overdue(self, today: dt.date) -> bool:
        """Tell whether its receipt should have come."""
        return self.stage in (Stage.PLACED, Stage.PREPARED) and self.due is not None and today > self.due


@dataclass(frozen=True)
class ParcelQuery:
    """Which packages (交换查询); what is empty narrows nothing."""

    side: Side | None = None
    stages: tuple[Stage, ...] = ()
    partner: str = ""
    document: str = ""
    backed_up: bool | None = None


def package_id(sender: str, receiver: str, document_id: str, *, urgent: bool) -> str:
    """Name a package: one for each document and partner, so that sending twice is sending once."""
    return f"{sender}.{receiver}.{document_id}{URGENT_MARK if urgent else ''}"


def is_package_id(name: str) -> bool:
    """Tell whether a name has the form of a package's id."""
    return _ID_FORM.fullmatch(name) is not None


def object_of(side: Side, name: str) -> str:
    """Name a package's object in the ledger; a refused one is named by the digest of what lay there."""
    return f"exchange/{ {Side.OUT: 'out', Side.IN: 'in', Side.REFUSED: 'refused'}[side] }/{name}"
