"""What a scenario of the crash drill is (情形): it prepares its office once, acts, and judges what was left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar, Protocol

from ground.clock import FixedClock
from office.house import House
from tests.an_office import AnOffice, new_clock
from tests.drills.crash.server import Say

OFFICE = "office"


class Scenario(Protocol):
    """One thing that an office does; ``act`` happens so much ``later`` than preparing began, in an office with these ``settings`` more.

    What a killed writer left in the stores is cleared first as the service does that is ``started`` after it; where it is not, the act has to see to it.
    """

    later: ClassVar[dt.timedelta] = dt.timedelta()
    settings: ClassVar[str] = ""
    started: ClassVar[bool] = True

    @property
    def name(self) -> str:
        """Give its name."""
        ...

    def prepare(self, office: AnOffice) -> None:
        """Bring the office to where the act begins."""
        ...

    def act(self, house: House, say: Say) -> None:
        """Do it, saying what is promised."""
        ...

    def judge(self, house: House, promised: Sequence[str]) -> list[str]:
        """Finish what was begun and name what is wrong."""
        ...


def clock_of(scenario: Scenario) -> FixedClock:
    """Give the clock by which a scenario acts and is judged."""
    clock = new_clock()
    clock.advance(scenario.later)
    return clock
