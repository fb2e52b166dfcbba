r"""What the mailroom sees and takes in (来件): sightings with their answers, arrivals, and the stops at a secrecy mark.

Names of files are bytes on Linux. Here they stand as text that can be turned back: UTF-8 where it is UTF-8, ``\\xNN`` for any
other byte and for the backslash. What a person reads is the display name, without control characters.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from domain.canonical import digest_of
from domain.findings import Finding
from domain.levels import Level


class Category(StrEnum):
    """Which way a drop goes (收发类别); the value is the folder's name below ``投稿``."""

    DISPATCH = "发文"
    RECEIPT = "收文"


class Place(StrEnum):
    """Where something comes back to a unit (交还之处); the value is the folder's name."""

    RETURNED = "退回"
    DONE = "办结"
    TAKEN = "已收"


class Role(StrEnum):
    """What a file is within its drop (件内身份); a ``RENDERED`` one stands behind the file it was converted from and is read in its place."""

    BODY = "正文"
    ATTACHMENT = "附件"
    SCAN = "扫描件"
    RENDERED = "转换件"


class Verdict(StrEnum):
    """What becomes of a drop (处置).

    WHOLE can be taken in; WAIT asks for nothing, it may still be written; SLIP is told to the drafter and left where it is;
    ALARM is told to the administrator: a folder, not a file, is in trouble.
    """

    WHOLE = "完整"
    WAIT = "等待"
    SLIP = "告知"
    ALARM = "报警"


@dataclass(frozen=True)
class Answer:
    """What is to be done with a drop, and the sentence its drafter reads (答复); both texts are empty when it is whole."""

    verdict: Verdict
    code: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class SourceFile:
    """A file as it stood in a watched folder (来源文件), known again by inode, size and times."""

    name: str
    device: int
    inode: int
    size_bytes: int
    modified_ns: int
    changed_ns: int


@dataclass(frozen=True)
class Source:
    """Where a drop stands (来源): the watched folder below the office folder, the drop's name in it, the files it is made of.

    For a single file ``files`` holds that file alone; for a folder the files inside, sorted by name.
    """

    folder: str
    name: str
    is_folder: bool
    files: tuple[SourceFile, ...]

    @property
    def key(self) -> str:
        """Name this very state of this drop: another when a byte or a time has changed."""
        return digest_of(self)


@dataclass(frozen=True)
class Sighting:
    """A drop as the scan found it (所见), with its answer. ``seen_since`` is when it was first seen in this state."""

    category: Category
    unit: str
    display_name: str
    source: Source
    answer: Answer
    seen_since: dt.datetime

    @property
    def is_whole(self) -> bool:
        """Tell whether it can be taken in."""
        return self.answer.verdict is Verdict.WHOLE


@dataclass(frozen=True)
class LookedInto:
    """What a PDF or a picture says (文件所载): its properties, the text of each page, and the pages nobody can look for marks by program.

    ``within`` names the files that a PDF carries inside.
    """

    pages: int
    properties: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    blind: tuple[int, ...] = ()
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class StagedFile:
    """A file whose bytes lie durably in the staging folder under ``sha512`` (暂存文件); ``name`` is its display name."""

    name: str
    role: Role
    sha512: str
    size_bytes: int


@dataclass(frozen=True)
class Arrival:
    """A drop whose bytes are staged (来件), body first, then the attachments in their order.

    ``key`` is the same for the same bytes from the same unit, whatever their name; ``digests`` are the SHA-512 of ``source.files``, in
    their order. ``marked`` is the secrecy level found in its title block, if any; ``mentions`` are findings of secrecy words in
    running prose. The source is still in place: ``settle`` removes it once the event is recorded.
    """

    key: str
    category: Category
    unit: str
    display_name: str
    files: tuple[StagedFile, ...]
    source: Source
    digests: tuple[str, ...]
    marked: Level | None = None
    mentions: tuple[Finding, ...] = ()

    @property
    def body(self) -> StagedFile:
        """Give the body's file."""
        return self.files[0]


@dataclass(frozen=True)
class Known:
    """A drop whose bytes the house already holds (重复来件), received as ``document_id``."""

    document_id: str
    key: str
    category: Category
    unit: str
    display_name: str
    source: Source
    digests: tuple[str, ...]


@dataclass(frozen=True)
class Declined:
    """A drop that turned out not to be fit to take in (未收), and why; it is still in place."""

    unit: str
    display_name: str
    source_key: str
    answer: Answer


@dataclass(frozen=True)
class SecrecyStop:
    """A drop above the level this installation may hold (涉密拦截): no name, no title, no text, no byte is kept.

    ``folder`` is the watched folder, ``mark`` the level found, ``found_in`` the kind of place, such as ``页眉``.
    """

    stopped_at: dt.datetime
    folder: str
    unit: str
    size_bytes: int
    sha256: str
    mark: Level
    found_in: str


@dataclass(frozen=True)
class StoppedFile:
    """A file that was stopped, as the books have it (涉密拦截一行): ``index`` is its line; no name, no hash."""

    index: int
    at: dt.datetime
    folder: str
    mark: str


Taken = Arrival | Known | Declined | SecrecyStop
