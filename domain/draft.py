"""What a drafter's file holds, read but not yet composed (文稿)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.codec import later
from domain.document import Attachment, Paragraph, Picture, Table
from domain.facts import Fact
from domain.findings import Finding


@dataclass(frozen=True)
class SourceFile:
    """A file of a drop with its bytes (来件): its name as dropped, and ``body`` or ``attachment``."""

    name: str
    data: bytes
    role: str


@dataclass(frozen=True)
class LeftOut:
    """Content of the file that the model does not carry, by name and place (未收内容), such as ``页眉``, ``第1页``.

    ``characters`` counts the characters of text left out, so that nothing is lost silently. ``is_set_anew`` is said of what the page has
    by itself, or no document has, such as a mark of the drafter's own (系统自行编排).
    """

    what: str
    place: str
    characters: int
    is_set_anew: bool = later(default=False)


@dataclass(frozen=True)
class Draft:
    """A draft as read from the drafter's files (文稿).

    ``facts`` holds what the 发文稿纸, the properties and the text state, each with its source; recognised parts such as title, addressees
    and signature are taken out of ``blocks``. ``characters`` counts the characters of the source's text by an independent walk of the raw
    XML. ``document_id`` is the id a returned file carries, or empty. ``drawn_up_on`` is the date typed in the draft, as typed.
    """

    title: str
    addressees: tuple[str, ...]
    blocks: tuple[Paragraph | Table | Picture, ...]
    signatories: tuple[str, ...]
    drawn_up_on: str
    note: str
    copies_to: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    attendees: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    left_out: tuple[LeftOut, ...]
    findings: tuple[Finding, ...]
    characters: int
    document_id: str = ""
