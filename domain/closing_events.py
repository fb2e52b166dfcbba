"""Who may know of a document, narrowed and widened (知悉范围事项): its compartment, its reading list, and who opened it.

They are events like those of ``domain.events``, which holds the list of all and their one codec; each is about a document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CompartmentSet:
    """A document was put into a compartment, or taken out of one (归入专管范围); ``compartment`` is its id, ``general`` for none."""

    VERB: ClassVar[str] = "document.compartment_set"
    compartment: str
    reason: str


@dataclass(frozen=True)
class ReadersSet:
    """Who alone may read a document was laid down, or cut back (阅文范围); persons' ids, nobody named: whoever may by their post."""

    VERB: ClassVar[str] = "document.readers_set"
    readers: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class WideningAsked:
    """Somebody asked that more people may read a document (申请扩大阅文范围)."""

    VERB: ClassVar[str] = "document.widening_asked"
    people: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class WideningDecided:
    """A leader let more people read a document, or did not (审批扩大阅文范围); ``index`` is the line in which it was asked."""

    VERB: ClassVar[str] = "document.widening_decided"
    index: int
    approved: bool
    opinion: str


@dataclass(frozen=True)
class DocumentOpened:
    """Somebody opened a document that not everybody may know of (阅读登记), noted before the first byte went out; ``what`` they opened."""

    VERB: ClassVar[str] = "document.opened"
    what: str


ClosingEvent = CompartmentSet | ReadersSet | WideningAsked | WideningDecided | DocumentOpened
"""All of them."""
