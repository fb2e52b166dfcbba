"""What secrecy asks of somebody today (保密待办): requests to decide, the clean-up that runs, papers that should be back, outsiders who still have one."""

from __future__ import annotations

from dataclasses import dataclass

from domain.intake import StoppedFile
from domain.office import Actor
from office.closing import WIDENERS
from office.house import House
from office.outsiders import kept_too_long, visits_to_decide
from office.scope import may_see
from office.secret_copying import waiting_count
from office.secret_register import KEEPERS, read_book
from office.stopped import open_stops


@dataclass(frozen=True)
class SecrecyDuties:
    """Counts of what waits (保密待办); ``clean_up`` names the half-year whose clean-up runs, ``to_widen`` documents with a request.

    ``stopped`` are files that were stopped at the door and nobody has seen to; ``outsiders`` are requests that somebody from outside may read; ``kept_out`` names those who did not give back what they were shown.
    """

    copies: int = 0
    clean_up: str = ""
    overdue: int = 0
    to_widen: tuple[str, ...] = ()
    outsiders: int = 0
    kept_out: tuple[str, ...] = ()
    stopped: tuple[StoppedFile, ...] = ()


def secrecy_duties(house: House, actor: Actor) -> SecrecyDuties:
    """Count what waits for somebody: requests for who decides them, the register's business for who keeps it."""
    copies, to_widen, outsiders = waiting_count(house, actor), _to_widen(house, actor), visits_to_decide(house, actor)
    if not actor.has(*KEEPERS):
        return SecrecyDuties(copies=copies, to_widen=to_widen, outsiders=outsiders)
    book, today = read_book(house), house.clock.today()
    running = [one.half for one in book.clean_ups.values() if one.closed is None]
    overdue = sum(len(paper.here) for paper in book.papers.values() if paper.is_overdue(today))
    kept_out = tuple(f"{one.asked.organisation}{one.asked.name}" for one in kept_too_long(book, today))
    half = running[-1] if running else ""
    return SecrecyDuties(copies, half, overdue, to_widen, outsiders, kept_out, open_stops(house))


def _to_widen(house: House, actor: Actor) -> tuple[str, ...]:
    if not actor.has(*WIDENERS):
        return ()
    cases = (house.registry.case(document_id) for document_id in house.registry.listed_for(actor.person))
    return tuple(
        case.document_id
        for case in cases
        if case and may_see(actor, case) and any(one.asker != actor.person for one in case.widenings)
    )
