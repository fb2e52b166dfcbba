"""What the keeper refuses to seal (退回用印): facts on a document's way, read and written like those of ``domain.events``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.pages import Binding


@dataclass(frozen=True)
class SealRefused:
    """The keeper does not seal what lacks its formalities (拒绝用印), with the reason; it goes back to the clerk."""

    VERB: ClassVar[str] = "document.seal_refused"
    step: str
    version: int
    opinion: str
    binding: Binding


@dataclass(frozen=True)
class SealAnswered:
    """The clerk has put in order what the keeper missed and brings it to be sealed again (再送用印)."""

    VERB: ClassVar[str] = "document.seal_answered"
    step: str
    version: int
    note: str


SealEvent = SealRefused | SealAnswered
