"""What is decided with a pen (纸质签批事项): recorded from the paper with its scan, and compared with it by a second person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from domain.codec import later
from domain.intake import StagedFile
from domain.pages import Binding
from domain.receipt import Assignment


@dataclass(frozen=True)
class PaperRecorded:
    """A clerk recorded a decision given with pen on paper (代录, 纸质签批); it counts when a second person has compared it with the scan.

    ``signer`` is a person's id, or the name of who signs for a co-issuing organ elsewhere; ``signed_on`` the date on the paper. Of a paper that
    came in, ``seen`` names its files in place of the ``binding`` of pages, and ``assignment`` is to whom it is to go.
    """

    VERB: ClassVar[str] = "document.paper_recorded"
    step: str
    version: int
    approved: bool
    opinion: str
    signer: str
    signed_on: dt.date
    scan: StagedFile
    binding: Binding | None
    seen: str = later("")
    assignment: Assignment | None = later(None)


@dataclass(frozen=True)
class PaperChecked:
    """A second person compared what was recorded with the scan (核对代录): it agrees and counts, or it is void."""

    VERB: ClassVar[str] = "document.paper_checked"
    step: str
    agrees: bool
    note: str
    drafter: str = ""


PaperEvent = PaperRecorded | PaperChecked
"""All of them."""
