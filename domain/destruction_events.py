"""Facts about destroying what is kept (销毁事项): the list, who approved and witnessed it, each record's end, and what the erasing left.

All but ``Destroyed`` are about a list; ``Destroyed`` is about a record, and is all that the books know of it afterwards.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from domain.destruction import DestructionList, HoldingBackup, ListedItem


@dataclass(frozen=True)
class DestructionListed:
    """A list was made and frozen (拟制清册): the digest of this very payload is what is approved and witnessed."""

    VERB: ClassVar[str] = "destruction.listed"
    items: tuple[ListedItem, ...]
    basis: str
    wait_days: int


@dataclass(frozen=True)
class ItemStruck:
    """A record was taken off a list before it was destroyed (抽出); it stays in the archive and is noted on the list."""

    VERB: ClassVar[str] = "destruction.struck"
    record: str
    reason: str


@dataclass(frozen=True)
class DestructionApproved:
    """A list was approved (批准销毁); the last of the approvals says from which day on it may be carried out."""

    VERB: ClassVar[str] = "destruction.approved"
    digest: str
    opinion: str
    ready_on: dt.date | None = None


@dataclass(frozen=True)
class DestructionRefused:
    """A list was not approved (不予批准): it ends here, and its records stay."""

    VERB: ClassVar[str] = "destruction.refused"
    digest: str
    reason: str


@dataclass(frozen=True)
class DestructionWitnessed:
    """A witness checked the list against the records before they are destroyed (监销核对); ``whole`` were found as listed."""

    VERB: ClassVar[str] = "destruction.witnessed"
    digest: str
    whole: int


@dataclass(frozen=True)
class DestructionBegun:
    """The list is carried out (执行销毁): from here on there is no way back, and a crash ends in erasure."""

    VERB: ClassVar[str] = "destruction.begun"
    digest: str


@dataclass(frozen=True)
class GivenNumber:
    """The number a destroyed record bore (文号): it stays known and is never given again. ``index`` is the line that gave it."""

    index: int
    scheme: str
    period: int
    serial: int
    number: str
    dated: dt.date
    from_reserve: bool = False


@dataclass(frozen=True)
class GivenReceipt:
    """What 收文登记簿 keeps of a destroyed piece (收文登记存根): from whom, under which number, how many, how it came, when it was concluded."""

    sender: str
    sender_number: str
    copies: int
    medium: str
    nature: str
    concluded_at: dt.datetime | None


@dataclass(frozen=True)
class Destroyed:
    """A record was destroyed (销毁), by row ``row`` of a list. What stands here is all the books know of it from now on: no title, no people.

    Its level, compartment and reading list stay: who might not know of it still may not. ``lines`` are the ledger's lines whose payloads go with it; ``inventory`` was the digest of its object's inventory, ``tombstone`` is that of
    the object in its place.
    """

    VERB: ClassVar[str] = "record.destroyed"
    list_id: str
    row: int
    origin: str
    category: str
    level: str
    compartment: str
    unit: str
    organs: tuple[str, ...]
    dated: dt.date | None
    number: str
    code: str
    fonds: str
    year: int
    retention: str
    unit_code: str
    serial: int
    pages: int
    filed_index: int
    filed_at: dt.datetime
    inventory: str
    tombstone: str
    lines: tuple[int, ...]
    given: GivenNumber | None = None
    readers: tuple[str, ...] = ()
    received: GivenReceipt | None = None


@dataclass(frozen=True)
class DestructionErased:
    """The content of a list's records is gone (内容已清除); ``inventory`` is the digest of the object that holds the list for ever.

    ``backups`` hold the content still, ``unreached`` are places of backups that could not be told. ``elsewhere`` is what units have changed in
    what they were handed back: it is theirs. ``exchanged`` are copies of packages (公文交换) on a disk or in a folder that was away.
    """

    VERB: ClassVar[str] = "destruction.erased"
    level: str
    inventory: str
    files: tuple[str, ...]
    backups: tuple[HoldingBackup, ...]
    unreached: tuple[str, ...]
    elsewhere: tuple[str, ...]
    exchanged: tuple[str, ...] = ()


@dataclass(frozen=True)
class DestructionAttested:
    """A witness signed after it was done (监销签字)."""

    VERB: ClassVar[str] = "destruction.attested"
    digest: str


@dataclass(frozen=True)
class CertificateKept:
    """The certificate, signed by both witnesses, lies in the archive with its list (销毁证明归档)."""

    VERB: ClassVar[str] = "destruction.certified"
    level: str
    version: int
    inventory: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class DestructionReplayed:
    """The office was restored from a backup of before: the destruction is carried out again (恢复后重行销毁). ``known`` is the list as it was."""

    VERB: ClassVar[str] = "destruction.replayed"
    known: DestructionList


@dataclass(frozen=True)
class Erased:
    """What an event said is gone with the record it was about (内容已销毁). Never written: it is read where a payload was destroyed."""

    VERB: ClassVar[str] = "record.erased"


ListEvent = (
    DestructionListed
    | ItemStruck
    | DestructionApproved
    | DestructionRefused
    | DestructionWitnessed
    | DestructionBegun
    | DestructionErased
    | DestructionAttested
    | CertificateKept
    | DestructionReplayed
)
"""Those about a list."""

DestructionEvent = ListEvent | Destroyed | Erased
"""All of them."""
