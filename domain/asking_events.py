"""Which units countersign (会签科室), settled anew on the way: a fact like those of ``domain.events``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.office import Unit


@dataclass(frozen=True)
class UnitsAsked:
    """A reviewer settled which units countersign (增减会签科室): exactly ``units``, in this order; who has signed stays among them."""

    VERB: ClassVar[str] = "document.units_asked"
    step: str
    units: tuple[Unit, ...]
    note: str = ""


AskingEvent = UnitsAsked
